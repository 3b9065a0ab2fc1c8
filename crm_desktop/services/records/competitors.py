"""Competitors: whom customers go to instead."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.db.models import Competitor


@dataclass(frozen=True, slots=True)
class CompetitorRow:
    """A competitor as offered to choose from."""

    id: int
    name: str


def competitors(session: Session) -> list[CompetitorRow]:
    """Every competitor the shop knows, by name."""
    query = (
        select(Competitor.id, Competitor.name)
        .where(Competitor.deleted_at.is_(None))
        .order_by(Competitor.name, Competitor.id)
    )
    return [CompetitorRow(key, name) for key, name in session.execute(query)]


def named(session: Session, name: str) -> int | None:
    """The id of the competitor of this name, who is added when new; ``None`` for no name."""
    clean = " ".join(text.clean(name).split())
    if not clean:
        return None
    # Matched without regard to case, width and punctuation: nobody is there twice by a slip.
    wanted = text.key(clean) or clean
    for row in competitors(session):
        if (text.key(row.name) or row.name) == wanted:
            return row.id
    made = Competitor(name=clean)
    session.add(made)
    session.flush()
    return made.id
