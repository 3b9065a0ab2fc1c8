"""Making, changing and removing contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.models import Contact, Sale
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.payments import payments
from crm_desktop.services.sales import sales

FULL = ContactDraft(
    name="王 先生",
    phones=("138 0571 2260 / 139-5716-8802", "call the shop"),
    emails=("wang@example.com", "not an address"),
    wechat=("wang_1",),
    addresses=("西湖区文三路 128 号",),
    tags=("餐饮", "月结"),
    birthday=(None, 9, 3),
    level="Gold",
    remark="Use the back door",
)


def make(store: Store, draft: ContactDraft | str) -> int:
    if isinstance(draft, str):
        draft = ContactDraft(draft)
    return store.write("New customer", contacts.create, draft).value


def test_what_was_typed_is_what_the_form_shows_again(
    store: Store, read: Callable[..., Any]
) -> None:
    card = read(contacts.card, make(store, FULL))
    assert card.draft.phones == ("138 0571 2260", "139-5716-8802", "call the shop")
    assert card.draft.emails == FULL.emails
    assert card.draft.wechat == FULL.wechat
    assert card.draft.addresses == FULL.addresses
    assert set(card.draft.tags) == set(FULL.tags)
    assert card.draft.birthday == (None, 9, 3)
    assert card.draft.since == dt.date(2026, 6, 18)


def test_making_a_contact_is_one_step_with_all_its_parts(
    store: Store, read: Callable[..., Any]
) -> None:
    contact = make(store, FULL)
    store.undo()
    with pytest.raises(NotFound):
        read(contacts.card, contact)
    assert read(contact_list.count, ContactQuery()) == 0
    store.redo()
    assert read(contacts.card, contact).draft.emails == FULL.emails
    assert read(contact_list.count, ContactQuery(text="13957168802")) == 1


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\t\n"])
def test_a_name_is_needed(store: Store, read: Callable[..., Any], name: str) -> None:
    with pytest.raises(UserError, match="needs a name"):
        make(store, name)
    assert read(contact_list.count, ContactQuery()) == 0


@pytest.mark.parametrize(
    "name",
    [
        "x" * 1000,
        "👩‍🔧 Anna",
        "שלום",
        "'; DROP TABLE contact; --",
        "<b>&amp;",
        "=HYPERLINK(1)",
        "%_",
    ],
)
def test_odd_names_are_stored_as_typed(store: Store, read: Callable[..., Any], name: str) -> None:
    contact = make(store, name)
    assert read(contacts.card, contact).draft.name.replace("\u200d", "") == name.replace(
        "\u200d", ""
    )
    assert read(contact_list.page, ContactQuery(), 0, 10)[0].id == contact


def test_a_day_there_is_not_is_kept_as_it_was_said(store: Store, read: Callable[..., Any]) -> None:
    make(store, ContactDraft("Leap", birthday=(None, 2, 29)))
    never = make(store, ContactDraft("Never", birthday=(2025, 2, 29)))
    assert read(contacts.card, never).draft.birthday == (2025, 2, 29)
    with pytest.raises(UserError, match="no such day"):
        make(store, ContactDraft("Nonsense", birthday=(2025, 13, 1)))


def test_an_edit_changes_what_is_given_and_can_be_undone(
    store: Store, read: Callable[..., Any]
) -> None:
    contact = make(store, FULL)
    before = read(contacts.card, contact).draft
    store.write(
        "Edit", contacts.edit, contact,
        name="王强", phones=("139-5716-8802",), tags=("月结", "新"), level="Silver",
        birthday=(1980, 1, 2), wechat=(),
    )  # fmt: skip
    after = read(contacts.card, contact).draft
    assert (after.name, after.phones, after.level) == ("王强", ("139-5716-8802",), "Silver")
    assert set(after.tags) == {"月结", "新"}
    assert (after.birthday, after.wechat, after.emails) == ((1980, 1, 2), (), FULL.emails)
    assert read(contact_list.count, ContactQuery(text="wangqiang")) == 1
    store.undo()
    assert read(contacts.card, contact).draft == before


def test_an_unknown_field_is_a_bug_and_writes_nothing(
    store: Store, read: Callable[..., Any]
) -> None:
    contact = make(store, "Anna")
    with pytest.raises(TypeError):
        store.write("Edit", contacts.edit, contact, level="Gold", id=7)
    assert read(contacts.card, contact).draft.level == ""


def test_many_are_changed_alike_and_only_those_that_differ(
    store: Store, read: Callable[..., Any]
) -> None:
    ids = [make(store, ContactDraft(name, level=level)) for name, level in
           (("A", "Gold"), ("B", "Silver"), ("C", ""))]  # fmt: skip
    assert store.write("Level", contacts.change_many, ids, level="Gold").value == 2
    assert [row.level for row in read(contact_list.rows, ids)] == ["Gold"] * 3
    store.undo()
    assert [row.level for row in read(contact_list.rows, ids)] == ["Gold", "Silver", ""]


def test_a_stage_moved_by_hand_keeps_its_reason(store: Store, read: Callable[..., Any]) -> None:
    ids = [make(store, name) for name in "AB"]
    lost = next(stage.id for stage in read(lifecycle.stages) if stage.code == "lost")
    store.write("Stage", lifecycle.move, ids, lost, reason="Moved away")
    assert [row.stage_code for row in read(contact_list.rows, ids)] == ["lost", "lost"]
    store.undo()
    assert [row.stage_code for row in read(contact_list.rows, ids)] == ["prospect", "prospect"]
    with pytest.raises(NotFound):
        store.write("Stage", lifecycle.move, ids, 999)


def test_archived_contacts_leave_the_list_and_come_back(
    store: Store, read: Callable[..., Any]
) -> None:
    ids = [make(store, name) for name in "ABC"]
    assert store.write("Archive", contacts.archive, ids[:2]).value == 2
    assert store.write("Archive", contacts.archive, ids[:2]).value == 0
    assert read(contact_list.count, ContactQuery()) == 1
    assert read(contact_list.count, ContactQuery(archived=True)) == 2
    store.write("Back", contacts.unarchive, ids[:1])
    assert read(contact_list.count, ContactQuery()) == 2
    store.undo()
    store.undo()
    assert read(contact_list.count, ContactQuery()) == 3


def test_the_recycle_bin_gives_back_and_undo_works_from_it(
    store: Store, read: Callable[..., Any]
) -> None:
    contact = make(store, FULL)
    assert store.write("Delete", contacts.remove, [contact]).value == 1
    with pytest.raises(NotFound, match="recycle bin"):
        read(contacts.card, contact)
    store.write("Restore", contacts.restore, [contact])
    assert read(contacts.card, contact).draft.emails == FULL.emails


def test_deleting_for_good_keeps_the_sales_and_can_still_be_undone(
    store: Store, read: Callable[..., Any]
) -> None:
    contact = make(store, FULL)
    sale = store.write(
        "Sale", sales.record,
        sales.SaleDraft((sales.LineDraft(description="Tap", unit_price_minor=100),), contact),
    ).value  # fmt: skip
    assert store.write("Delete", contacts.delete_for_good, [contact]).value == 0  # it owes
    store.write("Pay", payments.pay, contact, 100)
    before = read(contacts.card, contact)
    store.write("Delete", contacts.delete_for_good, [contact])
    with store.read() as session:
        assert session.get(Contact, contact) is None
        assert session.get_one(Sale, sale).contact_id is None
    store.undo()
    assert read(contacts.card, contact) == before
    with store.read() as session:
        assert session.get_one(Sale, sale).contact_id == contact


def test_people_at_a_company_do_not_crowd_the_list(store: Store, read: Callable[..., Any]) -> None:
    company = make(
        store,
        ContactDraft(
            "悦禾餐饮",
            kind="company",
            people=(PersonDraft("沈悦", "店主", ("13805712260",), decides=True),),
        ),
    )
    assert read(contact_list.count, ContactQuery()) == 1
    other = make(store, "周师傅")
    store.write("Link", contacts.link_person, company, other, role="厨房")
    assert read(contact_list.count, ContactQuery()) == 2
    store.undo()
    store.undo()
    store.undo()
    assert read(contact_list.count, ContactQuery()) == 0


def test_a_lunar_month_has_up_to_thirty_days(store: Store, read: Callable[..., Any]) -> None:
    draft = ContactDraft("A", birthday=(1985, 2, 30), birth_lunar=True)
    who = store.write("New", contacts.create, draft).value
    assert read(contacts.card, who).draft.birthday == (1985, 2, 30)
    store.write("Edit", contacts.edit, who, birthday=(None, 6, 30))
    for wrong in ((None, 6, 31), (None, 13, 1), (None, 6, 0)):
        with pytest.raises(UserError):
            store.write("Edit", contacts.edit, who, birthday=wrong)
    store.write("Edit", contacts.edit, who, birthday=(None, 2, 30), birth_lunar=False)
    assert read(contacts.card, who).draft.birthday == (None, 2, 30), "kept as it was said"
