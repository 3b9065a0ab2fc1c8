"""Cross-tabs over 1,000,000 lines of sales, and a cell's sales behind it.

The floor of each is one plain GROUP BY through one connection, for the innermost cells alone: no
subtotals, no totals; names in the last one only.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from benchmarks import comparing, files
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, Product, ProductCategory, Sale, SaleLine, Shop, Staff
from crm_desktop.db.store import Store
from crm_desktop.services import new_file
from crm_desktop.services.crosstab import crosstab
from crm_desktop.services.crosstab.crosstab import Question
from crm_desktop.services.figures.sales_figures import Period

FIRST = dt.date(2023, 7, 1)
DAYS = 3 * 365
ALL = Period(FIRST, FIRST + dt.timedelta(DAYS))
YEAR = Period(dt.date(2025, 7, 1), dt.date(2026, 6, 30))
LINES_OF_A_SALE = 3
CUSTOMERS, PRODUCTS, CATEGORIES, STAFF, SHOPS = 100_000, 400, 12, 15, 4
SOURCES = ("", "web", "friend", "shop", "fair")
LEVELS = ("", "gold", "silver")

_COUNTED = (
    "FROM sale{lines} WHERE sale.status = 'confirmed' AND sale.deleted_at IS NULL"
    " AND sale.kind <> 'opening' AND sale.currency = 'CNY'"
    " AND sold_on BETWEEN '{first}' AND '{last}'"
)
_LINES = " JOIN sale_line ON sale_line.sale_id = sale.id"
_GOODS = _LINES + " LEFT JOIN product ON product.id = sale_line.product_id"
_PEOPLE = " LEFT JOIN contact ON contact.id = sale.contact_id"

CASES: tuple[tuple[str, Question, str], ...] = (
    (
        "salesperson x month, amount, a year",
        Question(YEAR, ("salesperson",), ("month",)),
        "SELECT staff_id, substr(sold_on, 1, 7), SUM(total_minor) " + _COUNTED + " GROUP BY 1, 2",
    ),
    (
        "category x month, amount, every line",
        Question(ALL, ("category",), ("month",)),
        "SELECT category_id, substr(sold_on, 1, 7), SUM(amount_minor) "
        + _COUNTED.replace("{lines}", _GOODS)
        + " GROUP BY 1, 2",
    ),
    (
        "category, product x quarter, amount, quantity, margin, every line",
        Question(ALL, ("category", "product"), ("quarter",), ("amount", "quantity", "margin")),
        "SELECT category_id, product_id, substr(sold_on, 1, 7), SUM(amount_minor),"
        " SUM(quantity_milli), SUM(sale_line.cost_minor * quantity_milli) "
        + _COUNTED.replace("{lines}", _GOODS)
        + " GROUP BY 1, 2, 3",
    ),
    (
        "source, level x year, amount, orders, customers, every sale",
        Question(ALL, ("source", "level"), ("year",), ("amount", "count", "customers")),
        "SELECT source, level, substr(sold_on, 1, 4), SUM(total_minor), COUNT(*),"
        " COUNT(DISTINCT contact_id) " + _COUNTED.replace("{lines}", _PEOPLE) + " GROUP BY 1, 2, 3",
    ),
    (
        "category x year, customers, every line",
        Question(ALL, ("category",), ("year",), ("customers",)),
        "SELECT category_id, substr(sold_on, 1, 4), COUNT(DISTINCT contact_id) "
        + _COUNTED.replace("{lines}", _GOODS)
        + " GROUP BY 1, 2",
    ),
    (
        "89,000 customers by name, amount, a year",
        Question(YEAR, ("customer",)),
        "SELECT contact_id, contact.name, SUM(total_minor) "
        + _COUNTED.replace("{lines}", _PEOPLE)
        + " GROUP BY 1 ORDER BY 3 DESC",
    ),
)


def shop(lines: int) -> Path:
    """A file of ``lines`` lines of sales over three years."""
    path = files.scratch() / f"lines-{lines}.crm"
    if not path.exists():
        unfinished = path.with_suffix(".making")
        unfinished.unlink(missing_ok=True)
        with Store.create(unfinished) as store:
            store.set_up(new_file.seed, "zh_CN")
            store.set_up(fill, lines // LINES_OF_A_SALE)
        unfinished.rename(path)
    return path


def fill(session: Session, sales: int) -> None:
    """Customers, goods, staff, then ``sales`` sales of three lines each."""
    rng = random.Random(sales)
    created = "2023-06-01 00:00:00.000000"
    people = files.people(sales)
    contacts = [
        (next(people)[0], rng.choice(SOURCES), rng.choice(LEVELS), created)
        for _n in range(CUSTOMERS)
    ]
    buyers = bulk.insert_rows(session, Contact, ("name", "source", "level", "created_at"), contacts)
    kinds = bulk.insert_rows(
        session, ProductCategory, ("name",), [(f"c{n}",) for n in range(CATEGORIES)]
    )
    goods = bulk.insert_rows(
        session,
        Product,
        ("name", "category_id", "created_at"),
        [(f"p{n}", rng.choice(kinds), created) for n in range(PRODUCTS)],
    )
    staff = bulk.insert_rows(session, Staff, ("name",), [(f"s{n}",) for n in range(STAFF)])
    shops = bulk.insert_rows(session, Shop, ("name",), [(f"b{n}",) for n in range(SHOPS)])
    for start in range(0, sales, 50_000):
        _sell(session, rng, min(50_000, sales - start), (buyers, goods, staff, shops))


def _sell(session: Session, rng: random.Random, count: int, pools: tuple[range, ...]) -> None:
    buyers, goods, staff, shops = pools
    heads, bodies = [], []
    for _n in range(count):
        day = (FIRST + dt.timedelta(rng.randrange(DAYS))).isoformat()
        back = rng.random() < 0.02
        sign = -1 if back else 1
        lines = [
            (rng.choice(goods), sign * 1000 * rng.randint(1, 5), sign * rng.randint(100, 90_000),
             rng.randint(50, 5_000))
            for _line in range(LINES_OF_A_SALE)
        ]  # fmt: skip
        whole = sum(line[2] for line in lines)
        heads.append(
            ("return" if back else "sale", day, rng.choice(buyers), rng.choice(staff),
             rng.choice(shops), whole, whole, whole, f"{day} 10:00:00.000000")
        )  # fmt: skip
        bodies.append(lines)
    columns = ("kind", "sold_on", "contact_id", "staff_id", "shop_id", "subtotal_minor",
               "total_minor", "paid_minor", "created_at")  # fmt: skip
    ids = bulk.insert_rows(session, Sale, columns, heads)
    rows = [(sale, *line) for sale, lines in zip(ids, bodies, strict=True) for line in lines]
    columns = ("sale_id", "product_id", "quantity_milli", "amount_minor", "cost_minor")
    bulk.insert_rows(session, SaleLine, columns, rows)


def plain(path: Path, statement: str, period: Period) -> Callable[[], None]:
    """The floor: one statement through one connection, its rows fetched."""
    asked = statement.format(lines="", first=period.first, last=period.last)

    def run() -> None:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
            file.execute(asked).fetchall()

    return run


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=1_000_000, rounds=5)
    path = shop(options.rows)
    with Store.open(path, read_only=True) as store:
        for name, question, statement in CASES:

            def ours(asked: Question = question) -> None:
                with store.read() as session:
                    crosstab.ask(session, asked)

            floor = plain(path, statement, question.period)
            timings = comparing.in_turn(floor, ours, options.rounds)
            comparing.say(name, timings, "x2, 2 s")


if __name__ == "__main__":
    main()
