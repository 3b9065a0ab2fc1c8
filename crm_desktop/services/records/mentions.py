"""Whom a typed line speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Contact

_RUN = re.compile(r"[\u3400-\u9fff·A-Za-z0-9（）()]+")
_LATIN = re.compile(r"[^\W\d_\u3400-\u9fff][\w'’.-]*")
_MOST_HAN, _MOST_WORDS, _SHORTEST_FIRST_NAME = 16, 5, 3
_MOST_TYPED, _BATCH = 300, 400


@dataclass(frozen=True, slots=True)
class Mention:
    """A customer named in a line. ``others`` is how many more bear that name."""

    contact_id: int
    name: str
    others: int = 0


def mentioned(session: Session, typed: str) -> Mention | None:
    """The customer with the longest name (or short name) that stands in ``typed``.

    Where none stands there in full, a Latin first name does if it begins one name only. ``None``
    when nobody is named. Whoever shares the name is counted, never guessed.
    """
    typed = typed[:_MOST_TYPED]
    found: dict[str, list[tuple[int, str]]] = {}
    wanted = list(dict.fromkeys(_candidates(typed)))
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        for contact_id, name, short in session.execute(
            _living(or_(Contact.name.in_(some), Contact.short_name.in_(some)))
        ):
            key = name if name in typed else short
            found.setdefault(key, []).append((contact_id, name))
    if not found:
        return _by_first_name(session, typed)
    same = found[max(found, key=len)]
    return Mention(same[0][0], same[0][1], len(same) - 1)


def _candidates(typed: str) -> Iterator[str]:
    """Every run of characters and every run of words that might be a name."""
    for run in _RUN.findall(typed):
        for start in range(len(run)):
            for end in range(start + 2, min(len(run), start + _MOST_HAN) + 1):
                yield run[start:end]
    words = typed.split()
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + _MOST_WORDS) + 1):
            yield " ".join(words[first:last]).strip(" ,.;:，。；：")


def _by_first_name(session: Session, typed: str) -> Mention | None:
    found: list[tuple[int, str]] = []
    for word in _LATIN.findall(typed):
        if len(word) >= _SHORTEST_FIRST_NAME and word[0].isupper():
            begins = Contact.name.between(f"{word} ", f"{word}!")
            found += [(one.id, one.name) for one in session.execute(_living(begins).limit(2))]
    return Mention(*found[0]) if len(found) == 1 else None


def _living(clause: ColumnElement[bool]) -> Any:
    return (
        select(Contact.id, Contact.name, Contact.short_name)
        .where(clause, Contact.deleted_at.is_(None), Contact.archived_at.is_(None))
        .order_by(Contact.id)
    )
