"""Inserting many rows at once: tuples straight to the driver, ids in one run, one log row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from crm_desktop.core import jobs
from crm_desktop.db import change_log
from crm_desktop.db.models import Record

_CHUNK = 50_000


def next_id(session: Session, model: type[Record]) -> int:
    """The id the next inserted row of ``model`` gets; ids of deleted rows are not reused."""
    highest = session.execute(select(func.max(model.id))).scalar() or 0
    used = session.execute(
        text("SELECT seq FROM sqlite_sequence WHERE name = :name"),
        {"name": model.__tablename__},
    ).scalar()
    return max(highest, used or 0) + 1


def insert_rows(
    session: Session,
    model: type[Record],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> range:
    """Insert ``rows`` (tuples in the order of ``columns``, without id); returns their ids.

    Values go to the driver as they are: dates as ISO text, instants as naive UTC text
    ``YYYY-MM-DD HH:MM:SS.ffffff``, booleans as 0 or 1. Columns left out take the table's
    server default.
    """
    first = next_id(session, model)
    numbered = [(number, *row) for number, row in enumerate(rows, first)]
    if not numbered:
        return range(first, first)
    names = ", ".join(("id", *columns))
    marks = ", ".join("?" * (len(columns) + 1))
    table = model.__tablename__
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    with change_log.bulk_inserts(session, table, len(numbered)):
        for start in range(0, len(numbered), _CHUNK):
            # Between chunks a long insert can be stopped.
            jobs.check()
            session.connection().exec_driver_sql(statement, numbered[start : start + _CHUNK])
    last = first + len(numbered) - 1
    change_log.note_run(session, table, first, last)
    return range(first, last + 1)
