"""Money among 1,000,000 sale lines: a sale opened and saved, balance, ageing and a statement.

The floor of what is read asks the same rows and sums in plain SQL; of what is saved it replays the
very statements of each save through one plain connection. Both are on the same file in one run.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from benchmarks import comparing, files
from benchmarks.edit import copy, plain_writer, recorded
from crm_desktop.core import clock
from crm_desktop.db import bulk, derived
from crm_desktop.db.models import Payment, PaymentAllocation, Product, Sale, SaleLine
from crm_desktop.db.store import Store
from crm_desktop.services import new_file
from crm_desktop.services.payments import accounts, debtors
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft

DAY = dt.date(2026, 6, 18)
FIRST = dt.date(2023, 1, 1)
LINES = 3  # of a sale
PER_CUSTOMER = 30  # sales
PRODUCTS = 500
BIG = 1  # the customer with 1,000 sales, whose statement is long


def shop(lines: int) -> Path:
    """A file of ``lines`` sale lines over three and a half years; one sale in twenty is open."""
    path = files.scratch() / f"money-{lines}.crm"
    if not path.exists():
        unfinished = path.with_suffix(".making")
        unfinished.unlink(missing_ok=True)
        with Store.create(unfinished) as store:
            store.set_up(new_file.seed, "en")
            store.set_up(files.fill, max(10, lines // LINES // PER_CUSTOMER))
            store.set_up(fill, lines // LINES)
            store.set_up(derived.rebuild)
        unfinished.rename(path)
    return path


def fill(session: Session, number: int) -> None:
    """``number`` sales with their lines, and the payments of all but a twentieth."""
    rng = random.Random(5)
    products = bulk.insert_rows(
        session, Product, ("name", "created_at"),
        [(f"Part {one}", "2026-01-01 00:00:00.000000") for one in range(PRODUCTS)],
    )  # fmt: skip
    contacts = max(10, number // PER_CUSTOMER)
    rows = [_sale(rng, one, contacts) for one in range(number)]
    sold = bulk.insert_rows(
        session, Sale,
        ("number", "contact_id", "sold_on", "due_on", "currency", "subtotal_minor",
         "total_minor", "paid_minor", "created_at"),
        [row[:9] for row in rows],
    )  # fmt: skip
    bulk.insert_rows(
        session, SaleLine,
        ("sale_id", "position", "product_id", "quantity_milli", "unit_price_minor",
         "amount_minor"),
        _lines(rng, sold, rows, products),
    )  # fmt: skip
    paid = [(sale, row) for sale, row in zip(sold, rows, strict=True) if row[7]]
    received = bulk.insert_rows(
        session, Payment, ("contact_id", "paid_on", "amount_minor", "currency", "created_at"),
        [(row[1], row[3], row[7], "CNY", row[8]) for _sale, row in paid],
    )  # fmt: skip
    bulk.insert_rows(
        session, PaymentAllocation, ("payment_id", "sale_id", "amount_minor"),
        [(one, sale, row[7]) for one, (sale, row) in zip(received, paid, strict=True)],
    )  # fmt: skip


def _sale(rng: random.Random, number: int, contacts: int) -> tuple[Any, ...]:
    contact = BIG if number % 333 == 0 else rng.randint(2, contacts)
    day = FIRST + dt.timedelta(rng.randrange((DAY - FIRST).days))
    total = rng.randrange(1_000, 300_000) * LINES
    paid = 0 if rng.random() < 0.05 else total
    due = str(day + dt.timedelta(30))
    made = f"{day} 00:00:00.000000"
    return (f"XS-{number:07}", contact, str(day), due, "CNY", total, total, paid, made)


def _lines(
    rng: random.Random, sold: range, rows: list[tuple[Any, ...]], products: range
) -> Iterator[tuple[int, ...]]:
    for sale, row in zip(sold, rows, strict=True):
        part = row[5] // LINES
        for place in range(LINES):
            yield sale, place, rng.choice(products), 1000, part, part


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=1_000_000, rounds=30)
    clock.freeze(dt.datetime(2026, 6, 18, 1, tzinfo=dt.UTC))
    path = shop(options.rows)
    with contextlib.closing(sqlite3.connect(path)) as plain, Store.open(path) as store:
        rng = random.Random(3)
        asked = [rng.randint(1, options.rows // LINES) for _ in range(400)]
        for what, floor, ours, target in _questions(store, plain, iter(asked), iter(asked)):
            comparing.say(what, comparing.in_turn(floor, ours, options.rounds), target)
    _save(path, options.rounds)


_OPEN_SALE = (
    "SELECT s.*, c.name, c.kind, f.name FROM sale s LEFT JOIN contact c ON c.id = s.contact_id"
    " LEFT JOIN staff f ON f.id = s.staff_id WHERE s.id = ?",
    "SELECT l.*, p.name FROM sale_line l LEFT JOIN product p ON p.id = l.product_id"
    " WHERE l.sale_id = ? ORDER BY l.position",
    "SELECT p.id, p.paid_on, p.method, a.amount_minor FROM payment p"
    " JOIN payment_allocation a ON a.payment_id = p.id WHERE a.sale_id = ?",
)
_BALANCE = (
    "SELECT sum(total_minor) FROM sale WHERE contact_id = ? AND status = 'confirmed'"
    " AND currency = 'CNY' AND deleted_at IS NULL AND sold_on <= '2026-06-18'",
    "SELECT sum(amount_minor) FROM payment WHERE contact_id = ? AND currency = 'CNY'"
    " AND deleted_at IS NULL AND paid_on <= '2026-06-18'",
)
_AGEING = (
    "SELECT s.contact_id, c.name, sum(s.total_minor - s.paid_minor),"
    " sum(CASE WHEN s.due_on < '2026-06-18' THEN s.total_minor - s.paid_minor END),"
    " sum(CASE WHEN s.due_on < '2026-05-19' THEN s.total_minor - s.paid_minor END),"
    " sum(CASE WHEN s.due_on < '2026-04-19' THEN s.total_minor - s.paid_minor END),"
    " sum(CASE WHEN s.due_on < '2026-03-20' THEN s.total_minor - s.paid_minor END)"
    " FROM sale s JOIN contact c ON c.id = s.contact_id WHERE s.paid_minor <> s.total_minor"
    " AND s.status = 'confirmed' AND s.deleted_at IS NULL GROUP BY 1",
    "SELECT contact_id, sum(amount_minor) FROM payment WHERE deleted_at IS NULL"
    " AND contact_id IN (SELECT contact_id FROM sale WHERE paid_minor <> total_minor"
    " AND status = 'confirmed') GROUP BY 1",
    "SELECT contact_id, count(late), sum(late) FROM (SELECT s.contact_id, max(0, julianday("
    "(SELECT max(p.paid_on) FROM payment p JOIN payment_allocation a ON a.payment_id = p.id"
    " WHERE a.sale_id = s.id AND p.deleted_at IS NULL)) - julianday(s.due_on)) AS late"
    " FROM sale s WHERE s.sold_on BETWEEN '2024-06-18' AND '2026-06-18' AND s.kind <> 'return'"
    " AND s.status = 'confirmed' AND s.deleted_at IS NULL) GROUP BY 1",
)
_STATEMENT = (
    *_BALANCE,
    "SELECT s.sold_on, s.kind, s.number, s.total_minor, l.position, p.name, l.quantity_milli"
    " FROM sale s JOIN sale_line l ON l.sale_id = s.id LEFT JOIN product p ON p.id = l.product_id"
    " WHERE s.contact_id = ? AND s.status = 'confirmed' AND s.deleted_at IS NULL"
    " ORDER BY s.sold_on",
    "SELECT paid_on, kind, number, method, note, amount_minor FROM payment"
    " WHERE contact_id = ? AND deleted_at IS NULL ORDER BY paid_on",
)


def _questions(
    store: Store, plain: sqlite3.Connection, first: Iterator[int], second: Iterator[int]
) -> Iterator[tuple[str, Callable[[], object], Callable[[], object], str]]:
    """What is read: words, floor, ours, target."""

    def read(service: Callable[..., Any], *given: Any) -> Any:
        with store.read() as session:
            return service(session, *given)

    def ask(statements: tuple[str, ...], given: int | None) -> None:
        for statement in statements:
            plain.execute(statement, () if given is None else (given,)).fetchall()

    yield (
        "open a sale", lambda: ask(_OPEN_SALE, next(first)),
        lambda: read(sales.detail, next(second)), "10 ms",
    )  # fmt: skip
    usual = partial(read, accounts.balances, 7, DAY)
    yield "balance", partial(ask, _BALANCE, 7), usual, "10 ms"
    yield "ageing", partial(ask, _AGEING, None), partial(read, debtors.debtors, DAY), "x4, 1 s"
    for words, contact in (("statement", 7), ("statement, 1,000 sales", BIG)):
        ours = partial(read, accounts.account, contact)
        target = "x4" if contact == BIG else "10 ms"
        yield words, partial(ask, _STATEMENT, contact), ours, target


def _draft(rng: random.Random, contacts: int) -> SaleDraft:
    lines = tuple(
        LineDraft(rng.randint(1, PRODUCTS), unit_price_minor=rng.randrange(100, 90_000))
        for _ in range(5)
    )
    total = sum(line.unit_price_minor for line in lines)
    return SaleDraft(lines, rng.randint(2, contacts), DAY, payments=(PaymentDraft(total, "Cash"),))


def _record(store: Store, draft: SaleDraft) -> None:
    store.write("Sale", sales.record, draft)


def _save(path: Path, rounds: int) -> None:
    """Sales of five lines, paid at once."""
    with contextlib.closing(sqlite3.connect(path)) as plain:
        (contacts,) = plain.execute("SELECT max(id) FROM contact").fetchone()
    rng = random.Random(9)
    drafts = [_draft(rng, contacts) for _ in range(rounds + 5)]
    saves = [partial(_record, draft=one) for one in drafts]
    said = recorded(copy(path, "money-recorded.crm"), saves)
    plain = plain_writer(copy(path, "money-floor.crm"))
    with contextlib.closing(plain), Store.open(copy(path, "money-ours.crm")) as store:

        def replay(statements: list[str]) -> None:
            for statement in statements:
                plain.execute(statement)

        pairs = [
            (
                comparing.timed(partial(replay, statements)),
                comparing.timed(partial(save, store)),
            )
            for statements, save in zip(said, saves, strict=True)
        ][5:]
    timings = comparing.Timings(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))
    comparing.say("save a sale of five lines, paid", timings, "30 ms")


if __name__ == "__main__":
    main()
