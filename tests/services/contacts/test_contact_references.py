"""What hangs on a contact, and moving it to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_references, contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.timeline import timeline


def test_what_hangs_on_a_contact_moves(store: Store, read: Callable[..., Any]) -> None:
    one = store.write("New", contacts.create, ContactDraft("A", phones=("13800571234",))).value
    other = store.write("New", contacts.create, ContactDraft("B")).value
    draft = follow_ups.FollowUpDraft("Call", contact_id=one, due_on=dt.date(2026, 6, 20))
    store.write("Plan", follow_ups.create, draft)
    gone = store.write("Note", timeline.add_note, one, "note", "x").value
    store.write("Remove", timeline.remove_note, gone)
    assert read(contact_references.hanging, one) == {"contact_phone": 1, "follow_up": 1}
    moved = store.write("Move", contact_references.move, one, other).value
    assert moved == {"contact_phone": 1, "follow_up": 1, "timeline_entry": 1}
    assert read(contact_references.hanging, one) == {}
    assert read(contact_references.hanging, other) == {"contact_phone": 1, "follow_up": 1}
