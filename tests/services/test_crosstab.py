"""The cross-tab against sums of raw rows, on random sales; what is behind a cell; kept names."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.models import Contact, ContactTag, Product, Sale, SaleLine, Tag
from crm_desktop.db.store import Store
from crm_desktop.services import crosstab, crosstab_fields, crosstab_saved
from crm_desktop.services.crosstab import Question
from crm_desktop.services.sales_figures import Period

YEAR = Period(dt.date(2025, 3, 1), dt.date(2026, 2, 28))
HOSTILE = '=HYPERLINK("x")<b>'


@pytest.fixture
def sold(store: Store) -> Store:
    """400 random sales over three years, with returns, walk-ins, drafts and another currency."""
    store.write("sell", _sell, random.Random(7))
    return store


def _sell(session: Session, dice: random.Random) -> None:
    people = [Contact(name=f"c{n}", source=dice.choice(["", "web", HOSTILE])) for n in range(12)]
    goods = [Product(name=f"p{n}") for n in range(4)]
    tags = [Tag(name="vip"), Tag(name="new")]
    session.add_all([*people, *goods, *tags])
    session.flush()
    for one in people[:8]:
        session.add(ContactTag(contact_id=one.id, tag_id=tags[0].id))
    for one in people[5:10]:
        session.add(ContactTag(contact_id=one.id, tag_id=tags[1].id))
    for n in range(400):
        back = dice.random() < 0.15
        lines = [_line(dice, goods, -1 if back else 1) for _ in range(dice.randint(1, 3))]
        whole = sum(line.amount_minor for line in lines)
        discount = 0 if back else dice.choice([0, 7])
        sale = Sale(
            kind="return" if back else dice.choice(["sale"] * 9 + ["opening"]),
            status=dice.choice(["confirmed"] * 9 + ["draft"]),
            currency=dice.choice(["CNY"] * 9 + ["EUR"]),
            contact_id=dice.choice(people).id if n % 9 else None,
            sold_on=dt.date(2024, 1, 1) + dt.timedelta(dice.randrange(1000)),
            subtotal_minor=whole,
            discount_minor=discount,
            total_minor=whole - discount,
        )
        session.add(sale)
        session.flush()
        for line in lines:
            line.sale_id = sale.id
            session.add(line)


def _line(dice: random.Random, goods: list[Product], sign: int) -> SaleLine:
    return SaleLine(
        product_id=dice.choice(goods).id,
        quantity_milli=sign * dice.randint(1, 5000),
        amount_minor=sign * dice.randint(1, 90_000),
        cost_minor=dice.choice([None, dice.randint(0, 999)]),
    )


def _raw(session: Session, period: Period) -> list[Any]:
    rows = session.execute(
        select(Sale, Contact).outerjoin(Contact, Contact.id == Sale.contact_id)
    ).all()
    return [
        (sale, contact)
        for sale, contact in rows
        if sale.status == "confirmed" and sale.kind != "opening" and sale.currency == "CNY"
        and period.first <= sale.sold_on <= period.last
    ]  # fmt: skip


def _figures(sales: list[Sale]) -> tuple[int, int, int]:
    bought = [one for one in sales if one.kind == "sale"]
    people = {one.contact_id for one in bought} - {None}
    return sum(one.total_minor for one in sales), len(bought), len(people)


def test_every_cell_and_total_is_the_sum_of_its_raw_rows(sold: Store) -> None:
    asked = Question(YEAR, ("source", "quarter"), ("month",), ("amount", "count", "customers"))
    with sold.read() as session:
        made = crosstab.ask(session, asked)
        wanted: dict[Any, list[Sale]] = defaultdict(list)
        for sale, contact in _raw(session, YEAR):
            quarter = f"{sale.sold_on.year}-Q{(sale.sold_on.month + 2) // 3}"
            source = contact.source if contact else ""
            for row in ((), (source,), (source, quarter)):
                for column in ((), (f"{sale.sold_on:%Y-%m}",)):
                    wanted[row, column].append(sale)
        found = {
            (line.key, key): tuple(cell.value(one) for one in asked.measures)
            for line in made.lines
            for key, cell in line.cells.items()
        }
        assert len(found) > 40
        assert found == {key: _figures(sales) for key, sales in wanted.items()}
        for row, column in list(found)[::5]:
            ids = crosstab.sales_behind(session, asked, row, column)
            assert sorted(ids) == sorted(one.id for one in wanted[row, column])


def test_lines_margin_and_a_year_ago(sold: Store) -> None:
    measures = ("amount", "quantity", "margin")
    with sold.read() as session:
        made = crosstab.ask(session, Question(YEAR, ("product",), (), measures))
        wanted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        ids = [sale.id for sale, _contact in _raw(session, YEAR)]
        query = select(SaleLine, Product.name).join(Product).where(SaleLine.sale_id.in_(ids))
        for line, name in session.execute(query):
            wanted[name][0] += line.amount_minor
            wanted[name][1] += line.quantity_milli
            if line.cost_minor is not None:
                cost = (line.cost_minor * abs(line.quantity_milli) + 500) // 1000
                signed = cost if line.quantity_milli > 0 else -cost
                wanted[name][2] += line.amount_minor - signed
        found = {line.key[0]: [line.cells[()].value(one) for one in measures]
                 for line in made.lines[:-1]}  # fmt: skip
        assert found == wanted
        grown = crosstab.ask(session, Question(YEAR, ("month",), (), ("growth",)))
        before = Period(dt.date(2024, 3, 1), dt.date(2025, 2, 28))
        sums: dict[str, int] = defaultdict(int)
        for sale, _contact in _raw(session, before):
            sums[f"{sale.sold_on.year + 1}-{sale.sold_on:%m}"] += sale.total_minor
        earlier = {line.key[0]: line.cells[()].earlier_minor for line in grown.lines[:-1]}
        assert earlier == sums
        assert grown.lines[-1].cells[()].earlier_minor == sum(sums.values())


def test_a_customer_of_two_tags_is_counted_once_in_the_total(sold: Store) -> None:
    both = (("tag", "vip"), ("tag", "new"))
    with sold.read() as session:
        by_tag = crosstab.ask(session, Question(YEAR, ("tag",), (), ("customers",)))
        only = crosstab.ask(session, Question(YEAR, ("year",), (), ("customers",), both))
        parts = [line.cells[()].customers for line in by_tag.lines]
        assert sum(parts[:-1]) > parts[-1]
        assert only.lines[-1].cells[()].customers <= 10
        ids = crosstab.sales_behind(session, Question(YEAR, ("tag",)), ("vip",))
        assert len(ids) == len(set(ids)) > 0


def test_top_rows_names_kept_and_what_cannot_be_asked(sold: Store) -> None:
    asked = Question(YEAR, ("customer",), ("weekday",), ("amount", "share"), (), 3, "value")
    sold.write("keep", crosstab_saved.save, "Best", asked)
    with sold.read() as session:
        assert crosstab_saved.saved(session) == ("Best",)
        assert crosstab_saved.load(session, "Best", YEAR) == asked
        made = crosstab.ask(session, asked)
        amounts = [line.cells[()].amount_minor for line in made.lines]
        assert amounts[:3] == sorted(amounts[:3], reverse=True)
        assert (len(made.lines), made.left_out) == (4, 10)
        assert made.lines[-1].cells[()].value("share") == 10_000
        for key in crosstab_fields.names(session):
            assert crosstab.ask(session, Question(YEAR, (key,), (), ("growth",))).lines
        with pytest.raises(NotFound):
            crosstab.ask(session, Question(YEAR, ("moon",)))
        for wrong in (Question(YEAR, ()), Question(YEAR, ("year",), ("year",)),
                      Question(YEAR, ("year",), (), ("luck",))):  # fmt: skip
            with pytest.raises(UserError):
                crosstab.ask(session, wrong)
    sold.write("drop", crosstab_saved.remove, "Best")
    with sold.read() as session, pytest.raises(NotFound):
        crosstab_saved.load(session, "Best", YEAR)
