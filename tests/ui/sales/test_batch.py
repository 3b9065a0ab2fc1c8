"""The batch being entered: which line is whose, what it comes to, undo."""

from __future__ import annotations

from crm_desktop.ui.sales.batch import Batch
from crm_desktop.ui.sales.order import TERMS, WALK_IN, Buyer

ANNA, BEN = Buyer(1, "Anna"), Buyer(2, "Ben")


def _sold(batch: Batch, number: int, price: int, **more: object) -> None:
    batch.change(
        number,
        product="Filter",
        product_id=7,
        quantity_milli=2000,
        price_minor=price,
        **more,
    )


def test_a_blank_buyer_belongs_to_the_order_above() -> None:
    batch = Batch()
    _sold(batch, 0, 100, buyer=ANNA)
    _sold(batch, 1, 50)
    _sold(batch, 2, 10, buyer=BEN)
    first, second = batch.orders()
    assert (first.buyer, len(first.lines), first.due_minor) == (ANNA, 2, 300)
    assert (second.buyer, second.number, second.first) == (BEN, 2, 2)
    assert batch.order_of(1) == first
    assert batch.order_of(5) is None


def test_a_first_line_without_a_buyer_is_a_walk_in() -> None:
    batch = Batch()
    _sold(batch, 0, 100)
    assert batch[0].buyer == WALK_IN


def test_received_follows_the_amount_due_until_it_is_typed() -> None:
    batch = Batch()
    batch.method = "Cash"
    _sold(batch, 0, 100, buyer=ANNA)
    assert batch.orders()[0].received_minor == 200
    _sold(batch, 1, 100)
    assert batch.orders()[0].received_minor == 400
    batch.change(0, received_minor=150)
    order = batch.orders()[0]
    assert (order.received_minor, order.owed_minor) == (150, 250)


def test_nothing_is_received_on_account() -> None:
    batch = Batch()
    _sold(batch, 0, 100, buyer=ANNA, method=TERMS)
    assert batch.orders()[0].owed_minor == 200


def test_a_new_order_starts_with_the_method_used_last() -> None:
    batch = Batch()
    batch.method = "Cash"
    _sold(batch, 0, 100, buyer=ANNA)
    batch.change(0, method="Alipay")
    _sold(batch, 1, 100, buyer=BEN)
    assert [line.method for line in batch.lines] == ["Alipay", "Alipay"]


def test_a_line_amount_is_rounded_once_after_the_discount() -> None:
    batch = Batch()
    batch.change(
        0, buyer=ANNA, product="x", quantity_milli=12_000, price_minor=1_800, discount_bp=1000
    )
    assert batch[0].due_minor == 19_440
    assert batch[0].gross_minor == 21_600


def test_copying_repeats_goods_but_not_buyer_and_payment() -> None:
    batch = Batch()
    _sold(batch, 0, 100, buyer=ANNA, received_minor=5, discount_bp=500)
    assert batch.copy_above(1)
    assert batch[1].buyer is None
    assert (batch[1].product_id, batch[1].price_minor, batch[1].discount_bp) == (7, 100, 500)
    assert batch[1].received_minor is None
    assert not batch.copy_above(0)


def test_removing_the_first_line_hands_the_order_to_the_next() -> None:
    batch = Batch()
    _sold(batch, 0, 100, buyer=ANNA, received_minor=7)
    _sold(batch, 1, 50)
    batch.remove(0)
    assert len(batch) == 1
    assert (batch[0].buyer, batch[0].received_minor) == (ANNA, 7)
    batch.remove(3)
    assert len(batch) == 1


def test_every_change_can_be_taken_back() -> None:
    batch = Batch()
    _sold(batch, 0, 100, buyer=ANNA)
    before = batch.lines
    batch.remove(0)
    assert batch.undo()
    assert batch.lines == before
    assert batch.undo()
    assert len(batch) == 0
    assert not batch.undo()


def test_the_first_gap_is_named() -> None:
    batch = Batch()
    _sold(batch, 0, 100, buyer=ANNA)
    batch.change(1, product="Filter", product_id=7, quantity_milli=1000)
    assert batch.first_gap() == (1, "price_minor")
    batch.change(1, price_minor=1)
    assert batch.first_gap() is None
    batch.change(2, buyer=BEN)
    assert batch.first_gap() == (2, "product")


def test_blank_lines_are_dropped_before_saving() -> None:
    batch = Batch()
    _sold(batch, 0, 100, buyer=ANNA)
    batch.change(1, discount_bp=0)
    batch.drop_blank()
    assert len(batch) == 1


def test_an_empty_batch_has_no_orders() -> None:
    assert Batch().orders() == []
