"""Many contacts at once, with all indexes, change log, figures and search.

The floor inserts the same rows into a bare table without any index.
"""

from __future__ import annotations

import contextlib
import sqlite3
from itertools import islice

from sqlalchemy.orm import Session

from benchmarks import comparing, files
from crm_desktop.core import names
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store

_COLUMNS = ("name", "pinyin", "initials", "created_at")
_BATCH = 100_000


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=1_000_000, rounds=1)
    called = [name for name, _phone, _address in islice(files.people(3), options.rows)]
    rows = [
        (name, full, short, "2026-01-01 00:00:00.000000")
        for name, (full, short) in zip(called, names.pinyin_batch(called), strict=True)
    ]
    path = files.scratch() / "bulk.crm"
    bare = files.scratch() / "bulk-floor.db"

    def floor() -> None:
        bare.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(bare, isolation_level=None)) as plain:
            plain.execute("PRAGMA journal_mode = WAL")
            plain.execute("PRAGMA synchronous = NORMAL")
            plain.execute(
                "CREATE TABLE contact (id INTEGER PRIMARY KEY, name, pinyin, initials, at)"
            )
            plain.execute("BEGIN")
            plain.executemany("INSERT INTO contact VALUES (NULL, ?, ?, ?, ?)", rows)
            plain.execute("COMMIT")

    def fill(session: Session) -> None:
        for start in range(0, len(rows), _BATCH):
            bulk.insert_rows(session, Contact, _COLUMNS, rows[start : start + _BATCH])

    def ours() -> None:
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        with Store.create(path) as store:
            store.write("Import", fill)

    pairs = [(comparing.timed(floor), comparing.timed(ours)) for _ in range(options.rounds)]
    timings = comparing.Timings(tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))
    comparing.say(f"insert {options.rows:,} contacts, searchable", timings, "x8")
    for label, seconds in (("floor", timings.floor), ("ours", timings.ours)):
        print(f"  {label}: {min(seconds) / options.rows * 1e6:.1f} us a row")


if __name__ == "__main__":
    main()
