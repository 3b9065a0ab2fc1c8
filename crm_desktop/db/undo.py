"""Taking actions back: the change log replayed backwards, as an action of its own.

The latest action is simply replayed. An older one keeps what was done since: a row edited later
keeps the later value, and a row that later work hangs on is not removed; those are named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Table, delete, func, insert, or_, select, text, update
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import Conflict, NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db import change_log
from crm_desktop.db.models import Action, Base, Change

Rows = dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class Reversal:
    """What taking an action back did. ``kept`` names ``(table, id)`` left as they are now."""

    action_id: int
    name: str
    kept: tuple[tuple[str, int], ...] = ()


def next_undo(session: Session) -> Action | None:
    """The action Ctrl+Z takes back: the latest one still in effect."""
    return session.scalars(
        select(Action)
        .where(Action.kind == "do", Action.undone.is_(False))
        .order_by(Action.id.desc())
        .limit(1)
    ).first()


def next_redo(session: Session) -> Action | None:
    """The undo Ctrl+Y takes back: the latest one, unless something new was done since."""
    last_done = select(func.coalesce(func.max(Action.id), 0)).where(Action.kind == "do")
    return session.scalars(
        select(Action)
        .where(
            Action.kind == "undo",
            Action.undone.is_(False),
            Action.id > last_done.scalar_subquery(),
        )
        .order_by(Action.id.desc())
        .limit(1)
    ).first()


def reverse(session: Session, action_id: int, actor: str = "") -> Reversal:
    """Take one action back inside a new action; the caller commits.

    Raises ``NotFound`` for an unknown action and ``Conflict`` when it is already taken back.
    """
    action = session.get(Action, action_id)
    if action is None or action.kind not in ("do", "undo"):
        raise NotFound(_("There is no such action to undo."), _("Nothing was changed."))
    if action.undone:
        raise Conflict(_("This was undone already."), _("Nothing was changed."))
    kind = "undo" if action.kind == "do" else "redo"
    started = change_log.begin_action(session, action.name, actor, kind, action.id)
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    kept = _replay(session, action)
    action.undone = True
    if kind == "redo" and action.reverses_id is not None:
        session.execute(update(Action).where(Action.id == action.reverses_id).values(undone=False))
    return Reversal(started, action.name, tuple(kept))


def _replay(session: Session, action: Action) -> list[tuple[str, int]]:
    inserted = _inserted(session, action.id)
    later, wanted = _edited_later(session, action.id, inserted)
    kept: Rows = {}
    if not _is_last(session, action.id):
        # What an undo left standing may hang on rows too, not only what is in effect.
        leaving = _set_free(session, action.id, later)
        kept = _rows_to_keep(session, inserted, later, wanted, leaving)
    for change in _backwards(session, action.id):
        table = Base.metadata.tables[change.table_name]
        if change.operation == "I":
            _remove(session, table, change, kept.get(table.name, set()))
        elif change.operation == "U":
            if _set_back(session, table, change, later, redo=action.kind == "undo"):
                kept.setdefault(table.name, set()).add(change.row_id)
        else:
            _put_back(session, table, change)
    return sorted((table, row) for table, rows in kept.items() for row in rows)


def _is_last(session: Session, action_id: int) -> bool:
    """True when nothing at all was changed since, taken back or not."""
    own = select(func.max(Change.id)).where(Change.action_id == action_id).scalar_subquery()
    return session.scalar(select(Change.id).where(Change.id > own).limit(1)) is None


def _backwards(session: Session, action_id: int) -> Iterator[Change]:
    query = select(Change).where(Change.action_id == action_id).order_by(Change.id.desc())
    # Read whole: the replay writes to this very table.
    yield from session.scalars(query).all()


def _inserted(session: Session, action_id: int) -> Rows:
    rows: Rows = {}
    query = select(Change.table_name, Change.row_id, Change.last_row_id).where(
        Change.action_id == action_id, Change.operation == "I"
    )
    for table, first, last in session.execute(query):
        rows.setdefault(table, set()).update(range(first, (last or first) + 1))
    return rows


Later = dict[tuple[str, int], set[str] | None]
"""Columns edited by later work still in effect; ``None`` when the row was removed."""


def _edited_later(session: Session, action_id: int, inserted: Rows) -> tuple[Later, Rows]:
    """What later work edited; of ``inserted``, what rows it changed or removed referred to, and
    would again were that taken back."""
    edited: Later = {}
    wanted: Rows = {}
    keys: dict[str, list[tuple[str, str]]] = {}
    for child, column, parent, _part in _foreign_keys():
        keys.setdefault(child.name, []).append((column, parent))
    last = select(func.max(Change.id)).where(Change.action_id == action_id).scalar_subquery()
    query = (
        select(Change.table_name, Change.row_id, Change.operation, Change.before)
        .outerjoin(Action, Change.action_id == Action.id)
        .where(
            Change.id > last,
            or_(Action.id.is_(None), (Action.kind == "do") & Action.undone.is_(False)),
        )
        .order_by(Change.id)
    )
    for table, row, operation, before in session.execute(query):
        image = change_log.before_image(before)
        if operation == "D":
            edited[table, row] = None
        else:
            columns = edited.setdefault((table, row), set())
            if columns is not None:
                columns.update(image)
        for column, parent in keys.get(table, ()):
            if image.get(column) in inserted.get(parent, ()):
                wanted.setdefault(parent, set()).add(image[column])
    return edited, wanted


References = set[tuple[str, int, str]]
"""Table, row and column."""


def _set_free(session: Session, action_id: int, later: Later) -> References:
    """The references this replay sets back to what they were before the action."""
    query = select(Change.table_name, Change.row_id, Change.before).where(
        Change.action_id == action_id, Change.operation == "U"
    )
    return {
        (table, row, column)
        for table, row, before in session.execute(query)
        for column in change_log.before_image(before)
        if column not in (later.get((table, row), set()) or ())
    }


def _rows_to_keep(
    session: Session, inserted: Rows, later: Later, wanted: Rows, leaving: References
) -> Rows:
    """Rows this action inserted that later work edited or hangs on, with their parts."""
    kept: Rows = {table: set(rows) for table, rows in wanted.items()}
    for table, row in later:
        if row in inserted.get(table, ()):
            kept.setdefault(table, set()).add(row)
    size = -1
    while size != (size := sum(map(len, kept.values()))):
        _keep_parents(session, inserted, kept, leaving)
        _keep_parts(session, inserted, kept)
    return kept


_PARTS = frozenset({("stock_movement", "sale_line_id"), ("stored_value_entry", "payment_id")})
"""Links to what a row goes and stays with, although it is not deleted with it by the file."""


@cache
def _foreign_keys() -> tuple[tuple[Table, str, str, bool], ...]:
    """Every ``(child, column, parent table name, is part of the parent)`` of logged tables."""
    return tuple(
        (child, key.parent.name, key.column.table.name,
         key.ondelete == "CASCADE" or (child.name, key.parent.name) in _PARTS)
        for child in change_log.logged_tables()
        for key in child.foreign_keys
    )  # fmt: skip


def _keep_parents(session: Session, inserted: Rows, kept: Rows, leaving: References) -> None:
    """Keep what a surviving row refers to."""
    for child, column, parent, _part in _foreign_keys():
        going = inserted.get(parent, set()) - kept.get(parent, set())
        if not going:
            continue
        removed = inserted.get(child.name, set()) - kept.get(child.name, set())
        reference = child.c[column]
        query = select(child.c.id, reference).where(reference.between(min(going), max(going)))
        for row, referred in session.execute(query):
            stays = row not in removed and (child.name, row, column) not in leaving
            if referred in going and stays:
                kept.setdefault(parent, set()).add(referred)


def _keep_parts(session: Session, inserted: Rows, kept: Rows) -> None:
    """Keep the parts (phones, lines) of a row that stays."""
    for child, column, parent, is_part in _foreign_keys():
        staying, candidates = kept.get(parent), inserted.get(child.name)
        if not (is_part and staying and candidates):
            continue
        reference = child.c[column]
        query = select(child.c.id, reference).where(reference.between(min(staying), max(staying)))
        for row, referred in session.execute(query):
            if referred in staying and row in candidates:
                kept.setdefault(child.name, set()).add(row)


def _remove(session: Session, table: Table, change: Change, kept: set[int]) -> None:
    last = change.last_row_id or change.row_id
    edges = sorted(row for row in kept if change.row_id <= row <= last)
    start = change.row_id
    for row in [*edges, last + 1]:
        if start < row:
            session.execute(delete(table).where(table.c.id.between(start, row - 1)))
        start = row + 1


def _set_back(session: Session, table: Table, change: Change, later: Later, *, redo: bool) -> bool:
    """Restore the old values; True when something newer was left in place instead.

    Raises ``Conflict`` when what is to be done again was done to a row that is gone.
    """
    before: dict[str, Any] = change_log.before_image(change.before)
    newer = later.get((table.name, change.row_id), set())
    if newer is None:
        return True
    values = {column: value for column, value in before.items() if column not in newer}
    if values:
        done = session.execute(_raw_update(table, values), {**values, "row_id": change.row_id})
        if redo and done.rowcount == 0:  # type: ignore[attr-defined]
            raise Conflict(
                _("What this was done to is not there any more."), _("Nothing was changed.")
            )
    return len(values) < len(before)


def _raw_update(table: Table, values: dict[str, Any]) -> Any:
    # Values in the log are the file's own; they must not pass through column types again.
    settings = ", ".join(f"{column} = :{column}" for column in values)
    return text(f"UPDATE {table.name} SET {settings} WHERE id = :row_id")


def _put_back(session: Session, table: Table, change: Change) -> None:
    values: dict[str, Any] = change_log.before_image(change.before)
    known = {column: value for column, value in values.items() if column in table.c}
    names = ", ".join(("id", *known))
    marks = ", ".join(f":{name}" for name in ("id", *known))
    session.execute(
        text(f"INSERT INTO {table.name} ({names}) VALUES ({marks})"),
        {"id": change.row_id, **known},
    )


def record_outside(session: Session, name: str) -> None:
    """Give changes made by another program, noted without an action, an action of that name."""
    if session.scalar(select(Change.id).where(Change.action_id.is_(None)).limit(1)) is None:
        return
    action_id = session.scalar(
        insert(Action).values(name=name, kind="do", done_at=clock.now()).returning(Action.id)
    )
    session.execute(update(Change).where(Change.action_id.is_(None)).values(action_id=action_id))
