"""Locking a month: its sales, returns and payments stay as they are until it is unlocked.

The rule itself stands in ``db/month_guard.py``, where every write passes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import MonthLock, Staff
from crm_desktop.services.records import staff

LOCK_ACTION = N_("Lock a month")
UNLOCK_ACTION = N_("Unlock a month")


@dataclass(frozen=True, slots=True)
class LockedMonth:
    """A locked month, by its first day; ``staff`` locked it, empty when nobody said."""

    month: dt.date
    locked_at: dt.datetime
    staff: str


def locked(session: Session) -> list[LockedMonth]:
    """The locked months, the latest first."""
    query = (
        select(MonthLock.month, MonthLock.locked_at, Staff.name)
        .outerjoin(Staff, Staff.id == MonthLock.staff_id)
        .order_by(MonthLock.month.desc())
    )
    return [LockedMonth(month, at, name or "") for month, at, name in session.execute(query)]


def is_locked(session: Session, day: dt.date) -> bool:
    """Whether the month of ``day`` is locked."""
    query = select(MonthLock.id).where(MonthLock.month == day.replace(day=1))
    return session.scalar(query) is not None


def lock(session: Session, day: dt.date) -> None:
    """Lock the month of ``day``. Raises ``UserError`` for one that has not begun, ``Conflict``
    for one that is locked."""
    month = day.replace(day=1)
    if month > clock.today():
        raise UserError(
            _("{month} has not begun yet.").format(month=formats.month_year(month)),
            _("Nothing was locked."),
        )
    if is_locked(session, month):
        raise Conflict(
            _("{month} is locked already.").format(month=formats.month_year(month)),
            _("Nothing was changed."),
        )
    session.add(MonthLock(month=month, locked_at=clock.now(), staff_id=staff.me(session)))
    session.flush()


def unlock(session: Session, day: dt.date) -> None:
    """Let the month of ``day`` change again. Raises ``Conflict`` for one that is not locked."""
    month = day.replace(day=1)
    found = session.scalar(select(MonthLock).where(MonthLock.month == month))
    if found is None:
        raise Conflict(
            _("{month} is not locked.").format(month=formats.month_year(month)),
            _("Nothing was changed."),
        )
    session.delete(found)
    session.flush()
