"""Many customers from few: the rows of one block written again for other people.

A sample file of a million customers need not be a million stories. What a block wrote is kept
as rows, and written again with new ids, names, phones and receipt numbers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core import names
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, ContactPhone, Record, Sale
from crm_desktop.services.demo.demo_content import Content
from crm_desktop.services.demo.demo_rows import phone_key

_POINTS_TO = {
    "contact_id": "contact",
    "sale_id": "sale",
    "sale_line_id": "sale_line",
    "payment_id": "payment",
}
"""Columns that name rows of the same block, and the table they point to."""


@dataclass(frozen=True, slots=True)
class Written:
    """One call of ``insert``: what it wrote, and under which ids."""

    model: type[Record]
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    ids: range


@dataclass(slots=True)
class Recorder:
    """Inserts rows and keeps them, to ``repeat`` them."""

    session: Session
    written: list[Written] = field(default_factory=list)

    def insert(
        self, model: type[Record], columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> range:
        """``bulk.insert_rows``, remembered."""
        kept = [tuple(row) for row in rows]
        ids = bulk.insert_rows(self.session, model, columns, kept)
        self.written.append(Written(model, tuple(columns), kept, ids))
        return ids

    def repeat(self, rng: random.Random, content: Content, receipt: int) -> int:
        """Write everything again for other people; returns the next receipt number."""
        shifts: dict[str, int] = {}
        numbers = iter(range(receipt, 1 << 60))
        for one in self.written:
            rows = _shifted(one, shifts)
            if one.model is Contact:
                rows = _renamed(one, rows, rng, content)
            elif one.model is ContactPhone:
                rows = _other_numbers(one, rows, rng)
            elif one.model is Sale:
                rows = _replaced(one, rows, "number", lambda _old: f"LS-{next(numbers):05}")
            ids = bulk.insert_rows(self.session, one.model, one.columns, rows)
            shifts.setdefault(one.model.__tablename__, ids.start - one.ids.start)
        return next(numbers)


def _shifted(one: Written, shifts: dict[str, int]) -> list[tuple[Any, ...]]:
    """The rows pointing to the new ids of their block."""
    moves = [
        (at, shifts[_POINTS_TO[column]])
        for at, column in enumerate(one.columns)
        if column in _POINTS_TO
    ]
    if not moves:
        return one.rows
    rows = []
    for row in one.rows:
        new = list(row)
        for at, shift in moves:
            if new[at] is not None:
                new[at] += shift
        rows.append(tuple(new))
    return rows


def _replaced(
    one: Written, rows: list[tuple[Any, ...]], column: str, value: Callable[[Any], Any]
) -> list[tuple[Any, ...]]:
    at = one.columns.index(column)
    return [(*row[:at], value(row[at]), *row[at + 1 :]) for row in rows]


def _renamed(
    one: Written, rows: list[tuple[Any, ...]], rng: random.Random, content: Content
) -> list[tuple[Any, ...]]:
    """Other people's names, with their readings; companies keep their trade."""
    kind, name = one.columns.index("kind"), one.columns.index("name")
    brands: Sequence[str] = content["names"]["brands"]
    called = [
        _rebranded(row[name], rng, brands) if row[kind] == "company" else content.person(rng)
        for row in rows
    ]
    spoken: Iterator[tuple[str, str]] = iter(names.pinyin_batch(called))
    people = iter(called)
    rows = _replaced(one, rows, "name", lambda _old: next(people))
    readings = list(spoken)
    full, short = iter([r[0] for r in readings]), iter([r[1] for r in readings])
    rows = _replaced(one, rows, "pinyin", lambda _old: next(full))
    return _replaced(one, rows, "initials", lambda _old: next(short))


def _rebranded(name: str, rng: random.Random, brands: Sequence[str]) -> str:
    brand = next((brand for brand in brands if name.startswith(brand)), "")
    return rng.choice(brands) + name[len(brand) :] if brand else name


def _other_numbers(
    one: Written, rows: list[tuple[Any, ...]], rng: random.Random
) -> list[tuple[Any, ...]]:
    at = one.columns.index("number")
    last = [f"{row[at][:-4]}{rng.randint(0, 9999):04}" for row in rows]
    numbers, keys = iter(last), iter([phone_key(number) for number in last])
    rows = _replaced(one, rows, "number", lambda _old: next(numbers))
    return _replaced(one, rows, "key", lambda _old: next(keys))
