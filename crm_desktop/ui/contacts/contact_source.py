"""The rows behind the customer list, read so that the window never waits for a large file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crm_desktop.services import contact_list
from crm_desktop.services.contact_list import ContactQuery, ContactRow
from crm_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# Up to this many customers a query takes a few milliseconds and is answered at once.
INLINE_LIMIT = 5_000
# Up to this many matches the order is read together with their number.
_ORDER_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """The answer to a query: how many match and, unless there are very many, all ids in order."""

    query: ContactQuery
    count: int
    ids: Sequence[int] | None


class ContactSource:
    """A ``RowSource`` over one answer. With the order known every page costs the same."""

    def __init__(self, workspace: Workspace, loaded: Loaded) -> None:
        self._workspace = workspace
        self._loaded = loaded

    @property
    def query(self) -> ContactQuery:
        """What was asked."""
        return self._loaded.query

    def take_order(self, ids: Sequence[int]) -> None:
        """Remember the whole order once it has been read."""
        self._loaded = Loaded(self._loaded.query, self._loaded.count, ids)

    def count(self) -> int:
        """How many rows there are."""
        return self._loaded.count

    def fetch(self, offset: int, limit: int) -> Sequence[ContactRow]:
        """A slice of the rows."""
        ids = self._loaded.ids
        if ids is not None:
            rows: list[ContactRow] = self._workspace.read(
                contact_list.rows, ids[offset : offset + limit]
            )
            return rows
        page: list[ContactRow] = self._workspace.read(
            contact_list.page, self.query, offset, limit, self._loaded.count
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
    count = contact_list.count(session, query)
    ids = contact_list.page_ids(session, query, 0, count, count) if count <= _ORDER_LIMIT else None
    return Loaded(query, count, ids)


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
    ) -> None:
        """Call ``done(function(session, *args))``."""
        if self.is_small():
            done(self.workspace.read(function, *args))
        else:
            self.workspace.ask(function, *args, owner=self._owner, done=done)


def _is_small(session: Session) -> bool:
    by_age = ContactQuery(sort="created", descending=False)
    # A total is given only to keep it from counting the whole file.
    return not contact_list.page_ids(session, by_age, INLINE_LIMIT, 1, total=10 * INLINE_LIMIT)


class ContactLoader(QObject):
    """Asks queries; only the answer to the latest one is handed over."""

    def __init__(self, reader: Reader, ready: Callable[[ContactSource], object]) -> None:
        super().__init__()
        self._reader = reader
        self._ready = ready
        self._latest = 0

    def ask(self, query: ContactQuery) -> None:
        """Answer ``query``; ``ready`` gets the source."""
        self._latest += 1
        number = self._latest
        self._reader.answer(lambda loaded: self._take(number, loaded), load, query)

    def _take(self, number: int, loaded: Loaded) -> None:
        if number != self._latest:
            return
        source = ContactSource(self._reader.workspace, loaded)
        self._ready(source)
        if loaded.ids is None:
            self._reader.workspace.ask(
                contact_list.all_ids,
                loaded.query,
                owner=self,
                done=lambda ids: source.take_order(ids) if number == self._latest else None,
            )
