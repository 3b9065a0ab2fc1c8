"""Repeating dates: made, read from words, counted on."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core import recurrence
from crm_desktop.core.date_words import take_when
from crm_desktop.core.recurrence import following, make, take_repeat

DAY = dt.date


def days_of(rule: str, start: DAY, count: int) -> list[DAY]:
    found, day = [], start
    for _n in range(count):
        step = following(rule, day, day)
        assert step is not None
        day, rule = step
        found.append(day)
    return found


def test_a_31st_falls_on_the_last_day_of_shorter_months() -> None:
    start = DAY(2026, 1, 31)
    assert days_of(make("month", start), start, 3) == [
        DAY(2026, 2, 28), DAY(2026, 3, 31), DAY(2026, 4, 30),
    ]  # fmt: skip


def test_a_29_february_is_kept_on_the_28th_of_other_years() -> None:
    start = DAY(2024, 2, 29)
    assert days_of(make("year", start), start, 4) == [
        DAY(2025, 2, 28), DAY(2026, 2, 28), DAY(2027, 2, 28), DAY(2028, 2, 29),
    ]  # fmt: skip


def test_days_that_passed_are_left_out_and_counted() -> None:
    weekly = "FREQ=WEEKLY;COUNT=5"
    found = following(weekly, DAY(2026, 6, 1), DAY(2026, 6, 16))
    assert found == (DAY(2026, 6, 22), "FREQ=WEEKLY;COUNT=2")
    assert following(weekly, DAY(2026, 6, 1), DAY(2026, 6, 30)) is None


def test_working_days_leave_the_weekend_out() -> None:
    friday = DAY(2026, 6, 19)
    assert following(make("workday", friday), friday, friday) == (
        DAY(2026, 6, 22),
        make("workday", friday),
    )


@pytest.mark.parametrize(
    "rule",
    ["", "FREQ=SECONDLY", "FREQ=NEVER", "FREQ=WEEKLY;BYDAY=XX", "每周", "FREQ=DAILY;INTERVAL=x",
     "FREQ=DAILY;UNTIL=20260101", "FREQ=YEARLY;BYMONTH=13"],
)  # fmt: skip
def test_what_cannot_be_counted_on_ends(rule: str) -> None:
    assert following(rule, DAY(2026, 6, 1), DAY(2026, 6, 1)) is None


def test_the_end_of_the_calendar_ends_a_rule() -> None:
    assert following("FREQ=YEARLY;INTERVAL=5", DAY(9998, 6, 1), DAY(2026, 6, 1)) is None


@given(
    st.sampled_from(recurrence.UNITS),
    st.dates(DAY(1990, 1, 1), DAY(2090, 1, 1)),
    st.integers(1, 40),
)
def test_every_rule_made_goes_on(unit: str, start: DAY, interval: int) -> None:
    found = following(make(unit, start, interval), start, start)
    assert found is not None and found[0] > start
    assert recurrence.words(make(unit, start, interval)) not in ("", "repeats")


@pytest.mark.parametrize(
    ("typed", "unit", "interval", "rest"),
    [
        ("每周一 盘点", "week", 1, "周一 盘点"),
        ("每个星期五 对账", "week", 1, "星期五 对账"),
        ("每月15号 收租", "month", 1, "15号 收租"),
        ("每月底收款", "month_end", 1, "月底 收款"),
        ("每月最后一天 盘点", "month_end", 1, "月底 盘点"),
        ("every other friday call", "week", 2, "friday call"),
        ("每天 发朋友圈", "day", 1, "发朋友圈"),
        ("每个工作日 开店", "workday", 1, "开店"),
        ("每3个月 换滤芯", "month", 3, "换滤芯"),
        ("每两周 补货", "week", 2, "补货"),
        ("每季度 拜访", "month", 3, "拜访"),
        ("每半年 保养", "month", 6, "保养"),
        ("每年 体检", "year", 1, "体检"),
        ("every Monday stock-taking", "week", 1, "Monday stock-taking"),
        ("call Anna every 2 weeks", "week", 2, "call Anna"),
        ("every other week order salt", "week", 2, "order salt"),
        ("every weekday open up", "workday", 1, "open up"),
        ("monthly statement", "month", 1, "statement"),
        ("everybody wants one", "", 1, "everybody wants one"),
        ("送每人一份", "", 1, "送每人一份"),
    ],
)
def test_words_that_repeat(typed: str, unit: str, interval: int, rest: str) -> None:
    assert take_repeat(typed) == (unit, interval, rest)


def test_the_first_day_stays_readable() -> None:
    thursday = DAY(2026, 6, 18)
    for typed, day in (
        ("每周一 盘点", DAY(2026, 6, 22)),
        ("每月底收款", DAY(2026, 6, 30)),
        ("every friday call", DAY(2026, 6, 19)),
    ):
        assert take_when(take_repeat(typed)[2], thursday).day == day


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=YEARLY;BYYEARDAY=366",
        "INTERVAL=2",
        "",
    ],
)
def test_a_rule_that_never_comes_true_or_never_ends_is_none(rule: str) -> None:
    assert not recurrence.valid(rule)
    assert recurrence.following(rule, dt.date(2026, 6, 18), dt.date(2026, 6, 18)) is None
