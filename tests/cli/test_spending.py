"""expenses, expense-add, expense-paid, expense-sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Cli


def test_from_the_receipt_to_the_sheet(
    cli: Cli, file: Path, tmp_path: Path, frozen_clock: Callable[[dt.datetime], None]
) -> None:
    receipt = tmp_path / "receipt.pdf"
    receipt.write_bytes(b"%PDF-1.4 a receipt")
    assert cli("expenses", file).out == "No expenses.\n"
    added = cli("expense-add", file, "85.50", "taxi", "--kind", "travel", "--receipt", receipt)
    assert added.out == "1  2026-06-18  ¥85.50  Travel  taxi  1 receipt\n"
    assert cli("expense-add", file, "0").status == 1
    lost = cli("expense-add", file, "5", "--receipt", tmp_path / "lost.jpg")
    assert lost.status == 1 and "cannot be read" in lost.err
    assert cli("expense-paid", file, 1).out == "1 expense changed\n"
    listed = cli("expenses", file, "--json").json
    assert listed["totals"] == {"CNY": 8550} and listed["expenses"][0]["reimbursed"] is True
    assert cli("expenses", file, "--month", "2026-05").out == "No expenses.\n"
    out = tmp_path / "sheet.csv"
    assert cli("expense-sheet", file, out).status == 0
    assert "85.50" in out.read_text("utf-8-sig")
    assert cli("expense-paid", file, 1, "--delete").out == "1 expense deleted\n"
    assert cli("expense-sheet", file, out).status == 1
