"""The chart of a cross-tab: what it shows, where its bars lie, what it leaves to others."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import pytest

from crm_desktop.db.store import Store
from crm_desktop.reports import charts, crosstab_chart
from crm_desktop.reports.charts_bars import marks
from crm_desktop.reports.crosstab_chart import Plan, document
from crm_desktop.reports.document import Bars, Kind, Series, blocks_in
from crm_desktop.services.crosstab import crosstab
from crm_desktop.services.crosstab.crosstab import Crosstab, Question
from crm_desktop.services.figures.sales_figures import Period
from tests.services import random_sales

YEAR = Period(dt.date(2025, 3, 1), dt.date(2026, 2, 28))


@pytest.fixture(scope="module")
def sold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Random sales."""
    with Store.create(tmp_path_factory.mktemp("sold") / "sold.crm") as store:
        store.write("sell", random_sales.sell, random.Random(7))
        yield store


def asked(store: Store, rows: tuple[str, ...], *more: tuple[str, ...]) -> tuple[Crosstab, Plan]:
    """An answer and its chart."""
    with store.read() as session:
        made = crosstab.ask(session, Question(YEAR, rows, *more))
    plan = crosstab_chart.plan(made)
    assert plan is not None
    return made, plan


def test_every_bar_is_the_cell_behind_it_and_others_are_the_rest(sold: Store) -> None:
    for rows, columns in ((("customer",), ("quarter",)), (("month", "shop"), ("customer",)),
                          (("customer",), ()), (("source",), ("shop", "year"))):  # fmt: skip
        made, plan = asked(sold, rows, columns)
        lines = {line.key: line for line in made.lines}
        for series, cells in zip(plan.bars.series, plan.cells, strict=True):
            for value, cell in zip(series.values, cells, strict=True):
                if cell is not None:
                    held = lines[cell[0]].cells.get(cell[1])
                    assert value == (held.amount_minor if held else None)
        sums = [sum(one.values[n] or 0 for one in plan.bars.series)
                for n in range(len(plan.bars.labels))]  # fmt: skip
        if plan.bars.upright:
            assert sum(sums) == made.lines[-1].cells[()].amount_minor
        else:
            assert sums == [one.cells[()].amount_minor for one in made.lines
                            if len(one.key) == 1][:12]  # fmt: skip
        assert len(plan.bars.series) <= 4


def test_time_runs_along_and_what_does_not_add_up_is_not_stacked(sold: Store) -> None:
    _made, over_time = asked(sold, ("customer",), ("quarter",))
    quarters = ["Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025", "Q1 2026"]
    assert over_time.bars.upright and list(over_time.bars.labels) == quarters
    _made, people = asked(sold, ("source",), ("quarter",), ("customers",))
    assert len(people.bars.series) == 1 and people.bars.kind is Kind.INTEGER
    with sold.read() as session:
        nothing = Question(Period(dt.date(1999, 1, 1), dt.date(1999, 1, 2)), ("source",))
        assert crosstab_chart.plan(crosstab.ask(session, nothing)) is None


def test_weeks_begin_on_monday_and_a_time_without_sales_is_a_gap(sold: Store) -> None:
    _made, week = asked(sold, ("weekday",))
    assert week.bars.labels[0] == "Monday" and week.bars.labels[-1] == "Sunday"
    made, days = asked(sold, ("day",))
    found = [line.key[0] for line in made.lines[:-1]]
    length = (dt.date.fromisoformat(found[-1]) - dt.date.fromisoformat(found[0])).days + 1
    assert len(days.bars.labels) == length > len(found)
    empty = days.bars.series[0].values.index(None)
    assert days.cells[0][empty] is None and days.cells[0][0] == ((found[0],), ())
    with sold.read() as session:
        some = crosstab.ask(session, Question(YEAR, ("day",), top=3, sort="value"))
    plan = crosstab_chart.plan(some)
    assert plan is not None and len(plan.bars.labels) == 3


def test_parts_that_overlap_are_never_stacked(sold: Store) -> None:
    """A customer of two tags, a sale of two goods: stacked they would be higher than the whole."""
    for rows, columns, measures in ((("tag",), ("month",), ("amount",)),
                                    (("month",), ("product",), ("count",))):  # fmt: skip
        _made, plan = asked(sold, rows, columns, measures)
        assert len(plan.bars.series) == 1, (rows, columns)
    _made, plan = asked(sold, ("product",), ("month",), ("amount",))
    assert len(plan.bars.series) == 4


def test_marks_lie_where_the_bars_do() -> None:
    hostile = "$\\frac{1}{2}$ <b>&"
    for upright in (True, False):
        series = (Series("a", (100, None, 300)), Series(hostile, (100, 200, -50)))
        bars = Bars((hostile, "y", "z"), series, Kind.MONEY_EXACT, upright, "Name", "Chart")
        found = marks(charts.figure(bars, 300, 200, "CNY"))
        drawn = {(one.series, one.place): one for one in found}
        assert {(0, 0), (1, 0), (1, 1), (0, 2)} <= drawn.keys() and (0, 1) not in drawn
        first, second = drawn[0, 0], drawn[1, 0]
        long = (lambda one: one.height) if upright else (lambda one: one.width)
        assert long(drawn[1, 1]) == pytest.approx(2 * long(first))
        assert long(drawn[0, 2]) == pytest.approx(3 * long(first))
        end = first.y + first.height if upright else first.x + first.width
        assert (second.y if upright else second.x) == pytest.approx(end)
        assert all(one.x >= 0 and one.x + one.width <= 301 for one in found)


def test_paper_and_workbook_have_the_chart_and_csv_has_none(sold: Store) -> None:
    made, plan = asked(sold, ("customer",))
    with sold.read() as session:
        for suffix, charted in ((".pdf", True), (".xlsx", True), (".csv", False)):
            blocks = list(blocks_in(document(session, made, "", suffix)))
            assert (plan.bars in blocks) == charted
