"""Tags: words customers are grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.db import bulk
from crm_desktop.db.models import ContactTag, Tag


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag and how many contacts have it."""

    id: int
    name: str
    colour: str
    count: int


def tags(session: Session) -> list[TagRow]:
    """All tags, the most used first."""
    used = func.count(ContactTag.id)
    query = (
        select(Tag.id, Tag.name, Tag.colour, used)
        .outerjoin(ContactTag, ContactTag.tag_id == Tag.id)
        .group_by(Tag.id)
        .order_by(used.desc(), Tag.name)
    )
    return [TagRow(*row) for row in session.execute(query)]


def tag_id(session: Session, name: str) -> int:
    """The id of a tag, made when new. Raises ``UserError`` for an empty name."""
    name = text.clean(name)
    if not name:
        raise UserError(_("A tag needs a name."), _("Nothing was changed."))
    found = session.scalar(select(Tag.id).where(Tag.name == name))
    if found is not None:
        return found
    tag = Tag(name=name)
    session.add(tag)
    session.flush()
    return tag.id


def add(session: Session, contact_ids: Sequence[int], name: str) -> int:
    """Put a tag on contacts; returns how many did not have it yet."""
    chosen = tag_id(session, name)
    having = set(session.scalars(select(ContactTag.contact_id).where(ContactTag.tag_id == chosen)))
    fresh = [contact_id for contact_id in dict.fromkeys(contact_ids) if contact_id not in having]
    bulk.insert_rows(
        session, ContactTag, ("contact_id", "tag_id"), [(contact, chosen) for contact in fresh]
    )
    return len(fresh)


def remove(session: Session, contact_ids: Sequence[int], name: str) -> None:
    """Take a tag off contacts."""
    found = session.scalar(select(Tag.id).where(Tag.name == text.clean(name)))
    for start in range(0, len(contact_ids), 500):
        session.execute(
            delete(ContactTag).where(
                ContactTag.tag_id == found,
                ContactTag.contact_id.in_(contact_ids[start : start + 500]),
            )
        )


def set_all(session: Session, contact_id: int, names: Sequence[str]) -> None:
    """Make these the tags of one contact."""
    wanted = {tag_id(session, name) for name in names if text.clean(name)}
    present = set(
        session.scalars(select(ContactTag.tag_id).where(ContactTag.contact_id == contact_id))
    )
    session.execute(
        delete(ContactTag).where(
            ContactTag.contact_id == contact_id, ContactTag.tag_id.in_(present - wanted)
        )
    )
    session.add_all(ContactTag(contact_id=contact_id, tag_id=one) for one in wanted - present)
    session.flush()


def of_contact(session: Session, contact_id: int) -> tuple[str, ...]:
    """Names of one contact's tags."""
    query = (
        select(Tag.name)
        .join(ContactTag, ContactTag.tag_id == Tag.id)
        .where(ContactTag.contact_id == contact_id)
        .order_by(Tag.position, ContactTag.id)
    )
    return tuple(session.scalars(query))
