"""Receivables by age: who owed how much at the end of the month, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead, values
from crm_desktop.reports.document import (
    AgeBar,
    Block,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Section,
    Styled,
    Summary,
    Table,
    Tone,
)
from crm_desktop.services.figures.sales_figures import month_of
from crm_desktop.services.payments import debtors
from crm_desktop.services.payments.debtors import Debtor, Debtors

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The document for the last day of the month in ``options``, or today if that is earlier."""
    day = min(month_of(options.month).last, clock.today())
    made = debtors.debtors(session, day)
    kind = catalogue.find("receivables")
    return letterhead.report(session, options, kind, formats.date_long(day), (_blocks(made),))


def _blocks(made: Debtors) -> tuple[Block, ...]:
    day = formats.date_long(made.day)
    if not made.rows:
        return (Summary((_("Nobody owed anything on {day}.").format(day=day),)),)
    words = ngettext(
        "On {day} {n} customer owed {amount}.",
        "On {day} {n} customers owed {amount} in all.",
        len(made.rows),
    )
    amount = formats.money_exact(made.total_minor, made.currency)
    said = [words.format(day=day, n=formats.integer(len(made.rows)), amount=amount)]
    if made.late_minor:
        late = formats.money_exact(made.late_minor, made.currency)
        said.append(_("{amount} of it is past due.").format(amount=late))
    bar = AgeBar(values.ages(), made.ages, _("Age"), _("Amount"), _("Receivables by age"))
    blocks: list[Block] = [
        Summary(tuple(said)),
        Section(_("Receivables by age"), "", (bar,)),
        Section(_("Customers"), formats.integer(len(made.rows)), (_table(made),)),
    ]
    if made.returns_minor:
        amount = formats.money_exact(made.returns_minor, made.currency)
        words = _("Returns of {amount} are not paid out yet; they are not taken off above.")
        blocks.append(Note(words.format(amount=amount)))
    return tuple(blocks)


def _table(made: Debtors) -> Table:
    columns = (
        Column(_("Customer"), share=2.0, strong=True),
        *(Column(age, Kind.MONEY, share=0.95) for age in values.ages()),
        Column(_("Owed"), Kind.MONEY, share=1.0, strong=True),
        Column(_("Days late"), Kind.DAYS, share=0.85),
    )
    ages = tuple(Styled(amount, strong=True) for amount in made.ages)
    all_owed = Styled(made.total_minor, strong=True)
    total = Row(
        (Styled(_("Total"), strong=True), *ages, all_owed, Styled(None, text=" ")), total=True
    )
    return Table(columns, (*map(_row, made.rows), total), sheet=_("Customers"))


def _row(row: Debtor) -> Row:
    late = Styled(row.days_late, tone=Tone.BAD) if row.days_late else None
    ages = (amount or None for amount in row.ages)
    return Row((row.name or _("Walk-in"), *ages, row.owed_minor, late))
