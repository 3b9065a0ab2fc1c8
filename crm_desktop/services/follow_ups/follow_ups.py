"""Follow-ups: what is to be done for whom by when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, recurrence, text
from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.time_words import take_time
from crm_desktop.db import bulk
from crm_desktop.db.models import FollowUp, TimelineEntry
from crm_desktop.services.follow_ups import follow_up_kinds, follow_up_steps
from crm_desktop.services.follow_ups.follow_up_kinds import KINDS
from crm_desktop.services.follow_ups.follow_up_list import (
    FollowUpQuery,
    FollowUpRow,
    count,
    done_today,
    due_today,
    get,
    overdue,
    page,
)
from crm_desktop.services.records import contact_record, staff

__all__ = [
    "KINDS",
    "FollowUpDraft",
    "FollowUpQuery",
    "FollowUpRow",
    "cancel",
    "complete",
    "count",
    "create",
    "create_many",
    "done_today",
    "due_today",
    "edit",
    "get",
    "overdue",
    "page",
    "postpone",
    "remove",
    "reopen",
    "reschedule",
]


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """A follow-up as typed. ``due_time`` is local ``HH:MM``, empty for the whole day;
    ``recurrence`` a rule of core/recurrence.py, ``steps`` the lines of its checklist. Without
    ``owner_id`` it belongs to who sits at this computer."""

    title: str
    due_on: dt.date | None = None
    due_time: str = ""
    contact_id: int | None = None
    kind: str = "task"
    note: str = ""
    reason: str = ""
    minutes: int | None = None
    priority: int = 0
    owner_id: int | None = None
    deal_id: int | None = None
    sale_id: int | None = None
    ticket_id: int | None = None
    person_id: int | None = None
    recurrence: str = ""
    steps: tuple[str, ...] = ()


def create(session: Session, draft: FollowUpDraft) -> int:
    """Make a follow-up; returns its id. Raises ``UserError`` without a title, ``NotFound`` for a
    customer who is gone."""
    title = _checked_title(draft.title)
    for contact_id in (draft.contact_id, draft.person_id):
        if contact_id is not None:
            contact_record.found(session, contact_id)
    follow_up = FollowUp(
        title=title,
        due_on=draft.due_on,
        due_time=_checked_time(draft.due_time),
        contact_id=draft.contact_id,
        kind=follow_up_kinds.checked(session, draft.kind),
        note=draft.note,
        reason=draft.reason,
        minutes=draft.minutes,
        priority=draft.priority,
        owner_id=staff.or_me(session, draft.owner_id),
        deal_id=draft.deal_id,
        sale_id=draft.sale_id,
        ticket_id=draft.ticket_id,
        person_id=draft.person_id,
        recurrence=_checked_rule(draft.recurrence, draft.due_on),
    )
    session.add(follow_up)
    session.flush()
    follow_up_steps.write(session, follow_up.id, draft.steps)
    return follow_up.id


def create_many(
    session: Session, due: Sequence[tuple[int, dt.date | None]], draft: FollowUpDraft
) -> int:
    """The same follow-up for many customers, each with its day; returns how many.

    Raises ``UserError`` without a title.
    """
    title = _checked_title(draft.title)
    time = _checked_time(draft.due_time)
    owner = staff.or_me(session, draft.owner_id)
    rows = [
        (title, day.isoformat() if day else None, time, contact_id, draft.kind, draft.note,
         draft.reason, draft.minutes, draft.priority, owner)
        for contact_id, day in due
    ]  # fmt: skip
    columns = ("title", "due_on", "due_time", "contact_id", "kind", "note", "reason", "minutes",
               "priority", "owner_id")  # fmt: skip
    bulk.insert_rows(session, FollowUp, columns, rows)
    return len(rows)


def _checked_title(typed: str) -> str:
    title = text.clean(typed)
    if not title:
        raise UserError(
            _("A follow-up needs a few words."),
            _("Nothing was changed."),
            _("Write what is to be done."),
        )
    return title


def edit(session: Session, follow_up_id: int, **changes: Any) -> None:
    """Change fields named as in ``FollowUpDraft``."""
    follow_up = _found(session, follow_up_id)
    unknown = set(changes) - set(FollowUpDraft.__dataclass_fields__)
    if unknown:
        raise TypeError(f"a follow-up has no {sorted(unknown)} to change")
    if "due_time" in changes:
        changes["due_time"] = _checked_time(changes["due_time"])
    if "title" in changes:
        changes["title"] = _checked_title(changes["title"])
    if "kind" in changes:
        changes["kind"] = follow_up_kinds.checked(session, changes["kind"])
    if "recurrence" in changes:
        due_on = changes.get("due_on", follow_up.due_on)
        changes["recurrence"] = _checked_rule(changes["recurrence"], due_on)
    if "steps" in changes:
        follow_up_steps.write(session, follow_up_id, changes.pop("steps"))
    for name, value in changes.items():
        setattr(follow_up, name, value)
    if {"due_on", "due_time"} & set(changes):
        follow_up.snoozed_until = None
    session.flush()


def complete(
    session: Session, follow_up_id: int, result: str = "", following: FollowUpDraft | None = None
) -> int | None:
    """Mark one done, with what came of it, and plan the next; returns the next one's id.

    What was done is also an entry of the customer's timeline. One that repeats makes its next
    itself, beside ``following``, with its checklist unticked. Raises ``Conflict`` when it was done
    already.
    """
    follow_up = _found(session, follow_up_id)
    if follow_up.state != "open":
        raise Conflict(_("This follow-up was finished already."), _("Nothing was changed."))
    follow_up.state = "done"
    follow_up.done_at = clock.now()
    follow_up.result = text.clean(result)
    follow_up.snoozed_until = None
    if follow_up.contact_id is not None:
        session.add(
            TimelineEntry(
                contact_id=follow_up.contact_id,
                person_id=follow_up.person_id,
                kind="follow_up",
                happened_on=clock.today(),
                happened_at=follow_up.done_at,
                title=follow_up.title,
                body=follow_up.result,
                follow_up_id=follow_up.id,
                staff_id=follow_up.owner_id,
            )
        )
    session.flush()
    repeated = _repeat(session, follow_up)
    if following is None:
        return repeated
    return _after(session, follow_up, following)


def _repeat(session: Session, done: FollowUp) -> int | None:
    """Make the next of one that repeats; ``None`` where it has ended."""
    if not done.recurrence or done.due_on is None:
        return None
    step = recurrence.following(done.recurrence, done.due_on, clock.today())
    if step is None:
        return None
    draft = FollowUpDraft(
        title=done.title,
        due_on=step[0],
        due_time=done.due_time,
        contact_id=done.contact_id,
        kind=done.kind,
        note=done.note,
        reason=done.reason,
        minutes=done.minutes,
        priority=done.priority,
        owner_id=done.owner_id,
        deal_id=done.deal_id,
        sale_id=done.sale_id,
        ticket_id=done.ticket_id,
        person_id=done.person_id,
        recurrence=step[1],
        steps=tuple(one.text for one in follow_up_steps.steps(session, done.id)),
    )
    return _after(session, done, draft)


def _after(session: Session, done: FollowUp, draft: FollowUpDraft) -> int:
    next_id = create(session, draft)
    session.get_one(FollowUp, next_id).previous_id = done.id
    session.flush()
    return next_id


def postpone(session: Session, follow_up_id: int, days: int = 1) -> dt.date:
    """Move to ``days`` after today, whenever it was due; returns the new day."""
    follow_up = _found(session, follow_up_id)
    try:
        due_on = clock.today() + dt.timedelta(days=days)
    except OverflowError:
        raise UserError(
            _("There is no later day."), _("Nothing was changed."), _("Choose another day.")
        ) from None
    follow_up.due_on = due_on
    follow_up.snoozed_until = None
    session.flush()
    return due_on


def reschedule(
    session: Session, follow_up_id: int, due_on: dt.date | None, due_time: str | None = None
) -> None:
    """Set another day, and another time unless ``due_time`` is ``None``."""
    follow_up = _found(session, follow_up_id)
    follow_up.due_on = due_on
    if due_time is not None:
        follow_up.due_time = _checked_time(due_time)
    follow_up.snoozed_until = None
    session.flush()


def reopen(session: Session, follow_up_id: int) -> None:
    """Make a finished follow-up open again; its timeline entry goes, and so does the next one it
    made by repeating, unless that was finished too."""
    follow_up = _found(session, follow_up_id)
    if follow_up.recurrence and follow_up.state == "done":
        repeated = (
            FollowUp.previous_id == follow_up_id,
            FollowUp.recurrence != "",
            FollowUp.title == follow_up.title,
            FollowUp.state == "open",
        )
        for one in session.scalars(select(FollowUp).where(*repeated)):
            one.deleted_at = clock.now()
    follow_up.state = "open"
    follow_up.done_at = None
    for entry in session.scalars(
        select(TimelineEntry).where(
            TimelineEntry.follow_up_id == follow_up_id, TimelineEntry.kind == "follow_up"
        )
    ):
        entry.deleted_at = clock.now()
    session.flush()


def cancel(session: Session, follow_up_ids: Sequence[int]) -> None:
    """Take follow-ups off the list without doing them."""
    for follow_up_id in follow_up_ids:
        follow_up = _found(session, follow_up_id)
        follow_up.state = "cancelled"
        follow_up.snoozed_until = None
    session.flush()


def remove(session: Session, follow_up_ids: Sequence[int]) -> int:
    """Delete follow-ups; returns how many. One undo brings them back."""
    for follow_up_id in follow_up_ids:
        _found(session, follow_up_id).deleted_at = clock.now()
    session.flush()
    return len(follow_up_ids)


def _found(session: Session, follow_up_id: int) -> FollowUp:
    follow_up = session.get(FollowUp, follow_up_id)
    if follow_up is None or follow_up.deleted_at is not None:
        raise NotFound(_("This follow-up does not exist any more."), _("Nothing was changed."))
    return follow_up


def _checked_rule(rule: str, due_on: dt.date | None) -> str:
    if not rule:
        return ""
    if due_on is None:
        raise UserError(
            _("What repeats needs a first day."), _("Nothing was changed."), _("Set a day.")
        )
    if not recurrence.valid(rule):
        raise UserError(
            _("“{rule}” cannot be repeated.").format(rule=rule),
            _("Nothing was changed."),
            _("Choose how often from the list."),
        )
    return rule


def _checked_time(typed: str) -> str:
    """A time of day as it is kept: ``9``, ``1430``, ``下午3点`` and ``3pm`` are understood too."""
    typed = text.halfwidth(typed).replace("：", ":").strip()
    if not typed:
        return ""
    digits = re.fullmatch(r"(\d{1,2}?)(\d{2})?", typed)
    plain = f"{digits[1]}:{digits[2] or '00'}" if digits else typed
    try:
        return dt.time.fromisoformat(plain.zfill(5)).strftime("%H:%M")
    except ValueError:
        words = take_time(typed)
        if words.time and not (words.before + words.after).strip():
            return words.time
        raise UserError(
            _("“{time}” is no time of day.").format(time=typed),
            _("Nothing was changed."),
            _("Write it like 14:30."),
        ) from None
