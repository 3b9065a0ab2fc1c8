"""Reading and showing birthdays."""

from __future__ import annotations

import pytest

from crm_desktop.core.i18n import using
from crm_desktop.ui.contacts import birthdays


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
    ],
)
def test_parse(typed: str, birthday: birthdays.Birthday | None, lunar: bool) -> None:
    assert birthdays.parse(typed) == (birthday, lunar)


@pytest.mark.parametrize("typed", ["13-1", "2-30", "1981-2-29", "soon", "5", "农历 8-31"])
def test_parse_refuses_what_is_no_day(typed: str) -> None:
    with pytest.raises(ValueError):
        birthdays.parse(typed)


@pytest.mark.parametrize(
    ("birthday", "lunar"),
    [((None, 9, 3), False), ((1980, 9, 3), False), ((None, 8, 15), True), ((1975, 1, 30), True)],
)
def test_what_is_typed_reads_back(birthday: birthdays.Birthday, lunar: bool) -> None:
    assert birthdays.parse(birthdays.typed(birthday, lunar)) == (birthday, lunar)


def test_shown() -> None:
    assert birthdays.shown((None, 9, 3), False) == "3 Sep"
    assert birthdays.shown((1980, 9, 3), False) == "3 Sep 1980"
    assert birthdays.shown(None, False) == ""
    with using("zh_CN"):
        assert birthdays.shown((None, 9, 3), False) == "9月3日"
        assert birthdays.shown((None, 8, 15), True) == "农历8月15日"
