"""The cross-tab against sums of raw rows, on random sales; what is behind a cell; kept names."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import Cancelled, NotFound, UserError
from crm_desktop.core.jobs import ThrottledProgress, watched_by
from crm_desktop.db.models import (
    Contact,
    CustomField,
    CustomValue,
    LifecycleStage,
    Sale,
    SaleLine,
    Shop,
)
from crm_desktop.db.store import Store
from crm_desktop.reports import crosstab as crosstab_paper
from crm_desktop.services.crosstab import crosstab, crosstab_fields, crosstab_saved, crosstab_values
from crm_desktop.services.crosstab.crosstab import Question
from crm_desktop.services.figures.sales_figures import Period
from crm_desktop.services.lifecycle import lifecycle
from tests.services import random_sales

YEAR = Period(dt.date(2025, 3, 1), dt.date(2026, 2, 28))


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Random sales; tests that write put things back."""
    path: Path = tmp_path_factory.mktemp("sold") / "sold.crm"
    with Store.create(path) as store:
        store.write("sell", random_sales.sell, random.Random(7))
        yield store


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
        for line in session.scalars(select(SaleLine).where(SaleLine.sale_id.in_(ids))):
            typed = f"={line.description}" if line.description else ""
            name = str(line.product_id or typed)
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
    with sold.read() as session:
        vip, new = (crosstab_values.named(session, "tag", name)[0] for name in ("vip", "new"))
        both = (("tag", vip), ("tag", new))
        by_tag = crosstab.ask(session, Question(YEAR, ("tag",), (), ("customers",)))
        only = crosstab.ask(session, Question(YEAR, ("year",), (), ("customers",), both))
        parts = [line.cells[()].customers for line in by_tag.lines]
        assert sum(parts[:-1]) > parts[-1]
        assert only.lines[-1].cells[()].customers <= 10
        ids = crosstab.sales_behind(session, Question(YEAR, ("tag",)), (vip,))
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


def test_namesakes_are_rows_of_their_own_with_what_tells_them_apart(sold: Store) -> None:
    with sold.read() as session:
        made = crosstab.ask(session, Question(YEAR, ("customer",), sort="name"))
        shown = [made.shown("customer", line.key[0]) for line in made.lines[:-1]]
        assert len(shown) == len(set(shown)) == 13
        assert {"c0", "c0 · K10", "c1 · #2", "c1 · #12", "c2"} <= set(shown)
        assert shown[-1] == "Walk-in" and shown.index("c1 · #2") < shown.index("c1 · #12")
        assert [one[:2] for one in shown[:-1]] == sorted(one[:2] for one in shown[:-1])
        goods = crosstab.ask(session, Question(YEAR, ("product",)))
        assert {"p0 · #1", "p0 · #4", "p0 · typed by hand", "p1"} <= set(
            goods.names["product"].values()
        )
        people = crosstab.ask(session, Question(YEAR, ("salesperson",), ("area",)))
        assert {"A · #1", "A · #3", "B"} <= set(people.names["salesperson"].values())
        assert crosstab_values.named(session, "customer", "c0") == ("1", "11")
        assert crosstab_values.named(session, "customer", "#11") == ("11",)
        with pytest.raises(NotFound):
            crosstab_values.named(session, "customer", "nobody")


def test_values_to_filter_by_are_found_as_they_read(sold: Store) -> None:
    with sold.read() as session:
        assert [one.value for one in crosstab_values.choices(session, "customer", "C1")] == [
            "2",
            "12",
        ]
        sources = [one.label for one in crosstab_values.choices(session, "source")]
        assert sources == ["None given", random_sales.HOSTILE, "web"]
        assert [one.label for one in crosstab_values.choices(session, "weekday", "mon")] == [
            "Monday"
        ]
        months = crosstab_values.choices(session, "month")
        assert months[0].value > months[-1].value and len(months) > 30
        for key in crosstab_fields.names(session):
            for one in crosstab_values.choices(session, key)[:3]:
                asked = Question(YEAR, ("year",), filters=((key, one.value),))
                behind = crosstab.sales_behind(session, asked)
                counted = crosstab.ask(session, asked).lines[-1].cells[()].amount_minor
                assert bool(counted) == bool(behind), (key, one)


def test_sorted_by_any_column_and_measure_either_way(sold: Store) -> None:
    with sold.read() as session:
        asked = Question(YEAR, ("source",), ("year",), ("amount", "count"))
        made = crosstab.ask(session, asked)
        assert made.column_keys == (("2025",), ("2026",))
        for reverse in (False, True):
            by = Question(YEAR, ("customer",), ("year",), ("amount", "count"), sort="value",
                          reverse=reverse, by=("2026",), by_measure="count")  # fmt: skip
            lines = crosstab.ask(session, by).lines[:-1]
            counts = [one.cells[("2026",)].orders for one in lines if ("2026",) in one.cells]
            assert counts == sorted(counts, reverse=not reverse) and len(set(counts)) > 1
        latest = crosstab.ask(session, Question(YEAR, ("month",), reverse=True)).lines
        assert latest[0].key == ("2026-02",)
        days = crosstab.ask(session, Question(YEAR, ("weekday",))).lines
        assert [one.key[0] for one in days[:-1]] == list("1234560")
        with pytest.raises(UserError):
            crosstab.ask(session, Question(YEAR, ("year",), by_measure="margin"))


def test_a_sale_without_lines_counts_where_lines_do_not(store: Store) -> None:
    def sell(session: Session) -> None:
        people = [Contact(name="a"), Contact(name="b")]
        session.add_all(people)
        session.flush()
        for one in people:
            day = dt.date(2025, 5, 5)
            session.add(Sale(contact_id=one.id, sold_on=day, subtotal_minor=7, total_minor=7))
        session.flush()
        first = session.scalars(select(Sale.id)).first()
        session.add(SaleLine(sale_id=first, description="x", amount_minor=7, quantity_milli=1000))

    store.write("sell", sell)
    measures = ("customers", "count", "amount")
    for row, counted in (("product", (1, 1, 7)), ("customer", (2, 2, 14))):
        with store.read() as session:
            total = crosstab.ask(session, Question(YEAR, (row,), ("year",), measures)).lines[-1]
            for cell in total.cells.values():
                assert tuple(cell.value(one) for one in measures) == counted


def test_who_bought_only_a_year_ago_has_fallen_to_nothing(sold: Store) -> None:
    asked = Question(Period(dt.date(2026, 9, 1), dt.date(2026, 9, 26)), ("customer",), (),
                     ("growth",))  # fmt: skip
    with sold.read() as session:
        made = crosstab.ask(session, asked)
        gone = [one.cells[()] for one in made.lines if not one.cells[()].amount_minor]
        assert gone and all(one.value("growth") == -10_000 for one in gone)


def test_a_question_nobody_waits_for_ends_in_the_middle(
    sold: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.db.stopping._STEPS", 50)
    with sold.read() as session, watched_by(ThrottledProgress(print, lambda: True)):
        with pytest.raises(Cancelled):
            crosstab.ask(session, Question(YEAR, ("product", "customer"), ("day",)))
        with pytest.raises(Cancelled):
            crosstab.sales_behind(session, Question(YEAR, ("product",)))
    with sold.read() as session:
        assert crosstab.ask(session, Question(YEAR, ("year",))).lines


def test_more_cells_than_anybody_can_read_are_refused(
    sold: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.services.crosstab.crosstab_totals.MOST_CELLS", 20)
    with sold.read() as session, pytest.raises(UserError, match="too large"):
        crosstab.ask(session, Question(YEAR, ("day", "product")))
    monkeypatch.setattr(crosstab, "MOST_COLUMNS", 2)
    with sold.read() as session, pytest.raises(UserError, match="columns"):
        crosstab.ask(session, Question(YEAR, ("year",), ("quarter",)))


def test_what_is_kept_by_a_code_reads_as_everywhere_else(store: Store) -> None:
    """Shipped stages have no name of their own; a yes is kept as "yes", two choices in one text."""

    def fill(session: Session) -> None:
        loyal, own = lifecycle.named(session, "loyal"), LifecycleStage(name="Partner", position=9)
        fields = [
            CustomField(entity="contact", key=key, label=key, type=kind, position=1)
            for key, kind in (("vat", "yes_no"), ("room", "number"))
        ]
        session.add_all([own, *fields])
        session.flush()
        kept = [("yes", "10"), ("no", "9"), ("yes", "1200")]
        for n, stage in enumerate((loyal.id, own.id, None)):
            buyer = Contact(name=f"b{n}", stage_id=stage)
            session.add(buyer)
            session.flush()
            session.add_all(
                CustomValue(field_id=one.id, record_id=buyer.id, text=text)
                for one, text in zip(fields, kept[n], strict=True)
            )
            session.add(
                Sale(contact_id=buyer.id, sold_on=YEAR.last, subtotal_minor=9, total_minor=9)
            )

    store.write("fill", fill)
    with store.read() as session:

        def rows(key: str, sort: str = "name") -> list[str]:
            made = crosstab.ask(session, Question(YEAR, (key,), sort=sort))
            return [made.shown(key, line.key[0]) for line in made.lines[:-1]]

        assert rows("stage") == ["Loyal", "Partner", "None given"]
        assert sorted(rows("field:vat")) == ["No", "Yes"]
        assert rows("field:room") == ["9", "10", "1,200"]
        offered = [one.label for one in crosstab_values.choices(session, "stage", "loy")]
        assert offered == ["Loyal"]
        for key, typed in (("stage", "Loyal"), ("stage", "loyal"), ("field:vat", "yes"),
                           ("field:vat", "Yes"), ("weekday", "Saturday"), ("weekday", "6"),
                           ("hour", "9:00"), ("hour", "9")):  # fmt: skip
            assert len(crosstab_values.named(session, key, typed)) == 1, (key, typed)
        for key in ("stage", "weekday", "hour", "field:vat"):
            with pytest.raises(NotFound):
                crosstab_values.named(session, key, "nothing")


def test_names_with_numbers_stand_in_the_order_of_the_numbers(store: Store) -> None:
    def fill(session: Session) -> None:
        for name in ("Shop 10", "Shop 9", "Shop 100"):
            shop = Shop(name=name)
            session.add(shop)
            session.flush()
            session.add(Sale(shop_id=shop.id, sold_on=YEAR.last))

    store.write("fill", fill)
    with store.read() as session:
        made = crosstab.ask(session, Question(YEAR, ("shop",), sort="name"))
        names = [made.shown("shop", line.key[0]) for line in made.lines[:-1]]
        assert names == ["Shop 9", "Shop 10", "Shop 100"]


def test_sales_in_another_currency_are_said(sold: Store) -> None:
    with sold.read() as session:
        made = crosstab.ask(session, Question(YEAR, ("shop",)))
        others = [
            one for one in session.scalars(select(Sale))
            if one.status == "confirmed" and one.kind != "opening" and one.currency == "EUR"
            and YEAR.first <= one.sold_on <= YEAR.last
        ]  # fmt: skip
        assert made.other_currencies == len(others) > 1
        said = " ".join(crosstab_paper.remarks(made))
        assert f"{len(others)} sales in other currencies are not among these." in said


def test_which_days_growth_compares_with_is_said(sold: Store) -> None:
    with sold.read() as session:
        made = crosstab.ask(session, Question(YEAR, ("shop",), (), ("amount", "growth")))
        assert "A year ago are the days 1 Mar 2024 – 28 Feb 2025." in crosstab_paper.remarks(made)
        plain = crosstab.ask(session, Question(YEAR, ("shop",)))
        assert not any("year ago" in one for one in crosstab_paper.remarks(plain))
