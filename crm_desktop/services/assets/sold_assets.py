"""Equipment that came of a sale: what was sold and is still to enter, piece by piece."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import formats, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Asset, Product, Sale, SaleLine
from crm_desktop.services.assets import asset_service, assets
from crm_desktop.services.products import products


@dataclass(frozen=True, slots=True)
class SoldLine:
    """Something sold to a customer; ``quantity_milli`` of it is not among their equipment yet."""

    line_id: int
    product_id: int
    name: str
    quantity_milli: int
    sold_on: dt.date
    number: str


def add_sold(
    session: Session,
    line_id: int,
    serial: str = "",
    place: str = "",
    note: str = "",
    *,
    quantity_milli: int | None = None,
) -> int:
    """Enter what a sale line sold, or ``quantity_milli`` thousandths of it, so that each piece may
    have its own serial number: the warranty runs from the day of sale.

    Raises ``NotFound`` for a line that is gone, ``UserError`` for one without a product or
    customer, and for more than was sold, is not back and was not entered before.
    """
    line, sale = _line_of(session, line_id)
    many = _how_many(session, line, quantity_milli)
    product = products.found(session, line.product_id or 0)
    asset = Asset(
        contact_id=sale.contact_id,
        product_id=line.product_id,
        sale_line_id=line_id,
        name=product.name,
        serial=text.clean(serial),
        place=text.clean(place),
        note=text.clean(note),
        quantity_milli=many,
        sold_on=sale.sold_on,
        installed_on=sale.sold_on,
        warranty_until=assets.warranty_end(session, line.product_id, sale.sold_on),
    )
    session.add(asset)
    session.flush()
    asset_service.reckon(session, asset.id)
    return asset.id


def _line_of(session: Session, line_id: int) -> tuple[SaleLine, Sale]:
    """A line with a product, of a sale with a customer."""
    found = session.execute(
        select(SaleLine, Sale).join(Sale, Sale.id == SaleLine.sale_id).where(SaleLine.id == line_id)
    ).one_or_none()
    if found is None or found[1].deleted_at is not None:
        raise NotFound(_("This sale does not exist any more."), _("Nothing was changed."))
    line, sale = found
    if sale.contact_id is None or line.product_id is None:
        raise UserError(
            _("This line has no customer or no product."),
            _("Nothing was changed."),
            _("Add the equipment by hand on the page of its customer."),
        )
    return line, sale


def _how_many(session: Session, line: SaleLine, wanted_milli: int | None) -> int:
    """What is wanted of a line, or all that is left of it, in thousandths."""
    left = _left_of_lines(session, [line])[line.id]
    if left <= 0:
        raise UserError(_("This was added from the sale before."), _("Nothing was changed."))
    many = left if wanted_milli is None else wanted_milli
    if not 0 < many <= left:
        words = _("Only {quantity} of this sale are left to add.")
        raise UserError(words.format(quantity=formats.quantity(left)), _("Nothing was changed."))
    return many


def sold_lines(session: Session, contact_id: int, limit: int = 50) -> list[SoldLine]:
    """What a customer bought and has still, as far as it is not among their equipment yet; the
    last first."""
    query = (
        select(SaleLine, Product.id, Product.name, Sale.sold_on, Sale.number)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Product, Product.id == SaleLine.product_id)
        .where(
            Sale.contact_id == contact_id,
            Sale.kind == "sale",
            Sale.status == "confirmed",
            Sale.deleted_at.is_(None),
            Product.is_service.is_(False),
            SaleLine.quantity_milli > 0,
        )
        .order_by(Sale.sold_on.desc(), SaleLine.id.desc())
    )
    found = session.execute(query).all()
    left = _left_of_lines(session, [row[0] for row in found])
    rows = [
        SoldLine(line.id, product_id, name, left[line.id], sold_on, number)
        for line, product_id, name, sold_on, number in found
        if left[line.id] > 0
    ]
    return rows[:limit]


def _left_of_lines(session: Session, lines: Sequence[SaleLine]) -> dict[int, int]:
    """By id of the line what is neither back nor among the equipment yet, in thousandths."""
    left = {line.id: line.quantity_milli for line in lines}
    held = select(Asset.sale_line_id, Asset.quantity_milli).where(Asset.deleted_at.is_(None))
    back = (
        select(SaleLine.return_of_line_id, -SaleLine.quantity_milli)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.status == "confirmed", Sale.deleted_at.is_(None))
    )
    ids = list(left)
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        for query in (
            held.where(Asset.sale_line_id.in_(some)),
            back.where(SaleLine.return_of_line_id.in_(some)),
        ):
            for line_id, many in session.execute(query):
                left[line_id or 0] -= many or 1000  # a piece without a quantity stands for one
    return left
