"""Triggers over what stands at customers': warranties, service, parts and consumables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, func, literal, literal_column, or_, select
from sqlalchemy.orm import aliased

from crm_desktop.core.i18n import pgettext
from crm_desktop.core.months import add_months
from crm_desktop.db.models import Asset, Product, ProductPart, Sale, SaleLine
from crm_desktop.services.rules.rule_asking import LONGEST, Asked, Fact, Occasion


def by_warranty(asked: Asked) -> Iterator[Occasion]:
    """Warranties around their last day."""
    yield from _of_assets(asked, Asset.warranty_until)


def by_service(asked: Asked) -> Iterator[Occasion]:
    """The next service planned for a thing."""
    yield from _of_assets(asked, Asset.next_service_on)


def _of_assets(asked: Asked, column: Any) -> Iterator[Occasion]:
    """One occasion for all things of a customer of one day: it stays the same one when some of
    them are renamed or go."""
    what = func.coalesce(func.nullif(Asset.name, ""), Product.name, "")
    for off, first, last in asked.offsets():
        query = (
            select(Asset.contact_id, column, what, func.count())
            .outerjoin(Product, Product.id == Asset.product_id)
            .where(
                column.between(first, last),
                Asset.retired_on.is_(None),
                Asset.deleted_at.is_(None),
                asked.among(Asset.contact_id),
            )
            .group_by(Asset.contact_id, column, what)
            .order_by(Asset.contact_id, column, func.min(Asset.id))
        )
        rows = asked.session.execute(query)
        for (contact_id, on), things in groupby(rows, key=lambda row: (row[0], row[1])):
            names = [f"{name} ×{many}" if many > 1 else name for _id, _on, name, many in things]
            called = pgettext("list separator", ", ").join(filter(None, names))
            facts: dict[str, Fact] = {"what": called, "day": on, "days": off}
            yield Occasion(contact_id, f"{contact_id}:{on}:{off}", on + dt.timedelta(off), facts)


def by_part(asked: Asked) -> Iterator[Occasion]:
    """Parts and consumables some months after the product was sold, unless bought since."""
    product, part = aliased(Product), aliased(Product)
    parts = asked.session.execute(
        select(ProductPart.product_id, ProductPart.part_id, ProductPart.after_months,
               product.name, part.name)
        .join(product, product.id == ProductPart.product_id)
        .join(part, part.id == ProductPart.part_id)
        .where(
            ProductPart.after_months.between(1, LONGEST // 31),
            product.deleted_at.is_(None),
            part.deleted_at.is_(None),
        )
        .order_by(ProductPart.id)
    ).all()  # fmt: skip
    for off, first, last in asked.offsets():
        for product_id, part_id, months, machine, called in parts:
            # Months differ in length: a few days more are looked at than will do.
            sold = add_months(first, -months), add_months(last, -months) + dt.timedelta(4)
            for line in _lines(asked, [product_id], sold, literal(part_id)):
                on = add_months(line.sold_on, months)
                if first <= on <= last:
                    facts: dict[str, Fact] = {
                        "what": called,
                        "for": machine,
                        "day": on,
                        "months": months,
                    }
                    yield _of_line(line, f"{part_id}:{months}:{off}", on, off, facts)


def by_supply(asked: Asked) -> Iterator[Occasion]:
    """Goods with days of use, around the day they run out, unless bought again since."""
    names: dict[int, dict[int, str]] = {}
    for product_id, name, days in asked.session.execute(
        select(Product.id, Product.name, Product.days_of_use).where(
            Product.days_of_use.between(1, LONGEST), Product.deleted_at.is_(None)
        )
    ):
        names.setdefault(days or 0, {})[product_id] = name
    for off, first, last in asked.offsets():
        for days, called in sorted(names.items()):
            use = dt.timedelta(days)
            for line in _lines(asked, list(called), (first - use, last - use), SaleLine.product_id):
                on = line.sold_on + use
                facts: dict[str, Fact] = {
                    "what": called[line.product_id],
                    "day": on,
                    "last": line.sold_on,
                }
                yield _of_line(line, str(off), on, off, facts)


def _of_line(line: Any, subject: str, on: dt.date, off: int, facts: dict[str, Fact]) -> Occasion:
    fires = on + dt.timedelta(off)
    return Occasion(
        line.contact_id,
        f"{line.sale_id}:{line.product_id}:{subject}",
        fires,
        facts,
        sale_id=line.sale_id,
        owner_id=line.staff_id,
    )


def _lines(
    asked: Asked, products: list[int], sold: tuple[dt.date, dt.date], again: Any
) -> Iterator[Any]:
    """Products sold in some days whose buyers have not bought ``again`` since: each once for a
    sale, on however many of its lines it stands."""
    query = (
        select(
            SaleLine.product_id,
            SaleLine.sale_id,
            Sale.contact_id,
            Sale.sold_on,
            Sale.staff_id,
        )
        .distinct()
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            Sale.sold_on.between(*sold),
            Sale.kind == "sale",
            Sale.status == literal_column("'confirmed'"),
            Sale.deleted_at.is_(None),
            _by_sale(SaleLine.product_id).in_(products),
            SaleLine.quantity_milli > 0,
            asked.among(Sale.contact_id),
            ~_bought_since(again),
        )
        .order_by(SaleLine.sale_id, SaleLine.product_id)
    )
    yield from asked.session.execute(query)


def _by_sale(product_id: Any) -> Any:
    """The same number in words no index over products answers: lines are few in a sale, many
    of a product."""
    return product_id + 0


@cache
def _later() -> tuple[type[Sale], type[SaleLine]]:
    """One pair of aliases for every day asked about: each is dear to make."""
    return aliased(Sale), aliased(SaleLine)


def _bought_since(product_id: Any) -> ColumnElement[bool]:
    later, line = _later()
    return (
        select(later.id)
        .join(line, line.sale_id == later.id)
        .where(
            later.contact_id == Sale.contact_id,
            later.sold_on >= Sale.sold_on,
            # Of two sales of one day the second counts.
            or_(later.sold_on > Sale.sold_on, later.id > Sale.id),
            later.kind == "sale",
            later.status == literal_column("'confirmed'"),
            later.deleted_at.is_(None),
            _by_sale(line.product_id) == product_id,
            line.quantity_milli > 0,
        )
        .exists()
    )
