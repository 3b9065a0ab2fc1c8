"""Follow-ups as they are listed: by day, customer, owner and kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Contact, ContactStats, FollowUp, FollowUpStep, Staff, Urge


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A follow-up as listed. ``days_late`` is positive when overdue, 0 today, negative later;
    ``steps`` counts its checklist, ``minutes`` is how long it takes; ``urges`` how often it was
    urged, last by ``urged_by`` with ``urged_words``."""

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
    minutes: int | None = None
    recurrence: str = ""
    owner_id: int | None = None
    owner_name: str = ""
    person_id: int | None = None
    person_name: str = ""
    deal_id: int | None = None
    sale_id: int | None = None
    steps: int = 0
    steps_done: int = 0
    urges: int = 0
    urged_by: str = ""
    urged_words: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpQuery:
    """What a list of follow-ups shows. ``when``: ``overdue``, ``today``, ``upcoming``,
    ``undated``, ``open`` (all of these), ``urged`` (open, whenever due), ``done`` or ``all``.
    ``text`` is looked for in the title and the customer's name. ``sort`` is ``due``,
    ``title``, ``customer``, ``kind`` or ``owner``, or empty for the order of ``when``."""

    when: str = "open"
    contact_id: int | None = None
    owner_id: int | None = None
    kind: str = ""
    today: dt.date | None = None
    text: str = ""
    sort: str = ""
    descending: bool = False


def overdue(session: Session, today: dt.date, limit: int = 100) -> list[FollowUpRow]:
    """Open ones due before today, the latest first."""
    return page(session, FollowUpQuery("overdue", today=today), 0, limit)


def due_today(session: Session, today: dt.date, limit: int = 100) -> list[FollowUpRow]:
    """Open ones due today, by time; those without a time last."""
    return page(session, FollowUpQuery("today", today=today), 0, limit)


def done_today(session: Session, today: dt.date, limit: int = 100) -> list[FollowUpRow]:
    """Those finished today, the latest first."""
    start = clock.start_of(today)
    done = and_(
        FollowUp.state == "done",
        FollowUp.done_at >= start,
        FollowUp.done_at < clock.start_of(today + dt.timedelta(days=1)),
    )
    query = _rows_query().where(done).order_by(FollowUp.done_at.desc(), FollowUp.id.desc())
    return [_row(found, today) for found in session.execute(query.limit(limit))]


def count(session: Session, query: FollowUpQuery) -> int:
    """How many follow-ups match."""
    return session.scalar(select(func.count()).select_from(FollowUp).where(*_clauses(query))) or 0


def counts(session: Session, query: FollowUpQuery) -> dict[str, int]:
    """How many match by ``when``; what is done is not counted, ``query.when`` does not matter."""
    today = query.today or clock.today()
    is_open = [func.sum(case((_WHEN[when](today), 1), else_=0)) for when in _DAYS]
    found = select(*is_open, func.count()).where(*_clauses(replace(query, when="open")))
    row = session.execute(found).one()
    counted = {when: number or 0 for when, number in zip((*_DAYS, "open"), row, strict=True)}
    return {**counted, "urged": count(session, replace(query, when="urged"))}


def more_than(session: Session, number: int) -> bool:
    """True for a file with more follow-ups than that; quick however many there are."""
    return session.scalar(select(FollowUp.id).offset(number).limit(1)) is not None


def page(session: Session, query: FollowUpQuery, offset: int, limit: int) -> list[FollowUpRow]:
    """``limit`` follow-ups from ``offset`` on, by day and time."""
    # Found first, joined then: what is sorted is small, and the joins are for one page alone.
    found = session.scalars(_ordered(select(FollowUp.id), query).offset(offset).limit(limit))
    return rows(session, list(found), query.today or clock.today())


def _ordered(select_: Any, query: FollowUpQuery) -> Any:
    timeless_last = (FollowUp.due_time == "").asc()
    if query.sort:
        return _sorted(select_.where(*_clauses(query)), query)
    if query.when == "done":
        order: tuple[Any, ...] = (FollowUp.done_at.desc(), FollowUp.id.desc())
    elif query.when == "urged":
        latest = select(func.max(Urge.id)).where(Urge.follow_up_id == FollowUp.id)
        order = (latest.scalar_subquery().desc(),)
    elif query.when in ("overdue", "all"):
        order = (FollowUp.due_on.desc(), timeless_last, FollowUp.due_time, FollowUp.id.desc())
    else:
        # In these words SQLite follows its index over open days.
        days = FollowUp.due_on.asc().nulls_last()
        order = (days, timeless_last, FollowUp.due_time, FollowUp.id)
    return select_.where(*_clauses(query)).order_by(*order)


def _sorted(select_: Any, query: FollowUpQuery) -> Any:
    """By a column; what has nothing there comes last either way, equal ones by day."""
    columns: dict[str, Any] = {
        "due": FollowUp.due_on,
        "title": FollowUp.title,
        "customer": Contact.pinyin,
        "kind": FollowUp.kind,
        "owner": Staff.name,
    }
    column = columns[query.sort]
    first = column.desc() if query.descending else column.asc()
    return (
        select_.outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .outerjoin(Staff, Staff.id == FollowUp.owner_id)
        .order_by(
            first.nulls_last(), FollowUp.due_on.asc().nulls_last(), FollowUp.due_time, FollowUp.id
        )
    )


def ids(session: Session, query: FollowUpQuery) -> list[int]:
    """The ids of all that match, in the order of ``page``."""
    return list(session.scalars(_ordered(select(FollowUp.id), query)))


def rows(session: Session, ids: Sequence[int], today: dt.date) -> list[FollowUpRow]:
    """The follow-ups of these ids, in their order; those that are gone are missing."""
    found: dict[int, FollowUpRow] = {}
    for start in range(0, len(ids), _CHUNK):  # SQLite binds no more than some thousand values
        some = _rows_query().where(FollowUp.id.in_(ids[start : start + _CHUNK]))
        found |= {one[0].id: _row(one, today) for one in session.execute(some)}
    return [found[one] for one in ids if one in found]


def get(session: Session, follow_up_id: int, today: dt.date | None = None) -> FollowUpRow:
    """One follow-up. Raises ``NotFound``."""
    query = _rows_query().where(FollowUp.id == follow_up_id, FollowUp.deleted_at.is_(None))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(_("This follow-up does not exist any more."), _("Nothing was changed."))
    return _row(row, today or clock.today())


def kept() -> ColumnElement[bool]:
    """The condition on follow-ups that are there: not deleted themselves, nor about a customer in
    the recycle bin, who brings them along when put back."""
    deleted = select(Contact.id).where(Contact.deleted_at.is_not(None))
    about_nobody = FollowUp.contact_id.is_(None)
    return and_(
        FollowUp.deleted_at.is_(None), or_(about_nobody, FollowUp.contact_id.not_in(deleted))
    )


def _clauses(query: FollowUpQuery) -> list[ColumnElement[bool]]:
    today = query.today or clock.today()
    # Written into the statement, so that the index over open follow-ups serves.
    is_open: ColumnElement[bool] = FollowUp.state == literal_column("'open'")
    states: dict[str, ColumnElement[bool]] = {
        **{when: and_(is_open, due(today)) for when, due in _WHEN.items()},
        "open": is_open,
        "urged": and_(is_open, FollowUp.id.in_(select(Urge.follow_up_id))),
        "done": FollowUp.state == "done",
        "all": FollowUp.state != "",
    }
    whose = kept() if query.contact_id is None else FollowUp.deleted_at.is_(None)
    clauses = [states[query.when], whose]
    if query.contact_id is not None:
        clauses.append(
            or_(FollowUp.contact_id == query.contact_id, FollowUp.person_id == query.contact_id)
        )
    if query.owner_id is not None:
        clauses.append(FollowUp.owner_id == query.owner_id)
    if query.kind:
        clauses.append(FollowUp.kind == query.kind)
    if query.text:
        named = select(Contact.id).where(Contact.name.contains(query.text, autoescape=True))
        clauses.append(
            or_(
                FollowUp.title.contains(query.text, autoescape=True),
                FollowUp.contact_id.in_(named),
            )
        )
    return clauses


_WHEN: dict[str, Callable[[dt.date], ColumnElement[bool]]] = {
    "overdue": lambda today: FollowUp.due_on < today,
    "today": lambda today: FollowUp.due_on == today,
    "upcoming": lambda today: FollowUp.due_on > today,
    "undated": lambda _today: FollowUp.due_on.is_(None),
}
_DAYS = tuple(_WHEN)
_CHUNK = 1_000
_Person = aliased(Contact)
_Urger = aliased(Staff)


def _rows_query() -> Any:
    mine = FollowUpStep.follow_up_id == FollowUp.id
    steps = select(func.count()).where(mine).scalar_subquery()
    ticked = select(func.count()).where(mine, FollowUpStep.done).scalar_subquery()
    urging = Urge.follow_up_id == FollowUp.id
    urges = select(func.count()).where(urging).scalar_subquery()
    last = aliased(Urge)
    latest = select(func.max(Urge.id)).where(urging).correlate(FollowUp).scalar_subquery()
    return (
        select(
            FollowUp,
            Contact.name,
            Contact.kind,
            ContactStats.last_contact_on,
            Staff.name,
            _Person.name,
            steps,
            ticked,
            urges,
            _Urger.name,
            last.message,
        )
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .outerjoin(ContactStats, ContactStats.contact_id == FollowUp.contact_id)
        .outerjoin(Staff, Staff.id == FollowUp.owner_id)
        .outerjoin(_Person, _Person.id == FollowUp.person_id)
        .outerjoin(last, last.id == latest)
        .outerjoin(_Urger, _Urger.id == last.from_staff_id)
    )


def _row(found: Any, today: dt.date) -> FollowUpRow:
    follow_up, name, kind, last_contact_on, owner, person, steps, steps_done, *urged = found
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
        minutes=follow_up.minutes,
        recurrence=follow_up.recurrence,
        owner_id=follow_up.owner_id,
        owner_name=owner or "",
        person_id=follow_up.person_id,
        person_name=person or "",
        deal_id=follow_up.deal_id,
        sale_id=follow_up.sale_id,
        steps=steps or 0,
        steps_done=steps_done or 0,
        urges=urged[0] or 0,
        urged_by=urged[1] or "",
        urged_words=urged[2] or "",
    )
