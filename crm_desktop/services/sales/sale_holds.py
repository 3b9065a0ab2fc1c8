"""Orders put aside at the counter while the next customer is served, to be taken up again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.settings import settings

HOLD_ACTION = N_("Put an order aside")
RESUME_ACTION = N_("Take up an order")


@dataclass(frozen=True, slots=True)
class Held:
    """An order put aside: whose it is, what it comes to in minor units, and its lines as plain
    values, which only the page they were typed on reads. It moves no stock and has no number."""

    id: int
    name: str
    total_minor: int
    held_at: dt.datetime
    lines: list[dict[str, Any]]


def held(session: Session) -> list[Held]:
    """What is put aside, the oldest first."""
    try:
        rows = json.loads(settings.get(session, settings.HELD_SALES) or "[]")
        return [
            Held(
                int(row["id"]), str(row["name"]), int(row["total_minor"]),
                dt.datetime.fromisoformat(row["held_at"]), list(row["lines"]),
            )
            for row in rows
        ]  # fmt: skip
    except (ValueError, TypeError, KeyError):
        return []  # written by something else than this program


def hold(session: Session, name: str, total_minor: int, lines: list[dict[str, Any]]) -> int:
    """Put an order aside; returns its number among those put aside."""
    rows = held(session)
    made = Held(max((row.id for row in rows), default=0) + 1, name, total_minor, clock.now(), lines)
    _keep(session, [*rows, made])
    return made.id


def resume(session: Session, held_id: int) -> Held:
    """Take an order up again: it is put aside no more. Raises ``NotFound``."""
    rows = held(session)
    found = next((row for row in rows if row.id == held_id), None)
    if found is None:
        raise NotFound(_("This order is not put aside any more."), _("Nothing was changed."))
    _keep(session, [row for row in rows if row.id != held_id])
    return found


def _keep(session: Session, rows: list[Held]) -> None:
    plain = [
        {
            "id": row.id, "name": row.name, "total_minor": row.total_minor,
            "held_at": row.held_at.isoformat(), "lines": row.lines,
        }
        for row in rows
    ]  # fmt: skip
    settings.put(session, settings.HELD_SALES, json.dumps(plain, ensure_ascii=False))
