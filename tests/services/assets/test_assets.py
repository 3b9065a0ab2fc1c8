"""Equipment at customers': warranty, counters, faults, and the earliest next service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.assets import asset_service, assets, service_due, sold_assets
from crm_desktop.services.assets.assets import AssetDraft
from crm_desktop.services.assets.service_due import ServiceFacts, next_service
from crm_desktop.services.contacts import contacts
from crm_desktop.services.products import products
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sale_returns, sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft

DAY = dt.date(2026, 6, 18)


def _on(month: int, day: int = 1) -> dt.date:
    return dt.date(2026, month, day)


def test_the_earliest_of_date_hours_and_faults_counts() -> None:
    months = ServiceFacts(_on(1), _on(1), months=12)
    found = next_service(months)
    assert found is not None and (found.on, found.rule) == (dt.date(2027, 1, 1), "date")
    # 100 hours in 50 days are 2 a day; 400 hours are reached 150 days after the reading.
    hours = ServiceFacts(
        _on(1), _on(1), months=12, hours=400, readings=[(dt.date(2026, 2, 20), 100_000)]
    )
    found = next_service(hours)
    assert found is not None
    assert (found.on, found.rule, found.per_day) == (_on(7, 20), "hours", 2_000)
    assert service_due.reason(found) == "every 400 hours, at 2 hours a day"
    # It broke after 30 and after 60 days: the next is 30 days after the second.
    faults = ServiceFacts(_on(1), _on(1), months=12, faults=[_on(1, 31), _on(3, 2)])
    found = next_service(faults)
    assert found is not None and (found.on, found.rule) == (_on(4, 1), "faults")


def test_rules_without_enough_to_reckon_from_give_no_day() -> None:
    assert next_service(ServiceFacts(None, None, months=6, hours=100)) is None
    one_fault = ServiceFacts(_on(1), _on(1), faults=[_on(2)], typed=_on(9))
    assert next_service(one_fault) == service_due.NextService(_on(9), "typed")
    standing = ServiceFacts(_on(1), None, hours=100, readings=[(_on(1), 5_000), (_on(2), 5_000)])
    assert next_service(standing) is None
    over = ServiceFacts(
        _on(1), None, hours=100, readings=[(_on(1), 0), (_on(2), 500_000)], months=10**9
    )
    found = next_service(over)
    assert found is not None and found.on == _on(2)


def test_a_new_counter_goes_on_where_the_old_one_stopped() -> None:
    points = service_due.run_up([(_on(1), 900), (_on(2), 1_000), (_on(3), 50)])
    assert [count for _day, count in points] == [900, 1_000, 1_050]


@pytest.fixture
def machine(store: Store, today: dt.date) -> int:
    """A machine of Anna's, installed on 1 January, to be serviced every 6 months."""
    anna = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
    product = store.write(
        "New", products.create, ProductDraft("RO-800", warranty_months=12, service_months=6)
    ).value
    draft = AssetDraft(product_id=product, serial="S-1", installed_on=_on(1))
    return store.write("Add", assets.add, anna, draft).value


def test_what_happens_moves_the_day_that_lists_look_at(
    store: Store, read: Callable[..., Any], machine: int
) -> None:
    card = read(assets.card, machine)
    assert (card.name, card.draft.warranty_until) == ("RO-800", dt.date(2027, 1, 1))
    assert [row.due_on for row in read(assets.due, DAY, 30)] == [_on(7)]
    store.write("Serve", asset_service.serve, machine, "service", _on(6))
    assert read(assets.due, DAY, 30) == []
    for day in (_on(6, 2), _on(6, 10)):
        fault = store.write("Fault", asset_service.fault, machine, "leaks", day).value
    assert read(assets.card, machine).next.rule == "faults"
    store.write("Forget", asset_service.forget, "fault", fault)
    assert read(assets.card, machine).next.on == dt.date(2026, 12, 1)
    product = read(assets.card, machine).draft.product_id
    store.write("Edit", products.edit, product, service_months=1)
    assert [row.due_on for row in read(assets.due, DAY, 30)] == [_on(7)]
    store.undo()
    assert read(assets.due, DAY, 30) == []


def test_counters_only_rise_and_only_up_to_today(
    store: Store, read: Callable[..., Any], machine: int
) -> None:
    store.write("Read", asset_service.read_counter, machine, 500_000, "h", _on(3))
    store.write("Read", asset_service.read_counter, machine, 800_000, "h", _on(5))
    for value, day in ((700_000, DAY), (900_000, _on(4)), (1, dt.date(2027, 1, 1))):
        with pytest.raises(UserError):
            store.write("Read", asset_service.read_counter, machine, value, "h", day)
    store.write("Read", asset_service.read_counter, machine, 10_000, "h", DAY, new_counter=True)
    said = [asset_service.said(row) for row in read(asset_service.history, machine)]
    assert said == ["Counter: 10 hours", "Counter: 800 hours", "Counter: 500 hours"]


def test_a_renewal_extends_from_the_end_and_is_kept(
    store: Store, read: Callable[..., Any], machine: int
) -> None:
    until = store.write("Renew", assets.renew, machine, months=12, note="plan A").value
    assert until == dt.date(2028, 1, 1)
    row = read(asset_service.history, machine)[0]
    assert (row.kind, row.until, row.words) == ("renewal", until, "plan A")
    with pytest.raises(UserError):
        store.write("Renew", assets.renew, machine, until=until)
    # A renewal is no service: the day stays.
    assert read(assets.card, machine).next.on == _on(7)


def test_a_renewal_made_by_mistake_is_taken_off_the_warranty(
    store: Store, read: Callable[..., Any], machine: int
) -> None:
    def end() -> dt.date | None:
        found: dt.date | None = read(assets.card, machine).draft.warranty_until
        return found

    def forget_last() -> None:
        last = read(asset_service.history, machine)[0].id
        store.write("X", asset_service.forget, "service", last)

    store.write("Renew", assets.renew, machine, months=12)
    store.write("Renew", assets.renew, machine, months=12, note="1/2 twice")
    assert end() == dt.date(2029, 1, 1)
    assert read(asset_service.history, machine)[0].words == "1/2 twice"
    forget_last()
    assert end() == dt.date(2028, 1, 1)
    forget_last()
    assert end() == dt.date(2027, 1, 1)
    draft = read(assets.card, machine).draft
    store.write("Edit", assets.edit, machine, replace(draft, warranty_until=None))
    with pytest.raises(UserError, match="past"):
        store.write("Renew", assets.renew, machine, until=DAY - dt.timedelta(days=1))
    store.write("Renew", assets.renew, machine, until=DAY)
    store.write("Edit", assets.edit, machine, replace(draft, warranty_until=_on(12)))
    forget_last()
    assert end() == _on(12)  # somebody set it since


def test_each_piece_of_a_sale_has_its_own_serial_and_what_came_back_is_not_offered(
    store: Store, read: Callable[..., Any], machine: int
) -> None:
    anna = read(assets.card, machine).contact_id
    product = store.write("New", products.create, ProductDraft("RO", warranty_months=24)).value
    line = LineDraft(product, quantity_milli=4_000, unit_price_minor=1)
    sale = store.write("Sale", sales.record, SaleDraft((line,), anna, DAY)).value
    sold = read(sales.detail, sale).lines[0].id

    def left() -> list[int]:
        return [one.quantity_milli for one in read(sold_assets.sold_lines, anna)]

    add = partial(store.write, "Add", sold_assets.add_sold, sold)
    first = add("SN-1", quantity_milli=1_000).value
    assert read(assets.card, first).draft.warranty_until == dt.date(2028, 6, 18)
    store.write("Back", sale_returns.take_back, sale, {sold: 1_000})
    assert left() == [2_000]
    for wrong in (2_001, 0, -1_000):
        with pytest.raises(UserError):
            add("SN-2", quantity_milli=wrong)
    add("SN-2")
    assert left() == []
    with pytest.raises(UserError, match="added from the sale before"):
        add("SN-3")
    store.write(assets.REMOVE_ACTION, assets.remove, first)
    assert left() == [1_000]
    with pytest.raises(NotFound):
        read(assets.card, first)
    store.undo()
    assert read(assets.card, first).draft.serial == "SN-1"


def test_a_day_set_by_hand_holds_until_the_service(
    store: Store, read: Callable[..., Any], machine: int
) -> None:
    anna = read(assets.card, machine).contact_id
    draft = AssetDraft("Old pump", next_service_on=_on(6, 1))
    pump = store.write("Add", assets.add, anna, draft).value
    first = read(assets.due, DAY, 30)[0]
    assert (first.id, first.days_left) == (pump, -17)
    store.write("Serve", asset_service.serve, pump)
    assert read(assets.card, pump).next is None
    store.write("Retire", assets.retire, machine)
    assert [row.id for row in read(assets.all_of, DAY, anna)] == [pump]
    with pytest.raises(UserError):
        store.write("Add", assets.add, anna, AssetDraft(" "))
    store.write("Delete", contacts.remove, [anna])
    with pytest.raises(NotFound):
        read(assets.card, pump)


def test_what_came_back_whole_or_was_cancelled_asks_for_no_service(
    store: Store, read: Callable[..., Any], machine: int
) -> None:
    """The rule of ``sold_equipment``, called by returns and cancelled sales."""
    anna = read(assets.card, machine).contact_id
    product = store.write("New", products.create, ProductDraft("RO", service_months=6)).value
    line = LineDraft(product, quantity_milli=2_000, unit_price_minor=1)

    def sold() -> tuple[int, int, list[int]]:
        sale = store.write("Sale", sales.record, SaleDraft((line,), anna, DAY)).value
        row = read(sales.detail, sale).lines[0].id
        add = partial(store.write, "Add", sold_assets.add_sold, row, quantity_milli=1_000)
        return sale, row, [add("A").value, add("B").value]

    def in_use(pieces: list[int]) -> list[bool]:
        return [read(assets.card, one).retired_on is None for one in pieces]

    sale, row, pieces = sold()
    store.write("Back", sale_returns.take_back, sale, {row: 1_000}, day=DAY)
    assert in_use(pieces) == [True, True]  # which of them came back is for the shop to say
    store.write("Back", sale_returns.take_back, sale, {row: 1_000}, day=DAY)
    assert in_use(pieces) == [False, False]
    store.undo()
    assert in_use(pieces) == [True, True]
    sale, _row, pieces = sold()
    store.write("Cancel", sales.cancel, sale)
    assert in_use(pieces) == [False, False]
    assert in_use([machine]) == [True]


@pytest.mark.parametrize(("per_day", "said"), [(15_789, "15.8"), (8_000, "8"), (25, "0.025")])
def test_the_pace_is_told_no_finer_than_it_is_known(per_day: int, said: str) -> None:
    due = service_due.NextService(DAY, "hours", 500, per_day)
    assert service_due.reason(due) == f"every 500 hours, at {said} hours a day"
