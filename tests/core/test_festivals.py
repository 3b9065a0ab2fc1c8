"""Festivals, solar terms and the lunar day."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.core import festivals, i18n


@pytest.mark.parametrize(
    ("day", "named", "lunar"),
    [
        ("2026-02-17", ("Spring Festival",), "正月"),
        ("2026-02-16", ("Lunar New Year’s Eve",), "廿九"),
        ("2025-01-28", ("Lunar New Year’s Eve",), "廿九"),
        ("2026-06-19", ("Dragon Boat",), "初五"),
        ("2026-09-25", ("Mid-Autumn",), "十五"),
        ("2026-04-05", ("Qingming",), "十八"),
        ("2026-12-22", ("Winter solstice",), "十四"),
        ("2025-07-25", (), "闰六月"),
        ("2026-04-01", (), "十四"),
        ("1900-01-31", (), ""),
        ("2100-01-01", (), ""),
        ("9999-12-31", (), ""),
    ],
)
def test_a_day(day: str, named: tuple[str, ...], lunar: str) -> None:
    on = dt.date.fromisoformat(day)
    assert (festivals.named(on), festivals.lunar_short(on)) == (named, lunar)


def test_names_follow_the_language() -> None:
    with i18n.using("zh_CN"):
        assert festivals.named(dt.date(2026, 6, 21)) == ("父亲节", "夏至")
