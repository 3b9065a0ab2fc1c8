"""The daily cash-up: what the day sold, what the till must hold, and who counted it."""

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
    Signatures,
    Styled,
    Summary,
    Table,
)
from crm_desktop.reports.statement import kind_name
from crm_desktop.services.summaries import cash_up
from crm_desktop.services.summaries.cash_up import CashUp

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The document for the day in ``options``, or today, in the language in force."""
    made = cash_up.cash_up(session, options.day or clock.today())
    kind = catalogue.find("cash-up")
    day = f"{formats.date_long(made.day)} {formats.weekday(made.day)}"
    return letterhead.report(session, options, kind, day, (_blocks(made),))


def _blocks(made: CashUp) -> tuple[Block, ...]:
    blocks: list[Block] = [Summary(_sentences(made))]
    if made.payments:
        blocks.append(Section(_("By method"), "", (_methods(made),)))
        number = formats.integer(len(made.payments))
        blocks.append(Section(_("Payments"), number, (_payments(made),)))
    if made.other_currencies:
        words = ngettext(
            "{n} payment in another currency is not among these.",
            "{n} payments in other currencies are not among these.",
            made.other_currencies,
        )
        blocks.append(Note(words.format(n=formats.integer(made.other_currencies))))
    counted, checked = pgettext("cash-up", "Counted by"), pgettext("cash-up", "Checked by")
    blocks.append(Signatures((counted, checked, _("Date"))))
    return tuple(blocks)


def _sentences(made: CashUp) -> tuple[str, ...]:
    """What was sold and came in; on a day without either, what to do."""
    orders, amount = made.sales.orders, made.sales.amount_minor
    sold = formats.money_exact(amount if orders else abs(amount), made.currency)
    if orders:
        words = ngettext(
            "{n} sale was made; less returns the day sold {amount}.",
            "{n} sales were made; less returns the day sold {amount}.",
            orders,
        )
    elif amount:
        words = _("Nothing was sold; returns come to {amount}.")
    else:
        words = _("Nothing was sold.")
    said = [words.format(n=formats.integer(orders), amount=sold)]
    if made.payments:
        taken = formats.money_exact(made.net_minor, made.currency)
        said.append(_("{amount} came in, less what was given back.").format(amount=taken))
    else:
        said.append(_("No payment was received."))
    if not (orders or amount or made.payments):
        said.append(_("Record the day's sales and payments first, or choose another day."))
    return tuple(said)


def _methods(made: CashUp) -> Table:
    columns = (
        Column(pgettext("cash-up", "Method"), share=1.6, strong=True),
        Column(_("Payments"), Kind.INTEGER, share=0.8),
        Column(pgettext("cash-up", "Came in"), Kind.MONEY_EXACT),
        Column(pgettext("cash-up", "Given back"), Kind.MONEY_EXACT),
        Column(pgettext("cash-up", "Must be there"), Kind.MONEY_EXACT, strong=True),
        Column(pgettext("cash-up", "Counted"), share=1.2),
    )
    rows = [
        Row((_method(one.method), one.payments, one.in_minor, one.out_minor, one.net_minor, ""))
        for one in made.methods
    ]
    total = Styled(made.net_minor, strong=True)
    blank = Styled(None, text=" ")
    payments = Styled(len(made.payments), strong=True)
    name = Styled(_("Total"), strong=True)
    rows.append(Row((name, payments, blank, blank, total, ""), total=True))
    return Table(columns, tuple(rows), sheet=_("By method"))


def _payments(made: CashUp) -> Table:
    columns = (
        Column(_("Customer"), share=2.0, strong=True),
        Column(pgettext("cash-up", "Kind"), share=0.9),
        Column(pgettext("cash-up", "Method"), share=1.0),
        Column(_("Amount"), Kind.MONEY_EXACT, share=1.0),
        Column(_("Note"), share=2.0),
    )
    rows = (
        Row(
            (
                one.name or _("Walk-in"),
                kind_name(one.kind),
                _method(one.method),
                one.amount_minor,
                one.note,
            )
        )
        for one in made.payments
    )
    return Table(columns, tuple(rows), sheet=_("Payments"))


def _method(method: str) -> str:
    return method or pgettext("cash-up", "Not said")
