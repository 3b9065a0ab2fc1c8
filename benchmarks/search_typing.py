"""Searching while typing: one to three characters, Chinese, pinyin, initials and phone digits.

The floor looks the same prefix up in a bare table of keys and fetches fifty rows by id, in plain
SQL on one connection; ours is the whole service: folding, index, checks and rows to show.
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
from itertools import islice

from benchmarks import comparing, files
from crm_desktop.core import names
from crm_desktop.db.store import Store
from crm_desktop.services import search


def queries(seed: int, number: int) -> dict[str, list[str]]:
    """By kind, what people type first."""
    rng = random.Random(seed)
    called = [name for name, _phone, _address in islice(files.people(seed), number * 3)]
    spoken = names.pinyin_batch(called)
    kinds: dict[str, list[str]] = {}
    for length in (1, 2, 3):
        for (name, phone, _a), (full, short) in zip(
            islice(files.people(seed), number), spoken, strict=False
        ):
            start = rng.randint(0, max(0, len(name) - length))
            kinds.setdefault(f"Chinese, {length}", []).append(name[start : start + length])
            kinds.setdefault(f"pinyin, {length}", []).append(full[:length])
            kinds.setdefault(f"initials, {length}", []).append(short.split()[0][:length])
            kinds.setdefault(f"phone, {length + 1}", []).append(phone[-length - 1 :])
    return kinds


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=1_000_000, rounds=60)
    path = files.contacts(options.rows)
    every: list[float] = []
    with (
        Store.open(path, read_only=True) as store,
        contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as plain,
        store.read() as session,
    ):

        def floor(query: str) -> None:
            ids = plain.execute(
                "SELECT id FROM search_key WHERE key >= ? AND key < ? LIMIT 50",
                (query, query + "\U0010ffff"),
            ).fetchall()
            marks = ", ".join("?" * len(ids))
            plain.execute(
                f"SELECT id, name, kind FROM contact WHERE id IN ({marks})",
                [-row[0] for row in ids],
            ).fetchall()

        for kind, typed in queries(7, options.rounds).items():
            for query in typed:
                floor(query)
                search.search(session, query)
            floors = [comparing.timed(lambda q=query: floor(q)) for query in typed]
            ours = [comparing.timed(lambda q=query: search.search(session, q)) for query in typed]
            every += ours
            print(
                f"{kind:12} floor {comparing.shown(comparing.percentile(floors, 50))},"
                f" ours {comparing.shown(comparing.percentile(ours, 50))},"
                f" p95 {comparing.shown(comparing.percentile(ours, 95))}"
            )
    print(f"all: p95 {comparing.shown(comparing.percentile(every, 95))} (target 1 ms)")


if __name__ == "__main__":
    main()
