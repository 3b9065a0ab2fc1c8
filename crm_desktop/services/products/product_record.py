"""Everything kept about one product, and saving it in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Product, ProductOption, ProductPart, Sale, SaleLine
from crm_desktop.services.products import (
    product_categories,
    product_checks,
    product_pictures,
    product_prices,
    products,
)
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.products import ProductDraft

CREATE_ACTION = N_("New product")
EDIT_ACTION = N_("Change product")
REMOVE_ACTION = N_("Delete products")
HIDE_ACTION = N_("Hide products")
SHOW_ACTION = N_("Offer products again")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice the customer has: ``group`` (door), ``name`` (left), what it costs more a unit."""

    group: str
    name: str
    extra_minor: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Another product that falls due ``after_months`` after this one was sold."""

    part_id: int
    after_months: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class ProductEdit:
    """A product as its form holds it."""

    draft: ProductDraft
    tiers: tuple[Tier, ...] = ()
    options: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """A product with all that belongs to it; ``edit.draft.category`` is the path of its category.

    ``stock_milli`` is ``None`` when its stock is not counted.
    """

    id: int
    edit: ProductEdit
    currency: str
    active: bool
    picture_id: int | None
    stock_milli: int | None
    low_stock: bool
    created_on: dt.date


@dataclass(frozen=True, slots=True)
class ProductFigures:
    """How a product sold since a day, returns deducted; in minor units of its own currency."""

    sold_milli: int
    sold_minor: int
    buyers: int
    last_sold_on: dt.date | None


def record(session: Session, product_id: int) -> ProductRecord:
    """One product. Raises ``NotFound``."""
    product = products.found(session, product_id)
    row = products.get(session, product_id)
    values: dict[str, Any] = {
        name: getattr(product, name, None) for name in ProductDraft.__dataclass_fields__
    }
    values["category"] = category_path(session, product.category_id)
    return ProductRecord(
        id=product.id,
        edit=ProductEdit(
            ProductDraft(**values),
            tuple(product_prices.tiers(session, product_id)),
            options(session, product_id),
            parts(session, product_id),
        ),
        currency=product.currency,
        active=product.active,
        picture_id=product.picture_id,
        stock_milli=row.stock_milli,
        low_stock=row.low_stock,
        created_on=product.created_at.astimezone().date(),
    )


def save(
    session: Session,
    product_id: int | None,
    edit: ProductEdit,
    picture: tuple[str, bytes] | None = None,
) -> int:
    """Make a product (``None``) or change one, with its prices, options and parts; returns its id.

    ``picture`` is the name and the bytes of another picture; no bytes take it away, ``None`` leaves
    it. Raises ``UserError`` for what cannot be kept; then nothing is.
    """
    if product_id is None:
        product_id = products.create(session, edit.draft)
    else:
        fields = {name: getattr(edit.draft, name) for name in ProductDraft.__dataclass_fields__}
        before = category_path(session, products.found(session, product_id).category_id)
        if fields["category"] == before:
            del fields["category"]  # the same name may stand in two places of the tree
        products.edit(session, product_id, **fields)
    product_prices.set_tiers(session, product_id, edit.tiers)
    set_options(session, product_id, edit.options)
    set_parts(session, product_id, edit.parts)
    if picture is not None:
        set_picture(session, product_id, *picture)
    return product_id


def set_picture(session: Session, product_id: int, name: str, content: bytes) -> None:
    """Give a product another picture, or none when there are no bytes. Raises ``UserError``."""
    if content:
        product_pictures.set_picture(session, product_id, name, content)
    else:
        product_pictures.remove(session, product_id)


def set_options(session: Session, product_id: int, wanted: Sequence[Option]) -> None:
    """Replace the options of a product. Raises ``UserError`` for one without a name."""
    rows = list(
        session.scalars(
            select(ProductOption)
            .where(ProductOption.product_id == product_id)
            .order_by(ProductOption.position, ProductOption.id)
        )
    )
    for position, one in enumerate(wanted):
        name = text.clean(one.name)
        if not name:
            raise UserError(_("An option needs a name."), _("Nothing was changed."))
        product_checks.check_amount(one.extra_minor, _("What an option costs more"))
        row = rows[position] if position < len(rows) else ProductOption(product_id=product_id)
        row.group_name, row.name = text.clean(one.group), name
        row.extra_minor, row.position = one.extra_minor, position
        session.add(row)
    for row in rows[len(wanted) :]:
        session.delete(row)
    session.flush()


def set_parts(session: Session, product_id: int, wanted: Sequence[Part]) -> None:
    """Replace the parts of a product. Raises ``UserError`` for a product that is its own part, and
    for months that cannot be."""
    for one in wanted:
        products.found(session, one.part_id)
        if one.part_id == product_id:
            raise UserError(_("A product cannot be its own part."), _("Nothing was changed."))
        if not 0 < one.after_months <= 1_200:
            raise UserError(
                _("A part cannot fall due after {n} months.").format(n=one.after_months),
                _("Nothing was changed."),
            )
    rows = list(
        session.scalars(
            select(ProductPart)
            .where(ProductPart.product_id == product_id)
            .order_by(ProductPart.after_months, ProductPart.id)
        )
    )
    new = {(one.part_id, one.after_months) for one in wanted}
    for row in rows:
        if (row.part_id, row.after_months) in new:
            new.remove((row.part_id, row.after_months))
        else:
            session.delete(row)
    for part_id, after_months in sorted(new):
        session.add(ProductPart(product_id=product_id, part_id=part_id, after_months=after_months))
    session.flush()


def parts(session: Session, product_id: int) -> tuple[Part, ...]:
    """The parts of a product that still exist, those due first first."""
    query = (
        select(ProductPart.part_id, ProductPart.after_months, Product.name)
        .join(Product, Product.id == ProductPart.part_id)
        .where(ProductPart.product_id == product_id, Product.deleted_at.is_(None))
        .order_by(ProductPart.after_months, ProductPart.id)
    )
    return tuple(Part(*row) for row in session.execute(query))


def figures(session: Session, product_id: int, since: dt.date) -> ProductFigures:
    """How a product sold from ``since`` on."""
    product = products.found(session, product_id)
    row = session.execute(
        select(
            func.coalesce(func.sum(SaleLine.quantity_milli), 0),
            func.coalesce(func.sum(SaleLine.amount_minor), 0),
            func.count(Sale.contact_id.distinct()),
            func.max(Sale.sold_on),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            SaleLine.product_id == product_id,
            Sale.sold_on >= since,
            Sale.status == "confirmed",
            Sale.deleted_at.is_(None),
            Sale.currency == product.currency,
        )
    ).one()
    return ProductFigures(*row)


def category_path(session: Session, category_id: int | None) -> str:
    """All names from the top of the tree down to a category."""
    if category_id is None:
        return ""
    return next((row.path for row in product_categories.tree(session) if row.id == category_id), "")


def options(session: Session, product_id: int) -> tuple[Option, ...]:
    """The options of a product, in their order."""
    query = (
        select(ProductOption.group_name, ProductOption.name, ProductOption.extra_minor)
        .where(ProductOption.product_id == product_id)
        .order_by(ProductOption.position, ProductOption.id)
    )
    return tuple(Option(*row) for row in session.execute(query))
