"""The statement of account: what a customer bought, gave back and paid in a period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats, i18n
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import job, letterhead
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
)
from crm_desktop.reports.paper import PageSetup
from crm_desktop.services.payments import accounts, receivables
from crm_desktop.services.payments.accounts import Account, Entry
from crm_desktop.services.payments.receivables import OpenSale

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class StatementOrder:
    """Whose account, over which days (both included) and in which currency, empty for the
    shop's; ``language`` is the reader's, ``page`` the paper of a PDF."""

    contact_id: int
    first: dt.date
    last: dt.date
    currency: str = ""
    language: str = ""
    page: PageSetup = field(default_factory=PageSetup)


def build(session: Session, order: StatementOrder) -> Report:
    """The document, in the language in force.

    Raises ``NotFound`` for a customer who is gone, ``UserError`` for days the wrong way round.
    """
    if order.first > order.last:
        raise UserError(
            _("The first day is after the last."), "", _("Choose the days the other way round.")
        )
    made = accounts.account(
        session,
        order.contact_id,
        first=order.first,
        last=order.last,
        currency=order.currency,
    )
    owed = receivables.receivables(session, order.last, made.currency)
    unpaid = [sale for sale in owed.open_sales if sale.contact_id == order.contact_id]
    return Report(
        key="statement",
        title=_("Statement of account"),
        period=f"{formats.date_long(order.first)} – {formats.date_long(order.last)}",
        shop=letterhead.shop(session),
        footer=letterhead.printed(),
        language=i18n.language(),
        currency=made.currency,
        pages=(_blocks(made, unpaid),),
    )


def write(
    session: Session, order: StatementOrder, out: Path, progress: Progress = no_progress
) -> Path:
    """Write the statement to ``out`` (.pdf, .xlsx or .csv); returns that path."""
    with i18n.using(order.language or i18n.language()):
        return job.write_document(build(session, order), out, progress, order.page)


def pdf_bytes(session: Session, order: StatementOrder, progress: Progress = no_progress) -> bytes:
    """The statement as PDF in memory, for preview and printing."""
    with i18n.using(order.language or i18n.language()):
        return job.document_bytes(build(session, order), progress, order.page)


def file_name(name: str, order: StatementOrder, suffix: str = "pdf") -> str:
    """A name to save it under, without what file systems refuse."""
    plain = "".join(letter for letter in name if letter.isalnum() or letter in " -_").strip()
    with i18n.using(order.language or i18n.language()):
        title = _("Statement of account")
    return f"{title} {plain} {order.first}-{order.last}.{suffix}"


def _blocks(made: Account, unpaid: list[OpenSale]) -> tuple[Block, ...]:
    blocks: list[Block] = [Summary(tuple(_sentences(made, unpaid))), _entries(made)]
    if unpaid:
        blocks.append(Section(_("Not paid yet"), formats.integer(len(unpaid)), (_unpaid(unpaid),)))
    if made.others:
        others = pgettext("list separator", ", ").join(made.others)
        blocks.append(Note(_("Kept apart from this statement: {currencies}.").format(
            currencies=others
        )))  # fmt: skip
    blocks.append(Note(_("Please tell us if your books say otherwise.")))
    blocks.append(Signatures((_("Our stamp"), _("Agreed by the customer"), _("Date"))))
    return tuple(blocks)


def _sentences(made: Account, unpaid: list[OpenSale]) -> list[str]:
    closing = made.closing_minor
    day = formats.date_long(made.last)
    said = [_("Customer: {name}.").format(name=made.name)]
    amount = formats.money_exact(abs(closing), made.currency)
    if closing > 0:
        said.append(_("On {day} {amount} is owed to us.").format(day=day, amount=amount))
    elif closing < 0:
        said.append(_("On {day} we keep {amount} for the customer.").format(
            day=day, amount=amount
        ))  # fmt: skip
    else:
        said.append(_("On {day} nothing is owed.").format(day=day))
    late = sum(sale.open_minor for sale in unpaid if sale.days_late > 0)
    if late:
        amount = formats.money_exact(late, made.currency)
        said.append(_("{amount} of it is past due.").format(amount=amount))
    return said


def _entries(made: Account) -> Table:
    columns = (
        Column(_("Date"), Kind.DATE, share=1.25),
        Column(pgettext("statement", "What"), share=1.6),
        Column(_("Number"), share=1.1),
        Column(pgettext("statement", "Details"), share=2.6, tone=Tone.QUIET),
        Column(pgettext("statement", "Charged"), Kind.MONEY_EXACT, share=1.2),
        Column(pgettext("statement", "Paid"), Kind.MONEY_EXACT, share=1.2),
        Column(pgettext("statement", "Balance"), Kind.MONEY_EXACT, share=1.3, strong=True),
    )
    opening = Row(
        (_day(made.first), Styled(_("Opening balance"), strong=True), "", "", None, None,
         made.opening_minor)
    )  # fmt: skip
    total = Row(
        (
            _day(made.last),
            Styled(_("Closing balance"), strong=True),
            "",
            "",
            Styled(made.charged_minor, strong=True),
            Styled(made.paid_minor, strong=True),
            made.closing_minor,
        )
    )
    rows = tuple(_row(entry) for entry in made.entries)
    return Table(columns, (opening, *rows, total), sheet=_("Statement of account"))


def _row(entry: Entry) -> Row:
    sale = entry.kind in ("sale", "return", "opening")
    return Row(
        (
            _day(entry.day),
            kind_name(entry.kind),
            entry.number,
            entry.text,
            entry.charged_minor if sale else None,
            None if sale else entry.paid_minor,
            entry.balance_minor,
        )
    )


def kind_name(kind: str) -> str:
    """What a line of an account is called."""
    return {
        "sale": pgettext("account", "Sale"),
        "return": pgettext("account", "Return"),
        "opening": pgettext("account", "Carried over"),
        "payment": pgettext("account", "Payment"),
        "deposit": pgettext("account", "Deposit"),
        "refund": pgettext("account", "Refund"),
    }[kind]


def _unpaid(unpaid: list[OpenSale]) -> Table:
    columns = (
        Column(_("Number"), share=1.2),
        Column(_("Date"), Kind.DATE, share=1.2),
        Column(_("Due"), Kind.DATE, share=1.2),
        Column(_("Days late"), Kind.DAYS),
        Column(_("Owed"), Kind.MONEY_EXACT, share=1.3, strong=True),
    )
    rows = tuple(
        Row(
            (
                sale.number,
                _day(sale.sold_on),
                _day(sale.due_on),
                Styled(sale.days_late, tone=Tone.BAD) if sale.days_late > 0 else None,
                sale.open_minor,
            )
        )
        for sale in unpaid
    )
    return Table(columns, rows, sheet=_("Not paid yet"))


def _day(day: dt.date) -> Styled:
    """A day of another year says which."""
    text = "" if day.year == clock.today().year else formats.date_long(day)
    return Styled(day, text=text)
