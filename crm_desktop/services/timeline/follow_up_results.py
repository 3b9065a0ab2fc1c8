"""What came of a follow-up, told in one line, and the next steps to offer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import FollowUp, TimelineEntry
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.timeline import quick_line
from crm_desktop.services.timeline.quick_line import QuickLog

_AGAIN: dict[str, tuple[tuple[str, int], ...]] = {
    "collect": (("collect", 3), ("collect", 7)),
    "visit": (("call", 3), ("visit", 30)),
    "meeting": (("call", 3), ("email", 1)),
    "service": (("call", 3), ("service", 180)),
    "email": (("call", 2), ("email", 7)),
}
"""The next steps that usually follow a kind: how, and after how many days."""

_USUAL = (("call", 1), ("call", 7), ("call", 30))


def note_result(session: Session, follow_up_id: int, typed: str) -> QuickLog:
    """Keep what came of a finished follow-up: on it, on the timeline, and, when the line names a
    day to come, as the next follow-up of the same customer.

    Raises ``NotFound``.
    """
    follow_up = session.get(FollowUp, follow_up_id)
    if follow_up is None or follow_up.deleted_at is not None:
        raise NotFound(_("This follow-up does not exist any more."), _("Nothing was changed."))
    meant = quick_line.log_line(typed, clock.today(), follow_up.kind)
    follow_up.result = text.clean(typed)
    entry = session.scalar(
        select(TimelineEntry)
        .where(TimelineEntry.follow_up_id == follow_up_id, TimelineEntry.kind == "follow_up")
        .order_by(TimelineEntry.id.desc())
    )
    if entry is not None:
        entry.body = follow_up.result
        entry.minutes = meant.minutes or entry.minutes
    session.flush()
    if meant.title:
        kind = meant.kind if meant.kind in follow_ups.KINDS else "task"
        plan_next(
            session,
            follow_up_id,
            FollowUpDraft(meant.title, meant.due_on, meant.due_time, follow_up.contact_id, kind),
        )
    return meant


def plan_next(session: Session, follow_up_id: int, draft: FollowUpDraft, typed: str = "") -> int:
    """Plan what follows a finished one, and keep what was typed of its result; returns the id."""
    if text.clean(typed):
        note_result(session, follow_up_id, typed)
    next_id = follow_ups.create(session, draft)
    session.get_one(FollowUp, next_id).previous_id = follow_up_id
    session.flush()
    return next_id


def proposals(session: Session, follow_up_id: int, today: dt.date) -> list[FollowUpDraft]:
    """Next steps to offer after a follow-up, the likeliest first; none without a customer, or for
    one that repeats by itself."""
    row = follow_ups.get(session, follow_up_id, today)
    if row.contact_id is None or row.recurrence:
        return []
    return list(_proposed(row, today))


def _proposed(row: follow_ups.FollowUpRow, today: dt.date) -> Iterator[FollowUpDraft]:
    for kind, days in _AGAIN.get(row.kind, _USUAL):
        day = today + dt.timedelta(days=days)
        if day.weekday() > 4 and days > 1:  # nobody is called back on a weekend by default
            day += dt.timedelta(days=7 - day.weekday())
        yield FollowUpDraft(
            row.title if kind == row.kind else _about(kind, row.title),
            day,
            contact_id=row.contact_id,
            kind=kind,
            owner_id=row.owner_id,
            deal_id=row.deal_id,
            sale_id=row.sale_id,
            person_id=row.person_id,
        )


def _about(kind: str, title: str) -> str:
    words = {
        "call": _("Call about: {title}"),
        "visit": _("Visit about: {title}"),
        "email": _("Write about: {title}"),
        "service": _("Service after: {title}"),
    }
    return words[kind].format(title=title)
