"""The ready questions: every one can be answered, and finds whom it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core.i18n import using
from crm_desktop.db.models import Deal, Quote
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts, cookbook
from crm_desktop.services.sales import sales
from crm_desktop.services.timeline import timeline

DAY = dt.date(2026, 6, 18)


def test_there_are_more_than_a_dozen_and_each_is_said_in_both_languages() -> None:
    codes = [one.code for one in cookbook.QUESTIONS]
    assert len(set(codes)) == len(codes) > 12
    with using("zh_CN"):
        from crm_desktop.core.i18n import _

        assert all(_(one.name) != one.name and _(one.why) != one.why for one in cookbook.QUESTIONS)
    assert cookbook.question("late_payers") is not None
    assert cookbook.question("of another version") is None


def test_an_empty_shop_has_no_answers(read: Callable[..., Any]) -> None:
    assert set(read(cookbook.counts, DAY).values()) == {0}


def test_each_finds_whom_it_says(store: Store, read: Callable[..., Any]) -> None:
    def customer(session: Session, name: str, *sold: int, **facts: Any) -> int:
        contact_id = contacts.create(session, contacts.ContactDraft(name, **facts))
        for ago in sold:
            line = sales.LineDraft(description="x", unit_price_minor=100)
            day = DAY - dt.timedelta(days=ago)
            sales.record(session, sales.SaleDraft((line,), contact_id, day))
        return contact_id

    def shop(session: Session) -> None:
        reach = {"phones": ("13800138001",)}
        customer(session, "late", 100, birthday=(1990, 6, 20), **reach)
        customer(session, "regular", 200, 150, 100, 5, birthday=(None, 1, 1), **reach)
        customer(session, "slack", 260, 200, 130, **reach)
        customer(session, "gone", 700, 650, 600, **reach)
        bidder = customer(session, "bidder", **reach)
        customer(session, "ghost")
        timeline.add_note(session, bidder, "call", "x", happened_on=DAY - dt.timedelta(days=10))
        session.add_all([
            Deal(contact_id=bidder, title="x"),
            Quote(contact_id=bidder, status="sent", quoted_on=DAY),
        ])  # fmt: skip

    store.write("Shop", shop)

    def found(code: str) -> set[str]:
        question = cookbook.question(code)
        assert question is not None
        return {row.name for row in read(contact_list.page, question.query(DAY), 0, 50)}

    assert found("quiet_3_months") == {"late", "slack", "gone", "ghost"}
    assert found("past_rhythm") == {"slack"}
    assert found("one_purchase") == {"late"}
    assert found("twice_in_6_months") == {"regular"}
    assert found("gone_a_year") == {"gone"}
    assert found("late_payers") == {"late", "regular", "slack", "gone"}
    assert found("birthday_7_days") == {"late"}
    assert found("deal_without_step") == {"bidder"}
    assert found("quote_unanswered") == {"bidder"}
    assert found("unreachable") == {"ghost"}
    assert found("regular_no_birthday") == {"slack", "gone"}
    assert found("nobody_looks_after") == {"late", "regular", "slack", "gone", "bidder", "ghost"}
    assert found("first_purchase_30_days") == found("ticket_open") == set()
    assert found("points_to_spend") == found("due_to_reorder") == set()
