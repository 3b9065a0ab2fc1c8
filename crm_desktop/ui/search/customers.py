"""Customers for the palette, read in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services import contact_list

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def find(session: Session, typed: str, limit: int) -> list[contact_list.ContactRow]:
    """The first customers found by name, pinyin, initials or phone digits."""
    return contact_list.page(session, contact_list.ContactQuery(text=typed), 0, limit)
