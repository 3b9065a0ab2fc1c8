"""The number a contact is shown with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.records.first_phones import first_phones


def test_the_first_number_as_typed_and_nobody_without(
    store: Store, read: Callable[..., Any]
) -> None:
    two = contacts.ContactDraft("湘味楼", phones=("138 0571 2260", "0571-88001234"))
    both, none = (
        store.write("New", contacts.create, draft).value
        for draft in (two, contacts.ContactDraft("启明办公"))
    )
    assert read(first_phones, [both, none]) == {both: "138 0571 2260"}
