"""Who owes how much since when: the open sales by customer, and follow-ups to collect them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.db.models import Contact, FollowUp, Payment, Sale
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.payments import contact_batches, payment_habit, receivables
from crm_desktop.services.payments.payment_habit import Habit
from crm_desktop.services.payments.receivables import OpenSale
from crm_desktop.services.settings import settings

_BATCH = 500
_NAMED = 3  # sales that a follow-up names


@dataclass(frozen=True, slots=True)
class Debtor:
    """What one customer owes; amounts in minor units.

    ``id`` is the contact's, 0 for walk-ins. ``ages`` is as in ``Receivables``. ``credit_minor``
    is what speaks for the customer: deposits, money left over, returns not paid out.
    ``days_late`` is the most of any open sale, 0 when nothing is late.
    """

    id: int
    name: str
    kind: str
    owed_minor: int
    credit_minor: int
    oldest_due_on: dt.date
    days_late: int
    sales: int
    ages: tuple[int, ...]
    limit_minor: int | None
    habit: Habit | None
    currency: str

    @property
    def late_minor(self) -> int:
        """What is past due."""
        return sum(self.ages[1:])

    @property
    def balance_minor(self) -> int:
        """What is owed less what speaks for the customer."""
        return self.owed_minor - self.credit_minor

    @property
    def over_minor(self) -> int:
        """How far the balance is above the credit limit."""
        return 0 if self.limit_minor is None else max(0, self.balance_minor - self.limit_minor)


@dataclass(frozen=True, slots=True)
class Debtors:
    """Everybody who owed something at the end of ``day``, the most first.

    ``returns_minor`` are returns not paid out, told beside the total as in ``Receivables``.
    """

    day: dt.date
    currency: str
    total_minor: int
    ages: tuple[int, ...]
    returns_minor: int
    rows: tuple[Debtor, ...]

    @property
    def late_minor(self) -> int:
        """What is past due."""
        return sum(self.ages[1:])


@dataclass(frozen=True, slots=True)
class Planned:
    """How many follow-ups were made, and how many customers had one open already."""

    made: int
    had: int


def debtors(session: Session, day: dt.date, currency: str = "") -> Debtors:
    """Who owed how much at the end of ``day``; habit and limit are today's."""
    currency = currency or settings.get(session, settings.CURRENCY)
    owed = receivables.receivables(session, day, currency)
    by_contact: dict[int, list[OpenSale]] = {}
    for sale in owed.open_sales:
        by_contact.setdefault(sale.contact_id or 0, []).append(sale)
    ids = [contact_id for contact_id in by_contact if contact_id]
    facts = _facts(session, ids)
    balances = _balances(session, ids, day, currency)
    habits = payment_habit.habits(session, ids, day, currency)
    rows = []
    for contact_id, sales in by_contact.items():
        total = sum(sale.open_minor for sale in sales)
        kind, limit, own = facts.get(contact_id, ("", None, currency))
        rows.append(
            Debtor(
                id=contact_id,
                name=sales[0].name,
                kind=kind,
                owed_minor=total,
                credit_minor=total - balances.get(contact_id, total),
                oldest_due_on=min(sale.due_on for sale in sales),
                days_late=max(0, *(sale.days_late for sale in sales)),
                sales=len(sales),
                ages=receivables.by_age(sales),
                limit_minor=limit if own == currency else None,
                habit=habits.get(contact_id),
                currency=currency,
            )
        )
    rows.sort(key=lambda row: (-row.owed_minor, row.id))
    return Debtors(day, currency, owed.total_minor, owed.ages, owed.returns_minor, tuple(rows))


def plan_collecting(
    session: Session,
    contact_ids: Sequence[int],
    due_on: dt.date,
    day: dt.date,
    currency: str = "",
) -> Planned:
    """A follow-up to collect for each of these customers who is late; one call, one undo.

    Who has one open already gets no second. Raises ``UserError`` when nobody is late.
    """
    wanted = set(contact_ids)
    found = debtors(session, day, currency)
    late = [row for row in found.rows if row.id in wanted and row.late_minor]
    if not late:
        raise UserError(_("None of them is late."), _("Nothing was changed."))
    have = _collecting(session, [row.id for row in late])
    open_sales = receivables.receivables(session, day, found.currency).late
    numbers: dict[int, list[str]] = {}
    for sale in open_sales:
        words = f"{sale.number} {formats.money_exact(sale.open_minor, found.currency)}"
        numbers.setdefault(sale.contact_id or 0, []).append(words.strip())
    made = [row for row in late if row.id not in have]
    for row in made:
        follow_ups.create(session, _draft(row, numbers[row.id], due_on))
    return Planned(len(made), len(late) - len(made))


def planned_words(planned: Planned) -> str:
    """What planning to collect came to."""
    made, had = planned.made, planned.had
    said = ngettext("{n} follow-up planned.", "{n} follow-ups planned.", made).format(n=made)
    if not had:
        return said
    more = ngettext("{n} had one already.", "{n} had one already.", had).format(n=had)
    return f"{said} {more}"


def _draft(row: Debtor, sales: list[str], due_on: dt.date) -> FollowUpDraft:
    title = ngettext(
        "Collect {amount}, {n} day late", "Collect {amount}, up to {n} days late", row.days_late
    ).format(
        amount=formats.money_exact(row.late_minor, row.currency),
        n=formats.integer(row.days_late),
    )
    note = pgettext("list separator", ", ").join(sales[:_NAMED])
    more = f" +{len(sales) - _NAMED}" if len(sales) > _NAMED else ""
    return FollowUpDraft(title, due_on, contact_id=row.id, kind="collect", note=note + more)


def _collecting(session: Session, contact_ids: Sequence[int]) -> set[int]:
    """Those who have a follow-up to collect open."""
    found: set[int] = set()
    for start in range(0, len(contact_ids), _BATCH):
        some = contact_ids[start : start + _BATCH]
        query = select(FollowUp.contact_id).where(
            FollowUp.contact_id.in_(some),
            FollowUp.kind == "collect",
            FollowUp.state == "open",
            FollowUp.deleted_at.is_(None),
        )
        found.update(one for one in session.scalars(query) if one is not None)
    return found


def _facts(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, int | None, str]]:
    """Kind, credit limit and its currency, by contact."""
    found = {}
    for start in range(0, len(ids), _BATCH):
        query = select(
            Contact.id, Contact.kind, Contact.credit_limit_minor, Contact.currency
        ).where(Contact.id.in_(ids[start : start + _BATCH]))
        for contact_id, kind, limit, currency in session.execute(query):
            found[contact_id] = (kind, limit, currency)
    return found


def _balances(session: Session, ids: Sequence[int], day: dt.date, currency: str) -> dict[int, int]:
    """By contact, what was bought less what was paid up to ``day``."""
    found: dict[int, int] = dict.fromkeys(ids, 0)
    for some in contact_batches.batches(session, ids):
        sold, paid = _sold(some, day, currency), _paid(some, day, currency)
        for query in (sold, paid):
            for contact_id, amount in session.execute(query):
                if contact_id in found:
                    found[contact_id] += amount
    return found


def _sold(some: Sequence[int] | None, day: dt.date, currency: str) -> Select[*tuple[Any, ...]]:
    whose = Sale.contact_id if some is not None else contact_batches.bare(Sale.contact_id)
    return (
        select(whose, func.sum(Sale.total_minor))
        .where(
            *contact_batches.of(Sale.contact_id, some),
            Sale.sold_on <= day,
            Sale.status == literal_column("'confirmed'"),
            Sale.currency == currency,
            Sale.deleted_at.is_(None),
        )
        .group_by(whose)
    )


def _paid(some: Sequence[int] | None, day: dt.date, currency: str) -> Select[*tuple[Any, ...]]:
    whose = Payment.contact_id if some is not None else contact_batches.bare(Payment.contact_id)
    return (
        select(whose, -func.sum(Payment.amount_minor))
        .where(
            *contact_batches.of(Payment.contact_id, some),
            (Payment.paid_on if some is not None else contact_batches.bare(Payment.paid_on)) <= day,
            Payment.currency == currency,
            Payment.deleted_at.is_(None),
        )
        .group_by(whose)
    )
