"""The audit trail: recent actions, and what an action changed in a record."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import _
from crm_desktop.db.change_log import before_image
from crm_desktop.db.models import Action, Base, Change


@dataclass(frozen=True, slots=True)
class ActionRow:
    """Something that was done. ``kind``: ``do``, ``undo``, ``redo`` or ``setup``; ``undone`` when
    its effect is taken back at present; ``rows`` how many records it touched."""

    id: int
    name: str
    kind: str
    done_at: dt.datetime
    actor: str
    undone: bool
    rows: int


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of a record before and after an action, as the file holds the values."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What one action did to one record: ``operation`` is ``I``, ``U`` or ``D``.

    For an insert ``fields`` is empty, for a delete it holds the whole former row.
    """

    action: ActionRow
    table: str
    row_id: int
    operation: str
    fields: tuple[FieldChange, ...]


def recent(session: Session, limit: int = 50, before_id: int | None = None) -> list[ActionRow]:
    """The latest actions, newest first; ``before_id`` goes on from the last one shown."""
    touched = (
        select(func.coalesce(func.sum(func.coalesce(Change.last_row_id, Change.row_id)
               - Change.row_id + 1), 0))
        .where(Change.action_id == Action.id)
        .correlate(Action)
        .scalar_subquery()
    )  # fmt: skip
    query = select(Action, touched).order_by(Action.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(Action.id < before_id)
    return [_action_row(action, rows) for action, rows in session.execute(query)]


def of_record(session: Session, table: str, row_id: int, limit: int = 50) -> list[RecordChange]:
    """The history of one record, newest first, each with before and after."""
    query = (
        select(Change, Action)
        .join(Action, Action.id == Change.action_id)
        .where(
            Change.table_name == table,
            Change.row_id <= row_id,
            func.coalesce(Change.last_row_id, Change.row_id) >= row_id,
        )
        .order_by(Change.id.desc())
    )
    after = _present(session, table, row_id)
    history: list[RecordChange] = []
    for change, action in session.execute(query.limit(limit)):
        before = before_image(change.before)
        fields = tuple(
            FieldChange(column, value, after.get(column))
            for column, value in before.items()
            if value != after.get(column)
        )
        history.append(
            RecordChange(_action_row(action, 1), table, row_id, change.operation, fields)
        )
        after = {**after, **before}
    return history


def of_action(session: Session, action_id: int, limit: int = 500) -> list[tuple[str, int, str]]:
    """What an action touched, as ``(table, row id, operation)``; a run counts once."""
    query = (
        select(Change.table_name, Change.row_id, Change.operation)
        .where(Change.action_id == action_id)
        .order_by(Change.id)
        .limit(limit)
    )
    return [(table, row_id, operation) for table, row_id, operation in session.execute(query)]


def _present(session: Session, table: str, row_id: int) -> dict[str, Any]:
    """The row as the file holds it now; empty when it is gone."""
    known = Base.metadata.tables[table]
    row = session.execute(
        text(f"SELECT * FROM {known.name} WHERE id = :row_id"), {"row_id": row_id}
    ).mappings()
    found = row.first()
    return json.loads(json.dumps(dict(found), default=str)) if found else {}


def _action_row(action: Action, rows: int) -> ActionRow:
    return ActionRow(
        action.id, _(action.name), action.kind, action.done_at, action.actor, action.undone, rows
    )
