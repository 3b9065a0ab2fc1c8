"""Reading and showing birthdays."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.core.i18n import using
from crm_desktop.ui.contacts import birthdays
from crm_desktop.ui.contacts.birthdays import Born


@pytest.mark.parametrize(
    ("typed", "birthday", "lunar"),
    [
        ("", None, False),
        ("9-3", (None, 9, 3), False),
        ("9月3日", (None, 9, 3), False),
        ("1980-9-3", (1980, 9, 3), False),
        ("1980年9月3日", (1980, 9, 3), False),
        ("19800903", (1980, 9, 3), False),
        ("80.9.3", (1980, 9, 3), False),
        ("12/5/31", (2012, 5, 31), False),
        ("2-29", (None, 2, 29), False),
        ("农历 8-15", (None, 8, 15), True),
        ("阴历2-30", (None, 2, 30), True),
        ("农历八月十五", (None, 8, 15), True),
        ("腊月廿三", (None, 12, 23), True),
        ("lunar 1975-1-30", (1975, 1, 30), True),
    ],
)
def test_parse(typed: str, birthday: birthdays.Birthday | None, lunar: bool) -> None:
    assert birthdays.parse(typed) == (birthday, lunar, False)


@pytest.mark.parametrize("typed", ["农历闰六月初一", "农历 闰 6-1", "lunar leap 6-1"])
def test_a_leap_month(typed: str) -> None:
    assert birthdays.parse(typed) == ((None, 6, 1), True, True)


@pytest.mark.parametrize("typed", ["13-1", "2-32", "1981-0-9", "soon", "5", "农历 8-31"])
def test_parse_refuses_what_is_no_day(typed: str) -> None:
    with pytest.raises(ValueError):
        birthdays.parse(typed)


@pytest.mark.parametrize(
    "born",
    [
        Born((None, 9, 3)),
        Born((1980, 9, 3)),
        Born((None, 8, 15), True),
        Born((1975, 1, 30), True),
        Born((2025, 6, 1), True, True),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_is_typed_reads_back(born: Born, language: str) -> None:
    with using(language):
        assert birthdays.parse(birthdays.typed(born)) == born


@pytest.mark.parametrize("typed", ["02-30", "1981-02-29", "2026-06-31"])
def test_a_day_there_is_not_is_kept_as_said_and_marked(typed: str) -> None:
    born = birthdays.parse(typed)
    assert birthdays.is_impossible(born)
    assert birthdays.shown(born) == birthdays.typed(born) == typed


def test_shown() -> None:
    assert birthdays.shown(Born((None, 9, 3))) == "3 Sep"
    assert birthdays.shown(Born((1980, 9, 3))) == "3 Sep 1980"
    assert birthdays.shown(Born(None)) == ""
    assert birthdays.shown(Born((1980, 6, 1), True, True)) == "Lunar leap 6-1 (1980)"
    with using("zh_CN"):
        assert birthdays.shown(Born((None, 9, 3))) == "9月3日"
        assert birthdays.shown(Born((None, 8, 15), True)) == "农历八月十五"


def test_a_lunar_birthday_says_when_it_is_kept() -> None:
    today = dt.date(2026, 6, 18)
    assert birthdays.shown_with_next(Born((None, 8, 15), True), today) == "Lunar 8-15 · 25 Sep"
    assert birthdays.shown_with_next(Born((None, 9, 3)), today) == "3 Sep"
    with using("zh_CN"):
        shown = birthdays.shown_with_next(Born((None, 8, 15), True), today)
        assert shown == "农历八月十五 · 9月25日"
