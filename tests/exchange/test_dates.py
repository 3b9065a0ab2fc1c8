"""Every form of a date in the conventions, and the help of the column around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from crm_desktop.exchange.birthdays import Birthday, read_birthdays
from crm_desktop.exchange.dates import DateNote, read_dates
from crm_desktop.exchange.sheets import Cell

MAY = dt.date(2024, 5, 1)


@pytest.fixture(autouse=True)
def _today(frozen_clock: Callable[[dt.datetime], None]) -> None:
    """Two-digit years and birthdays are seen from a known day."""


@pytest.mark.parametrize(
    "cell",
    [
        "2024-05-01", "2024/5/1", "2024.5.1", "20240501", "240501", "24/5/1", "2024年5月1日",
        "24年5月1号", "2024 年 5 月 1 日", "1-May-24", "May 1, 2024", "2024-05-01 13:20:00",
        "2024/5/1 0:00", "2024-05-01T00:00:00Z", "２０２４－５－１", "二〇二四年五月一日",
        "民國113年5月1日", 45413.0, "45413", "2024-5-1(周三)", "2024/5/1 周三", 20240501.0,
        dt.date(2024, 5, 1), " 2024-05-01 ",
    ],
)  # fmt: skip
def test_every_form_of_the_first_of_may(cell: Cell) -> None:
    column = read_dates([cell])
    assert (column.dates, column.notes) == ([MAY], [])


@pytest.mark.parametrize("cell", ["", "无", "-", "/", "不详", "0", 0.0, "1900-01-00", "0000-00-00"])
def test_cells_that_say_there_is_none(cell: Cell) -> None:
    column = read_dates([cell])
    assert (column.dates, column.notes) == ([None], [])


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("2024年2月30日", DateNote.NO_SUCH_DAY), ("2月30日", DateNote.NO_SUCH_DAY),
        ("待定", DateNote.NOT_A_DATE), ("月底", DateNote.NOT_A_DATE),
        (123456.5, DateNote.NOT_A_DATE),
        ("5月1日", DateNote.NO_YEAR), ("5/1", DateNote.NO_YEAR), ("8日", DateNote.NO_YEAR),
    ],
)  # fmt: skip
def test_what_is_no_date_is_never_bent_into_one(cell: Cell, note: DateNote) -> None:
    column = read_dates([cell])
    assert (column.dates, column.notes) == ([None], [(0, note)])


def test_missing_years_and_months_come_from_the_sheet_and_are_said() -> None:
    column = read_dates(["3.5", "3月6日", "8日", 3.9], year=2024, month=3)
    assert column.dates == [dt.date(2024, 3, day) for day in (5, 6, 8, 9)]
    added = DateNote.YEAR_ADDED, DateNote.MONTH_ADDED
    assert [note for _row, note in column.notes] == [added[0], added[0], added[1], added[0]]


def test_a_number_that_lost_its_zero_goes_on_in_time() -> None:
    column = read_dates([5.9, 5.1, 5.11, 6.1], year=2024)
    assert [str(day)[5:] for day in column.dates] == ["05-09", "05-10", "05-11", "06-01"]


def test_the_only_year_of_a_column_helps_its_other_dates() -> None:
    assert read_dates(["2023-3-5", "3月6日"]).dates[1] == dt.date(2023, 3, 6)
    assert read_dates(["2023-3-5", "2024-1-1", "3月6日"]).dates[2] == dt.date(2024, 3, 6)


def test_a_month_is_read_as_its_first_day_and_said() -> None:
    column = read_dates(["2024年5月"])
    assert (column.dates, column.notes) == ([MAY], [(0, DateNote.MONTH_START)])


@pytest.mark.parametrize(
    ("cells", "order", "unclear"),
    [
        (["24/5/1", "24/6/13"], "ymd", False),
        (["01/05/2024", "13/05/2024"], "dmy", False),
        (["05/01/2024", "05/13/2024"], "mdy", False),
        (["2024-5-1", "3/5/6"], "ymd", False),
        (["01/02/2024", "01/03/2024", "01/05/2024"], "mdy", False),
        (["05/05/2024"], "dmy", True),
    ],
)  # fmt: skip
def test_the_order_of_day_and_month_is_decided_over_all_rows(
    cells: list[Cell], order: str, unclear: bool
) -> None:
    column = read_dates(cells)
    assert (column.order, column.order_unclear) == (order, unclear)


def test_workbooks_that_count_from_1904() -> None:
    assert read_dates([43951.0], date_1904=True).dates == [MAY]


@pytest.mark.parametrize(
    ("cell", "birthday"),
    [
        ("1980/7/4", Birthday(1980, 7, 4)),
        ("65/3/2", Birthday(1965, 3, 2)),
        ("08-15", Birthday(0, 8, 15)),
        ("8月15日", Birthday(0, 8, 15)),
        (24508.0, Birthday(1967, 2, 5)),
        ("农历八月十五", Birthday(0, 8, 15, lunar=True)),
        ("八月十五", Birthday(0, 8, 15, lunar=True)),
        ("1989年腊月廿三", Birthday(1989, 12, 23, lunar=True)),
        ("阴历8.15", Birthday(0, 8, 15, lunar=True)),
        ("(农)8-15", Birthday(0, 8, 15, lunar=True)),
        ("闰四月初三", Birthday(0, 4, 3, lunar=True, leap=True)),
        ("大年三十", Birthday(0, 12, 30, lunar=True)),
        ("五月一日", Birthday(0, 5, 1)),
    ],
)
def test_birthdays_with_and_without_year_in_both_calendars(cell: Cell, birthday: Birthday) -> None:
    column = read_birthdays([cell])
    assert (column.birthdays, column.notes) == ([birthday], [])


def test_a_birthday_in_the_future_loses_its_year_and_a_short_one_its_century() -> None:
    column = read_birthdays(["2030-1-2", "27/3/4", "1985年2月30日"])
    assert column.birthdays == [Birthday(0, 1, 2), Birthday(1927, 3, 4), None]
    assert column.notes == [(0, DateNote.IN_FUTURE), (2, DateNote.NO_SUCH_DAY)]
