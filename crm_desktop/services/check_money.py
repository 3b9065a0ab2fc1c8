"""Proof that money adds up: sales, payments, credit, bonus, shares and expenses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import (
    CommissionShare,
    Contact,
    Expense,
    Membership,
    Payment,
    PaymentAllocation,
    Sale,
    SaleLine,
    StoredValueEntry,
)
from crm_desktop.services.check_finding import MOST, Check, Finding
from crm_desktop.services.sales import sale_draft
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft


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
        .limit(MOST)
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
        .limit(MOST)
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
        .limit(MOST)
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
        .limit(MOST)
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
        .where(Sale.status != "confirmed", Sale.paid_minor != 0, Sale.deleted_at.is_(None))
        .limit(MOST)
    )
    for sale_id, number, paid, currency in session.execute(query):
        yield Finding(
            "not_counted",
            "sale",
            sale_id,
            _("Sale {number} does not count and still keeps {amount}.").format(
                number=number or sale_id, amount=formats.money_exact(paid, currency)
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
        .limit(MOST)
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


def _lines(session: Session) -> Iterator[Finding]:
    """Lines that are not what quantity, price and discounts come to. SQLite finds those that may
    be wrong, the one rule for a line decides. A gift costs nothing, or what a list said of it."""
    whole = SaleLine.quantity_milli * SaleLine.unit_price_minor * (10_000 - SaleLine.discount_bp)
    half = case((whole < 0, -5_000_000), else_=5_000_000)
    query = (
        select(SaleLine, Sale.number, Sale.currency)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            Sale.deleted_at.is_(None),
            SaleLine.amount_minor != (whole + half) // 10_000_000 - SaleLine.discount_minor,
            or_(SaleLine.amount_minor != 0, SaleLine.gift.is_(False)),
        )
        .order_by(SaleLine.id)
    )
    told = 0
    for line, number, currency in session.execute(query):
        amount = sale_draft.line_total(replace(_as_draft(line), gift=False))
        if amount == line.amount_minor or told == MOST:
            continue
        told += 1
        yield Finding(
            "lines",
            "sale_line",
            line.id,
            _("A line of sale {number} says {stated}, it comes to {computed}.").format(
                number=number or line.sale_id,
                stated=formats.money_exact(line.amount_minor, currency),
                computed=formats.money_exact(amount, currency),
            ),
        )


def _tax(session: Session) -> Iterator[Finding]:
    """Tax that is not what the lines come to."""
    taxed = select(SaleLine.sale_id).where(SaleLine.tax_bp != 0)
    query = select(Sale).where(
        or_(Sale.tax_minor != 0, Sale.id.in_(taxed)), Sale.deleted_at.is_(None)
    )
    told = 0
    for sale in session.scalars(query.order_by(Sale.id)):
        lines = session.scalars(select(SaleLine).where(SaleLine.sale_id == sale.id))
        draft = SaleDraft(
            tuple(map(_as_draft, lines)),
            discount_minor=sale.discount_minor,
            tax_included=sale.tax_included,
        )
        tax = sale_draft.totals(draft).tax_minor
        if tax == sale.tax_minor or told == MOST:
            continue
        told += 1
        yield Finding(
            "tax",
            "sale",
            sale.id,
            _("Sale {number} says {stated} of tax, its lines come to {computed}.").format(
                number=sale.number or sale.id,
                stated=formats.money_exact(sale.tax_minor, sale.currency),
                computed=formats.money_exact(tax, sale.currency),
            ),
        )


def _as_draft(line: SaleLine) -> LineDraft:
    return LineDraft(
        quantity_milli=line.quantity_milli,
        unit_price_minor=line.unit_price_minor,
        discount_bp=line.discount_bp,
        discount_minor=line.discount_minor,
        tax_bp=line.tax_bp,
        gift=line.gift,
    )


def _given_back(session: Session) -> Iterator[Finding]:
    """Customers who were given back more than they had paid in: credit below nothing."""
    used = (
        select(
            PaymentAllocation.payment_id, func.sum(PaymentAllocation.amount_minor).label("amount")
        )
        .group_by(PaymentAllocation.payment_id)
        .subquery()
    )
    rest = func.sum(Payment.amount_minor - func.coalesce(used.c.amount, 0))
    query = (
        select(Contact.id, Contact.name, rest, Payment.currency)
        .join(Contact, Contact.id == Payment.contact_id)
        .outerjoin(used, used.c.payment_id == Payment.id)
        .where(Payment.deleted_at.is_(None))
        .group_by(Contact.id, Payment.currency)
        .having(rest < 0)
        .limit(MOST)
    )
    for contact_id, name, amount, currency in session.execute(query):
        yield Finding(
            "given_back",
            "contact",
            contact_id,
            _("{name} was given back {amount} more than there was.").format(
                name=name, amount=formats.money_exact(-amount, currency)
            ),
        )


def _shares(session: Session) -> Iterator[Finding]:
    """Sales of which more than the whole was given away."""
    given = func.sum(CommissionShare.share_bp)
    query = (
        select(Sale.id, Sale.number, given)
        .join(CommissionShare, CommissionShare.sale_id == Sale.id)
        .group_by(Sale.id)
        .having(or_(given > 10_000, func.min(CommissionShare.share_bp) <= 0))
        .limit(MOST)
    )
    for sale_id, number, share in session.execute(query):
        yield Finding(
            "shares",
            "sale",
            sale_id,
            _("The parts of sale {number} come to {percent}.").format(
                number=number or sale_id, percent=formats.percent(share)
            ),
        )


def _expenses(session: Session) -> Iterator[Finding]:
    query = (
        select(Expense.id, Expense.amount_minor, Expense.currency)
        .where(Expense.amount_minor <= 0, Expense.deleted_at.is_(None))
        .limit(MOST)
    )
    for expense_id, amount, currency in session.execute(query):
        yield Finding(
            "expenses",
            "expense",
            expense_id,
            _("Expense {id} is of {amount}.").format(
                id=expense_id, amount=formats.money_exact(amount, currency)
            ),
        )


CHECKS = (
    Check("sale_totals", N_("Every sale comes to the sum of its lines"), _sale_totals),
    Check("lines", N_("Every line comes to quantity, price and discounts"), _lines),
    Check("tax", N_("The tax of every sale is that of its lines"), _tax),
    Check("paid", N_("What a sale says is paid equals its payments"), _paid),
    Check("overspent", N_("No payment pays more than it is"), _overspent),
    Check("strangers", N_("Payments pay sales of their own customer and currency"), _strangers),
    Check("given_back", N_("Nobody was given back more than there was"), _given_back),
    Check("not_counted", N_("Sales that do not count keep no money"), _not_counted),
    Check("bonus", N_("Nobody used more bonus than was given"), _bonus),
    Check("shares", N_("Nobody gave away more than a whole sale"), _shares),
    Check("expenses", N_("Every expense is above zero"), _expenses),
)
