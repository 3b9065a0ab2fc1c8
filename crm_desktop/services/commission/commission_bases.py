"""What commission and targets are reckoned from: each person's part of each line sold or paid.

``sales``: what a line brought, less its part of the sale's discount, without tax on top; in the
month of the sale. ``margin``: that less cost; lines whose cost nobody entered are left out and
counted. ``received``: the part of a line that was paid, in the month of the payment or, for money
paid ahead, of the sale. Returns are negative and go to whom the sold goods were credited.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import N_
from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Contact, Payment, PaymentAllocation, Product, Sale, SaleLine
from crm_desktop.services.commission import commission_shares
from crm_desktop.services.figures.sales_figures import Period, counted
from crm_desktop.services.payments import bonus

BASES: dict[str, str] = {
    "sales": N_("Sales"),
    "margin": N_("Margin"),
    "received": N_("Money received"),
}
"""What a plan or target may be about, with its msgid."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A person's part of one line, in minor units; negative for a return. ``product_id`` and
    ``category_id`` are ``None`` and ``level`` is empty where there is none."""

    staff_id: int | None
    sale_id: int
    day: dt.date
    product_id: int | None
    category_id: int | None
    level: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Credits:
    """All of a month; ``without_cost`` counts lines that margin cannot be told of."""

    rows: tuple[Credit, ...]
    without_cost: int = 0

    @property
    def total_minor(self) -> int:
        """The whole pool, whoever has which part."""
        return sum(row.amount_minor for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Line:
    product_id: int | None
    category_id: int | None
    amount_minor: int
    cost_minor: int | None


@dataclass(frozen=True, slots=True)
class _Sold:
    """A sale with its lines; ``level`` is its customer's, ``original_id`` what it gives back."""

    id: int
    day: dt.date
    original_id: int | None
    level: str
    net_minor: int
    total_minor: int
    lines: tuple[_Line, ...]

    def line_amounts(self) -> list[int]:
        """What each line brought: the sale's discount is spread over them."""
        amounts = [line.amount_minor for line in self.lines]
        if sum(amounts) == self.net_minor:
            return amounts
        return commission_shares.divide(self.net_minor, amounts)


class Pools:
    """The credits of one month and currency; each basis is read once, however often it is asked
    for within one reading."""

    def __init__(self, session: Session, period: Period, currency: str) -> None:
        self._session, self._period, self._currency = session, period, currency
        self._known: dict[str, Credits] = {}
        self._sales: list[_Sold] | None = None

    def of(self, basis: str) -> Credits:
        """Everybody's parts. ``basis`` is one of ``BASES``."""
        if basis not in self._known:
            self._known[basis] = self._paid() if basis == "received" else self._made(basis)
        return self._known[basis]

    def _paid(self) -> Credits:
        ids = _paid_in(self._session, self._period)
        sold = _sold(self._session, ids, self._currency)
        amounts = _received(self._session, sold, self._period)
        return Credits(tuple(_credit(self._session, sold, amounts)))

    def _made(self, basis: str) -> Credits:
        if self._sales is None:
            ids = _sold_in(self._session, self._period, self._currency)
            self._sales = _sold(self._session, ids, self._currency)
        amounts = [(one, one.day, one.line_amounts()) for one in self._sales]
        without = 0
        if basis == "margin":
            amounts = [(one, day, _margins(one, brought)) for one, day, brought in amounts]
            without = sum(line.cost_minor is None for one in self._sales for line in one.lines)
        return Credits(tuple(_credit(self._session, self._sales, amounts)), without)


def credited(session: Session, period: Period, basis: str, currency: str) -> Credits:
    """One basis of ``Pools``."""
    return Pools(session, period, currency).of(basis)


def _margins(one: _Sold, brought: Sequence[int]) -> list[int]:
    return [
        0 if line.cost_minor is None else amount - line.cost_minor
        for line, amount in zip(one.lines, brought, strict=True)
    ]


_Amounts = Sequence[tuple[_Sold, dt.date, Sequence[int]]]


def _credit(session: Session, sold: Sequence[_Sold], amounts: _Amounts) -> Iterator[Credit]:
    """Divide each line among who shares in the sale, or in the one it gives back."""
    origins = sorted({one.original_id or one.id for one in sold})
    shares = commission_shares.of_sales(session, sorted({*origins, *(one.id for one in sold)}))
    for one, day, parts in amounts:
        who = shares.get(one.original_id or one.id) or shares[one.id]
        for line, amount in zip(one.lines, parts, strict=True):
            divided = commission_shares.divide(amount, [share for _person, share in who])
            for (person, _share), part in zip(who, divided, strict=True):
                if part:
                    yield Credit(
                        person, one.id, day, line.product_id, line.category_id, one.level, part
                    )


def _sold_in(session: Session, period: Period, currency: str) -> list[int]:
    query = select(Sale.id).where(
        Sale.sold_on.between(period.first, period.last), counted(currency)
    )
    return list(session.scalars(query.order_by(Sale.id)))


def _paid_in(session: Session, period: Period) -> list[int]:
    """Sales some of whose money may have come in the period."""
    paid = (
        select(PaymentAllocation.sale_id)
        .join(Payment, Payment.id == PaymentAllocation.payment_id)
        .where(Payment.deleted_at.is_(None), Payment.method != bonus.METHOD)
    )
    # Two searches by day: one with "or" would read every payment there ever was.
    by_payment = paid.where(Payment.paid_on.between(period.first, period.last))
    by_sale = paid.join(Sale, Sale.id == PaymentAllocation.sale_id).where(
        Sale.sold_on.between(period.first, period.last)
    )
    return sorted({*session.scalars(by_payment), *session.scalars(by_sale)})


def _received(session: Session, sold: Sequence[_Sold], period: Period) -> _Amounts:
    """What was paid of each line in the period. A sale's payments are taken in order and each
    brings the lines up to their part of all that is paid, so that no cent is lost between."""
    paid = _payments(session, [one.id for one in sold])
    found: list[tuple[_Sold, dt.date, Sequence[int]]] = []
    for one in sold:
        whole, reached = one.line_amounts(), 0
        before = [0] * len(whole)
        for day, amount in sorted((max(on, one.day), part) for on, part in paid[one.id]):
            reached += amount
            net = divide_half_up(one.net_minor * reached, one.total_minor) if one.total_minor else 0
            now = commission_shares.divide(net, whole)
            if period.first <= day <= period.last:
                parts = [new - old for new, old in zip(now, before, strict=True)]
                found.append((one, day, parts))
            before = now
    return found


def _payments(session: Session, sale_ids: Sequence[int]) -> Mapping[int, list[tuple[dt.date, int]]]:
    found: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    for start in range(0, len(sale_ids), 500):
        query = (
            select(PaymentAllocation.sale_id, Payment.paid_on, PaymentAllocation.amount_minor)
            .join(Payment, Payment.id == PaymentAllocation.payment_id)
            .where(
                PaymentAllocation.sale_id.in_(sale_ids[start : start + 500]),
                Payment.deleted_at.is_(None),
                Payment.method != bonus.METHOD,
            )
        )
        for sale, day, amount in session.execute(query):
            found[sale].append((day, amount))
    return found


def _sold(session: Session, sale_ids: Sequence[int], currency: str) -> list[_Sold]:
    found: list[_Sold] = []
    for start in range(0, len(sale_ids), 500):
        some = sale_ids[start : start + 500]
        lines = _lines(session, some)
        query = (
            select(
                Sale.id, Sale.sold_on, Sale.return_of_id, Contact.level,
                Sale.subtotal_minor - Sale.discount_minor, Sale.total_minor,
            )
            .outerjoin(Contact, Contact.id == Sale.contact_id)
            .where(Sale.id.in_(some), counted(currency))
            .order_by(Sale.id)
        )  # fmt: skip
        for sale, day, original, level, net, total in session.execute(query):
            # A sale known by its total alone is one line of nothing in particular.
            own = lines.get(sale) or (_Line(None, None, net, None),)
            found.append(_Sold(sale, day, original, level or "", net, total, own))
    return found


def _lines(session: Session, sale_ids: Sequence[int]) -> dict[int, tuple[_Line, ...]]:
    query = (
        select(
            SaleLine.sale_id, SaleLine.product_id, Product.category_id, SaleLine.amount_minor,
            SaleLine.cost_minor, SaleLine.quantity_milli,
        )
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(SaleLine.sale_id.in_(sale_ids))
        .order_by(SaleLine.position, SaleLine.id)
    )  # fmt: skip
    found: dict[int, list[_Line]] = defaultdict(list)
    for sale, product, category, amount, cost, quantity in session.execute(query):
        spent = None if cost is None else divide_half_up(cost * quantity, 1000)
        found[sale].append(_Line(product, category, amount, spent))
    return {sale: tuple(rows) for sale, rows in found.items()}
