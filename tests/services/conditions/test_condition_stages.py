"""Days beyond what a calendar holds; the rest is shown by tests of stage_figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.db.store import Store
from crm_desktop.services.conditions.condition_stages import stalled_clause
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from tests.conftest import NOW


def test_any_number_of_days_can_be_asked(store: Store, read: Callable[..., Any]) -> None:
    store.write("New", contacts.create, contacts.ContactDraft("A"))
    for days in (0, 50_000, 10**9):
        for condition in (
            {"field": "stalled", "op": "late_over", "value": days},
            {"field": "stage_since", "op": "days_ago_over", "value": days},
        ):
            assert read(contact_list.count, ContactQuery(conditions=condition)) == 0
    assert "contact" in str(read(stalled_clause, NOW.date()))
