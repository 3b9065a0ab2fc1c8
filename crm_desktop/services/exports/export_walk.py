"""Reading a whole table in steps, with the parts of each record beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from crm_desktop.core import money

Query = Select[*tuple[Any, ...]]
Value = str | int | Decimal | dt.date | None

_CHUNK = 2_000


class Beside:
    """Walks a second query along a first one; both are ordered by the same id."""

    def __init__(self, session: Session, query: Query) -> None:
        self._rows = walk(session, query)
        self._head = next(self._rows, None)

    def of(self, row_id: int) -> list[Any]:
        """The second query's rows for ``row_id``; ids must be asked for in ascending order."""
        found = []
        while self._head is not None and self._head[0] <= row_id:
            if self._head[0] == row_id:
                found.append(self._head)
            self._head = next(self._rows, None)
        return found

    def joined(self, row_id: int, separator: str) -> str:
        """The texts that stand second in the rows for ``row_id``, put together."""
        found = self.of(row_id)
        if not found:
            return ""
        return str(found[0][1]) if len(found) == 1 else separator.join(row[1] for row in found)


def walk(session: Session, query: Query) -> Iterator[Any]:
    """The rows of ``query``, fetched some at a time."""
    # The session's own execute would dress every row up for the ORM.
    return iter(session.connection().execute(query, execution_options={"yield_per": _CHUNK}))


def count(session: Session, query: Query) -> int:
    """How many rows ``query`` will give."""
    only = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    return session.scalar(only) or 0


def major(minor: int | None, currency: str) -> Decimal | None:
    """Minor units as a cell shows them: exact major units, or nothing."""
    return None if minor is None else money.to_major(minor, currency)


def quantity(milli: int) -> Decimal:
    """Thousandths as a plain number without trailing zeros."""
    return Decimal(milli).scaleb(-3).normalize() if milli % 1000 else Decimal(milli // 1000)
