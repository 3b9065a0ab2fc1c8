"""A quote while it is typed: its lines and what they come to, as a sale of the same does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_desktop.services.products import product_prices, products
from crm_desktop.services.sales import sale_draft
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft, Totals


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """A quote as typed; its lines are those of a sale, without gifts.

    Without ``quoted_on`` it is of today, without ``valid_until`` good for as many days as the shop
    says. Below the lowest price it needs ``below_floor_reason`` and who agreed, ``approver_id``.
    """

    contact_id: int
    lines: tuple[LineDraft, ...]
    quoted_on: dt.date | None = None
    valid_until: dt.date | None = None
    person_id: int | None = None
    deal_id: int | None = None
    discount_minor: int = 0
    tax_included: bool = True
    terms: str = ""
    staff_id: int | None = None
    below_floor_reason: str = ""
    approver_id: int | None = None


def as_sale(draft: QuoteDraft) -> SaleDraft:
    """The sale a quote would become."""
    return SaleDraft(
        lines=draft.lines,
        contact_id=draft.contact_id,
        discount_minor=draft.discount_minor,
        tax_included=draft.tax_included,
        staff_id=draft.staff_id,
        below_floor_reason=draft.below_floor_reason,
        approver_id=draft.approver_id,
    )


def totals(draft: QuoteDraft) -> Totals:
    """What a draft comes to, as a sale of the same lines does."""
    return sale_draft.totals(as_sale(draft))


def line_for(
    session: Session, product_id: int, contact_id: int | None, quantity_milli: int = 1000
) -> LineDraft:
    """A line of a product at what the customer pays when buying this much. Raises ``NotFound``."""
    product = products.found(session, product_id)
    answer = product_prices.price_for(session, product_id, contact_id, quantity_milli)
    return LineDraft(
        product_id=product_id,
        description=product.name,
        quantity_milli=quantity_milli,
        unit_price_minor=answer.price_minor or 0,
        unit=product.unit,
        tax_bp=product.tax_bp or 0,
    )
