"""Whom a customer belongs to or came by: family, friends, who referred them, their dealer.

A relation says what the other is to the customer: ``child`` on Anna's page means Anna's child. It
is seen from both sides; the other's page says it the other way round (``parent``). Who referred a
customer and through which dealer they buy are columns of the contact, shown here with the rest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_desktop.core import text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db.models import Contact, Relation
from crm_desktop.services.records import birthdays, contact_record

Birthday = tuple[int | None, int, int]

KINDS = (
    "spouse", "child", "parent", "sibling", "relative", "friend", "colleague", "assistant",
    "referrer", "dealer", "other",
)  # fmt: skip
"""What somebody can be to a customer, in the order offered."""

_REVERSE = {
    "child": "parent", "parent": "child", "assistant": "boss", "referrer": "referred",
    "dealer": "dealer_for",
}  # fmt: skip
_COLUMNS: dict[str, InstrumentedAttribute[int | None]] = {
    "referrer": Contact.referred_by_id,
    "dealer": Contact.via_dealer_id,
}
_MOST = 100


@dataclass(frozen=True, slots=True)
class RelationRow:
    """Somebody and what they are to the customer. ``id`` is 0 for who stands in a column of one
    of the two; ``other_id`` is 0 for people known by name alone. ``next_birthday`` is the solar
    day it is kept on next."""

    id: int
    kind: str
    name: str
    other_id: int
    birthday: Birthday | None
    birth_lunar: bool
    birth_leap: bool
    next_birthday: dt.date | None
    note: str


def kind_name(kind: str) -> str:
    """What somebody is to the customer, in the language in force."""
    return {
        "spouse": pgettext("relation", "Spouse"),
        "child": pgettext("relation", "Child"),
        "parent": pgettext("relation", "Parent"),
        "sibling": pgettext("relation", "Brother or sister"),
        "relative": pgettext("relation", "Relative"),
        "friend": pgettext("relation", "Friend"),
        "colleague": pgettext("relation", "Colleague"),
        "assistant": pgettext("relation", "Assistant"),
        "boss": pgettext("relation", "Boss"),
        "referrer": pgettext("relation", "Was referred by"),
        "referred": pgettext("relation", "Has referred"),
        "dealer": pgettext("relation", "Buys through"),
        "dealer_for": pgettext("relation", "Dealer for"),
        "other": pgettext("relation", "Connected"),
    }.get(kind, kind)


def of_contact(session: Session, contact_id: int, today: dt.date) -> list[RelationRow]:
    """Everybody a customer is connected with, from both sides."""
    mine = session.scalars(select(Relation).where(Relation.contact_id == contact_id))
    found = [_row(session, one, one.kind, one.other_id, today) for one in mine]
    theirs = session.scalars(select(Relation).where(Relation.other_id == contact_id))
    found += [
        _row(session, one, _REVERSE.get(one.kind, one.kind), one.contact_id, today)
        for one in theirs
    ]
    found += _in_columns(session, contact_id, today)
    order = [*KINDS, *_REVERSE.values()]
    return sorted(filter(None, found), key=lambda row: (order.index(row.kind), row.name))


def add(
    session: Session,
    contact_id: int,
    kind: str,
    *,
    other_id: int | None = None,
    name: str = "",
    birthday: Birthday | None = None,
    birth_lunar: bool = False,
    birth_leap: bool = False,
    note: str = "",
) -> int:
    """Connect a customer with another one, or with somebody known by name alone.

    Returns the relation's id, 0 for a referrer or dealer who is a customer here. Raises
    ``UserError`` for nobody or themselves, ``NotFound`` for who is gone.
    """
    contact = contact_record.found(session, contact_id)
    name = text.clean(name)
    _check(session, contact_id, other_id, name)
    if other_id is not None and kind in _COLUMNS:
        setattr(contact, _COLUMNS[kind].key, other_id)
        session.flush()
        return 0
    year, month, day = birthday or (None, None, None)
    relation = Relation(
        contact_id=contact_id,
        other_id=other_id,
        kind=kind if kind in KINDS else "other",
        name=name,
        birth_year=year,
        birth_month=month,
        birth_day=day,
        birth_lunar=birth_lunar,
        birth_leap=birth_leap,
        note=text.clean(note),
    )
    session.add(relation)
    session.flush()
    return relation.id


def remove(session: Session, contact_id: int, row: RelationRow) -> None:
    """Take a connection away, from whichever side it is seen; nobody is deleted."""
    if row.id:
        relation = session.get(Relation, row.id)
        if relation is None:
            raise NotFound(_("This relation does not exist any more."), _("Nothing was changed."))
        session.delete(relation)
    elif row.kind in _COLUMNS:
        setattr(contact_record.found(session, contact_id), _COLUMNS[row.kind].key, None)
    else:
        kind = next(kind for kind, other in _REVERSE.items() if other == row.kind)
        setattr(contact_record.found(session, row.other_id), _COLUMNS[kind].key, None)
    session.flush()


def _check(session: Session, contact_id: int, other_id: int | None, name: str) -> None:
    if other_id == contact_id:
        raise UserError(
            _("A customer cannot be connected with themselves."), _("Nothing was changed.")
        )
    if other_id is not None:
        contact_record.found(session, other_id)
    elif not name:
        raise UserError(_("Say who it is."), _("Nothing was changed."))


def _row(
    session: Session, one: Relation, kind: str, other_id: int | None, today: dt.date
) -> RelationRow | None:
    other = session.get(Contact, other_id) if other_id is not None else None
    if other is not None and other.deleted_at is not None:
        return None
    born: Relation | Contact = other if other is not None and other.birth_month else one
    if kind != one.kind and other is None:
        return None
    return _shown(kind, other, born, today, relation=one)


def _shown(
    kind: str,
    other: Contact | None,
    born: Relation | Contact,
    today: dt.date,
    *,
    relation: Relation | None = None,
) -> RelationRow:
    birthday: Birthday | None = None
    on = None
    if born.birth_month is not None and born.birth_day is not None:
        birthday = (born.birth_year, born.birth_month, born.birth_day)
        on = birthdays.next_on(birthday, born.birth_lunar, born.birth_leap, today)
    named = other.name if other is not None else relation.name if relation is not None else ""
    return RelationRow(
        id=relation.id if relation is not None else 0,
        kind=kind,
        name=named,
        other_id=other.id if other is not None else 0,
        birthday=birthday,
        birth_lunar=born.birth_lunar,
        birth_leap=born.birth_leap,
        next_birthday=on,
        note=relation.note if relation is not None else "",
    )


def _in_columns(session: Session, contact_id: int, today: dt.date) -> list[RelationRow]:
    contact = contact_record.found(session, contact_id)
    found = []
    for kind, column in _COLUMNS.items():
        other_id = getattr(contact, column.key)
        other = session.get(Contact, other_id) if other_id else None
        if other is not None and other.deleted_at is None:
            found.append(_shown(kind, other, other, today))
        mine = select(Contact).where(column == contact_id, Contact.deleted_at.is_(None))
        found += [
            _shown(_REVERSE[kind], one, one, today)
            for one in session.scalars(mine.order_by(Contact.id).limit(_MOST))
        ]
    return found
