"""The lines of the customer list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contact_rows, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery

DAY = dt.date(2026, 6, 18)


def test_the_row_shows_first_phone_and_last_time(store: Store, read: Callable[..., Any]) -> None:
    from crm_desktop.services.timeline import timeline

    draft = contacts.ContactDraft("Anna", phones=("13800138001", "13900139001"), tags=("A", "B"))
    contact = store.write("New", contacts.create, draft).value
    store.write("Call", timeline.add_note, contact, "call", "hello")
    row = read(contact_list.rows, [contact])[0]
    assert row.phone == "13800138001"
    assert (row.last_contact_on, row.tags) == (DAY, ("A", "B"))
    assert row.last_contact_at is not None and row.last_contact_at.astimezone().hour == 9


def test_rows_of_ids_that_are_gone_are_left_out(store: Store, read: Callable[..., Any]) -> None:
    assert read(contact_list.rows, [1, 2, 99]) == []
    assert read(contact_list.page, ContactQuery(), 0, 10) == []
    assert read(contact_list.page, ContactQuery(), 500, 10) == []


def test_rows_come_in_the_order_asked_even_beyond_one_batch(
    store: Store, read: Callable[..., Any]
) -> None:
    from crm_desktop.db import bulk
    from crm_desktop.db.models import Contact

    store.write("Fill", lambda s: bulk.insert_rows(s, Contact, ["name"], [("x",)] * 1201))
    ids = list(range(1201, 0, -1))
    assert [row.id for row in read(contact_rows.rows, ids)] == ids
