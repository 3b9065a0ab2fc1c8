"""The sentences of Today, in the language in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.ui.widgets.kpi import Kpi

if TYPE_CHECKING:
    from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
    from crm_desktop.services.summaries.kpis import Kpis
    from crm_desktop.services.today.dashboard import TodayRow

UP, DOWN = "arrow-up-right", "arrow-down-right"


def headline(day: dt.date) -> str:
    """``6月18日 星期四`` / ``Thursday 18 June``."""
    if language() == "zh_CN":
        return f"{formats.day_month(day)} {formats.weekday(day)}"
    return f"{formats.weekday(day)} {day.day} {day:%B}"


def greeting(owner: str, hour: int, due: int, late: int) -> str:
    """Good morning, and what the day holds."""
    hello = _hello(owner, hour)
    if due and late:
        left = ngettext("{n} follow-up left today", "{n} follow-ups left today", due).format(n=due)
        behind = ngettext("{n} is overdue", "{n} are overdue", late).format(n=late)
        return _("{hello} {left}, and {behind}.").format(hello=hello, left=left, behind=behind)
    if due:
        left = ngettext("{n} follow-up left today", "{n} follow-ups left today", due).format(n=due)
        return _("{hello} {left}.").format(hello=hello, left=left)
    if late:
        behind = ngettext("{n} follow-up is overdue", "{n} follow-ups are overdue", late).format(
            n=late
        )
        return _("{hello} {behind}.").format(hello=hello, behind=behind)
    return _("{hello} Nothing is due today.").format(hello=hello)


def _hello(owner: str, hour: int) -> str:
    if owner:
        said = (
            _("Good morning, {name}.")
            if hour < 12
            else _("Good afternoon, {name}.")
            if hour < 18
            else _("Good evening, {name}.")
        )
        return said.format(name=owner)
    if hour < 12:
        return _("Good morning.")
    return _("Good afternoon.") if hour < 18 else _("Good evening.")


def key_figures(figures: Kpis, currency: str) -> list[Kpi]:
    """The five figures with their changes in words."""
    return [
        _sales(figures, currency),
        _new(figures),
        _repeat(figures),
        _owed(figures, currency),
        _deals(figures, currency),
    ]


def _by_month(points: Sequence[int], show: Callable[[int], str]) -> tuple[str, ...]:
    """What each month of a trend says, this month last."""
    today = clock.today()
    first = today.year * 12 + today.month - len(points)  # months since the year 0
    return tuple(
        f"{formats.month_year(dt.date(month // 12, month % 12 + 1, 1))}: {show(point)}"
        for month, point in enumerate(points, first)
    )


def _sales(figures: Kpis, currency: str) -> Kpi:
    change = figures.sales.change
    note, tone, icon = "", "gray", ""
    if change is not None:
        signed = ("+" if change >= 0 else "") + formats.percent(change)
        note = _("{change} vs last month").format(change=signed)
        tone, icon = ("accent", UP) if change >= 0 else ("red", DOWN)
    return Kpi(
        "sales",
        _("Sales this month"),
        formats.money_whole(figures.sales.value, currency),
        note,
        tone,
        icon,
        figures.sales.points,
        told=_by_month(figures.sales.points, partial(formats.money_whole, currency=currency)),
    )


def _new(figures: Kpis) -> Kpi:
    change = figures.new_customers.change
    note, tone, icon = "", "accent", ""
    if change is not None:
        note = ngettext("{change} customer", "{change} customers", abs(change)).format(
            change=f"{change:+d}"
        )
        icon = UP if change > 0 else DOWN if change < 0 else ""
        tone = "accent" if change > 0 else "gray"
    return Kpi(
        "new",
        _("New customers"),
        formats.integer(figures.new_customers.value),
        note,
        tone,
        icon,
        figures.new_customers.points,
        told=_by_month(figures.new_customers.points, formats.integer),
    )


def _repeat(figures: Kpis) -> Kpi:
    change = figures.repeat_bp.change
    note, tone, icon = "", "accent", ""
    if change is not None:
        points = round(change / 100)
        note = _("{change} points").format(change=f"{points:+d}")
        icon = UP if points > 0 else DOWN if points < 0 else ""
        tone = "accent" if points > 0 else "gray"
    return Kpi(
        "repeat",
        _("Repeat rate"),
        formats.percent(figures.repeat_bp.value),
        note,
        tone,
        icon,
        figures.repeat_bp.points,
        told=_by_month(figures.repeat_bp.points, formats.percent),
    )


def _owed(figures: Kpis, currency: str) -> Kpi:
    note = ngettext("{n} order", "{n} orders", figures.owed_count).format(n=figures.owed_count)
    if figures.owed_late:
        note = _("{orders}, {late} late").format(orders=note, late=figures.owed_late)
    late = figures.owed_late > 0
    return Kpi(
        "owed",
        _("To collect"),
        formats.money_whole(figures.owed.value, currency),
        note if figures.owed_count else "",
        "red" if late else "gray",
        "warning" if late else "",
        figures.owed.points,
        told=_by_month(figures.owed.points, partial(formats.money_whole, currency=currency)),
    )


def _deals(figures: Kpis, currency: str) -> Kpi:
    note = ngettext("{n} deal", "{n} deals", figures.deal_count).format(n=figures.deal_count)
    if figures.deals_stalled:
        note = _("{deals}, {stalled} stalled").format(deals=note, stalled=figures.deals_stalled)
    return Kpi(
        "deals",
        _("Open deals"),
        formats.money_whole(figures.deals.value, currency),
        note if figures.deal_count else "",
        "gray",
        "",
        figures.deals.points,
        told=_by_month(figures.deals.points, partial(formats.money_whole, currency=currency)),
    )


def when(row: FollowUpRow) -> str:
    """``3 days ago`` when overdue, else its time or "All day"."""
    if row.days_late > 0:
        return ngettext("{n} day ago", "{n} days ago", row.days_late).format(n=row.days_late)
    return row.due_time or _("All day")


def urged(row: FollowUpRow) -> str:
    """How often it was urged; empty when it was not."""
    from crm_desktop.services.follow_ups import urging

    return urging.badge(row)


def detail(row: FollowUpRow) -> str:
    """Why, and when we were in touch last; for a finished one, when it was done."""
    if row.state == "done" and row.done_at is not None:
        return _("done {time}").format(time=formats.time_of_day(row.done_at))
    if row.urged_by or row.urged_words:
        from crm_desktop.services.follow_ups import urging

        return urging.last_words(row)
    if row.reason or row.note:
        return row.reason or row.note
    if row.last_contact_on is not None:
        return _("last contact {day}").format(day=formats.day_month(row.last_contact_on))
    return ""


def spoken(row: FollowUpRow) -> str:
    """One follow-up as a sentence for a screen reader."""
    parts = (urged(row), row.title, row.contact_name, when(row), detail(row))
    return ", ".join(part for part in parts if part)


def unreachable(name: str) -> str:
    """Why nothing was copied; ``name`` is empty where no customer is named."""
    if not name:
        return _("No customer is named here, so there is nobody to reach.")
    return _("Nothing is known by which to reach {name}.").format(name=name)


def in_days(days: int) -> str:
    """``in 12 days``."""
    return ngettext("in {n} day", "in {n} days", days).format(n=days)


def days(number: int) -> str:
    """``4 days``."""
    return ngettext("{n} day", "{n} days", number).format(n=number)


def late(number: int) -> str:
    """``6 days late``."""
    return ngettext("{n} day late", "{n} days late", number).format(n=number)


def day_and_weekday(day: dt.date, today: dt.date) -> str:
    """``Today`` or ``Sat 20 Jun``."""
    if day == today:
        return _("Today")
    return f"{formats.weekday_short(day)} {formats.day_month(day)}"


def week_count(today: TodayRow) -> str:
    """How many birthdays there are within a week."""
    number = len(today.birthdays)
    return _("{n} this week").format(n=number) if number else ""
