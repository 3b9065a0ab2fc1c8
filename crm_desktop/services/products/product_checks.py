"""What a product must not be: nameless, below zero, with the code of another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import LARGEST_MINOR
from crm_desktop.db.models import Asset, Product, QuoteLine, SaleLine

LARGEST_MILLI = 10**12
"""Quantities beyond this (a thousand million units) are slips of the keyboard."""

_PRICES = {
    "price_minor": N_("The price"),
    "cost_minor": N_("The cost"),
    "floor_price_minor": N_("The lowest price"),
}
_NUMBERS = {
    "days_of_use": (N_("Days of use"), 36_500),
    "warranty_months": (N_("Months of warranty"), 1_200),
    "service_months": (N_("Months between services"), 1_200),
    "service_hours": (N_("Hours between services"), 1_000_000),
    "low_stock_milli": (N_("The low-stock limit"), LARGEST_MILLI),
    "tax_bp": (N_("The tax"), 10_000),
}


def check(session: Session, product: Product, changed: Collection[str]) -> None:
    """Raise ``UserError`` for a product that cannot be kept so; ``changed`` names the fields that
    were set, so that an old slip elsewhere does not stop an edit."""
    if not product.name:
        raise UserError(_("A product needs a name."), _("Nothing was changed."))
    for name, label in _PRICES.items():
        if name in changed:
            check_amount(getattr(product, name), _(label))
    for name, (label, most) in _NUMBERS.items():
        value = getattr(product, name)
        if name in changed and value is not None and not 0 <= value <= most:
            raise UserError(
                _("{what} cannot be {value}.").format(what=_(label), value=value),
                _("Nothing was changed."),
            )
    if {"price_minor", "floor_price_minor"}.intersection(changed):
        _check_floor(product)
    for name in ("code", "barcode"):
        if name in changed and getattr(product, name):
            _check_number(session, product, name)


def check_amount(minor: int | None, what: str) -> None:
    """Raise ``UserError`` for an amount below zero or too large to be meant; ``None`` is none."""
    if minor is not None and not 0 <= minor <= LARGEST_MINOR:
        raise UserError(
            _("{what} cannot be {value}.").format(what=what, value=formats.amount_exact(minor)),
            _("Nothing was changed."),
            _("Type an amount of zero or more."),
        )


def used_ids(session: Session, product_ids: Sequence[int]) -> set[int]:
    """Those of the products that were sold or quoted, or stand at a customer's."""
    found: set[int] = set()
    for start in range(0, len(product_ids), 500):
        some = Product.id.in_(product_ids[start : start + 500])
        for model in (SaleLine, QuoteLine, Asset):
            used = exists().where(model.product_id == Product.id)
            found.update(session.scalars(select(Product.id).where(some, used)))
    return found


def number_key(typed: str) -> str:
    """How a code or bar code is compared: of half width and, as SQLite does it, with Latin letters
    small."""
    plain = text.halfwidth(typed)
    if plain.isascii():
        return plain.lower()
    return "".join(one.lower() if one.isascii() else one for one in plain)


def has_number(typed: str) -> ColumnElement[bool]:
    """That a product has this code or bar code, in letters of any width and case: ``ro-1`` and
    ``ＲＯ－１`` are typed for the one that ``RO-1`` is printed for."""
    number = number_key(typed)
    exact = text.clean(typed)  # older files may hold codes of full width
    return or_(
        func.lower(Product.code) == number,
        func.lower(Product.barcode) == number,
        Product.code == exact,
        Product.barcode == exact,
    )


def owner_of(session: Session, number: str, product_id: int) -> str | None:
    """The name of another living product with this code or bar code, ``None`` for nobody."""
    with session.no_autoflush:
        return session.scalar(
            select(Product.name).where(
                has_number(number),
                Product.deleted_at.is_(None),
                Product.id != product_id,
            )
        )


def _check_floor(product: Product) -> None:
    price, floor = product.price_minor, product.floor_price_minor
    if price is not None and floor is not None and floor > price:
        raise UserError(
            _("The lowest price {floor} is above the price {price}.").format(
                floor=formats.money_exact(floor, product.currency),
                price=formats.money_exact(price, product.currency),
            ),
            _("Nothing was changed."),
        )


def _check_number(session: Session, product: Product, name: str) -> None:
    """A scanned or typed number must mean one product."""
    number = getattr(product, name)
    other = owner_of(session, number, product.id or 0)
    if other is not None:
        raise UserError(
            _("{number} is the code of “{name}” already.").format(number=number, name=other),
            _("Nothing was changed."),
            _("Give this product another one."),
        )
