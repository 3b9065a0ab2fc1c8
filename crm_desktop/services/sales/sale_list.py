"""The list of sales: counting, paging and summing without loading the table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, literal_column, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.db.models import Contact, Sale
from crm_desktop.services.figures.sale_goods import goods_of
from crm_desktop.services.records import contact_record
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class SaleQuery:
    """What the list shows: the days from ``first`` to ``last`` included, one customer, only open
    or only late ones. ``text`` finds document numbers and customer
    names by their beginning, names also by pinyin and initials."""

    first: dt.date | None = None
    last: dt.date | None = None
    contact_id: int | None = None
    unpaid: bool = False
    late: bool = False
    cancelled: bool = False
    text: str = ""
    sort: str = "sold_on"
    descending: bool = True
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A sale as listed; a walk-in has no contact. ``goods`` names the first three lines."""

    id: int
    number: str
    kind: str
    status: str
    contact_id: int | None
    contact_name: str
    contact_kind: str
    sold_on: dt.date
    due_on: dt.date | None
    goods: str
    total_minor: int
    paid_minor: int
    open_minor: int
    days_late: int
    currency: str


@dataclass(frozen=True, slots=True)
class SaleSummary:
    """The line below the list, confirmed sales only, in the shop's currency."""

    count: int
    total_minor: int
    paid_minor: int
    open_minor: int
    currency: str


_SORTS = {
    "sold_on": Sale.sold_on,
    "number": Sale.number,
    "total": Sale.total_minor,
    "open": Sale.total_minor - Sale.paid_minor,
    "due_on": Sale.due_on,
}


def count(session: Session, query: SaleQuery) -> int:
    """How many sales match."""
    found = select(func.count()).select_from(Sale).where(*_clauses(query))
    return session.scalar(found) or 0


def page(session: Session, query: SaleQuery, offset: int, limit: int) -> list[SaleRow]:
    """``limit`` sales from ``offset`` on, fetched from the nearer end of the order."""
    total = count(session, query) if offset > _FAR else None
    backwards = total is not None and offset > total - offset - limit
    if backwards and total is not None:
        limit, offset = max(0, min(limit, total - offset)), max(0, total - offset - limit)
    column = _SORTS[query.sort]
    descending = query.descending != backwards
    order = (column.desc(), Sale.id.desc()) if descending else (column.asc(), Sale.id.asc())
    ids = list(
        session.scalars(
            select(Sale.id).where(*_clauses(query)).order_by(*order).offset(offset).limit(limit)
        )
    )
    return rows(session, ids[::-1] if backwards else ids, query.today)


def all_ids(session: Session, query: SaleQuery) -> list[int]:
    """Every matching id in order: read once in the background, it makes far pages cheap."""
    return list(session.scalars(_ordered(query)))


_FAR = 2_000
"""From here on counting first is cheaper than walking."""


def rows(session: Session, ids: list[int], today: dt.date | None = None) -> list[SaleRow]:
    """The rows of these ids, in their order."""
    day = today or clock.today()
    goods = goods_of(session, ids)
    query = (
        select(Sale, Contact.name, Contact.kind)
        .outerjoin(Contact, Contact.id == Sale.contact_id)
        .where(Sale.id.in_(ids))
    )
    found = {
        sale.id: _row(sale, name or "", kind or "", goods.get(sale.id, ""), day)
        for sale, name, kind in session.execute(query)
    }
    return [found[sale_id] for sale_id in ids if sale_id in found]


def summary(session: Session, query: SaleQuery) -> SaleSummary:
    """Number and sums of what matches."""
    currency = settings.get(session, settings.CURRENCY)
    number, total, paid = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Sale.total_minor), 0),
            func.coalesce(func.sum(Sale.paid_minor), 0),
        ).where(*_clauses(query), Sale.status == "confirmed", Sale.currency == currency)
    ).one()
    return SaleSummary(number, total, paid, total - paid, currency)


def _row(sale: Sale, name: str, kind: str, goods: str, day: dt.date) -> SaleRow:
    still_open = sale.total_minor - sale.paid_minor if sale.status == "confirmed" else 0
    late = (day - sale.due_on).days if still_open and sale.due_on else 0
    return SaleRow(
        id=sale.id,
        number=sale.number,
        kind=sale.kind,
        status=sale.status,
        contact_id=sale.contact_id,
        contact_name=name,
        contact_kind=kind,
        sold_on=sale.sold_on,
        due_on=sale.due_on,
        goods=goods or sale.remark,
        total_minor=sale.total_minor,
        paid_minor=sale.paid_minor,
        open_minor=still_open,
        days_late=max(0, late),
        currency=sale.currency,
    )


def _ordered(query: SaleQuery) -> Select[int]:
    """Ids of what matches, in the order of the query."""
    column = _SORTS[query.sort]
    order = (column.desc(), Sale.id.desc()) if query.descending else (column.asc(), Sale.id.asc())
    return select(Sale.id).where(*_clauses(query)).order_by(*order)


def matching(query: SaleQuery) -> Select[int]:
    """Ids of what matches, for other queries."""
    return select(Sale.id).where(*_clauses(query))


def _clauses(query: SaleQuery) -> list[ColumnElement[bool]]:
    today = query.today or clock.today()
    clauses: list[ColumnElement[bool]] = [Sale.deleted_at.is_(None)]
    if not query.cancelled:
        # Written into the statement, so that the indexes over confirmed sales serve.
        clauses.append(Sale.status == literal_column("'confirmed'"))
    if query.first is not None:
        clauses.append(Sale.sold_on >= query.first)
    if query.last is not None:
        clauses.append(Sale.sold_on <= query.last)
    if query.contact_id is not None:
        clauses.append(Sale.contact_id == query.contact_id)
    if query.unpaid or query.late:
        clauses.append(Sale.paid_minor != Sale.total_minor)
    if query.late:
        clauses.append(Sale.due_on < today)
    if query.text.strip():
        typed = query.text.strip()
        named = Sale.contact_id.in_(contact_record.called(typed))
        clauses.append(or_(Sale.number.startswith(typed, autoescape=True), named))
    return clauses
