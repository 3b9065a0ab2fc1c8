"""Adding to a customer what it does not have yet; nothing it has is changed or repeated."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.db.models import CompanyPerson, Contact, ContactPhone
from crm_desktop.services.contacts import contact_parts, contacts
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.records import contact_record
from crm_desktop.services.settings import settings


def add_missing(session: Session, contact_id: int, draft: ContactDraft) -> bool:
    """Fill the title if it is blank; add the parts, people and lines of the remark of ``draft``
    that are not there yet. True when anything was. Raises ``NotFound``.
    """
    contact = contact_record.found(session, contact_id)
    grown = [
        _add_phones(session, contact_id, draft.phones),
        _add_parts(session, contact_id, draft),
        _add_people(session, contact_id, draft.people),
        _add_lines(contact, draft.remark),
    ]
    if draft.title and not contact.title:
        contact.title = draft.title
        grown.append(True)
    session.flush()
    return any(grown)


def _add_phones(session: Session, contact_id: int, typed: Sequence[str]) -> bool:
    """Numbers go behind those there are, which keep their labels."""
    query = select(ContactPhone).where(ContactPhone.contact_id == contact_id)
    present = list(session.scalars(query))
    known = {phone.key or text.key(phone.number) for phone in present}
    area = settings.get(session, settings.AREA_CODE)
    fresh = {
        key: phone
        for phone in contact_parts.parsed_phones(typed, area)
        if (key := phone.key or text.key(phone.number_text)) not in known
    }
    for place, phone in enumerate(fresh.values(), len(present)):
        values = contact_parts.phone_values(phone)
        session.add(ContactPhone(contact_id=contact_id, position=place, **values))
    return bool(fresh)


def _add_parts(session: Session, contact_id: int, draft: ContactDraft) -> bool:
    """E-mail addresses, WeChat names, addresses and tags."""
    card = contacts.card(session, contact_id).draft
    changes: dict[str, tuple[str, ...]] = {}
    for part in ("emails", "wechat", "addresses", "tags"):
        old: tuple[str, ...] = getattr(card, part)
        keys = [text.key(one) for one in old]
        new = [one for one in getattr(draft, part) if not _among(text.key(one), keys, part)]
        if new:
            changes[part] = (*old, *new)
    if changes:
        contacts.edit(session, contact_id, **changes)
    return bool(changes)


def _among(key: str, keys: Sequence[str], part: str) -> bool:
    """An address that is part of one that is there says nothing new."""
    return any(key in old for old in keys) if part == "addresses" else key in keys


def _add_people(session: Session, company_id: int, people: Sequence[PersonDraft]) -> bool:
    query = (
        select(Contact.name)
        .join(CompanyPerson, CompanyPerson.person_id == Contact.id)
        .where(CompanyPerson.company_id == company_id)
    )
    known = {text.key(name) for name in session.scalars(query)}
    fresh = [person for person in people if text.key(person.name) not in known]
    for person in fresh:
        contacts.add_person(session, company_id, person)
    return bool(fresh)


def _add_lines(contact: Contact, remark: str) -> bool:
    old = (contact.remark or "").split("\n")
    fresh = [line for line in remark.split("\n") if line and line not in old]
    contact.remark = "\n".join(filter(None, [*old, *fresh]))
    return bool(fresh)
