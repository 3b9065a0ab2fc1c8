"""The list of products: by words, category and state, counted and paged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Product, ProductCategory, StockMovement
from crm_desktop.services.products import product_categories, products
from crm_desktop.services.products.products import ProductRow

VIEWS = ("sold", "low", "priceless", "hidden", "all")
"""What can be listed: those on sale, low in stock, without a price, hidden, and every one."""

NO_CATEGORY = 0


@dataclass(frozen=True, slots=True)
class ProductQuery:
    """What the list shows. ``category_id`` takes those below along; ``NO_CATEGORY`` finds those in
    none. ``text`` is found in name, pinyin, initials, code, bar code and specification."""

    view: str = "sold"
    text: str = ""
    category_id: int | None = None
    sort: str = "name"
    descending: bool = False


def count(session: Session, query: ProductQuery) -> int:
    """How many products match."""
    return session.scalar(_from(session, query, func.count())) or 0


def page(session: Session, query: ProductQuery, offset: int, limit: int) -> list[ProductRow]:
    """``limit`` products from ``offset`` on, in the order of the query."""
    return rows(session, _ordered(session, query).offset(offset).limit(limit))


def ids(session: Session, query: ProductQuery) -> list[int]:
    """Every matching id, in order."""
    return list(session.scalars(_ordered(session, query)))


def rows(session: Session, chosen: Select[int] | list[int]) -> list[ProductRow]:
    """The rows of products by id, in the order given."""
    wanted = chosen if isinstance(chosen, list) else list(session.scalars(chosen))
    found: dict[int, ProductRow] = {}
    for start in range(0, len(wanted), 500):
        some = products.rows_query().where(Product.id.in_(wanted[start : start + 500]))
        found.update((row.id, row) for row in products.rows(session, some))
    return [found[one] for one in wanted if one in found]


def counts(session: Session, query: ProductQuery) -> dict[str, int]:
    """How many there are in each view, for the same words and category."""
    return {
        view: count(session, ProductQuery(view, query.text, query.category_id)) for view in VIEWS
    }


def _ordered(session: Session, query: ProductQuery) -> Select[int]:
    column = _SORTS[query.sort]
    chosen = _from(session, query, Product.id)
    # What has no price or no stock stands at the end, whichever way it is sorted.
    empty = column.is_(None)
    order = column.desc() if query.descending else column.asc()
    return chosen.order_by(empty, order, Product.pinyin, Product.id)


def _from(session: Session, query: ProductQuery, what: Any) -> Select[Any]:
    chosen = select(what).select_from(Product)
    if query.view == "low" or query.sort == "stock":
        chosen = chosen.outerjoin(_STOCK, _STOCK.c.product_id == Product.id)
    if query.sort == "category":
        chosen = chosen.outerjoin(ProductCategory, ProductCategory.id == Product.category_id)
    return chosen.where(*_clauses(session, query))


def _clauses(session: Session, query: ProductQuery) -> list[ColumnElement[bool]]:
    hidden = query.view in ("hidden", "all")
    clauses: list[ColumnElement[bool]] = products.matching(query.text, inactive=hidden)
    if query.view == "hidden":
        clauses.append(Product.active.is_(False))
    elif query.view == "low":
        below = and_(Product.low_stock_milli.is_not(None), Product.low_stock_milli >= _HAVE)
        clauses += [Product.stock_counted.is_(True), or_(_HAVE < 0, below)]
    elif query.view == "priceless":
        clauses.append(Product.price_minor.is_(None))
    if query.category_id == NO_CATEGORY:
        clauses.append(Product.category_id.is_(None))
    elif query.category_id is not None:
        below_it = product_categories.ids_below(session, query.category_id)
        clauses.append(Product.category_id.in_(below_it))
    return clauses


_STOCK = (
    select(StockMovement.product_id, func.sum(StockMovement.quantity_milli).label("have"))
    .group_by(StockMovement.product_id)
    .subquery()
)
_HAVE = func.coalesce(_STOCK.c.have, 0)

_SORTS: dict[str, Any] = {
    "name": Product.pinyin,
    "code": func.nullif(Product.code, ""),
    "category": ProductCategory.name,
    "price": Product.price_minor,
    "cost": Product.cost_minor,
    "stock": _STOCK.c.have,
}
