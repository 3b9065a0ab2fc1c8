"""The calendar: everything that has a day, and moving what can be moved.

The rows come from ``calendar_rows``, ``calendar_sources`` and ``calendar_yearly``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.models import Asset, Deal, FollowUp, Holiday, Quote, Ticket
from crm_desktop.db.store import Store
from crm_desktop.services.calendar import calendar, calendar_words
from crm_desktop.services.contacts import contacts, relations
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.products import products
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from crm_desktop.services.settings import settings

DAY = dt.date(2026, 6, 18)
FIRST, LAST = dt.date(2026, 6, 1), dt.date(2026, 7, 5)
Read = Callable[..., Any]


def customer(store: Store, name: str, **more: Any) -> int:
    made: int = store.write("New", contacts.create, ContactDraft(name, **more)).value
    return made


def plan(store: Store, title: str, day: dt.date | None, time: str = "", **more: Any) -> int:
    draft = FollowUpDraft(title, day, time, **more)
    made: int = store.write("Plan", follow_ups.create, draft).value
    return made


def add(store: Store, *records: Any) -> None:
    store.write("Add", lambda session: session.add_all(records))


def told(found: calendar.CalendarRow) -> list[tuple[int, str, str, str]]:
    """(day of the month, time, kind, words) of each row."""
    return [(one.day.day, one.time, one.kind, calendar_words.said(one)) for one in found.dated]


def test_follow_ups_stand_on_their_day_and_done_ones_where_they_were_done(
    store: Store, read: Read
) -> None:
    anna = customer(store, "Anna")
    plan(store, "Send the quote", DAY, "10:00", contact_id=anna, kind="call")
    plan(store, "Survey", DAY, "9:05", kind="visit", minutes=90)
    plan(store, "Whole day", DAY)
    plan(store, "Collect", DAY - dt.timedelta(6), kind="collect")
    plan(store, "Too late for the window", LAST + dt.timedelta(1))
    plan(store, "No day", None)
    gone = plan(store, "Cancelled", DAY)
    store.write("Cancel", follow_ups.cancel, [gone])
    done = plan(store, "Done early", DAY + dt.timedelta(5), "16:00")
    store.write("Done", follow_ups.complete, done)
    found = read(calendar.dated, FIRST, LAST, DAY)
    assert told(found) == [
        (12, "", "payment", "Collect"),
        (18, "09:05", "visit", "Survey"),
        (18, "10:00", "call", "Anna, Send the quote"),
        (18, "", "task", "Whole day"),
        (18, "", "task", "Done early"),
    ]
    assert [one.state for one in found.dated] == ["late", "open", "open", "open", "done"]
    assert [one.movable for one in found.dated] == [True, True, True, True, False]
    assert [calendar_words.when(one) for one in found.on(DAY)[:3]] == [
        "09:05–10:35", "10:00", "All day",
    ]  # fmt: skip
    assert told(read(calendar.dated, DAY, DAY, DAY, {"visit"})) == [
        (18, "09:05", "visit", "Survey")
    ]


def test_birthdays_of_both_calendars_and_of_relations(store: Store, read: Read) -> None:
    customer(store, "Solar", birthday=(1980, 6, 20))
    customer(store, "Lunar", birthday=(1980, 5, 5), birth_lunar=True)
    archived = customer(store, "Archived", birthday=(None, 6, 20))
    store.write("Archive", contacts.archive, [archived])
    mother = customer(store, "Mother")
    born = {"name": "Lily", "birthday": (2020, 6, 1)}
    store.write("Relation", relations.add, mother, "child", **born)
    assert told(read(calendar.dated, FIRST, LAST, DAY, {"birthday"})) == [
        (1, "", "birthday", "Lily, birthday · turns 6 · Mother"),
        (19, "", "birthday", "Lunar, birthday · turns 46"),
        (20, "", "birthday", "Solar, birthday · turns 46"),
    ]


def test_the_29th_of_february_and_a_leap_month_are_kept_every_year(
    store: Store, read: Read
) -> None:
    customer(store, "Leap day", birthday=(2000, 2, 29))
    customer(store, "Leap month", birthday=(1995, 6, 1), birth_lunar=True, birth_leap=True)
    for year, leap_day, leap_month in ((2027, 28, "2027-07-04"), (2028, 29, "2028-07-22")):
        year_end = dt.date(year, 12, 31)
        rows = read(calendar.dated, dt.date(year, 1, 1), year_end, DAY, {"birthday"}).dated
        assert [one.day for one in rows] == [
            dt.date(year, 2, leap_day), dt.date.fromisoformat(leap_month),
        ]  # fmt: skip
    rows = read(calendar.dated, dt.date(2025, 6, 1), dt.date(2025, 8, 1), DAY, {"birthday"}).dated
    assert [one.day for one in rows] == [dt.date(2025, 7, 25)]


def test_money_goods_deals_quotes_and_things_at_customers(store: Store, read: Read) -> None:
    anna = customer(store, "Anna")
    filters = products.ProductDraft("RO filter", days_of_use=30)
    product = store.write("Product", products.create, filters).value
    line = LineDraft(product, "RO filter", 1000, 12_800)
    sold = SaleDraft((line,), anna, dt.date(2026, 6, 1), dt.date(2026, 6, 15))
    store.write("Sale", sales.record, sold)
    add(
        store,
        Deal(title="New kitchen", contact_id=anna, expected_on=dt.date(2026, 6, 25)),
        Deal(title="Won", contact_id=anna, expected_on=dt.date(2026, 6, 25), state="won"),
        Quote(number="Q-1", contact_id=anna, quoted_on=FIRST, valid_until=dt.date(2026, 6, 22)),
        Quote(number="Q-2", quoted_on=FIRST, valid_until=DAY, status="accepted"),
        Asset(contact_id=anna, name="Dispenser", warranty_until=dt.date(2026, 6, 30),
              next_service_on=dt.date(2026, 6, 10)),
        Ticket(subject="Leaks", contact_id=anna, received_at=dt.datetime(2026, 6, 1, tzinfo=dt.UTC),
               promised_at=dt.datetime(2026, 6, 19, 6, 30, tzinfo=dt.UTC)),
        Holiday(day=dt.date(2026, 6, 19), name="Stocktaking", closed=True),
    )  # fmt: skip
    found = read(calendar.dated, FIRST, LAST, DAY)
    assert told(found) == [
        (10, "", "service", "Anna, service Dispenser"),
        (15, "", "payment", "Anna, ¥128 due"),
        (19, "14:30", "service", "Anna, Leaks"),
        (19, "", "holiday", "Stocktaking, closed"),
        (22, "", "quote", "Anna, quote Q-1 ends"),
        (25, "", "deal", "Anna, New kitchen expected"),
        (30, "", "warranty", "Anna, Dispenser warranty ends"),
        (1, "", "reorder", "Anna, RO filter runs out"),
    ]
    assert [one.state for one in found.dated[:3]] == ["late", "late", "open"]
    assert not any(one.movable for one in found.dated)
    assert {head.day.day for head in found.days if head.closed} == {19}


def test_own_date_fields_and_years_as_a_customer(store: Store, read: Read) -> None:
    anna = customer(store, "Anna", since=dt.date(2023, 6, 20))
    for label, value in (("Contract until", "2026-06-24"), ("Wedding anniversary", "2015-06-26")):
        field = store.write("Field", custom_fields.define, label, "date").value
        key = read(custom_fields.get, field).key
        store.write("Value", custom_fields.set_value, [anna], key, value)
    assert told(read(calendar.dated, FIRST, LAST, DAY, {"field", "anniversary"})) == [
        (20, "", "anniversary", "Anna, customer for 3 years"),
        (24, "", "field", "Anna, Contract until"),
        (26, "", "field", "Anna, Wedding anniversary"),
    ]
    assert "anniversary" not in calendar.SHOWN_AT_FIRST


def test_sensitive_dates_are_left_out_while_numbers_are_masked(store: Store, read: Read) -> None:
    anna = customer(store, "Anna")
    field = store.write("Field", custom_fields.define, "Visa", "date", sensitive=True).value
    key = read(custom_fields.get, field).key
    store.write("Value", custom_fields.set_value, [anna], key, "2026-06-24")
    assert len(read(calendar.dated, FIRST, LAST, DAY).dated) == 1
    store.write("Mask", settings.put, settings.MASK, True)
    assert read(calendar.dated, FIRST, LAST, DAY).dated == ()


def test_days_are_named(read: Read) -> None:
    heads = {head.day: head for head in read(calendar.dated, FIRST, LAST, DAY).days}
    assert len(heads) == 35
    assert heads[dt.date(2026, 6, 19)].festivals == ("Dragon Boat",)
    assert heads[dt.date(2026, 6, 21)].festivals == ("Father’s Day", "Summer solstice")
    assert (heads[dt.date(2026, 6, 15)].lunar, heads[DAY].lunar) == ("五月", "初四")


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), dt.date(9999, 12, 31)])
def test_the_ends_of_the_calendar(store: Store, read: Read, day: dt.date) -> None:
    plan(store, "Far", day)
    found = read(calendar.dated, day, day, DAY, calendar.KINDS)
    assert [one.what for one in found.dated] == ["Far"]
    assert found.days[0].lunar == ""


def test_too_many_days_are_a_sentence(read: Read) -> None:
    with pytest.raises(UserError, match="400 days"):
        read(calendar.dated, dt.date(1900, 1, 1), DAY, DAY)
    with pytest.raises(UserError):
        read(calendar.dated, DAY, FIRST, DAY)


def test_moving_and_resizing_are_one_undo_each(store: Store, read: Read) -> None:
    one = plan(store, "Visit", DAY, "10:00")
    store.write("Move", calendar.move, one, DAY + dt.timedelta(1), "14:30")
    store.write("Resize", calendar.resize, one, 90)
    row = read(calendar.dated, FIRST, LAST, DAY).dated[0]
    assert (row.day, row.time, row.minutes) == (DAY + dt.timedelta(1), "14:30", 90)
    store.write("Move the day", calendar.move, one, DAY)
    assert read(calendar.dated, FIRST, LAST, DAY).dated[0].time == "14:30"
    for _step in range(3):
        store.undo()
    row = read(calendar.dated, FIRST, LAST, DAY).dated[0]
    assert (row.day, row.time, row.minutes) == (DAY, "10:00", None)
    store.write("Shrink", calendar.resize, one, 1, "10:15")
    row = read(calendar.dated, FIRST, LAST, DAY).dated[0]
    assert (row.time, row.minutes) == ("10:15", calendar.SHORTEST)


def test_what_is_finished_or_before_1900_is_not_moved(store: Store) -> None:
    done, open_ = plan(store, "Done", DAY), plan(store, "Open", DAY)
    store.write("Done", follow_ups.complete, done)
    with pytest.raises(UserError, match="finished"):
        store.write("Move", calendar.move, done, FIRST)
    with pytest.raises(UserError, match="1900"):
        store.write("Move", calendar.move, open_, dt.date(1899, 12, 31))


def test_beside_stand_today_the_late_and_those_without_a_day(store: Store, read: Read) -> None:
    plan(store, "Today", DAY, "10:00")
    for n in (2, 1):
        plan(store, f"Late {n}", DAY - dt.timedelta(n), "09:00")
    plan(store, "Some day", None)
    plan(store, "Soon", None, priority=2)
    side = read(calendar.beside, DAY, calendar.SHOWN_AT_FIRST, limit=1)
    assert [one.what for one in side.today] == ["Today"]
    assert ([one.what for one in side.overdue], side.overdue_count) == (["Late 1"], 2)
    assert ([one.what for one in side.unscheduled], side.unscheduled_count) == (["Soon"], 2)
    assert store.write("Move all", calendar.move_overdue, DAY).value == 2
    side = read(calendar.beside, DAY, calendar.SHOWN_AT_FIRST)
    assert [(one.what, one.time) for one in side.today] == [
        ("Today", "10:00"), ("Late 2", ""), ("Late 1", ""),
    ]  # fmt: skip
    assert (side.overdue, side.unscheduled_count) == ((), 2)


def test_a_follow_up_done_without_an_hour_of_its_own_is_still_found(
    store: Store, read: Read
) -> None:
    one = plan(store, "Yesterday’s", DAY - dt.timedelta(1), "09:00")
    store.write("Done", follow_ups.complete, one)
    rows = read(calendar.dated, FIRST, LAST, DAY).dated
    assert [(row.day, row.time, row.state) for row in rows] == [(DAY, "", "done")]
    with store.read() as session:
        assert session.get_one(FollowUp, one).due_time == "09:00"
