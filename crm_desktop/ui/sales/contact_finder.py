"""Customers for what is typed into a sales cell: name, pinyin, initials or phone digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm_desktop.services import search
from crm_desktop.services.contacts import contact_list


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A customer as suggested."""

    id: int
    name: str
    company: bool
    phone: str


def find(session: Any, typed: str, limit: int) -> list[FoundContact]:
    """The likeliest customers first, at most ``limit``."""
    hits = search.contacts_only(search.search(session, typed, 3 * limit))  # products are in it too
    ids = [hit.contact_id for hit in hits if hit.contact_id is not None and not hit.archived]
    rows = contact_list.rows(session, ids[:limit])
    return [FoundContact(row.id, row.name, row.kind == "company", row.phone) for row in rows]
