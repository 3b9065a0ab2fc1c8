"""Lunar days, the customs of keeping them, and the almanac they must agree with."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.core import lunar
from crm_desktop.core.lunar import LunarKey


@pytest.mark.parametrize(
    ("key", "today", "on"),
    [
        (LunarKey(8, 15), "2026-01-01", "2026-09-25"),  # Mid-autumn
        (LunarKey(1, 1), "2026-11-27", "2027-02-06"),  # New year
        (LunarKey(12, 30), "2026-11-27", "2027-02-05"),  # the year's last month has 29 days
        (LunarKey(5, 5), "2025-05-31", "2025-05-31"),  # today counts
        (LunarKey(6, 1, True), "2025-01-01", "2025-07-25"),  # 2025 has a leap sixth month
        (LunarKey(6, 1, True), "2026-01-01", "2026-07-14"),  # 2026 has none: the plain month
        (LunarKey(6, 1), "2025-01-01", "2025-06-25"),
    ],
)
def test_the_next_day_it_is_kept(key: LunarKey, today: str, on: str) -> None:
    assert lunar.next_on(key, dt.date.fromisoformat(today)) == dt.date.fromisoformat(on)


def test_days_and_keys_agree_for_sixty_years() -> None:
    day, seen = dt.date(1995, 1, 1), set()
    while day < dt.date(2055, 1, 1):
        for key in lunar.keys_on(day):
            assert lunar.next_on(key, day) == day
            seen.add(key)
        day += dt.timedelta(days=1)
    assert {(key.month, key.day) for key in seen} == {
        (month, number) for month in range(1, 13) for number in range(1, 31)
    }


def test_every_birthday_is_kept_exactly_once_a_lunar_year() -> None:
    for year in range(2020, 2030):
        first, after = (lunar.next_on(LunarKey(1, 1), dt.date(y, 1, 1)) for y in (year, year + 1))
        days = [first + dt.timedelta(days=n) for n in range((after - first).days)]
        kept = [key for day in days for key in lunar.keys_on(day)]
        assert len(kept) == len(set(kept)) == 12 * 30 * 2


def test_what_is_no_lunar_day_is_refused_and_far_years_have_none() -> None:
    with pytest.raises(ValueError):
        lunar.next_on(LunarKey(13, 1), dt.date(2026, 1, 1))
    with pytest.raises(ValueError):
        lunar.year_of(dt.date(2150, 1, 1))
    assert lunar.keys_on(dt.date(2150, 1, 1)) == frozenset()


def test_words() -> None:
    said = [lunar.words(LunarKey(*key)) for key in ((8, 15), (1, 1), (12, 23), (6, 20, True))]
    assert said == ["八月十五", "正月初一", "腊月廿三", "闰六月二十"]
