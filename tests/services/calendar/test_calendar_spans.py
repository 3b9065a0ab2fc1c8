"""Which days a view of the calendar shows, also at its edges."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.core import i18n
from crm_desktop.services.calendar import calendar_spans
from crm_desktop.services.calendar.calendar import FIRST_DAY, LAST_DAY

D = dt.date


@pytest.mark.parametrize(
    ("view", "day", "first", "last", "title"),
    [
        ("day", D(2026, 6, 18), D(2026, 6, 18), D(2026, 6, 18), "18 Jun 2026, Thu"),
        ("week", D(2026, 6, 18), D(2026, 6, 15), D(2026, 6, 21), "15–21 Jun 2026"),
        ("week", D(2027, 1, 1), D(2026, 12, 28), D(2027, 1, 3), "28 Dec 2026 – 3 Jan 2027"),
        ("month", D(2026, 6, 18), D(2026, 6, 1), D(2026, 7, 5), "June 2026"),
        ("month", D(2027, 2, 3), D(2027, 2, 1), D(2027, 2, 28), "February 2027"),
        ("agenda", D(2026, 6, 18), D(2026, 6, 18), D(2026, 7, 17), "18 Jun – 17 Jul 2026"),
        ("month", FIRST_DAY, FIRST_DAY, D(1900, 2, 4), "January 1900"),
        ("month", LAST_DAY, D(9999, 11, 29), LAST_DAY, "December 9999"),
        ("agenda", LAST_DAY, LAST_DAY, LAST_DAY, "31 Dec 9999, Fri"),
    ],
)
def test_days_and_title_of_a_view(
    view: str, day: dt.date, first: dt.date, last: dt.date, title: str
) -> None:
    assert calendar_spans.span(view, day) == (first, last)
    assert calendar_spans.title(view, day) == title


def test_a_chinese_title_says_the_month_once() -> None:
    with i18n.using("zh_CN"):
        assert calendar_spans.title("week", D(2026, 6, 18)) == "2026年6月15–21日"
        assert calendar_spans.title("week", D(2026, 7, 1)) == "2026年6月29日–7月5日"


def test_a_short_title_leaves_this_year_out() -> None:
    today, day = D(2026, 6, 18), D(2026, 6, 29)

    def short(view: str, day: dt.date = day) -> str:
        return calendar_spans.short_title(view, day, today)

    english = [short(view) for view in calendar_spans.VIEWS]
    assert english == ["29 Jun, Mon", "29 Jun – 5 Jul", "June", "From 29 Jun"]
    assert short("week", today) == "15–21 Jun"
    assert short("week", D(2026, 12, 31)) == "28 Dec 2026 – 3 Jan 2027"
    assert short("month", D(2027, 1, 1)) == "January 2027"
    with i18n.using("zh_CN"):
        chinese = [short(view) for view in calendar_spans.VIEWS]
        assert chinese == ["6月29日 周一", "6月29日–7月5日", "6 月", "6月29日起"]
        assert short("week", today) == "6月15–21日"


@pytest.mark.parametrize(
    ("view", "day", "by", "there"),
    [
        ("month", D(2028, 1, 31), 1, D(2028, 2, 29)),
        ("month", D(2027, 3, 31), -1, D(2027, 2, 28)),
        ("month", D(2026, 12, 31), 1, D(2027, 1, 31)),
        ("week", D(2026, 6, 18), -2, D(2026, 6, 4)),
        ("day", D(2026, 6, 30), 1, D(2026, 7, 1)),
        ("agenda", D(2026, 6, 18), 1, D(2026, 7, 18)),
        ("month", FIRST_DAY, -1, FIRST_DAY),
        ("month", D(9999, 11, 30), 2, D(9999, 12, 30)),
        ("week", LAST_DAY, 1, LAST_DAY),
    ],
)
def test_a_step_stays_within_the_calendar(view: str, day: dt.date, by: int, there: dt.date) -> None:
    assert calendar_spans.step(view, day, by) == there
