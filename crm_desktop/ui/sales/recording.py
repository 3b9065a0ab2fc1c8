"""From the entered orders to recorded sales: one call, so one transaction and one undo step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.products import products
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sale_reminder, sales
from crm_desktop.ui.sales.entry_model import buyer_name
from crm_desktop.ui.sales.order import Buyer, Line, Order


def record(
    session: Any,
    orders: Sequence[Order],
    day: dt.date,
    *,
    below_floor_reason: str = "",
    approver_id: int | None = None,
    progress: Progress = no_progress,
) -> list[int]:
    """Record the orders as sales of ``day``, making the customers and products named in them
    that are not known yet; returns the sales' ids.

    ``below_floor_reason`` and who agreed are kept with those below the lowest price.
    Raises ``UserError`` when one of them cannot be recorded, ``Cancelled`` when stopped; nothing
    is written then.
    """
    new_contacts: dict[str, int] = {}
    new_products: dict[str, int] = {}
    drafts = [
        replace(
            order.draft(
                [_product(session, line, new_products) for line in order.lines],
                _contact(session, order.buyer, new_contacts),
            ),
            sold_on=day,
        )
        for order in orders
    ]
    ids = []
    for order, draft in zip(orders, drafts, strict=True):
        progress(order.number - 1, len(orders), buyer_name(order.buyer))
        try:
            ids.append(sales.record_agreed(session, draft, below_floor_reason, approver_id))
        except UserError as problem:
            raise _named(order, problem) from problem
        if order.extra.remind:
            sale_reminder.plan(session, ids[-1])
    return ids


def _named(order: Order, problem: UserError) -> UserError:
    """The same sentence with the order it is about, since there are several."""
    where = _("Order {n}, {who}:").format(n=order.number, who=buyer_name(order.buyer))
    return type(problem)(f"{where} {problem.what}", problem.kept, problem.do)


def _contact(session: Any, buyer: Buyer, made: dict[str, int]) -> int | None:
    if buyer.contact_id is not None or buyer.walk_in:
        return buyer.contact_id
    if buyer.name not in made:
        made[buyer.name] = contacts.create(session, ContactDraft(buyer.name))
    return made[buyer.name]


def _product(session: Any, line: Line, made: dict[str, int]) -> int:
    if line.product_id is not None:
        return line.product_id
    if line.product not in made:
        draft = ProductDraft(line.product, price_minor=line.price_minor, barcode=line.barcode)
        made[line.product] = products.create(session, draft)
    return made[line.product]
