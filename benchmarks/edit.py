"""Saving one edit: a customer's name, with log, undo, figures and search index kept.

The floor replays the very statements of each save on a copy of the file through one plain
connection, with nothing of ours around them.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import comparing, files
from crm_desktop.core import clock
from crm_desktop.db.engine import raw
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts

Edit = tuple[int, str]


def edits(rows: int, number: int) -> list[Edit]:
    """Which contact gets which name."""
    rng = random.Random(11)
    source = files.people(13)
    return [(rng.randint(1, rows), next(source)[0]) for _ in range(number)]


def save(store: Store, edit: Edit) -> None:
    """One edit as the window makes it."""
    store.write("Edit", contacts.edit, edit[0], name=edit[1])


def recorded(path: Path, saves: list[Callable[[Store], object]]) -> list[list[str]]:
    """The statements each save executes, values filled in, triggers' own left out."""
    said: list[list[str]] = []

    def note(statement: str) -> None:
        # One that fires triggers is told again after each of them.
        if not statement.startswith("--") and said[-1][-1:] != [statement]:
            said[-1].append(statement)

    with Store.open(path) as store:
        with store._writer.connect() as connection:  # type: ignore[union-attr]
            raw(connection).set_trace_callback(note)
            said.append([])
        for save_one in saves:
            said.append([])
            save_one(store)
    return said[1:]


def plain_writer(path: Path) -> sqlite3.Connection:
    """A connection set up as ours is, with nothing around it."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
        "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 16384;"
    )
    return plain


def copy(path: Path, name: str) -> Path:
    target = path.with_name(name)
    for old in path.parent.glob(f"{name}*"):
        old.unlink()
    shutil.copy(path, target)
    return target


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=100_000, rounds=400)
    path = files.contacts(options.rows)
    todo = edits(options.rows, options.rounds)
    clock.freeze(clock.now())
    saves = [partial(save, edit=one) for one in todo]
    statements = recorded(copy(path, "edit-recorded.crm"), saves)
    with (
        Store.open(copy(path, "edit-ours.crm")) as store,
        contextlib.closing(plain_writer(copy(path, "edit-floor.crm"))) as plain,
    ):

        def replay(one: list[str]) -> None:
            for statement in one:
                plain.execute(statement)

        pairs = [
            (
                comparing.timed(lambda s=said: replay(s)),
                comparing.timed(lambda e=edit: save(store, e)),
            )
            for said, edit in zip(statements, todo, strict=True)
        ][20:]
    timings = comparing.Timings(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))
    comparing.say(f"save one edit among {options.rows:,}", timings, "p50 1 ms, p99 3 ms")
    for label, seconds in (("floor", timings.floor), ("ours", timings.ours)):
        parts = (f"p{p} {comparing.shown(comparing.percentile(seconds, p))}" for p in (50, 95, 99))
        print(f"  {label}: {', '.join(parts)}")


if __name__ == "__main__":
    main()
