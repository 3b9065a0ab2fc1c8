"""Birthdays coming up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.records import birthdays
from crm_desktop.services.timeline import timeline

DAY = dt.date(2026, 6, 18)


def born(store: Store, name: str, *birthday: int | None, lunar: bool = False) -> int:
    draft = contacts.ContactDraft(name, birthday=birthday, birth_lunar=lunar)  # type: ignore[arg-type]
    return store.write("New", contacts.create, draft).value


def test_the_week_ahead_in_order_with_age_when_known(
    store: Store, read: Callable[..., Any]
) -> None:
    born(store, "last day", None, 6, 24)
    born(store, "too late", None, 6, 25)
    born(store, "yesterday", None, 6, 17)
    born(store, "lunar", None, 6, 18, lunar=True)
    greeted = born(store, "today", 1981, 6, 18)
    gone = born(store, "archived", None, 6, 18)
    store.write("Archive", contacts.archive, [gone])
    store.write("Greet", timeline.add_note, greeted, "wechat", "Happy birthday")
    rows = read(birthdays.coming, DAY)
    assert [(row.name, row.days_left, row.age, row.greeted) for row in rows] == [
        ("today", 0, 45, True), ("last day", 6, None, False),
    ]  # fmt: skip
    assert [row.name for row in read(birthdays.coming, DAY, limit=1)] == ["today"]


def test_the_week_over_new_year(store: Store, read: Callable[..., Any]) -> None:
    born(store, "new year", 2000, 1, 2)
    rows = read(birthdays.coming, dt.date(2026, 12, 30))
    assert [(row.on, row.age) for row in rows] == [(dt.date(2027, 1, 2), 27)]


@pytest.mark.parametrize(
    ("month", "day", "today", "expected"),
    [
        (6, 18, "2026-06-18", "2026-06-18"),
        (6, 17, "2026-06-18", "2027-06-17"),
        (2, 29, "2026-01-01", "2026-02-28"),
        (2, 29, "2028-01-01", "2028-02-29"),
        (2, 29, "2027-03-01", "2028-02-29"),
        (12, 31, "2026-12-31", "2026-12-31"),
        (6, 31, "2026-01-01", "2026-06-30"),
    ],
)
def test_the_next_birthday(month: int, day: int, today: str, expected: str) -> None:
    found = birthdays.next_birthday(month, day, dt.date.fromisoformat(today))
    assert found == dt.date.fromisoformat(expected)


def test_a_lunar_birthday_comes_on_its_solar_day_with_the_lunar_age(
    store: Store, read: Callable[..., Any]
) -> None:
    born(store, "solar", None, 2, 6)
    born(store, "new year", 1980, 1, 1, lunar=True)
    born(store, "eve", 1980, 12, 30, lunar=True)
    rows = read(birthdays.coming, dt.date(2027, 2, 4))
    assert [(row.name, row.on, row.age, row.lunar) for row in rows] == [
        ("eve", dt.date(2027, 2, 5), 46, True),
        ("solar", dt.date(2027, 2, 6), None, False),
        ("new year", dt.date(2027, 2, 6), 47, True),
    ]
