"""Many sales of one day as a sheet: a row for each customer or shop, a column for each product."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import money, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import Contact, Product, Sale, SaleLine, Shop
from crm_desktop.services.products import product_prices, products
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.records import masking
from crm_desktop.services.records.first_phones import first_phones
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.settings import settings

ACTION = N_("Record a sheet of sales")
CUSTOMERS, SHOPS = "customers", "shops"
MOST_ROWS, MOST_COLUMNS = 200, 10
_APART = " · "  # between a name that several have and what tells them apart


@dataclass(frozen=True, slots=True)
class Named:
    """A customer, shop or product at the edge of the sheet."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was written: its edges, and the texts of its cells by row and product."""

    rows: tuple[Named, ...]
    columns: tuple[Named, ...]
    cells: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Prices:
    """What everybody on the sheet is offered everything on it at, read once.

    By product its list price and tiers; by customer the level; by both what was paid last.
    """

    listed: Mapping[int, int | None]
    tiers: Mapping[int, Sequence[Tier]]
    levels: Mapping[int, str]
    lasts: Mapping[tuple[int, int], int]

    def price(self, row: int, product: int, quantity_milli: int) -> int | None:
        """Minor units for one unit, as ``product_prices.offered``; ``None`` without a price."""
        found = product_prices.best_tier(
            self.tiers.get(product, ()), self.levels.get(row, ""), quantity_milli
        )
        offers = [] if found is None else [found.price_minor]
        last = self.lasts.get((row, product))
        offers += [] if last is None else [last]
        return min(offers, default=self.listed.get(product))

    def amount(self, row: int, product: int, quantity_milli: int) -> int:
        """What so much comes to in minor units; 0 without a price."""
        price = self.price(row, product, quantity_milli)
        return money.line_amount(quantity_milli, price) if price is not None else 0


def parties(session: Session, by: str, limit: int = MOST_ROWS) -> list[Named]:
    """Who a sheet begins with: the shops, or the customers who bought last, then the others."""
    if by == SHOPS:
        shops = select(Shop.id, Shop.name).where(Shop.deleted_at.is_(None)).order_by(Shop.id)
        return [Named(*row) for row in session.execute(shops.limit(limit))]
    last = (
        select(Sale.contact_id, func.max(Sale.sold_on).label("day"))
        .where(Sale.status == "confirmed", Sale.deleted_at.is_(None))
        .group_by(Sale.contact_id)
        .subquery()
    )
    query = (
        select(Contact.id, Contact.name)
        .outerjoin(last, last.c.contact_id == Contact.id)
        .where(Contact.deleted_at.is_(None), Contact.archived_at.is_(None))
        .order_by(last.c.day.desc().nulls_last(), Contact.id)
    )
    return _told_apart(session, [Named(*row) for row in session.execute(query.limit(limit))])


def goods(session: Session, limit: int = MOST_COLUMNS) -> list[Named]:
    """The products a sheet begins with: those sold most often, then the others by name."""
    sold = (
        select(SaleLine.product_id, func.count().label("times"))
        .group_by(SaleLine.product_id)
        .subquery()
    )
    query = (
        select(Product.id, Product.name)
        .outerjoin(sold, sold.c.product_id == Product.id)
        .where(Product.deleted_at.is_(None), Product.active.is_(True))
        .order_by(func.coalesce(sold.c.times, 0).desc(), Product.pinyin, Product.id)
    )
    return [Named(*row) for row in session.execute(query.limit(limit))]


def named(session: Session, by: str, names: Sequence[str]) -> list[Named]:
    """The customers, shops or (``by`` empty) products of these names, in their order, once each.

    Raises ``UserError`` that names those who are not there, or are several.
    """
    found: dict[int, Named] = {}
    unknown = []
    for typed in filter(None, map(text.clean, names)):
        one = _named(session, by, typed)
        if one is None:
            unknown.append(typed)
        else:
            found[one.id] = one
    if unknown:
        listed = pgettext("list separator", ", ").join(f"“{name}”" for name in unknown[:5])
        raise UserError(
            _("Nobody or several are called {names}.").format(names=listed),
            _("Nothing was changed."),
        )
    return list(found.values())


def table(session: Session, by: str, block: Sequence[Sequence[str]]) -> Table:
    """What a table says whose first column names the rows and whose first row the products.

    Raises ``UserError`` for names that are unknown, or that stand twice: one of the numbers would
    be lost.
    """
    heads = [text.clean(head) for head in block[0][1:]] if block else []
    lines = [(text.clean(line[0]), line[1:]) for line in block[1:] if line and line[0].strip()]
    rows = _edge(session, by, [name for name, _cells in lines])
    columns = _edge(session, "", [head for head in heads if head])
    cells = {
        (rows[name].id, columns[head].id): typed.strip()
        for name, typed_in in lines
        for head, typed in zip(heads, typed_in, strict=False)
        if head and typed.strip()
    }
    return Table(tuple(rows.values()), tuple(columns.values()), cells)


def _edge(session: Session, by: str, names: Sequence[str]) -> dict[str, Named]:
    named(session, by, names)  # all that are unknown, in one sentence
    found: dict[str, Named] = {}
    for name in names:
        one = named(session, by, [name])[0]
        if one in found.values():
            raise UserError(
                _("“{name}” stands twice.").format(name=name), _("Nothing was changed.")
            )
        found[name] = one
    return found


def _named(session: Session, by: str, name: str) -> Named | None:
    if not by:
        try:
            product = products.found(session, products.named(session, name))
        except UserError:
            return None
        return Named(product.id, product.name)
    if by == SHOPS:
        shops = select(Shop.id, Shop.name).where(Shop.name == name, Shop.deleted_at.is_(None))
        found = [Named(*row) for row in session.execute(shops.limit(2))]
    else:
        found = _customers(session, name)
    return found[0] if len(found) == 1 else None


def _customers(session: Session, name: str) -> list[Named]:
    """Who is called so; of several of one name, the one told apart as the sheet does it."""
    parts = name.split(_APART)
    names = [_APART.join(parts[:end]) for end in range(1, len(parts) + 1)]
    query = select(Contact.id, Contact.name).where(
        Contact.name.in_(names), Contact.deleted_at.is_(None)
    )
    rows = [Named(*row) for row in session.execute(query.order_by(Contact.id))]
    exact = [one for one in rows if one.name == name]
    return exact or [one for one in _told_apart(session, rows) if one.name == name]


def _told_apart(session: Session, rows: list[Named]) -> list[Named]:
    """Customers whose name others of the file have too with their phone beside it, and where that
    does not help with their place among them."""
    query = select(Contact.id, Contact.name).where(
        Contact.name.in_({one.name for one in rows}), Contact.deleted_at.is_(None)
    )
    everybody = [Named(*row) for row in session.execute(query.order_by(Contact.id))]
    times = Counter(one.name for one in everybody)
    twins = [one.id for one in everybody if times[one.name] > 1]
    phones, show = first_phones(session, twins), masking.shown_by(session)
    called = {one.id: one.name for one in everybody}
    seen: Counter[str] = Counter()
    for one in twins:
        name = f"{called[one]}{_APART}{show(phones.get(one, ''))}".removesuffix(_APART)
        seen[name] += 1
        again = name == called[one] or seen[name] > 1
        called[one] = f"{name}{_APART}{seen[name]}" if again else name
    return [Named(one.id, called.get(one.id, one.name)) for one in rows]


def prices(
    session: Session, by: str, rows: Sequence[int], columns: Sequence[int]
) -> Prices:  # fmt: skip
    """The prices of a sheet of these rows and products."""
    ours = select(Product.id, Product.price_minor).where(
        Product.id.in_(columns), Product.currency == settings.get(session, settings.CURRENCY)
    )
    listed = {product: price for product, price in session.execute(ours)}  # noqa: C416 - rows
    levels: dict[int, str] = {}
    lasts: dict[tuple[int, int], int] = {}
    if by == CUSTOMERS:
        found = session.execute(select(Contact.id, Contact.level).where(Contact.id.in_(rows)))
        levels = {contact: level for contact, level in found}  # noqa: C416 - rows
        for row in rows:
            for product, price in product_prices.paid_before(session, row, [*listed]).items():
                lasts[row, product] = price
    return Prices(listed, product_prices.of_many(session, [*listed]), levels, lasts)


def record(
    session: Session,
    by: str,
    day: dt.date,
    cells: Mapping[tuple[int, int], int],
    *,
    method: str = "",
    below_floor_reason: str = "",
    approver_id: int | None = None,
    progress: Progress = no_progress,
) -> list[int]:
    """Record a sale for each row that has a quantity, thousandths by row and product.

    Paid in full by ``method``, on credit when that is empty; sales of a shop are of walk-ins, who
    pay. All or none. Raises ``UserError`` that names the row.
    """
    rows = list(dict.fromkeys(row for row, _product in cells))
    columns = list(dict.fromkeys(product for _row, product in cells))
    known = prices(session, by, rows, columns)
    ids = []
    for done, row in enumerate(rows):
        progress(done, len(rows))
        lines = tuple(
            LineDraft(
                product,
                quantity_milli=quantity,
                unit_price_minor=_price(session, known, row, product, quantity),
            )
            for (of, product), quantity in cells.items()
            if of == row
        )
        total = sum(known.amount(row, line.product_id or 0, line.quantity_milli) for line in lines)
        draft = SaleDraft(
            lines,
            row if by == CUSTOMERS else None,
            day,
            payments=(PaymentDraft(total, method),) if method and total else (),
            shop_id=row if by == SHOPS else None,
        )
        try:
            ids.append(sales.record_agreed(session, draft, below_floor_reason, approver_id))
        except UserError as problem:
            raise _of_row(session, by, row, problem) from problem
    return ids


def _price(session: Session, known: Prices, row: int, product_id: int, quantity: int) -> int:
    price = known.price(row, product_id, quantity)
    if price is None:
        name = products.found(session, product_id).name
        raise UserError(_("{name} has no price.").format(name=name), _("Nothing was saved."))
    return price


def _of_row(session: Session, by: str, row: int, problem: UserError) -> UserError:
    """The same sentence with the name of the row."""
    shop, contact = session.get(Shop, row), session.get(Contact, row)
    owner = shop if by == SHOPS else contact
    name = owner.name if owner is not None else ""
    return type(problem)(f"{name}: {problem.what}", problem.kept, problem.do)
