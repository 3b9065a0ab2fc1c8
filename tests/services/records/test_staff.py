"""Who works here, and who sits at this computer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.db.models import Contact, Expense, Payment, Sale, Shop
from crm_desktop.db.store import Store
from crm_desktop.services import expenses
from crm_desktop.services.contacts import contact_panel, contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.expenses import ExpenseDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, FollowUpQuery
from crm_desktop.services.payments import payments
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from crm_desktop.services.settings import choices
from crm_desktop.services.timeline import history, timeline

Read = Callable[..., Any]


def add(store: Store, name: str, **facts: Any) -> int:
    return store.write("Add", staff.add, StaffDraft(name, **facts)).value


def test_members_are_added_changed_and_undone(store: Store, read: Read) -> None:
    chief = add(store, " Lin ", role="owner", shop="West Lake")
    seller = add(store, "Chen", phone="138 0000 0000", manager_id=chief, shop="west lake")
    rows = {one.name: one for one in read(staff.members)}
    assert (rows["Lin"].role, rows["Lin"].shop) == ("owner", "West Lake")
    assert (rows["Chen"].manager, rows["Chen"].shop) == ("Lin", "West Lake")
    assert read(staff.shops) == ["West Lake"]
    store.write("Rename", staff.change, seller, {"name": "Chen Jie", "shop": ""})
    row = read(staff.member, seller)
    assert (row.name, row.shop, row.phone, row.manager_id) == (
        "Chen Jie", "", "138 0000 0000", chief,
    )  # fmt: skip
    store.undo()
    assert read(staff.member, seller).name == "Chen"


def test_what_is_theirs_is_counted(store: Store, read: Read) -> None:
    lin = add(store, "Lin")
    for name in ("Anna", "Ben"):
        store.write("New", contacts.create, ContactDraft(name, owner_id=lin))
    gone = store.write("New", contacts.create, ContactDraft("Cleo", owner_id=lin)).value
    store.write("Archive", contacts.archive, [gone])
    store.write("Plan", follow_ups.create, FollowUpDraft("Call", owner_id=lin))
    row = read(staff.member, lin)
    assert (row.customers, row.deals, row.follow_ups) == (2, 0, 1)
    assert staff.facts(row) == "2 customers · 1 open follow-up"


def test_names_are_told_apart(store: Store) -> None:
    add(store, "Lin")
    other = add(store, "Chen")
    for service, arguments in (
        (staff.add, (StaffDraft("  "),)),
        (staff.add, (StaffDraft("ＬＩＮ"),)),
        (staff.change, (other, {"name": "lin"})),
    ):
        with pytest.raises(UserError):
            store.write("Name", service, *arguments)


def test_nobody_leads_who_leads_them(store: Store, read: Read) -> None:
    top = add(store, "A")
    middle = add(store, "B", manager_id=top)
    low = add(store, "C", manager_id=middle)
    for manager in (low, middle, top):
        with pytest.raises(UserError):
            store.write("Lead", staff.change, top, {"manager_id": manager})
    store.write("Lead", staff.change, low, {"manager_id": top})
    assert read(staff.member, low).manager == "A"


def test_who_leaves_keeps_what_is_theirs_and_the_team_moves_up(store: Store, read: Read) -> None:
    top = add(store, "A")
    middle = add(store, "B", manager_id=top)
    low = add(store, "C", manager_id=middle)
    store.write("New", contacts.create, ContactDraft("Anna", owner_id=middle))
    store.write("Leave", staff.leave, middle)
    row = read(staff.member, middle)
    assert (row.active, row.customers) == (False, 1)
    assert [one.name for one in read(staff.members)] == ["A", "C", "B"]
    assert read(staff.member, low).manager == "A"
    assert "B" not in [one.name for one in read(choices.staff)]
    with pytest.raises(Conflict):
        store.write("Leave", staff.leave, middle)
    store.undo()
    assert read(staff.member, low).manager == "B"
    store.redo()
    add(store, "B")
    with pytest.raises(UserError):
        store.write("Back", staff.come_back, middle)
    store.write("Rename", staff.change, middle, {"name": "B the elder"})
    store.write("Back", staff.come_back, middle)
    assert read(staff.member, middle).active


def test_they_are_found_by_name_or_number(store: Store, read: Read) -> None:
    lin, chen = add(store, "林 国栋"), add(store, "Chen")
    assert read(staff.by_name, "林　国栋") == lin
    assert read(staff.by_name, str(chen)) == chen
    store.write("Leave", staff.leave, chen)
    assert read(staff.by_name, "chen") == chen
    with pytest.raises(NotFound) as problem:
        read(staff.by_name, "chen", active=True)
    assert "林 国栋" in str(problem.value) and "Chen," not in str(problem.value)


def test_what_is_made_belongs_to_who_sits_here(store: Store, read: Read, today: dt.date) -> None:
    lin, chen = add(store, "Lin"), add(store, "Chen")
    assert read(staff.seat, None) == (None, "")
    store.sit_down(*read(staff.seat, lin))
    anna = store.write("New", contacts.create, ContactDraft("Anna")).value
    ben = store.write("New", contacts.create, ContactDraft("Ben", owner_id=chen)).value
    store.write("Plan", follow_ups.create, FollowUpDraft("Call", today, contact_id=anna))
    store.write("Plan", follow_ups.create_many, [(ben, today)], FollowUpDraft("Visit"))
    store.write("Note", timeline.add_note, anna, "call", "wants a quote")
    sale = SaleDraft(
        contact_id=anna, lines=(LineDraft(description="Filter", unit_price_minor=100),)
    )
    sold = store.write("Sell", sales.record, sale).value
    assert [read(contact_panel.panel, who, today).owner for who in (anna, ben)] == ["Lin", "Chen"]
    assert read(follow_ups.count, FollowUpQuery(owner_id=lin)) == 2
    assert read(sales.detail, sold).staff == "Lin"
    assert read(history.recent, 1)[0].actor == "Lin"
    store.write("Leave", staff.leave, lin)
    assert read(staff.seat, lin) == (None, "")


def test_the_branch_of_who_sits_here_is_that_of_what_they_enter(store: Store) -> None:
    me = store.write("Add", staff.add, StaffDraft("Li", shop="West")).value
    store.sit_down(me, "Li")

    def enter(session: Session) -> set[str]:
        who = contacts.create(session, ContactDraft("Anna"))
        line = LineDraft(description="Tap", unit_price_minor=500)
        sale = sales.record(session, SaleDraft((line,), who))
        paid = payments.pay(session, who, 500)
        spent = expenses.add(session, ExpenseDraft(100))
        made = ((Contact, who), (Sale, sale), (Payment, paid), (Expense, spent))
        return {session.get_one(Shop, session.get_one(one, row).shop_id).name for one, row in made}

    assert store.write("Enter", enter).value == {"West"}
