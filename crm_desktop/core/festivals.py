"""Festivals and solar terms by day, as borax knows them, and the lunar day in a few characters."""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.lunar import FIRST, LAST

if TYPE_CHECKING:
    from borax.calendars.festivals2 import FestivalLibrary

NAMES = {
    "元旦": N_("New Year"), "情人节": N_("Valentine’s Day"), "妇女节": N_("Women’s Day"),
    "植树节": N_("Arbor Day"), "劳动节": N_("Labour Day"), "青年节": N_("Youth Day"),
    "儿童节": N_("Children’s Day"), "教师节": N_("Teachers’ Day"), "国庆节": N_("National Day"),
    "平安夜": N_("Christmas Eve"), "圣诞节": N_("Christmas"), "除夕": N_("Lunar New Year’s Eve"),
    "春节": N_("Spring Festival"), "元宵节": N_("Lantern Festival"), "端午节": N_("Dragon Boat"),
    "七夕": N_("Qixi"), "中元节": N_("Ghost Festival"), "中秋节": N_("Mid-Autumn"),
    "重阳节": N_("Double Ninth"), "腊八节": N_("Laba"), "母亲节": N_("Mother’s Day"),
    "父亲节": N_("Father’s Day"), "感恩节": N_("Thanksgiving"), "清明": N_("Qingming"),
    "冬至": N_("Winter solstice"),
}  # fmt: skip
"""The festivals of borax that shops sell and greet by; its others are left out."""

_TERMS = {
    "小寒": N_("Minor cold"), "大寒": N_("Major cold"), "立春": N_("Start of spring"),
    "雨水": N_("Rain water"), "惊蛰": N_("Insects awaken"), "春分": N_("Spring equinox"),
    "谷雨": N_("Grain rain"), "立夏": N_("Start of summer"), "小满": N_("Grain buds"),
    "芒种": N_("Grain in ear"), "夏至": N_("Summer solstice"), "小暑": N_("Minor heat"),
    "大暑": N_("Major heat"), "立秋": N_("Start of autumn"), "处暑": N_("End of heat"),
    "白露": N_("White dew"), "秋分": N_("Autumn equinox"), "寒露": N_("Cold dew"),
    "霜降": N_("Frost"), "立冬": N_("Start of winter"), "小雪": N_("Minor snow"),
    "大雪": N_("Major snow"),
}  # fmt: skip
"""The solar terms that are no festival as well."""


def named(day: dt.date) -> tuple[str, ...]:
    """Festivals and solar terms of a day in the language in force; none outside 1901 to 2099."""
    return tuple(_(name) for name in _of(day))


def keys_on(day: dt.date) -> frozenset[str]:
    """The festivals of a day by their keys in ``NAMES``; none outside 1901 to 2099."""
    if not FIRST <= day <= LAST:
        return frozenset()
    return frozenset(NAMES).intersection(_library().get_festival_names(day))


def lunar_short(day: dt.date) -> str:
    """``初五``, on the first of a month ``五月`` or ``闰六月``; empty outside 1901 to 2099."""
    if not FIRST <= day <= LAST:
        return ""
    from borax.calendars.lunardate import LunarDate

    on = LunarDate.from_solar(day)
    return f"{on.cn_leap}{on.cn_month}月" if on.day == 1 else str(on.cn_day)


@lru_cache(maxsize=4096)
def _of(day: dt.date) -> tuple[str, ...]:
    if not FIRST <= day <= LAST:
        return ()
    from borax.calendars.lunardate import LunarDate

    found = [NAMES[name] for name in _library().get_festival_names(day) if name in NAMES]
    term = LunarDate.from_solar(day).term
    return (*found, _TERMS[term]) if term in _TERMS else tuple(found)


@cache
def _library() -> FestivalLibrary:
    from borax.calendars.festivals2 import FestivalLibrary

    return FestivalLibrary.load_builtin("basic")
