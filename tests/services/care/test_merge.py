"""Merging two records of one customer, and taking them apart again."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.db import change_log
from crm_desktop.db.models import (
    Base,
    CompanyPerson,
    Contact,
    CustomField,
    CustomValue,
    Relation,
    TimelineEntry,
)
from crm_desktop.db.store import Store
from crm_desktop.services import search
from crm_desktop.services.care import merge
from crm_desktop.services.contacts import contact_references, contacts, tags
from crm_desktop.services.contacts.contact_list import ContactQuery, page
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.timeline import timeline
from tests.services import random_shop

Read = Callable[..., Any]


def everything(session: Session) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every logged table, and what is derived from them."""
    tables = [table.name for table in change_log.logged_tables()]
    tables += ["contact_stats", "search_document", "search_key"]
    return {
        table: {tuple(row) for row in session.execute(text(f"SELECT * FROM {table}"))}
        for table in tables
    }


def two(store: Store) -> tuple[int, int]:
    """王芳 twice: each with facts and parts of its own."""
    first = ContactDraft(
        "王芳", phones=("13800571234",), tags=("老客",), level="Gold", source="Walk-in",
        remark="前门", since=dt.date(2024, 5, 1),
    )  # fmt: skip
    second = ContactDraft(
        "王 芳", phones=("138 0057 1234", "0571-88261234"), wechat=("wf88",), tags=("老客", "别墅"),
        level="Silver", industry="Catering", birthday=(1985, 3, 5), remark="后门",
        since=dt.date(2022, 1, 2),
    )  # fmt: skip
    return (
        store.write("New customer", contacts.create, first).value,
        store.write("New customer", contacts.create, second).value,
    )


def test_facts_fill_up_and_the_chosen_ones_replace(store: Store, read: Read) -> None:
    keep, other = two(store)
    store.write("Merge", merge.merge, keep, other, ("level",))
    card = read(contacts.card, keep).draft
    assert (card.name, card.level, card.source, card.industry) == (
        "王芳", "Silver", "Walk-in", "Catering",
    )  # fmt: skip
    assert card.birthday == (1985, 3, 5) and card.since == dt.date(2022, 1, 2)
    assert card.phones == ("13800571234", "0571-88261234")
    assert card.wechat == ("wf88",) and set(card.tags) == {"老客", "别墅"}
    assert card.remark == "前门\n后门"


def test_what_loses_is_written_down(store: Store, read: Read) -> None:
    keep, other = two(store)
    store.write("Merge", merge.merge, keep, other)
    note = next(row for row in read(timeline.entries, keep) if row.kind == "merge")
    assert "Silver" in note.body and "王 芳" in note.body
    assert "Catering" not in note.body  # taken over, not lost


def test_everything_moves_and_the_list_holds_one(store: Store, read: Read) -> None:
    keep, other = two(store)
    draft = follow_ups.FollowUpDraft("Call", contact_id=other, due_on=dt.date(2026, 6, 20))
    store.write("Plan", follow_ups.create, draft)
    store.write("Note", timeline.add_note, other, "call", "wants a quote")
    store.write("Merge", merge.merge, keep, other)
    assert [row.body for row in read(timeline.entries, keep) if row.kind == "call"] == [
        "wants a quote"
    ]
    planned = follow_ups.FollowUpQuery("all", contact_id=keep)
    assert [row.title for row in read(follow_ups.page, planned, 0, 9)] == ["Call"]
    assert [row.id for row in read(page, ContactQuery(text="王芳"), 0, 10)] == [keep]
    assert [hit.contact_id for hit in read(search.search, "88261234")] == [keep]


def test_no_reference_to_a_contact_is_forgotten(store: Store) -> None:
    """As SQLite itself tells of the file, not the models."""
    handled = set(contact_references.references())
    with store.read() as session:
        for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")):
            keys = session.execute(text(f"PRAGMA foreign_key_list({name})"))
            columns = {row[3] for row in keys if row[2] == "contact"}
            table = Base.metadata.tables.get(name)
            if name in contact_references.DERIVED or table is None:
                assert not columns or name in contact_references.DERIVED
                continue
            assert columns == {column for one, column in handled if one is table}, name
            if {"record_table", "record_id"} <= set(table.c.keys()):
                assert name in contact_references.NAMED


def test_what_may_be_there_but_once_stays_behind(store: Store, read: Read) -> None:
    keep, other = two(store)

    def prepare(session: Session) -> None:
        field = CustomField(entity="contact", key="x", label="Water", type="text")
        free = CustomField(entity="contact", key="y", label="Floor", type="text")
        sales = CustomField(entity="sale", key="z", label="Van", type="text")
        session.add_all([field, free, sales])
        session.flush()
        session.add_all(
            [
                CustomValue(field_id=field.id, record_id=keep, text="hard"),
                CustomValue(field_id=field.id, record_id=other, text="soft"),
                CustomValue(field_id=free.id, record_id=other, text="3"),
                CustomValue(field_id=sales.id, record_id=other, text="red"),
                Relation(contact_id=keep, other_id=other, kind="friend", name=""),
            ]
        )

    store.write("Fields", prepare)
    store.write("Merge", merge.merge, keep, other)
    with store.read() as session:
        values = session.execute(
            select(CustomField.label, CustomValue.record_id, CustomValue.text).join(CustomValue)
        ).all()
        assert set(map(tuple, values)) == {
            ("Water", keep, "hard"), ("Water", other, "soft"), ("Floor", keep, "3"),
            ("Van", other, "red"),
        }  # fmt: skip
        note = session.scalar(select(TimelineEntry.body).where(TimelineEntry.kind == "merge"))
        assert note and "Water: soft" in note
        # A friend of oneself nobody becomes.
        assert session.scalar(select(Relation.other_id)) == other


def test_a_company_takes_in_a_person_of_its_own(store: Store, read: Read) -> None:
    draft = ContactDraft("好味商行", kind="company", people=(PersonDraft("何会计"),))
    keep = store.write("New customer", contacts.create, draft).value
    with store.read() as session:
        person = session.scalar(select(CompanyPerson.person_id))
    assert person
    store.write("Merge", merge.merge, keep, person)
    assert read(contacts.card, keep).draft.name == "好味商行"


def test_one_and_the_same_is_refused(store: Store) -> None:
    keep, _other = two(store)
    with pytest.raises(UserError, match="itself"):
        store.write("Merge", merge.merge, keep, keep)


def test_merging_many_follows_the_chain(store: Store, read: Read) -> None:
    ids = [
        store.write(
            "New", contacts.create, ContactDraft(f"李{n}", phones=(f"1380057000{n}",))
        ).value
        for n in range(4)
    ]
    pairs = [(ids[0], ids[1]), (ids[1], ids[2]), (ids[2], ids[0]), (ids[2], ids[3])]
    assert store.write("Merge", merge.merge_many, pairs).value == 3
    assert len(read(contacts.card, ids[0]).draft.phones) == 4


@pytest.mark.parametrize("seed", range(6))
def test_merge_and_undo_is_the_identity(store: Store, seed: int) -> None:
    rng = random.Random(seed)
    store.write("Shop", random_shop.store_rows, random_shop.invent(seed))
    with store.read() as session:
        ids = list(session.scalars(select(Contact.id).where(Contact.deleted_at.is_(None))))
        before = everything(session)
    keep, other = rng.sample(ids, 2)
    chosen = [name for name in merge.FIELDS if rng.random() < 0.5]
    store.write(merge.MERGE_ACTION, merge.merge, keep, other, chosen)
    with store.read() as session:
        merged = everything(session)
        assert merged != before
        action = merge.action_of(session, other)
    store.undo(action)
    with store.read() as session:
        assert everything(session) == before
    store.redo()
    with store.read() as session:
        assert everything(session) == merged


def test_a_merge_is_taken_apart_long_after_and_later_work_stays(store: Store, read: Read) -> None:
    keep, other = two(store)
    store.write(merge.MERGE_ACTION, merge.merge, keep, other)
    store.write("Edit", contacts.edit, keep, level="Platinum")
    store.write("Tag", tags.add, [keep], "new tag")
    store.write("New", contacts.create, ContactDraft("somebody else"))
    action = read(merge.action_of, other)
    store.undo(action)
    again = read(contacts.card, other).draft
    assert again.phones == ("138 0057 1234", "0571-88261234") and again.wechat == ("wf88",)
    kept = read(contacts.card, keep).draft
    assert kept.level == "Platinum" and "new tag" in kept.tags and kept.industry == ""
    with pytest.raises(Conflict):
        read(merge.action_of, other)


def test_both_sides_are_compared(store: Store, read: Read) -> None:
    keep, other = two(store)
    found = read(merge.compare, keep, other)
    pairs = {pair.field: pair for pair in found.fields}
    assert pairs["level"].differs and not pairs["industry"].differs
    assert (pairs["level"].keep, pairs["level"].other) == ("Gold", "Silver")
    assert found.other.phones == ("138 0057 1234", "0571-88261234")
