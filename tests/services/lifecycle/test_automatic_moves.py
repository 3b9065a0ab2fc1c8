"""Moves nobody makes by hand, day by day over two years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.db.models import ImportBatch, Sale
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.lifecycle import automatic_moves, lifecycle
from crm_desktop.services.sales import sales
from crm_desktop.services.timeline import timeline
from tests.conftest import NOW

Read = Callable[..., Any]


def stage_of(read: Read, who: int) -> str:
    return str(read(contact_list.rows, [who])[0].stage_code)


def new(store: Store, name: str = "A") -> int:
    return store.write("New", contacts.create, contacts.ContactDraft(name)).value


def look(store: Store) -> automatic_moves.AutomaticMoves:
    """What the window does once a day."""
    moved = store.write("Moves", automatic_moves.run, clock.today()).value
    store.set_up(automatic_moves.looked, clock.today())
    return moved


def test_each_goes_once_when_the_months_are_over(store: Store, read: Read) -> None:
    store.write("Rule", automatic_moves.set_idle_rule, 6, 0)
    silent, called, bought = new(store, "silent"), new(store, "called"), new(store, "bought")
    gone: dict[int, list[dt.date]] = {silent: [], called: [], bought: []}
    stood = {one: stage_of(read, one) for one in gone}
    # The program is opened every third day, in the second year once a month.
    for day in (*range(0, 300, 3), *range(300, 730, 30)):
        clock.freeze(NOW + dt.timedelta(days=day))
        if day == 90:
            line = sales.LineDraft(description="x", unit_price_minor=1)
            store.write("Sale", sales.record, sales.SaleDraft((line,), bought))
            store.write("Call", timeline.add_note, called, "call", "hello")
        look(store)
        for one, days in gone.items():
            before, stood[one] = stood[one], stage_of(read, one)
            if stood[one] == "lost" != before:
                days.append(clock.today())
    # 18 June 2026 and six months: the first look on or after 19 December.
    assert gone[silent] == [dt.date(2026, 12, 21)]
    assert gone[called] == gone[bought] == [dt.date(2027, 3, 18)]


def test_who_was_put_back_is_left_alone_until_idle_again(store: Store, read: Read) -> None:
    store.write("Rule", automatic_moves.set_idle_rule, 1, 0)
    undone, by_hand = new(store), new(store)
    clock.freeze(NOW + dt.timedelta(days=40))
    assert look(store).idle == 2
    store.undo()
    store.write("Lost", lifecycle.move, [by_hand], read(lifecycle.named, "lost").id)
    store.write("Back", lifecycle.move, [by_hand], read(lifecycle.named, "interested").id)
    clock.freeze(NOW + dt.timedelta(days=60))
    assert look(store).total == 0
    assert [stage_of(read, one) for one in (undone, by_hand)] == ["prospect", "interested"]
    clock.freeze(NOW + dt.timedelta(days=75))
    assert look(store).idle == 1
    assert [stage_of(read, one) for one in (undone, by_hand)] == ["prospect", "lost"]


def test_an_old_file_moves_nobody_on_its_first_day_unless_asked(store: Store, read: Read) -> None:
    who = new(store)
    clock.freeze(NOW + dt.timedelta(days=800))
    assert look(store).total == 0
    rules = read(automatic_moves.rules, clock.today())
    assert (rules.idle_months, rules.idle_stage, rules.idle, rules.due) == (12, "Lost", 1, 0)
    moved = store.write("x", automatic_moves.run, clock.today(), all_idle=True).value
    assert moved.words() == "1 customer moved to another stage · 1 to Lost: idle for too long"
    assert stage_of(read, who) == "lost"
    assert read(automatic_moves.rules, clock.today()).idle == 0


def test_the_rule_can_lead_elsewhere_or_nowhere(store: Store, read: Read) -> None:
    who = new(store)
    store.write("Rule", automatic_moves.set_idle_rule, 0, 0)
    clock.freeze(NOW + dt.timedelta(days=500))
    assert store.write("x", automatic_moves.run, clock.today(), all_idle=True).value.total == 0
    interested = read(lifecycle.named, "interested")
    store.write("Rule", automatic_moves.set_idle_rule, 2, interested.id)
    store.write("x", automatic_moves.run, clock.today(), all_idle=True)
    assert stage_of(read, who) == "interested"
    with pytest.raises(UserError):
        store.write("Rule", automatic_moves.set_idle_rule, 500, 0)


def test_imported_sales_move_customers_once(store: Store, read: Read) -> None:
    one, two = new(store, "one"), new(store, "two")
    clock.freeze(NOW + dt.timedelta(hours=1))

    def imported(session: Any) -> None:
        batch = ImportBatch(file_name="old.xlsx")
        session.add(batch)
        session.flush()
        for who in (one, two, two):
            session.add(Sale(contact_id=who, sold_on=NOW.date(), import_batch_id=batch.id))
        session.flush()

    store.write("Import", imported)
    moved = look(store)
    assert (moved.first_sale, moved.second_sale) == (1, 1)
    assert [stage_of(read, who) for who in (one, two)] == ["first_purchase", "repeat"]
    back = read(lifecycle.named, "interested").id
    clock.freeze(NOW + dt.timedelta(days=1))
    store.write("Back", lifecycle.move, [one, two], back)
    assert look(store).total == 0


def test_a_cancel_keeps_nothing(store: Store, read: Read) -> None:
    who = new(store)
    clock.freeze(NOW + dt.timedelta(days=500))

    def stop(_done: int, _total: int, _text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        store.write("x", automatic_moves.run, clock.today(), stop, all_idle=True)
    assert stage_of(read, who) == "prospect"


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2028, 2, 29), 12, dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 15), 13, dt.date(2024, 12, 15)),
    ],
)
def test_months_before(day: dt.date, months: int, before: dt.date) -> None:
    assert automatic_moves.months_before(day, months) == before
