"""Reminders under a clock that runs, stands, sleeps, jumps and goes back."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from crm_desktop.core import local_time
from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.core.preferences import Preferences
from crm_desktop.core.told import Told
from crm_desktop.db.models import FollowUp
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.follow_ups import follow_ups, reminders
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.follow_ups.reminders import Rule, Telling

DAY = dt.date(2026, 6, 18)
HANGZHOU = ZoneInfo("Asia/Shanghai")
MINUTE = dt.timedelta(minutes=1)


def at(text: str, zone: ZoneInfo = HANGZHOU, day: dt.date = DAY) -> dt.datetime:
    """``09:40`` of the day, or ``2026-06-19 09:40``."""
    full = text if len(text) > 5 else f"{day} {text}"
    return dt.datetime.fromisoformat(full).replace(tzinfo=zone).astimezone(dt.UTC)


class Person:
    """Somebody who is told: keeps what was told, and when."""

    def __init__(self, store: Store, since: str = "08:00", zone: ZoneInfo = HANGZHOU) -> None:
        self.store, self.zone, self.rule = store, zone, Rule()
        self.memory = Told(at(since, zone))
        self.heard: list[tuple[str, str]] = []

    def look(self, now: dt.datetime) -> Telling:
        with self.store.read() as session:
            telling = reminders.tell(session, now, self.memory, self.rule, self.zone)
        self.memory = telling.told
        local = local_time.wall(now, self.zone).strftime("%m-%d %H:%M")
        self.heard += [(local, one.title) for one in telling.reminders]
        return telling

    def live(self, start: dt.datetime, end: dt.datetime, step: dt.timedelta = MINUTE) -> None:
        while start <= end:
            self.look(start)
            start += step

    def waiting(self) -> list[str]:
        with self.store.read() as session:
            return [
                one.title for one in reminders.waiting(session, self.memory, self.rule, self.zone)
            ]


def plan(store: Store, title: str, day: dt.date | None, time: str = "", **more: Any) -> int:
    draft = FollowUpDraft(title, day, time, **more)
    return store.write("New follow-up", follow_ups.create, draft).value


def test_over_three_days_each_is_told_once_at_its_time(store: Store) -> None:
    plan(store, "call", DAY, "10:00")
    plan(store, "whole day", DAY)
    plan(store, "tomorrow", DAY + dt.timedelta(1), "00:05")
    plan(store, "later whole day", DAY + dt.timedelta(2))
    plan(store, "some day", None)
    plan(store, "late already", DAY - dt.timedelta(3), "10:00")
    person = Person(store)
    person.live(at("08:00"), at("2026-06-20 23:00"), 5 * MINUTE)
    assert person.heard == [
        ("06-18 09:00", "whole day"),
        ("06-18 09:50", "call"),
        ("06-18 23:55", "tomorrow"),
        ("06-20 09:00", "later whole day"),
    ]
    assert person.waiting() == ["later whole day", "tomorrow", "call", "whole day"]


def test_written_within_the_lead_it_is_told_at_its_time(store: Store) -> None:
    person = Person(store)
    person.look(at("09:55"))
    plan(store, "in five minutes", DAY, "10:00")
    plan(store, "earlier today", DAY, "09:30")
    plan(store, "today", DAY)
    person.live(at("09:56"), at("11:00"))
    assert person.heard == [("06-18 10:00", "in five minutes")]


def test_no_lead_and_another_morning(store: Store) -> None:
    plan(store, "call", DAY, "10:00")
    plan(store, "whole day", DAY)
    person = Person(store)
    person.rule = Rule(lead_minutes=0, morning_hour=11)
    person.live(at("08:00"), at("12:00"))
    assert person.heard == [("06-18 10:00", "call"), ("06-18 11:00", "whole day")]


def test_changing_lead_and_morning_tells_nothing_again(store: Store) -> None:
    plan(store, "call", DAY, "10:00")
    plan(store, "whole day", DAY)
    person = Person(store)
    person.live(at("08:00"), at("09:55"))
    person.rule = Rule(lead_minutes=2, morning_hour=12)
    person.live(at("09:56"), at("13:00"))
    assert [title for _when, title in person.heard] == ["whole day", "call"]


def test_a_week_closed_is_told_once_together(store: Store) -> None:
    for number in range(3):
        plan(store, f"day {number}", DAY + dt.timedelta(number + 1), "10:00")
    plan(store, "just now", DAY + dt.timedelta(7), "09:40")
    plan(store, "next", DAY + dt.timedelta(7), "18:00")
    done = plan(store, "done meanwhile", DAY + dt.timedelta(2))
    person = Person(store)
    person.look(at("20:00"))
    store.write("Done", follow_ups.complete, done)
    telling = person.look(at("2026-06-25 09:32"))
    assert [one.title for one in telling.reminders] == ["day 0", "day 1", "day 2", "just now"]
    assert telling.away == 3
    assert telling.next_at == at("2026-06-25 09:40")
    assert person.look(at("2026-06-25 09:33")).reminders == ()
    assert person.look(at("2026-06-25 09:45")).reminders == ()


def test_on_a_computer_the_file_is_new_to_it_goes_on_where_the_file_was_left(
    store: Store,
) -> None:
    plan(store, "old", DAY, "09:00")
    plan(store, "missed", DAY, "11:00")
    with store.read() as session:  # the file was written at 09:40
        telling = reminders.tell(session, at("12:00"), Told(), Rule(), HANGZHOU)
    assert [one.title for one in telling.reminders] == ["missed"]


@pytest.mark.parametrize("back", ["08:30", "2026-06-17 12:00", "2000-01-01 00:00"])
def test_the_clock_set_back_tells_nothing_twice_and_loses_nothing(store: Store, back: str) -> None:
    plan(store, "long ago", DAY - dt.timedelta(30), "10:00")
    plan(store, "whole day", DAY)
    plan(store, "call", DAY, "10:00")
    plan(store, "soon", DAY, "12:05")
    person = Person(store)
    person.live(at("08:00"), at("12:00"))
    first = ["whole day", "call", "soon"]
    assert [title for _when, title in person.heard] == first
    person.look(at(back))
    plan(store, "written after the clock went back", DAY, "11:00")
    person.live(at("08:31"), at("13:00"))
    assert person.heard[3:] == [("06-18 10:50", "written after the clock went back")]
    assert set(person.waiting()) == {*first, "written after the clock went back"}


def test_the_clock_set_ahead_and_back_tells_nothing_twice(store: Store) -> None:
    plan(store, "call", DAY, "10:00")
    plan(store, "in a year", DAY.replace(year=2027), "10:00")
    person = Person(store)
    person.look(at("2028-01-01 09:00"))
    assert len(person.heard) == 2
    person.live(at("08:30"), at("12:00"))
    person.look(at("2027-06-18 10:00"))
    assert len(person.heard) == 2
    assert set(person.waiting()) == {"call", "in a year"}


@pytest.mark.parametrize(
    ("zone", "day", "time", "told"),
    [
        ("Europe/Berlin", "2026-03-29", "02:30", "03-29 03:20"),  # the gap
        ("Europe/Berlin", "2026-03-29", "03:05", "03-29 01:55"),  # ten minutes earlier by the sun
        ("Europe/Berlin", "2026-10-25", "02:30", "10-25 02:20"),  # there twice: the first
        ("America/New_York", "2026-03-08", "02:00", "03-08 01:50"),
        ("America/New_York", "2026-11-01", "01:30", "11-01 01:20"),
    ],
)
def test_where_the_clocks_change_each_is_told_once(
    store: Store, zone: str, day: str, time: str, told: str
) -> None:
    plan(store, "night call", dt.date.fromisoformat(day), time)
    plan(store, "whole day", dt.date.fromisoformat(day))
    place = ZoneInfo(zone)
    person = Person(store, f"{day} 00:00", place)
    person.live(at(f"{day} 00:00", place), at(f"{day} 12:00", place), 5 * MINUTE)
    assert person.heard == [(told, "night call"), (f"{day[5:]} 09:00", "whole day")]


def test_a_journey_across_zones_tells_nothing_twice(store: Store) -> None:
    plan(store, "whole day", DAY)
    plan(store, "call", DAY, "10:00")
    person = Person(store)
    person.live(at("08:00"), at("10:00"))
    person.zone = ZoneInfo("America/New_York")  # twelve hours behind: 10:00 comes again
    person.live(at("10:01"), at("2026-06-19 12:00"), 5 * MINUTE)
    assert len(person.heard) == 2


def test_the_first_and_the_last_years(store: Store) -> None:
    for year in (1, 1900, 9999):
        plan(store, str(year), dt.date(year, 12, 31), "23:59")
        plan(store, f"{year} whole", dt.date(year, 1, 1))
    person = Person(store)
    person.live(at("08:00"), at("2026-06-20 00:00"), dt.timedelta(hours=1))
    assert person.heard == [] and person.waiting() == []
    person.look(dt.datetime.max.replace(tzinfo=dt.UTC))
    assert [title for _when, title in person.heard] == ["9999 whole", "9999"]
    person.look(dt.datetime.min.replace(tzinfo=dt.UTC))
    person.look(at("12:00"))
    assert len(person.heard) == 2


def test_snoozing_tells_again_then_and_leaves_the_list_until_then(store: Store) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
    task = plan(store, "call", DAY, "10:00", contact_id=who)
    person = Person(store)
    person.live(at("08:00"), at("09:55"))
    now = at("09:55")
    until = reminders.later(60, now, person.rule, HANGZHOU)
    store.write(reminders.SNOOZE_ACTION, reminders.snooze, task, until, now)
    assert person.waiting() == []
    person.live(at("09:56"), at("12:00"))
    assert person.heard == [("06-18 09:50", "call"), ("06-18 10:55", "call")]
    with store.read() as session:
        (one,) = reminders.waiting(session, person.memory, person.rule, HANGZHOU)
    assert (one.contact_name, one.due_on, one.snoozed) == ("Anna", DAY, True)
    tomorrow = reminders.later(reminders.TOMORROW, at("23:30"), Rule(morning_hour=7), HANGZHOU)
    assert tomorrow == at("2026-06-19 07:00")


@pytest.mark.parametrize(
    "answer",
    [
        lambda store, task: store.write("Done", follow_ups.complete, task),
        lambda store, task: store.write("Cancel", follow_ups.cancel, [task]),
        lambda store, task: store.write("Later", follow_ups.postpone, task),
        lambda store, task: store.write("Move", follow_ups.reschedule, task, DAY + dt.timedelta(1)),
        lambda store, task: store.write("Edit", follow_ups.edit, task, due_time="18:00"),
    ],
)
def test_an_answer_ends_a_snooze(store: Store, answer: Callable[[Store, int], Any]) -> None:
    task = plan(store, "call", DAY, "10:00")
    person = Person(store)
    person.live(at("08:00"), at("09:55"))
    store.write(reminders.SNOOZE_ACTION, reminders.snooze, task, at("11:00"), at("09:55"))
    answer(store, task)
    person.live(at("09:56"), at("12:00"))
    assert len(person.heard) == 1 and person.waiting() == []


def test_snoozing_is_taken_back_by_undo(store: Store) -> None:
    task = plan(store, "call", DAY, "10:00")
    person = Person(store)
    person.live(at("08:00"), at("09:55"))
    store.write(reminders.SNOOZE_ACTION, reminders.snooze, task, at("11:00"), at("09:55"))
    store.undo()
    assert person.waiting() == ["call"]


def test_what_cannot_be_snoozed_is_a_sentence(store: Store) -> None:
    task = plan(store, "call", DAY, "10:00")

    def snooze(which: int, until: str) -> None:
        store.write(reminders.SNOOZE_ACTION, reminders.snooze, which, at(until), at("09:55"))

    with pytest.raises(UserError, match="gone by"):
        snooze(task, "09:55")
    with pytest.raises(NotFound):
        snooze(task + 1, "11:00")
    store.write("Done", follow_ups.complete, task)
    with pytest.raises(Conflict):
        snooze(task, "11:00")


def test_let_go_leaves_the_follow_up_open_and_is_never_told_again(store: Store) -> None:
    task = plan(store, "call", DAY, "10:00")
    person = Person(store)
    person.live(at("08:00"), at("09:55"))
    with store.read() as session:
        waiting = reminders.waiting(session, person.memory, person.rule, HANGZHOU)
        person.memory = reminders.let_go(person.memory, waiting)
        assert follow_ups.get(session, task).state == "open"
    person.live(at("09:56"), at("12:00"))
    assert person.waiting() == [] and len(person.heard) == 1


def test_moved_it_is_told_for_its_new_time(store: Store) -> None:
    task = plan(store, "call", DAY, "10:00")
    person = Person(store)
    person.live(at("08:00"), at("09:55"))
    store.write("Move", follow_ups.reschedule, task, DAY, "11:00")
    assert person.waiting() == []
    person.live(at("09:56"), at("12:00"))
    assert person.heard == [("06-18 09:50", "call"), ("06-18 10:50", "call")]


def test_the_memory_does_not_grow_for_ever(store: Store) -> None:
    for day in range(150):
        for number in range(3):
            plan(store, f"{day} {number}", DAY + dt.timedelta(day))
    person = Person(store)
    for day in range(150):
        person.look(at("10:00", day=DAY + dt.timedelta(day)))
    assert len(person.heard) == 450
    assert len(person.memory.told) == 200 and len(person.memory.passed) == 0


def test_a_clock_gone_wild_tells_each_time_once(store: Store) -> None:
    """Random days of a shop: closed, asleep, the clock set ahead and back, all kinds of times."""
    chance = random.Random(5)
    now = at("12:00")
    planned = [
        plan(store, str(n), DAY + dt.timedelta(chance.randint(-2, 6)), chance.choice(
            ["", "00:00", "09:00", "10:00", "23:59", f"{chance.randint(0, 23):02}:30"]
        ))
        for n in range(120)
    ]  # fmt: skip
    person = Person(store, "12:00")
    for _turn in range(150):
        hours = chance.choice([0.01, 0.1, 0.5, 1, 3, 30, -0.3, -2, -20])
        now += dt.timedelta(hours=hours)
        person.look(now)
    person.look(at("2026-07-30 12:00"))
    counted = Counter(title for _when, title in person.heard)
    assert max(counted.values()) == 1
    # Only what was over before the first look was never told.
    with store.read() as session:
        over = {
            row.title
            for row in (follow_ups.get(session, one) for one in planned)
            if row.due_on and at(f"{row.due_on} {row.due_time or '09:00'}") <= at("12:00")
        }
    assert set(counted) == {str(n) for n in range(120)} - over


def test_the_rule_as_set_on_this_computer() -> None:
    assert reminders.rule_of(Preferences()) == Rule(10, 9)
    wild = Preferences(remind_lead=-5, remind_hour=99)
    assert reminders.rule_of(wild) == Rule(0, 23)


def test_a_time_that_is_none_counts_as_the_morning(store: Store) -> None:
    task = plan(store, "odd", DAY)

    def spoil(session: Session) -> None:
        session.get_one(FollowUp, task).due_time = "noon"

    store.set_up(spoil)
    person = Person(store)
    person.live(at("08:30"), at("09:30"))
    assert person.heard == [("06-18 09:00", "odd")]
