"""Counts, the stall alarm and moves over time, against a count made by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from sqlalchemy import func, select

from crm_desktop.core import clock
from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.lifecycle import lifecycle, stage_editing
from crm_desktop.services.summaries import stage_figures
from tests.conftest import NOW

Read = Callable[..., Any]
DAY = NOW.date()


def ago(days: int) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


def new(store: Store, name: str = "A") -> int:
    return store.write("New", contacts.create, contacts.ContactDraft(name)).value


def found(read: Read, value: int, field: str = "stalled", op: str = "late_over") -> list[str]:
    asked = {"field": field, "op": op, "value": value}
    query = ContactQuery(conditions=asked, sort="name", descending=False)
    return [row.name for row in read(contact_list.page, query, 0, 50)]


def test_who_stays_too_long_is_counted_listed_and_found(store: Store, read: Read) -> None:
    lead, interested = (one.id for one in read(lifecycle.stages)[:2])
    store.write("Days", stage_editing.edit, lead, allowed_days=15)
    clock.freeze(ago(40))
    new(store, "early")
    moved = new(store, "moved")
    extended = new(store, "extended")
    clock.freeze(ago(15))
    new(store, "in time")
    clock.freeze(ago(16))
    new(store, "late")
    clock.freeze(ago(3))
    store.write("Move", lifecycle.move, [moved], interested)
    store.write("Extend", lifecycle.extend, [extended])
    clock.freeze(NOW)
    assert found(read, 0) == ["early", "late"]
    assert found(read, 1) == ["early"]
    rows = read(stage_figures.stalled, DAY)
    assert [(one.name, one.days, one.over) for one in rows] == [("early", 40, 25), ("late", 16, 1)]
    assert read(stage_figures.stalled_count, DAY) == 2
    count = read(stage_figures.counts, DAY)
    assert [(one.count, one.stalled) for one in count[:2]] == [(4, 2), (1, 0)]
    assert (count[0].left, count[1].entered, count[0].entered) == (1, 1, 0)
    assert found(read, 20, "stage_since", "days_ago_over") == ["early"]
    assert found(read, 10, "stage_since", "days_ago_within") == ["extended", "moved"]


def test_closed_stages_and_those_without_days_stall_nobody(store: Store, read: Read) -> None:
    clock.freeze(ago(1_000))
    lost, new_one = new(store), new(store)
    store.write("x", lifecycle.move, [lost], read(lifecycle.named, "lost").id)
    store.write("x", lifecycle.move, [new_one], read(lifecycle.named, "first_purchase").id)
    clock.freeze(NOW)
    store.write("x", stage_editing.edit, read(lifecycle.named, "lost").id, allowed_days=1)
    assert read(stage_figures.stalled_count, DAY) == 0


def test_the_season_of_a_stage(store: Store, read: Read) -> None:
    new(store, "lead")
    store.write("x", stage_editing.edit, read(lifecycle.stages)[0].id, focus_season="6-8")
    assert found(read, 0, "in_season", "filled") == ["lead"]
    assert found(read, 0, "in_season", "empty") == []


def test_months_agree_with_a_record_kept_beside(store: Store, read: Read) -> None:
    rng = Random(5)
    ids = [stage.id for stage in read(lifecycle.stages)]
    stood: dict[int, int] = {}
    ends: dict[str, Counter[int]] = {}
    moves: dict[str, Counter[tuple[int, int]]] = {}
    for days in range(150, -1, -10):
        clock.freeze(ago(days))
        month = f"{clock.today():%Y-%m}"
        who = new(store, f"c{days}")
        stood[who] = ids[0]
        for contact_id in rng.sample(sorted(stood), min(3, len(stood))):
            to = rng.choice(ids)
            store.write("Move", lifecycle.move, [contact_id], to)
            if to != stood[contact_id]:
                moves.setdefault(month, Counter())[stood[contact_id], to] += 1
            stood[contact_id] = to
        store.write("Extend", lifecycle.extend, [who])
        ends[month] = Counter(stood.values())
    clock.freeze(NOW)
    for month in read(stage_figures.months, DAY, 6):
        name = f"{month.first:%Y-%m}"
        assert month.counts == dict(ends.get(name, {})), name
        told = {(one.from_id, one.to_id): one.count for one in month.moves}
        assert told == dict(moves.get(name, {})), name
        table = stage_figures.matrix(month, read(lifecycle.stages))
        assert sum(map(sum, table)) == sum(told.values())
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == len(stood)


def test_those_who_left_the_lists_are_not_counted(store: Store, read: Read) -> None:
    clock.freeze(ago(40))
    one, other = new(store), new(store)
    clock.freeze(NOW)
    store.write("x", contacts.archive, [one])
    assert read(stage_figures.counts, DAY)[0].count == 1
    assert [sum(month.counts.values()) for month in read(stage_figures.months, DAY, 2)] == [1, 1]
    store.write("x", contacts.remove, [other])
    assert read(stage_figures.counts, DAY)[0].count == 0
