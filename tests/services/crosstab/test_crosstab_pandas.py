"""The cross-tab against pandas: any question about random sales, every cell and every total."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.db.models import (
    Contact,
    ContactTag,
    CustomField,
    CustomValue,
    Product,
    Sale,
    SaleLine,
)
from crm_desktop.db.store import Store
from crm_desktop.services.crosstab import crosstab, crosstab_fields
from crm_desktop.services.crosstab.crosstab import Crosstab, Question
from crm_desktop.services.figures.sales_figures import Period
from tests.services import random_sales

pandas: Any = pytest.importorskip("pandas")

FIELDS = [*crosstab_fields.NAMES, "field:pet"]
SUMMED = ("amount", "quantity", "margin", "count", "customers")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Any]]:
    """The file, and a frame with one row for each line and each tag of its customer."""
    with Store.create(tmp_path_factory.mktemp("sold") / "sold.crm") as store:
        store.write("sell", random_sales.sell, random.Random(11))
        with store.read() as session:
            yield store, pandas.DataFrame(list(_flat(session)))


def _flat(session: Session) -> Iterator[dict[str, Any]]:
    people = {one.id: one for one in session.scalars(select(Contact))}
    goods = {one.id: one for one in session.scalars(select(Product))}
    field = session.scalars(select(CustomField).where(CustomField.key == "pet")).one()
    pets = {one.record_id: one.text for one in session.scalars(select(CustomValue))
            if one.field_id == field.id}  # fmt: skip
    tags: dict[int, list[int]] = {}
    for one in session.scalars(select(ContactTag)):
        tags.setdefault(one.contact_id, []).append(one.tag_id)
    for sale, line in session.execute(select(Sale, SaleLine).join(SaleLine)):
        if (sale.status, sale.currency) != ("confirmed", "CNY") or sale.kind == "opening":
            continue
        buyer = people.get(sale.contact_id)
        product = goods.get(line.product_id)
        typed = f"={line.description}" if line.description else None
        cost = line.cost_minor
        whole = None if cost is None else (cost * abs(line.quantity_milli) + 500) // 1000
        sign = 1 if line.quantity_milli > 0 else -1
        row = {
            "sale": sale.id,
            "line": line.id,
            "bought": sale.kind == "sale",
            "sold_on": sale.sold_on,
            "total": sale.total_minor,
            "amount": line.amount_minor,
            "quantity": line.quantity_milli,
            "margin": 0 if whole is None else line.amount_minor - sign * whole,
            "customer": sale.contact_id,
            "product": line.product_id or typed,
            "category": product and product.category_id,
            "shop": sale.shop_id,
            "area": buyer and buyer.territory_id,
            "salesperson": sale.staff_id,
            "promoter": sale.promoter_id,
            "source": buyer and buyer.source,
            "level": buyer and buyer.level,
            "stage": buyer and buyer.stage_id,
            "field:pet": pets.get(sale.contact_id),
            "hour": f"{(sale.created_at.hour + 8) % 24:02}",  # Hangzhou
        }
        for tag in tags.get(sale.contact_id) or [None]:
            told = {key: "" if value is None else str(value) for key, value in row.items()
                    if key in FIELDS}  # fmt: skip
            yield row | told | {"tag": "" if tag is None else str(tag)} | _days(sale.sold_on)


def _days(day: dt.date) -> dict[str, str]:
    return {
        "day": day.isoformat(),
        "week": (day - dt.timedelta(day.weekday())).isoformat(),
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "year": str(day.year),
        "weekday": f"{day:%w}",
    }


def _cells(frame: Any, keys: list[str], *, lines: bool) -> dict[tuple[str, ...], dict[str, int]]:
    """Every group's figures; rows doubled by tags count once unless the tag is asked for."""
    held = frame.drop_duplicates(["sale", *(["line"] if lines else []), *keys])
    groups = held.groupby(keys) if keys else [((), held)]
    cells = {}
    for key, some in groups:
        bought = some[some.bought]
        cells[key] = {
            "amount": int(some["amount" if lines else "total"].sum()),
            "quantity": int(some.quantity.sum()),
            "margin": int(some.margin.sum()),
            "count": bought.sale.nunique(),
            "customers": bought.customer[bought.customer != ""].nunique(),
        }
    return cells


def _found(made: Crosstab) -> dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, int]]:
    return {
        (line.key, key): {one: cell.value(one) or 0 for one in made.question.measures}
        for line in made.lines
        for key, cell in line.cells.items()
    }


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any question, over all the days or some."""
    keys = draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=4, unique=True))
    depth = draw(st.integers(1, len(keys)))
    measures = draw(st.lists(st.sampled_from(SUMMED), min_size=1, unique=True))
    days = st.dates(dt.date(2024, 1, 1), dt.date(2026, 9, 26))
    first, last = sorted((draw(days), draw(days)))
    if draw(st.booleans()):
        first, last = dt.date(2024, 1, 1), dt.date(2026, 9, 26)
    return Question(Period(first, last), tuple(keys[:depth]), tuple(keys[depth:]), tuple(measures))


@settings(max_examples=40, deadline=None)
@given(data=st.data(), asked=questions(), by=st.sampled_from(FIELDS))
def test_any_question_is_answered_as_pandas_does(
    shop: tuple[Store, Any], data: st.DataObject, asked: Question, by: str
) -> None:
    store, frame = shop
    there = sorted(set(frame[by]))
    values = data.draw(st.lists(st.sampled_from(there), max_size=3, unique=True))
    asked = replace(asked, filters=tuple((by, value) for value in values))
    some = frame[(frame.sold_on >= asked.period.first) & (frame.sold_on <= asked.period.last)]
    if values:
        # A sale passes a filter by tag when its customer has one of them.
        some = some[some.line.isin(set(some[some[by].isin(values)].line))]
    wanted = _wanted(some, asked)
    with store.read() as session:
        try:
            made = crosstab.ask(session, asked)
        except UserError:
            assert len({column for _row, column in wanted}) > crosstab.MOST_COLUMNS
            return
        assert _found(made) == wanted
        row, column = data.draw(st.sampled_from(sorted(wanted)))
        for key, value in _fixed(asked, row, column):
            some = some[some[key] == value]
        ids = crosstab.sales_behind(session, asked, row, column)
        assert len(ids) == len(set(ids)) and set(ids) == set(some.sale)


def _wanted(some: Any, asked: Question) -> dict[Any, dict[str, int]]:
    """Every cell on every level, as pandas has it."""
    wanted = {}
    for depth in range(len(asked.rows) + 1):
        for columns in {(), asked.columns}:
            keys = [*asked.rows[:depth], *columns]
            for key, cell in _cells(some, keys, lines=asked.by_lines).items():
                wanted[key[:depth], key[depth:]] = {one: cell[one] for one in asked.measures}
    return wanted


def _fixed(
    asked: Question, row: tuple[str, ...], column: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    yield from zip(asked.rows, row, strict=False)
    yield from zip(asked.columns, column, strict=False)


def test_the_plan_that_reads_every_line_is_among_those_tried(shop: tuple[Store, Any]) -> None:
    store, frame = shop
    whole = Question(Period(min(frame.sold_on), max(frame.sold_on)), ("product",))
    with store.read() as session:
        selection = crosstab.selection_of(session, whole)
        assert selection.reads_most(session)
        short = Question(Period(dt.date(2025, 1, 1), dt.date(2025, 1, 5)), ("product",))
        assert not crosstab.selection_of(session, short).reads_most(session)
