"""Calendars of other programs, real bytes: ``ical_lines``, ``ical_times`` and ``read_ical``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crm_desktop.core.errors import Cancelled, SourceProblem
from crm_desktop.exchange import read_ical
from crm_desktop.exchange.ical_lines import LONGEST_LINE
from crm_desktop.services.calendar.ical_import import IcalEntry

DAY = dt.date(2026, 6, 18)

PHONE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Phone//EN
BEGIN:VTIMEZONE
TZID:Shop Time
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:one@phone
DTSTART;TZID=Asia/Shanghai:20260618T103000
DTEND;TZID=Asia/Shanghai:20260618T120000
SUMMARY:Survey\\, second
  kitchen
DESCRIPTION:Bring the meter\\nand tape
LOCATION:8 West Street
BEGIN:VALARM
TRIGGER:-PT15M
SUMMARY:not this
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:utc
DTSTART:20260618T020000Z
DURATION:PT1H30M
SUMMARY:From far away
END:VEVENT
BEGIN:VEVENT
UID:outlook
DTSTART;TZID="China Standard Time":20260618T090000
DTEND;TZID="China Standard Time":20260618T093000
RRULE:FREQ=WEEKLY;BYDAY=TH
EXDATE:20260625T090000
SUMMARY:Weekly
END:VEVENT
BEGIN:VEVENT
UID:own-zone
DTSTART;TZID=Shop Time:20260619T003000
SUMMARY:Own zone
END:VEVENT
BEGIN:VEVENT
UID:floating
DTSTART:20260618T080000
SUMMARY:Floating
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:all-day
DTSTART;VALUE=DATE:20260618
DTEND;VALUE=DATE:20260620
SUMMARY:All day
END:VEVENT
BEGIN:VTODO
UID:todo
DUE;VALUE=DATE:20260620
SUMMARY:To do
STATUS:COMPLETED
COMPLETED:20260617T230000Z
END:VTODO
BEGIN:VTODO
UID:some-day
SUMMARY:Some day
END:VTODO
END:VCALENDAR
"""


def read(tmp_path: Path, content: str | bytes, name: str = "a.ics") -> read_ical.IcalFile:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_ical.read(path)


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


def test_what_a_phone_exports(tmp_path: Path) -> None:
    found = read(tmp_path, PHONE.replace("\n", "\r\n"))
    by_key = {one.key: one for one in found.entries}
    assert list(by_key) == [
        "one@phone", "utc", "outlook", "own-zone", "floating", "all-day", "todo", "some-day",
    ]  # fmt: skip
    assert by_key["one@phone"] == IcalEntry(
        "one@phone", 12, "Survey, second kitchen",
        "Place: 8 West Street\nBring the meter\nand tape", DAY, "10:30", 90, kind="meeting",
    )  # fmt: skip
    assert (by_key["utc"].time, by_key["utc"].minutes) == ("10:00", 90)
    assert (by_key["outlook"].time, by_key["outlook"].rule) == ("09:00", "FREQ=WEEKLY;BYDAY=TH")
    assert (by_key["own-zone"].day, by_key["own-zone"].time) == (DAY, "23:30")
    assert (by_key["floating"].time, by_key["floating"].state) == ("08:00", "cancelled")
    assert (by_key["all-day"].day, by_key["all-day"].time, by_key["all-day"].minutes) == (
        DAY, "", None,
    )  # fmt: skip
    todo = by_key["todo"]
    assert (todo.day, todo.state, todo.done_on, todo.kind) == (
        dt.date(2026, 6, 20), "done", dt.date(2026, 6, 18), "task",
    )  # fmt: skip
    assert by_key["some-day"].day is None
    assert [(one.line, "Weekly" in one.text) for one in found.problems] == [(31, True)]


def test_broken_parts_cost_nothing_but_themselves(tmp_path: Path) -> None:
    content = "\n".join(
        [
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT", "UID:1", "garbage without a colon", "DTSTART:20260618T080000",
            "SUMMARY:First", "END:VEVENT",
            "BEGIN:VEVENT", "UID:2", "SUMMARY:No day", "END:VEVENT",
            "BEGIN:VEVENT", "UID:3", "DTSTART:20260231T080000", "SUMMARY:Odd day", "END:VEVENT",
            "BEGIN:VEVENT", "UID:4", "DTSTART:00010101T000000Z", "SUMMARY:Year 1", "END:VEVENT",
            "BEGIN:VEVENT", "UID:5", "DTSTART:99991231T235959Z", "SUMMARY:Year 9999", "END:VEVENT",
            "BEGIN:VEVENT", "UID:6", "DTSTART;TZID=Nowhere/At All:20260618T080000",
            "DTEND:20260617T080000", "BEGIN:VALARM", "SUMMARY:Zone", "BEGIN:VEVENT",
            "UID:7", "DTSTART;VALUE=DATE:20260618", "END:VEVENT",
            "BEGIN:VEVENT", "UID:8", "DTSTART:20260618",
        ]
    )  # fmt: skip
    found = read(tmp_path, content)
    assert [one.key for one in found.entries] == ["1", "7"]
    assert [(one.line, one.text) for one in found.problems] == [
        (4, "The line is no property: garbage without a colon"),
        (8, "An event without a day: No day"),
        (12, "20260231T080000 is no day: Odd day"),
        (17, "00010101T000000Z is no day: Year 1"),
        (22, "99991231T235959Z is no day: Year 9999"),
        (27, "The entry never ends."),
        (37, "The entry never ends."),
    ]
    assert found.entries[-1].title == "Appointment"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    content = event("UID:1", "DTSTART:20260618T080000", "SUMMARY:联系客户姓名电话地址，上门换滤芯")
    found = read(tmp_path, content.encode(encoding))
    assert found.entries[0].title == "联系客户姓名电话地址，上门换滤芯"


def test_old_calendars_in_quoted_printable(tmp_path: Path) -> None:
    content = event(
        "UID:1",
        "DTSTART:20260618T080000Z",
        "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E4=B8=8A=\n=E9=97=A8",
    )
    assert read(tmp_path, content, "a.vcs").entries[0].title == "上门"


def test_hostile_texts_stay_texts_of_bounded_length(tmp_path: Path) -> None:
    long = "x" * (LONGEST_LINE + 10)
    content = event(
        "UID:" + "u" * 3000,
        "DTSTART:20260618T080000",
        "SUMMARY:\u202e=cmd|' /C calc'!A0 <b>\x07",
        "DESCRIPTION:" + long,
        "RRULE:FREQ=SECONDLY",
    )
    entry = read(tmp_path, content).entries[0]
    assert entry.title == "=cmd|' /C calc'!A0 <b>"
    assert len(entry.note) == 20_000
    assert entry.key.startswith("long-uid-") and len(entry.key) < 100
    assert entry.rule == "FREQ=SECONDLY"


def test_events_without_a_uid_get_one_that_stays(tmp_path: Path) -> None:
    content = event("DTSTART:20260618T080000", "SUMMARY:A")
    keys = {read(tmp_path, content).entries[0].key for _n in range(2)}
    keys.add(read(tmp_path, content.replace(":A", ":B")).entries[0].key)
    assert len(keys) == 2


def test_one_changed_day_of_a_repeating_event_is_its_own(tmp_path: Path) -> None:
    content = event("UID:1", "RECURRENCE-ID:20260618T080000", "DTSTART:20260618T090000")
    assert read(tmp_path, content).entries[0].key == "1#20260618T080000"


def test_no_calendar_is_a_sentence(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04", b"BEGIN:VCARD\nEND:VCARD\n"):
        with pytest.raises(SourceProblem, match=r"a\.ics is no calendar"):
            read(tmp_path, content)
    assert not read_ical.is_calendar(tmp_path / "absent.txt")
    (tmp_path / "cal.txt").write_bytes(b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n")
    assert read_ical.is_calendar(tmp_path / "cal.txt")


def test_reading_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    one = "BEGIN:VEVENT\nUID:{n}\nDTSTART:20260618T080000\nEND:VEVENT\n"
    path.write_text("BEGIN:VCALENDAR\n" + "".join(one.format(n=n) for n in range(1000)))
    calls = []

    def stop(done: int, total: int, text: str = "") -> None:
        calls.append((done, total, text))
        if done >= 400:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_ical.read(path, stop)
    assert calls[-1] == (400, 1000, "Reading a.ics")
