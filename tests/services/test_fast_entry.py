"""Many customers at once: who is there already, and one action for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services import fast_entry
from crm_desktop.services.care.duplicates import Reason
from crm_desktop.services.contacts import contact_panel, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery, page
from crm_desktop.services.contacts.contacts import ContactCard, ContactDraft
from crm_desktop.services.fast_entry import EntryRow, Known, OnKnown, Saved
from tests.conftest import NOW

Read = Callable[..., Any]


@pytest.fixture
def wang(store: Store) -> int:
    """Somebody who is there already."""
    draft = ContactDraft("王芳", phones=("138 0057 1234",), tags=("VIP",), remark="喜欢红色")
    return int(store.write("seed", contacts.create, draft).value)


def save(store: Store, *rows: EntryRow) -> Saved:
    saved: Saved = store.write("Add customers", fast_entry.save, rows).value
    return saved


def card(store: Store, contact_id: int) -> ContactDraft:
    with store.read() as session:
        found: ContactCard = contacts.card(session, contact_id)
    return found.draft


def count(store: Store) -> int:
    with store.read() as session:
        return len(page(session, ContactQuery(), 0, 500))


def test_every_cell_arrives(store: Store) -> None:
    row = EntryRow(
        "李雷（老客户）", "13900000001、0571-88886666", "lilei88", "lei@x.com b@x.com",
        "", "杭州市西湖区文三路1号", "会员，团购", "周末送货",
    )  # fmt: skip
    (made,) = save(store, row).made
    draft = card(store, made)
    assert (draft.name, draft.kind) == ("李雷", "person")
    assert draft.phones == ("13900000001", "0571-88886666")
    assert (draft.wechat, draft.emails) == (("lilei88",), ("lei@x.com", "b@x.com"))
    assert draft.addresses == ("杭州市西湖区文三路1号",)
    assert set(draft.tags) == {"会员", "团购"}
    assert draft.remark == "周末送货\n老客户"


def test_fifty_rows_are_one_step_of_undo(store: Store) -> None:
    before = count(store)
    rows = [EntryRow(f"Customer {n}", f"139000001{n:02}") for n in range(50)]
    assert len(save(store, *rows, EntryRow()).made) == 50
    assert count(store) == before + 50
    store.undo()
    assert count(store) == before


def test_the_same_phone_fills_what_is_missing(store: Store, wang: int, read: Read) -> None:
    row = EntryRow("王芳", "+86 13800571234, 13700000002", address="上海市徐汇区1号", tags="VIP,新",
                   notes="喜欢红色\n爱喝茶")  # fmt: skip
    assert read(fast_entry.check, [row]) == [Known(Reason.PHONE, "王芳", wang)]
    assert save(store, row) == Saved(grown=(wang,))
    draft = card(store, wang)
    assert draft.phones == ("138 0057 1234", "13700000002")
    assert draft.addresses == ("上海市徐汇区1号",)
    assert set(draft.tags) == {"VIP", "新"}
    assert draft.remark == "喜欢红色\n爱喝茶"
    assert save(store, row) == Saved(unchanged=1)
    assert store.undo() is not None  # the first save: the second wrote nothing
    assert card(store, wang).phones == ("138 0057 1234",)


def test_a_row_can_be_skipped_or_added_all_the_same(store: Store, wang: int) -> None:
    row = EntryRow("王芳", "13800571234", notes="x")
    assert save(store, replace(row, choice=OnKnown.SKIP)) == Saved(skipped=1)
    assert card(store, wang).remark == "喜欢红色"
    (made,) = save(store, replace(row, choice=OnKnown.ADD)).made
    assert made != wang and card(store, made).remark == "x"


def test_another_name_on_the_phone_is_another_customer_unless_chosen(
    store: Store, wang: int, read: Read
) -> None:
    row = EntryRow("赵六", "13800571234")
    (known,) = read(fast_entry.check, [row])
    assert (known.contact_id, known.proposed) == (wang, OnKnown.ADD)
    assert save(store, replace(row, choice=OnKnown.FILL)).grown == (wang,)
    assert card(store, wang).name == "王芳"
    assert "赵六" in card(store, wang).remark  # the typed name is not lost


def test_a_name_alone_only_warns(store: Store, wang: int, read: Read) -> None:
    (known,) = read(fast_entry.check, [EntryRow("王 芳", "13900000009")])
    assert known == Known(Reason.NAME, "王芳", wang, proposed=OnKnown.ADD)
    assert len(save(store, EntryRow("王芳", "13900000009")).made) == 1


def test_one_way_for_all_leaves_namesakes_alone(store: Store, wang: int, read: Read) -> None:
    rows = [EntryRow("王芳", "13800571234"), EntryRow("王芳", "13900000009"), EntryRow("Bob")]
    decided = fast_entry.decide(rows, read(fast_entry.check, rows), OnKnown.SKIP)
    assert [row.choice for row in decided] == [OnKnown.SKIP, None, None]
    saved = save(store, *decided)
    assert (len(saved.made), saved.skipped) == (2, 1)


@pytest.mark.parametrize(("field", "typed"), [("wechat", "LiLei_88"), ("email", "Lei@X.com")])
def test_accounts_tell_somebody_too(store: Store, read: Read, field: str, typed: str) -> None:
    (made,) = save(store, EntryRow("李雷", wechat="lilei_88", email="lei@x.com")).made
    (known,) = read(fast_entry.check, [replace(EntryRow("李雷"), **{field: typed})])
    assert known.contact_id == made and known.proposed is OnKnown.FILL


def test_rows_are_told_from_rows_before_them(store: Store, read: Read) -> None:
    rows = [
        EntryRow("Anna Lee", "13900000001"),
        EntryRow("Bob", "13900000002"),
        EntryRow("Anna Lee", "139 0000 0001", notes="twice"),
    ]
    found = read(fast_entry.check, rows)
    assert found[:2] == [None, None]
    assert found[2] == Known(Reason.PHONE, "Anna Lee", row=0)
    saved = save(store, *rows)
    assert len(saved.made) == 2 and not saved.grown
    assert card(store, saved.made[0]).remark == "twice"


def test_people_of_one_company_are_one_customer(store: Store, read: Read) -> None:
    saved = save(
        store,
        EntryRow("张三 经理", "13900000001", company="杭州顺达商贸有限公司"),
        EntryRow("李四", "13900000002", company="杭州顺达商贸有限公司"),
    )
    (made,) = saved.made
    panel = read(contact_panel.panel, made, NOW.date())
    assert panel.name == "杭州顺达商贸有限公司"
    assert {one.name for one in panel.people} == {"张三", "李四"}
    assert panel.phones == ("13900000001", "13900000002")


def test_a_person_joins_the_company_that_is_there(store: Store, read: Read) -> None:
    (made,) = save(store, EntryRow("Acme Ltd", "021-55556666")).made
    row = EntryRow("Anna", "13900000001", company="ACME ltd")
    (known,) = read(fast_entry.check, [row])
    assert (known.contact_id, known.proposed) == (made, OnKnown.FILL)
    save(store, row)
    assert [one.name for one in read(contact_panel.panel, made, NOW.date()).people] == ["Anna"]


def test_a_company_for_a_known_person_goes_to_the_remark(store: Store, wang: int) -> None:
    save(store, EntryRow("王芳", "13800571234", company="顺达商贸有限公司"))
    assert card(store, wang).remark == "喜欢红色\nCompany: 顺达商贸有限公司"
    assert card(store, wang).kind == "person"


def test_a_number_alone_names_the_customer(store: Store, wang: int) -> None:
    (made,) = save(store, EntryRow(phone="13900000009")).made
    assert card(store, made).name == "13900000009"
    save(store, EntryRow(phone="13800571234", tags="新"))
    assert card(store, wang).remark == "喜欢红色"


def test_a_row_that_names_nobody_saves_nothing(store: Store) -> None:
    before = count(store)
    with pytest.raises(UserError, match="Row 2"):
        save(store, EntryRow("Anna"), EntryRow(address="12 High Street"))
    assert count(store) == before


def test_labels_of_the_numbers_there_stay(store: Store, read: Read) -> None:
    (made,) = save(store, EntryRow("Anna", "office 021-55556666")).made
    save(store, EntryRow("Anna", "021-55556666, 13900000001"))
    assert card(store, made).phones == ("021-55556666", "13900000001")
    with store.read() as session:
        from crm_desktop.db.models import ContactPhone

        labels = [row.label for row in session.query(ContactPhone).order_by(ContactPhone.position)]
    assert labels == ["office", ""]
