"""A quote while it is typed: its lines and what they come to, as a sale of the same does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from crm_desktop.services.products import product_prices, products
from crm_desktop.services.products.product_options import NOTHING_CHOSEN, Chosen
from crm_desktop.services.sales import sale_draft
from crm_desktop.services.sales.sale_draft import (
    NO_TAX,
    TAX_INCLUDED,
    TAX_ON_TOP,
    LineDraft,
    SaleDraft,
    Totals,
)
from crm_desktop.services.settings import settings


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


@dataclass(frozen=True, slots=True)
class Offered:
    """A line of a product as it is offered, untaxed. Not ``priced``: the product has no price, or
    one in another currency, and somebody has to say what it costs."""

    line: LineDraft
    priced: bool


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


def offer(
    session: Session,
    product_id: int,
    contact_id: int | None,
    quantity_milli: int = 1000,
    chosen: Chosen = NOTHING_CHOSEN,
) -> Offered:
    """A line of a product, with the options ``chosen``, at what the customer pays when buying this
    much. Raises ``NotFound``."""
    product = products.found(session, product_id)
    answer = product_prices.price_for(session, product_id, contact_id, quantity_milli)
    price = answer.price_minor
    if answer.currency != settings.get(session, settings.CURRENCY):
        price = None
    line = LineDraft(
        product_id=product_id,
        description=product.name,
        quantity_milli=quantity_milli,
        unit_price_minor=0 if price is None else price + chosen.extra_minor,
        unit=product.unit,
        options=chosen.words,
    )
    return Offered(line, price is not None)


def taxed(session: Session, draft: QuoteDraft, tax: str) -> QuoteDraft:
    """``draft`` taxed as ``tax``, one of ``sale_draft.TAXES``, says: each line at the rate it has,
    or else that of its product or of the shop."""
    if tax == NO_TAX:
        lines = tuple(replace(line, tax_bp=0) for line in draft.lines)
    else:
        lines = tuple(
            replace(line, tax_bp=line.tax_bp or product_prices.tax_bp(session, line.product_id))
            for line in draft.lines
        )
    return replace(draft, lines=lines, tax_included=tax != TAX_ON_TOP)


def tax_of(draft: QuoteDraft) -> str:
    """How a draft is taxed, one of ``sale_draft.TAXES``."""
    if not any(line.tax_bp for line in draft.lines):
        return NO_TAX
    return TAX_INCLUDED if draft.tax_included else TAX_ON_TOP
