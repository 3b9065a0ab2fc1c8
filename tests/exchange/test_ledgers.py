"""Many random sales sheets: every line is booked as it was meant, once, and taken back whole."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm_desktop.db.models import Contact, Payment, Sale, SaleLine
from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from tests.exchange import ledgers, workbooks
from tests.services.imports.test_imports import snapshot

_SEEDS = [(shape, seed) for shape, count in
          (("ledger", 20), ("cross_tab", 15), ("months", 5), ("stacked", 15))
          for seed in range(count)]  # fmt: skip


def written(sheets: list[ledgers.Sheet], dice: random.Random, folder: Path) -> Path:
    """The sheets as one file; a single one also as text in some encoding."""
    if len(sheets) > 1 or dice.random() < 0.15:
        rows = {sheet.name: sheet.rows for sheet in sheets}
        dressed = iter(sheets)
        return workbooks.xlsx(folder / "台账.xlsx", rows, lambda page: next(dressed).dress(page))
    (sheet,) = sheets
    if dice.random() < 0.3:
        return workbooks.html(folder / "台账.xls", sheet.rows)
    encoding = dice.choice(("utf-8-sig", "utf-8", "gb18030", "utf-16"))
    return workbooks.csv(folder / "台账.csv", sheet.rows, encoding, dice.choice(",;\t"))


def booked(store: Store) -> Counter[ledgers.Line]:
    query = (
        select(Contact.name, Sale.sold_on, SaleLine.description, SaleLine.amount_minor)
        .select_from(SaleLine)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .outerjoin(Contact, Contact.id == Sale.contact_id)
    )
    with store.read() as session:
        return Counter(tuple(row) for row in session.execute(query))


@pytest.mark.parametrize(("shape", "seed"), _SEEDS)
def test_every_line_is_booked_as_meant(shape: str, seed: int, tmp_path: Path, store: Store) -> None:
    dice = random.Random(f"{shape} {seed}")
    sheets = ledgers.SHAPES[shape](dice)
    path = written(sheets, dice, tmp_path)
    before = snapshot(store)
    found = job.prepare([path])
    report = store.write("Import", job.apply, found).value
    assert report.rows_failed == 0, [one.sentence() for one in report.problems]
    meant: Counter[ledgers.Line] = sum((sheet.lines for sheet in sheets), Counter())
    assert booked(store) == meant
    with store.read() as session:
        paid = session.scalar(select(func.sum(Payment.amount_minor))) or 0
    assert paid == sum(sheet.paid for sheet in sheets)
    assert store.write("Import", job.apply, found).action_id == 0
    store.undo()
    assert snapshot(store) == before
