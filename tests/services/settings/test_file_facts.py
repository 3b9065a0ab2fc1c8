"""Facts about the open file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.sales import sales
from crm_desktop.services.settings import file_facts


def test_numbers_of_records(store: Store, read: Callable[..., Any]) -> None:
    who = [store.write("New", contacts.create, contacts.ContactDraft(name)).value for name in "AB"]
    store.write("Delete", contacts.remove, who[1:])
    line = sales.LineDraft(description="x", unit_price_minor=1)
    store.write("Sale", sales.record, sales.SaleDraft((line,), who[0]))
    store.write("Plan", follow_ups.create, follow_ups.FollowUpDraft("Call"))
    found = read(file_facts.facts)
    assert (found.contacts, found.sales, found.products, found.open_follow_ups) == (1, 1, 0, 1)
    assert (found.shop_name, found.language, found.currency) == ("Clearspring Water", "en", "CNY")


def test_the_last_backup_is_remembered_without_a_step_to_undo(
    store: Store, read: Callable[..., Any]
) -> None:
    assert read(file_facts.facts).last_backup_at is None
    store.set_up(file_facts.note_backup)
    at = read(file_facts.last_backup_at)
    assert at.astimezone().strftime("%Y-%m-%d %H:%M") == "2026-06-18 09:40"
    assert store.next_undo() is None
