"""Orders: promised days, milestones, deliveries in parts, the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.quotes import order_goods, order_list, orders
from crm_desktop.services.quotes.order_list import OrderQuery
from crm_desktop.services.quotes.orders import DeliveryDraft, Milestone
from crm_desktop.services.records import attachments
from crm_desktop.services.sales import sale_returns, sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft

LINES = (
    LineDraft(description="Tap", quantity_milli=10_000, unit_price_minor=100_00),
    LineDraft(description="Pipe", quantity_milli=2_500, unit_price_minor=20_00),
)


@pytest.fixture
def sale(store: Store, today: dt.date) -> int:
    who = store.write("New", contacts.create, ContactDraft("Yao")).value
    draft = SaleDraft(LINES, who, today - dt.timedelta(days=9))
    return int(store.write("Sale", sales.record, draft).value)


def views(read: Callable[..., Any], sale: int) -> set[str]:
    """The views of the list the order stands in."""
    return {
        view
        for view in order_list.VIEWS
        if sale in [row.id for row in read(order_list.page, OrderQuery(view), 0, 9)]
    }


def test_goods_go_in_parts_until_nothing_is_left(
    store: Store, read: Callable[..., Any], sale: int, today: dt.date
) -> None:
    assert views(read, sale) == set()  # a sale over the counter is no order
    store.write("P", orders.promise, sale, today - dt.timedelta(days=2))
    assert views(read, sale) == {"", "open", "late"}
    row = read(order_list.page, OrderQuery(), 0, 9)[0]
    assert (row.days_late, row.sent_bp, row.goods) == (2, 0, "Tap ×10, Pipe ×2.5")
    assert read(order_list.summary, OrderQuery()).late == 1
    tap, pipe = (line.id for line in read(sales.detail, sale).lines)
    part = DeliveryDraft({tap: 4_000, pipe: 0}, carrier="SF", tracking_no="SF123")
    first = store.write(orders.DELIVER_ACTION, orders.deliver, sale, part).value
    seen = read(orders.detail, sale)
    assert seen.left == {tap: 6_000, pipe: 2_500}
    assert [(one.carrier, one.quantities) for one in seen.deliveries] == [("SF", {tap: 4_000})]
    assert views(read, sale) == {"", "open", "late", "transit"}
    for wrong in (
        DeliveryDraft({tap: 6_001}), DeliveryDraft({tap: -1}), DeliveryDraft({}),
        DeliveryDraft({999: 1}), DeliveryDraft(shipped_on=today - dt.timedelta(days=10)),
    ):  # fmt: skip
        with pytest.raises(UserError):
            store.write(orders.DELIVER_ACTION, orders.deliver, sale, wrong)
    store.write(orders.DELIVER_ACTION, orders.deliver, sale, DeliveryDraft())
    assert read(orders.detail, sale).delivered
    assert views(read, sale) == {"", "transit", "delivered"}
    with pytest.raises(UserError):
        store.write(orders.DELIVER_ACTION, orders.deliver, sale, DeliveryDraft())
    with pytest.raises(UserError):
        store.write("R", orders.mark_received, first, today - dt.timedelta(days=1))
    assert store.write("R", orders.receive_all, sale, today).value == 2
    assert views(read, sale) == {"", "delivered"}
    assert read(order_list.page, OrderQuery(""), 0, 9)[0].received
    store.write(orders.TAKE_BACK_ACTION, orders.take_back, first)
    assert read(orders.detail, sale).left == {tap: 4_000, pipe: 0}
    store.undo()
    assert read(orders.detail, sale).delivered


def test_milestones_keep_their_records_and_are_ticked(
    store: Store, read: Callable[..., Any], sale: int, today: dt.date
) -> None:
    steps = (Milestone("Measure", today - dt.timedelta(days=1)), Milestone(" Install "))
    store.write(orders.STEPS_ACTION, orders.set_milestones, sale, steps)
    made = read(orders.milestones, sale)
    assert [one.name for one in made] == ["Measure", "Install"]
    row = read(order_list.page, OrderQuery(), 0, 9)[0]
    assert (row.step, row.step_late) == ("Measure", True)
    store.write(orders.TICK_ACTION, orders.tick, made[0].id, today)
    assert read(order_list.page, OrderQuery(), 0, 9)[0].step == "Install"
    turned = (made[1], Milestone("Train"))
    store.write(orders.STEPS_ACTION, orders.set_milestones, sale, turned)
    after = read(orders.milestones, sale)
    assert [(one.id == made[1].id, one.name) for one in after] == [
        (True, "Install"),
        (False, "Train"),
    ]
    with pytest.raises(UserError):
        store.write(orders.STEPS_ACTION, orders.set_milestones, sale, (Milestone(" "),))
    with pytest.raises(NotFound):
        store.write(orders.TICK_ACTION, orders.tick, made[0].id, today)
    assert read(orders.milestones, sale) == after


def test_the_contract_is_kept_and_a_cancelled_sale_is_no_order(
    store: Store, read: Callable[..., Any], sale: int, today: dt.date
) -> None:
    kept = store.write(orders.CONTRACT_ACTION, orders.keep_contract, sale, "../合同.pdf", b"%PDF")
    assert [one.name for one in read(orders.detail, sale).files] == ["合同.pdf"]
    assert read(attachments.content, kept.value) == b"%PDF"
    with pytest.raises(UserError):
        store.write(orders.PROMISE_ACTION, orders.promise, sale, today - dt.timedelta(days=10))
    store.write(orders.PROMISE_ACTION, orders.promise, sale, today)
    assert read(orders.named, "XS-0001") == sale
    store.write("Cancel", sales.cancel, sale)
    assert views(read, sale) == set()
    for act in (orders.promise, orders.deliver):
        with pytest.raises(Conflict):
            store.write("x", act, sale, None)


def test_what_came_back_before_it_went_is_not_sent_any_more(
    store: Store, read: Callable[..., Any], sale: int, today: dt.date
) -> None:
    tap, pipe = (line.id for line in read(sales.detail, sale).lines)

    def day(ago: int) -> dt.date:
        return today - dt.timedelta(days=ago)

    def back(ago: int, many: dict[int, int]) -> None:
        store.write("Back", sale_returns.take_back, sale, many, day=day(ago))

    def send(ago: int, many: dict[int, int]) -> int:
        return int(store.write("D", orders.deliver, sale, DeliveryDraft(many, day(ago))).value)

    store.write("P", orders.promise, sale, day(1))
    back(8, {tap: 4_000})  # nothing had gone: the order is smaller
    assert read(orders.left_of, sale) == {tap: 6_000, pipe: 2_500}
    with pytest.raises(UserError):
        send(7, {tap: 6_001})
    first = send(7, {tap: 5_000})
    back(6, {tap: 2_000})  # of the five that went: the sixth is still owed
    assert read(orders.left_of, sale) == {tap: 1_000, pipe: 2_500}
    assert read(order_goods.sent_and_left, [sale]) == {sale: (5_000, 3_500)}
    assert read(order_list.page, OrderQuery(), 0, 9)[0].sent_bp == 5_000 * 10_000 // 8_500
    seen = read(orders.detail, sale)
    assert [seen.sent_words(line) for line in seen.sale.lines] == ["5 of 6 sent", "0 of 2.5 sent"]
    back(5, {tap: 4_000, pipe: 2_500})  # three that went, and all that did not
    assert views(read, sale) == {"", "transit", "delivered"}
    store.write("T", orders.take_back, first)  # as if it had never left
    assert read(orders.left_of, sale) == {tap: 0, pipe: 0}
    assert views(read, sale) == {""}
    row = read(order_list.page, OrderQuery(""), 0, 9)[0]
    assert (row.came_back, row.days_late, row.received) == (True, 0, False)
    assert read(orders.detail, sale).came_back


def test_a_delivery_gets_its_number_later(
    store: Store, read: Callable[..., Any], sale: int, today: dt.date
) -> None:
    made = store.write("D", orders.deliver, sale, DeliveryDraft(note="fragile")).value
    before = read(orders.detail, sale).deliveries[0]
    said = DeliveryDraft(None, today - dt.timedelta(days=1), " SF ", "SF1", "Gate 2")
    store.write(orders.CORRECT_ACTION, orders.correct, made, said)
    after = read(orders.detail, sale).deliveries[0]
    assert after == replace(
        before, shipped_on=said.shipped_on, carrier="SF", tracking_no="SF1", address="Gate 2",
        note="",
    )  # fmt: skip
    store.write("R", orders.mark_received, made, said.shipped_on)
    for wrong in (today, today - dt.timedelta(days=10)):  # after it arrived, before the sale
        with pytest.raises(UserError):
            store.write("C", orders.correct, made, replace(said, shipped_on=wrong))
    store.undo()
    store.undo()
    assert read(orders.detail, sale).deliveries[0] == before
