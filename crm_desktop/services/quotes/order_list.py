"""The list of orders: what was promised for when, and how much of it went."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, CompoundSelect, Select, exists, func, not_, or_, select, union
from sqlalchemy.orm import Session, aliased

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_
from crm_desktop.db.models import (
    Contact,
    Delivery,
    OrderMilestone,
    Sale,
    SaleLine,
)
from crm_desktop.services.figures.sale_goods import goods_of
from crm_desktop.services.quotes.order_goods import left_milli, sent_and_left
from crm_desktop.services.records import contact_record
from crm_desktop.services.settings import settings

VIEWS: dict[str, str] = {
    "open": N_("To deliver"),
    "late": N_("Late"),
    "week": N_("Next 7 days"),
    "transit": N_("On the way"),
    "delivered": N_("Delivered"),
    "": N_("All"),
}
"""What the list can show: orders not all of which was sent, those promised for before today or
within a week, those sent and not received, and those of which nothing is left."""


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """``view`` is one of ``VIEWS``. ``text`` finds numbers and customers by their beginning,
    customers also by pinyin and initials."""

    view: str = "open"
    text: str = ""
    contact_id: int | None = None
    sort: str = "promised_on"
    descending: bool = False
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as listed.

    ``sent_bp`` is the part of its goods that was sent, in basis points of all quantities, rounded
    down; ``came_back`` says that all was taken back before it went;
    ``days_late`` is 0 unless the promise is broken; ``step`` names the first open milestone.
    """

    id: int
    number: str
    contact_id: int | None
    contact_name: str
    sold_on: dt.date
    promised_on: dt.date | None
    days_late: int
    sent_bp: int
    came_back: bool
    received: bool
    goods: str
    step: str
    step_late: bool
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """How many match, how many of them are late, and their sum in the shop's currency."""

    count: int
    late: int
    total_minor: int
    currency: str


_SORTS = {
    "promised_on": func.coalesce(Sale.promised_on, dt.date(9999, 12, 31)),
    "number": Sale.number,
    "customer": Contact.name,
    "sold_on": Sale.sold_on,
    "total": Sale.total_minor,
}


def count(session: Session, query: OrderQuery) -> int:
    """How many orders match."""
    return session.scalar(select(func.count()).select_from(_matching(query).subquery())) or 0


def page(session: Session, query: OrderQuery, offset: int, limit: int) -> list[OrderRow]:
    """``limit`` orders from ``offset`` on."""
    column = _SORTS[query.sort]
    order = (column.desc(), Sale.id.desc()) if query.descending else (column.asc(), Sale.id.asc())
    found = session.execute(
        select(Sale, Contact.name)
        .outerjoin(Contact, Contact.id == Sale.contact_id)
        .where(*_clauses(query))
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    ).all()
    ids = [row[0].id for row in found]
    goods, moved = goods_of(session, ids), sent_and_left(session, ids)
    steps, waiting = _steps(session, ids), _on_the_way(session, ids)
    day = query.today or clock.today()
    rows = []
    for sale, name in found:
        sent, left = moved.get(sale.id, (0, 0))
        promised = sale.promised_on
        late = (day - promised).days if promised is not None and left else 0
        step = steps.get(sale.id)
        rows.append(
            OrderRow(
                id=sale.id,
                number=sale.number,
                contact_id=sale.contact_id,
                contact_name=name or "",
                sold_on=sale.sold_on,
                promised_on=promised,
                days_late=max(0, late),
                sent_bp=sent * _WHOLE // (sent + left) if sent else 0,
                came_back=not sent and not left,
                received=bool(sent) and not left and sale.id not in waiting,
                goods=goods.get(sale.id, ""),
                step=step.name if step is not None else "",
                step_late=step is not None and step.due_on is not None and step.due_on < day,
                total_minor=sale.total_minor,
                currency=sale.currency,
            )
        )
    return rows


_WHOLE = 10_000


def summary(session: Session, query: OrderQuery) -> OrderSummary:
    """Numbers and sum of what matches."""
    currency = settings.get(session, settings.CURRENCY)
    day = query.today or clock.today()
    number, total = session.execute(
        select(func.count(Sale.id), func.coalesce(func.sum(Sale.total_minor), 0)).where(
            Sale.id.in_(_matching(query)), Sale.currency == currency
        )
    ).one()
    late = session.scalar(
        select(func.count(Sale.id)).where(Sale.id.in_(_matching(query)), *_late(day))
    )
    return OrderSummary(number, late or 0, total, currency)


def _matching(query: OrderQuery) -> Select[int]:
    return select(Sale.id).outerjoin(Contact, Contact.id == Sale.contact_id).where(*_clauses(query))


def _clauses(query: OrderQuery) -> list[ColumnElement[bool]]:
    day = query.today or clock.today()
    clauses: list[ColumnElement[bool]] = [
        Sale.deleted_at.is_(None),
        Sale.status == "confirmed",
        Sale.kind == "sale",
        Sale.id.in_(_orders()),
    ]
    if query.view == "open":
        clauses.append(_something_left())
    elif query.view == "late":
        clauses += _late(day)
    elif query.view == "week":
        clauses += [_something_left(), Sale.promised_on.between(day, day + dt.timedelta(days=7))]
    elif query.view == "transit":
        clauses.append(Sale.id.in_(select(Delivery.sale_id).where(Delivery.received_on.is_(None))))
    elif query.view == "delivered":
        clauses += [not_(_something_left()), Sale.id.in_(select(Delivery.sale_id))]
    if query.contact_id is not None:
        clauses.append(Sale.contact_id == query.contact_id)
    if query.text.strip():
        typed = query.text.strip()
        clauses.append(
            or_(
                Sale.number.startswith(typed, autoescape=True),
                Sale.contact_id.in_(contact_record.called(typed)),
            )
        )
    return clauses


def _orders() -> CompoundSelect[int]:
    """Ids of the sales that are orders. One look over the days promised and three indexes: with
    ``or`` every sale of the file would be asked for its milestones and deliveries."""
    sale = aliased(Sale)
    return union(
        select(sale.id).where(sale.promised_on.is_not(None)),
        select(sale.id).where(sale.quote_id.is_not(None)),
        select(OrderMilestone.sale_id),
        select(Delivery.sale_id),
    )


def _late(day: dt.date) -> list[ColumnElement[bool]]:
    return [Sale.promised_on < day, _something_left()]


def _something_left() -> ColumnElement[bool]:
    """Of some line of the sale goods are left to send."""
    line = aliased(SaleLine)
    return exists().where(line.sale_id == Sale.id, line.quantity_milli > 0, left_milli(line) > 0)


def _steps(session: Session, ids: list[int]) -> dict[int, OrderMilestone]:
    """The first open milestone of each."""
    query = (
        select(OrderMilestone)
        .where(OrderMilestone.sale_id.in_(ids), OrderMilestone.done_on.is_(None))
        .order_by(OrderMilestone.position.desc(), OrderMilestone.id.desc())
    )
    return {one.sale_id: one for one in session.scalars(query)}


def _on_the_way(session: Session, ids: list[int]) -> set[int]:
    query = select(Delivery.sale_id).where(
        Delivery.sale_id.in_(ids), Delivery.received_on.is_(None)
    )
    return set(session.scalars(query))
