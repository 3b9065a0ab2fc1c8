"""One thing done to many customers: in steps that tell how far they are, in one transaction.

Every function here takes the ids and ``progress``; what raises on the way (a cancel, a value that
does not fit) takes everything back, since the caller's transaction ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core.errors import Conflict
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.services.contacts import contacts, tags
from crm_desktop.services.contacts.contact_rows import CUSTOM
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.lifecycle import lifecycle

_STEP = 500

FIELDS = (
    "level", "stage_id", "owner_id", "customer_type", "source", "industry", "party", "gender",
    "payment_days", "territory_id",
)  # fmt: skip
"""Facts that many customers can be given alike, besides the fields of the shop's own."""


def in_steps(
    session: Session,
    contact_ids: Sequence[int],
    step: Callable[[Session, Sequence[int]], int | None],
    progress: Progress = no_progress,
) -> int:
    """Call ``step`` with some of the ids at a time; returns the sum of what it returns, counting
    all of them where it returns nothing."""
    number = 0
    for start in range(0, len(contact_ids), _STEP):
        progress(start, len(contact_ids))
        some = contact_ids[start : start + _STEP]
        done = step(session, some)
        number += len(some) if done is None else done
    return number


def change(
    session: Session,
    contact_ids: Sequence[int],
    field: str,
    value: Any,
    progress: Progress = no_progress,
) -> int:
    """Give customers a fact: one of ``FIELDS``, or ``custom:KEY`` with a typed value.

    Returns how many changed. Raises ``UserError`` for a value that does not fit.
    """
    if field.startswith(CUSTOM):
        key = field.removeprefix(CUSTOM)
        return in_steps(
            session,
            contact_ids,
            lambda session, some: custom_fields.set_value(session, some, key, str(value)),
            progress,
        )
    if field not in FIELDS:
        raise TypeError(f"cannot change {field!r} of many customers")
    changed = {field: value}
    return in_steps(
        session,
        contact_ids,
        # Moves between stages are written even where the count of columns says none.
        lambda session, some: (
            contacts.change_many(session, some, **changed)
            if field != "stage_id"
            else _moved(session, some, value)
        ),
        progress,
    )


def _moved(session: Session, some: Sequence[int], stage_id: int | None) -> int:
    contacts.change_many(session, some, stage_id=stage_id)
    return len(some)


def move(
    session: Session,
    contact_ids: Sequence[int],
    stage_id: int | None,
    reason: str = "",
    progress: Progress = no_progress,
) -> int:
    """Put customers into a stage for a reason; returns how many were elsewhere."""
    return in_steps(
        session,
        contact_ids,
        lambda session, some: lifecycle.move(session, some, stage_id, reason=reason),
        progress,
    )


def extend(
    session: Session,
    contact_ids: Sequence[int],
    reason: str = "",
    progress: Progress = no_progress,
) -> int:
    """Give customers the days of their stage once more; returns how many have a stage."""
    return in_steps(
        session,
        contact_ids,
        lambda session, some: lifecycle.extend(session, some, reason=reason),
        progress,
    )


def tag(
    session: Session, contact_ids: Sequence[int], name: str, progress: Progress = no_progress
) -> int:
    """Put a tag on customers; returns how many did not have it."""
    return in_steps(
        session, contact_ids, lambda session, some: tags.add(session, some, name), progress
    )


def untag(
    session: Session, contact_ids: Sequence[int], name: str, progress: Progress = no_progress
) -> int:
    """Take a tag off customers."""
    return in_steps(
        session, contact_ids, lambda session, some: tags.remove(session, some, name), progress
    )


def archive(session: Session, contact_ids: Sequence[int], progress: Progress = no_progress) -> int:
    """Take customers out of the lists."""
    return in_steps(session, contact_ids, contacts.archive, progress)


def unarchive(
    session: Session, contact_ids: Sequence[int], progress: Progress = no_progress
) -> int:
    """Put archived customers back into the lists."""
    return in_steps(session, contact_ids, contacts.unarchive, progress)


def remove(session: Session, contact_ids: Sequence[int], progress: Progress = no_progress) -> int:
    """Move customers to the recycle bin."""
    return in_steps(session, contact_ids, contacts.remove, progress)


def delete_for_good(
    session: Session, contact_ids: Sequence[int], progress: Progress = no_progress
) -> int:
    """Remove customers with their parts and timeline; returns how many.

    Who has money open stays; raises ``Conflict`` when all of them have.
    """
    number = in_steps(session, contact_ids, contacts.delete_for_good, progress)
    if not number:
        raise Conflict(
            _("Money is open with these customers."),
            _("Nobody was deleted."),
            _("Settle what they owe and have first."),
        )
    return number


def plan(
    session: Session,
    contact_ids: Sequence[int],
    draft: FollowUpDraft,
    per_day: int = 0,
    *,
    workdays: bool = False,
    progress: Progress = no_progress,
) -> int:
    """Make the same follow-up for each customer; returns how many.

    ``per_day`` spreads them from ``draft.due_on`` on, so many a day (0: all on that day), in the
    order of the ids; ``workdays`` leaves out Saturdays and Sundays.
    """
    days = spread(draft.due_on, len(contact_ids), per_day, workdays=workdays)

    def step(session: Session, some: Sequence[int]) -> int:
        due = list(islice(days, len(some)))
        return follow_ups.create_many(session, list(zip(some, due, strict=True)), draft)

    return in_steps(session, contact_ids, step, progress)


def spread(
    first: dt.date | None, count: int, per_day: int, *, workdays: bool = False
) -> Iterator[dt.date | None]:
    """``count`` days from ``first`` on, each ``per_day`` times; ``first`` alone for 0."""
    day = first
    for number in range(count):
        if day is not None and workdays:
            while day.weekday() >= 5:
                day += dt.timedelta(days=1)
        yield day
        if day is not None and per_day and (number + 1) % per_day == 0:
            day += dt.timedelta(days=1)


def last_day(first: dt.date, count: int, per_day: int, *, workdays: bool = False) -> dt.date:
    """The day on which the last of ``count`` spread things falls."""
    day = first
    for found in spread(first, count, per_day, workdays=workdays):
        day = found or day
    return day
