"""Deals (deals, deal_record, deal_list, deal_steps, deal_history, competitors)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.db.models import Deal
from crm_desktop.db.store import Store
from crm_desktop.services.care import recycle_bin
from crm_desktop.services.deals import (
    deal_history,
    deal_list,
    deal_record,
    deal_stages,
    deal_stalls,
    deal_steps,
    deals,
)
from crm_desktop.services.deals.deal_list import DealQuery
from crm_desktop.services.deals.deal_stages import StageDraft
from crm_desktop.services.deals.deals import DealDraft, Why
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, FollowUpQuery
from crm_desktop.services.records import competitors, staff
from crm_desktop.services.timeline import timeline
from tests.services.deals.shop_deals import DAY, Freeze, Read, customer, deal, employ, later, stage


def with_steps(store: Store, read: Read, code: str, *steps: str) -> None:
    """Give a stage an exit checklist."""
    drafts = [
        StageDraft(
            row.name, row.id, row.probability_bp, row.allowed_days,
            steps if row.code == code else row.exit_steps,
        )
        for row in read(deal_stages.stages)
    ]  # fmt: skip
    store.write("Stages", deal_stages.save, drafts)


def test_a_new_deal_with_its_next_step(store: Store, read: Read) -> None:
    who, owner = customer(store), employ(store, "林")
    draft = DealDraft("  客房净水\n×12 ", 522_000, who, owner_id=owner, source="展会")
    step = FollowUpDraft("量尺寸", DAY + dt.timedelta(1), "10:00", kind="visit")
    made = store.write("New", deals.create, draft, step).value
    row = read(deal_list.get, made, DAY)
    assert (row.title, row.amount_minor, row.currency) == ("客房净水 ×12", 522_000, "CNY")
    assert (row.stage, row.probability_bp, row.weighted_minor) == ("Enquiry", 1_000, 52_200)
    assert (row.contact_name, row.owner, row.days_in_stage) == ("云栖民宿", "林", 0)
    assert (row.next.title, row.next.due_time, row.next.kind) == ("量尺寸", "10:00", "visit")
    task = read(follow_ups.get, row.next.id)
    assert (task.contact_id, task.owner_id, task.deal_id) == (who, owner, made)
    store.undo()
    assert read(deal_list.count, DealQuery("")) == 0
    assert read(follow_ups.count, FollowUpQuery()) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"title": " \u200b "}, {"amount_minor": -1}, {"amount_minor": 10**14}, {"contact_id": 99},
     {"person_id": 99}, {"owner_id": 99}, {"stage_id": 99}],
)  # fmt: skip
def test_what_cannot_be_a_deal(store: Store, read: Read, wrong: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        store.write("New", deals.create, DealDraft(**{"title": "x", **wrong}))
    assert read(deal_list.count, DealQuery("")) == 0


def test_a_deal_does_not_begin_at_its_end(store: Store) -> None:
    with pytest.raises(UserError, match="open stage"):
        deal(store, at="won")


def test_editing_keeps_the_rest(store: Store, read: Read) -> None:
    one = deal(store)
    store.write("Edit", deals.edit, one, title="二店", expected_on=dt.date(9999, 12, 31))
    row = read(deal_list.get, one)
    assert (row.title, row.expected_on, row.amount_minor) == ("二店", dt.date.max, 100_000)
    with pytest.raises(TypeError):
        store.write("Edit", deals.edit, one, stage_id=1)
    with pytest.raises(NotFound):
        store.write("Edit", deals.edit, 99, title="x")


def test_every_move_keeps_who_why_and_who_agreed(
    store: Store, read: Read, frozen_clock: Freeze
) -> None:
    owner, boss = employ(store, "林"), employ(store, "陈")
    one = deal(store, owner_id=owner)
    day = later(frozen_clock, 3)
    store.write("Move", deals.move, one, stage(store, "quote"), Why("急", approver_id=boss))
    row = read(deal_list.get, one, day)
    assert (row.stage, row.days_in_stage, row.weighted_minor) == ("Quoted", 0, 60_000)
    store.write("Move", deals.move, one, stage(store, "quote"))
    moved, made = read(deal_history.history, one)
    assert (made.trigger, made.from_stage, made.to_stage) == ("created", "", "Enquiry")
    assert (moved.trigger, moved.from_stage, moved.to_stage) == ("hand", "Enquiry", "Quoted")
    assert (moved.reason, moved.person, moved.approver) == ("急", "林", "陈")
    assert moved.at.astimezone().date() == day
    store.undo()
    assert read(deal_list.get, one, day).stage == "Enquiry", "the second move changed nothing"


def test_exit_steps_are_ticked_or_explained(store: Store, read: Read) -> None:
    with_steps(store, read, "survey", "量尺寸", "拍照")
    one = deal(store, at="survey")
    quote = stage(store, "quote")
    with pytest.raises(UserError, match="量尺寸, 拍照"):
        store.write("Move", deals.move, one, quote)
    assert len(read(deals.asked_first, one, quote)) == len(read(deals.asked_first, one, None)) == 2
    assert read(deals.asked_first, one, stage(store, "enquiry")) == (), "back it may go"
    assert read(deals.asked_first, one, stage(store, "lost")) == (), "losing needs a reason alone"
    store.write("Tick", deal_steps.tick, one, "拍照")
    with pytest.raises(UserError, match="量尺寸"):
        store.write("Won", deals.won, one)
    assert read(deal_steps.steps, one) == (
        deal_steps.ExitStep("量尺寸", False),
        deal_steps.ExitStep("拍照", True),
    )
    store.write("Move", deals.move, one, quote, Why(steps_done=("量尺寸",)))
    assert read(deal_history.history, one)[0].steps_done == ("量尺寸", "拍照")
    with pytest.raises(UserError, match="no exit step"):
        store.write("Tick", deal_steps.tick, one, "拍照")
    store.write("Back", deals.move, one, stage(store, "enquiry"))
    store.write("There", deals.move, one, stage(store, "survey"))
    store.write("Untick", deal_steps.tick, one, "拍照", False)
    store.write("Move", deals.move, one, quote, Why("客户自己拍"))
    assert read(deal_history.history, one)[0].steps_done == ("量尺寸",)


def test_who_sits_here_moved_it(store: Store, read: Read) -> None:
    owner, other = employ(store, "林"), employ(store, "陈")
    one = deal(store, owner_id=owner)
    store.sit_down(*read(staff.seat, other))
    store.write("Extend", deal_stalls.extend, one, DAY)
    store.write("Move", deals.move, one, stage(store, "quote"))
    moves = read(deal_history.history, one)
    assert [move.person for move in moves] == ["陈", "陈", "林"]
    assert read(deals.asked_first, one, None) == ()


def test_won(store: Store, read: Read) -> None:
    who = customer(store)
    one = deal(store, contact_id=who)
    store.write("Won", deals.won, one)
    row = read(deal_list.get, one)
    assert (row.state, row.stage, row.closed_on, row.weighted_minor) == ("won", "Won", DAY, 0)
    assert "Deal moved to Won" in [entry.title for entry in read(timeline.entries, who)]
    with pytest.raises(Conflict):
        store.write("Move", deals.move, one, stage(store, "quote"))
    store.undo()
    assert read(deal_list.get, one).state == "open"


def test_moved_to_the_end_it_ends(store: Store, read: Read) -> None:
    one, other = deal(store), deal(store)
    store.write("Move", deals.move, one, stage(store, "won"))
    with pytest.raises(UserError, match="words"):
        store.write("Move", deals.move, other, stage(store, "lost"))
    store.write("Move", deals.move, other, stage(store, "lost"), Why("太贵"))
    assert read(deal_list.get, one).state == "won"
    assert read(deal_list.get, other).lost_reason == "太贵"


def test_lost_to_somebody_with_a_reason(store: Store, read: Read) -> None:
    one, other = deal(store), deal(store)
    store.write("Plan", deals.plan, one, FollowUpDraft("再问", DAY))
    with pytest.raises(UserError):
        store.write("Lost", deals.lost, one, "  ", "沁园")
    assert store.write("Lost", deals.lost, one, "太贵", " 沁 园 ").value == 1
    store.write("Lost", deals.lost, other, "太贵", "沁 园")
    assert [row.name for row in read(competitors.competitors)] == ["沁 园"]
    assert read(deal_list.reasons) == ["太贵"]
    row = read(deal_list.get, one)
    assert (row.state, row.lost_reason, row.competitor) == ("lost", "太贵", "沁 园")
    assert read(follow_ups.count, FollowUpQuery()) == 0
    assert read(deal_history.history, one)[0].reason == "太贵"
    store.undo()
    store.undo()
    assert read(follow_ups.count, FollowUpQuery()) == 1
    assert read(competitors.competitors) == []


def test_at_rest_and_open_again(store: Store, read: Read, frozen_clock: Freeze) -> None:
    one = deal(store, at="quote")
    store.write("Give up", deals.rest, one, "明年预算")
    row = read(deal_list.get, one)
    assert (row.state, row.lost_reason, row.stage) == ("dormant", "明年预算", "Quoted")
    later(frozen_clock, 40)
    store.write("Reopen", deals.reopen, one)
    row = read(deal_list.get, one)
    assert (row.state, row.stage, row.days_in_stage) == ("open", "Quoted", 0)
    assert (row.lost_reason, row.closed_on) == ("", None)
    with pytest.raises(Conflict):
        store.write("Reopen", deals.reopen, one)
    assert [move.trigger for move in read(deal_history.history, one)] == [
        "reopened", "given_up", "created",
    ]  # fmt: skip


def test_opened_again_a_lost_deal_is_where_it_was(store: Store, read: Read) -> None:
    one = deal(store, at="negotiation")
    store.write("Lost", deals.lost, one, "太贵", "沁园")
    store.write("Reopen", deals.reopen, one, Why("对方涨价"))
    row = read(deal_list.get, one)
    assert (row.stage, row.competitor) == ("Negotiation", "")
    store.write("Won", deals.won, one)
    with pytest.raises(Conflict):
        store.write("Reopen", deals.reopen, one, Why(), stage(store, "lost"))
    store.write("Reopen", deals.reopen, one, Why(), stage(store, "quote"))
    assert read(deal_list.get, one).stage == "Quoted"


def test_deleted_it_lies_in_the_bin(store: Store, read: Read) -> None:
    one = deal(store)
    store.write("Plan", deals.plan, one, FollowUpDraft("再问", DAY))
    assert store.write("Delete", deals.remove, [one]).value == 1
    with pytest.raises(NotFound):
        read(deal_list.get, one)
    with pytest.raises(NotFound):
        read(deal_record.found, one)
    assert [(row.table, row.name) for row in read(recycle_bin.rows, DAY)] == [
        ("deal", "Whole-house")
    ]
    assert store.write("Restore", recycle_bin.restore, [("deal", one)]).value == 1
    assert read(deal_list.get, one).state == "open"


def test_the_list_finds_sorts_and_pages(store: Store, read: Read) -> None:
    who = customer(store, "悦禾餐饮")
    small = deal(store, "小 100%", 100, at="quote")
    large = deal(store, "大", 300_00, contact_id=who)
    planned = deal(store, "中", 200_00, expected_on=DAY)
    store.write("Plan", deals.plan, planned, FollowUpDraft("问", DAY))
    store.write("Won", deals.won, deal(store, "旧"))

    def ids(query: DealQuery) -> list[int]:
        found = [row.id for row in read(deal_list.page, query, 0, 9)]
        assert found == read(deal_list.all_ids, query)
        assert len(found) == read(deal_list.count, query)
        return found

    assert ids(DealQuery()) == [planned, small, large]
    assert ids(DealQuery(sort="amount", descending=True)) == [large, planned, small]
    assert ids(DealQuery(sort="stage", descending=True))[0] == small
    assert ids(DealQuery(text="餐饮")) == [large]
    assert ids(DealQuery(text="100%")) == [small]
    assert ids(DealQuery(stepless=True)) == [small, large]
    assert ids(DealQuery(stage_id=stage(store, "quote"))) == [small]
    assert len(ids(DealQuery(state=""))) == 4
    assert [row.id for row in read(deal_list.page, DealQuery(), 1, 1)] == [small]
    for key in ("title", "customer", "days", "expected", "closed", "owner"):
        assert set(ids(DealQuery(sort=key))) == {small, large, planned}


def test_the_first_due_step_is_the_next(store: Store, read: Read) -> None:
    one = deal(store)
    for title, day in (("later", DAY), ("no day", None), ("first", DAY - dt.timedelta(2))):
        store.write("Plan", deals.plan, one, FollowUpDraft(title, day))
    assert read(deal_list.get, one).next.title == "first"
    store.write("Done", follow_ups.complete, read(deal_list.get, one).next.id)
    assert read(deal_list.get, one).next.title == "later"


def test_a_broken_checklist_in_the_file_counts_as_none(store: Store, read: Read) -> None:
    one = deal(store)

    def spoil(session: Any) -> None:
        found = session.get(deal_stages.DealStage, session.get(Deal, one).stage_id)
        found.exit_steps = '{"no": "list"'

    store.write("Spoil", spoil)
    assert read(deal_steps.steps, one) == ()
    store.write("Move", deals.move, one, stage(store, "quote"))
