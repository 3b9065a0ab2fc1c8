"""Every figure of the month, recomputed in plain Python over all rows."""

from __future__ import annotations

import datetime as dt
import itertools
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import Cancelled
from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store
from crm_desktop.services import new_file
from crm_desktop.services.summaries import monthly
from crm_desktop.services.summaries.monthly import monthly_figures
from tests.services.random_shop import LAST, RandomShop, Receipt, invent, store_rows

MAY = dt.date(2026, 5, 31)
MONTHS = [dt.date(2026, 5, 17), dt.date(2026, 6, 18), dt.date(2025, 2, 1), dt.date(2024, 3, 9)]


@pytest.fixture(scope="module")
def shop() -> RandomShop:
    return invent()


@pytest.fixture(scope="module")
def shop_file(shop: RandomShop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("shop") / "shop.crm") as store:
        store.set_up(new_file.seed, "en")
        store.set_up(store_rows, shop)
        yield store


@pytest.fixture
def reading(shop_file: Store) -> Iterator[Session]:
    with shop_file.read() as session:
        yield session


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    first = day.replace(day=1)
    return first, (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)


def period(month: dt.date) -> tuple[dt.date, dt.date]:
    first, last = month_of(month)
    return first, min(last, LAST)


def months_earlier(first: dt.date, count: int) -> dt.date:
    for _ in range(count):
        first = (first - dt.timedelta(1)).replace(day=1)
    return first


def half_up(value: Decimal | float) -> int:
    return int(Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def within(shop: RandomShop, first: dt.date, last: dt.date) -> list[Receipt]:
    return [r for r in shop.receipts if r.counts and first <= r.sold_on <= last]


def earlier_period(month: dt.date, count: int) -> tuple[dt.date, dt.date]:
    """The whole earlier month, or its same days while the month is running."""
    first, last = period(month)
    begin, end = month_of(months_earlier(first, count))
    return (begin, end) if last == month_of(month)[1] else (begin, min(end, begin + (last - first)))


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("back", [0, 1, 12])
def test_sales_orders_and_new_customers(
    reading: Session, shop: RandomShop, month: dt.date, back: int
) -> None:
    figures = monthly_figures(reading, month, LAST)
    snapshot = {0: figures.now, 1: figures.month_ago, 12: figures.year_ago}[back]
    first, last = earlier_period(month, back) if back else period(month)
    begin = min(r.sold_on for r in shop.receipts if r.counts)
    if last < begin:
        assert snapshot is None
        return
    receipts = within(shop, first, last)
    assert snapshot is not None
    assert snapshot.sales.amount_minor == sum(r.total for r in receipts)
    assert snapshot.sales.orders == sum(r.kind == "sale" for r in receipts)
    new = [
        p.id
        for p in shop.people
        if (day := shop.first_purchase(p.id)) and first <= day <= last
        if not shop.bought_before(p.id) and not p.deleted
    ]
    assert snapshot.sales.new_customers == len(new)
    orders = snapshot.sales.orders
    average = half_up(Decimal(snapshot.sales.amount_minor) / orders) if orders else None
    assert snapshot.sales.average_ticket_minor == average


@pytest.mark.parametrize("month", MONTHS)
def test_repurchase_rate(reading: Session, shop: RandomShop, month: dt.date) -> None:
    figures = monthly_figures(reading, month, LAST)
    last = period(month)[1]
    days = defaultdict(set)
    for receipt in shop.receipts:
        if receipt.purchase and last.replace(year=last.year - 1) < receipt.sold_on <= last:
            days[receipt.contact_id].add(receipt.sold_on)
    again = sum(len(each) >= 2 for each in days.values())
    expected = half_up(Decimal(again * 10_000) / len(days)) if days else None
    assert figures.now.repurchase_bp == expected


@pytest.mark.parametrize("month", MONTHS)
def test_twelve_months_by_who_bought(reading: Session, shop: RandomShop, month: dt.date) -> None:
    figures = monthly_figures(reading, month, LAST)
    assert len(figures.months) == 12
    for back, found in enumerate(reversed(figures.months)):
        first, last = month_of(months_earlier(month.replace(day=1), back))
        assert found.month == first
        receipts = within(shop, first, min(last, LAST))
        parts: Counter[str] = Counter()
        for receipt in receipts:
            contact = receipt.contact_id
            if contact is None:
                parts["walk-in"] += receipt.total
                continue
            day = shop.first_purchase(contact)
            new = day and day.replace(day=1) == first and not shop.bought_before(contact)
            parts["new" if new else "returning"] += receipt.total
        assert found.returning_minor == parts["returning"]
        assert found.new_minor == parts["new"]
        assert found.walk_in_minor == parts["walk-in"]
    assert figures.months[-1].total_minor == figures.now.sales.amount_minor


@pytest.mark.parametrize("month", MONTHS)
def test_last_year_begins_with_the_records(
    reading: Session, shop: RandomShop, month: dt.date
) -> None:
    figures = monthly_figures(reading, month, LAST)
    begin = min(r.sold_on for r in shop.receipts if r.counts).replace(day=1)
    end = earlier_period(month, 12)[1]
    for back, found in enumerate(reversed(figures.last_year)):
        first, last = month_of(months_earlier(end.replace(day=1), back))
        total = sum(r.total for r in within(shop, first, min(last, end)))
        assert found == (total if first >= begin else None)


def test_sales_by_customer_type(reading: Session, shop: RandomShop) -> None:
    figures = monthly_figures(reading, MAY, LAST)
    expected: Counter[tuple[str, bool]] = Counter()
    for receipt in within(shop, *period(MAY)):
        person = shop.person(receipt.contact_id) if receipt.contact_id else None
        name = (person.type or person.industry) if person else ""
        expected[name, person is None] += receipt.total
    assert {(t.name, t.walk_in): t.amount_minor for t in figures.types} == dict(expected)
    amounts = [part.amount_minor for part in figures.types]
    assert amounts == sorted(amounts, reverse=True)


def test_top_customers(reading: Session, shop: RandomShop) -> None:
    figures = monthly_figures(reading, MAY, LAST)
    first, last = period(MAY)
    amounts: Counter[int] = Counter()
    before: Counter[int] = Counter()
    for receipt in within(shop, first, last):
        amounts[receipt.contact_id or 0] += receipt.total
    for receipt in within(shop, *earlier_period(MAY, 1)):
        before[receipt.contact_id or 0] += receipt.total
    del amounts[0]
    best = sorted(amounts.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    assert [(top.contact_id, top.amount_minor) for top in figures.top] == [
        pair for pair in best if pair[1] > 0
    ]
    for top in figures.top:
        assert top.name == shop.person(top.contact_id).name
        assert top.earlier_minor == before[top.contact_id]
        assert top.lifetime_minor == shop.spent(top.contact_id, last)
        day = shop.first_purchase(top.contact_id)
        new = day is not None and day >= first and not shop.bought_before(top.contact_id)
        assert top.is_new == new


@pytest.mark.parametrize("month", MONTHS)
def test_lapsed_customers(reading: Session, shop: RandomShop, month: dt.date) -> None:
    figures = monthly_figures(reading, month, LAST)
    last = period(month)[1]
    expected = {}
    for person in shop.people:
        days = sorted(
            {
                r.sold_on
                for r in shop.receipts
                if r.purchase and r.contact_id == person.id and r.sold_on <= last
            }
        )
        if len(days) < 3 or person.archived or person.deleted:
            continue
        gaps = [(b - a).days for a, b in itertools.pairwise(days)]
        usual = half_up(statistics.median(gaps))
        silent = (last - days[-1]).days
        if usual < silent <= max(365, 3 * usual):
            expected[person.id] = (days[-1], usual, silent - usual, len(days))
    assert figures.lapsed.count == len(expected)
    found = {
        c.contact_id: (c.last_on, c.usual_days, c.days_past, c.purchases)
        for c in figures.lapsed.customers
    }
    assert found == expected
    spent = [(-shop.spent(c.contact_id, last), c.contact_id) for c in figures.lapsed.customers]
    assert spent == sorted(spent)
    assert spent == [(-c.spent_minor, c.contact_id) for c in figures.lapsed.customers]


def owed_on(shop: RandomShop, day: dt.date) -> dict[int, tuple[int, int]]:
    """By open sale: what was unpaid on ``day`` and how late it was then."""
    found = {}
    for receipt in shop.receipts:
        if not receipt.confirmed or receipt.sold_on > day:
            continue
        unpaid = receipt.total - sum(amount for when, amount in receipt.payments if when <= day)
        days = shop.person(receipt.contact_id).payment_days if receipt.contact_id else None
        due = receipt.due_on or receipt.sold_on + dt.timedelta(30 if days is None else days)
        found[receipt.id] = (unpaid, (day - due).days)
    return found


@pytest.mark.parametrize("month", MONTHS)
def test_receivables_at_the_end_of_the_month(
    reading: Session, shop: RandomShop, month: dt.date
) -> None:
    figures = monthly_figures(reading, month, LAST)
    everything = owed_on(shop, period(month)[1])
    expected = {sale: pair for sale, pair in everything.items() if pair[0] > 0}
    owed = figures.owed
    assert {s.sale_id: (s.open_minor, s.days_late) for s in owed.open_sales} == expected
    assert owed.total_minor == sum(unpaid for unpaid, _late in expected.values())
    edges = ((-9_999, 0), (1, 30), (31, 60), (61, 90), (91, 9_999))
    assert owed.ages == tuple(
        sum(unpaid for unpaid, late in expected.values() if low <= late <= high)
        for low, high in edges
    )
    assert owed.returns_minor == -sum(unpaid for unpaid, _late in everything.values() if unpaid < 0)
    assert {s.sale_id for s in owed.late} == {s for s, (_u, late) in expected.items() if late > 0}
    lateness = [sale.days_late for sale in owed.open_sales]
    assert lateness == sorted(lateness, reverse=True)


@pytest.mark.parametrize("month", MONTHS)
def test_supplies_that_run_out_next_month(
    reading: Session, shop: RandomShop, month: dt.date
) -> None:
    figures = monthly_figures(reading, month, LAST)
    known = period(month)[1]
    first, last = month_of(month_of(month)[1] + dt.timedelta(1))
    endings = []
    for receipt in shop.receipts:
        days = shop.goods[receipt.product_id - 1].days_of_use
        if not receipt.purchase or not days or receipt.sold_on > known:
            continue
        person = shop.person(receipt.contact_id or 0)
        if person.archived or person.deleted:
            continue
        again = any(
            other.status == "confirmed"
            and other.kind == "sale"
            and not other.deleted
            and other.contact_id == receipt.contact_id
            and other.product_id == receipt.product_id
            and receipt.sold_on < other.sold_on <= known
            for other in shop.receipts
        )
        if not again and first <= receipt.sold_on + dt.timedelta(days) <= last:
            endings.append(receipt)
    outlook = figures.supplies
    assert outlook.customers == len({r.contact_id for r in endings})
    assert outlook.amount_minor == sum(r.total for r in endings)
    if endings:
        buyers = defaultdict(set)
        for receipt in endings:
            buyers[shop.goods[receipt.product_id - 1].name].add(receipt.contact_id)
        assert len(buyers[outlook.product]) == max(map(len, buyers.values()))
        assert outlook.quantity_milli == sum(
            r.quantity for r in endings if shop.goods[r.product_id - 1].name == outlook.product
        )


def test_a_running_month_is_not_complete(reading: Session) -> None:
    figures = monthly_figures(reading, LAST, LAST)
    assert not figures.complete
    assert (figures.period.first, figures.period.last) == (dt.date(2026, 6, 1), LAST)
    assert figures.month_ago is not None
    assert figures.month_ago.period.last == dt.date(2026, 5, 18)
    assert monthly_figures(reading, MAY, LAST).complete


def test_other_currencies_are_counted_not_added(reading: Session, shop: RandomShop) -> None:
    foreign = [
        r
        for r in shop.receipts
        if r.currency == "USD" and r.status == "confirmed" and not r.deleted and r.kind != "opening"
    ]
    month = foreign[-1].sold_on
    first, last = period(month)
    count = sum(first <= r.sold_on <= last for r in foreign)
    assert monthly_figures(reading, month, LAST).other_currency_sales == count > 0


def test_an_empty_file_has_an_empty_month(store: Store) -> None:
    with store.read() as session:
        figures = monthly_figures(session, MAY, LAST)
    assert figures.empty
    assert figures.month_ago is None
    assert figures.year_ago is None
    assert figures.now.sales.average_ticket_minor is None
    assert figures.now.repurchase_bp is None
    assert figures.top == figures.types == figures.lapsed.customers == ()
    assert figures.owed.total_minor == 0
    assert figures.last_year == (None,) * 12
    assert figures.supplies.customers == 0


def test_a_month_that_has_not_begun_is_refused(store: Store) -> None:
    with store.read() as session, pytest.raises(ValueError, match="2026-07-01"):
        monthly_figures(session, dt.date(2026, 7, 1), LAST)


def test_progress_counts_the_parts_and_can_cancel(reading: Session) -> None:
    seen: list[tuple[int, int]] = []
    monthly_figures(reading, MAY, LAST, lambda done, total, text="": seen.append((done, total)))
    assert [done for done, _total in seen] == list(range(seen[0][1]))

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        monthly_figures(reading, MAY, LAST, stop)


def test_deleting_a_customer_does_not_change_past_figures(store: Store, shop: RandomShop) -> None:
    store.set_up(store_rows, shop)

    def numbers() -> tuple[object, ...]:
        with store.read() as session:
            figures = monthly_figures(session, MAY, LAST)
        return figures.now, figures.months, figures.types, figures.top, figures.owed.total_minor

    def remove(session: Session) -> None:
        for contact in session.scalars(select(Contact).limit(20)):
            contact.deleted_at = clock.now()

    before = numbers()
    store.write("Delete", remove)
    assert numbers() == before


def test_as_many_lapsed_are_described_as_promised(
    reading: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = monthly_figures(reading, MAY, LAST).lapsed.count
    assert count > 2
    monkeypatch.setattr(monthly, "LISTED", 2)
    lapsed = monthly_figures(reading, MAY, LAST).lapsed
    assert (lapsed.count, len(lapsed.customers)) == (count, 2)
