"""Tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts, tags
from crm_desktop.services.contacts.contacts import ContactDraft


def make(store: Store, name: str) -> int:
    return store.write("New", contacts.create, ContactDraft(name)).value


def test_tags_are_made_counted_and_taken_off(store: Store, read: Callable[..., Any]) -> None:
    ids = [make(store, name) for name in "ABC"]
    assert store.write("Tag", tags.add, ids, " VIP ").value == 3
    assert store.write("Tag", tags.add, ids, "VIP").value == 0
    assert [(tag.name, tag.count) for tag in read(tags.tags)] == [("VIP", 3)]
    store.write("Untag", tags.remove, ids[:1], "VIP")
    assert [row.tags for row in read(contact_list.rows, ids)] == [(), ("VIP",), ("VIP",)]
    store.undo()
    store.undo()
    assert [row.tags for row in read(contact_list.rows, ids)] == [(), (), ()]
    with pytest.raises(UserError):
        store.write("Tag", tags.add, ids, "  ")
