"""The phone a contact is shown with: the first of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.db.models import ContactPhone


def first_phones(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """By contact the first number as it was typed, unmasked; those without any are left out."""
    query = (
        select(ContactPhone.contact_id, ContactPhone.number)
        .where(ContactPhone.contact_id.in_(ids))
        .order_by(ContactPhone.position.desc(), ContactPhone.id.desc())
    )
    return dict(session.execute(query).all())
