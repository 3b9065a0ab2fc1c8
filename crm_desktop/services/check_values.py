"""Proof that every number is a whole number and every day a day, before anything is reckoned.

A column of SQLite takes whatever another program puts into it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    Table,
    and_,
    func,
    not_,
    or_,
    select,
    type_coerce,
)
from sqlalchemy import Text as Words
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Base
from crm_desktop.db.models.base import UtcDateTime
from crm_desktop.services.check_finding import MOST, Check, Finding


def _values(session: Session) -> Iterator[Finding]:
    """One pass over each table; a row with something wrong is asked which column it is."""
    for table in Base.metadata.sorted_tables:
        key = next(iter(table.primary_key), None)
        wrong = {column.name: _wrong(column) for column in table.columns if _is_told(column)}
        if key is None or not wrong:
            continue
        query = select(type_coerce(key, Words), *wrong.values()).where(or_(*wrong.values()))
        for row_id, *found in session.execute(query.limit(MOST)):
            for name, bad in zip(wrong, found, strict=True):
                if bad:
                    yield _finding(table, row_id, name)


def _finding(table: Table, row_id: object, column: str) -> Finding:
    text = _("{table} {id}: {column} is no value that can be read.")
    return Finding(
        "values",
        table.name,
        row_id if isinstance(row_id, int) else 0,
        text.format(table=table.name, id=row_id, column=column),
    )


def _is_told(column: Column[object]) -> bool:
    return isinstance(column.type, BigInteger | Integer | Boolean | Date | UtcDateTime)


def _wrong(column: Column[object]) -> ColumnElement[bool]:
    kind = func.typeof(column)
    if isinstance(column.type, Date | UtcDateTime):
        words = type_coerce(column, Words)
        day = and_(words.op("GLOB")("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*"),
                   func.julianday(words).is_not(None))  # fmt: skip
        return and_(column.is_not(None), not_(func.coalesce(day, False)))
    return kind.not_in(("integer", "null"))


CHECK = Check("values", N_("Every number and day can be read"), _values)
