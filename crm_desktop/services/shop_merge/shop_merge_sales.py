"""Sales and payments both files hold, so that no amount comes in twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.db.models import Base
from crm_desktop.services.shop_merge.shop_merge_join import Join, in_table, matching
from crm_desktop.services.shop_merge.shop_merge_tables import living

_SALE = ("id", "sold_on", "total_minor", "currency", "kind", "contact_id", "number", "deleted_at")
_PAYMENT = ("id", "contact_id", "paid_on", "amount_minor", "currency", "kind")
_LINES = (
    "SELECT product_id, description, spec, unit, quantity_milli, amount_minor"
    " FROM sale_line WHERE sale_id = ?"
)
Row = Sequence[Any]


def plan_sales(join: Join) -> None:
    """A sale is there when number, day, total and customer agree.

    One without a number or a customer must have the same lines too.
    """
    part = join.part("sale")
    there: dict[Row, list[tuple[int, str]]] = defaultdict(list)
    for row in join.own.read("sale", _SALE, "deleted_at IS NULL"):
        there[row[1:6]].append((row[0], row[6]))
    for row in join.other.read("sale", _SALE, living(Base.metadata.tables["sale"])):
        join.tick(matching())
        if join.recall("sale", row[0]):
            continue
        contact = join.own_id("contact", row[5])
        # Of a customer who is new no sale can be there.
        alike = there.get((*row[1:5], contact), []) if contact or row[5] is None else []
        found = None if row[7] else _same_sale(join, row, alike)
        if found is not None:
            alike.remove(found)
            part.known(row[0], found[0])
        else:
            part.make(row[0])


def _same_sale(join: Join, row: Row, alike: Iterable[tuple[int, str]]) -> tuple[int, str] | None:
    number, named = row[6], row[5] is not None
    for own_id, own_number in alike:
        if own_number != number:
            continue
        if (number and named) or _same_lines(join, row[0], own_id):
            return own_id, own_number
    return None


def _same_lines(join: Join, other_id: int, own_id: int) -> bool:
    """Whether two sales are of the same goods; sales without any line tell nothing."""
    theirs = sorted(
        repr((join.own_id("product", line[0]) or 0, *line[1:]))
        for line in join.other.ask(_LINES, (other_id,))
    )
    ours = [repr((line[0] or 0, *line[1:])) for line in join.own.ask(_LINES, (own_id,))]
    return bool(theirs) and theirs == sorted(ours)


@dataclass(slots=True)
class _Room:
    """How much of each sale or payment of ours is still open, in minor units."""

    open: dict[int, int] = field(default_factory=dict)

    def fits(self, own_id: int, amount: int) -> bool:
        """Whether ``amount`` is no more than what is open; payments and refunds alike."""
        left = self.open.get(own_id, 0)
        return amount * left > 0 and abs(amount) <= abs(left)

    def all_fit(self, shares: Iterable[tuple[int, int]]) -> bool:
        """Whether every share fits; one payment has one share in a sale."""
        return all(self.fits(sale, amount) for sale, amount in shares)

    def take(self, own_id: int, amount: int) -> None:
        """Use up what is open."""
        self.open[own_id] -= amount


def plan_payments(join: Join) -> None:
    """A payment of a sale that is there comes in only for what that sale is still owed."""
    part = join.part("payment")
    parts = _of_sales_there(join)
    room = _open_sales(join, {sale for shares in parts.values() for sale, _amount in shares})
    there = _payments_of(join, room.open)
    for row in join.other.read("payment", _PAYMENT, living(Base.metadata.tables["payment"])):
        join.tick(matching())
        if join.recall("payment", row[0]):
            continue
        shares = parts.get(row[0], [])
        same = there.get((shares[0][0], *row[2:5]), []) if shares else []
        if same:
            part.known(row[0], same.pop())
            continue
        fits = room.all_fit(shares)
        if not fits and not _pays_new(join, row[0]):
            part.to[row[0]] = 0
            join.payments_left += 1
            continue
        part.make(row[0])
        for sale, amount in shares if fits else ():
            room.take(sale, amount)


def _of_sales_there(join: Join) -> dict[int, list[tuple[int, int]]]:
    """Other's payments of sales that are there: ``(own sale, amount)``."""
    part = join.part("sale")
    columns = ("id", "payment_id", "sale_id", "amount_minor")
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for _id, payment, sale, amount in join.other.read("payment_allocation", columns):
        own_id = part.to.get(sale, 0)
        if part.is_there(own_id):
            found[payment].append((own_id, amount))
    return found


def _open_sales(join: Join, ids: Iterable[int]) -> _Room:
    rows = in_table(join.own, "sale", ("total_minor", "paid_minor"), ids)
    return _Room({own_id: total - paid for own_id, (total, paid) in rows.items()})


def _payments_of(join: Join, sales: Iterable[int]) -> dict[Row, list[int]]:
    """Our payments of some sales, by sale, day, amount and currency."""
    wanted = set(sales)
    statement = (
        "SELECT part.sale_id, payment.paid_on, payment.amount_minor, payment.currency, payment.id"
        " FROM payment_allocation part JOIN payment ON payment.id = part.payment_id"
        " WHERE payment.deleted_at IS NULL"
    )
    found: dict[Row, list[int]] = defaultdict(list)
    for row in join.own.ask(statement) if wanted else ():
        if row[0] in wanted:
            found[row[:4]].append(row[4])
    return found


def _pays_new(join: Join, payment: int) -> bool:
    """Whether it pays a sale that comes in as well, and so cannot stay behind."""
    part = join.part("sale")
    sales = join.other.ask(
        "SELECT sale_id FROM payment_allocation WHERE payment_id = ?", (payment,)
    )
    return any(part.to.get(sale, 0) >= part.first for (sale,) in sales)


def plan_allocations(join: Join) -> None:
    """Which payment pays which sale: as there, as far as what is there already leaves room.

    Fills ``join.paid``: what every sale of ours, new or not, is paid by shares that come in.
    """
    part, sales, payments = map(join.part, ("payment_allocation", "sale", "payment"))
    columns = ("id", "payment_id", "sale_id", "amount_minor")
    rows = []
    for row in join.other.read("payment_allocation", columns):
        join.tick(matching())
        pay, sale = payments.to.get(row[1], 0), sales.to.get(row[2], 0)
        if not join.recall("payment_allocation", row[0]) and pay and sale:
            rows.append((row[0], pay, sale, row[3]))
    of_sales = _open_sales(join, {row[2] for row in rows if sales.is_there(row[2])})
    of_payments = _open_payments(join, {row[1] for row in rows if payments.is_there(row[1])})
    there = set(join.own.ask("SELECT payment_id, sale_id FROM payment_allocation"))
    for share, pay, sale, amount in rows:
        old_sale, old_payment = sales.is_there(sale), payments.is_there(pay)
        if (pay, sale) in there:
            part.to[share] = 0
            continue
        if (old_sale and not of_sales.fits(sale, amount)) or (
            old_payment and not of_payments.fits(pay, amount)
        ):
            part.to[share] = 0
            continue
        if old_sale:
            of_sales.take(sale, amount)
        if old_payment:
            of_payments.take(pay, amount)
        there.add((pay, sale))
        join.paid[sale] = join.paid.get(sale, 0) + amount
        part.make(share)


def _open_payments(join: Join, ids: Iterable[int]) -> _Room:
    """What of some payments of ours pays for nothing yet."""
    rows = in_table(join.own, "payment", ("amount_minor",), ids)
    open_ = {own_id: row[0] for own_id, row in rows.items()}
    for payment, amount in join.own.ask("SELECT payment_id, amount_minor FROM payment_allocation"):
        if payment in open_:
            open_[payment] -= amount
    return _Room(open_)
