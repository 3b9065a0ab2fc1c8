"""The handover sheet: who gets which customers, with what is open, and where the two sign."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats, i18n
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Section,
    Signatures,
    Styled,
    Summary,
    Table,
    Tone,
    Value,
)
from crm_desktop.reports.job import write_document
from crm_desktop.services.handover.handover import HandoverOrder, Share, run
from crm_desktop.services.handover.handover_sheet import HandoverSheet, SheetPart, SheetRow, sheet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_DEALS = 2  # titles of deals that a row names


def build(session: Session, order: HandoverOrder) -> Report:
    """The document of an order that is not carried out yet, in the language in force.

    Each receiver begins a new sheet of paper. Raises ``UserError`` for an order that cannot be.
    """
    made = sheet(session, order)
    return Report(
        key="handover",
        title=_("Handover sheet"),
        period=formats.date_long(clock.today()),
        shop=letterhead.shop(session),
        footer=letterhead.printed(),
        language=i18n.language(),
        currency=made.preview.currency,
        pages=tuple(_page(made, part) for part in made.parts),
    )


def hand_over(
    session: Session, order: HandoverOrder, out: Path | None, progress: Progress = no_progress
) -> int:
    """Write the sheet to ``out``, if that is wanted, then hand over; returns how many customers
    went. When the sheet cannot be written nothing is handed over."""
    if out is not None:
        write_document(build(session, order), out)
    return run(session, order, progress)


def _page(made: HandoverSheet, part: SheetPart) -> tuple[Block, ...]:
    blocks: list[Block] = [Summary(tuple(_sentences(made, part.share)))]
    if part.rows:
        # A workbook has one sheet a receiver; the name keeps them apart.
        table = _table(part.rows, _("To {name}").format(name=part.share.name), made)
        blocks.append(Section(_("Customers"), formats.integer(len(part.rows)), (table,)))
    if part.loose:
        notes = tuple(Note(words) for words in part.loose)
        blocks.append(Section(_("Besides"), formats.integer(len(part.loose)), notes))
    giver = made.preview.giver
    given = _("Handed over by: {name}").format(name=giver) if giver else _("Handed over by")
    received = _("Received by: {name}").format(name=part.share.name)
    blocks.append(Signatures((given, received, pgettext("signature", "Manager"), _("Date"))))
    return tuple(blocks)


def _sentences(made: HandoverSheet, share: Share) -> list[str]:
    currency = made.preview.currency
    giver = made.preview.giver
    words = (
        ngettext(
            "{giver} hands {n} customer to {receiver}.",
            "{giver} hands {n} customers to {receiver}.",
            share.customers,
        )
        if giver
        else ngettext(
            "{receiver} takes over {n} customer.",
            "{receiver} takes over {n} customers.",
            share.customers,
        )
    )
    count = formats.integer(share.customers)
    said = [words.format(giver=giver, receiver=share.name, n=count)]
    if share.deals:
        words = ngettext(
            "{n} open deal of {amount} goes along.",
            "{n} open deals of {amount} in all go along.",
            share.deals,
        )
        amount = formats.money_whole(share.deals_minor, currency)
        said.append(words.format(n=formats.integer(share.deals), amount=amount))
    if share.follow_ups:
        words = ngettext(
            "{n} follow-up is planned.", "{n} follow-ups are planned.", share.follow_ups
        )
        said.append(words.format(n=formats.integer(share.follow_ups)))
    if share.owed_minor:
        amount = formats.money_whole(share.owed_minor, currency)
        said.append(_("{amount} is still owed.").format(amount=amount))
    if made.reason:
        said.append(_("Reason: {words}.").format(words=made.reason.rstrip(".。")))
    return said


def _table(rows: tuple[SheetRow, ...], name: str, made: HandoverSheet) -> Table:
    several = not made.preview.giver
    columns = (
        Column(_("Customer"), share=1.9, strong=True),
        Column(_("Phone"), share=1.45),
        Column(_("Level"), share=0.7),
        *((Column(_("Owner"), share=1.1),) if several else ()),
        Column(_("Last contact"), Kind.DATE, share=1.1),
        Column(_("Owed"), Kind.MONEY, share=0.9),
        Column(_("Open deals"), share=1.5),
        Column(_("Next follow-up"), share=1.8),
    )
    made_rows = tuple(_row(row, several=several) for row in rows)
    return Table(columns, made_rows, sheet=name, detail_title=_("Note"))


def _row(row: SheetRow, *, several: bool) -> Row:
    owed = Styled(row.owed_minor, strong=True) if row.owed_minor else Styled(None)
    return Row(
        (
            row.name,
            row.phone,
            row.level,
            *((row.owner,) if several else ()),
            _day(row.last_contact_on),
            owed,
            _deals(row.deals),
            _next(row),
        ),
        detail=row.note,
    )


def _day(day: dt.date | None) -> Value | Styled:
    """A day of another year says which."""
    if day is None:
        return Styled(None, text="—", tone=Tone.QUIET)
    return day if day.year == clock.today().year else Styled(day, text=formats.date_long(day))


def _deals(titles: tuple[str, ...]) -> str:
    shown = pgettext("list separator", ", ").join(titles[:_DEALS])
    more = len(titles) - _DEALS
    return shown + (f" +{more}" if more > 0 else "")


def _next(row: SheetRow) -> str:
    day = formats.day_month(row.next_on) if row.next_on else ""
    return " ".join(part for part in (day, row.next_task) if part)
