"""New, lost and won-back customers of the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
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
from crm_desktop.services.figures.sales_figures import month_of
from crm_desktop.services.summaries import movement
from crm_desktop.services.summaries.movement import Moved, Movement

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The document for the month in ``options``, up to today, in the language in force."""
    month = month_of(options.month)
    made = movement.movement(session, month.first, min(month.last, clock.today()))
    kind = catalogue.find("movement")
    name = formats.month_year(month.first)
    return letterhead.report(session, options, kind, name, (_blocks(made, name),))


def _blocks(made: Movement, month: str) -> tuple[Block, ...]:
    if not (made.new or made.lost or made.won_back):
        none = _("In {month} nobody bought for the first time, was lost or came back.")
        return (Summary((none.format(month=month),)), _note())
    new = len(made.new)
    said = (
        ngettext("{n} customer is new in {month}.", "{n} customers are new in {month}.", new),
        ngettext("{n} was lost.", "{n} were lost.", len(made.lost)),
        ngettext("{n} came back.", "{n} came back.", len(made.won_back)),
    )
    parts = (made.new, made.lost, made.won_back)
    sentences = tuple(
        words.format(n=formats.integer(len(rows)), month=month)
        for words, rows in zip(said, parts, strict=True)
    )
    blocks: list[Block] = [Summary(sentences)]
    bought, amount = pgettext("movement", "First purchase"), _("Amount")
    if made.new:
        columns = (_name(), Column(bought, Kind.DATE), Column(amount, Kind.MONEY_EXACT))
        blocks.append(_section(_("New customers"), made.new, columns))
    if made.lost:
        last = Column(_("Last purchase"), Kind.DATE)
        columns = (_name(), last, Column(_("Spent in all"), Kind.MONEY_EXACT))
        blocks.append(_section(_("Lost customers"), made.lost, columns))
    if made.won_back:
        again = Column(pgettext("movement", "Bought again"), Kind.DATE)
        before = Column(pgettext("movement", "Last before that"), Kind.DATE)
        back = (_name(), before, again, Column(amount, Kind.MONEY_EXACT))
        blocks.append(_section(_("Won-back customers"), made.won_back, back))
    return (*blocks, _note())


def _note() -> Note:
    return Note(
        _("Lost is who has bought nothing for more than a year; who then buys is won back.")
    )


def _name() -> Column:
    return Column(_("Customer"), share=2.5, strong=True)


def _section(title: str, rows: tuple[Moved, ...], columns: tuple[Column, ...]) -> Section:
    table = Table(columns, tuple(_row(row) for row in rows), sheet=title)
    return Section(title, formats.integer(len(rows)), (table,))


def _row(row: Moved) -> Row:
    before = (letterhead.full_day(row.before_on),) if row.before_on else ()
    return Row((row.name, *before, letterhead.full_day(row.on), row.amount_minor))
