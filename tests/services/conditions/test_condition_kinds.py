"""Comparisons by kind where the calendar matters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.db.models import Contact, ContactStats
from crm_desktop.db.store import Store
from crm_desktop.services.conditions.condition_kinds import Asked, date_field, instant_field
from crm_desktop.services.contacts import contacts
from crm_desktop.services.follow_ups import follow_ups

DAY = dt.date(2026, 6, 18)


def names(session: Session, make: Callable[[Asked], Any], op: str, value: Any) -> set[str]:
    query = (
        select(Contact.name)
        .join(ContactStats, ContactStats.contact_id == Contact.id)
        .where(make(Asked(session, op, value, DAY)))
    )
    return set(session.scalars(query))


@pytest.fixture
def planned(store: Store) -> Store:
    """Due ten days ago, today, in ten days, and never."""

    def fill(session: Session) -> None:
        for name, days in (("late", -10), ("today", 0), ("soon", 10), ("never", None)):
            contact_id = contacts.create(session, contacts.ContactDraft(name))
            if days is not None:
                due = DAY + dt.timedelta(days=days)
                draft = follow_ups.FollowUpDraft("x", due, contact_id=contact_id)
                follow_ups.create(session, draft)

    store.write("Fill", fill)
    return store


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("days_ago_within", 10, {"late", "today"}),
        ("days_ago_within", 9, {"today"}),
        ("days_ago_over", 0, {"late"}),
        ("within_days", 10, {"today", "soon"}),
        ("within_days", 9, {"today"}),
        ("before", "2026-06-18", {"late"}),
        ("after", "2026-06-18", {"soon"}),
        ("between", ["2026-06-08", "2026-06-18"], {"late", "today"}),
        ("empty", None, {"never"}),
        ("filled", None, {"late", "today", "soon"}),
    ],
)
def test_days(
    planned: Store, read: Callable[..., Any], op: str, value: Any, expected: set[str]
) -> None:
    make = date_field(ContactStats.next_due_on)
    assert read(names, make, op, value) == expected


def test_a_missing_day_may_count_as_long_ago(planned: Store, read: Callable[..., Any]) -> None:
    make = date_field(ContactStats.next_due_on, never_counts=True)
    assert read(names, make, "days_ago_over", 5) == {"late", "never"}


def test_an_instant_belongs_to_its_local_day(store: Store, read: Callable[..., Any]) -> None:
    def fill(session: Session) -> None:
        for name, moment in (("eve", -1), ("first", 0), ("last", 86_399), ("next", 86_400)):
            contact_id = contacts.create(session, contacts.ContactDraft(name))
            at = clock.start_of(DAY) + dt.timedelta(seconds=moment)
            session.get_one(Contact, contact_id).created_at = at

    store.write("Fill", fill)
    make = instant_field(Contact.created_at)
    assert read(names, make, "between", ["2026-06-18", "2026-06-18"]) == {"first", "last"}
    assert read(names, make, "after", "2026-06-18") == {"next"}
    assert read(names, make, "before", "2026-06-18") == {"eve"}
    assert read(names, make, "days_ago_over", 0) == {"eve"}
    assert read(names, make, "days_ago_within", 0) == {"first", "last", "next"}
