"""The rows behind the customer list, read so that the window never waits for a large file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from crm_desktop.services import search
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery, ContactRow
from crm_desktop.ui.jobs import Job
from crm_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Up to this many customers a query takes a few milliseconds and is answered at once.
INLINE_LIMIT = 5_000
# Up to this many matches the order is read together with their number.
_ORDER_LIMIT = 20_000
# The best hits of a search, shown before the rest is looked for.
_FIRST_HITS = 150


@dataclass(frozen=True, slots=True)
class Loaded:
    """The answer to a query: how many match and, unless there are very many, all ids in order.

    ``more`` when these are only the first hits of a search.
    """

    query: ContactQuery
    count: int
    ids: Sequence[int] | None
    more: bool = False


class ContactSource:
    """A ``RowSource`` over one answer. With the order known every page costs the same.

    ``parts`` tells which of ``contact_rows.PARTS`` the list shows.
    """

    def __init__(
        self, workspace: Workspace, loaded: Loaded, parts: Callable[[], Collection[str]] = tuple
    ) -> None:
        self._workspace = workspace
        self._loaded = loaded
        self._parts = parts

    @property
    def query(self) -> ContactQuery:
        """What was asked."""
        return self._loaded.query

    def take_order(self, ids: Sequence[int]) -> None:
        """Remember the whole order once it has been read."""
        self._loaded = Loaded(self._loaded.query, len(ids), ids)

    def count(self) -> int:
        """How many rows there are."""
        return self._loaded.count

    def fetch(self, offset: int, limit: int) -> Sequence[ContactRow]:
        """A slice of the rows."""
        ids = self._loaded.ids
        if ids is not None:
            rows: list[ContactRow] = self._workspace.read(
                contact_list.rows, ids[offset : offset + limit], self._parts()
            )
            return rows
        page: list[ContactRow] = self._workspace.read(
            contact_list.page,
            self.query,
            offset,
            limit,
            self._loaded.count,
            parts=self._parts(),
        )
        return page

    def ids_at(self, first: int, last: int) -> list[int] | None:
        """Ids of the rows ``first`` to ``last``; ``None`` while the order is not known."""
        ids = self._loaded.ids
        return None if ids is None else list(ids[first : last + 1])

    def number_of(self, contact_id: int) -> int | None:
        """Row number of a contact; ``None`` when it is not in the list or not known yet."""
        ids = self._loaded.ids
        try:
            return None if ids is None else ids.index(contact_id)
        except ValueError:
            return None


def load(session: Session, query: ContactQuery) -> Loaded:
    """Answer a query."""
    if query.sort == "best" and query.text.strip():
        return _first_hits(session, query)
    count = contact_list.count(session, query)
    ids = contact_list.page_ids(session, query, 0, count, count) if count <= _ORDER_LIMIT else None
    return Loaded(query, count, ids)


def _first_hits(session: Session, query: ContactQuery) -> Loaded:
    ids = contact_list.best_ids(session, query, _FIRST_HITS)
    more = search.count(session, query.text, _FIRST_HITS) >= _FIRST_HITS
    return Loaded(query, len(ids), ids, more)


class Reader:
    """Reads at once in a small file, where that takes a few milliseconds, else in the background.

    ``owner`` must be alive for an answer to be handed over.
    """

    def __init__(self, workspace: Workspace, owner: QObject) -> None:
        self.workspace = workspace
        self._owner = owner
        self._small: bool | None = None

    def measure_again(self) -> None:
        """The file may have grown: look again before the next answer."""
        self._small = None

    def is_small(self) -> bool:
        """True when answers come at once."""
        if self._small is None:
            self._small = self.workspace.read(_is_small)
        return self._small

    def answer(
        self, done: Callable[[Any], object], function: Callable[..., Any], *args: Any
    ) -> Job | None:
        """Call ``done(function(session, *args))``; returns the job when that is still to come."""
        if self.is_small():
            done(self.workspace.read(function, *args))
            return None
        return self.workspace.ask(function, *args, owner=self._owner, done=done)


def _is_small(session: Session) -> bool:
    by_age = ContactQuery(sort="created", descending=False)
    # A total is given only to keep it from counting the whole file.
    return not contact_list.page_ids(session, by_age, INLINE_LIMIT, 1, total=10 * INLINE_LIMIT)


class ContactLoader(QObject):
    """Asks queries; only the answer to the latest one is handed over, by ``ready``.

    ``grown`` gets the same source again when more rows of the answer are known.
    """

    def __init__(
        self,
        reader: Reader,
        ready: Callable[[ContactSource], object],
        grown: Callable[[ContactSource], object] = lambda _source: None,
        parts: Callable[[], Collection[str]] = tuple,
    ) -> None:
        super().__init__()
        self._parts = parts
        self._reader = reader
        self._ready = ready
        self._grown = grown
        self._latest = 0
        self._waiting: list[Job] = []

    def ask(self, query: ContactQuery, summed: Callable[[Any], object] | None = None) -> None:
        """Answer ``query``; ``ready`` gets the source, ``summed`` the line below the list."""
        self._latest += 1
        number = self._latest
        for job in self._waiting:
            job.cancel()  # what nobody waits for any more must not keep the next answer waiting
        self._waiting = []
        self._read(lambda loaded: self._take(number, loaded, summed), load, query)

    def _read(
        self, done: Callable[[Any], object], function: Callable[..., Any], *args: Any
    ) -> None:
        job = self._reader.answer(done, function, *args)
        if job is not None:
            self._waiting.append(job)
            job.ended.connect(lambda: self._waiting.remove(job) if job in self._waiting else None)

    def _take(self, number: int, loaded: Loaded, summed: Callable[[Any], object] | None) -> None:
        if number != self._latest:
            return
        source = ContactSource(self._reader.workspace, loaded, self._parts)
        self._ready(source)

        def rest() -> None:
            if number == self._latest and self._reader.workspace.is_open:
                self._read_rest(number, source, loaded, summed)

        if self._reader.is_small():
            rest()
        else:
            # Behind the paint of the rows: one thread at a time gets on in Python.
            QTimer.singleShot(0, self, rest)

    def _read_rest(
        self,
        number: int,
        source: ContactSource,
        loaded: Loaded,
        summed: Callable[[Any], object] | None,
    ) -> None:
        """The line below the list, and the whole order where only its beginning is known."""
        if summed is not None:
            self._read(summed, contact_list.summary, loaded.query)
        if loaded.more:
            self._read(
                lambda ids: self._take_order(number, source, ids),
                contact_list.best_ids,
                loaded.query,
            )
        elif loaded.ids is None:
            self._reader.workspace.ask(
                contact_list.all_ids,
                loaded.query,
                owner=self,
                done=lambda ids: self._take_order(number, source, ids),
            )

    def _take_order(self, number: int, source: ContactSource, ids: Sequence[int]) -> None:
        if number == self._latest:
            source.take_order(ids)
            self._grown(source)
