"""Wall-clock times as instants, where the clocks change and where the calendar ends."""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.local_time import day_of, instant, wall

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("zone", "day", "at", "utc"),
    [
        (BERLIN, dt.date(2026, 3, 28), dt.time(2, 30), "2026-03-28T01:30"),
        # The clocks jump from 02:00 to 03:00: half past two is half past three.
        (BERLIN, dt.date(2026, 3, 29), dt.time(2, 30), "2026-03-29T01:30"),
        (BERLIN, dt.date(2026, 3, 29), dt.time(3, 30), "2026-03-29T01:30"),
        # 02:30 comes twice: the first, in summer time.
        (BERLIN, dt.date(2026, 10, 25), dt.time(2, 30), "2026-10-25T00:30"),
        (NEW_YORK, dt.date(2026, 3, 8), dt.time(2, 15), "2026-03-08T07:15"),
        (NEW_YORK, dt.date(2026, 11, 1), dt.time(1, 15), "2026-11-01T05:15"),
    ],
)
def test_gaps_and_overlaps(zone: ZoneInfo, day: dt.date, at: dt.time, utc: str) -> None:
    assert instant(day, at, zone) == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


def test_the_computers_own_zone() -> None:
    assert instant(dt.date(2026, 6, 18), dt.time(9), None).hour == 1  # Hangzhou
    assert day_of(dt.datetime(2026, 6, 17, 16, tzinfo=dt.UTC)) == dt.date(2026, 6, 18)


@pytest.mark.parametrize("zone", [None, NEW_YORK, ZoneInfo("Pacific/Kiritimati")])
@pytest.mark.parametrize("day", [dt.date.min, dt.date(1900, 1, 1), dt.date.max])
def test_the_ends_of_the_calendar_are_instants_too(zone: ZoneInfo | None, day: dt.date) -> None:
    moment = instant(day, dt.time(23, 30), zone)
    assert moment.tzinfo is dt.UTC
    assert abs((day_of(moment, zone) - day).days) <= 1
    assert abs(wall(moment, zone) - moment) == dt.timedelta(0)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be changed here")
@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/Berlin", dt.date(2027, 3, 28), dt.time(2, 30), "2027-03-28 01:30"),
        ("Africa/Cairo", dt.date(2026, 4, 24), dt.time(), "2026-04-23 22:00"),
        ("Asia/Shanghai", dt.date(2026, 4, 24), dt.time(), "2026-04-23 16:00"),
    ],
)
def test_this_computers_own_zone_follows_the_rule(
    zone: str, day: dt.date, at: dt.time, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        found = instant(day, at)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert f"{found:%Y-%m-%d %H:%M}" == expected
