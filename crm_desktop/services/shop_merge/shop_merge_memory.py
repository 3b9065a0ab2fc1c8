"""Which rows of the other file are known: from a merge done before, or from a common past.

Every merge keeps, in its import batch, where the other's log stood and which id became which. A
later state of the same file holds that log entry still, and so do we when we are the file the
other one took over. Two copies of one file share the beginning of their logs: what was made there
has the same id in both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from crm_desktop.db.other_file import Rows
from crm_desktop.services.shop_merge.shop_merge_join import Join, Pairs
from crm_desktop.services.shop_merge.shop_merge_tables import taken_tables

KIND = "shop"
"""``kind`` of the import batch of a merge."""

_MOST_ROWS = 10_000_000
"""A mapping that claims more is not ours: it would fill the memory."""

Known = dict[str, Pairs]


def recall(join: Join) -> None:
    """Fill ``join.recalled``. Rows that are gone for good in the open file are led to 0."""
    known: Known = {}
    _common_past(join, known)
    for pairs in _merges(join.other, join.own):
        _add(known, {table: _turned(one) for table, one in pairs.items()})
    for pairs in _merges(join.own, join.other):
        _add(known, pairs)
    for table, pairs_ in known.items():
        there = {row[0] for row in join.own.ask(f"SELECT id FROM {table}")}
        known[table] = {one: own if own in there else 0 for one, own in pairs_.items()}
    _follow_merged(join, known.get("contact", {}))
    join.recalled = known


def mapping_of(join: Join) -> str:
    """What the batch of this merge is to keep, as JSON."""
    taken = {name: _runs(part.to) for name, part in join.parts.items() if part.to}
    return json.dumps({"log": _mark(join.other), "taken": taken}, separators=(",", ":"))


def _mark(rows: Rows) -> list[Any]:
    """Where a file's log stands: its first and its last entry."""
    first = next(rows.ask("SELECT id, done_at FROM action ORDER BY id LIMIT 1"), (0, ""))
    last = next(rows.ask("SELECT id, done_at FROM action ORDER BY id DESC LIMIT 1"), (0, ""))
    return [*first, *last]


def _merges(keeper: Rows, other: Rows) -> Iterable[Known]:
    """What merges of ``other`` into ``keeper`` have kept, the earliest first."""
    for _id, text in keeper.read("import_batch", ("id", "mapping"), "kind = ?", (KIND,)):
        kept = _parsed(text)
        if kept is None or not _passed(other, kept["log"]):
            continue
        yield {table: _pairs(runs) for table, runs in kept["taken"].items()}


def _parsed(text: str) -> dict[str, Any] | None:
    """A batch's mapping, or nothing where somebody has spoilt it."""
    try:
        kept = json.loads(text)
        first, first_at, last, last_at = kept["log"]
        numbers = [first, last]
        rows = sum(run[2] for runs in kept["taken"].values() for run in runs)
        names = {table.name for table in taken_tables()}
        for table, runs in kept["taken"].items():
            numbers += [number for run in runs for number in run]
            if table not in names or any(len(run) != 3 for run in runs):
                return None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    texts = isinstance(first_at, str) and isinstance(last_at, str)
    sound = texts and rows <= _MOST_ROWS and all(isinstance(one, int) for one in numbers)
    return kept if sound else None


def _passed(rows: Rows, mark: list[Any]) -> bool:
    """Whether a file's log holds the entries of a mark."""
    statement = (
        "SELECT count(*) FROM action WHERE (id = ? AND done_at = ?) OR (id = ? AND done_at = ?)"
    )
    entries = {(mark[0], mark[1]), (mark[2], mark[3])}
    return bool(rows.one(statement, mark) == len(entries))


def _common_past(join: Join, known: Known) -> None:
    """What two copies of one file had before they went separate ways."""
    last = _last_common(join.own, join.other)
    if not last:
        return
    statement = (
        "SELECT table_name, max(coalesce(last_row_id, row_id)) FROM change"
        " WHERE action_id <= ? AND operation = 'I' GROUP BY table_name"
    )
    names = {table.name for table in taken_tables()}
    for table, highest in join.own.ask(statement, (last,)):
        if table in names:
            ids = join.other.read(table, ("id",), "id <= ?", (highest,))
            known[table] = {row[0]: row[0] for row in ids}


def _last_common(own: Rows, other: Rows) -> int:
    """Id of the last log entry both files share; 0 when they never were one."""
    last = 0
    columns = ("id", "done_at", "name")
    for mine, theirs in zip(
        own.read("action", columns), other.read("action", columns), strict=False
    ):
        # An instant on the full second proves nothing: two files may well share it.
        if mine != theirs or mine[1].endswith(".000000"):
            break
        last = mine[0]
    return last


def _follow_merged(join: Join, contacts: Pairs) -> None:
    """A customer merged into another meanwhile is that other."""
    rows = join.own.read("contact", ("id", "merged_into_id"), "merged_into_id IS NOT NULL")
    into: Pairs = dict(rows)
    for one in contacts if into else ():
        seen = set[int]()
        while contacts[one] in into and contacts[one] not in seen:
            seen.add(contacts[one])
            contacts[one] = into[contacts[one]]


def _add(known: Known, more: Known) -> None:
    for table, pairs in more.items():
        known.setdefault(table, {}).update(pairs)


def _turned(pairs: Pairs) -> Pairs:
    return {own: one for one, own in pairs.items() if own}


def _runs(pairs: Pairs) -> list[list[int]]:
    """Pairs as ``[from, to, number]``: ids given out in one go are one run."""
    runs: list[list[int]] = []
    for one in sorted(pairs):
        own = pairs[one]
        if runs and one == runs[-1][0] + runs[-1][2] and own == runs[-1][1] + runs[-1][2] and own:
            runs[-1][2] += 1
        else:
            runs.append([one, own, 1])
    return runs


def _pairs(runs: Iterable[list[int]]) -> Pairs:
    return {
        one + step: own + step if own else 0 for one, own, number in runs for step in range(number)
    }
