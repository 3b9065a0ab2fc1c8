"""Every kind of change can be taken back and done again, and later work is never lost."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from crm_desktop.core.errors import Conflict, NotFound
from crm_desktop.db import bulk, change_log, derived
from crm_desktop.db.models import (
    Action,
    Base,
    Change,
    Contact,
    ContactPhone,
    ContactStats,
    ContactTag,
    FollowUp,
    Sale,
    SaleLine,
    Tag,
    TimelineEntry,
)
from crm_desktop.db.store import Store

Dump = dict[str, list[Any]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "shop.crm") as opened:
        yield opened


def dump(store: Store) -> Dump:
    """Every row of every logged table, and the figures derived from them."""
    with store.read() as session:
        tables = [*change_log.logged_tables(), Base.metadata.tables["contact_stats"]]
        return {
            table.name: sorted(
                map(tuple, session.execute(text(f"SELECT * FROM {table.name}"))), key=repr
            )
            for table in tables
        }


def add(session: Session, name: str = "张三", **values: Any) -> int:
    contact = Contact(name=name, **values)
    session.add(contact)
    session.flush()
    session.add(ContactPhone(contact_id=contact.id, number="1", key="+861"))
    return contact.id


def sell(session: Session, contact_id: int, amount: int, day: int = 1) -> int:
    sale = Sale(
        contact_id=contact_id,
        sold_on=dt.date(2026, 5, day),
        subtotal_minor=amount,
        total_minor=amount,
    )
    session.add(sale)
    session.flush()
    session.add(SaleLine(sale_id=sale.id, description='"芯"\n\\', amount_minor=amount))
    return sale.id


def rename(session: Session, contact_id: int, name: str) -> None:
    session.get_one(Contact, contact_id).name = name


def bulk_edit(session: Session) -> None:
    session.execute(update(Contact).values(level="金卡", remark='a\n"b"\\ \'\t\x01'))


def remove(session: Session, contact_id: int) -> None:
    session.execute(delete(Contact).where(Contact.id == contact_id))


def tag(session: Session, contact_id: int) -> None:
    made = Tag(name="老客")
    session.add(made)
    session.flush()
    session.add(ContactTag(contact_id=contact_id, tag_id=made.id))


def import_many(session: Session, count: int = 50) -> range:
    contacts = bulk.insert_rows(
        session, Contact, ("name", "remark"), [(f"n{i}", "from sheet") for i in range(count)]
    )
    bulk.insert_rows(
        session,
        ContactPhone,
        ("contact_id", "number", "key"),
        [(contact, f"1{contact}", f"+861{contact}") for contact in contacts],
    )
    return contacts


ACTIONS: dict[str, Callable[..., Any]] = {
    "edit": lambda session: rename(session, 1, "李四"),
    "bulk edit": bulk_edit,
    "delete with its parts": lambda session: remove(session, 1),
    "tag": lambda session: tag(session, 1),
    "sale": lambda session: sell(session, 2, 12_345),
    "import": import_many,
}


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS.keys())
def test_undo_restores_every_row_and_redo_does_it_again(
    store: Store, action: Callable[..., Any]
) -> None:
    store.write("Add", add, "张三", remark='旧\n"x"')
    store.write("Add", add, "王五")
    store.write("Sell", sell, 1, 500)
    before = dump(store)
    store.write("Do", action)
    after = dump(store)
    assert after != before
    for _ in range(2):
        undone = store.undo()
        assert undone is not None and undone.name == "Do" and undone.value.kept == ()
        assert dump(store) == before
        assert store.redo() is not None
        assert dump(store) == after


def test_a_random_history_unwinds_to_nothing_and_rewinds_to_the_end(store: Store) -> None:
    chance = random.Random(7)
    empty = dump(store)
    states = [empty]
    for step in range(60):
        with store.read() as session:
            ids = list(session.scalars(select(Contact.id)))
        kind = chance.choice(["add", "sell", "rename", "remove", "bulk", "import"])
        contact = chance.choice(ids) if ids else 0
        if kind == "sell" and ids:
            store.write(kind, sell, contact, chance.randrange(1, 10**6), 1 + step % 28)
        elif kind == "rename" and ids:
            store.write(kind, rename, contact, f"名{step}")
        elif kind == "remove" and ids:
            store.write(kind, remove, contact)
        elif kind == "bulk" and ids:
            store.write(kind, lambda s, n: s.execute(update(Contact).values(remark=n)), f"r{step}")
        elif kind == "import":
            store.write(kind, import_many, chance.randrange(1, 20))
        else:
            store.write("add", add, f"新{step}")
        states.append(dump(store))
    for state in reversed(states[:-1]):
        assert store.undo() is not None
        assert dump(store) == state
    assert store.undo() is None
    for state in states[1:]:
        assert store.redo() is not None
        assert dump(store) == state
    assert store.redo() is None


def test_figures_follow_undo(store: Store) -> None:
    contact = store.write("Add", add).value
    store.write("Sell", sell, contact, 700)
    store.undo()
    with store.read() as session:
        assert session.get_one(ContactStats, contact).spent_minor == 0
    store.redo()
    with store.read() as session:
        stats = session.get_one(ContactStats, contact)
        assert (stats.spent_minor, stats.owed_minor, stats.sale_count) == (700, 700, 1)


def test_a_new_action_ends_redo(store: Store) -> None:
    store.write("Add", add)
    store.undo()
    assert store.next_redo() == "Add"
    store.write("Other", add, "other")
    assert store.next_redo() is None
    assert store.redo() is None


def test_undoing_an_older_edit_keeps_later_ones(store: Store) -> None:
    contact = store.write("Add", add).value
    edit = store.write("Edit", lambda s: s.execute(update(Contact).values(name="A", level="金")))
    store.write("Rename", rename, contact, "B")
    outcome = store.undo(edit.action_id)
    assert outcome is not None
    assert outcome.value.kept == (("contact", contact),)
    with store.read() as session:
        row = session.get_one(Contact, contact)
        assert (row.name, row.level) == ("B", "")


def test_undoing_an_import_keeps_and_names_what_was_worked_on_since(store: Store) -> None:
    imported = store.write("Import", import_many, 10)
    edited, sold_to, planned, untouched = list(imported.value)[:4]
    store.write("Rename", rename, edited, "改过")
    store.write("Sell", sell, sold_to, 100)
    store.write("Plan", lambda s: s.add(FollowUp(contact_id=planned, title="call")))
    outcome = store.undo(imported.action_id)
    assert outcome is not None
    assert {row for table, row in outcome.value.kept if table == "contact"} == {
        edited,
        sold_to,
        planned,
    }
    with store.read() as session:
        assert set(session.scalars(select(Contact.id))) == {edited, sold_to, planned}
        # What is kept is kept with its parts.
        assert set(session.scalars(select(ContactPhone.contact_id))) == {edited, sold_to, planned}
        assert session.scalar(select(Sale.contact_id)) == sold_to
        assert session.get(Contact, untouched) is None
        assert session.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_undoing_an_import_after_its_later_edit_was_undone_removes_all(store: Store) -> None:
    imported = store.write("Import", import_many, 5)
    store.write("Rename", rename, imported.value[0], "改过")
    store.undo()
    outcome = store.undo(imported.action_id)
    assert outcome is not None and outcome.value.kept == ()
    with store.read() as session:
        assert session.scalars(select(Contact.id)).all() == []


def test_an_action_is_undone_once(store: Store) -> None:
    action = store.write("Add", add).action_id
    store.undo(action)
    with pytest.raises(Conflict):
        store.undo(action)
    with pytest.raises(NotFound):
        store.undo(999)


def test_ids_are_never_used_again(store: Store) -> None:
    first = store.write("Add", add).value
    store.undo()
    assert store.write("Add", add).value > first
    store.undo()
    assert store.write("Import", import_many, 3).value[0] > first + 1


def test_the_log_says_who_when_before_and_after(store: Store) -> None:
    store.actor = "林国栋"
    contact = store.write("Add", add, "张三").value
    done = store.write("Rename", rename, contact, "李四")
    with store.read() as session:
        action = session.get_one(Action, done.action_id)
        assert (action.name, action.actor, action.kind) == ("Rename", "林国栋", "do")
        assert action.done_at.tzinfo is dt.UTC
        change = session.scalars(select(Change).where(Change.action_id == action.id)).one()
        assert change_log.before_image(change.before) == {"name": "张三"}
        assert session.get_one(Contact, contact).name == "李四"


def test_an_import_of_many_rows_costs_one_log_row_a_table(store: Store) -> None:
    outcome = store.write("Import", import_many, 5_000)
    with store.read() as session:
        rows = session.scalars(select(Change).where(Change.action_id == outcome.action_id)).all()
    assert {(row.table_name, row.last_row_id) for row in rows} == {
        ("contact", 5_000),
        ("contact_phone", 5_000),
    }
    assert outcome.changes.has("contact", 4_321)


def test_derived_figures_equal_a_rebuild(store: Store) -> None:
    for number in range(1, 6):
        store.write("Add", add, f"c{number}", opening_spent_minor=number)
        store.write("Sell", sell, number, number * 100, number)
        store.write(
            "Call",
            lambda s, n: s.add(
                TimelineEntry(contact_id=n, kind="call", happened_on=dt.date(2026, 6, n))
            ),
            number,
        )
    store.write("Move", lambda s: s.execute(update(Sale).where(Sale.id == 1).values(contact_id=2)))
    store.write("Remove", remove, 3)
    kept = dump(store)["contact_stats"]
    store.write("Rebuild", derived.rebuild)
    assert dump(store)["contact_stats"] == kept
