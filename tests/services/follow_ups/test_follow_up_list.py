"""The list of follow-ups: its order served by an index, its counts those of its tabs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_up_list, follow_ups
from crm_desktop.services.follow_ups.follow_up_list import FollowUpQuery
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft

TODAY = dt.date(2026, 6, 18)


def _plan_of(session: Session, query: FollowUpQuery) -> list[str]:
    """The steps SQLite takes for the first page."""
    said: list[str] = []
    connection: Any = session.connection().connection.dbapi_connection
    connection.set_trace_callback(said.append)
    follow_up_list.page(session, query, 0, 20)
    connection.set_trace_callback(None)
    first = next(one for one in said if one.startswith("SELECT"))
    plan = session.execute(text(f"EXPLAIN QUERY PLAN {first.replace(':', chr(92) + ':')}"))
    return [row[3] for row in plan]


def test_open_days_are_listed_along_their_index(store: Store) -> None:
    for when in ("open", "overdue", "upcoming"):
        with store.read() as session:
            plan = _plan_of(session, FollowUpQuery(when, today=TODAY))
        assert "ix_follow_up_open" in plan[0]
        assert not any(step == "USE TEMP B-TREE FOR ORDER BY" for step in plan), plan


def test_counts_are_those_of_the_tabs_and_the_order_is_kept(
    store: Store, read: Callable[..., Any]
) -> None:
    days = (-3, 0, 0, 4, 9, None)
    for number, days_on in enumerate(days):
        day = None if days_on is None else TODAY + dt.timedelta(days=days_on)
        time = "10:00" if number == 2 else ""
        kind = "visit" if number % 2 else "call"
        draft = FollowUpDraft(f"No. {number}", day, time, kind=kind)
        store.write("New", follow_ups.create, draft)
    for kind in ("", "visit"):
        query = FollowUpQuery(kind=kind, today=TODAY)
        counts = read(follow_up_list.counts, query)
        assert counts["open"] == (6 if not kind else 3)
        for when, count in counts.items():
            asked = FollowUpQuery(when, kind=kind, today=TODAY)
            assert read(follow_up_list.count, asked) == count
    listed = read(follow_up_list.page, FollowUpQuery(today=TODAY), 0, 50)
    assert [row.title[-1] for row in listed] == ["0", "2", "1", "3", "4", "5"]
    back = [row.id for row in reversed(listed)]
    assert [row.id for row in read(follow_up_list.rows, back, TODAY)] == back
    assert read(follow_up_list.more_than, 5) and not read(follow_up_list.more_than, 6)


def test_any_column_sorts_both_ways_with_what_is_empty_last(
    store: Store, read: Callable[..., Any]
) -> None:
    for number, (title, kind) in enumerate((("b", "visit"), ("c", "call"), ("a", "task"))):
        day = None if title == "c" else TODAY + dt.timedelta(days=number)
        store.write("New", follow_ups.create, FollowUpDraft(title, day, kind=kind))

    def titles(sort: str, descending: bool = False) -> str:
        query = FollowUpQuery(sort=sort, descending=descending, today=TODAY)
        rows = read(follow_up_list.page, query, 0, 9)
        assert read(follow_up_list.ids, query) == [row.id for row in rows]
        return "".join(row.title for row in rows)

    assert (titles("title"), titles("title", True)) == ("abc", "cba")
    assert (titles("due"), titles("due", True)) == ("bac", "abc")
    assert titles("kind") == "cab"
    assert {titles(sort) for sort in ("customer", "owner")} == {"bac"}
    for title, name in (("d", "张三"), ("e", "李四"), ("f", "Wang Wu")):
        customer = store.write("New", contacts.create, ContactDraft(name)).value
        store.write("New", follow_ups.create, FollowUpDraft(title, TODAY, contact_id=customer))
    assert titles("customer") == "efdbac"  # Li, Wang, Zhang
