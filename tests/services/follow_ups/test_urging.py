"""Urging: counted, with words, first on the Today of who is to do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import Conflict
from crm_desktop.db.store import Store
from crm_desktop.services.follow_ups import follow_up_list, follow_ups, urging
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft, FollowUpQuery
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft, add
from crm_desktop.services.today import dashboard

Read = Callable[..., Any]
DAY = dt.date(2026, 6, 18)


@pytest.fixture
def lin(store: Store) -> int:
    return store.write("Add", add, StaffDraft("Lin", role="owner")).value


@pytest.fixture
def chen(store: Store) -> int:
    return store.write("Add", add, StaffDraft("Chen")).value


def plan(store: Store, title: str, owner: int | None, days: int = 0) -> int:
    draft = FollowUpDraft(title, DAY + dt.timedelta(days), owner_id=owner)
    return store.write("Plan", follow_ups.create, draft).value


def urge(store: Store, *args: Any) -> int:
    return store.write(urging.ACTION, urging.urge, *args).value


def test_it_counts_says_the_last_words_and_is_taken_back(
    store: Store, read: Read, lin: int, chen: int
) -> None:
    one = plan(store, "Collect", chen)
    store.sit_down(lin)
    assert urge(store, [one], "before noon\u202e") == 1
    assert urge(store, [one]) == 1
    row = read(follow_ups.get, one)
    assert (row.urges, urging.badge(row), urging.last_words(row)) == (2, "Urged ×2", "urged by Lin")
    assert [(one.by, one.message) for one in read(urging.urges, one)] == [
        ("Lin", ""), ("Lin", "before noon"),
    ]  # fmt: skip
    store.undo()
    row = read(follow_ups.get, one)
    assert (urging.badge(row), urging.last_words(row)) == ("Urged", "Lin: before noon")
    store.write("Done", follow_ups.complete, one)
    assert urging.badge(read(follow_ups.get, one)) == ""


def test_who_is_to_do_it_sees_it_first_whenever_it_is_due(
    store: Store, read: Read, lin: int, chen: int
) -> None:
    late, later, mine = (
        plan(store, "late", chen, -3), plan(store, "later", chen, 9), plan(store, "mine", lin),
    )  # fmt: skip
    urge(store, [later], "", lin)
    urge(store, [late], "", lin)
    urge(store, [mine], "", chen)
    store.sit_down(chen)
    today = read(dashboard.today, DAY, dashboard.ROWS)
    assert [row.title for row in today.urged] == ["late", "later"]
    assert (today.overdue_count, today.badge) == (1, 2)
    store.sit_down(lin)
    assert [row.title for row in read(urging.urged, DAY)] == ["mine"]
    store.sit_down(None)
    query = FollowUpQuery("urged", today=DAY)
    assert read(follow_up_list.ids, query) == [mine, late, later]
    assert read(follow_up_list.count, query) == 3


def test_what_cannot_be_urged_is_left_out_and_said(
    store: Store, read: Read, lin: int, chen: int
) -> None:
    open_, nobody, own = (
        plan(store, "open", chen), plan(store, "nobody's", None), plan(store, "own", lin),
    )  # fmt: skip
    finished = plan(store, "finished", chen)
    store.write("Done", follow_ups.complete, finished)
    store.sit_down(lin)
    for one, why in (
        (finished, "finished already"), (nobody, "Nobody is to do"), (own, "themselves"),
        (999, "does not exist"),
    ):  # fmt: skip
        with pytest.raises(Conflict, match=why):
            urge(store, [one])
    assert urge(store, [finished, nobody, own, open_], "now") == 1
    rows = {one: read(follow_ups.get, one) for one in (open_, nobody, own, finished)}
    who = read(urging.urger, lin)
    assert [urging.can_be(row, who) for row in rows.values()] == [True, False, False, False]
    assert [row.urges for row in rows.values()] == [1, 0, 0, 0]


def test_where_there_are_managers_only_they_urge_and_nobody_upwards(
    store: Store, read: Read, lin: int, chen: int
) -> None:
    wu = store.write("Add", add, StaffDraft("Wu", manager_id=chen)).value
    zhou = store.write("Add", add, StaffDraft("Zhou")).value
    chens, lins, zhous = (plan(store, "x", one) for one in (chen, lin, zhou))
    store.write("Led", staff.change, chen, {"manager_id": lin})
    for by, one, why in (
        (wu, chens, "Only managers urge here: whoever leads"),
        (zhou, lins, "Only managers urge here: whoever leads"),
        (None, lins, "say in Settings, Staff, who sits"),
        (chen, lins, "their own manager"),
    ):
        with pytest.raises(Conflict, match=why):
            urge(store, [one], "", by)
    assert urge(store, [chens, zhous], "", lin) == 2 and urge(store, [zhous], "", chen) == 1
    # Nobody leads anybody any more: as before, everybody may.
    store.write("Gone", staff.leave, lin)
    store.write("Gone", staff.change, wu, {"manager_id": None})
    assert urge(store, [chens], "", zhou) == 1


def test_a_circle_of_managers_in_a_file_from_elsewhere_ends(lin: int) -> None:
    assert staff.above({1: 2, 2: 3, 3: 2}, 1) == [2, 3]
