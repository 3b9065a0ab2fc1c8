"""Customers for the palette, read in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services import search
from crm_desktop.services.search import SearchHit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def find(session: Session, typed: str, limit: int) -> list[SearchHit]:
    """The best customers for what is typed; products have no page yet."""
    # Some of the hits may be products, so a few more are asked for than are shown.
    return search.contacts_only(search.search(session, typed, 4 * limit))[:limit]
