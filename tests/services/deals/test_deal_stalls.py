"""Stalled deals (deal_stalls, deal_limits, deal_stays)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.models import DealStage
from crm_desktop.db.store import Store
from crm_desktop.services.deals import deal_limits, deal_list, deal_stalls, deal_stays, deals
from crm_desktop.services.deals.deal_limits import Limit
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.today import dashboard
from tests.services.deals.shop_deals import DAY, Freeze, Read, deal, later, stage


def stalled(read: Read, day: dt.date) -> list[int]:
    found = [row.id for row in read(deal_stalls.stalled, day)]
    assert all(read(deal_list.get, one, day).stalled for one in found)
    assert read(dashboard.today, day).kpis.deals_stalled == len(found), "Today counts them alike"
    return found


def no_limit(store: Store, code: str) -> None:
    def lift(session: Any) -> None:
        session.get(DealStage, stage(store, code)).allowed_days = None

    store.write("Lift", lift)


def test_longer_than_allowed(store: Store, read: Read, frozen_clock: Freeze) -> None:
    one = deal(store)
    assert stalled(read, later(frozen_clock, 7)) == []
    assert stalled(read, later(frozen_clock, 8)) == [one]
    assert read(deal_list.get, one).limit == Limit(7)
    store.write("Move", deals.move, one, stage(store, "need"))
    assert stalled(read, later(frozen_clock, 18)) == []


def test_without_allowed_days_twice_the_average_counts(
    store: Store, read: Read, frozen_clock: Freeze
) -> None:
    no_limit(store, "quote")
    for days in (2, 3):
        past = deal(store, at="quote")
        later(frozen_clock, days)
        store.write("Move", deals.move, past, stage(store, "negotiation"))
        later(frozen_clock, 0)
    one = deal(store, at="quote")
    assert read(deal_limits.limits)[stage(store, "quote")] == Limit(6, 3), "2.5 days, half up"
    assert read(deal_list.get, one, DAY + dt.timedelta(6)).stalled is False
    assert read(deal_list.get, one, DAY + dt.timedelta(7)).stalled is True


def test_a_stage_without_days_and_past_has_no_limit(store: Store, read: Read) -> None:
    no_limit(store, "quote")
    deal(store, at="quote")
    assert stalled(read, DAY + dt.timedelta(4_000)) == []


def test_pushed_it_has_a_plan_and_time_until_then(
    store: Store, read: Read, frozen_clock: Freeze
) -> None:
    one = deal(store)
    day = later(frozen_clock, 10)
    plan = FollowUpDraft("当面谈", day + dt.timedelta(2), kind="visit")
    made = store.write("Push", deal_stalls.push, one, plan).value
    assert read(follow_ups.get, made).deal_id == one
    assert stalled(read, day + dt.timedelta(2)) == []
    assert stalled(read, day + dt.timedelta(3)) == [one]
    store.undo()
    assert stalled(read, day) == [one]
    for wrong in (None, day - dt.timedelta(1)):
        with pytest.raises(UserError, match="day from today"):
            store.write("Push", deal_stalls.push, one, FollowUpDraft("x", wrong))


def test_extended_until_a_day(store: Store, read: Read, frozen_clock: Freeze) -> None:
    one = deal(store)
    day = later(frozen_clock, 10)
    store.write("Extend", deal_stalls.extend, one, day + dt.timedelta(20), "等装修")
    assert stalled(read, day + dt.timedelta(20)) == []
    assert stalled(read, day + dt.timedelta(21)) == [one]
    with pytest.raises(UserError):
        store.write("Extend", deal_stalls.extend, one, day - dt.timedelta(1))
    store.write("Won", deals.won, one)
    with pytest.raises(UserError, match="closed"):
        store.write("Extend", deal_stalls.extend, one, day)


def test_given_up_it_rests_with_its_reason(store: Store, read: Read, frozen_clock: Freeze) -> None:
    one = deal(store)
    day = later(frozen_clock, 10)
    with pytest.raises(UserError):
        store.write("Give up", deal_stalls.give_up, one, "")
    store.write("Give up", deal_stalls.give_up, one, "没预算")
    assert stalled(read, day) == []
    assert read(deal_list.get, one).state == "dormant"


def test_stays_follow_the_moves(store: Store, read: Read, frozen_clock: Freeze) -> None:
    one = deal(store)
    day = later(frozen_clock, 4)
    store.write("Extend", deal_stalls.extend, one, day + dt.timedelta(30))
    later(frozen_clock, 5)
    store.write("Move", deals.move, one, stage(store, "quote"))
    later(frozen_clock, 8)
    store.write("Rest", deals.rest, one, "没预算")
    later(frozen_clock, 50)
    store.write("Reopen", deals.reopen, one)
    later(frozen_clock, 51)
    store.write("Won", deals.won, one)
    found = read(deal_stays.stays)
    assert [(stay.days, stay.next_stage_id) for stay in found] == [
        (5, stage(store, "quote")),
        (3, None),
        (1, stage(store, "won")),
        (0, None),
    ]
    assert read(deal_stays.average_days, {stage(store, "quote")}) == {stage(store, "quote"): 2}
    store.write("Delete", deals.remove, [one])
    assert read(deal_stays.stays) == []
