"""The expenses of a month on paper: by person, by customer, with the receipts behind them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core import formats, i18n
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import job, letterhead
from crm_desktop.reports.document import (
    Block,
    Card,
    Cards,
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
from crm_desktop.services import expenses
from crm_desktop.services.expenses import ExpenseRow
from crm_desktop.services.figures.sales_figures import Period, month_before
from crm_desktop.services.products import product_pictures
from crm_desktop.services.records import attachments
from crm_desktop.services.records.attachments import FileRow
from crm_desktop.services.settings import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PICTURE_SIDE = 700  # pixels; 6 cm on paper at 300 dots per inch
_MOST_PICTURES = 60


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """The month of ``day`` in one currency, empty for the shop's; of one person, or of all;
    ``language`` is the reader's."""

    day: dt.date
    staff_id: int | None = None
    currency: str = ""
    receipts: bool = True
    language: str = ""


def month_of(day: dt.date) -> Period:
    """The whole month a day lies in."""
    return Period(day.replace(day=1), month_before(day, -1) - dt.timedelta(days=1))


def build(session: Session, order: SheetOrder, progress: Progress = no_progress) -> Report:
    """The document, in the language in force. Raises ``UserError`` when nothing was spent."""
    month = month_of(order.day)
    spent = expenses.rows(session, month, staff_id=order.staff_id)[::-1]
    currency = order.currency or settings.get(session, settings.CURRENCY)
    rows = [row for row in spent if row.currency == currency]
    others = sorted({row.currency for row in spent} - {currency})
    if not rows:
        raise UserError(
            _("No expense in {currency} was entered for {month}.").format(
                currency=currency, month=formats.month_year(month.first)
            ),
            "",
            _("Choose another month or currency."),
        )
    blocks: list[Block] = [Summary(tuple(_sentences(rows, month, currency)))]
    blocks += _tables(rows, currency)
    if others:
        words = _("Kept apart, on sheets of their own: {currencies}.")
        listed = pgettext("list separator", ", ").join(others)
        blocks.append(Note(words.format(currencies=listed)))
    if order.receipts:
        blocks += _receipts(session, rows, progress)
    blocks.append(
        Signatures((_("Laid out by"), pgettext("expenses", "Approved"), _("Paid back on")))
    )
    return Report(
        key="expenses",
        title=_("Expenses"),
        period=formats.month_year(month.first),
        shop=letterhead.shop(session),
        footer=letterhead.printed(),
        language=i18n.language(),
        currency=currency,
        pages=(tuple(blocks),),
    )


def write(session: Session, order: SheetOrder, out: Path, progress: Progress = no_progress) -> Path:
    """Write the sheet to ``out`` (.pdf, .xlsx or .csv); returns that path."""
    with i18n.using(order.language or i18n.language()):
        return job.write_document(build(session, order, progress), out, progress)


def _sentences(rows: Sequence[ExpenseRow], month: Period, currency: str) -> list[str]:
    total = sum(row.amount_minor for row in rows)
    words = ngettext("{n} expense in {month}: {sum}.", "{n} expenses in {month}: {sum}.", len(rows))
    said = [
        words.format(
            n=formats.integer(len(rows)),
            month=formats.month_year(month.first),
            sum=formats.money_exact(total, currency),
        )
    ]
    waiting = sum(row.amount_minor for row in rows if not row.reimbursed)
    if waiting:
        words = _("{sum} is still to be paid back.")
        said.append(words.format(sum=formats.money_exact(waiting, currency)))
    without = sum(not row.receipts for row in rows)
    if without:
        words = ngettext("{n} has no receipt.", "{n} have no receipt.", without)
        said.append(words.format(n=formats.integer(without)))
    return said


def _tables(rows: Sequence[ExpenseRow], currency: str) -> list[Block]:
    """A table per person with its total, then the sums by kind and by customer."""
    people: dict[str, list[ExpenseRow]] = {}
    for row in rows:
        people.setdefault(row.staff, []).append(row)
    blocks: list[Block] = []
    for name in sorted(people, key=lambda one: (not one, one)):
        title = name or _("Nobody named")
        total = formats.money_exact(sum(row.amount_minor for row in people[name]), currency)
        blocks.append(Section(title, total, (_table(people[name], title),)))
    kinds: Counter[str] = Counter()
    for row in rows:
        kinds[expenses.kind_name(row.kind)] += row.amount_minor
    blocks.append(_sums(_("By kind"), _("Kind"), kinds.most_common()))
    costs = [(cost.name, cost.amount_minor) for cost in expenses.costs(rows)]
    if costs:
        blocks.append(_sums(_("By customer"), _("Customer"), costs))
    return blocks


def _table(rows: Sequence[ExpenseRow], sheet: str) -> Table:
    columns = (
        Column(_("Date"), Kind.DATE, share=1.0),
        Column(_("Kind"), share=1.0),
        Column(_("Customer"), share=1.8),
        Column(_("Note"), share=2.4, tone=Tone.QUIET),
        Column(_("Receipt"), share=0.8),
        Column(_("Paid back"), share=0.9),
        Column(_("Amount"), Kind.MONEY_EXACT, share=1.2, strong=True),
    )
    lines = [
        Row(
            (
                row.spent_on,
                expenses.kind_name(row.kind),
                row.contact_name,
                row.note,
                _("yes")
                if row.receipts
                else Styled(pgettext("receipt", "none"), tone=Tone.WARNING),
                _("yes") if row.reimbursed else _("no"),
                row.amount_minor,
            )
        )
        for row in rows
    ]
    total = sum(row.amount_minor for row in rows)
    lines.append(Row(("", Styled(_("Total"), strong=True), "", "", "", "", total)))
    return Table(columns, tuple(lines), sheet=sheet)


def _sums(title: str, label: str, sums: Sequence[tuple[str, int]]) -> Section:
    columns = (
        Column(label, share=3.0),
        Column(_("Amount"), Kind.MONEY_EXACT, share=1.2, strong=True),
    )
    return Section(title, "", (Table(columns, tuple(map(Row, sums)), sheet=title),))


def _receipts(
    session: Session, rows: Sequence[ExpenseRow], progress: Progress
) -> Iterator[Section]:
    """The pictures of receipts; one that cannot be shown is named without its picture."""
    cards: list[Card] = []
    kept = [row for row in rows if row.receipts]
    for done, row in enumerate(kept):
        progress(done, len(kept))
        for file in expenses.receipts(session, row.id):
            if len(cards) < _MOST_PICTURES:
                cards.append(_card(session, row, file))
    if not cards:
        return
    columns = (Column(_("Date")), Column(_("Receipt"), share=3.0))
    named = tuple(Row((card.title, card.lines[0])) for card in cards)
    table = Table(columns, named, sheet=_("Receipts"))
    yield Section(_("Receipts"), formats.integer(len(cards)), (Cards(tuple(cards), table),))


def _card(session: Session, row: ExpenseRow, file: FileRow) -> Card:
    picture = b""
    if file.is_picture:
        with suppress(UserError):
            content = attachments.content(session, file.id)
            picture = product_pictures.shrink(file.name, content, _PICTURE_SIDE)
    return Card(
        title=formats.date_long(row.spent_on),
        lines=(file.name, row.note or row.contact_name),
        figure=formats.money_exact(row.amount_minor, row.currency),
        picture=picture,
    )
