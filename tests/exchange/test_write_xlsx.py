"""Excel workbooks, read back by two independent readers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from crm_desktop.core import i18n
from crm_desktop.exchange import write_xlsx
from crm_desktop.services.exports.export_table import Column, ExportTable
from crm_desktop.services.exports.export_walk import Value

COLUMNS = (
    Column("Name"),
    Column("Phone"),
    Column("Since", "date"),
    Column("Spent", "money"),
    Column("Count", "number"),
)
ROWS: list[tuple[Value, ...]] = [
    ("王先生 & <Co>", "013800138000", dt.date(2024, 5, 1), Decimal("1234.50"), 3),
    ("=1+1", "+8613800138000", dt.date(1899, 1, 2), Decimal("-0.01"), Decimal("1.5")),
    ("  two\nlines \x07_x000D_", "", None, None, None),
]


def table(rows: list[tuple[Value, ...]] = ROWS, title: str = "Customers") -> ExportTable:
    return ExportTable(title, COLUMNS, len(rows), iter(rows))


@pytest.fixture
def book(tmp_path: Path) -> Any:
    path = tmp_path / "a.xlsx"
    with i18n.using("en"):
        assert write_xlsx.write([table(), table(title="More")], path, ["Shop", "=2"]) == 6
    return openpyxl.load_workbook(path)


def test_sheets_heading_freeze_and_filter(book: Any) -> None:
    assert book.sheetnames == ["Customers", "More", "About"]
    sheet = book["Customers"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E4"
    assert [cell.value for cell in sheet[1]] == ["Name", "Phone", "Since", "Spent", "Count"]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["A"].width >= 10


def test_each_value_is_a_cell_of_its_kind(book: Any) -> None:
    sheet = book["Customers"]
    name, phone, since, spent, count = sheet[2]
    assert (name.value, name.data_type) == ("王先生 & <Co>", "s")
    assert (phone.value, phone.data_type, phone.number_format) == ("013800138000", "s", "@")
    assert since.value == dt.datetime(2024, 5, 1)  # noqa: DTZ001
    assert since.number_format == r"yyyy\-mm\-dd"
    assert (spent.value, spent.data_type, spent.number_format) == (1234.5, "n", "#,##0.00")
    assert (count.value, count.data_type) == (3, "n")


def test_no_text_is_a_formula_and_no_character_is_refused(book: Any) -> None:
    sheet = book["Customers"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert sheet["C3"].value == "1899-01-02"
    assert sheet["D3"].value == -0.01
    assert sheet["A4"].value.startswith("  two\nlines ")
    assert "\x07" not in sheet["A4"].value
    assert sheet["B4"].value is None
    about = book["About"]
    assert [row[0].value for row in about.rows] == ["Shop", "=2"]
    assert about["A2"].data_type == "s"


def test_what_looks_like_an_escape_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx.write([table()], path)
    sheet = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    assert sheet[3][0].endswith("_x000D_")
    assert sheet[1][:2] == ["王先生 & <Co>", "013800138000"]
    assert sheet[1][2] == dt.date(2024, 5, 1)


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_xlsx, "MAX_ROWS", 450)
    rows: list[tuple[Value, ...]] = [(f"n{n}", None, None, None, n) for n in range(1000)]
    steps: list[int] = []
    path = tmp_path / "a.xlsx"
    with i18n.using("en"):
        written = write_xlsx.write(
            [table(rows)], path, progress=lambda done, total, text="": steps.append(done)
        )
    assert written == 1000
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Customers", "Customers 2", "Customers 3", "About"]
    found = [row[0].value for name in book.sheetnames[:3] for row in list(book[name].rows)[1:]]
    assert found == [f"n{n}" for n in range(1000)]
    assert steps == sorted(steps)
    assert steps[-1] == 1000


def test_an_empty_table_is_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_xlsx.write([table([])], path) == 0
    assert next(len(list(sheet.rows)) for sheet in openpyxl.load_workbook(path)) == 1


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_column_letters(place: int, letters: str) -> None:
    assert write_xlsx._letters(place) == letters
