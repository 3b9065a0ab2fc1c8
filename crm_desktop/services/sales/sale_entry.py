"""What typing a sale asks the file: a price for customer and quantity, the product scanned."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.db.models import Product
from crm_desktop.services.products import product_checks, product_prices, products
from crm_desktop.services.products.products import ProductRow

_GTIN_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Offer:
    """What one unit is offered at, in minor units, ``None`` without a price in the shop's currency;
    the rate of tax on it
    in basis points, the shop's where the product has none of its own."""

    price_minor: int | None
    tax_bp: int


def offer(
    session: Session,
    product_id: int,
    contact_id: int | None,
    quantity_milli: int = 1000,
    extra_minor: int = 0,
) -> Offer:
    """What this customer (``None``: a walk-in) is offered a product at when buying this much, with
    options that cost ``extra_minor`` more. Raises ``NotFound``."""
    price = product_prices.offered(session, product_id, contact_id, quantity_milli)
    return Offer(
        None if price is None else price + extra_minor,
        product_prices.tax_bp(session, product_id),
    )


def scanned(
    session: Session, code: str, contact_id: int | None = None, *, codes: bool = False
) -> ProductRow | None:
    """The one product on sale with this bar code, or with ``codes`` this code; else ``None``."""
    plain = text.clean(text.halfwidth(code))
    if not plain:
        return None
    is_it = product_checks.has_number(plain) if codes else Product.barcode == plain
    query = products.rows_query().where(
        is_it, Product.deleted_at.is_(None), Product.active.is_(True)
    )
    found = products.rows(session, query.limit(2), contact_id)
    return found[0] if len(found) == 1 else None


def is_bar_code(typed: str) -> bool:
    """True for digits with the right check digit of an EAN or UPC: what a scanner types."""
    plain = text.halfwidth(typed).strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) in _GTIN_LENGTHS):
        return False
    digits = [int(one) for one in reversed(plain)]
    weighed = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return weighed % 10 == 0
