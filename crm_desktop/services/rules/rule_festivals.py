"""The festivals customers are greeted on."""

from __future__ import annotations

import datetime as dt

from crm_desktop.core import festivals

_KEYS = {
    "spring": "春节", "new_year_eve": "除夕", "lantern": "元宵节", "qingming": "清明",
    "dragon_boat": "端午节", "qixi": "七夕", "mid_autumn": "中秋节", "double_ninth": "重阳节",
    "winter_solstice": "冬至", "laba": "腊八节", "new_year": "元旦", "valentine": "情人节",
    "women": "妇女节", "labour": "劳动节", "mothers": "母亲节", "children": "儿童节",
    "fathers": "父亲节", "teachers": "教师节", "national": "国庆节", "thanksgiving": "感恩节",
    "christmas_eve": "平安夜", "christmas": "圣诞节",
}  # fmt: skip

FESTIVALS: tuple[tuple[str, str], ...] = tuple(
    (code, festivals.NAMES[key]) for code, key in _KEYS.items()
)
"""Code and name (a msgid) of every festival."""


def is_on(festival: str, day: dt.date) -> bool:
    """Whether a festival is kept on a day; known from 1901 to 2099."""
    return _KEYS[festival] in festivals.keys_on(day)
