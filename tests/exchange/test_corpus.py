"""Hundreds of files in the style of small shops: every record must come out as it was meant.

Each seed is a file (see ``corpus``) that goes through the whole way in: read, understood, written
into a data file, whose counts and sums are then compared with what the file says.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from crm_desktop.db.store import Store
from crm_desktop.exchange import job, reading, reading_child, spreadsheets
from crm_desktop.exchange.sheets import Workbook
from tests.exchange.corpus import customers, others, sales
from tests.exchange.corpus.cases import Case, found

SHAPES: dict[str, tuple[Callable[[random.Random, Path], Case], int]] = {
    "customers": (customers.case, 85),
    "sales": (sales.case, 90),
    "products": (others.products, 15),
    "log": (others.log, 15),
}
"""What makes a case of each kind, and how many seeds it is tried with."""

_ASKED = {
    "contacts": "SELECT count(*) FROM contact WHERE party <> 'contact_person'",
    "phones": "SELECT count(*) FROM contact_phone",
    "sales": "SELECT count(*) FROM sale WHERE kind <> 'opening'",
    "lines": "SELECT count(*) FROM sale_line WHERE sale_id IN"
    " (SELECT id FROM sale WHERE kind <> 'opening')",
    "total": "SELECT coalesce(sum(total_minor), 0) FROM sale WHERE kind <> 'opening'",
    "paid": "SELECT coalesce(sum(paid_minor), 0) FROM sale WHERE kind <> 'opening'",
    "debts": "SELECT coalesce(sum(total_minor), 0) FROM sale WHERE kind = 'opening'",
    "spent": "SELECT coalesce(sum(opening_spent_minor), 0) FROM contact",
    "products": "SELECT count(*) FROM product",
    "notes": "SELECT count(*) FROM timeline_entry WHERE body <> ''",
}


def counted(store: Store, names: list[str]) -> dict[str, int]:
    with store.read() as session:
        return {name: session.execute(text(_ASKED[name])).scalar_one() for name in names}


def read_here(path: Path, kind: str, _waiting: object) -> Workbook:
    """What the process of the reader does, without starting one: it takes most of the time."""
    return reading._workbook(path, reading_child._plain(spreadsheets.read(path, kind)))


@pytest.mark.parametrize(
    ("shape", "seed"),
    [(shape, seed) for shape, (_make, seeds) in SHAPES.items() for seed in range(seeds)],
)
def test_every_record_comes_out_as_it_was_meant(
    shape: str, seed: int, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 15:
        monkeypatch.setattr(reading, "read_apart", read_here)
    case = SHAPES[shape][0](random.Random(f"{shape} {seed}"), tmp_path)
    before = counted(store, list(case.counts))
    prepared = job.prepare(case.paths)
    tables = {(table.kind, table.sheet): table for table in prepared.tables()}
    assert list(tables) == list(case.sheets)
    for key, meant in case.sheets.items():
        names = {name: None for record in meant.values() for name in record}
        records = found(tables[key], names)
        assert {row: {n: one[n] for n in meant[row]} for row, one in records.items()
                if row in meant} == meant  # fmt: skip
        assert list(records) == list(meant)
    report = store.write("Import", job.apply, prepared).value
    after = counted(store, list(case.counts))
    assert {name: after[name] - before[name] for name in after} == case.counts
    assert report.contacts_new == case.counts["contacts"]
    assert report.sales_new == case.counts["sales"]
