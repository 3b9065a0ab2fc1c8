"""Lines of sales become sales: grouped by order, given to a customer, each line once."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Contact, Sale, SaleLine
from crm_desktop.services.imports.imports_contacts import Book
from crm_desktop.services.imports.imports_data import CleanTable, Problem
from crm_desktop.services.imports.imports_match import Keys, in_chunks
from crm_desktop.services.imports.imports_products import NewProduct, Shelf

_ON_CREDIT = re.compile(
    r"赊|月结|挂账|挂帐|欠|未付|未收|未结|记账|记帐|账期|待付|货到"
    r"|on account|credit(?! ?card)|unpaid|net \d+|invoice|pending|owed",
    re.IGNORECASE,
)

LineKey = tuple[str, str, int, int]
"""Product, specification, quantity and amount: two equal lines of one order are told by count."""


@dataclass(slots=True)
class Line:
    """One sale line to write. Money in minor units, quantity in thousandths."""

    product_id: int
    description: str
    spec: str
    unit: str
    quantity_milli: int
    price_minor: int
    amount_minor: int
    cost_minor: int | None
    gift: bool
    remark: str
    row: int
    method: str = ""
    received_minor: int | None = None
    owed_minor: int | None = None
    options: str = ""


@dataclass(slots=True)
class Order:
    """One sale with its lines; ``existing`` is the sale in the file that it continues.

    An ``opening`` one is a debt from before: its one line is not written.
    """

    day: dt.date
    number: str
    contact_id: int
    name: str
    batch: int
    currency: str
    lines: list[Line] = field(default_factory=list)
    existing: int = 0
    cancelled: bool = False
    staff: str = ""
    shop: str = ""
    remark: str = ""
    discount_minor: int = 0
    opening: bool = False

    def subtotal(self) -> int:
        """Amount of all lines."""
        return sum(line.amount_minor for line in self.lines)

    def total(self) -> int:
        """Amount of all lines less what is off the whole order."""
        return self.subtotal() - self.discount_minor

    def payments(self) -> dict[str, int]:
        """What was paid by each method; nothing for lines on credit or of cancelled orders."""
        paid: dict[str, int] = {}
        if self.cancelled:
            return paid
        # Stated once for the whole order: its other lines add nothing to that.
        stated = any(line.received_minor is not None for line in self.lines)
        for line in self.lines:
            if stated and line.received_minor is None and line.owed_minor is None:
                continue
            amount = _paid(line)
            if amount:
                paid[line.method] = paid.get(line.method, 0) + amount
        return {method: amount for method, amount in paid.items() if amount}


def _paid(line: Line) -> int:
    """Stated as received or owed; else all of it, unless the method says that it is on credit."""
    if line.received_minor is not None:
        return line.received_minor
    if line.owed_minor is not None:
        return line.amount_minor - line.owed_minor
    return 0 if _ON_CREDIT.search(text.simplify(line.method)) else line.amount_minor


@dataclass(slots=True)
class Ledger:
    """All orders of an import, and how many of its lines were in the file already."""

    orders: list[Order] = field(default_factory=list)
    lines_known: int = 0
    lines_new: int = 0


def orders_of(table: CleanTable, batch: int, shelf: Shelf, failed: set[int]) -> list[Order]:
    """The sales of a table, in order of their first line, not yet given to anybody."""
    orders: dict[Any, Order] = {}
    last: Any = None
    columns = table.columns
    unit_costs = _unit_costs(columns)
    for index, row in enumerate(table.rows):
        if row in failed:
            continue
        key = last = _joined(_order_key(columns, index), last)
        order = orders.get(key)
        if order is None:
            day, number = columns["date"][index], columns["order_no"][index]
            name = columns["name"][index]
            currency = columns["currency"][index]
            order = orders[key] = Order(day, number, 0, name, batch, currency)
            order.opening = columns["opening"][index]
            order.cancelled = columns["cancelled"][index]
            order.staff, order.shop = columns["salesperson"][index], columns["shop"][index]
        order.cancelled = order.cancelled and columns["cancelled"][index]
        order.discount_minor += columns["order_discount_minor"][index] or 0
        order.lines.append(_line(table, index, shelf, batch, unit_costs[index]))
    return list(orders.values())


def _order_key(columns: Any, index: int) -> Any:
    """Lines of one number and day are one order; without number, those of one customer and day.
    A nameless line without number is an order of its own."""
    day, number = columns["date"][index], columns["order_no"][index]
    if columns["order_link"][index]:
        return columns["order_link"][index]
    if number:
        return number, day
    phones = columns["phones"][index]
    who = (
        text.key(columns["name"][index]),
        phones[0].key if phones else "",
        columns["member_no"][index] or columns["card_no"][index],
    )
    return (day, *who) if any(who) else index


def _joined(key: Any, last: Any) -> Any:
    """The order above goes on where only its first line tells the phone or the member number."""
    if not isinstance(key, tuple) or not isinstance(last, tuple) or len(key) != len(last):
        return key
    same = len(key) > 2 and key[:2] == last[:2] and bool(key[1])
    return last if same and not any(key[2:]) else key


def _unit_costs(columns: Any) -> list[int | None]:
    """Costs per unit. A column holds those of whole lines when they exceed the price."""
    costs, prices, quantities = (
        columns["cost_minor"],
        columns["price_minor"],
        columns["quantity_milli"],
    )
    rows = [
        (cost, price)
        for cost, price, quantity in zip(costs, prices, quantities, strict=True)
        if cost and price and abs(quantity) > 1500
    ]
    of_lines = 2 * sum(1 for cost, price in rows if abs(cost) > price) > len(rows)
    if not of_lines:
        return list(costs)
    return [
        None if cost is None or not quantity else abs(divide_half_up(cost * 1000, quantity))
        for cost, quantity in zip(costs, quantities, strict=True)
    ]


def _line(table: CleanTable, index: int, shelf: Shelf, batch: int, cost: int | None) -> Line:
    columns = table.columns
    name, spec, code = columns["product"][index], columns["spec"][index], columns["code"][index]
    barcode, unit = columns["barcode"][index], columns["unit"][index]
    price, gift = columns["price_minor"][index], columns["gift"][index]
    product_id = shelf.find(name, spec, code, barcode)
    if not product_id and (name or code) and not shelf.complete:
        product_id = shelf.add(
            NewProduct(
                name or code, spec, code, barcode, unit, columns["category"][index],
                table.currency, "", batch,
            )
        )  # fmt: skip
    made = shelf.made(product_id)
    if made is not None and not shelf.complete:
        made.prices[price] += bool(price)
        if cost:
            made.costs[cost] += 1
        made.unit = made.unit or unit
    sign = -1 if columns["is_return"][index] and columns["amount_minor"][index] > 0 else 1
    return Line(
        product_id, name or code, spec, unit, sign * columns["quantity_milli"][index], price,
        sign * columns["amount_minor"][index], cost, gift, columns["remark"][index],
        table.rows[index], columns["pay_method"][index],
        _signed(columns["received_minor"][index], sign),
        _signed(columns["owed_minor"][index], sign), columns["options"][index],
    )  # fmt: skip


def _signed(amount: int | None, sign: int) -> int | None:
    return None if amount is None else sign * amount


def buyer_keys(table: CleanTable) -> dict[int, Keys]:
    """By row number, by what the buyer of a line can be recognised."""
    columns = table.columns
    return {
        row: Keys(name, number, card, "", tuple(p.key for p in phones))
        for row, name, number, card, phones in zip(
            table.rows, columns["name"], columns["member_no"], columns["card_no"],
            columns["phones"], strict=True,
        )
    }  # fmt: skip


def drop_known(session: Session, orders: Sequence[Order], ledger: Ledger) -> list[Order]:
    """Take out the lines that are in the file already; an order may go on where it left off."""
    numbered = _existing_numbered(session, [order.number for order in orders if order.number])
    lines = _existing_lines(session, [sale[0] for sales in numbered.values() for sale in sales])
    kept = []
    for order in orders:
        if order.number:
            for sale_id, contact_name in numbered.get((order.number, order.day), ()):
                if (
                    contact_name is None
                    or text.key(contact_name) == text.key(order.name)
                    or (_shared(order, lines.get(sale_id, Counter())))
                ):
                    order.existing = sale_id
                    _take_out(order, lines.get(sale_id, Counter()), ledger)
                    break
        if order.lines:
            kept.append(order)
    return kept


def _shared(order: Order, existing: Counter[LineKey]) -> bool:
    return any(line_key(line) in existing for line in order.lines)


def line_key(line: Line) -> LineKey:
    """By what a line is recognised within its sale."""
    return text.key(line.description), text.key(line.spec), line.quantity_milli, line.amount_minor


def _take_out(order: Order, existing: Counter[LineKey], ledger: Ledger) -> None:
    fresh = []
    for line in order.lines:
        key = line_key(line)
        if existing[key] > 0:
            existing[key] -= 1
            ledger.lines_known += 1
        else:
            fresh.append(line)
    order.lines = fresh


def _existing_numbered(
    session: Session, numbers: Sequence[str]
) -> dict[tuple[str, dt.date], list[tuple[int, str | None]]]:
    columns = (Sale.number, Sale.sold_on, Sale.id, Sale.contact_id, Sale.deleted_at)
    rows = [row for row in in_chunks(session, columns, Sale.number, numbers) if row[4] is None]
    names = dict(in_chunks(session, (Contact.id, Contact.name), Contact.id, [r[3] for r in rows]))
    found: dict[tuple[str, dt.date], list[tuple[int, str | None]]] = {}
    for number, day, sale_id, contact_id, _deleted in rows:
        found.setdefault((number, day), []).append((sale_id, names.get(contact_id)))
    return found


def _existing_lines(session: Session, sales: Sequence[int]) -> dict[int, Counter[LineKey]]:
    columns = (SaleLine.sale_id, SaleLine.description, SaleLine.spec, SaleLine.quantity_milli,
               SaleLine.amount_minor)  # fmt: skip
    found: dict[int, Counter[LineKey]] = {}
    for sale_id, words, spec, quantity, amount in in_chunks(
        session, columns, SaleLine.sale_id, sales
    ):
        key = (text.key(words), text.key(spec), quantity, amount)
        found.setdefault(sale_id, Counter())[key] += 1
    return found


def drop_known_unnumbered(
    session: Session, orders: Sequence[Order], ledger: Ledger, first_new: int
) -> list[Order]:
    """The same for orders without number: by day and customer, once that is known."""
    loose = [order for order in orders if not order.number and order.contact_id < first_new]
    if not loose:
        return list(orders)
    _drop_known_openings(session, loose, ledger)
    loose = [order for order in loose if not order.opening]
    if not loose:
        return [order for order in orders if order.lines]
    days = [order.day for order in loose]
    query = select(Sale.id, Sale.sold_on, Sale.contact_id).where(
        Sale.number == "", Sale.deleted_at.is_(None), Sale.kind != "opening",
        Sale.sold_on.between(min(days), max(days)),
    )  # fmt: skip
    wanted = {(order.day, order.contact_id) for order in loose}
    sales: dict[tuple[dt.date, int], list[int]] = {}
    for sale_id, day, contact_id in session.execute(query):
        if (day, contact_id or 0) in wanted:
            sales.setdefault((day, contact_id or 0), []).append(sale_id)
    lines = _existing_lines(session, [one for group in sales.values() for one in group])
    for order in loose:
        for sale_id in sales.get((order.day, order.contact_id), ()):
            _take_out(order, lines.get(sale_id, Counter()), ledger)
    return [order for order in orders if order.lines]


def _drop_known_openings(session: Session, orders: Sequence[Order], ledger: Ledger) -> None:
    """Debts from before that the customer has already: the same sum on the same day."""
    openings = [order for order in orders if order.opening and order.contact_id]
    columns = (Sale.contact_id, Sale.sold_on, Sale.total_minor, Sale.kind, Sale.deleted_at)
    rows = in_chunks(session, columns, Sale.contact_id, [one.contact_id for one in openings])
    known = Counter(row[:3] for row in rows if row[3] == "opening" and row[4] is None)
    for order in openings:
        key = (order.contact_id, order.day, order.total())
        if known[key]:
            known[key] -= 1
            ledger.lines_known += len(order.lines)
            order.lines = []


def give_to_buyers(
    book: Book, table: CleanTable, orders: Sequence[Order], keys: dict[int, Keys]
) -> None:
    """Find or make the customer of every order; one that cannot be told is left open and said."""
    columns = table.columns
    place = {row: index for index, row in enumerate(table.rows)}
    for number, order in enumerate(orders):
        book.tick(number, table)
        rows = [keys[line.row] for line in order.lines]
        linked = book.directory.by_link.get(columns["link"][place[order.lines[0].row]], 0)
        if linked:
            order.contact_id = linked
            continue
        who = Keys(
            next((one.name for one in rows if one.name), ""),
            next((one.customer_no for one in rows if one.customer_no), ""),
            next((one.card_no for one in rows if one.card_no), ""),
            "",
            tuple(dict.fromkeys(phone for one in rows for phone in one.phones)),
        )
        if not (who.name or who.phones or who.customer_no or who.card_no):
            continue
        first = place[order.lines[0].row]
        company = columns["kind"][first] == "company"
        match = book.directory.find_buyer(who, company=company)
        if match.problem:
            book.problems.append(
                Problem(table.file, table.sheet, table.rows[first], "", match.value, match.problem)
            )
        order.contact_id = match.contact_id
        if not match.contact_id and match.problem == "several_customers":
            order.remark = who.name
        elif not match.contact_id:
            order.contact_id = _make_buyer(book, columns, first, who, order.batch)


def _make_buyer(book: Book, columns: Any, index: int, who: Keys, batch: int) -> int:
    """A customer known from a sale only."""
    numbers = columns["phones"][index]
    name = who.name or (numbers[0].number_text if numbers else who.customer_no or who.card_no)
    keys = Keys(name, who.customer_no, who.card_no, "", who.phones)
    contact_id = book.new(batch, keys, company=columns["kind"][index] == "company")
    state = book.states[contact_id]
    state.values = {"name": name, "kind": columns["kind"][index], "title": columns["title"][index],
                    "customer_no": who.customer_no}  # fmt: skip
    state.new_phones = numbers
    if who.card_no:
        state.new_card = {"card_no": who.card_no, "joined_on": None, "level": ""}
    if columns["wechat"][index]:
        state.new_handles = (("wechat", columns["wechat"][index]),)
    if columns["address"][index]:
        city, province = columns["city"][index], columns["province"][index]
        state.new_addresses = ((columns["address"][index], "", province, city, "", ""),)
    return contact_id
