"""What was done to the file, latest first: the change log for people to read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import _
from crm_desktop.db.models import Action


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action. ``kind`` is ``do``, ``undo`` or ``redo``; ``undone`` when it is taken back."""

    id: int
    name: str
    kind: str
    done_at: dt.datetime
    actor: str
    undone: bool


def actions(session: Session, limit: int = 50) -> list[ActionRow]:
    """The latest ``limit`` actions, newest first, named in the language in force."""
    query = (
        select(Action)
        .where(Action.kind.in_(("do", "undo", "redo")))
        .order_by(Action.id.desc())
        .limit(limit)
    )
    return [
        ActionRow(a.id, _(a.name), a.kind, a.done_at, a.actor, a.undone)
        for a in session.scalars(query)
    ]
