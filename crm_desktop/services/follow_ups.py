"""Follow-ups: what is to be done for whom by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, ContactStats, FollowUp, TimelineEntry
from crm_desktop.services import contact_record

KINDS = ("call", "visit", "wechat", "email", "meeting", "collect", "service", "task")


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """A follow-up as typed. ``due_time`` is local ``HH:MM``, empty for the whole day."""

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


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A follow-up as listed. ``days_late`` is positive when overdue, 0 today, negative later."""

    id: int
    contact_id: int | None
    contact_name: str
    contact_kind: str
    kind: str
    title: str
    note: str
    reason: str
    due_on: dt.date | None
    due_time: str
    days_late: int
    state: str
    done_at: dt.datetime | None
    result: str
    priority: int
    last_contact_on: dt.date | None


@dataclass(frozen=True, slots=True)
class FollowUpQuery:
    """What a list of follow-ups shows. ``when``: ``overdue``, ``today``, ``upcoming``,
    ``undated``, ``open`` (all of these), ``done`` or ``all``."""

    when: str = "open"
    contact_id: int | None = None
    owner_id: int | None = None
    kind: str = ""
    today: dt.date | None = None


def create(session: Session, draft: FollowUpDraft) -> int:
    """Make a follow-up; returns its id. Raises ``UserError`` without a title."""
    title = _checked_title(draft.title)
    if draft.contact_id is not None:
        contact_record.found(session, draft.contact_id)
    follow_up = FollowUp(
        title=title,
        due_on=draft.due_on,
        due_time=_checked_time(draft.due_time),
        contact_id=draft.contact_id,
        kind=draft.kind,
        note=draft.note,
        reason=draft.reason,
        minutes=draft.minutes,
        priority=draft.priority,
        owner_id=draft.owner_id,
        deal_id=draft.deal_id,
        sale_id=draft.sale_id,
    )
    session.add(follow_up)
    session.flush()
    return follow_up.id


def create_many(
    session: Session, due: Sequence[tuple[int, dt.date | None]], draft: FollowUpDraft
) -> int:
    """The same follow-up for many customers, each with its day; returns how many.

    Raises ``UserError`` without a title.
    """
    title = _checked_title(draft.title)
    time = _checked_time(draft.due_time)
    rows = [
        (title, day.isoformat() if day else None, time, contact_id, draft.kind, draft.note,
         draft.reason, draft.minutes, draft.priority, draft.owner_id)
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
    for name, value in changes.items():
        setattr(follow_up, name, value)
    session.flush()


def complete(
    session: Session, follow_up_id: int, result: str = "", following: FollowUpDraft | None = None
) -> int | None:
    """Mark one done, with what came of it, and plan the next; returns the next one's id.

    What was done is also an entry of the customer's timeline. Raises ``Conflict`` when it was
    done already.
    """
    follow_up = _found(session, follow_up_id)
    if follow_up.state != "open":
        raise Conflict(_("This follow-up was finished already."), _("Nothing was changed."))
    follow_up.state = "done"
    follow_up.done_at = clock.now()
    follow_up.result = text.clean(result)
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
    if following is None:
        return None
    next_id = create(session, following)
    session.get_one(FollowUp, next_id).previous_id = follow_up.id
    session.flush()
    return next_id


def postpone(session: Session, follow_up_id: int, days: int = 1) -> dt.date:
    """Move to ``days`` after today (an overdue one too); returns the new day."""
    follow_up = _found(session, follow_up_id)
    due_on = max(follow_up.due_on or clock.today(), clock.today()) + dt.timedelta(days=days)
    follow_up.due_on = due_on
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
    session.flush()


def reopen(session: Session, follow_up_id: int) -> None:
    """Make a finished follow-up open again; its timeline entry goes."""
    follow_up = _found(session, follow_up_id)
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
        _found(session, follow_up_id).state = "cancelled"
    session.flush()


def overdue(session: Session, today: dt.date, limit: int = 100) -> list[FollowUpRow]:
    """Open ones due before today, the latest first."""
    return page(session, FollowUpQuery("overdue", today=today), 0, limit)


def due_today(session: Session, today: dt.date, limit: int = 100) -> list[FollowUpRow]:
    """Open ones due today, by time; those without a time last."""
    return page(session, FollowUpQuery("today", today=today), 0, limit)


def done_today(session: Session, today: dt.date, limit: int = 100) -> list[FollowUpRow]:
    """Those finished today, the latest first."""
    start = dt.datetime.combine(today, dt.time()).astimezone()
    done = and_(
        FollowUp.state == "done",
        FollowUp.done_at >= start,
        FollowUp.done_at < start + dt.timedelta(days=1),
    )
    query = _rows_query().where(done).order_by(FollowUp.done_at.desc(), FollowUp.id.desc())
    return [_row(found, today) for found in session.execute(query.limit(limit))]


def count(session: Session, query: FollowUpQuery) -> int:
    """How many follow-ups match."""
    return session.scalar(select(func.count()).select_from(FollowUp).where(*_clauses(query))) or 0


def page(session: Session, query: FollowUpQuery, offset: int, limit: int) -> list[FollowUpRow]:
    """``limit`` follow-ups from ``offset`` on, by day and time."""
    today = query.today or clock.today()
    if query.when in ("overdue", "done", "all"):
        order = (FollowUp.due_on.desc(), FollowUp.id.desc())
    else:
        order = (FollowUp.due_on.asc(), FollowUp.id.asc())
    timeless_last = (FollowUp.due_time == "").asc()
    ordered = (
        _rows_query()
        .where(*_clauses(query))
        .order_by(order[0], timeless_last, FollowUp.due_time, order[1])
    )
    return [_row(found, today) for found in session.execute(ordered.offset(offset).limit(limit))]


def get(session: Session, follow_up_id: int, today: dt.date | None = None) -> FollowUpRow:
    """One follow-up. Raises ``NotFound``."""
    _found(session, follow_up_id)
    row = session.execute(_rows_query().where(FollowUp.id == follow_up_id)).one()
    return _row(row, today or clock.today())


def _clauses(query: FollowUpQuery) -> list[ColumnElement[bool]]:
    today = query.today or clock.today()
    # Written into the statement, so that the index over open follow-ups serves.
    is_open: ColumnElement[bool] = FollowUp.state == literal_column("'open'")
    states: dict[str, ColumnElement[bool]] = {
        "overdue": and_(is_open, FollowUp.due_on < today),
        "today": and_(is_open, FollowUp.due_on == today),
        "upcoming": and_(is_open, FollowUp.due_on > today),
        "undated": and_(is_open, FollowUp.due_on.is_(None)),
        "open": is_open,
        "done": FollowUp.state == "done",
        "all": FollowUp.state != "",
    }
    clauses = [states[query.when], FollowUp.deleted_at.is_(None)]
    if query.contact_id is not None:
        clauses.append(
            or_(FollowUp.contact_id == query.contact_id, FollowUp.person_id == query.contact_id)
        )
    if query.owner_id is not None:
        clauses.append(FollowUp.owner_id == query.owner_id)
    if query.kind:
        clauses.append(FollowUp.kind == query.kind)
    return clauses


def _rows_query() -> Any:
    return (
        select(FollowUp, Contact.name, Contact.kind, ContactStats.last_contact_on)
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .outerjoin(ContactStats, ContactStats.contact_id == FollowUp.contact_id)
    )


def _row(found: Any, today: dt.date) -> FollowUpRow:
    follow_up, name, kind, last_contact_on = found
    return FollowUpRow(
        id=follow_up.id,
        contact_id=follow_up.contact_id,
        contact_name=name or "",
        contact_kind=kind or "",
        kind=follow_up.kind,
        title=follow_up.title,
        note=follow_up.note,
        reason=follow_up.reason,
        due_on=follow_up.due_on,
        due_time=follow_up.due_time,
        days_late=(today - follow_up.due_on).days if follow_up.due_on else 0,
        state=follow_up.state,
        done_at=follow_up.done_at,
        result=follow_up.result,
        priority=follow_up.priority,
        last_contact_on=last_contact_on,
    )


def _found(session: Session, follow_up_id: int) -> FollowUp:
    follow_up = session.get(FollowUp, follow_up_id)
    if follow_up is None or follow_up.deleted_at is not None:
        raise NotFound(_("This follow-up does not exist any more."), _("Nothing was changed."))
    return follow_up


def _checked_time(typed: str) -> str:
    typed = text.halfwidth(typed).replace("：", ":").strip()
    if not typed:
        return ""
    try:
        return dt.time.fromisoformat(typed.zfill(5)).strftime("%H:%M")
    except ValueError:
        raise UserError(
            _("“{time}” is no time of day.").format(time=typed),
            _("Nothing was changed."),
            _("Write it like 14:30."),
        ) from None
