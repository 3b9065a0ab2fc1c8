"""Two files side by side: which row of the other file is which row of the open one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress
from crm_desktop.db import bulk, change_log
from crm_desktop.db.models import Base, Record
from crm_desktop.db.other_file import Rows

_TICK = 2_000

Pairs = dict[int, int]
"""Id in the other file to id in the open one; 0 for a row that is known and stays behind."""


@dataclass(slots=True)
class Part:
    """One table: ids from ``first`` on are made by the merge, in the order of the other's ids."""

    first: int
    to: Pairs = field(default_factory=dict)
    fresh: int = 0
    same: int = 0

    def make(self, other_id: int) -> int:
        """Give out the id of a row to be made."""
        made = self.to[other_id] = self.first + self.fresh
        self.fresh += 1
        return made

    def known(self, other_id: int, own_id: int) -> None:
        """Note that a row is there already."""
        self.to[other_id] = own_id
        self.same += 1

    def is_there(self, own_id: int | None) -> bool:
        """Whether a row of that id was there before the merge."""
        return own_id is not None and 0 < own_id < self.first

    def run(self) -> tuple[int, int]:
        """First and last id made."""
        return self.first, self.first + self.fresh - 1


@dataclass(slots=True)
class Join:
    """A merge being worked out. ``recalled`` are the rows an earlier merge, or a common past,
    tells to be the same; ``matched`` the contacts recognised now for the first time."""

    session: Session
    own: Rows
    other: Rows
    batch_id: int
    progress: Progress
    total: int = 0
    done: int = 0
    parts: dict[str, Part] = field(default_factory=dict)
    recalled: dict[str, Pairs] = field(default_factory=dict)
    matched: set[int] = field(default_factory=set)
    numbers_twice: int = 0
    paid: Pairs = field(default_factory=dict)
    payments_left: int = 0
    branch_id: int = 0
    branch_is_new: bool = False
    _entities: dict[int, str] = field(default_factory=dict)

    def part(self, table: str) -> Part:
        """What becomes of a table's rows."""
        found = self.parts.get(table)
        if found is None:
            found = self.parts[table] = Part(bulk.next_id(self.session, model_of(table)))
        return found

    def recall(self, table: str, other_id: int) -> bool:
        """Whether it is known which row this is; it is noted then."""
        own_id = self.recalled.get(table, {}).get(other_id)
        if own_id is None:
            return False
        self.part(table).known(other_id, own_id)
        return True

    def own_id(self, table: str, other_id: int | None) -> int | None:
        """Where a reference leads in the open file; ``None`` for nowhere."""
        if other_id is None or table not in self.parts:
            return None
        return self.parts[table].to.get(other_id) or None

    def record_table(self, table: str, row: Sequence[Any], at: Mapping[str, int]) -> str:
        """The table whose record a row of the other file (a file, an own field's value) is of."""
        if table != "custom_value":
            return str(row[at["record_table"]])
        if not self._entities:
            self._entities.update(self.other.read("custom_field", ("id", "entity")))
        return self._entities.get(row[at["field_id"]], "")

    def removable(self, table: str) -> bool:
        """Whether rows of a table can lie in the recycle bin."""
        return "deleted_at" in Base.metadata.tables[table].columns

    def tick(self, words: str) -> None:
        """Report every so many rows; may raise ``Cancelled``."""
        self.done += 1
        if not self.done % _TICK:
            self.progress(min(self.done, self.total), self.total, words)


def model_of(table: str) -> type[Record]:
    """The model of a logged table."""
    return _models()[table]


def _models() -> dict[str, type[Record]]:
    if not _MODELS:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, Record):
                _MODELS[mapper.class_.__tablename__] = mapper.class_
    return _MODELS


_MODELS: dict[str, type[Record]] = {}


def in_table(rows: Rows, table: str, columns: Sequence[str], ids: Iterable[int]) -> dict[int, Any]:
    """Rows of ``columns`` by id, for those among ``ids``."""
    wanted = set(ids)
    if not wanted:
        return {}
    run = f"id BETWEEN {min(wanted)} AND {max(wanted)}"
    found = rows.read(table, ("id", *columns), run)
    return {row[0]: row[1:] for row in found if row[0] in wanted}


def count_rows(join: Join) -> int:
    """How many rows the other file holds in all."""
    names = [table.name for table in change_log.logged_tables()]
    return sum(join.other.one(f"SELECT count(*) FROM {name}") for name in names)


def matching() -> str:
    """What the first half of the work is called."""
    return _("Comparing the two files")


def writing() -> str:
    """What the second half is called."""
    return _("Taking over")
