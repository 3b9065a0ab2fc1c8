"""Changing a cross-tab's question step by step, its periods by name, and how it is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.crosstab import crosstab_editing as editing
from crm_desktop.services.crosstab import crosstab_periods, crosstab_saved
from crm_desktop.services.crosstab.crosstab import Question
from crm_desktop.services.figures.sales_figures import Period

TODAY = dt.date(2026, 6, 18)
YEAR = Period(dt.date(2025, 7, 1), TODAY)
ASKED = Question(YEAR, ("area", "shop"), ("month",), ("amount", "count"))


def test_a_field_stands_once_and_measures_among_measures() -> None:
    moved = editing.put(ASKED, "columns", "area", 0)
    assert (moved.rows, moved.columns) == (("shop",), ("area", "month"))
    assert editing.put(ASKED, "rows", "shop", 0).rows == ("shop", "area")
    assert editing.put(ASKED, "rows", "area").rows == ("shop", "area")
    assert editing.put(ASKED, "rows", "amount") == ASKED
    assert editing.put(ASKED, "measures", "shop") == ASKED
    assert editing.take(ASKED, "rows", "area").rows == ("shop",)
    assert editing.moved(ASKED, "rows", "area", 1).rows == ("shop", "area")
    assert editing.moved(ASKED, "rows", "shop", -1).rows == ("shop", "area")
    assert editing.moved(ASKED, "rows", "area", -1) == ASKED
    turned = editing.turned(ASKED)
    assert (turned.rows, turned.columns) == (("month",), ("area", "shop"))
    assert editing.turned(replace(ASKED, columns=())).rows == ("area", "shop")


def test_sorted_by_what_is_still_there() -> None:
    by_total = editing.sorted_by(ASKED, (), "amount")
    assert (by_total.sort, by_total.reverse) == ("value", True)  # it stood so already
    by_may = editing.sorted_by(ASKED, ("2026-05",), "count")
    assert (by_may.by, by_may.by_measure, by_may.reverse) == (("2026-05",), "count", False)
    assert editing.sorted_by(by_may, ("2026-05",), "count").reverse
    assert editing.take(by_may, "columns", "month").by == ()
    assert editing.take(by_may, "measures", "count").by_measure == ""
    named = editing.sorted_by_name(by_may)
    assert (named.sort, named.by, named.reverse) == ("name", (), False)
    assert editing.sorted_by_name(named).reverse
    months = replace(ASKED, rows=("month",), columns=())
    assert editing.by_name(months) and editing.sorted_by_name(months).reverse
    assert not editing.sorted_by(months, (), "amount").reverse


def test_a_filter_is_replaced_whole() -> None:
    one = editing.filtered(ASKED, "level", ("A", "B"))
    assert one.filters == (("level", "A"), ("level", "B"))
    assert editing.filtered(one, "level", ("C",)).filters == (("level", "C"),)
    assert editing.filtered(one, "level", ()).filters == ()


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("month", "2026-06-01", "2026-06-18"),
        ("last_month", "2026-05-01", "2026-05-31"),
        ("quarter", "2026-04-01", "2026-06-18"),
        ("year", "2026-01-01", "2026-06-18"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("years3", "2023-07-01", "2026-06-18"),
        ("months12", "2025-07-01", "2026-06-18"),
        ("no such thing", "2025-07-01", "2026-06-18"),
    ],
)
def test_periods_by_name(key: str, first: str, last: str) -> None:
    made = crosstab_periods.period(key, TODAY)
    assert (made.first.isoformat(), made.last.isoformat()) == (first, last)
    january = crosstab_periods.period("last_month", dt.date(2026, 1, 31))
    assert january.first == dt.date(2025, 12, 1)


def test_kept_with_its_period_renamed_and_never_over_another(store: Store) -> None:
    def keep(name: str, period: str) -> None:
        store.write(crosstab_saved.SAVE_ACTION, crosstab_saved.save, name, ASKED, period)

    keep(" Areas ", "last_month")
    keep("Mine", crosstab_periods.OWN)
    with store.read() as session:
        assert crosstab_saved.saved(session) == ("Areas", "Mine")
        may = Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31))
        assert crosstab_saved.period_of(session, "Areas", TODAY) == ("last_month", may)
        own = crosstab_saved.period_of(session, "Mine", TODAY)
        assert own == (crosstab_periods.OWN, ASKED.period)
        usual = crosstab_periods.USUAL
        none = (usual, crosstab_periods.period(usual, TODAY))
        assert crosstab_saved.period_of(session, "none", TODAY) == none
    with pytest.raises(UserError, match="already"):
        store.write("rename", crosstab_saved.rename, "Mine", "Areas")
    with pytest.raises(UserError):
        store.write("rename", crosstab_saved.rename, "none", "x")
    store.write("rename", crosstab_saved.rename, "Areas", "By area")
    store.write("drop", crosstab_saved.remove, "Mine")
    store.undo()
    with store.read() as session:
        assert crosstab_saved.saved(session) == ("By area", "Mine")
        assert crosstab_saved.load(session, "By area", YEAR) == ASKED
