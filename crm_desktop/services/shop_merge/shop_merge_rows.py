"""Rows of any table: which are there already, by their key or by all they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table, Text

from crm_desktop.core import text
from crm_desktop.services.shop_merge.shop_merge_join import Join, Part, matching
from crm_desktop.services.shop_merge.shop_merge_tables import (
    CLOSED,
    EVENTS,
    KEYS,
    ONLY_MATCHED,
    living,
    owners,
    parents,
)

RECORD = "record_id"
"""Names a record of any table; ``Join.record_table`` tells which."""

_BESIDE = frozenset(
    {"id", "created_at", "deleted_at", "position", "import_batch_id", "shop_id", "rule_key"}
)
"""Columns two rows may differ in and still say the same."""

_EXACT = frozenset(
    {"code", "key", "list_key", "entity", "currency", "sha256", "record_table", "fingerprint"}
)
_NAMES = frozenset({"name", "label", "title", "text"})
_Row = Sequence[Any]


@dataclass(slots=True)
class Compared:
    """How the rows of one table are compared.

    ``columns`` are read of both files, the id first, ``at`` says where each stands; ``leads``
    says to which table a column leads, ``subjects`` are the columns naming what a row is about.
    """

    table: str
    columns: tuple[str, ...]
    leads: dict[str, str]
    owners: frozenset[str]
    subjects: tuple[str, ...]
    key: tuple[str, ...]
    folds: dict[str, Callable[[str], str]]
    at: dict[str, int] = field(default_factory=dict)
    own: dict[Any, list[int]] | None = None

    def signature(self, row: _Row) -> Any:
        """What two rows that are one share; references are ids of the open file."""
        if not self.key:
            return tuple(row[1:])
        found = []
        for choice in self.key:
            first, _bar, second = choice.partition("|")
            name = second if second and not row[self.at[first]] else first
            value, fold = row[self.at[name]], self.folds.get(name)
            found.append((fold(value) or value) if fold and value else value)
        return tuple(found)


def compared(table: Table) -> Compared:
    """How rows of ``table`` are compared."""
    name = table.name
    # What lies within the table, or comes after it, is not known yet.
    leads = {
        column: parent
        for column, parent in parents(table).items()
        if parent not in (name, "import_batch", "attachment")
    }
    owned = owners(table) & leads.keys()
    about = {"contact_id", RECORD} & set(table.columns.keys())
    subjects = EVENTS.get(name, tuple(sorted(owned | about)))
    key = KEYS.get(name, ())
    wanted = {part for choice in key for part in choice.split("|")} or (
        set(table.columns.keys()) - _BESIDE - (parents(table).keys() - leads.keys())
    )
    wanted |= {*owned, *subjects, *({"record_table"} & set(table.columns.keys()))}
    columns = ("id", *(one for one in table.columns.keys() if one in wanted))  # noqa: SIM118
    folds = {one.name: fold for one in table.columns if (fold := _fold(name, one))}
    at = {one: index for index, one in enumerate(columns)}
    return Compared(name, columns, leads, owned, subjects, key, folds, at)


def _fold(table: str, column: Column[Any]) -> Callable[[str], str] | None:
    """How words of a key are compared; ``None`` for to the letter."""
    if not isinstance(column.type, Text) or column.name in _EXACT or table == "choice":
        return None
    return text.key if column.name in _NAMES else text.fold


def plan_rows(join: Join, table: Table) -> None:
    """Find out what becomes of every row of a table."""
    how = compared(table)
    part = join.part(table.name)
    words = matching()
    for row in join.other.read(table.name, how.columns, living(table)):
        join.tick(words)
        if join.recall(table.name, row[0]):
            continue
        led = _led(join, how, row)
        if led is not None:
            _plan_row(join, how, part, led)


def _plan_row(join: Join, how: Compared, part: Part, led: _Row) -> None:
    if _is_new(join, how, led):
        part.make(led[0])
        return
    if how.own is None:
        how.own = _own_rows(join, how)
    signature = how.signature(led)
    found = how.own.get(signature)
    if found:
        # Two alike on their side are two, unless the key makes them one.
        part.known(led[0], found[-1] if how.key else found.pop())
    elif how.table in ONLY_MATCHED or (how.table in CLOSED and _owner_is_there(join, how, led)):
        part.to[led[0]] = 0
    else:
        made = part.make(led[0])
        if how.key and how.subjects:
            how.own[signature] = [made]


def _led(join: Join, how: Compared, row: _Row) -> list[Any] | None:
    """A row with its references led to the open file; ``None`` when it stays behind."""
    led, at = list(row), how.at
    for column, parent in how.leads.items():
        index = at.get(column)
        if index is None or row[index] is None:
            continue
        found = join.parts[parent].to.get(row[index])
        if not found and (column in how.owners or _needs(how, column, known=found == 0)):
            return None
        led[index] = found or None
    if RECORD in at:
        led[at[RECORD]] = join.own_id(join.record_table(how.table, row, at), row[at[RECORD]])
        if led[at[RECORD]] is None:
            return None
    if "shop_id" in at and led[at["shop_id"]] is None and join.branch_id:
        led[at["shop_id"]] = join.branch_id
    return led if _fits(how, led) else None


def _needs(how: Compared, column: str, *, known: bool) -> bool:
    """Whether a row stays behind with what it is about: a paper's part that is not taken since
    the paper is there, or a customer in the recycle bin."""
    return column in how.subjects and (known or (column == "contact_id" and how.table != "voucher"))


def _fits(how: Compared, led: list[Any]) -> bool:
    """The rules of single tables that other ids may break."""
    if how.table == "duplicate_verdict":
        led[1:3] = sorted(led[1:3])
    return how.table not in ("company_person", "duplicate_verdict") or led[1] != led[2]


def _is_new(join: Join, how: Compared, led: _Row) -> bool:
    """Whether nothing of the kind can be there: all it is about is new."""
    about = [(column, led[how.at[column]]) for column in how.subjects]
    if all(own_id is None for _column, own_id in about):
        return how.table in EVENTS
    return not any(_is_there(join, how, led, column, own_id) for column, own_id in about)


def _is_there(join: Join, how: Compared, led: _Row, column: str, own_id: int | None) -> bool:
    if column != RECORD:
        return join.parts[how.leads[column]].is_there(own_id)
    if how.table == "custom_value":
        return False  # its field tells
    return join.parts[led[how.at["record_table"]]].is_there(own_id)


def _owner_is_there(join: Join, how: Compared, led: _Row) -> bool:
    return any(join.parts[how.leads[one]].is_there(led[how.at[one]]) for one in how.owners)


def _own_rows(join: Join, how: Compared) -> dict[Any, list[int]]:
    """The open file's rows by signature, the earliest of those alike last."""
    found: dict[Any, list[int]] = {}
    living_only = "deleted_at IS NULL" if how.key and join.removable(how.table) else ""
    for row in join.own.read(how.table, how.columns, living_only):
        found.setdefault(how.signature(row), []).append(row[0])
    for ids in found.values():
        ids.reverse()
    return found
