"""What time it is: the one thing tests, screenshots and demo files may fake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from crm_desktop.core import local_time

_now: Callable[[], dt.datetime] | None = None


def now() -> dt.datetime:
    """The present instant, timezone-aware UTC."""
    return _now() if _now else dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The local business date."""
    return now().astimezone().date()


def start_of(day: dt.date) -> dt.datetime:
    """The instant at which a local day begins, in UTC."""
    return local_time.instant(day, dt.time())


def freeze(instant: dt.datetime | None) -> None:
    """Make the clock stand still at an aware ``instant``; ``None`` lets it run again."""
    global _now
    _now = (lambda: instant) if instant is not None else None
