"""Staff performance: the people of a month side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead, values
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Styled,
    Summary,
    Table,
)
from crm_desktop.services.commission import league
from crm_desktop.services.commission.league import League, LeagueRow
from crm_desktop.services.figures.sales_figures import month_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The document for the month in ``options``, in the language in force."""
    made = league.league(session, options.month)
    kind = catalogue.find("staff")
    month = formats.month_year(made.month)
    return letterhead.report(session, options, kind, month, (_blocks(made, month),))


def _blocks(made: League, month: str) -> tuple[Block, ...]:
    if not made.rows:
        advice = _("Add who works here in Settings → Staff.")
        return (Summary((_("Nobody works here yet."), advice)),)
    amount = formats.money_exact(made.sales_minor, made.currency)
    words = _("In {month} {amount} was sold.").format(month=month, amount=amount)
    blocks: list[Block] = [Summary((words,)), _table(made)]
    if made.charged_minor != made.sales_minor:
        whole = formats.money_exact(made.charged_minor, made.currency)
        words = _("Without tax on top; with it the month's sales come to {amount}.")
        blocks.append(Note(words.format(amount=whole)))
    if clock.today() < month_of(made.month).last:
        blocks.append(
            Note(_("The month is not over: it is compared with the same days of earlier months."))
        )
    if made.shared:
        blocks.append(shared_note())
    if all(row.commission_minor is None for row in made.rows):
        blocks.append(Note(_("Nobody has a plan of commission for this month.")))
    if made.without_cost:
        words = ngettext(
            "{n} line of the shop's sales has no cost and counts for no margin.",
            "{n} lines of the shop's sales have no cost and count for no margin.",
            made.without_cost,
        )
        blocks.append(Note(words.format(n=formats.integer(made.without_cost))))
    return tuple(blocks)


def shared_note() -> Note:
    """How sales that several have a part in are counted, here and in the weekly report."""
    return Note(
        _("A sale in which several have a part counts for each by that part and as an order.")
    )


def _table(made: League) -> Table:
    columns = (
        Column(pgettext("league", "Place"), Kind.INTEGER, share=0.6),
        Column(_("Name"), share=1.7, strong=True),
        Column(_("Sales"), Kind.MONEY, share=1.0, strong=True),
        Column(pgettext("league", "Month before"), Kind.MONEY, share=1.0),
        Column(pgettext("league", "Change"), Kind.CHANGE, share=0.8),
        Column(_("Orders"), Kind.INTEGER, share=0.75),
        Column(_("Margin"), Kind.MONEY, share=0.9),
        Column(pgettext("league", "Received"), Kind.MONEY, share=1.0),
        Column(pgettext("league", "Of target"), Kind.PERCENT, share=0.8),
        Column(_("Commission"), Kind.MONEY, share=0.95),
    )
    return Table(columns, tuple(map(_row, made.rows)), sheet=_("Staff performance"))


def _row(row: LeagueRow) -> Row:
    return Row(
        (
            row.place or Styled(None, text=" "),
            row.name or _("Nobody named"),
            row.sales_minor,
            row.before_minor,
            values.change_bp(row.sales_minor, row.before_minor),
            row.orders,
            row.margin_minor,
            row.received_minor,
            row.reached_bp,
            row.commission_minor,
        )
    )
