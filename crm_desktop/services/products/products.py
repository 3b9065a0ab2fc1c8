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
from crm_desktop.services.assets import asset_service
from crm_desktop.services.products import product_categories, product_checks
from crm_desktop.services.settings import settings

_LINES = frozenset({"name", "code", "barcode", "spec", "unit"})
_CODES = frozenset({"code", "barcode"})


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product as typed; only ``name`` is needed.

    Prices in minor units of the shop's money for one ``unit``; ``None`` is no price yet, 0 is given
    away. ``category`` may be a path, ``Filters / RO``; ``low_stock_milli`` in thousandths.
    """

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
    floor_price_minor: int | None = None
    tax_bp: int | None = None
    service_months: int | None = None
    service_hours: int | None = None
    stock_counted: bool = False
    low_stock_milli: int | None = None
    expert_id: int | None = None


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
    category_id: int | None = None
    floor_price_minor: int | None = None
    low_stock_milli: int | None = None
    picture_id: int | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """What became of products taken away: ``binned`` lie in the recycle bin, ``hidden`` were sold
    or quoted and are only offered no more."""

    binned: int
    hidden: int


def create(session: Session, draft: ProductDraft) -> int:
    """Make a product; returns its id.

    Raises ``UserError`` without a name, for a price below zero, and for a code or bar code that
    another product has.
    """
    product = Product(name="", currency=settings.get(session, settings.CURRENCY))
    given = {name: getattr(draft, name) for name in ProductDraft.__dataclass_fields__}
    assign(session, product, given)
    session.add(product)
    session.flush()
    return product.id


def edit(session: Session, product_id: int, **changes: Any) -> None:
    """Change fields named as in ``ProductDraft``, or ``active``. Raises as ``create``."""
    unknown = set(changes) - set(ProductDraft.__dataclass_fields__) - {"active"}
    if unknown:
        raise TypeError(f"a product has no {sorted(unknown)} to change")
    assign(session, found(session, product_id), changes)
    session.flush()
    if changes.keys() & {"service_months", "service_hours"}:
        asset_service.reckon_product(session, product_id)


def assign(session: Session, product: Product, values: dict[str, Any]) -> None:
    """Set fields by name, the category by its path, and check what came of it."""
    values = dict(values)
    if "category" in values:
        product.category_id = product_categories.by_path(session, values.pop("category"))
    for name, value in values.items():
        if name in _LINES:
            plain = text.halfwidth(value) if name in _CODES else text.clean(value)
            setattr(product, name, " ".join(plain.split()))
        else:
            setattr(product, name, value)
    if "name" in values:
        product.pinyin, product.initials = pinyin_of(product.name)
    product_checks.check(session, product, set(values))


def remove(session: Session, product_ids: Sequence[int]) -> Removed:
    """Move products to the recycle bin; those sold, quoted or standing at a customer's are only
    hidden, so that what was sold keeps its product."""
    used = product_checks.used_ids(session, product_ids)
    living = found_many(session, product_ids)
    for product in living:
        if product.id in used:
            product.active = False
        else:
            product.deleted_at = clock.now()
    session.flush()
    return Removed(len(living) - len(used), len(used))


def show(session: Session, product_ids: Sequence[int], *, active: bool) -> int:
    """Offer hidden products again, or hide them; returns how many changed."""
    changed = [one for one in found_many(session, product_ids) if one.active != active]
    for product in changed:
        product.active = active
    session.flush()
    return len(changed)


def count(session: Session, typed: str = "", *, inactive: bool = False) -> int:
    """How many products match."""
    query = select(func.count()).select_from(Product).where(*matching(typed, inactive=inactive))
    return session.scalar(query) or 0


def page(
    session: Session, typed: str, offset: int, limit: int, *, inactive: bool = False
) -> list[ProductRow]:
    """``limit`` products by name from ``offset`` on."""
    query = (
        rows_query()
        .where(*matching(typed, inactive=inactive))
        .order_by(Product.pinyin, Product.id)
        .offset(offset)
        .limit(limit)
    )
    return rows(session, query, None)


def find(
    session: Session, typed: str, limit: int = 8, contact_id: int | None = None
) -> list[ProductRow]:
    """Products for what is typed: code or barcode first, then by the start of name, pinyin or
    initials, then by any part. With ``contact_id`` each has that customer's last price."""
    folded = text.fold(typed)
    plain = text.clean(typed)
    rank = case(
        (product_checks.has_number(plain), 0),
        (Product.name.startswith(plain, autoescape=True), 1),
        (Product.initials.startswith(folded, autoescape=True), 2),
        (Product.pinyin.startswith(folded, autoescape=True), 3),
        else_=4,
    )
    query = (
        rows_query()
        .where(*matching(typed, inactive=False))
        .order_by(rank, Product.pinyin, Product.id)
        .limit(limit)
    )
    return rows(session, query, contact_id)


def names(session: Session, limit: int) -> list[str]:
    """The names of the first ``limit`` products on sale, in order."""
    query = select(Product.name).where(Product.deleted_at.is_(None), Product.active.is_(True))
    return list(session.scalars(query.order_by(Product.name, Product.id).limit(limit)))


def category_names(session: Session) -> list[str]:
    """The names of all categories, in the shop's order."""
    query = select(ProductCategory.name).where(ProductCategory.deleted_at.is_(None))
    return list(session.scalars(query.order_by(ProductCategory.position, ProductCategory.id)))


def named(session: Session, typed: str) -> int:
    """The id of the living product with this code, bar code, name or, last, number.

    Raises ``UserError`` when there is none, or several of that name.
    """
    plain = text.clean(typed)
    living = select(Product.id).where(Product.deleted_at.is_(None)).limit(2)
    tries: list[Any] = [
        living.where(product_checks.has_number(plain)),
        living.where(Product.name == plain),
    ]
    if plain.isascii() and plain.isdigit() and len(plain) < 18:
        tries.append(living.where(Product.id == int(plain)))
    for query in tries:
        ids: list[int] = list(session.scalars(query)) if plain else []
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise UserError(
                _("Several products are called “{name}”.").format(name=plain),
                _("Nothing was changed."),
                _("Say the code or the number instead."),
            )
    raise NotFound(_("There is no product “{name}”.").format(name=plain), _("Nothing was changed."))


def get(session: Session, product_id: int, contact_id: int | None = None) -> ProductRow:
    """One product. Raises ``NotFound``."""
    found(session, product_id)
    return rows(session, rows_query().where(Product.id == product_id), contact_id)[0]


def last_prices(
    session: Session, contact_id: int, product_ids: Sequence[int]
) -> dict[int, tuple[int, dt.date]]:
    """By product what this customer last paid for one unit in the shop's currency, and when."""
    query = (
        select(SaleLine.product_id, SaleLine.unit_price_minor, Sale.sold_on)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            Sale.contact_id == contact_id,
            Sale.status == "confirmed",
            Sale.kind == "sale",
            Sale.deleted_at.is_(None),
            Sale.currency == settings.get(session, settings.CURRENCY),
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


def matching(typed: str, *, inactive: bool) -> list[Any]:
    """The conditions on ``Product`` for what is typed; hidden ones only with ``inactive``."""
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


def rows_query() -> Any:
    """Products with the name of their category, for ``rows``."""
    return select(Product, ProductCategory.name).outerjoin(
        ProductCategory, ProductCategory.id == Product.category_id
    )


def rows(session: Session, query: Any, contact_id: int | None = None) -> list[ProductRow]:
    """The rows of a query made from ``rows_query``, in its order."""
    read = list(session.execute(query))
    ids = [product.id for product, _category in read]
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
            low_stock=_is_low(p, stocks.get(p.id, 0)),
            last_price_minor=prices[p.id][0] if p.id in prices else None,
            category_id=p.category_id,
            floor_price_minor=p.floor_price_minor,
            low_stock_milli=p.low_stock_milli,
            picture_id=p.picture_id,
        )
        for p, category in read
    ]


def _is_low(product: Product, have_milli: int) -> bool:
    """More sold than came in, or at the limit or below."""
    if not product.stock_counted:
        return False
    limit = product.low_stock_milli
    return have_milli < 0 or (limit is not None and have_milli <= limit)


def found_many(session: Session, product_ids: Sequence[int]) -> list[Product]:
    """Living products. Raises ``NotFound`` when one of them is gone."""
    many: list[Product] = []
    for start in range(0, len(product_ids), 500):
        some = Product.id.in_(product_ids[start : start + 500])
        many += session.scalars(select(Product).where(some, Product.deleted_at.is_(None)))
    if len(many) < len(set(product_ids)):
        raise NotFound(
            _("Some of these products do not exist any more."), _("Nothing was changed.")
        )
    return many


def found(session: Session, product_id: int) -> Product:
    """A living product. Raises ``NotFound``."""
    product = session.get(Product, product_id)
    if product is None or product.deleted_at is not None:
        raise NotFound(_("This product does not exist any more."), _("Nothing was changed."))
    return product
