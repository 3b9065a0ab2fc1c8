"""Shops of which little is known: what their reports say is true all the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm_desktop.core import i18n
from crm_desktop.db.models import Contact, Sale
from crm_desktop.db.store import Store
from crm_desktop.reports import job
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.services.summaries import monthly, monthly_words, movement, week, week_words
from tests.reports import samples

Given = dict[str, Any]

TODAY = dt.date(2024, 3, 20)
FEBRUARY = dt.date(2024, 2, 1)


@pytest.fixture(autouse=True)
def march(frozen_clock: Callable[[dt.datetime], None]) -> None:
    frozen_clock(dt.datetime(2024, 3, 20, 4, tzinfo=dt.UTC))


def shop(
    store: Store, *sales: dict[str, Any], customers: tuple[dict[str, Any], ...] = ({},)
) -> None:
    """A shop with ``sales`` to ``customers``, numbered from 1."""

    def fill(session: Session) -> None:
        for number, given in enumerate(customers, start=1):
            session.add(
                Contact(id=number, name=f"Customer {number}", **({"currency": "CNY"} | given))
            )
        session.flush()
        for number, given in enumerate(sales, start=1):
            total = given.pop("total")
            row = {
                "number": f"S{number}",
                "contact_id": 1,
                "currency": "CNY",
                "kind": "sale",
            } | given
            session.add(Sale(total_minor=total, subtotal_minor=total, paid_minor=total, **row))

    store.set_up(fill)


def month(store: Store, day: dt.date) -> str:
    with store.read() as session, i18n.using("en"):
        return " ".join(monthly_words.summary(monthly.monthly_figures(session, day, TODAY)))


def paper(store: Store, key: str, **options: Any) -> str:
    order = ReportOptions(options.pop("month", FEBRUARY), "en", **options)
    with store.read() as session:
        return " ".join("".join(samples.page_texts(job.render_bytes(session, key, order))).split())


def test_the_first_month_has_nothing_to_be_compared_with(store: Store) -> None:
    shop(store, {"sold_on": dt.date(2024, 2, 29), "total": 100_00})
    said = month(store, FEBRUARY)
    assert said.startswith("February sales were ¥100. Returning customers brought 0%; 1 customer")
    assert "29 Feb" in paper(store, "movement")


def test_a_running_month_is_compared_with_the_same_days(store: Store) -> None:
    shop(
        store,
        {"sold_on": dt.date(2024, 2, 19), "total": 100_00},
        {"sold_on": dt.date(2024, 2, 21), "total": 900_00},
        {"sold_on": dt.date(2024, 3, 1), "total": 150_00},
    )
    assert "up 50% on the same days of February" in month(store, TODAY)


def test_a_month_in_which_all_was_returned(store: Store) -> None:
    shop(
        store,
        {"sold_on": dt.date(2024, 1, 9), "total": 100_00},
        {"sold_on": dt.date(2024, 2, 9), "total": 100_00},
        {"sold_on": dt.date(2024, 2, 10), "total": -100_00, "kind": "return", "return_of_id": 2},
    )
    said = month(store, FEBRUARY)
    assert said.startswith("February sales were ¥0, down 100% on January.")
    assert "In February, no customer was new." in said
    for key in ("weekly", "staff", "products", "movement", "cash-up"):
        paper(store, key, day=dt.date(2024, 2, 10))


def test_a_day_of_returns_and_a_day_of_nothing(store: Store) -> None:
    shop(
        store,
        {"sold_on": dt.date(2024, 2, 9), "total": 100_00},
        {"sold_on": dt.date(2024, 2, 10), "total": -100_00, "kind": "return", "return_of_id": 1},
    )
    assert "Nothing was sold; returns come to ¥100.00." in paper(
        store, "cash-up", day=dt.date(2024, 2, 10)
    )
    nothing = paper(store, "cash-up", day=dt.date(2024, 2, 11))
    assert "Nothing was sold. No payment was received. Record the day's sales" in nothing


def test_customers_of_another_currency_are_in_no_figure(store: Store) -> None:
    """Their first purchase makes nobody new in a report of yuan, here or in the list."""
    day = dt.date(2024, 2, 9)
    shop(
        store,
        {"sold_on": day, "total": 100_00},
        {"sold_on": day, "total": 70_00, "contact_id": 2, "currency": "USD"},
        customers=({}, {"currency": "USD"}),
    )
    with store.read() as session, i18n.using("en"):
        figures = monthly.monthly_figures(session, FEBRUARY, TODAY)
        assert (figures.now.sales.new_customers, figures.other_currency_sales) == (1, 1)
        made = movement.movement(session, FEBRUARY, dt.date(2024, 2, 29))
        assert [one.name for one in made.new] == ["Customer 1"]
        assert "1 customer is new." in week_words.summary(week.week(session, day, TODAY))
    assert "1 sale in another currency is in none of these figures." in paper(store, "monthly")


def test_an_old_month_knows_nothing_of_later_sales(store: Store) -> None:
    days = [dt.date(2023, 11, 1) + dt.timedelta(10 * n) for n in range(4)]
    later = {"sold_on": dt.date(2024, 3, 10), "total": 900_00}
    shop(store, *({"sold_on": day, "total": 100_00} for day in days), later)
    with store.read() as session:
        (one,) = monthly.monthly_figures(session, FEBRUARY, TODAY).lapsed.customers
    assert (one.last_on, one.spent_minor) == (days[-1], 400_00)


def test_a_month_nothing_happened_in_says_what_to_do(store: Store) -> None:
    assert "Nobody works here yet. Add who works here in Settings" in paper(store, "staff")
    moved = paper(store, "movement")
    assert "In February 2024 nobody bought for the first time, was lost or came back." in moved
    assert "No customer is new." in paper(store, "weekly", day=FEBRUARY)


def test_a_week_of_returns_and_sales_without_goods(store: Store) -> None:
    """Sales known by their total alone are sales, though nobody can say of what."""
    shop(
        store,
        {"sold_on": dt.date(2024, 1, 9), "total": 100_00},
        {"sold_on": dt.date(2024, 2, 9), "total": -30_00, "kind": "return", "return_of_id": 1},
    )
    said = paper(store, "weekly", day=dt.date(2024, 2, 9))
    assert "Nothing was sold; returns come to ¥30." in said
    goods = paper(store, "products", month=dt.date(2024, 1, 1))
    assert "The sales of January 2024, ¥100.00, name no goods." in goods


def test_who_was_lost_had_spent_what_they_spent_by_then(store: Store) -> None:
    shop(
        store,
        {"sold_on": dt.date(2023, 1, 20), "total": 100_00},
        {"sold_on": dt.date(2024, 3, 1), "total": 900_00},
    )
    with store.read() as session:
        made = movement.movement(session, dt.date(2024, 1, 1), dt.date(2024, 1, 31))
    assert [(one.name, one.amount_minor) for one in made.lost] == [("Customer 1", 100_00)]
