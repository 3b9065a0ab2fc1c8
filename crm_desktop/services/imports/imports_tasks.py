"""Things to do that a sheet lists, with their state: follow-ups as they were exported."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.db import bulk
from crm_desktop.db.models import FollowUp, Staff
from crm_desktop.services.imports.imports_contacts import Rows
from crm_desktop.services.imports.imports_data import Fate, Task
from crm_desktop.services.imports.imports_write import named_ids, raw

_NOON = dt.time(12)
_COLUMNS = (
    "contact_id", "due_on", "due_time", "kind", "title", "note", "state", "done_at", "result",
    "owner_id", "import_batch_id",
)  # fmt: skip
Planned = tuple[int, int, Task]
"""Contact (0 for none), batch, task."""


def plan(session: Session, rows: Rows) -> list[Planned]:
    """The tasks of a table with their contacts (0 for none), those in the file already left out."""
    known = _known(session)
    found: list[Planned] = []
    for index, task in enumerate(rows.table.columns["tasks"]):
        if task is None or rows.table.rows[index] in rows.failed:
            continue
        contact_id = rows.targets[index]
        key = (contact_id, task.due_on, task.title)
        if key in known:
            known.discard(key)
            if rows.fates is not None:
                rows.fates.set(index, Fate.SAME)
            continue
        found.append((contact_id, rows.batch, task))
    return found


def _known(session: Session) -> set[tuple[int, dt.date | None, str]]:
    query = select(FollowUp.contact_id, FollowUp.due_on, FollowUp.title).where(
        FollowUp.deleted_at.is_(None)
    )
    return {(row[0] or 0, row[1], row[2]) for row in session.execute(query)}


def write(session: Session, planned: list[Planned]) -> None:
    """Insert the tasks; the day one was done is all that is known of when."""
    staff = named_ids(session, Staff, (task.owner for _contact, _batch, task in planned))
    bulk.insert_rows(
        session,
        FollowUp,
        _COLUMNS,
        [
            (
                contact or None, raw(task.due_on), task.due_time, task.kind, task.title,
                task.note, task.state, _at_noon(task.done_on), task.result,
                staff.get(task.owner), batch,
            )
            for contact, batch, task in planned
        ],
    )  # fmt: skip


def _at_noon(day: dt.date | None) -> str | None:
    """Noon of a local day as the file keeps instants: UTC."""
    if day is None:
        return None
    local = dt.datetime.combine(day, _NOON).astimezone()
    return local.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
