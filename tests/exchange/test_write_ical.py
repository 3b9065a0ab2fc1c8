"""Calendars, read back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import icalendar

from crm_desktop.core import i18n
from crm_desktop.exchange import write_ical
from crm_desktop.services.exports.export_cards import Entry

MADE = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 6, 18)


def entry(uid: str, **values: Any) -> Entry:
    plain: dict[str, Any] = {
        "title": "回访",
        "customer": "王小明",
        "day": DAY,
        "time": "",
        "minutes": None,
        "note": "",
        "state": "open",
        "done_at": None,
        "made_at": MADE,
    }
    return Entry(uid=uid, **{**plain, **values})


def test_appointments_are_events_the_rest_things_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    entries = [
        entry("1@x", time="10:30", minutes=45, note="a, b; c\n" + "长" * 60),
        entry("2@x"),
        entry("3@x", day=None, customer="", state="done", done_at=MADE),
        entry("4@x", time="09:00", state="cancelled"),
    ]
    with i18n.using("en"):
        assert write_ical.write(entries, 4, path) == 4
    raw = path.read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(raw)
    by_uid = {str(one["UID"]): one for one in calendar.subcomponents}
    first, second, third, fourth = (by_uid[f"{n}@x"] for n in range(1, 5))
    assert (first.name, second.name, third.name, fourth.name) == (
        ("VEVENT", "VTODO", "VTODO", "VEVENT")
    )
    begin = first.decoded("DTSTART")
    assert (begin.isoformat(), begin.tzinfo) == ("2026-06-18T10:30:00", None)
    assert first.decoded("DTEND") - begin == dt.timedelta(minutes=45)
    assert str(first["SUMMARY"]) == "王小明 · 回访"
    assert str(first["DESCRIPTION"]) == entries[0].note
    assert first.subcomponents[0].name == "VALARM"
    assert second.decoded("DUE") == DAY
    assert str(second["STATUS"]) == "NEEDS-ACTION"
    assert (str(third["STATUS"]), str(third["SUMMARY"])) == ("COMPLETED", "回访")
    assert third.decoded("COMPLETED") == MADE
    assert str(fourth["STATUS"]) == "CANCELLED"
    assert fourth.subcomponents == []
