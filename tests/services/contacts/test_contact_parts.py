"""How to reach a contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from crm_desktop.db.models import ContactPhone
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_parts, contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.settings import settings

FULL = ContactDraft(
    "王先生",
    phones=("138 0571 2260 / 139-5716-8802", "call the shop"),
)


def make(store: Store, draft: ContactDraft) -> int:
    return store.write("New", contacts.create, draft).value


def test_an_unusable_number_is_kept_as_typed_and_marked(store: Store) -> None:
    contact = make(store, FULL)
    with store.read() as session:
        rows = session.execute(
            select(ContactPhone.number, ContactPhone.key, ContactPhone.problem)
            .where(ContactPhone.contact_id == contact)
            .order_by(ContactPhone.position)
        ).all()
    assert rows == [
        ("138 0571 2260", "+8613805712260", ""),
        ("139-5716-8802", "+8613957168802", ""),
        ("call the shop", "", "unknown"),
    ]


def test_the_area_code_of_the_shop_completes_a_landline(store: Store) -> None:
    store.write("Area", settings.put, settings.AREA_CODE, "0571")
    contact = make(store, ContactDraft("A", phones=("88263309",)))
    with store.read() as session:
        assert session.scalars(select(ContactPhone.key)).all() == ["+8657188263309"]
        assert contact_parts.phones_of(session, contact) == ("88263309",)


def test_rows_that_stay_keep_their_ids(store: Store, read: Callable[..., Any]) -> None:
    contact = make(store, ContactDraft("A", emails=("a@x.cn", "b@x.cn")))
    store.write("Edit", contact_parts.set_emails, contact, ["b@x.cn"])
    assert read(contact_parts.emails_of, contact) == ("b@x.cn",)
    store.write("Edit", contact_parts.set_emails, contact, [" ", "b@x.cn", "no address"])
    assert read(contact_parts.emails_of, contact) == ("b@x.cn", "no address")
    store.undo()
    store.undo()
    assert read(contact_parts.emails_of, contact) == ("a@x.cn", "b@x.cn")


def test_accounts_of_one_kind_leave_the_others_alone(
    store: Store, read: Callable[..., Any]
) -> None:
    contact = make(store, ContactDraft("A", wechat=("wx1",)))
    store.write("QQ", contact_parts.set_handles, contact, "qq", ["1234"])
    store.write("WeChat", contact_parts.set_wechat, contact, ["wx2", "wx3"])
    assert read(contact_parts.wechat_of, contact) == ("wx2", "wx3")


def test_a_label_stays_with_its_number(store: Store, read: Callable[..., Any]) -> None:
    contact = make(store, ContactDraft("A", phones=("Fax 0571-88263309", "13800138001")))
    store.write("Edit", contacts.edit, contact, phones=("13800138001", "0571-88263309"))

    def labelled(session: Any) -> list[tuple[str, str]]:
        query = select(ContactPhone.key, ContactPhone.label).order_by(ContactPhone.position)
        return [(row[0], row[1]) for row in session.execute(query)]

    assert read(labelled) == [("+8613800138001", ""), ("+8657188263309", "Fax")]
