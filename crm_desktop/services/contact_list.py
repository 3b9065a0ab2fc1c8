"""The customer list: counting, paging and summing any query without loading the table.

Sorts by a figure walk an index of ``contact_stats`` and join the contacts of one page late, from
the nearer end, so that the last page costs what the first one does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, money, text
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import (
    Choice,
    Contact,
    ContactPhone,
    ContactStats,
    ContactTag,
    LifecycleStage,
    SavedView,
    SavedViewMember,
    Tag,
    TimelineEntry,
)
from crm_desktop.services import conditions, settings
from crm_desktop.services.lifecycle import stage_name

CONTACT_PERSON = "contact_person"
"""``Contact.party`` of somebody known only as a person at a company: not a row of the list."""


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """What a list shows: a saved view and further conditions, both of which must hold.

    ``sort`` is one of ``SORTS``. ``today`` is the day relative conditions mean.
    """

    view_id: int | None = None
    conditions: conditions.Condition | None = field(default=None, hash=False)
    text: str = ""
    sort: str = "last_contact"
    descending: bool = True
    archived: bool = False
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A line of the list. Money in minor units of ``currency``."""

    id: int
    kind: str
    name: str
    phone: str
    level: str
    level_colour: str
    stage_id: int | None
    stage_code: str
    stage: str
    stage_colour: str
    last_contact_on: dt.date | None
    last_contact_at: dt.datetime | None
    spent_minor: int
    owed_minor: int
    currency: str
    sale_count: int
    last_sale_on: dt.date | None
    next_due_on: dt.date | None
    next_due_time: str
    tags: tuple[str, ...]
    archived: bool


@dataclass(frozen=True, slots=True)
class ContactSummary:
    """The line below the list; the average is per contact, rounded half up."""

    count: int
    spent_minor: int
    average_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class _Sort:
    """A column to sort by; ``late`` ones are walked without reading the contacts."""

    column: Any
    nullable: bool = False
    late: bool = False


SORTS: dict[str, _Sort] = {
    "last_contact": _Sort(ContactStats.last_contact_on, nullable=True, late=True),
    "next_due": _Sort(ContactStats.next_due_on, nullable=True, late=True),
    "last_sale": _Sort(ContactStats.last_sale_on, nullable=True, late=True),
    "spent": _Sort(ContactStats.spent_minor, late=True),
    "owed": _Sort(ContactStats.owed_minor, late=True),
    "sale_count": _Sort(ContactStats.sale_count, late=True),
    "created": _Sort(ContactStats.contact_id, late=True),
    "name": _Sort(Contact.pinyin),
    "level": _Sort(Contact.level),
    "stage": _Sort(
        select(LifecycleStage.position)
        .where(LifecycleStage.id == Contact.stage_id)
        .correlate(Contact)
        .scalar_subquery(),
        nullable=True,
    ),
    "since": _Sort(Contact.since, nullable=True),
}


def count(session: Session, query: ContactQuery) -> int:
    """How many contacts match."""
    if _is_plain(query):
        everybody = session.scalar(select(func.count()).select_from(ContactStats)) or 0
        return everybody - (session.scalar(select(func.count()).where(_hidden())) or 0)
    matching = _matching(session, query, query.sort if _late(query) else "name").subquery()
    return session.scalar(select(func.count()).select_from(matching)) or 0


def page(
    session: Session, query: ContactQuery, offset: int, limit: int, total: int | None = None
) -> list[ContactRow]:
    """``limit`` rows from ``offset`` on. ``total``, if known, saves counting for far pages."""
    return rows(session, page_ids(session, query, offset, limit, total))


def summary(session: Session, query: ContactQuery) -> ContactSummary:
    """Number, total spend and average of all that match."""
    number = count(session, query)
    matching = _matching(session, query, "spent").subquery()
    spent = session.scalar(
        select(func.coalesce(func.sum(ContactStats.spent_minor), 0)).where(
            ContactStats.contact_id.in_(select(matching.c[0]))
        )
    )
    average = money.divide_half_up(spent or 0, number) if number else 0
    return ContactSummary(number, spent or 0, average, settings.get(session, settings.CURRENCY))


def all_ids(session: Session, query: ContactQuery) -> list[int]:
    """Every matching id in order: for acting on all, and for exact order in the background."""
    number = count(session, query)
    return page_ids(session, query, 0, number, number)


def page_ids(
    session: Session, query: ContactQuery, offset: int, limit: int, total: int | None = None
) -> list[int]:
    """Ids of one page, fetched from the nearer end of the order."""
    sort = SORTS[query.sort]
    matching = _matching(session, query, query.sort)
    if query.descending or not sort.nullable:
        if total is None and offset > 10 * limit:
            total = count(session, query)
        return _slice(session, matching, query, (offset, limit), total)
    # Ascending, the ones without a value come last: nobody looks for an empty date first.
    filled = matching.where(sort.column.is_not(None))
    known = session.scalar(select(func.count()).select_from(filled.subquery())) or 0
    found: list[int] = []
    if offset < known:
        window = offset, min(limit, known - offset)
        found = _slice(session, filled, query, window, known)
    if len(found) < limit:
        empty = matching.where(sort.column.is_(None))
        start = max(0, offset - known)
        found += _slice(session, empty, query, (start, limit - len(found)), None)
    return found


def rows(session: Session, ids: Sequence[int]) -> list[ContactRow]:
    """The rows of these ids, in their order; ids that do not exist are left out."""
    found: dict[int, ContactRow] = {}
    for start in range(0, len(ids), 500):
        found.update(_some_rows(session, ids[start : start + 500]))
    return [found[contact_id] for contact_id in ids if contact_id in found]


def _hidden() -> ColumnElement[bool]:
    """Contacts the list leaves out; worded like the index that serves it."""
    return or_(
        Contact.deleted_at.is_not(None),
        Contact.archived_at.is_not(None),
        Contact.party == CONTACT_PERSON,
    )


def _is_plain(query: ContactQuery) -> bool:
    return not (query.view_id or query.conditions or query.text or query.archived)


def _late(query: ContactQuery) -> bool:
    return SORTS[query.sort].late


def _slice(
    session: Session,
    matching: Select[int],
    query: ContactQuery,
    window: tuple[int, int],
    total: int | None,
) -> list[int]:
    offset, limit = window
    backwards = total is not None and offset > total - offset - limit
    if backwards:
        assert total is not None
        limit, offset = min(limit, total - offset), max(0, total - offset - limit)
    descending = query.descending != backwards
    sort = SORTS[query.sort]
    tie = ContactStats.contact_id if sort.late else Contact.id
    order = (sort.column.desc(), tie.desc()) if descending else (sort.column.asc(), tie.asc())
    found = list(session.scalars(matching.order_by(*order).offset(offset).limit(limit)))
    return found[::-1] if backwards else found


def _matching(session: Session, query: ContactQuery, sort: str) -> Select[int]:
    """Ids that match, from the figures alone when those can answer."""
    clauses, from_contact = _clauses(session, query)
    if SORTS[sort].late and not from_contact:
        left_out = select(Contact.id).where(_hidden())
        return select(ContactStats.contact_id).where(
            ContactStats.contact_id.not_in(left_out), *clauses
        )
    if SORTS[sort].late:
        found: Select[int] = select(ContactStats.contact_id).join(
            Contact, Contact.id == ContactStats.contact_id
        )
    else:
        found = select(Contact.id)
        if clauses:
            found = found.join(ContactStats, ContactStats.contact_id == Contact.id)
    if query.archived:
        visible = and_(Contact.archived_at.is_not(None), Contact.deleted_at.is_(None))
        return found.where(visible, *clauses)
    if not clauses:
        return found.where(Contact.id.not_in(select(Contact.id).where(_hidden())))
    return found.where(
        Contact.deleted_at.is_(None),
        Contact.archived_at.is_(None),
        Contact.party != CONTACT_PERSON,
        *clauses,
    )


def _clauses(session: Session, query: ContactQuery) -> tuple[list[ColumnElement[bool]], bool]:
    """The conditions of a query, and whether the contact row must be read for them."""
    today = query.today or clock.today()
    asked: list[conditions.Condition] = []
    clauses: list[ColumnElement[bool]] = []
    if query.view_id is not None:
        view = session.get(SavedView, query.view_id)
        if view is None or view.deleted_at is not None:
            raise NotFound(_("This view does not exist any more."))
        if view.frozen:
            members = select(SavedViewMember.contact_id).where(
                SavedViewMember.saved_view_id == view.id
            )
            clauses.append(Contact.id.in_(members))
        elif view.conditions:
            asked.append(json.loads(view.conditions))
    if query.conditions:
        asked.append(query.conditions)
    clauses += [conditions.clause(session, condition, today) for condition in asked]
    if query.text.strip():
        clauses.append(_found_by(query.text))
    from_contact = bool(query.archived or query.text.strip()) or len(clauses) > len(asked)
    return clauses, from_contact or any(map(conditions.needs_contact, asked))


def _found_by(typed: str) -> ColumnElement[bool]:
    """Contacts found by the words typed: the one seam to the search index."""
    folded = text.fold(typed)
    digits = "".join(character for character in folded if character.isdigit())
    ways = [
        Contact.name.contains(typed.strip(), autoescape=True),
        Contact.pinyin.contains(folded, autoescape=True),
        Contact.initials.contains(folded, autoescape=True),
    ]
    if len(digits) >= 3:
        phones = select(ContactPhone.contact_id).where(ContactPhone.key.contains(digits))
        ways.append(Contact.id.in_(phones))
    return or_(*ways)


def _some_rows(session: Session, ids: Sequence[int]) -> dict[int, ContactRow]:
    query = (
        select(
            Contact.id,
            Contact.kind,
            Contact.name,
            Contact.level,
            Contact.stage_id,
            Contact.currency,
            Contact.archived_at,
            LifecycleStage.code,
            LifecycleStage.name.label("stage_name"),
            LifecycleStage.colour,
            ContactStats.last_contact_on,
            ContactStats.next_due_on,
            ContactStats.next_due_time,
            ContactStats.last_sale_on,
            ContactStats.sale_count,
            ContactStats.spent_minor,
            ContactStats.owed_minor,
        )
        .join(ContactStats, ContactStats.contact_id == Contact.id)
        .outerjoin(LifecycleStage, LifecycleStage.id == Contact.stage_id)
        .where(Contact.id.in_(ids))
    )
    phones = _first_phones(session, ids)
    tags = _tags(session, ids)
    times = _last_times(session, ids)
    colours = _level_colours(session)
    return {
        r.id: ContactRow(
            id=r.id,
            kind=r.kind,
            name=r.name,
            phone=phones.get(r.id, ""),
            level=r.level,
            level_colour=colours.get(r.level, ""),
            stage_id=r.stage_id,
            stage_code=r.code or "",
            stage=stage_name(r.code, r.stage_name) if r.stage_id else "",
            stage_colour=r.colour or "",
            last_contact_on=r.last_contact_on,
            last_contact_at=times.get((r.id, r.last_contact_on)),
            spent_minor=r.spent_minor,
            owed_minor=r.owed_minor,
            currency=r.currency,
            sale_count=r.sale_count,
            last_sale_on=r.last_sale_on,
            next_due_on=r.next_due_on,
            next_due_time=r.next_due_time,
            tags=tags.get(r.id, ()),
            archived=r.archived_at is not None,
        )
        for r in session.execute(query)
    }


def _first_phones(session: Session, ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(ContactPhone.contact_id, ContactPhone.number)
        .where(ContactPhone.contact_id.in_(ids))
        .order_by(ContactPhone.position.desc(), ContactPhone.id.desc())
    )
    return dict(row.tuple() for row in session.execute(query))


def _tags(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = (
        select(ContactTag.contact_id, Tag.name)
        .join(Tag, Tag.id == ContactTag.tag_id)
        .where(ContactTag.contact_id.in_(ids))
        .order_by(Tag.position, ContactTag.id)
    )
    tags: dict[int, tuple[str, ...]] = {}
    for contact_id, name in session.execute(query):
        tags[contact_id] = (*tags.get(contact_id, ()), name)
    return tags


def _last_times(
    session: Session, ids: Sequence[int]
) -> dict[tuple[int, dt.date | None], dt.datetime]:
    """When on its day the last contact was, where that is known."""
    query = (
        select(
            TimelineEntry.contact_id, TimelineEntry.happened_on, func.max(TimelineEntry.happened_at)
        )
        .join(ContactStats, ContactStats.contact_id == TimelineEntry.contact_id)
        .where(
            TimelineEntry.contact_id.in_(ids),
            TimelineEntry.happened_on == ContactStats.last_contact_on,
            TimelineEntry.happened_at.is_not(None),
            TimelineEntry.deleted_at.is_(None),
        )
        .group_by(TimelineEntry.contact_id, TimelineEntry.happened_on)
    )
    return {(contact_id, day): at for contact_id, day, at in session.execute(query) if at}


def _level_colours(session: Session) -> dict[str, str]:
    query = select(Choice.value, Choice.colour).where(Choice.list_key == "level")
    return dict(row.tuple() for row in session.execute(query))
