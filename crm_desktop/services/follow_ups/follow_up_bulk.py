"""The same done with many follow-ups: one action, one undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import FollowUp
from crm_desktop.services.follow_ups import follow_ups

_BATCH = 500


def complete(session: Session, ids: Sequence[int], progress: Progress = no_progress) -> int:
    """Tick off those that are open, each with its entry on the timeline; returns how many."""
    count = 0
    for some in _batches(ids):
        still_open = select(FollowUp.id).where(
            FollowUp.id.in_(some), FollowUp.state == "open", FollowUp.deleted_at.is_(None)
        )
        for follow_up_id in list(session.scalars(still_open)):
            follow_ups.complete(session, follow_up_id)
            count += 1
            progress(count, len(ids), "")
    return count


def move(session: Session, ids: Sequence[int], day: dt.date) -> int:
    """Set another day; the time of day stays. Returns how many."""
    return _change(session, ids, due_on=day, snoozed_until=None)


def cancel(session: Session, ids: Sequence[int]) -> int:
    """Take off the list without doing them; returns how many."""
    return _change(session, ids, state="cancelled")


def remove(session: Session, ids: Sequence[int]) -> int:
    """Delete; the recycle bin keeps them. Returns how many."""
    return _change(session, ids, deleted_at=clock.now())


def _change(session: Session, ids: Sequence[int], **values: object) -> int:
    count = 0
    for some in _batches(ids):
        where = (FollowUp.id.in_(some), FollowUp.deleted_at.is_(None))
        found = len(list(session.scalars(select(FollowUp.id).where(*where))))
        session.execute(update(FollowUp).where(*where).values(**values))
        count += found
    return count


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
