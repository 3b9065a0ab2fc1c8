"""What a check of a file proves, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

MOST = 100
"""Findings told per check."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: which record, and a sentence."""

    check: str
    table: str
    row_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing proven; ``title`` is a msgid."""

    key: str
    title: str
    run: Callable[[Session], Iterator[Finding]]
