"""Attendance of events: who came, and what they bought soon after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import formats, money
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Section,
    Summary,
    Table,
)
from crm_desktop.services.figures import attendance
from crm_desktop.services.figures.attendance import Event
from crm_desktop.services.figures.sales_figures import month_before, month_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions

_MONTHS_BACK = 11


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The events of twelve months up to the month in ``options``, in the language in force; those
    of the month with everybody who was asked."""
    month = month_of(options.month)
    first = month_before(month.first, min(_MONTHS_BACK, (month.first.year - 1) * 12))
    made = attendance.events(session, first, month.last)
    name = formats.month_year(month.first)
    kind = catalogue.find("events")
    latest = tuple(one for one in made if one.on >= month.first)
    return letterhead.report(session, options, kind, name, (_blocks(made, latest, name),))


def _blocks(made: tuple[Event, ...], latest: tuple[Event, ...], month: str) -> tuple[Block, ...]:
    if not made:
        none = _("No event took place in the twelve months up to {month}.").format(month=month)
        advice = _("Events come with another shop's file; there is no page to enter them yet.")
        return (Summary((none, advice)),)
    blocks: list[Block] = [
        Summary(_sentences(latest, month)),
        Section(_("12 months"), formats.integer(len(made)), (_events(made),)),
    ]
    for event in latest:
        title = f"{event.name} · {formats.date_long(event.on)}"
        if event.guests:
            blocks.append(Section(title, event.place, (_guests(event, event.name),)))
    words = ngettext(
        "Bought counts for {n} day after an event.", "Bought counts for {n} days after an event.",
        attendance.BOUGHT_WITHIN,
    )  # fmt: skip
    blocks.append(Note(words.format(n=attendance.BOUGHT_WITHIN)))
    return tuple(blocks)


def _sentences(latest: tuple[Event, ...], month: str) -> tuple[str, ...]:
    if not latest:
        return (_("No event took place in {month}; these came before.").format(month=month),)
    came, asked = sum(one.came for one in latest), sum(len(one.guests) for one in latest)
    words = ngettext(
        "{n} event took place in {month}: {came} of {asked} who were asked came.",
        "{n} events took place in {month}: {came} of {asked} who were asked came.",
        len(latest),
    )
    return (
        words.format(
            n=formats.integer(len(latest)),
            month=month,
            came=formats.integer(came),
            asked=formats.integer(asked),
        ),
    )


def _events(made: tuple[Event, ...]) -> Table:
    columns = (
        Column(pgettext("event", "Event"), share=2.4, strong=True),
        Column(_("Date"), Kind.DATE, share=1.1),
        Column(pgettext("event", "Asked"), Kind.INTEGER, share=0.8),
        Column(pgettext("event", "Answered"), Kind.INTEGER, share=0.8),
        Column(pgettext("event", "Came"), Kind.INTEGER, share=0.8),
        Column(_("Share"), Kind.PERCENT, share=0.7),
        Column(pgettext("event", "Cost"), Kind.MONEY),
        Column(pgettext("event", "Bought after"), Kind.MONEY),
    )
    rows = []
    for one in made:
        asked = len(one.guests)
        share = money.divide_half_up(one.came * 10_000, asked) if asked else None
        day = letterhead.full_day(one.on)
        rows.append(
            Row((one.name, day, asked, one.answered, one.came, share, one.cost_minor,
                 one.spent_minor))
        )  # fmt: skip
    return Table(columns, tuple(rows), sheet=_("Events"))


def _guests(event: Event, sheet: str) -> Table:
    columns = (
        Column(_("Customer"), share=2.2, strong=True),
        Column(pgettext("event", "Came"), share=0.6),
        Column(pgettext("person", "Role"), share=1.0),
        Column(pgettext("event", "Response"), share=2.0),
        Column(pgettext("event", "Bought after"), Kind.MONEY),
    )
    rows = tuple(
        Row((one.name, "✓" if one.came else "", one.role, one.response, one.spent_minor or None))
        for one in event.guests
    )
    return Table(columns, rows, sheet=sheet)
