"""Writing imported sales with their lines and payments, and debts that sheets state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.i18n import _
from crm_desktop.core.money import line_amount
from crm_desktop.db import bulk
from crm_desktop.db.models import Payment, PaymentAllocation, Sale, SaleLine, Shop, Staff
from crm_desktop.services.imports.imports_contacts import Book
from crm_desktop.services.imports.imports_sales import Line, Order
from crm_desktop.services.imports.imports_write import named_ids
from crm_desktop.services.settings import settings

_SALE = (
    "number", "kind", "status", "contact_id", "sold_on", "due_on", "staff_id", "shop_id",
    "currency", "subtotal_minor", "discount_minor", "total_minor", "paid_minor", "remark",
    "import_batch_id",
)  # fmt: skip
_LINE = (
    "sale_id", "position", "product_id", "description", "spec", "unit", "quantity_milli",
    "unit_price_minor", "discount_minor", "amount_minor", "cost_minor", "gift", "remark",
    "options",
)  # fmt: skip


def write_orders(session: Session, orders: Sequence[Order]) -> None:
    """Insert new sales, add lines to those that go on, and receive what was paid."""
    fresh = [order for order in orders if not order.existing]
    staff = named_ids(session, Staff, (order.staff for order in fresh))
    shops = named_ids(session, Shop, (order.shop for order in fresh))
    days = dt.timedelta(days=settings.get(session, settings.PAYMENT_DAYS))
    ids = bulk.insert_rows(
        session, Sale, _SALE, [_sale_row(order, staff, shops, days) for order in fresh]
    )
    for sale_id, order in zip(ids, fresh, strict=True):
        order.existing = sale_id
    starts = _go_on(session, [order for order in orders if order.existing not in ids])
    bulk.insert_rows(
        session,
        SaleLine,
        _LINE,
        [
            _line_row(line, order.existing, starts.get(order.existing, 0) + position)
            for order in orders
            if not order.opening
            for position, line in enumerate(order.lines)
        ],
    )
    _write_payments(session, orders)


def _sale_row(
    order: Order, staff: dict[str, int], shops: dict[str, int], days: dt.timedelta
) -> tuple[object, ...]:
    total = order.total()
    kind = "opening" if order.opening else "return" if total < 0 else "sale"
    paid = sum(order.payments().values())
    due = order.day + days if paid != total else None
    return (
        order.number, kind,
        "cancelled" if order.cancelled else "confirmed", order.contact_id or None,
        order.day.isoformat(), due.isoformat() if due else None, staff.get(order.staff),
        shops.get(order.shop), order.currency, order.subtotal(), order.discount_minor, total, paid,
        order.remark, order.batch,
    )  # fmt: skip


def _line_row(line: Line, sale_id: int, position: int) -> tuple[object, ...]:
    discount = line_amount(line.quantity_milli, line.price_minor) - line.amount_minor
    return (
        sale_id, position, line.product_id or None, line.description, line.spec, line.unit,
        line.quantity_milli, line.price_minor, discount, line.amount_minor, line.cost_minor,
        int(line.gift), line.remark, line.options,
    )  # fmt: skip


def _go_on(session: Session, orders: Sequence[Order]) -> dict[int, int]:
    """Raise the totals of sales that get more lines; returns where their positions go on."""
    starts: dict[int, int] = {}
    for order in orders:
        sale = session.get(Sale, order.existing)
        if sale is None:
            continue
        sale.subtotal_minor += order.subtotal()
        sale.discount_minor += order.discount_minor
        sale.total_minor += order.total()
        sale.paid_minor += sum(order.payments().values())
        positions = select(SaleLine.position).where(SaleLine.sale_id == order.existing)
        starts[order.existing] = max(session.scalars(positions), default=-1) + 1
        order.contact_id = sale.contact_id or 0
    session.flush()
    return starts


def _write_payments(session: Session, orders: Sequence[Order]) -> None:
    """One payment per sale and method, wholly for that sale."""
    paid = [
        (order, method, amount) for order in orders for method, amount in order.payments().items()
    ]
    ids = bulk.insert_rows(
        session,
        Payment,
        ("contact_id", "paid_on", "kind", "method", "amount_minor", "currency", "import_batch_id"),
        [
            (order.contact_id or None, order.day.isoformat(),
             "payment" if amount > 0 else "refund", method, amount, order.currency, order.batch)
            for order, method, amount in paid
        ],
    )  # fmt: skip
    bulk.insert_rows(
        session,
        PaymentAllocation,
        ("payment_id", "sale_id", "amount_minor"),
        [
            (payment, order.existing, amount)
            for payment, (order, _method, amount) in zip(ids, paid, strict=True)
        ],
    )


def write_debts(session: Session, book: Book, currency: str, batches: Sequence[int]) -> None:
    """Debts that sheets state, as opening sales of today; negative ones are credit."""
    today = clock.today().isoformat()
    remark = _("Owed according to an imported list")
    rows = [
        ("", "opening", "confirmed", contact, today, today, None, None, currency, debt, 0, debt,
         0, remark, state.batch or batches[0])
        for contact, state in sorted(book.states.items())
        for debt in state.new_debts
    ]  # fmt: skip
    bulk.insert_rows(session, Sale, _SALE, rows)
