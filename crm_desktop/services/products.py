"""Products: listing, finding and making them, and what a customer last paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.names import pinyin_of
from crm_desktop.db.models import Product, ProductCategory, Sale, SaleLine, StockMovement
from crm_desktop.services import settings


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as typed; only ``name`` is needed. Prices in minor units of the shop's money."""

    name: str
    code: str = ""
    barcode: str = ""
    spec: str = ""
    unit: str = ""
    category: str = ""
    price_minor: int | None = None
    cost_minor: int | None = None
    is_service: bool = False
    days_of_use: int | None = None
    warranty_months: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as listed. ``stock_milli`` is ``None`` when its stock is not counted;
    ``last_price_minor`` what the customer asked about paid last, if any."""

    id: int
    name: str
    code: str
    barcode: str
    spec: str
    unit: str
    category: str
    price_minor: int | None
    cost_minor: int | None
    currency: str
    days_of_use: int | None
    warranty_months: int | None
    is_service: bool
    active: bool
    stock_milli: int | None = None
    low_stock: bool = False
    last_price_minor: int | None = None


def create(session: Session, draft: ProductDraft) -> int:
    """Make a product; returns its id. Raises ``UserError`` without a name."""
    name = text.clean(draft.name)
    if not name:
        raise UserError(_("A product needs a name."), _("Nothing was changed."))
    full, initials = pinyin_of(name)
    product = Product(
        name=name,
        pinyin=full,
        initials=initials,
        code=draft.code,
        barcode=draft.barcode,
        spec=draft.spec,
        unit=draft.unit,
        category_id=_category_id(session, draft.category),
        price_minor=draft.price_minor,
        cost_minor=draft.cost_minor,
        currency=settings.get(session, settings.CURRENCY),
        is_service=draft.is_service,
        days_of_use=draft.days_of_use,
        warranty_months=draft.warranty_months,
        remark=draft.remark,
    )
    session.add(product)
    session.flush()
    return product.id


def edit(session: Session, product_id: int, **changes: Any) -> None:
    """Change fields named as in ``ProductDraft``, or ``active``."""
    product = _found(session, product_id)
    unknown = set(changes) - set(ProductDraft.__dataclass_fields__) - {"active"}
    if unknown:
        raise TypeError(f"a product has no {sorted(unknown)} to change")
    if "category" in changes:
        product.category_id = _category_id(session, changes.pop("category"))
    for name, value in changes.items():
        setattr(product, name, value)
    if "name" in changes:
        product.pinyin, product.initials = pinyin_of(product.name)
    session.flush()


def remove(session: Session, product_ids: Sequence[int]) -> None:
    """Move products to the recycle bin; sold lines keep their words and prices."""
    for product_id in product_ids:
        _found(session, product_id).deleted_at = clock.now()
    session.flush()


def count(session: Session, typed: str = "", *, inactive: bool = False) -> int:
    """How many products match."""
    query = select(func.count()).select_from(Product).where(*_clauses(typed, inactive=inactive))
    return session.scalar(query) or 0


def page(
    session: Session, typed: str, offset: int, limit: int, *, inactive: bool = False
) -> list[ProductRow]:
    """``limit`` products by name from ``offset`` on."""
    query = (
        _rows_query()
        .where(*_clauses(typed, inactive=inactive))
        .order_by(Product.pinyin, Product.id)
        .offset(offset)
        .limit(limit)
    )
    return _rows(session, query, None)


def find(
    session: Session, typed: str, limit: int = 8, contact_id: int | None = None
) -> list[ProductRow]:
    """Products for what is typed: code or barcode first, then by the start of name, pinyin or
    initials, then by any part. With ``contact_id`` each has that customer's last price."""
    folded = text.fold(typed)
    plain = text.clean(typed)
    rank = case(
        (or_(Product.code == plain, Product.barcode == plain), 0),
        (Product.name.startswith(plain, autoescape=True), 1),
        (Product.initials.startswith(folded, autoescape=True), 2),
        (Product.pinyin.startswith(folded, autoescape=True), 3),
        else_=4,
    )
    query = (
        _rows_query()
        .where(*_clauses(typed, inactive=False))
        .order_by(rank, Product.pinyin, Product.id)
        .limit(limit)
    )
    return _rows(session, query, contact_id)


def names(session: Session, limit: int) -> list[str]:
    """The names of the first ``limit`` products on sale, in order."""
    query = select(Product.name).where(Product.deleted_at.is_(None), Product.active.is_(True))
    return list(session.scalars(query.order_by(Product.name, Product.id).limit(limit)))


def category_names(session: Session) -> list[str]:
    """The names of all categories, in the shop's order."""
    query = select(ProductCategory.name).where(ProductCategory.deleted_at.is_(None))
    return list(session.scalars(query.order_by(ProductCategory.position, ProductCategory.id)))


def get(session: Session, product_id: int, contact_id: int | None = None) -> ProductRow:
    """One product. Raises ``NotFound``."""
    _found(session, product_id)
    return _rows(session, _rows_query().where(Product.id == product_id), contact_id)[0]


def last_prices(
    session: Session, contact_id: int, product_ids: Sequence[int]
) -> dict[int, tuple[int, dt.date]]:
    """By product what this customer last paid for one unit, and when."""
    query = (
        select(SaleLine.product_id, SaleLine.unit_price_minor, Sale.sold_on)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            Sale.contact_id == contact_id,
            Sale.status == "confirmed",
            Sale.kind == "sale",
            Sale.deleted_at.is_(None),
            SaleLine.product_id.in_(product_ids),
            SaleLine.gift.is_(False),
        )
        .order_by(Sale.sold_on, Sale.id)
    )
    return {
        product_id: (price, day)
        for product_id, price, day in session.execute(query)
        if product_id is not None
    }


def stock(session: Session, product_ids: Sequence[int]) -> dict[int, int]:
    """Stock in thousandths by product: the sum of its movements."""
    query = (
        select(StockMovement.product_id, func.sum(StockMovement.quantity_milli))
        .where(StockMovement.product_id.in_(product_ids))
        .group_by(StockMovement.product_id)
    )
    return dict(session.execute(query).all())


def move_stock(
    session: Session, product_id: int, quantity_milli: int, reason: str, note: str = ""
) -> None:
    """Goods in (positive) or out; the product's stock is counted from then on."""
    product = _found(session, product_id)
    product.stock_counted = True
    session.add(
        StockMovement(
            product_id=product_id,
            moved_on=clock.today(),
            quantity_milli=quantity_milli,
            reason=reason,
            note=note,
        )
    )
    session.flush()


def _clauses(typed: str, *, inactive: bool) -> list[Any]:
    clauses: list[Any] = [Product.deleted_at.is_(None)]
    if not inactive:
        clauses.append(Product.active.is_(True))
    folded = text.fold(typed)
    if folded:
        # A price list is short: looking at every product takes a millisecond for thousands.
        clauses.append(
            or_(
                Product.name.contains(text.clean(typed), autoescape=True),
                Product.pinyin.contains(folded, autoescape=True),
                Product.initials.contains(folded, autoescape=True),
                Product.code.icontains(text.clean(typed), autoescape=True),
                Product.barcode.startswith(text.clean(typed), autoescape=True),
                Product.spec.icontains(text.clean(typed), autoescape=True),
            )
        )
    return clauses


def _rows_query() -> Any:
    return select(Product, ProductCategory.name).outerjoin(
        ProductCategory, ProductCategory.id == Product.category_id
    )


def _rows(session: Session, query: Any, contact_id: int | None) -> list[ProductRow]:
    found = list(session.execute(query))
    ids = [product.id for product, _category in found]
    stocks = stock(session, ids)
    prices = last_prices(session, contact_id, ids) if contact_id is not None else {}
    return [
        ProductRow(
            id=p.id,
            name=p.name,
            code=p.code,
            barcode=p.barcode,
            spec=p.spec,
            unit=p.unit,
            category=category or "",
            price_minor=p.price_minor,
            cost_minor=p.cost_minor,
            currency=p.currency,
            days_of_use=p.days_of_use,
            warranty_months=p.warranty_months,
            is_service=p.is_service,
            active=p.active,
            stock_milli=stocks.get(p.id, 0) if p.stock_counted else None,
            low_stock=p.stock_counted
            and p.low_stock_milli is not None
            and stocks.get(p.id, 0) <= p.low_stock_milli,
            last_price_minor=prices[p.id][0] if p.id in prices else None,
        )
        for p, category in found
    ]


def _category_id(session: Session, name: str) -> int | None:
    name = text.clean(name)
    if not name:
        return None
    found = session.scalar(
        select(ProductCategory.id).where(
            ProductCategory.name == name, ProductCategory.deleted_at.is_(None)
        )
    )
    if found is not None:
        return found
    category = ProductCategory(name=name)
    session.add(category)
    session.flush()
    return category.id


def _found(session: Session, product_id: int) -> Product:
    product = session.get(Product, product_id)
    if product is None or product.deleted_at is not None:
        raise NotFound(_("This product does not exist any more."), _("Nothing was changed."))
    return product
