"""The rows behind the list of sales, read so that the window never waits for a large file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from crm_desktop.services.sales import sale_list
from crm_desktop.services.sales.sale_list import SaleQuery, SaleRow
from crm_desktop.ui.widgets.table_model import PAGE
from crm_desktop.ui.workspace import Workspace

INLINE_LIMIT = 5_000  # in a file of fewer sales every query takes a few milliseconds


@dataclass(frozen=True, slots=True)
class Loaded:
    """The answer to a query: how many sales match, the first page, and all ids once known."""

    query: SaleQuery
    count: int
    first: Sequence[SaleRow]
    ids: Sequence[int] | None = None


def load(session: Any, query: SaleQuery) -> Loaded:
    """Count what matches and read the first page."""
    count = sale_list.count(session, query)
    return Loaded(query, count, sale_list.page(session, query, 0, PAGE))


def is_small(session: Any) -> bool:
    """True for a file whose sales may be queried on the GUI thread."""
    oldest_first = SaleQuery(cancelled=True, descending=False)
    return not sale_list.page(session, oldest_first, INLINE_LIMIT, 1)


class SaleSource:
    """A ``RowSource`` over the latest answer. With the order known every page costs the same."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._loaded = Loaded(SaleQuery(), 0, ())

    def take(self, loaded: Loaded) -> None:
        """Show another answer."""
        self._loaded = loaded

    def take_order(self, query: SaleQuery, ids: Sequence[int]) -> None:
        """Remember the whole order, if it is that of the present answer."""
        loaded = self._loaded
        if loaded.query == query and loaded.count == len(ids):
            self._loaded = Loaded(query, loaded.count, loaded.first, ids)

    def count(self) -> int:
        """How many rows there are."""
        return self._loaded.count

    def fetch(self, offset: int, limit: int) -> Sequence[SaleRow]:
        """A slice of the rows."""
        loaded = self._loaded
        if offset + limit <= len(loaded.first) or (offset == 0 and loaded.count <= limit):
            return loaded.first[offset : offset + limit]
        rows: Sequence[SaleRow]
        if loaded.ids is not None:
            wanted = list(loaded.ids[offset : offset + limit])
            rows = self._workspace.read(sale_list.rows, wanted, loaded.query.today)
        else:
            rows = self._workspace.read(sale_list.page, loaded.query, offset, limit)
        return rows


class SaleLoader(QObject):
    """Asks queries, at once in a small file; only the answer to the latest is handed over."""

    def __init__(self, workspace: Workspace, source: SaleSource) -> None:
        super().__init__()
        self._workspace = workspace
        self._source = source
        self._latest = 0
        self._small: bool | None = None

    def measure_again(self) -> None:
        """The file may have grown: look again before the next query."""
        self._small = None

    def ask(self, query: SaleQuery, ready: Callable[[], object]) -> None:
        """Answer ``query``; ``ready`` is called once the source has taken the answer."""
        self._latest += 1
        number = self._latest
        if self._small is None:
            self._small = bool(self._workspace.read(is_small))
        if self._small:
            self._source.take(self._workspace.read(load, query))
            ready()
            return

        def loaded(answer: Loaded) -> None:
            if number == self._latest:
                self._source.take(answer)
                ready()
                self._order(number, query)

        self._workspace.ask(load, query, owner=self, done=loaded)

    def _order(self, number: int, query: SaleQuery) -> None:
        """Read the whole order in the background, so that far pages need no counting off."""

        def take(ids: Sequence[int]) -> None:
            if number == self._latest:
                self._source.take_order(query, ids)

        self._workspace.ask(sale_list.all_ids, query, owner=self, done=take)
