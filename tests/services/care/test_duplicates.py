"""Who may be there twice, and who only bears the same name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import Cancelled
from crm_desktop.db.store import Store
from crm_desktop.services.care import duplicates
from crm_desktop.services.care.duplicates import Confidence, Reason, name_variant
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft

Read = Callable[..., Any]


def add(store: Store, *drafts: ContactDraft) -> list[int]:
    return [store.write("New customer", contacts.create, draft).value for draft in drafts]


def found(read: Read) -> dict[tuple[str, str], tuple[Confidence, set[Reason]]]:
    pairs = read(duplicates.scan)
    return {(p.first.name, p.second.name): (p.confidence, set(p.reasons)) for p in pairs}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州好味商行有限公司", "好味商行（杭州）"),
        ("好味商行有限責任公司", "好味商行"),
        ("Acme Co., Ltd.", "ACME"),
        ("Acme Trading Limited", "acme trading inc"),
        ("ＡＣＭＥ　Ltd", "Acme"),
    ],
)
def test_the_legal_form_makes_no_other_company(one: str, other: str) -> None:
    assert name_variant(one) == name_variant(other)


def test_a_company_called_nothing_but_its_form_keeps_its_name() -> None:
    assert name_variant("The Company") != name_variant("Ltd")


def test_the_same_number_and_name_is_sure(store: Store, read: Read) -> None:
    add(
        store,
        ContactDraft("王芳", phones=("13800571234",)),
        ContactDraft("王 芳", phones=("+86 138-0057-1234",)),
    )
    assert found(read) == {("王芳", "王 芳"): (Confidence.SURE, {Reason.PHONE, Reason.NAME})}


def test_the_same_number_under_another_name_is_only_likely(store: Store, read: Read) -> None:
    add(
        store,
        ContactDraft("王芳", phones=("13800571234",)),
        ContactDraft("李建国", phones=("13800571234",)),
    )
    assert found(read) == {("王芳", "李建国"): (Confidence.LIKELY, {Reason.PHONE})}


def test_a_persons_name_alone_proposes_nobody(store: Store, read: Read) -> None:
    add(store, ContactDraft("王芳"), ContactDraft("王芳", phones=("13900571234",)))
    assert found(read) == {}


def test_name_with_address_sound_with_birthday_and_account(store: Store, read: Read) -> None:
    add(
        store,
        ContactDraft("陈文", addresses=("杭州市西湖区文三路128号",)),
        ContactDraft("陈文", addresses=("西湖区文三路128号",)),
        ContactDraft("张静", birthday=(1985, 3, 5)),
        ContactDraft("章静", birthday=(None, 3, 5)),
        ContactDraft("Anna", wechat=("anna_88",)),
        ContactDraft("Anne Smith", wechat=("ANNA_88",)),
    )
    assert found(read) == {
        ("陈文", "陈文"): (Confidence.LIKELY, {Reason.NAME, Reason.ADDRESS}),
        ("张静", "章静"): (Confidence.LIKELY, {Reason.SOUND, Reason.BIRTHDAY}),
        ("Anna", "Anne Smith"): (Confidence.LIKELY, {Reason.HANDLE}),
    }


def test_companies_that_differ_in_their_legal_form_are_worth_a_look(
    store: Store, read: Read
) -> None:
    add(
        store,
        ContactDraft("悦禾餐饮管理有限公司", kind="company"),
        ContactDraft("悦禾餐饮管理公司", kind="company"),
    )
    ((confidence, reasons),) = found(read).values()
    assert (confidence, reasons) == (Confidence.POSSIBLE, {Reason.NAME_VARIANT})


def test_a_crowd_on_one_number_is_no_pair_but_namesakes_in_it_are(store: Store, read: Read) -> None:
    add(store, *(ContactDraft(f"学员{n}", phones=("0571-88261234",)) for n in range(8)))
    assert found(read) == {}
    add(store, ContactDraft("学员3", phones=("0571-88261234",)))
    assert set(found(read)) == {("学员3", "学员3")}


def test_the_deleted_and_those_said_to_differ_are_left_out(store: Store, read: Read) -> None:
    one, two, three = add(
        store,
        ContactDraft("王芳", phones=("13800571234",)),
        ContactDraft("王芳", phones=("13800571234",)),
        ContactDraft("王芳", phones=("13800571234",)),
    )
    store.write("Delete", contacts.remove, [three])
    assert len(found(read)) == 1
    store.write("Different", duplicates.keep_apart, two, one)
    assert found(read) == {}
    store.undo()
    assert len(found(read)) == 1


def test_somebody_being_typed_is_recognised(store: Store, read: Read) -> None:
    add(
        store,
        ContactDraft("王芳", phones=("13800571234",)),
        ContactDraft("李建国", phones=("13900571234",)),
    )
    same = read(duplicates.likely, "王芳", ["138 0057 1234"])
    assert [(pair.first.name, pair.confidence) for pair in same] == [("王芳", Confidence.SURE)]
    number = read(duplicates.likely, "赵六", ["13900571234"])
    assert [(pair.first.name, pair.confidence) for pair in number] == [
        ("李建国", Confidence.LIKELY)
    ]
    name = read(duplicates.likely, "王芳")
    assert [(pair.first.name, pair.confidence) for pair in name] == [("王芳", Confidence.POSSIBLE)]
    assert read(duplicates.likely, "钱七", ["13700000001"]) == []


def test_the_scan_can_be_stopped(store: Store, read: Read) -> None:
    def stop(_done: int, _total: int, _text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(duplicates.scan, stop)
