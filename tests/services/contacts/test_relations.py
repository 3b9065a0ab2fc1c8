"""Who belongs to whom, seen from both sides, with birthdays of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import using
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts, relations
from crm_desktop.services.records import birthdays

DAY = dt.date(2026, 6, 18)
Read = Callable[..., Any]


@pytest.fixture
def people(store: Store) -> dict[str, int]:
    drafts = [
        contacts.ContactDraft("Anna"),
        contacts.ContactDraft("Bo", birthday=(1990, 6, 20)),
        contacts.ContactDraft("Dealer Ltd", kind="company", party="dealer"),
    ]
    return {one.name: store.write("New", contacts.create, one).value for one in drafts}


def seen(read: Read, contact_id: int) -> list[tuple[str, str]]:
    return [(row.kind, row.name) for row in read(relations.of_contact, contact_id, DAY)]


def test_a_relation_is_seen_from_both_sides(
    store: Store, read: Read, people: dict[str, int]
) -> None:
    anna, bo = people["Anna"], people["Bo"]
    store.write("Add", relations.add, anna, "child", other_id=bo)
    assert seen(read, anna) == [("child", "Bo")]
    assert seen(read, bo) == [("parent", "Anna")]
    row = read(relations.of_contact, anna, DAY)[0]
    assert (row.birthday, row.next_birthday) == ((1990, 6, 20), dt.date(2026, 6, 20))
    store.write("Remove", relations.remove, bo, read(relations.of_contact, bo, DAY)[0])
    assert seen(read, anna) == []
    store.undo()
    assert seen(read, anna) == [("child", "Bo")]
    store.write("Delete", contacts.remove, [bo])
    assert seen(read, anna) == []


def test_who_referred_and_the_dealer_are_columns_seen_as_relations(
    store: Store, read: Read, people: dict[str, int]
) -> None:
    anna, bo, dealer = people.values()
    store.write("Add", relations.add, bo, "referrer", other_id=anna)
    store.write("Add", relations.add, bo, "dealer", other_id=dealer)
    assert seen(read, bo) == [("referrer", "Anna"), ("dealer", "Dealer Ltd")]
    assert seen(read, anna) == [("referred", "Bo")]
    assert seen(read, dealer) == [("dealer_for", "Bo")]
    store.write("Remove", relations.remove, anna, read(relations.of_contact, anna, DAY)[0])
    store.write("Remove", relations.remove, bo, read(relations.of_contact, bo, DAY)[0])
    assert seen(read, bo) == []


def test_somebody_known_by_name_has_a_birthday_that_comes_up(
    store: Store, read: Read, people: dict[str, int]
) -> None:
    store.write(
        "Add", relations.add, people["Anna"], "child", name="小宝", birthday=(2018, 5, 10),
        birth_lunar=True,
    )  # fmt: skip
    row = read(relations.of_contact, people["Anna"], DAY)[0]
    assert row.next_birthday == dt.date(2026, 6, 24)
    coming = read(birthdays.coming, DAY)
    assert [(one.name, one.of, one.relation, one.age) for one in coming] == [
        ("Bo", "", "", 36), ("小宝", "Anna", "child", 8),
    ]  # fmt: skip
    store.write("Archive", contacts.archive, [people["Anna"]])
    assert [one.name for one in read(birthdays.coming, DAY)] == ["Bo"]


def test_nobody_and_oneself_are_refused(store: Store, people: dict[str, int]) -> None:
    with pytest.raises(UserError, match="who it is"):
        store.write("Add", relations.add, people["Anna"], "friend", name=" ")
    with pytest.raises(UserError, match="themselves"):
        store.write("Add", relations.add, people["Anna"], "friend", other_id=people["Anna"])
    with pytest.raises(NotFound):
        store.write("Add", relations.add, people["Anna"], "friend", other_id=999)


def test_every_kind_has_a_name_in_both_languages() -> None:
    kinds = [*relations.KINDS, *relations._REVERSE.values()]
    english = [relations.kind_name(kind) for kind in kinds]
    with using("zh_CN"):
        assert all(
            relations.kind_name(kind) != said for kind, said in zip(kinds, english, strict=True)
        )
