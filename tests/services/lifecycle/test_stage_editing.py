"""The shop's own stages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.lifecycle import lifecycle, stage_editing
from crm_desktop.services.settings import settings

Read = Callable[..., Any]


def names(read: Read) -> list[str]:
    return [stage.name for stage in read(lifecycle.stages)]


def test_a_new_stage_stands_before_the_closed_ones(store: Store, read: Read) -> None:
    made = store.write("Add", stage_editing.add, "Dormant", colour="amber", allowed_days=10).value
    assert names(read) == ["Lead", "Interested", "New", "Repeat", "Loyal", "Dormant", "Lost"]
    stage = next(one for one in read(lifecycle.stages) if one.id == made)
    assert (stage.colour, stage.allowed_days, stage.closed) == ("amber", 10, False)
    store.undo()
    assert names(read) == ["Lead", "Interested", "New", "Repeat", "Loyal", "Lost"]


def test_policy_is_kept_as_typed_and_checked(store: Store, read: Read) -> None:
    lead = read(lifecycle.named, "prospect").id
    store.write("Edit", stage_editing.edit, lead, name="Fresh", lowest_price_bp=9_250,
                payment_days=0, focus_season="3月到5月，11")  # fmt: skip
    stage = read(lifecycle.named, "fresh")
    assert stage.id == lead
    assert (stage.lowest_price_bp, stage.payment_days, stage.focus_season) == (9_250, 0, "3-5,11")
    store.write("Edit", stage_editing.edit, lead, name="", lowest_price_bp=None, focus_season="")
    assert read(lifecycle.named, "Lead").lowest_price_bp is None


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "interested"},
        {"colour": "pink"},
        {"allowed_days": -1},
        {"allowed_days": 10**9},
        {"lowest_price_bp": 0},
        {"lowest_price_bp": 10_001},
        {"focus_season": "13"},
        {"focus_season": "spring"},
    ],
)
def test_what_cannot_be_changes_nothing(store: Store, read: Read, changes: dict[str, Any]) -> None:
    before = read(lifecycle.stages)
    with pytest.raises(UserError):
        store.write("Edit", stage_editing.edit, before[0].id, **changes)
    assert read(lifecycle.stages) == before


def test_stages_change_places(store: Store, read: Read) -> None:
    ids = [stage.id for stage in read(lifecycle.stages)]
    store.write("Order", stage_editing.step, ids[0], 1)
    assert [stage.id for stage in read(lifecycle.stages)] == [ids[1], ids[0], *ids[2:]]
    store.write("Order", stage_editing.step, ids[0], -9)
    assert [stage.id for stage in read(lifecycle.stages)] == ids


def test_a_stage_taken_away_hands_its_customers_on(store: Store, read: Read) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value
    lead, interested = read(lifecycle.stages)[:2]
    store.write("Rule", settings.put, settings.IDLE_STAGE, lead.id)
    assert store.write("Remove", stage_editing.remove, lead.id, interested.id).value == 1
    assert read(contacts.card, who).draft.stage_id == interested.id
    assert read(settings.get, settings.IDLE_STAGE) == interested.id
    with pytest.raises(NotFound):
        store.write("Remove", stage_editing.remove, lead.id, interested.id)
    store.undo()
    assert read(contacts.card, who).draft.stage_id == lead.id


def test_the_last_open_stage_stays(store: Store, read: Read) -> None:
    *others, last = [stage.id for stage in read(lifecycle.stages) if not stage.closed]
    for one in others:
        store.write("Close", stage_editing.edit, one, closed=True)
    with pytest.raises(UserError, match="stay open"):
        store.write("Close", stage_editing.edit, last, closed=True)
    with pytest.raises(UserError, match="stay open"):
        store.write("Remove", stage_editing.remove, last, others[0])
    with pytest.raises(UserError, match="another stage"):
        store.write("Remove", stage_editing.remove, others[0], others[0])
