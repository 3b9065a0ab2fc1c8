"""Moves between stages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from crm_desktop.db.models import LifecycleChange
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.records import contact_record
from crm_desktop.services.sales import sales
from crm_desktop.services.settings import settings


def code(read: Callable[..., Any], who: int) -> str:
    return str(read(contact_list.rows, [who])[0].stage_code)


def test_sales_move_forward_only_and_bring_the_lost_back(
    store: Store, read: Callable[..., Any]
) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value
    draft = sales.SaleDraft((sales.LineDraft(description="x", unit_price_minor=1),), who)
    by_code = {stage.code: stage.id for stage in read(lifecycle.stages)}
    store.write("Sale", sales.record, draft)
    assert code(read, who) == "first_purchase"
    store.write("Loyal", lifecycle.move, [who], by_code["loyal"])
    store.write("Sale", sales.record, draft)
    assert code(read, who) == "loyal"
    store.write("Lost", lifecycle.move, [who], by_code["lost"])
    store.write("Sale", sales.record, draft)
    assert code(read, who) == "repeat"


def test_each_move_is_kept_once(store: Store) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value
    draft = sales.SaleDraft((sales.LineDraft(description="x", unit_price_minor=1),), who)
    for _again in range(3):
        store.write("Sale", sales.record, draft)
    with store.read() as session:
        moves = session.scalars(select(LifecycleChange)).all()
        assert [move.trigger for move in moves] == ["sale", "sale"]


def test_purchases_before_the_records_make_the_next_one_a_repeat(
    store: Store, read: Callable[..., Any]
) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value

    def opening(session: Any) -> None:
        contact_record.found(session, who).opening_sale_count = 4

    store.write("Opening", opening)
    draft = sales.SaleDraft((sales.LineDraft(description="x", unit_price_minor=1),), who)
    store.write("Sale", sales.record, draft)
    assert code(read, who) == "repeat"


def test_a_reason_and_an_extension_are_kept(store: Store, read: Callable[..., Any]) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value
    loyal = read(lifecycle.named, "loyal")
    assert (
        store.write("x", lifecycle.move, [who], loyal.id, reason=" Refers \x07friends ").value == 1
    )
    assert store.write("x", lifecycle.move, [who], loyal.id).value == 0
    assert store.write("x", lifecycle.extend, [who], reason="asked for time").value == 1
    with store.read() as session:
        kept = session.scalars(select(LifecycleChange).order_by(LifecycleChange.id)).all()
        assert [(one.trigger, one.reason) for one in kept] == [
            ("hand", "Refers friends"), ("extend", "asked for time"),
        ]  # fmt: skip
        assert kept[1].from_stage_id == kept[1].to_stage_id == loyal.id


def test_where_sales_lead_is_the_shops_choice(store: Store, read: Callable[..., Any]) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value
    draft = sales.SaleDraft((sales.LineDraft(description="x", unit_price_minor=1),), who)
    loyal = read(lifecycle.named, "Loyal")
    store.write("Set", settings.put, settings.FIRST_SALE_STAGE, lifecycle.NO_STAGE)
    store.write("Set", settings.put, settings.SECOND_SALE_STAGE, loyal.id)
    store.write("Sale", sales.record, draft)
    assert code(read, who) == "prospect"
    store.write("Sale", sales.record, draft)
    assert code(read, who) == "loyal"
