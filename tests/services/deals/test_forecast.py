"""The forecast by month, kept and compared."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.deals import deal_list, deals, forecast
from tests.services.deals.shop_deals import DAY, Freeze, Read, deal, later, stage

JUNE, JULY, AUGUST = (dt.date(2026, month, 1) for month in (6, 7, 8))


def test_each_month_weighted_committed_best_and_won(store: Store, read: Read) -> None:
    deal(store, amount=10_000, at="quote", expected_on=dt.date(2026, 7, 5))
    deal(store, amount=2_000, at="negotiation", expected_on=dt.date(2026, 7, 31))
    deal(store, amount=500, at="survey", expected_on=dt.date(2026, 5, 2))
    deal(store, amount=7_000)
    deal(store, amount=9_999, currency="USD", expected_on=DAY)
    store.write("Won", deals.won, deal(store, amount=40_000))
    store.write("Lost", deals.lost, deal(store, expected_on=DAY), "太贵")
    seen = read(forecast.forecast, DAY)
    assert (seen.currency, seen.left_out) == ("CNY", 1)
    june, july, undated = seen.months
    assert (june.month, june.count, june.late, june.won_minor) == (JUNE, 1, 1, 40_000)
    assert (june.weighted_minor, june.committed_minor, june.best_minor) == (225, 0, 500)
    assert (july.month, july.count, july.late) == (JULY, 2, 0)
    assert (july.weighted_minor, july.committed_minor) == (6_000 + 1_600, 2_000)
    assert july.best_minor == 12_000
    assert (undated.month, undated.weighted_minor, undated.won_minor) == (None, 700, 0)
    many = (*july.deal_ids, *range(1_000, 301_000))
    assert read(deal_list.total, deal_list.DealQuery("", ids=many)).sum_minor == 12_000
    assert read(deal_list.count, deal_list.DealQuery("", ids=())) == 0


def test_without_deals_there_is_this_month_alone(store: Store, read: Read) -> None:
    assert [one.month for one in read(forecast.forecast, DAY).months] == [JUNE]
    deal(store)
    with pytest.raises(UserError, match="expected day"):
        store.write("Keep", forecast.keep, DAY)
    with pytest.raises(NotFound):
        read(forecast.compare, DAY, DAY)


def test_kept_again_on_a_day_it_takes_the_place(store: Store, read: Read) -> None:
    one = deal(store, amount=1_000, expected_on=DAY)
    assert store.write("Keep", forecast.keep, DAY).value == 1
    store.write("Edit", deals.edit, one, amount_minor=9_000)
    store.write("Keep", forecast.keep, DAY)
    assert read(forecast.compare, DAY, DAY).deals == ()
    store.undo()
    (change,) = read(forecast.compare, DAY, DAY).deals
    assert (change.kind, change.then_minor, change.now_minor) == ("amount", 100, 900)


def test_what_became_of_each_deal(store: Store, read: Read, frozen_clock: Freeze) -> None:
    made = {
        name: deal(store, name, 1_000, at="survey", expected_on=dt.date(2026, 7, 9))
        for name in ("won", "lost", "dormant", "deleted", "undated", "later", "earlier", "surer",
                     "less_sure", "amount", "same")
    }  # fmt: skip
    store.write("Keep", forecast.keep, DAY)
    day = later(frozen_clock, 30)
    store.write("x", deals.won, made["won"])
    store.write("x", deals.lost, made["lost"], "太贵")
    store.write("x", deals.rest, made["dormant"], "明年")
    store.write("x", deals.remove, [made["deleted"]])
    store.write("x", deals.edit, made["undated"], expected_on=None)
    store.write("x", deals.edit, made["later"], expected_on=dt.date(2026, 8, 1))
    store.write("x", deals.edit, made["earlier"], expected_on=dt.date(2026, 6, 1), amount_minor=9)
    store.write("x", deals.move, made["surer"], stage(store, "quote"))
    store.write("x", deals.move, made["less_sure"], stage(store, "enquiry"))
    store.write("x", deals.edit, made["amount"], amount_minor=2_000)
    deal(store, "new", 1_000, expected_on=dt.date(2026, 8, 1))
    deal(store, "no day")
    store.write("x", deals.won, deal(store, "quick", 50))
    seen = read(forecast.compare, DAY, day)
    kinds = {one.title: one.kind for one in seen.deals}
    assert {name: name for name in made if name not in ("same", "earlier")} == {
        name: kind for name, kind in kinds.items() if name in made and name != "earlier"
    }
    assert kinds["earlier"] == "amount", "a day gone by counts in this month, so nothing moved"
    assert (kinds["new"], kinds["quick"]) == ("new", "won")
    assert "no day" not in kinds and "same" not in kinds
    june_and_on = {one.month: one for one in seen.months}
    assert june_and_on[JULY].then_minor == 11 * 450
    assert june_and_on[JULY].won_minor == 1_050
    assert june_and_on[AUGUST].now_minor == 450 + 100


def test_deals_explain_the_whole_difference(store: Store, read: Read, frozen_clock: Freeze) -> None:
    dice = random.Random(5)
    codes = ("enquiry", "need", "survey", "quote", "negotiation")
    days = [None, *(DAY + dt.timedelta(step) for step in range(-40, 200, 20))]
    ids = [
        deal(store, str(n), dice.randrange(5_000), at=dice.choice(codes),
             expected_on=dice.choice(days))
        for n in range(25)
    ]  # fmt: skip
    store.write("Keep", forecast.keep, DAY)
    day = later(frozen_clock, 45)
    for _round in range(40):
        one = dice.choice(ids)
        row = next(iter(read(deal_list.rows, [one])), None)
        if row is None or row.state != "open":
            continue
        act = dice.randrange(6)
        if act == 0:
            store.write("x", deals.won, one)
        elif act == 1:
            store.write("x", deals.lost, one, "太贵")
        elif act == 2:
            store.write("x", deals.remove, [one])
        elif act == 3:
            store.write("x", deals.move, one, stage(store, dice.choice(codes)))
        else:
            store.write("x", deals.edit, one, expected_on=dice.choice(days),
                        amount_minor=dice.randrange(5_000))  # fmt: skip
    for n in range(4):
        deal(store, f"new {n}", dice.randrange(5_000), expected_on=dice.choice(days))
    seen = read(forecast.compare, DAY, day)
    by_month = sum(one.now_minor - one.then_minor for one in seen.months)
    assert by_month == sum(one.now_minor - one.then_minor for one in seen.deals) != 0
    now = read(forecast.forecast, day)
    assert sum(one.open_minor for one in seen.months) == sum(
        one.weighted_minor for one in now.months if one.month is not None
    )
    assert read(forecast.kept_days) == [DAY]
