"""Proof that a file is consistent: stored figures against the records they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.contact_stats import NO_TALK
from crm_desktop.db.models import (
    Base,
    Contact,
    ContactStats,
    FollowUp,
    Membership,
    Payment,
    PaymentAllocation,
    Sale,
    SaleLine,
    StoredValueEntry,
    TimelineEntry,
)

_MOST = 100
"""Findings told per check."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: which record, and a sentence."""

    check: str
    table: str
    row_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing proven; ``title`` is a msgid."""

    key: str
    title: str
    run: Callable[[Session], Iterator[Finding]]


def check(session: Session) -> list[Finding]:
    """Everything that does not agree; empty for a sound file."""
    return [finding for one in CHECKS for finding in one.run(session)]


def _sale_totals(session: Session) -> Iterator[Finding]:
    lines = (
        select(SaleLine.sale_id, func.sum(SaleLine.amount_minor).label("amount"))
        .group_by(SaleLine.sale_id)
        .subquery()
    )
    query = (
        select(Sale.id, Sale.number, Sale.subtotal_minor, lines.c.amount, Sale.currency)
        .join(lines, lines.c.sale_id == Sale.id)
        .where(Sale.subtotal_minor != lines.c.amount, Sale.deleted_at.is_(None))
        .limit(_MOST)
    )
    for sale_id, number, subtotal, amount, currency in session.execute(query):
        yield Finding(
            "sale_totals",
            "sale",
            sale_id,
            _("Sale {number} says {stated}, its lines come to {computed}.").format(
                number=number or sale_id,
                stated=formats.money_exact(subtotal, currency),
                computed=formats.money_exact(amount, currency),
            ),
        )


def _paid(session: Session) -> Iterator[Finding]:
    paid = (
        select(
            PaymentAllocation.sale_id,
            func.sum(
                case((Payment.deleted_at.is_(None), PaymentAllocation.amount_minor), else_=0)
            ).label("amount"),
        )
        .join(Payment, Payment.id == PaymentAllocation.payment_id)
        .group_by(PaymentAllocation.sale_id)
        .subquery()
    )
    amount = func.coalesce(paid.c.amount, 0)
    query = (
        select(Sale.id, Sale.number, Sale.paid_minor, amount, Sale.currency)
        .outerjoin(paid, paid.c.sale_id == Sale.id)
        .where(Sale.paid_minor != amount)
        .limit(_MOST)
    )
    for sale_id, number, stated, computed, currency in session.execute(query):
        yield Finding(
            "paid",
            "sale",
            sale_id,
            _("Sale {number} says {stated} paid, its payments come to {computed}.").format(
                number=number or sale_id,
                stated=formats.money_exact(stated, currency),
                computed=formats.money_exact(computed, currency),
            ),
        )


def _overspent(session: Session) -> Iterator[Finding]:
    used = func.sum(PaymentAllocation.amount_minor)
    query = (
        select(Payment.id, Payment.amount_minor, used, Payment.currency)
        .join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
        .group_by(Payment.id)
        .having(
            or_(func.abs(used) > func.abs(Payment.amount_minor), used * Payment.amount_minor < 0)
        )
        .limit(_MOST)
    )
    for payment_id, amount, spent, currency in session.execute(query):
        yield Finding(
            "overspent",
            "payment",
            payment_id,
            _("Payment {id} of {amount} pays {spent} of sales.").format(
                id=payment_id,
                amount=formats.money_exact(amount, currency),
                spent=formats.money_exact(spent, currency),
            ),
        )


def _strangers(session: Session) -> Iterator[Finding]:
    """Payments of one customer or currency that pay for another's: the balance would be off."""
    query = (
        select(Payment.id, Sale.id, Sale.number)
        .join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
        .join(Sale, Sale.id == PaymentAllocation.sale_id)
        .where(
            or_(
                Payment.contact_id.is_distinct_from(Sale.contact_id),
                Payment.currency != Sale.currency,
            )
        )
        .limit(_MOST)
    )
    for payment_id, sale_id, number in session.execute(query):
        yield Finding(
            "strangers",
            "payment",
            payment_id,
            _("Payment {id} pays sale {number} of another customer or currency.").format(
                id=payment_id, number=number or sale_id
            ),
        )


def _not_counted(session: Session) -> Iterator[Finding]:
    """Money on sales that do not count, where it would be lost from the balance."""
    query = (
        select(Sale.id, Sale.number, Sale.paid_minor, Sale.currency)
        .where(Sale.status == "cancelled", Sale.paid_minor != 0, Sale.deleted_at.is_(None))
        .limit(_MOST)
    )
    for sale_id, number, paid, currency in session.execute(query):
        yield Finding(
            "not_counted",
            "sale",
            sale_id,
            _("Sale {number} is cancelled and still keeps {amount}.").format(
                number=number or sale_id, amount=formats.money_exact(paid, currency)
            ),
        )


def _figures(session: Session) -> Iterator[Finding]:
    """What ``contact_stats`` says against the records, in one statement."""
    sales = _sales_by_contact().subquery()
    talks = (
        select(TimelineEntry.contact_id, func.max(TimelineEntry.happened_on).label("last_on"))
        .where(TimelineEntry.deleted_at.is_(None), TimelineEntry.kind != NO_TALK)
        .group_by(TimelineEntry.contact_id)
        .subquery()
    )
    due = (
        select(FollowUp.contact_id, func.min(FollowUp.due_on).label("due_on"))
        .where(FollowUp.state == "open", FollowUp.deleted_at.is_(None))
        .group_by(FollowUp.contact_id)
        .subquery()
    )
    same = and_(sales.c.contact_id == Contact.id, sales.c.currency == Contact.currency)
    query = (
        select(Contact.id, Contact.name)
        .outerjoin(ContactStats, ContactStats.contact_id == Contact.id)
        .outerjoin(sales, same)
        .outerjoin(talks, talks.c.contact_id == Contact.id)
        .outerjoin(due, due.c.contact_id == Contact.id)
        .where(or_(ContactStats.contact_id.is_(None), *_differences(sales, talks, due)))
        .limit(_MOST)
    )
    for contact_id, name in session.execute(query):
        yield Finding(
            "figures",
            "contact",
            contact_id,
            _("The figures of {name} do not match the records.").format(name=name),
        )


def _differences(
    sales: FromClause, talks: FromClause, due: FromClause
) -> Iterator[ColumnElement[bool]]:
    """Where a column of the figures is not what the records come to."""
    last_contact = case(
        (talks.c.last_on.is_(None), sales.c.last_on),
        (sales.c.last_on.is_(None), talks.c.last_on),
        (talks.c.last_on > sales.c.last_on, talks.c.last_on),
        else_=sales.c.last_on,
    )
    spent = func.coalesce(sales.c.spent, 0) + Contact.opening_spent_minor
    number = func.coalesce(sales.c.number, 0) + Contact.opening_sale_count
    yield ContactStats.spent_minor.is_distinct_from(spent)
    yield ContactStats.sale_count.is_distinct_from(number)
    yield ContactStats.owed_minor.is_distinct_from(func.coalesce(sales.c.owed, 0))
    yield ContactStats.first_sale_on.is_distinct_from(sales.c.first_on)
    yield ContactStats.last_sale_on.is_distinct_from(sales.c.last_on)
    yield ContactStats.last_contact_on.is_distinct_from(last_contact)
    yield ContactStats.next_due_on.is_distinct_from(due.c.due_on)


def _sales_by_contact() -> Select[*tuple[Any, ...]]:
    bought = Sale.kind == "sale"
    return (
        select(
            Sale.contact_id,
            Sale.currency,
            func.min(case((bought, Sale.sold_on))).label("first_on"),
            func.max(case((bought, Sale.sold_on))).label("last_on"),
            func.sum(case((bought, 1), else_=0)).label("number"),
            func.sum(case((Sale.kind != "opening", Sale.total_minor), else_=0)).label("spent"),
            func.sum(Sale.total_minor - Sale.paid_minor).label("owed"),
        )
        .where(Sale.status == "confirmed", Sale.deleted_at.is_(None), Sale.contact_id.is_not(None))
        .group_by(Sale.contact_id, Sale.currency)
    )


def _references(session: Session) -> Iterator[Finding]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.alias("parent")
            child, column = table.alias("child"), key.parent.name
            query = (
                select(child.c[next(iter(table.primary_key)).name])
                .outerjoin(parent, parent.c[key.column.name] == child.c[column])
                .where(child.c[column].is_not(None), parent.c[key.column.name].is_(None))
                .limit(_MOST)
            )
            for row_id in session.scalars(query):
                yield Finding(
                    "references",
                    table.name,
                    row_id,
                    _("{table} {id} refers to a record that does not exist ({column}).").format(
                        table=table.name, id=row_id, column=column
                    ),
                )


def _bonus(session: Session) -> Iterator[Finding]:
    """More bonus used than was given, and bonus that pays nothing."""
    gone = select(Payment.id).where(Payment.deleted_at.is_not(None))
    left = func.sum(StoredValueEntry.bonus_minor)
    query = (
        select(Contact.id, Contact.name, left, StoredValueEntry.currency)
        .join(Membership, Membership.contact_id == Contact.id)
        .join(StoredValueEntry, StoredValueEntry.membership_id == Membership.id)
        .where(StoredValueEntry.payment_id.is_(None) | StoredValueEntry.payment_id.not_in(gone))
        .group_by(Contact.id, StoredValueEntry.currency)
        .having(left < 0)
        .limit(_MOST)
    )
    for contact_id, name, amount, currency in session.execute(query):
        yield Finding(
            "bonus",
            "contact",
            contact_id,
            _("{name} used {amount} more bonus than was given.").format(
                name=name, amount=formats.money_exact(-amount, currency)
            ),
        )


CHECKS = (
    Check("sale_totals", N_("Every sale comes to the sum of its lines"), _sale_totals),
    Check("paid", N_("What a sale says is paid equals its payments"), _paid),
    Check("overspent", N_("No payment pays more than it is"), _overspent),
    Check("strangers", N_("Payments pay sales of their own customer and currency"), _strangers),
    Check("not_counted", N_("Cancelled sales keep no money"), _not_counted),
    Check("bonus", N_("Nobody used more bonus than was given"), _bonus),
    Check("figures", N_("The figures of every customer match the records"), _figures),
    Check("references", N_("Every reference leads to a record"), _references),
)
