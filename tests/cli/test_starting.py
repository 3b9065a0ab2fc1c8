"""start-sheet: blank sheets to fill in."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.conftest import Cli


def test_a_blank_sheet_offers_the_choices_of_the_file(cli: Cli, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "customers.xlsx"
    assert cli("start-sheet", file, "customers", "-o", out).status == 0
    page = openpyxl.load_workbook(out).worksheets[0]
    assert page["A1"].value == "Customer"
    assert page.data_validations.dataValidation
    assert cli("start-sheet", file, "nonsense", "-o", out).status == 2
