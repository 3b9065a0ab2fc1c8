"""The change log: one row per named action, one per row it touched. See db/change_log.py."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import Base, Flag, Words


class Action(Base):
    """One thing a user did. ``kind``: ``do``, ``undo`` or ``redo``.

    An undo names the action it takes back in ``reverses_id``; ``undone`` marks an action whose
    effect is presently taken back.
    """

    __tablename__ = "action"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="do")
    done_at: Mapped[dt.datetime] = mapped_column(index=True)
    actor: Mapped[Words]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)
    undone: Mapped[Flag]


class Change(Base):
    """One row touched, or a run of rows inserted in bulk.

    ``operation``: ``I`` insert (``last_row_id`` set for a run), ``U`` update, ``D`` delete.
    ``before`` is JSON: the changed columns' old values for an update, the whole row for a
    delete, nothing for an insert. What came after is the row itself, or the next ``before``.
    """

    __tablename__ = "change"
    __table_args__ = (
        CheckConstraint("operation IN ('I', 'U', 'D')", "operation"),
        Index("ix_change_row", "table_name", "row_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    last_row_id: Mapped[int | None]
    operation: Mapped[str]
    before: Mapped[str | None]


class ChangeContext(Base):
    """One row that tells the triggers which action is running, and whether inserts are bulk."""

    __tablename__ = "change_context"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    action_id: Mapped[int | None]
    bulk: Mapped[Flag]
