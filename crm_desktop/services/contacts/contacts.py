"""Contacts: making, changing, archiving and removing people and companies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.names import pinyin_of
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    LifecycleStage,
)
from crm_desktop.services.contacts import contact_parts, tags, territories
from crm_desktop.services.deals import lead_grade
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.payments import money_open
from crm_desktop.services.records import contact_record, staff
from crm_desktop.services.records.listed import CONTACT_PERSON
from crm_desktop.services.settings import settings

_BATCH = 500

# What ``update`` may set, all of them columns of the contact itself.
_EDITABLE = frozenset(
    {
        "kind", "party", "name", "short_name", "title", "gender", "birth_year", "birth_month",
        "birth_day", "birth_lunar", "birth_leap", "customer_no", "level", "customer_type",
        "industry", "source", "source_detail", "owner_id", "shop_id", "parent_id",
        "referred_by_id", "via_dealer_id", "since", "tax_no", "bank", "bank_account",
        "credit_limit_minor", "payment_days", "currency", "need", "money", "authority", "timing",
        "low_touch", "no_marketing", "remark",
    }
)  # fmt: skip
_LEAD = frozenset(one.key for one in lead_grade.QUESTIONS)


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact as typed into a form; only ``name`` is needed.

    ``phones``, ``emails``, ``addresses``, ``wechat`` are texts as typed; one phone text may hold
    several numbers. ``birthday`` is ``(year or None, month, day)``. ``stage_id`` left out means
    the first stage.
    """

    name: str
    kind: str = "person"
    party: str = "customer"
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wechat: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    birthday: tuple[int | None, int, int] | None = None
    birth_lunar: bool = False
    birth_leap: bool = False
    gender: str = ""
    title: str = ""
    customer_no: str = ""
    level: str = ""
    customer_type: str = ""
    industry: str = ""
    source: str = ""
    stage_id: int | None = None
    owner_id: int | None = None
    since: dt.date | None = None
    payment_days: int | None = None
    remark: str = ""
    people: tuple[PersonDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person at a company."""

    name: str
    role: str = ""
    phones: tuple[str, ...] = ()
    decides: bool = False


@dataclass(frozen=True, slots=True)
class ContactCard:
    """Everything a form edits of one contact; parts as typed, in order."""

    id: int
    draft: ContactDraft
    archived: bool = False
    created_at: dt.datetime | None = field(default=None, compare=False)


def create(session: Session, draft: ContactDraft) -> int:
    """Make a contact; returns its id. Raises ``UserError`` without a name or for a bad birthday."""
    name = _checked_name(draft.name)
    year, month, day = _checked_birthday(draft.birthday, lunar=draft.birth_lunar)
    full, initials = pinyin_of(name)
    contact = Contact(
        name=name,
        pinyin=full,
        initials=initials,
        birth_year=year,
        birth_month=month,
        birth_day=day,
        stage_id=draft.stage_id if draft.stage_id is not None else _first_stage(session),
        since=draft.since or clock.today(),
        currency=settings.get(session, settings.CURRENCY),
        **{column: getattr(draft, column) for column in _PLAIN},
    )
    if draft.party != CONTACT_PERSON:
        contact.owner_id = staff.or_me(session, draft.owner_id)
        contact.shop_id = staff.branch_of(session, contact.owner_id)
    session.add(contact)
    session.flush()
    contact_parts.set_phones(session, contact.id, draft.phones)
    contact_parts.set_emails(session, contact.id, draft.emails)
    contact_parts.set_wechat(session, contact.id, draft.wechat)
    contact_parts.set_addresses(session, contact.id, draft.addresses)
    tags.set_all(session, contact.id, draft.tags)
    for person in draft.people:
        add_person(session, contact.id, person)
    return contact.id


_PLAIN = (
    "kind", "party", "birth_lunar", "birth_leap", "gender", "title", "customer_no", "level",
    "customer_type", "industry", "source", "owner_id", "payment_days", "remark",
)  # fmt: skip


def edit(session: Session, contact_id: int, **changes: Any) -> None:
    """Change columns, and the parts ``phones``, ``emails``, ``wechat``, ``addresses``, ``tags``
    and ``birthday`` as in ``ContactDraft``; ``custom`` are typed values by key of the field.

    Raises ``NotFound`` and ``UserError``."""
    contact = contact_record.found(session, contact_id)
    for name, value in changes.items():
        if name in _PARTS:
            _PARTS[name](session, contact_id, value)
        elif name == "birthday":
            lunar = changes.get("birth_lunar", contact.birth_lunar)
            year, month, day = _checked_birthday(value, lunar=lunar)
            contact.birth_year, contact.birth_month, contact.birth_day = year, month, day
        elif name == "territory_id":
            territories.set_by_hand(session, [contact_id], value)
        elif name == "stage_id":
            lifecycle.move(session, [contact_id], value)
        elif name in _LEAD:
            setattr(contact, name, lead_grade.checked(name, value))
        elif name in _EDITABLE:
            setattr(contact, name, text.clean(value) if isinstance(value, str) else value)
        else:
            raise TypeError(f"a contact has no {name!r} to change")
    if "name" in changes:
        contact.name = _checked_name(changes["name"])
        contact.pinyin, contact.initials = pinyin_of(contact.name)
    session.flush()


def edit_first(session: Session, contact_id: int, part: str, typed: str) -> None:
    """Change the first of ``phones``, ``emails``, ``wechat`` or ``addresses``; the others stay.

    An empty text takes it away.
    """
    others = getattr(card(session, contact_id).draft, part)[1:]
    edit(session, contact_id, **{part: (typed, *others) if typed else others})


def change_many(session: Session, contact_ids: Sequence[int], **changes: Any) -> int:
    """Set columns of many contacts alike, e.g. ``level="Gold"``; returns how many changed."""
    unknown = set(changes) - _EDITABLE - {"stage_id", "territory_id"}
    if unknown or "name" in changes:
        raise TypeError(f"cannot change {sorted(unknown) or ['name']} of many contacts")
    if "stage_id" in changes:
        lifecycle.move(session, contact_ids, changes.pop("stage_id"))
    number = 0
    if "territory_id" in changes:
        number = territories.set_by_hand(session, contact_ids, changes.pop("territory_id"))
    if changes:
        differs = or_(*(getattr(Contact, name).is_distinct_from(changes[name]) for name in changes))
        for some in _batches(contact_ids):
            result = session.execute(
                update(Contact).where(Contact.id.in_(some), differs).values(**changes)
            )
            number += result.rowcount  # type: ignore[attr-defined]
    return number


def card(session: Session, contact_id: int) -> ContactCard:
    """One contact as its form shows it. Raises ``NotFound``."""
    c = contact_record.found(session, contact_id)
    birthday = (c.birth_year, c.birth_month, c.birth_day) if c.birth_month and c.birth_day else None
    draft = ContactDraft(
        name=c.name,
        phones=contact_parts.phones_of(session, contact_id),
        emails=contact_parts.emails_of(session, contact_id),
        wechat=contact_parts.wechat_of(session, contact_id),
        addresses=contact_parts.addresses_of(session, contact_id),
        tags=tags.of_contact(session, contact_id),
        birthday=birthday,
        stage_id=c.stage_id,
        since=c.since,
        **{column: getattr(c, column) for column in _PLAIN},
    )
    return ContactCard(c.id, draft, c.archived_at is not None, c.created_at)


def archive(session: Session, contact_ids: Sequence[int]) -> int:
    """Take contacts out of the lists; their history stays. Returns how many were in them."""
    return _mark(session, contact_ids, archived_at=clock.now(), where=Contact.archived_at.is_(None))


def unarchive(session: Session, contact_ids: Sequence[int]) -> int:
    """Put archived contacts back into the lists."""
    return _mark(session, contact_ids, archived_at=None, where=Contact.archived_at.is_not(None))


def remove(session: Session, contact_ids: Sequence[int]) -> int:
    """Move contacts to the recycle bin; returns how many."""
    return _mark(session, contact_ids, deleted_at=clock.now(), where=Contact.deleted_at.is_(None))


def restore(session: Session, contact_ids: Sequence[int]) -> int:
    """Take contacts out of the recycle bin."""
    return _mark(session, contact_ids, deleted_at=None, where=Contact.deleted_at.is_not(None))


def delete_for_good(session: Session, contact_ids: Sequence[int]) -> int:
    """Remove contacts with their parts and timeline. Sales and payments stay, without a name.

    Those with money open stay: a debt or credit of nobody could never be settled.
    """
    number = 0
    for some in _batches(contact_ids):
        result = session.execute(
            delete(Contact).where(Contact.id.in_(some), ~money_open.with_contact())
        )
        number += result.rowcount  # type: ignore[attr-defined]
    return number


def add_person(session: Session, company_id: int, person: PersonDraft) -> int:
    """Add a person to a company; returns the person's contact id."""
    contact_record.found(session, company_id)
    person_id = create(
        session,
        ContactDraft(name=person.name, party=CONTACT_PERSON, phones=person.phones),
    )
    link_person(session, company_id, person_id, role=person.role, decides=person.decides)
    return person_id


def link_person(
    session: Session, company_id: int, person_id: int, *, role: str = "", decides: bool = False
) -> None:
    """Say that an existing person works at a company."""
    position = session.scalar(select(func.count()).where(CompanyPerson.company_id == company_id))
    session.add(
        CompanyPerson(
            company_id=company_id,
            person_id=person_id,
            role=role,
            decides=decides,
            position=position or 0,
        )
    )
    session.flush()


def _set_custom(session: Session, contact_id: int, values: Mapping[str, str]) -> None:
    """Fields the shop added, typed, by key."""
    for key, typed in values.items():
        custom_fields.set_value(session, [contact_id], key, typed)


_PARTS: dict[str, Any] = {
    "phones": contact_parts.set_phones,
    "emails": contact_parts.set_emails,
    "addresses": contact_parts.set_addresses,
    "tags": tags.set_all,
    "wechat": contact_parts.set_wechat,
    "custom": _set_custom,
}


def _mark(session: Session, contact_ids: Sequence[int], *, where: Any, **values: Any) -> int:
    number = 0
    for some in _batches(contact_ids):
        result = session.execute(
            update(Contact).where(Contact.id.in_(some), where).values(**values)
        )
        number += result.rowcount  # type: ignore[attr-defined]
    return number


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _checked_name(typed: str) -> str:
    name = text.clean(typed)
    if not name:
        raise UserError(_("A customer needs a name."), _("Nothing was changed."), _("Type a name."))
    return name


def _checked_birthday(
    birthday: tuple[int | None, int, int] | None, *, lunar: bool
) -> tuple[int | None, int | None, int | None]:
    if birthday is None:
        return None, None, None
    year, month, day = birthday
    try:
        # Lunar months have 29 or 30 days, which of them differs from year to year. A solar day
        # that does not exist (30 February) is kept as it was said, and marked where it is shown.
        if not (1 <= month <= 12 and 1 <= day <= (30 if lunar else 31)):
            raise ValueError(day)
    except ValueError:
        raise UserError(
            _("There is no such day as {day}.").format(day=f"{month}-{day}"),
            _("Nothing was changed."),
            _("Correct the birthday, or leave it empty."),
        ) from None
    return year, month, day


def _first_stage(session: Session) -> int | None:
    return session.scalar(
        select(LifecycleStage.id)
        .where(LifecycleStage.deleted_at.is_(None))
        .order_by(LifecycleStage.position, LifecycleStage.id)
        .limit(1)
    )
