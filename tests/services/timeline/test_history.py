"""The audit trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.core import i18n
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.timeline import history


def test_recent_actions_newest_first_and_further_back(
    store: Store, read: Callable[..., Any]
) -> None:
    store.actor = "Lin"
    who = store.write("New customer", contacts.create, contacts.ContactDraft("A")).value
    store.write("Edit", contacts.edit, who, level="Gold")
    store.undo()
    rows = read(history.recent)
    assert [(row.name, row.kind, row.undone) for row in rows] == [
        ("Edit", "undo", False), ("Edit", "do", True), ("New customer", "do", False),
        ("New file", "setup", False),
    ]  # fmt: skip
    assert (rows[1].actor, rows[1].rows) == ("Lin", 1)
    assert [row.id for row in read(history.recent, 1, rows[0].id)] == [rows[1].id]


def test_a_bulk_insert_counts_every_row(store: Store, read: Callable[..., Any]) -> None:
    store.write("Import", lambda s: bulk.insert_rows(s, Contact, ["name"], [("x",)] * 25))
    assert read(history.recent, 1)[0].rows == 25
    assert read(history.of_record, "contact", 13)[0].operation == "I"


def test_each_change_of_a_record_has_its_before_and_after(
    store: Store, read: Callable[..., Any]
) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A", level="Basic")).value
    store.write("Edit 1", contacts.edit, who, level="Silver", remark="x")
    store.write("Edit 2", contacts.edit, who, level="Gold")
    store.write("Delete", contacts.delete_for_good, [who])
    deleted, second, first, made = read(history.of_record, "contact", who)
    assert deleted.operation == "D"
    assert {field.column: field.before for field in deleted.fields}["level"] == "Gold"
    assert [(f.column, f.before, f.after) for f in second.fields] == [("level", "Silver", "Gold")]
    assert {(f.column, f.before, f.after) for f in first.fields} == {
        ("level", "Basic", "Silver"), ("remark", "", "x"),
    }  # fmt: skip
    assert (made.operation, made.action.name, made.fields) == ("I", "New", ())


def test_what_an_action_touched(store: Store, read: Callable[..., Any]) -> None:
    draft = contacts.ContactDraft("A", phones=("13800138001",))
    outcome = store.write("New", contacts.create, draft)
    touched = read(history.of_action, outcome.action_id)
    assert ("contact", outcome.value, "I") in touched
    assert {table for table, _row, _operation in touched} == {"contact", "contact_phone"}


def test_a_name_known_to_the_catalogue_is_shown_in_the_language(
    store: Store, read: Callable[..., Any]
) -> None:
    store.write("Today", contacts.create, contacts.ContactDraft("A"))
    with i18n.using("zh_CN"):
        assert read(history.recent, 1)[0].name == "今天"
