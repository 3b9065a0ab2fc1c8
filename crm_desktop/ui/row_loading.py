"""The rows behind a list, read so that the window never waits for a large file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject

from crm_desktop.core import clock
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.table_model import PAGE
from crm_desktop.ui.workspace import Workspace

_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
INLINE_LIMIT = 5_000  # in a file of fewer records every query takes a few milliseconds


@dataclass(frozen=True, slots=True)
class Reads:
    """What a service can tell of its list, each function with a session first.

    ``count(query)``; ``page(query, offset, limit)``; ``order(query)`` gives every id in order and
    ``rows(ids, today)`` their rows; ``around(query)`` is what stands around the list (sums,
    counts); ``more_than(number)`` whether the file holds more records than that.
    """

    count: Callable[..., int]
    page: Callable[..., Sequence[Any]]
    order: Callable[..., Sequence[int]]
    rows: Callable[..., Sequence[Any]]
    around: Callable[..., Any]
    more_than: Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """How many rows a query has, those from number ``start`` on, and all ids once known."""

    query: Any
    count: int
    start: int
    rows: Sequence[Any]
    around: Any
    ids: Sequence[int] | None = None


def load(session: Any, reads: Reads, query: Any, near: int = 0) -> Answer:
    """Answer a query; far from its beginning with the order of all, as pages there need it."""
    around = reads.around(session, query)
    if near < PAGE:
        count = reads.count(session, query)
        return Answer(query, count, 0, reads.page(session, query, 0, PAGE), around)
    ids = reads.order(session, query)
    start = min(near, len(ids)) // PAGE * PAGE
    rows = reads.rows(session, ids[start : start + 2 * PAGE], clock.today())
    return Answer(query, len(ids), start, rows, around, ids)


class LoadedRows:
    """A ``RowSource`` over one answer. With the order known every page costs the same."""

    def __init__(self, workspace: Workspace, reads: Reads, answer: Answer) -> None:
        self._workspace, self._reads = workspace, reads
        self.answer = answer

    def take_order(self, ids: Sequence[int]) -> None:
        """Remember the whole order, unless rows have come or gone since it was counted."""
        if len(ids) == self.answer.count:
            self.answer = replace(self.answer, ids=ids)

    def count(self) -> int:
        """How many rows there are."""
        return self.answer.count

    def fetch(self, offset: int, limit: int) -> Sequence[Any]:
        """A slice of the rows."""
        known = self.answer
        first, end = offset - known.start, min(offset + limit, known.count) - known.start
        if first >= 0 and end <= len(known.rows):
            return known.rows[first:end]
        rows: Sequence[Any]
        if known.ids is not None:
            wanted = known.ids[offset : offset + limit]
            rows = self._workspace.read(self._reads.rows, wanted, clock.today())
        else:
            rows = self._workspace.read(self._reads.page, known.query, offset, limit)
        return rows

    def ids(self) -> Sequence[int]:
        """Every id in order, read now if need be."""
        if self.answer.ids is None:
            self.take_order(self._workspace.read(self._reads.order, self.answer.query))
        return self.answer.ids or ()

    def number_of(self, row_id: int) -> int | None:
        """Where a record is among the rows read already; ``None`` when it is not."""
        numbered = enumerate(self.answer.rows, self.answer.start)
        return next((number for number, row in numbered if row.id == row_id), None)


def top_number(table: RecordTable) -> int:
    """The number of the first row on screen."""
    return max(0, table.rowAt(0))


def show(table: RecordTable, source: LoadedRows, again: bool) -> None:
    """Show an answer. Of the same query read ``again`` scroll position and current row stay; the
    record the keyboard is on is followed as far as it is on screen."""
    present = table.current_row()
    number = source.number_of(present.id) if present is not None else None
    if again:
        if table.bulk:
            table.clear_bulk()  # chosen by number: another record may stand there now
        before = table.currentIndex().row()
        table.table_model().reload(source)
        if number is not None and number != before and _is_seen(table, number):
            table.select_number(number)
    else:
        table.show_source(source)
        if number is not None and _is_seen(table, number):
            table.select_number(number)
    if table.hasFocus() and source.count() and not table.currentIndex().isValid():
        table.selectionModel().setCurrentIndex(table.model().index(0, 0), _NO_UPDATE)


def _is_seen(table: RecordTable, number: int) -> bool:
    box = table.visualRect(table.model().index(number, table.first_column()))
    return table.viewport().rect().contains(box.center())


class ListLoader(QObject):
    """Asks queries, at once in a small file; ``ready`` gets only the answer to the latest, and
    whether it is the same query read again. Until it comes the old rows stay."""

    def __init__(
        self, workspace: Workspace, reads: Reads, ready: Callable[[LoadedRows, bool], object]
    ) -> None:
        super().__init__()
        self._workspace, self._reads, self._ready = workspace, reads, ready
        self._latest = 0
        self._shown: Any = None  # the query answered last
        self._small: bool | None = None

    def measure_again(self) -> None:
        """The file may be another or have grown: look again before the next query."""
        self._small = None

    def ask(self, query: Any, near: int) -> None:
        """Answer ``query``; ``near`` is the row on screen, if that is of the same query."""
        self._latest += 1
        number, near = self._latest, near if query == self._shown else 0
        if self._small is None:
            self._small = not self._workspace.read(self._reads.more_than, INLINE_LIMIT)
        if self._small:
            self._take(number, self._workspace.read(load, self._reads, query, near))
            return

        def done(answer: Answer) -> None:
            self._take(number, answer)

        self._workspace.ask(load, self._reads, query, near, owner=self, done=done)

    def _take(self, number: int, answer: Answer) -> None:
        if number != self._latest:
            return
        source = LoadedRows(self._workspace, self._reads, answer)
        again, self._shown = answer.query == self._shown, answer.query
        self._ready(source, again)
        if not self._small and answer.ids is None and answer.count > len(answer.rows):
            self._workspace.ask(
                self._reads.order, answer.query, owner=self, done=source.take_order
            )  # fmt: skip
