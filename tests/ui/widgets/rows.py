"""Rows for tables under test, and a source that counts what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.ui.widgets.table_model import Column


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    phone: str = "139 0000 0000"
    company: bool = False


class People:
    """``total`` people named by their number."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[tuple[int, int]] = []

    def count(self) -> int:
        return self.total

    def fetch(self, offset: int, limit: int) -> Sequence[Person]:
        self.asked.append((offset, limit))
        last = min(offset + limit, self.total)
        return [Person(number + 1, f"Person {number + 1}") for number in range(offset, last)]


COLUMNS = (
    Column("name", "Customer", lambda row: row.name, width=200, stretch=1, sort="name"),
    Column("phone", "Phone", lambda row: row.phone, width=150, rank=1),
    Column("kind", "Kind", lambda row: "", width=150, rank=2, sort="kind", descending=True),
)
