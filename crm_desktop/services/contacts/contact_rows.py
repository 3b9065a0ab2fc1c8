"""The lines of the customer list: what is shown of each contact, fetched a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.db.contact_stats import NO_TALK
from crm_desktop.db.models import (
    Choice,
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactStats,
    ContactTag,
    Staff,
    Tag,
    Territory,
    TimelineEntry,
)
from crm_desktop.services.deals import lead_grade
from crm_desktop.services.fields import custom_values
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.records import masking
from crm_desktop.services.records.first_phones import first_phones


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
    owner_id: int | None = None
    owner: str = ""
    source: str = ""
    customer_type: str = ""
    industry: str = ""
    customer_no: str = ""
    remark: str = ""
    since: dt.date | None = None
    created_at: dt.datetime | None = None
    birthday: tuple[int | None, int, int] | None = None
    birth_lunar: bool = False
    birth_leap: bool = False
    first_sale_on: dt.date | None = None
    wechat: str = ""
    email: str = ""
    address: str = ""
    grade: str = ""
    territory_id: int | None = None
    territory: str = ""
    custom: Mapping[str, str] = field(default_factory=dict)
    masked: bool = False


PARTS = ("wechat", "email", "address")
"""What is read only for a list that shows it: the first of each."""

CUSTOM = "custom:"
"""Before the key of a field the shop added, where it is a column, a part or a sort."""


def rows(session: Session, ids: Sequence[int], parts: Collection[str] = ()) -> list[ContactRow]:
    """The rows of these ids, in their order; ids that do not exist are left out.

    ``parts`` are those of ``PARTS`` that are wanted, and ``custom:KEY`` for fields of the shop.
    """
    found: dict[int, ContactRow] = {}
    for start in range(0, len(ids), 500):
        found.update((row.id, row) for row in _some_rows(session, ids[start : start + 500], parts))
    return [found[contact_id] for contact_id in ids if contact_id in found]


_ROWS = select(
    Contact.id,
    Contact.kind,
    Contact.name,
    Contact.level,
    Contact.stage_id,
    Contact.currency,
    Contact.archived_at,
    ContactStats.last_contact_on,
    ContactStats.spent_minor,
    ContactStats.owed_minor,
    ContactStats.sale_count,
    ContactStats.last_sale_on,
    ContactStats.next_due_on,
    ContactStats.next_due_time,
    Contact.owner_id,
    Contact.source,
    Contact.customer_type,
    Contact.industry,
    Contact.customer_no,
    Contact.remark,
    Contact.since,
    Contact.created_at,
    Contact.birth_year,
    Contact.birth_month,
    Contact.birth_day,
    Contact.birth_lunar,
    Contact.birth_leap,
    ContactStats.first_sale_on,
    lead_grade.grade_column(),
    Contact.territory_id,
).join(ContactStats, ContactStats.contact_id == Contact.id)


def _some_rows(
    session: Session, ids: Sequence[int], parts: Collection[str]
) -> Iterator[ContactRow]:
    phones, tags = first_phones(session, ids), _tags(session, ids)
    more = {part: _first_parts(session, part, ids) for part in parts if part in PARTS}
    keys = [part.removeprefix(CUSTOM) for part in parts if part.startswith(CUSTOM)]
    custom = custom_values.texts(session, ids, keys) if keys else {}
    owners, areas = _owners(session), _territories(session)
    times, colours = _last_times(session, ids), _level_colours(session)
    stages = {stage.id: stage for stage in lifecycle.stages(session)}
    show = masking.shown_by(session)
    if "address" in more:
        more["address"] = {one: show(words) for one, words in more["address"].items()}
    # Unpacked, not looked up by name: a page of rows is read at each keystroke.
    for found in session.execute(_ROWS.where(Contact.id.in_(ids))):
        contact_id, kind, name, level, stage_id, currency, archived_at, last_on, *figures = found
        spent, owed, sale_count, last_sale_on, next_due_on, next_due_time, *rest = figures
        stage = stages.get(stage_id, _NO_STAGE) if stage_id is not None else _NO_STAGE
        yield ContactRow(
            id=contact_id,
            kind=kind,
            name=name,
            phone=show(phones.get(contact_id, "")),
            level=level,
            level_colour=colours.get(level, ""),
            stage_id=stage_id,
            stage_code=stage.code,
            stage=stage.name,
            stage_colour=stage.colour,
            last_contact_on=last_on,
            last_contact_at=times.get((contact_id, last_on)),
            spent_minor=spent,
            owed_minor=owed,
            currency=currency,
            sale_count=sale_count,
            last_sale_on=last_sale_on,
            next_due_on=next_due_on,
            next_due_time=next_due_time,
            tags=tags.get(contact_id, ()),
            archived=archived_at is not None,
            **_facts(rest, owners, areas),
            **{part: values.get(contact_id, "") for part, values in more.items()},
            custom=custom.get(contact_id, _NO_CUSTOM),
            masked=show is masking.masked,
        )


def _facts(values: Sequence[Any], owners: dict[int, str], areas: dict[int, str]) -> dict[str, Any]:
    """What most lists do not show, from the columns selected last."""
    owner_id, source, customer_type, industry, number, remark, since, created_at, *born = values
    year, month, day, lunar, leap, first_sale_on, grade, territory_id = born
    return {
        "owner_id": owner_id,
        "owner": owners.get(owner_id, ""),
        "source": source,
        "customer_type": customer_type,
        "industry": industry,
        "customer_no": number,
        "remark": remark,
        "since": since,
        "created_at": created_at,
        "birthday": (year, month, day) if month and day else None,
        "birth_lunar": lunar,
        "birth_leap": leap,
        "first_sale_on": first_sale_on,
        "grade": grade,
        "territory_id": territory_id,
        "territory": areas.get(territory_id, ""),
    }


_NO_CUSTOM: Mapping[str, str] = {}
_NO_STAGE = lifecycle.StageRow(0, "", "", "", 0, False)


def _first_parts(session: Session, part: str, ids: Sequence[int]) -> dict[int, Any]:
    model, column = _PARTS[part]
    query = (
        select(model.contact_id, column)
        .where(model.contact_id.in_(ids))
        .order_by(model.position.desc(), model.id.desc())
    )
    if part == "wechat":
        query = query.where(ContactHandle.kind == part)
    return dict(session.execute(query).all())


_PARTS: dict[str, tuple[Any, Any]] = {
    "wechat": (ContactHandle, ContactHandle.value),
    "email": (ContactEmail, ContactEmail.address),
    "address": (ContactAddress, ContactAddress.text),
}


def _owners(session: Session) -> dict[int, str]:
    return dict(session.execute(select(Staff.id, Staff.name)).all())


def _territories(session: Session) -> dict[int, str]:
    query = select(Territory.id, Territory.name).where(Territory.deleted_at.is_(None))
    return dict(session.execute(query).all())


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
            TimelineEntry.kind != NO_TALK,
        )
        .group_by(TimelineEntry.contact_id, TimelineEntry.happened_on)
    )
    return {(contact_id, day): at for contact_id, day, at in session.execute(query) if at}


def _level_colours(session: Session) -> dict[str, str]:
    query = select(Choice.value, Choice.colour).where(Choice.list_key == "level")
    return dict(session.execute(query).all())
