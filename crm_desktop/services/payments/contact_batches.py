"""Asking about many customers at once: by batches of them, or in one pass over all.

Looking customers up one by one is right for a few. For a good part of all it costs several times
what one pass over the whole table does, which then must not be led astray by an index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_desktop.db.models import Contact

_BATCH = 500
_PART = 3  # of all customers, from where on one pass is faster


def batches(session: Session, contact_ids: Sequence[int]) -> Iterator[Sequence[int] | None]:
    """The customers in batches; ``None`` once for all there are, among them those asked for."""
    known = session.scalar(select(func.max(Contact.id))) or 0
    if len(contact_ids) > max(_BATCH, known // _PART):
        yield None
        return
    for start in range(0, len(contact_ids), _BATCH):
        yield contact_ids[start : start + _BATCH]


def of(
    column: InstrumentedAttribute[int | None], some: Sequence[int] | None
) -> tuple[ColumnElement[bool], ...]:
    """The condition that rows are of this batch."""
    return () if some is None else (column.in_(some),)


def bare(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """A column that no index is looked up by: for what is sought otherwise, or not at all."""
    return literal_column(f"+{column.class_.__tablename__}.{column.key}", column.type)
