"""Changing the stages of deals (deal_stages), and the board they make (deal_board)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.models import Deal
from crm_desktop.db.store import Store
from crm_desktop.services.deals import deal_board, deal_history, deal_list, deal_stages, deals
from crm_desktop.services.deals.deal_list import DealQuery
from crm_desktop.services.deals.deal_stages import StageDraft
from tests.services.deals.shop_deals import DAY, Freeze, Read, customer, deal, later, stage


def drafts(read: Read) -> list[StageDraft]:
    return [
        StageDraft(row.name, row.id, row.probability_bp, row.allowed_days, row.exit_steps)
        for row in read(deal_stages.stages)
    ]


def names(read: Read) -> list[str]:
    return [row.name for row in read(deal_stages.stages)]


def test_renamed_reordered_added_and_taken_away_in_one_step(store: Store, read: Read) -> None:
    before = drafts(read)
    enquiry, need, survey, quote, negotiation, won, lost = before
    wanted = [
        replace(survey, name=" 上门 \n 勘测 "),
        enquiry,
        replace(
            quote, probability_bp=6_500, allowed_days=None, exit_steps=("发报价", " ", "发报价")
        ),
        StageDraft("签约", None, 9_000, 5),
        negotiation,
        replace(won, name="成交", probability_bp=1),
        lost,
    ]
    store.write("Stages", deal_stages.save, wanted)
    assert names(read) == ["上门 勘测", "Enquiry", "Quoted", "签约", "Negotiation", "成交", "Lost"]
    rows = read(deal_stages.stages)
    assert (rows[2].probability_bp, rows[2].allowed_days) == (6_500, None)
    assert rows[2].exit_steps == ("发报价",)
    assert [row.probability_bp for row in rows[-2:]] == [10_000, 0], "ends stay as sure as they are"
    assert need.name not in names(read)
    with i18n.using("zh_CN"):
        assert names(read)[1] == "询价", "a name not changed is still translated"
    store.undo()
    assert drafts(read) == before


def test_a_stage_with_open_deals_goes_only_with_a_place_for_them(
    store: Store, read: Read, frozen_clock: Freeze
) -> None:
    one, old = deal(store, at="need"), deal(store, at="need")
    store.write("Won", deals.won, old)
    day = later(frozen_clock, 5)
    need, survey = stage(store, "need"), stage(store, "survey")
    left = [draft for draft in drafts(read) if draft.id != need]
    with pytest.raises(UserError, match="1 open deal"):
        store.write("Stages", deal_stages.save, left)
    with pytest.raises(UserError, match="1 open deal"):
        store.write("Stages", deal_stages.save, left, {need: need})
    store.write("Stages", deal_stages.save, left, {need: survey})
    row = read(deal_list.get, one, day)
    assert (row.stage, row.days_in_stage) == ("Site survey", 0)
    assert read(deal_history.history, one)[0].trigger == "stage_removed"
    assert read(deal_history.history, old)[0].from_stage == "Need confirmed"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "  "}, "needs a name"),
        ({"name": "长" * 41}, "needs a name"),
        ({"name": "quoted"}, "Two stages"),
        ({"name": "Won"}, "Two stages"),
        ({"probability_bp": 10_001}, "0 to 100"),
        ({"allowed_days": 0}, "days"),
        ({"allowed_days": 3_651}, "days"),
        ({"exit_steps": tuple(map(str, range(21)))}, "exit steps"),
    ],
)
def test_what_cannot_be_a_stage(
    store: Store, read: Read, wrong: dict[str, Any], words: str
) -> None:
    before = drafts(read)
    with pytest.raises(UserError, match=words):
        store.write("Stages", deal_stages.save, [replace(before[0], **wrong), *before[1:]])
    with pytest.raises(UserError, match="1 to 12"):
        store.write("Stages", deal_stages.save, before[-2:])
    assert drafts(read) == before


def test_found_by_code_or_name(store: Store, read: Read) -> None:
    assert read(deal_stages.by_name, "QUOTE").name == read(deal_stages.by_name, "quoted").name
    with pytest.raises(NotFound, match="Enquiry, Need"):
        read(deal_stages.by_name, "nowhere")
    with pytest.raises(NotFound):
        read(deal_stages.get, 99)


def test_the_board_sums_its_columns(store: Store, read: Read, frozen_clock: Freeze) -> None:
    who = customer(store, "悦禾餐饮")
    first = deal(store, "a", 333, contact_id=who)
    deal(store, "b", 335)
    deal(store, "foreign", 9_999, currency="USD")
    quoted = deal(store, "c", 1_000, at="quote")
    store.write("Won", deals.won, deal(store, "d", 700))
    day = later(frozen_clock, 8)
    seen = read(deal_board.board, DealQuery(today=day))
    columns = {column.stage.code: column for column in seen.columns}
    assert list(columns) == ["enquiry", "need", "survey", "quote", "negotiation", "won"]
    enquiry = columns["enquiry"]
    assert (enquiry.count, enquiry.sum_minor) == (3, 668)
    assert enquiry.weighted_minor == 33 + 34, "each deal is rounded half up, then summed"
    assert enquiry.weighted_minor == sum(
        card.weighted_minor for card in enquiry.cards if card.currency == "CNY"
    )
    assert [card.id for card in columns["quote"].cards] == [quoted]
    assert (columns["won"].count, columns["won"].sum_minor) == (1, 700)
    assert (seen.count, seen.sum_minor, seen.weighted_minor) == (4, 1_668, 667)
    assert (seen.stalled, seen.stalled_minor, seen.other_currency) == (3, 668, 1)
    only = read(deal_board.board, DealQuery(contact_id=None, text="悦禾", today=day))
    assert [card.id for card in only.columns[0].cards] == [first]
    assert only.columns[-1].count == 0
    july = read(deal_board.board, DealQuery(today=dt.date(2026, 7, 1)))
    assert july.columns[-1].cards == (), "won last month"


def test_a_deal_whose_stage_is_gone_stands_in_the_first_column(store: Store, read: Read) -> None:
    one = deal(store, at="quote")

    def strand(session: Any) -> None:
        session.get(Deal, one).stage_id = None

    store.write("Strand", strand)
    seen = read(deal_board.board, DealQuery(today=DAY))
    assert (seen.columns[0].count, seen.columns[0].sum_minor) == (1, 100_000)
    assert [card.id for card in seen.columns[0].cards] == [one]
    store.write("Move", deals.move, one, stage(store, "survey"))
    assert read(deal_list.get, one).stage == "Site survey"
