"""Search over customers and products, as typed: names, pinyin, initials, phones, tags, texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_desktop.db import search_rows
from crm_desktop.db.search_rows import Found
from crm_desktop.services.records import masking

FIRST = 50
"""Hits shown at once."""

COUNTED = 1_000
"""Beyond this many a count is told as ``1,000+``."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A customer or product found: exactly one of ``contact_id`` and ``product_id`` is set.

    ``kind`` is ``person``, ``company`` or ``product``. ``field`` says what matched (``name``,
    ``pinyin``, ``phone``, ``number``, ``person``, ``company``, ``email``, ``handle``, ``tag``,
    ``address``, ``remark``); ``detail`` is the matched text as stored, or the first phone (the
    code of a product) when the name itself matched.
    """

    contact_id: int | None
    product_id: int | None
    kind: str
    name: str
    detail: str
    field: str
    archived: bool = False


def search(session: Session, query: str, limit: int = FIRST) -> list[SearchHit]:
    """Hits best first: equal, beginning so, containing; the newest first within each.

    Simplified and traditional, full and half width and any case are the same; several words
    must all be found.
    """
    show = masking.shown_by(session)
    return [_hit(found, show) for found in search_rows.found_rows(session, query, limit)]


def count(session: Session, query: str, cap: int = COUNTED) -> int:
    """How many hits there are, counted no further than ``cap``."""
    return search_rows.count(session, query, cap)


def contact_ids(session: Session, query: str, limit: int = COUNTED) -> list[int]:
    """Ids of the contacts found, best first: what a list is narrowed to while typing."""
    return search_rows.contact_ids(session, query, limit)


_PRIVATE = frozenset({"phone", "address"})
_NAMED = frozenset({"name", "pinyin"})


def _hit(found: Found, show: masking.Show) -> SearchHit:
    # Where the name matched, the detail is the first phone.
    private = found.field in _PRIVATE or found.field in _NAMED
    return SearchHit(
        contact_id=None if found.kind == "product" else found.id,
        product_id=found.id if found.kind == "product" else None,
        kind=found.kind,
        name=found.name,
        detail=show(found.detail) if private and found.kind != "product" else found.detail,
        field=found.field,
        archived=found.archived,
    )


def contacts_only(hits: Iterable[SearchHit]) -> list[SearchHit]:
    """The customers among ``hits``."""
    return [hit for hit in hits if hit.contact_id is not None]
