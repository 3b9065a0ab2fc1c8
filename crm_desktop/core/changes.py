"""What one write touched: the notice by which every open page refreshes itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """Tables and the ids touched in them by one action.

    ``ids`` maps a table name to row ids changed one by one; ``ranges`` maps a table name to
    inclusive ``(first, last)`` runs written in bulk (an import); ``everything`` is set after a
    restore, when any row may differ.
    """

    action_id: int = 0
    ids: Mapping[str, frozenset[int]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.everything or self.ids or self.ranges)

    def tables(self) -> frozenset[str]:
        """Names of all tables with at least one touched row."""
        return frozenset(self.ids) | frozenset(self.ranges)

    def touches(self, *tables: str) -> bool:
        """True when any of ``tables`` was touched."""
        return self.everything or not self.tables().isdisjoint(tables)

    def has(self, table: str, row_id: int) -> bool:
        """True when this row of this table was touched."""
        if self.everything or row_id in self.ids.get(table, frozenset()):
            return True
        return any(first <= row_id <= last for first, last in self.ranges.get(table, ()))

    def each_id(self, table: str) -> Iterator[int]:
        """Every touched id of ``table``; ranges are walked."""
        yield from self.ids.get(table, frozenset())
        for first, last in self.ranges.get(table, ()):
            yield from range(first, last + 1)
