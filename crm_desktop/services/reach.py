"""By what a customer is reached: the first number and the first account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import ContactEmail, ContactHandle, ContactPhone
from crm_desktop.services import masking


@dataclass(frozen=True, slots=True)
class Reach:
    """``phone`` as typed, ``account`` on WeChat or elsewhere; empty for none. ``masked`` where
    looking at them is to be noted (masking.py)."""

    phone: str = ""
    account: str = ""
    masked: bool = False


def reach(session: Session, contact_id: int | None) -> Reach:
    """The first usable phone, and WeChat before other accounts before e-mail before the phone."""
    if contact_id is None:
        return Reach()
    phone = session.scalar(
        select(ContactPhone.number)
        .where(ContactPhone.contact_id == contact_id)
        .order_by((ContactPhone.problem != "").asc(), ContactPhone.position, ContactPhone.id)
    )
    wechat_first = case((ContactHandle.kind == "wechat", 0), else_=1)
    account = session.scalar(
        select(ContactHandle.value)
        .where(ContactHandle.contact_id == contact_id)
        .order_by(wechat_first, ContactHandle.position, ContactHandle.id)
    ) or session.scalar(
        select(ContactEmail.address)
        .where(ContactEmail.contact_id == contact_id)
        .order_by(ContactEmail.position, ContactEmail.id)
    )
    return Reach(phone or "", account or phone or "", masking.is_on(session))


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
