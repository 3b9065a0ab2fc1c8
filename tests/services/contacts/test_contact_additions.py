"""Adding to a customer what it does not have yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_additions, contacts
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft

Read = Callable[..., Any]


def test_only_what_is_missing_is_added(store: Store, read: Read) -> None:
    there = ContactDraft(
        "Acme Ltd", "company", phones=("021-55556666",), emails=("a@x.com",), tags=("VIP",),
        addresses=("上海市徐汇区漕溪北路1200号",), people=(PersonDraft("Anna"),), remark="one",
    )  # fmt: skip
    made = store.write("seed", contacts.create, there).value
    more = ContactDraft(
        "ignored", phones=("(021) 5555 6666", "400-100-2000"), emails=("A@x.com", "b@x.com"),
        tags=("VIP", "new"), addresses=("漕溪北路1200号", "Elsewhere 5"), title="Dr",
        people=(PersonDraft("anna"), PersonDraft("Bob")), remark="one\ntwo",
    )  # fmt: skip
    assert store.write("Add", contact_additions.add_missing, made, more).value is True
    draft = read(contacts.card, made).draft
    assert (draft.name, draft.title) == ("Acme Ltd", "Dr")
    assert draft.phones == ("021-55556666", "400-100-2000")
    assert draft.emails == ("a@x.com", "b@x.com")
    assert draft.addresses == ("上海市徐汇区漕溪北路1200号", "Elsewhere 5")
    assert set(draft.tags) == {"VIP", "new"}
    assert draft.remark == "one\ntwo"
    assert store.write("Add", contact_additions.add_missing, made, more).value is False


def test_nobody_of_that_number_is_a_sentence(store: Store) -> None:
    with pytest.raises(NotFound):
        store.write("Add", contact_additions.add_missing, 999, ContactDraft("x"))
