"""How to reach a contact: phones, e-mail addresses, WeChat and addresses, as typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm_desktop.core import phones, text
from crm_desktop.db.models import ContactAddress, ContactEmail, ContactHandle, ContactPhone
from crm_desktop.services.settings import settings


def set_phones(session: Session, contact_id: int, typed: Iterable[str]) -> None:
    """Make these the phones; what is no number is kept as typed and marked."""
    parsed = parsed_phones(typed, settings.get(session, settings.AREA_CODE))
    wanted = list(map(phone_values, parsed))
    # What is typed again without its label is still that number: "Fax" stays with it.
    query = select(ContactPhone).where(ContactPhone.contact_id == contact_id)
    labels = {one.key or one.number: one.label for one in session.scalars(query)}
    for values in wanted:
        values["label"] = values["label"] or labels.get(values["key"] or values["number"], "")
    _replace(session, ContactPhone, contact_id, wanted)


def parsed_phones(typed: Iterable[str], area: str) -> list[phones.Phone]:
    """The numbers in ``typed``; what is no number stays as typed, marked."""
    parsed: list[phones.Phone] = []
    for one in map(text.clean, typed):
        if one:
            parsed += phones.parse_phones(one, area) or [
                phones.Phone(one, "", "", phones.PhoneProblem.UNKNOWN)
            ]
    return parsed


def phone_values(phone: phones.Phone) -> dict[str, str]:
    """A number as columns of ``ContactPhone``."""
    return {
        "label": phone.label,
        "number": phone.number_text,
        "key": phone.key,
        "extension": phone.extension,
        "problem": str(phone.problem),
    }


def set_emails(session: Session, contact_id: int, typed: Iterable[str]) -> None:
    """Make these the e-mail addresses; impossible ones are kept and marked."""
    rows = [
        {
            "address": one,
            "key": one.casefold(),
            "problem": "" if "@" in one and " " not in one else "unknown",
        }
        for one in map(text.clean, typed)
        if one
    ]
    _replace(session, ContactEmail, contact_id, rows)


def set_handles(session: Session, contact_id: int, kind: str, typed: Iterable[str]) -> None:
    """Make these the accounts of one kind (``wechat``, ``qq`` ...)."""
    session.execute(
        delete(ContactHandle).where(
            ContactHandle.contact_id == contact_id, ContactHandle.kind == kind
        )
    )
    for position, one in enumerate(filter(None, map(text.clean, typed))):
        session.add(ContactHandle(contact_id=contact_id, kind=kind, value=one, position=position))
    session.flush()


def set_addresses(session: Session, contact_id: int, typed: Iterable[str]) -> None:
    """Make these the addresses."""
    rows = [{"text": one} for one in map(text.clean, typed) if one]
    _replace(session, ContactAddress, contact_id, rows)


def set_wechat(session: Session, contact_id: int, typed: Iterable[str]) -> None:
    """Make these the WeChat names."""
    set_handles(session, contact_id, "wechat", typed)


def phones_of(session: Session, contact_id: int) -> tuple[str, ...]:
    """The phone numbers as typed."""
    return _texts(session, ContactPhone, ContactPhone.number, contact_id)


def emails_of(session: Session, contact_id: int) -> tuple[str, ...]:
    """The e-mail addresses as typed."""
    return _texts(session, ContactEmail, ContactEmail.address, contact_id)


def addresses_of(session: Session, contact_id: int) -> tuple[str, ...]:
    """The addresses as typed."""
    return _texts(session, ContactAddress, ContactAddress.text, contact_id)


def wechat_of(session: Session, contact_id: int) -> tuple[str, ...]:
    """The WeChat names."""
    query = (
        select(ContactHandle.value)
        .where(ContactHandle.contact_id == contact_id, ContactHandle.kind == "wechat")
        .order_by(ContactHandle.position, ContactHandle.id)
    )
    return tuple(session.scalars(query))


def _replace(
    session: Session, model: type[Any], contact_id: int, wanted: list[dict[str, str]]
) -> None:
    """Make ``wanted`` the rows of a part, leaving alone those that stay as they are."""
    present = list(
        session.scalars(
            select(model).where(model.contact_id == contact_id).order_by(model.position, model.id)
        )
    )
    for position, values in enumerate(wanted):
        if position < len(present):
            for column, value in values.items():
                setattr(present[position], column, value)
        else:
            session.add(model(contact_id=contact_id, position=position, **values))
    for row in present[len(wanted) :]:
        session.delete(row)
    session.flush()


def _texts(session: Session, model: type[Any], column: Any, contact_id: int) -> tuple[str, ...]:
    query = select(column).where(model.contact_id == contact_id).order_by(model.position, model.id)
    return tuple(session.scalars(query))
