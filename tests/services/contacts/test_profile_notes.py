"""Preferences and gifts of a customer, and how complete a record is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.care import completeness
from crm_desktop.services.contacts import contact_panel, contacts, gifts, preferences

DAY = dt.date(2026, 6, 18)
Read = Callable[..., Any]


@pytest.fixture
def anna(store: Store) -> int:
    return int(store.write("New", contacts.create, contacts.ContactDraft("Anna")).value)


def test_a_preference_grows_old_and_is_confirmed(store: Store, read: Read, anna: int) -> None:
    made = store.write("Add", preferences.add, anna, "茶", "龙井", today=DAY).value
    store.write("Add", preferences.add, anna, "", "No calls at noon", important=True, today=DAY)
    rows = read(preferences.of_contact, anna, DAY)
    assert [(one.topic, one.value, one.stale) for one in rows] == [
        ("", "No calls at noon", False), ("茶", "龙井", False),
    ]  # fmt: skip
    later = DAY + dt.timedelta(days=366)
    assert all(one.stale for one in read(preferences.of_contact, anna, later))
    store.write("Confirm", preferences.confirm, made, later)
    assert [one.stale for one in read(preferences.of_contact, anna, later)] == [True, False]
    store.write("Edit", preferences.edit, made, value="普洱", today=later)
    assert read(preferences.of_contact, anna, later)[1].value == "普洱"
    store.write("Remove", preferences.remove, made)
    assert len(read(preferences.of_contact, anna)) == 1
    store.undo()
    assert len(read(preferences.of_contact, anna)) == 2
    with pytest.raises(UserError):
        store.write("Add", preferences.add, anna, "tea", " ")
    with pytest.raises(NotFound):
        store.write("Confirm", preferences.confirm, 999)


def test_gifts_latest_first(store: Store, read: Read, anna: int) -> None:
    store.write("Add", gifts.add, anna, "Tea", given_on=DAY, occasion="中秋", value_minor=8_800)
    made = store.write("Add", gifts.add, anna, "Calendar", given_on=DAY + dt.timedelta(1)).value
    assert [(one.what, one.value_minor) for one in read(gifts.of_contact, anna)] == [
        ("Calendar", None), ("Tea", 8_800),
    ]  # fmt: skip
    store.write("Remove", gifts.remove, made)
    assert [one.what for one in read(gifts.of_contact, anna)] == ["Tea"]
    with pytest.raises(UserError):
        store.write("Add", gifts.add, anna, "")
    with pytest.raises(NotFound):
        store.write("Remove", gifts.remove, made)


def test_the_most_useful_missing_fact_comes_first(store: Store, read: Read, anna: int) -> None:
    found = completeness.of(read(contact_panel.panel, anna, DAY))
    assert found.missing[0] == "phones"
    assert found.percent < 50
    store.write("Edit", contacts.edit, anna, phones=("13800138001",), birthday=(None, 1, 1))
    better = completeness.of(read(contact_panel.panel, anna, DAY))
    assert better.percent == found.percent + 40
    assert "phones" not in better.missing and better.missing[0] in ("address", "wechat")
    store.write("Edit", contacts.edit, anna, kind="company")
    company = completeness.of(read(contact_panel.panel, anna, DAY))
    assert {"people", "address"} == set(company.missing[:2])
    assert all(map(completeness.fact_name, (*better.missing, *company.missing)))
