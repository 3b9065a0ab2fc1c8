"""Which days the views of the calendar show, what they are called, what lies before and after."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.calendar.calendar import FIRST_DAY, LAST_DAY

VIEWS = ("day", "week", "month", "agenda")

AGENDA_DAYS = 30


def view_name(view: str) -> str:
    """The name of a view in the language in force."""
    return {
        "day": pgettext("calendar view", "Day"),
        "week": pgettext("calendar view", "Week"),
        "month": pgettext("calendar view", "Month"),
        "agenda": pgettext("calendar view", "Agenda"),
    }[view]


def span(view: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day shown when ``day`` is current.

    Weeks begin on Monday and a month is shown in whole weeks, as far as the calendar goes; an
    agenda begins with the day itself.
    """
    if view == "week":
        return _weeks(day, day)
    if view == "month":
        return _weeks(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    return day, (shifted(day, AGENDA_DAYS - 1) if view == "agenda" else day)


def step(view: str, day: dt.date, by: int) -> dt.date:
    """The day that is current after going ``by`` spans on, or back when negative.

    The 31st falls on the last day of a shorter month; nothing goes beyond the calendar.
    """
    if view == "month":
        return _month_on(day, by)
    return shifted(day, by * {"day": 1, "week": 7}.get(view, AGENDA_DAYS))


def shifted(day: dt.date, days: int) -> dt.date:
    """``days`` later, at the farthest the edge of the calendar."""
    number = day.toordinal() + days
    return dt.date.fromordinal(max(FIRST_DAY.toordinal(), min(number, LAST_DAY.toordinal())))


def title(view: str, day: dt.date) -> str:
    """What the days are called: a month, two days of a week, one day with its weekday."""
    if view == "month":
        return formats.month_year(day)
    first, last = span(view, day)
    if first == last:
        return _("{day}, {weekday}").format(
            day=formats.date_long(day), weekday=formats.weekday_short(day)
        )
    return formats.days_long(first, last)


def short_title(view: str, day: dt.date, today: dt.date) -> str:
    """The same in fewer letters: days of this year are named without it."""
    first, last = span(view, day)
    if view == "month":
        return formats.month_name(day) if day.year == today.year else formats.month_year(day)
    if not first.year == last.year == today.year:
        return title(view, day)
    if view == "agenda":
        return _("From {day}").format(day=formats.day_month(day))
    if first == last:
        return _("{day}, {weekday}").format(
            day=formats.day_month(day), weekday=formats.weekday_short(day)
        )
    return formats.days_short(first, last)


def _weeks(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    return shifted(first, -first.weekday()), shifted(last, 6 - last.weekday())


def _month_on(day: dt.date, by: int) -> dt.date:
    count = day.year * 12 + day.month - 1 + by
    count = max(FIRST_DAY.year * 12, min(count, LAST_DAY.year * 12 + 11))
    year, month = count // 12, count % 12 + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))
