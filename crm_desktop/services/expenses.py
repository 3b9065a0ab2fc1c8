"""Money spent: on whom, for what, by whom, with the receipt; and what a customer costs.

Currencies are kept apart: a sum is always of one currency.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, money, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.db.models import Attachment, Contact, Expense, Staff
from crm_desktop.services.figures.sales_figures import Period
from crm_desktop.services.products import product_pictures
from crm_desktop.services.records import attachments, contact_record, staff
from crm_desktop.services.settings import settings

ADD_ACTION = N_("Add an expense")
EDIT_ACTION = N_("Change an expense")
REMOVE_ACTION = N_("Delete expenses")
PAID_ACTION = N_("Mark expenses as paid back")

KINDS = ("travel", "meal", "gift", "delivery", "material", "office", "other")
"""What the program calls kinds; a kind of one's own is kept as typed."""

TABLE = "expense"
_MOST_MINOR = 10**13


@dataclass(frozen=True, slots=True)
class ExpenseDraft:
    """An expense as typed, in minor units; an empty ``currency`` is the shop's, no ``staff_id``
    whoever sits here."""

    amount_minor: int
    spent_on: dt.date | None = None
    kind: str = "other"
    note: str = ""
    contact_id: int | None = None
    staff_id: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ExpenseRow:
    """An expense. ``receipts`` is how many files are kept with it."""

    id: int
    spent_on: dt.date
    kind: str
    amount_minor: int
    currency: str
    note: str
    contact_id: int | None
    contact_name: str
    staff_id: int | None
    staff: str
    reimbursed: bool
    receipts: int


@dataclass(frozen=True, slots=True)
class CustomerCost:
    """What was spent on a customer in one currency."""

    contact_id: int
    name: str
    currency: str
    amount_minor: int
    count: int


def kind_name(kind: str) -> str:
    """What money was spent on, in the language in force."""
    return {
        "travel": pgettext("expense", "Travel"),
        "meal": pgettext("expense", "Meals"),
        "gift": pgettext("expense", "Gifts"),
        "delivery": pgettext("expense", "Delivery"),
        "material": pgettext("expense", "Material"),
        "office": pgettext("expense", "Office"),
        "other": pgettext("expense", "Other"),
    }.get(kind, kind)


def add(session: Session, draft: ExpenseDraft, receipt: tuple[str, bytes] | None = None) -> int:
    """Keep an expense and its receipt, name and bytes; returns its id.

    Raises ``UserError`` for an amount that is not above zero, a day to come, or a receipt that
    cannot be kept; then nothing is.
    """
    expense = Expense(staff_id=staff.or_me(session, draft.staff_id))
    expense.shop_id = staff.branch_of(session, expense.staff_id)
    _fill(session, expense, draft)
    session.add(expense)
    session.flush()
    if receipt is not None:
        add_receipt(session, expense.id, *receipt)
    return expense.id


def edit(
    session: Session,
    expense_id: int,
    draft: ExpenseDraft,
    receipt: tuple[str, bytes] | None = None,
    gone: Sequence[int] = (),
) -> None:
    """Replace what is said about an expense, take the receipts ``gone`` away and add one.

    ``gone`` are ids of its files. Raises as ``add``.
    """
    expense = found(session, expense_id)
    _fill(session, expense, draft)
    if draft.staff_id is not None:
        expense.staff_id = draft.staff_id
        expense.shop_id = staff.branch_of(session, draft.staff_id)
    session.flush()
    own = {file.id for file in receipts(session, expense_id)}
    for file_id in own.intersection(gone):
        attachments.remove(session, file_id)
    if receipt is not None:
        add_receipt(session, expense_id, *receipt)


def add_receipt(session: Session, expense_id: int, name: str, content: bytes) -> int:
    """Keep a receipt: a picture, upright and without what the camera wrote into it, or a PDF as it
    is. Returns the file's id. Raises ``UserError`` for anything else."""
    found(session, expense_id)
    if not content.startswith(b"%PDF-"):
        content = product_pictures.shrink(name, content)
        name = f"{name.rpartition('.')[0] or name}.jpg"
    return attachments.add(session, TABLE, expense_id, name, content)


def read_receipt(path: Path) -> bytes:
    """The bytes of a file that may be a receipt. Raises ``UserError`` when it cannot be read or is
    too large to be kept."""
    try:
        if path.stat().st_size <= attachments.MOST_BYTES:
            return path.read_bytes()
        reason = _("It is larger than {n} MB.").format(n=attachments.MOST_BYTES // 1024 // 1024)
    except OSError as problem:
        reason = str(problem.strerror or problem)
    raise UserError(
        _("“{name}” cannot be read: {reason}").format(name=path.name, reason=reason),
        _("Nothing was saved."),
    )


def remove(session: Session, expense_ids: Sequence[int]) -> int:
    """Delete expenses; undo brings them back. Returns how many."""
    for expense_id in expense_ids:
        found(session, expense_id).deleted_at = clock.now()
    session.flush()
    return len(expense_ids)


def mark_paid(session: Session, expense_ids: Sequence[int], paid: bool = True) -> int:
    """Whoever laid out the money has it back, or not. Returns how many changed."""
    changed = 0
    for expense_id in expense_ids:
        expense = found(session, expense_id)
        changed += expense.reimbursed != paid
        expense.reimbursed = paid
    session.flush()
    return changed


def found(session: Session, expense_id: int) -> Expense:
    """The row. Raises ``NotFound`` when it is gone."""
    expense = session.get(Expense, expense_id)
    if expense is None or expense.deleted_at is not None:
        raise NotFound(_("This expense does not exist any more."), _("Nothing was changed."))
    return expense


def row(session: Session, expense_id: int) -> ExpenseRow:
    """One expense. Raises ``NotFound``."""
    found(session, expense_id)
    return _rows(session, Expense.id == expense_id)[0]


def rows(
    session: Session,
    period: Period | None = None,
    *,
    contact_id: int | None = None,
    staff_id: int | None = None,
) -> list[ExpenseRow]:
    """Expenses of a period, a customer or a member of staff, the last day first."""
    where: list[Any] = []
    if period is not None:
        where.append(Expense.spent_on.between(period.first, period.last))
    if contact_id is not None:
        where.append(Expense.contact_id == contact_id)
    if staff_id is not None:
        where.append(Expense.staff_id == staff_id)
    return _rows(session, *where)


def totals(listed: Sequence[ExpenseRow]) -> dict[str, int]:
    """Sums in minor units by currency."""
    sums: dict[str, int] = {}
    for one in listed:
        sums[one.currency] = sums.get(one.currency, 0) + one.amount_minor
    return sums


def cost_of(session: Session, contact_id: int) -> dict[str, int]:
    """What was ever spent on a customer, in minor units by currency."""
    query = (
        select(Expense.currency, func.sum(Expense.amount_minor).label("spent"))
        .where(Expense.contact_id == contact_id, Expense.deleted_at.is_(None))
        .group_by(Expense.currency)
        .order_by(Expense.currency)
    )
    return {row.currency: row.spent for row in session.execute(query)}


def costs(listed: Sequence[ExpenseRow]) -> list[CustomerCost]:
    """What each customer cost among these, the dearest first."""
    sums: dict[tuple[int, str], CustomerCost] = {}
    for one in listed:
        if one.contact_id is None:
            continue
        key = one.contact_id, one.currency
        before = sums.get(key)
        amount, count = (before.amount_minor, before.count) if before is not None else (0, 0)
        sums[key] = CustomerCost(
            one.contact_id, one.contact_name, one.currency, amount + one.amount_minor, count + 1
        )
    return sorted(sums.values(), key=lambda cost: (cost.currency, -cost.amount_minor, cost.name))


def receipts(session: Session, expense_id: int) -> list[attachments.FileRow]:
    """The files kept with an expense."""
    return attachments.of_record(session, TABLE, expense_id)


def _fill(session: Session, expense: Expense, draft: ExpenseDraft) -> None:
    if not 0 < draft.amount_minor <= _MOST_MINOR:
        raise UserError(
            _("An expense is an amount above zero."), _("Nothing was saved."),
            _("Type an amount like 85.50."),
        )  # fmt: skip
    today, day = clock.today(), draft.spent_on or clock.today()
    if day > today:
        raise UserError(
            _("{day} is still to come.").format(day=day),
            _("Nothing was saved."),
            _("Type the day the money was spent."),
        )
    if draft.contact_id is not None:
        contact_record.found(session, draft.contact_id)
    currency = draft.currency.strip().upper() or settings.get(session, settings.CURRENCY)
    if not money.is_currency(currency):
        raise UserError(
            _("“{text}” is no currency.").format(text=draft.currency), _("Nothing was saved.")
        )
    expense.amount_minor, expense.currency, expense.spent_on = draft.amount_minor, currency, day
    expense.kind = " ".join(text.clean(draft.kind).split()) or "other"
    expense.note, expense.contact_id = text.clean(draft.note), draft.contact_id


def _rows(session: Session, *where: Any) -> list[ExpenseRow]:
    kept = (
        select(Attachment.record_id, func.count().label("number"))
        .where(Attachment.record_table == TABLE, Attachment.deleted_at.is_(None))
        .group_by(Attachment.record_id)
        .subquery()
    )
    query = (
        select(Expense, Contact.name, Staff.name, func.coalesce(kept.c.number, 0))
        .outerjoin(Contact, Contact.id == Expense.contact_id)
        .outerjoin(Staff, Staff.id == Expense.staff_id)
        .outerjoin(kept, kept.c.record_id == Expense.id)
        .where(Expense.deleted_at.is_(None), *where)
        .order_by(Expense.spent_on.desc(), Expense.id.desc())
    )
    return [
        ExpenseRow(
            id=one.id,
            spent_on=one.spent_on,
            kind=one.kind,
            amount_minor=one.amount_minor,
            currency=one.currency,
            note=one.note,
            contact_id=one.contact_id,
            contact_name=contact or "",
            staff_id=one.staff_id,
            staff=member or "",
            reimbursed=one.reimbursed,
            receipts=number,
        )
        for one, contact, member, number in session.execute(query)
    ]
