"""Fields a shop adds: defined, filled, compared, retyped, taken away and brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import using
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.fields import custom_fields, custom_values
from crm_desktop.services.fields.custom_values import Value

Read = Callable[..., Any]


@pytest.fixture
def people(store: Store) -> list[int]:
    return [
        store.write("New", contacts.create, contacts.ContactDraft(name)).value
        for name in ("Anna", "Bo", "Chen")
    ]


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("text", " 二楼 靠窗 ", Value("二楼 靠窗"), "二楼 靠窗"),
        ("number", "1,234.50", Value("1234.5", 1_234_500), "1,234.5"),
        ("number", "８９", Value("89", 89_000), "89"),
        ("money", "¥1,200", Value("1200", 1_200_000), "1,200.00"),
        ("date", "2026-6-18", Value("2026-06-18", None, dt.date(2026, 6, 18)), "18 Jun 2026"),
        ("date", "2024年3月4日", Value("2024-03-04", None, dt.date(2024, 3, 4)), "4 Mar 2024"),
        ("date", "2024-03-04 00:00:00", Value("2024-03-04", None, dt.date(2024, 3, 4)),
         "4 Mar 2024"),
        ("yes_no", "是", Value("yes", 1000), "Yes"),
        ("yes_no", "N", Value("no", 0), "No"),
        ("choice", "ro", Value("RO"), "RO"),
        ("choices", "RO、UF，ro", Value("RO; UF"), "RO, UF"),
        ("number", "", Value(), ""),
    ],
)  # fmt: skip
def test_what_is_typed_and_what_is_shown(kind: str, typed: str, value: Value, shown: str) -> None:
    assert custom_values.parse(kind, typed, ("RO", "UF")) == value
    assert custom_values.shown(kind, value) == shown
    assert custom_values.parse(kind, value.text, ("RO", "UF")) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "a few"), ("number", "9" * 30), ("money", "NaN"), ("date", "2026-02-30"),
        ("date", "about 3 apples"), ("yes_no", "perhaps"), ("choice", "PP"), ("choices", "RO PP"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_a_sentence_and_can_be_kept_as_typed(kind: str, typed: str) -> None:
    with pytest.raises(UserError, match="“"):
        custom_values.parse(kind, typed, ("RO",))
    assert custom_values.read(kind, typed, ("RO",)) == Value(typed)
    assert custom_values.shown(kind, Value(typed)) == typed


def test_a_field_is_defined_filled_and_undone(store: Store, read: Read, people: list[int]) -> None:
    made = store.write("Field", custom_fields.define, "面积 m²", "number").value
    field = read(custom_fields.get, made)
    assert (field.key, field.label, field.type) == ("mianjim2", "面积 m²", "number")
    store.write("Fill", custom_fields.set_value, people[:2], field.key, "89.5")
    shown = read(custom_fields.of_contact, people[0])
    assert [(one.label, one.typed, one.shown) for one in shown] == [("面积 m²", "89.5", "89.5")]
    assert read(custom_fields.fields, counts=True)[0].filled == 2
    assert store.write("Again", custom_fields.set_value, people, field.key, "89.5").value == 1
    store.undo()
    store.undo()
    assert read(custom_fields.of_contact, people[0])[0].typed == ""
    store.redo()
    assert read(custom_fields.of_contact, people[0])[0].typed == "89.5"
    store.write("Empty", custom_fields.set_value, people, field.key, "")
    assert read(custom_fields.fields, counts=True)[0].filled == 0
    with pytest.raises(UserError):
        store.write("Bad", custom_fields.set_value, people, field.key, "big")


def test_names_are_checked_and_keys_stay(store: Store, read: Read) -> None:
    first = store.write("Field", custom_fields.define, "Water").value
    with pytest.raises(UserError, match="already"):
        store.write("Field", custom_fields.define, "ｗａｔｅｒ")
    with pytest.raises(UserError, match="needs a name"):
        store.write("Field", custom_fields.define, " ")
    with pytest.raises(UserError, match="no type"):
        store.write("Field", custom_fields.define, "X", "picture")
    store.write("Rename", custom_fields.edit, first, label="Hardness")
    second = store.write("Field", custom_fields.define, "Water").value
    rows = read(custom_fields.fields)
    assert [(one.label, one.key) for one in rows] == [("Hardness", "water"), ("Water", "water_2")]
    year = store.write("Field", custom_fields.define, "2024").value
    assert read(custom_fields.get, year).key == "field_2024"
    store.undo()
    store.write("Move", custom_fields.move, second, 0)
    assert [one.label for one in read(custom_fields.fields)] == ["Water", "Hardness"]


def test_a_field_taken_away_comes_back_with_its_values(
    store: Store, read: Read, people: list[int]
) -> None:
    made = store.write("Field", custom_fields.define, "Water").value
    store.write("Fill", custom_fields.set_value, people, "water", "hard")
    store.write("Remove", custom_fields.remove, made)
    assert read(custom_fields.of_contact, people[0]) == ()
    assert read(custom_values.texts, people, ["water"]) == {}
    with pytest.raises(NotFound):
        store.write("Fill", custom_fields.set_value, people, "water", "soft")
    store.undo()
    assert read(custom_fields.of_contact, people[0])[0].shown == "hard"


def test_a_change_of_type_says_first_what_it_does_and_can_be_undone(
    store: Store, read: Read, people: list[int]
) -> None:
    made = store.write("Field", custom_fields.define, "Rooms").value
    for contact_id, typed in zip(people, ("3", "4,5", "many"), strict=True):
        store.write("Fill", custom_fields.set_value, [contact_id], "rooms", typed)
    preview = read(custom_fields.preview_type, made, "number")
    assert (preview.kept, preview.odd, preview.examples) == (2, 1, (("Chen", "many"),))
    assert store.write("Type", custom_fields.change_type, made, "number").value == 1
    values = [read(custom_fields.of_contact, one)[0] for one in people]
    assert [(one.shown, one.odd) for one in values] == [("3", False), ("45", False), ("many", True)]
    big = {"field": "custom:rooms", "op": "at_least", "value": 4_000}
    assert read(contact_list.all_ids, ContactQuery(conditions=big)) == [people[1]]
    store.undo()
    values = [read(custom_fields.of_contact, one)[0] for one in people]
    assert [one.typed for one in values] == ["3", "4,5", "many"]
    assert read(custom_fields.get, made).type == "text"


def test_values_become_the_choices_of_a_choice(store: Store, read: Read, people: list[int]) -> None:
    made = store.write("Field", custom_fields.define, "Pets").value
    for contact_id, typed in zip(people, ("cat", "dog, cat", "cat"), strict=True):
        store.write("Fill", custom_fields.set_value, [contact_id], "pets", typed)
    assert read(custom_fields.preview_type, made, "choice").options == ("cat", "dog, cat")
    assert store.write("Type", custom_fields.change_type, made, "choices").value == 0
    assert read(custom_fields.get, made).options == ("cat", "dog")
    assert read(custom_fields.of_contact, people[1])[0].typed == "dog; cat"
    with using("zh_CN"):
        assert read(custom_fields.of_contact, people[1])[0].shown == "dog、cat"
    with pytest.raises(UserError, match="Choices: cat, dog"):
        store.write("Fill", custom_fields.set_value, people, "pets", "fish")
    store.write("More", custom_fields.edit, made, options=("cat", "dog", "fish; bird", ""))
    assert read(custom_fields.get, made).options == ("cat", "dog", "fish, bird")
