"""By what a customer is reached: the first number and the first account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactEmail,
    ContactHandle,
    ContactPhone,
)
from crm_desktop.services.records import masking


@dataclass(frozen=True, slots=True)
class Reach:
    """``phone`` as typed, ``account`` on WeChat or elsewhere; empty for none. ``masked`` where
    looking at them is to be noted (masking.py). ``person`` is whose phone it is, where the company
    has none."""

    phone: str = ""
    account: str = ""
    masked: bool = False
    person: str = ""


def reach(session: Session, contact_id: int | None) -> Reach:
    """The first usable phone, and WeChat before other accounts before e-mail before the phone.

    A company without them is reached by the people there, the first who has one.
    """
    if contact_id is None:
        return Reach()
    phone, account, person = _phone(session, contact_id), _account(session, contact_id), ""
    if not (phone and account):
        for person_id, name in _people(session, contact_id):
            theirs = "" if phone else _phone(session, person_id)
            phone, person = phone or theirs, name if theirs else person
            account = account or _account(session, person_id)
    return Reach(phone, account or phone, masking.is_on(session), person)


def phones(session: Session, contact_ids: Sequence[int]) -> dict[int, str]:
    """The first usable phone of each who has one, masked as the file is set."""
    show = masking.shown_by(session)
    found: dict[int, str] = {}
    for start in range(0, len(contact_ids), 500):
        query = (
            select(ContactPhone.contact_id, ContactPhone.number)
            .where(ContactPhone.contact_id.in_(contact_ids[start : start + 500]))
            .order_by((ContactPhone.problem != "").asc(), ContactPhone.position, ContactPhone.id)
        )
        for contact_id, number in session.execute(query):
            found.setdefault(contact_id, show(number))
    return found


def _phone(session: Session, contact_id: int) -> str:
    query = (
        select(ContactPhone.number)
        .where(ContactPhone.contact_id == contact_id)
        .order_by((ContactPhone.problem != "").asc(), ContactPhone.position, ContactPhone.id)
    )
    return session.scalar(query) or ""


def _account(session: Session, contact_id: int) -> str:
    wechat_first = case((ContactHandle.kind == "wechat", 0), else_=1)
    handle = (
        select(ContactHandle.value)
        .where(ContactHandle.contact_id == contact_id)
        .order_by(wechat_first, ContactHandle.position, ContactHandle.id)
    )
    address = (
        select(ContactEmail.address)
        .where(ContactEmail.contact_id == contact_id)
        .order_by(ContactEmail.position, ContactEmail.id)
    )
    return session.scalar(handle) or session.scalar(address) or ""


def _people(session: Session, company_id: int) -> list[tuple[int, str]]:
    """Who is there now, in the company's order; nobody for a person."""
    query = (
        select(Contact.id, Contact.name)
        .join(CompanyPerson, CompanyPerson.person_id == Contact.id)
        .where(
            CompanyPerson.company_id == company_id,
            CompanyPerson.left_on.is_(None),
            Contact.deleted_at.is_(None),
        )
        .order_by(CompanyPerson.position, CompanyPerson.id)
    )
    return [(person_id, name) for person_id, name in session.execute(query)]
