"""Birthdays of both calendars and several choices (services.condition_facts)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.db.models import CustomField, CustomValue
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery


def test_a_leap_birthday_is_kept_on_the_28th_of_a_common_year(
    store: Store, read: Callable[..., Any]
) -> None:
    store.write("New", contacts.create, contacts.ContactDraft("Leap", birthday=(2000, 2, 29)))

    def found(year: int, day: int) -> int:
        condition = {"field": "birthday", "op": "within_days", "value": 0}
        query = ContactQuery(conditions=condition, today=dt.date(year, 2, day))
        return int(read(contact_list.count, query))

    assert [found(2026, 28), found(2028, 28), found(2028, 29)] == [1, 0, 1]


def test_lunar_birthdays_are_found_on_their_solar_day(
    store: Store, read: Callable[..., Any]
) -> None:
    draft = contacts.ContactDraft("Moon", birthday=(1990, 8, 15), birth_lunar=True)
    store.write("New", contacts.create, draft)

    def found(op: str, value: int | None, today: dt.date) -> int:
        condition = {"field": "birthday", "op": op, "value": value}
        return int(read(contact_list.count, ContactQuery(conditions=condition, today=today)))

    # The middle of the eighth lunar month: 25 September in 2026, 15 September in 2027.
    assert found("within_days", 0, dt.date(2026, 9, 25)) == 1
    assert found("within_days", 0, dt.date(2026, 8, 15)) == 0
    assert found("this_month", None, dt.date(2026, 9, 1)) == 1
    assert found("month", 8, dt.date(2026, 9, 1)) == 0
    assert found("within_days", 0, dt.date(2027, 9, 15)) == 1


def test_one_of_several_choices(store: Store, read: Callable[..., Any]) -> None:
    def fill(session: Session) -> None:
        field = CustomField(entity="contact", key="pets", label="Pets", type="choices")
        session.add(field)
        session.flush()
        for name, pets in (("both", "Cat; Dog"), ("big", "Big cat"), ("none", "")):
            contact_id = contacts.create(session, contacts.ContactDraft(name))
            session.add(CustomValue(field_id=field.id, record_id=contact_id, text=pets))

    store.write("Fill", fill)

    def found(op: str, value: str | None = None) -> set[str]:
        condition = {"field": "custom:pets", "op": op, "value": value}
        query = ContactQuery(conditions=condition)
        return {row.name for row in read(contact_list.page, query, 0, 10)}

    assert found("has", "Dog") == found("has", "Cat") == {"both"}
    assert found("has_not", "Cat") == {"big", "none"}
    assert found("has", "%") == set()
    assert found("empty") == {"none"}
