"""Conversion, days in stages, people, and wins and losses (deal_figures)."""

from __future__ import annotations

import datetime as dt

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.deals import deal_figures, deals
from tests.services.deals.shop_deals import DAY, Freeze, Read, deal, employ, later, stage

ALL = (dt.date(2000, 1, 1), dt.date(2100, 1, 1))


def test_conversion_and_median_days_by_stage_and_person(
    store: Store, read: Read, frozen_clock: Freeze
) -> None:
    lin, chen = employ(store, "林"), employ(store, "陈")
    went, back, won, lost, there = (
        deal(store, at="survey", owner_id=owner) for owner in (lin, lin, chen, chen, chen)
    )
    later(frozen_clock, 2)
    store.write("x", deals.move, went, stage(store, "quote"))
    later(frozen_clock, 4)
    store.write("x", deals.move, back, stage(store, "enquiry"))
    later(frozen_clock, 9)
    store.write("x", deals.won, won)
    later(frozen_clock, 20)
    store.write("x", deals.lost, lost, "太贵")
    figures = {one.stage: one for one in read(deal_figures.stage_figures, *ALL)}
    survey = figures["Site survey"]
    assert (survey.entered, survey.there, survey.went_on) == (5, 1, 2)
    assert (survey.conversion_bp, survey.median_days) == (5_000, 6), "2, 4, 9, 20 days"
    assert survey.deal_ids == (went, back, won, lost, there)
    assert (figures["Quoted"].entered, figures["Quoted"].there) == (1, 1)
    assert (figures["Quoted"].conversion_bp, figures["Quoted"].median_days) == (None, None)
    assert figures["Negotiation"].entered == 0
    assert "Won" not in figures
    mine = {one.stage: one for one in read(deal_figures.stage_figures, *ALL, lin)}
    assert (mine["Site survey"].entered, mine["Site survey"].median_days) == (2, 3)
    assert sum(one.entered for one in read(deal_figures.stage_figures, *ALL, None)) == 0
    none = read(deal_figures.stage_figures, DAY + dt.timedelta(1), DAY + dt.timedelta(1))
    assert sum(one.entered for one in none) == 0
    store.write("x", deals.rest, there, "明年")
    first, second = read(deal_figures.person_figures, *ALL)
    assert (first.name, first.open, first.won, first.lost, first.dormant) == ("陈", 0, 1, 1, 1)
    assert (first.won_minor, first.win_rate_bp, first.median_days) == (100_000, 5_000, 9)
    assert (second.name, second.open, second.won, second.win_rate_bp) == ("林", 2, 0, None)


def test_wins_and_losses_by_reason_competitor_source_and_stage(store: Store, read: Read) -> None:
    referred = store.write(
        "New", contacts.create, contacts.ContactDraft("悦禾", source="转介绍")
    ).value
    store.write("x", deals.won, deal(store, amount=700, contact_id=referred))
    store.write("x", deals.lost, deal(store, amount=50, contact_id=referred), "太贵", "沁园")
    quoted = deal(store, amount=60, at="quote", source="展会")
    store.write("x", deals.lost, quoted, "太贵", "沁园")
    store.write("x", deals.lost, deal(store, amount=5, currency="USD"), "太慢")
    store.write("x", deals.rest, deal(store, amount=40, source="展会"), "明年")
    deal(store)
    store.write("x", deals.remove, [deal(store)])
    seen = read(deal_figures.win_loss, *ALL)
    total = seen.total
    assert (total.won, total.lost, total.dormant) == (1, 3, 1)
    assert (total.won_minor, total.lost_minor, total.dormant_minor) == (700, 110, 40)
    assert total.win_rate_bp == 2_500
    assert [(one.name, one.lost, one.dormant) for one in seen.reasons] == [
        ("太贵", 2, 0), ("太慢", 1, 0), ("明年", 0, 1),
    ]  # fmt: skip
    assert [(one.name, one.lost, one.lost_minor) for one in seen.competitors] == [("沁园", 2, 110)]
    assert quoted in seen.competitors[0].deal_ids and len(seen.total.deal_ids) == 5
    assert {one.name: (one.won, one.lost, one.dormant) for one in seen.sources} == {
        "转介绍": (1, 1, 0), "展会": (0, 1, 1), "": (0, 1, 0),
    }  # fmt: skip
    assert {one.name: one.lost + one.dormant for one in seen.stages} == {"Enquiry": 3, "Quoted": 1}
    nothing = read(deal_figures.win_loss, DAY + dt.timedelta(1), DAY + dt.timedelta(9))
    assert (nothing.total.won, nothing.total.win_rate_bp, nothing.reasons) == (0, None, ())
