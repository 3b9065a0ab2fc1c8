"""Customers for what is typed into a sales cell: name, pinyin, initials or phone digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm_desktop.services import contact_list
from crm_desktop.services.contact_list import ContactQuery


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A customer as suggested."""

    id: int
    name: str
    company: bool
    phone: str


def find(session: Any, typed: str, limit: int) -> list[FoundContact]:
    """The likeliest customers first, at most ``limit``."""
    rows = contact_list.page(session, ContactQuery(text=typed), 0, limit)
    return [FoundContact(row.id, row.name, row.kind == "company", row.phone) for row in rows]
