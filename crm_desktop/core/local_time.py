"""Which instant a local day and time mean, also where the clocks change.

The rule is that of PEP 495 with ``fold=0``:

* a time that does not exist, because the clocks jump over it in spring, is as long after the jump
  as it was written after it began: 02:30 of a night from 02:00 to 03:00 is 03:30;
* a time that there is twice in autumn is the first of the two.
"""

from __future__ import annotations

import datetime as dt


def instant(day: dt.date, time: dt.time, zone: dt.tzinfo | None = None) -> dt.datetime:
    """The UTC instant of a wall-clock time in ``zone``, ``None`` for this computer's.

    Where the calendar or the system's clock ends (the years 1 and 9999, before 1970 on Windows)
    the time is taken for UTC: hours do not matter there, an error would.
    """
    written = dt.datetime.combine(day, time)
    try:
        if zone is not None:
            return written.replace(tzinfo=zone).astimezone(dt.UTC)
        # Not astimezone(): it takes a time in a gap for as long before it, against PEP 495.
        return dt.datetime.fromtimestamp(written.timestamp(), dt.UTC)
    except (OverflowError, ValueError, OSError):
        return written.replace(tzinfo=dt.UTC)


def skipped(day: dt.date, time: dt.time, zone: dt.tzinfo | None = None) -> dt.time | None:
    """What the clock shows in place of a time it jumps over; ``None`` for one there is."""
    shown = wall(instant(day, time, zone), zone).replace(tzinfo=None)
    return None if shown == dt.datetime.combine(day, time) else shown.time()


def wall(moment: dt.datetime, zone: dt.tzinfo | None = None) -> dt.datetime:
    """An aware instant on the clock of ``zone``; as it is where the calendar ends."""
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return moment


def day_of(moment: dt.datetime, zone: dt.tzinfo | None = None) -> dt.date:
    """The local day of an aware instant."""
    return wall(moment, zone).date()
