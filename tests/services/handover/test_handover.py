"""Handing customers over: who gets what, what stays, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.db.models import Contact, Deal, FollowUp, Sale, TimelineEntry
from crm_desktop.db.store import Store
from crm_desktop.services import check
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.handover import handover
from crm_desktop.services.handover.handover import HandoverOrder
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from crm_desktop.services.timeline import timeline

Read = Callable[..., Any]


class Team:
    """Three members of staff and what the first has."""

    def __init__(self, store: Store, today: dt.date) -> None:
        self.store = store
        self.today = today
        self.lin, self.chen, self.wu = (
            store.write("Add", staff.add, StaffDraft(name)).value for name in ("Lin", "Chen", "Wu")
        )

    def customer(self, name: str, owner: int | None, spent: int = 0) -> int:
        made: int = self.store.write(
            "New", contacts.create, ContactDraft(name, owner_id=owner)
        ).value
        if spent:
            line = LineDraft(description="Filter", unit_price_minor=spent)
            sale = SaleDraft((line,), made, staff_id=owner)
            self.store.write("Sell", sales.record, sale)
        return made

    def deal(self, contact: int | None, owner: int | None, amount: int, state: str = "open") -> int:
        def make(session: Session) -> int:
            deal = Deal(
                contact_id=contact, title="D", amount_minor=amount, currency="CNY",
                owner_id=owner, state=state,
            )  # fmt: skip
            session.add(deal)
            session.flush()
            return deal.id

        return self.store.write("Deal", make).value

    def task(self, contact: int | None, owner: int | None) -> int:
        draft = FollowUpDraft("Call", self.today, contact_id=contact, owner_id=owner)
        made: int = self.store.write("Plan", follow_ups.create, draft).value
        return made

    def owners(self, model: Any) -> dict[int, int | None]:
        with self.store.read() as session:
            return {
                one.id: one.owner_id for one in session.execute(select(model.id, model.owner_id))
            }


@pytest.fixture
def team(store: Store, today: dt.date) -> Team:
    return Team(store, today)


def test_everything_open_goes_and_what_was_done_stays(
    team: Team, read: Read, today: dt.date
) -> None:
    anna = team.customer("Anna", team.lin, spent=500_00)
    other = team.customer("Otto", team.wu)
    open_deal, won = team.deal(anna, team.lin, 900_00), team.deal(anna, team.lin, 100_00, "won")
    without, foreign = team.deal(anna, None, 50_00), team.deal(anna, team.wu, 70_00)
    loose = team.deal(other, team.lin, 30_00)
    task, own_task = team.task(anna, team.lin), team.task(None, team.lin)
    done = team.task(anna, team.lin)
    team.store.write("Done", follow_ups.complete, done, "spoke")
    order = HandoverOrder((team.chen,), team.lin, reason="  moves to Suzhou ")
    seen = read(handover.preview, order)
    assert (seen.giver, seen.left_out, seen.currency) == ("Lin", 0, "CNY")
    assert seen.shares[0].name == "Chen"
    total = seen.total
    assert (total.customers, total.deals, total.follow_ups) == (1, 3, 2)
    assert (total.deals_minor, total.owed_minor) == (980_00, 500_00)
    outcome = team.store.write(handover.ACTION, handover.run, order)
    assert outcome.value == 1
    assert team.owners(Contact) == {anna: team.chen, other: team.wu}
    assert team.owners(Deal) == {
        open_deal: team.chen, won: team.lin, without: team.chen, foreign: team.wu,
        loose: team.chen,
    }  # fmt: skip
    assert team.owners(FollowUp) == {task: team.chen, own_task: team.chen, done: team.lin}
    with team.store.read() as session:
        assert session.scalars(select(Sale.staff_id)).all() == [team.lin]
        entry = session.scalars(select(TimelineEntry).where(TimelineEntry.kind == "handover")).one()
        assert (entry.contact_id, entry.body) == (anna, "Lin → Chen\nmoves to Suzhou")
        spoke = session.scalars(select(TimelineEntry).where(TimelineEntry.kind == "follow_up"))
        assert [one.staff_id for one in spoke] == [team.lin]
    shown = next(row for row in read(timeline.entries, anna) if row.kind == "handover")
    assert (shown.title, shown.body) == ("Handed over", "Lin → Chen\nmoves to Suzhou")
    team.store.undo(outcome.action_id)
    assert team.owners(Contact)[anna] == team.lin
    assert team.owners(FollowUp)[task] == team.lin
    assert "handover" not in [row.kind for row in read(timeline.entries, anna)]


def test_being_handed_over_is_no_contact(team: Team, read: Read) -> None:
    anna = team.customer("Anna", team.lin)
    team.store.write(handover.ACTION, handover.run, HandoverOrder((team.chen,), team.lin))
    assert read(contact_list.rows, [anna])[0].last_contact_on is None
    assert list(read(check.check)) == []


def test_several_receivers_share_evenly_in_number_and_worth(team: Team, read: Read) -> None:
    ids = [team.customer(f"C{n}", team.lin, spent=n * 100_00) for n in range(1, 8)]
    tasks = [team.task(one, team.lin) for one in ids]
    order = HandoverOrder((team.chen, team.wu), team.lin)
    seen = read(handover.preview, order)
    assert sorted(one.customers for one in seen.shares) == [3, 4]
    chen, wu = (one.owed_minor for one in seen.shares)
    assert chen + wu == 2800_00 and abs(chen - wu) <= 400_00
    # Who spent most is named first, and who is dealt out last is not named when there are many.
    assert [one.best for one in seen.shares] == [("C7", "C4", "C3"), ("C6", "C5", "C2", "C1")]
    assert [handover.best_line(one) for one in seen.shares] == ["C7, C4, C3", "C6, C5, C2, C1"]
    many = replace(seen.shares[0], customers=80)
    assert handover.best_line(many) == "C7, C4, C3 and 77 more"
    team.store.write(handover.ACTION, handover.run, order)
    owners = team.owners(Contact)
    assert [team.owners(FollowUp)[task] for task in tasks] == [owners[one] for one in ids]


def test_chosen_customers_of_anybody(team: Team, read: Read) -> None:
    anna, otto = team.customer("Anna", team.lin), team.customer("Otto", team.wu)
    free, mine = team.customer("Free", None), team.customer("Mine", team.chen)
    deals = [team.deal(anna, team.lin, 1), team.deal(anna, team.wu, 2), team.deal(free, None, 3)]
    kept = team.task(anna, team.lin)
    order = HandoverOrder((team.chen,), None, (anna, otto, free, mine, anna), follow_ups=False)
    seen = read(handover.preview, order)
    assert (seen.giver, seen.total.customers, seen.left_out) == ("", 3, 1)
    team.store.write(handover.ACTION, handover.run, order)
    assert set(team.owners(Contact).values()) == {team.chen}
    assert list(team.owners(Deal).values()) == [team.chen, team.wu, team.chen]
    assert team.owners(FollowUp) == {kept: team.lin}
    bodies = [read(timeline.entries, one)[0].body for one in (anna, otto, free)]
    assert bodies == ["Lin → Chen", "Wu → Chen", "— → Chen"]
    assert len(deals) == 3


def test_chosen_customers_of_one_leave_the_others(team: Team, read: Read) -> None:
    anna, otto = team.customer("Anna", team.lin), team.customer("Otto", team.wu)
    order = HandoverOrder((team.chen,), team.lin, (anna, otto))
    assert read(handover.preview, order).left_out == 1
    team.store.write(handover.ACTION, handover.run, order)
    assert team.owners(Contact) == {anna: team.chen, otto: team.wu}


def test_who_cannot_receive_is_said(team: Team, read: Read) -> None:
    team.customer("Anna", team.lin)
    team.store.write("Leave", staff.leave, team.wu)
    for order in (
        HandoverOrder((), team.lin),
        HandoverOrder((99,), team.lin),
        HandoverOrder((team.lin,), team.lin),
        HandoverOrder((team.wu,), team.lin),
    ):
        with pytest.raises(UserError):
            read(handover.preview, order)
        with pytest.raises(UserError):
            team.store.write(handover.ACTION, handover.run, order)
    with pytest.raises(UserError, match="nothing to hand over"):
        team.store.write(handover.ACTION, handover.run, HandoverOrder((team.chen,), team.wu))


def test_stopping_on_the_way_hands_nothing_over(team: Team) -> None:
    anna = team.customer("Anna", team.lin)
    team.deal(anna, team.lin, 1)

    def stop(done: int, _total: int, *_words: object) -> None:
        if done:
            raise Cancelled

    order = HandoverOrder((team.chen,), team.lin)
    with pytest.raises(Cancelled):
        team.store.write(handover.ACTION, handover.run, order, stop)
    assert team.owners(Contact) == {anna: team.lin}
