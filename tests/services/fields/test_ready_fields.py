"""Ready fields of the profile: switched on, filled, switched off, back with what they held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm_desktop.core.i18n import using
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.fields import custom_fields, ready_fields
from crm_desktop.services.fields.ready_fields import FIELDS, GROUPS, PARTIES

Read = Callable[..., Any]


def test_every_declaration_can_be_switched_on_in_both_languages(store: Store, read: Read) -> None:
    codes = [one.code for one in FIELDS]
    assert len(set(codes)) == len(codes)
    assert {one.group for one in FIELDS} == {*GROUPS, *PARTIES} - {"customer"}
    assert read(ready_fields.switched_on) == frozenset()
    with using("zh_CN"):
        assert store.write("On", ready_fields.switch_on, codes).value == len(codes)
        labels = {one.key: one.label for one in read(custom_fields.fields)}
        assert labels["ready_income"] == "收入"
        assert ready_fields.group_name("social") == "社会"
    assert read(ready_fields.switched_on) == frozenset(codes)
    assert {one.key for one in read(custom_fields.fields) if one.sensitive} == {
        f"ready_{one.code}" for one in FIELDS if one.sensitive
    }
    store.undo()
    assert read(custom_fields.fields) == []


def test_what_a_field_held_comes_back_with_it(store: Store, read: Read) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
    store.write("On", ready_fields.switch_on, ["hobbies"])
    store.write("Fill", custom_fields.set_value, [who], "ready_hobbies", "gardening")
    assert store.write("Off", ready_fields.switch_off, ["hobbies"]).value == 1
    assert read(custom_fields.of_contact, who) == ()
    store.write("On", ready_fields.switch_on, ["hobbies"])
    assert [one.shown for one in read(custom_fields.of_contact, who)] == ["gardening"]
    assert store.write("On", ready_fields.switch_on, ["hobbies"]).value == 0


def test_a_label_of_the_shop_is_not_taken_twice(store: Store, read: Read) -> None:
    store.write("Field", custom_fields.define, "Hobbies")
    store.write("On", ready_fields.switch_on, ["hobbies"])
    assert [one.label for one in read(custom_fields.fields)] == ["Hobbies", "Hobbies 2"]
