"""Blank sheets: filled in they come back without a question; forms are one record each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.i18n import using
from crm_desktop.db.store import Store
from crm_desktop.exchange import forms, job, start_sheets
from crm_desktop.exchange.sheets import Sheet
from crm_desktop.exchange.understand import RowKind

CHOICES = {"level": ["A", "B"], "source": ["介绍", 'bad"', "x" * 300]}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("kind", start_sheets.KINDS)
def test_every_sheet_is_mapped_without_a_question(tmp_path: Path, language: str, kind: str) -> None:
    path = tmp_path / "blank.xlsx"
    with using(language):
        start_sheets.write(kind, path, CHOICES)
        with pytest.raises(SourceProblem):
            job.prepare([path])
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    is_form = start_sheets.SHEETS[kind].form
    filled = {"B3": "张伟", "B5": "13812345671"} if is_form else {"A3": "张伟", "C3": "13812345671"}
    if kind == start_sheets.VISIT:
        filled |= {"B6": "2026-03-05", "B7": "上门，换滤芯", "B8": "2026-09-05"}
    if kind == start_sheets.LOG:
        filled = {"A3": "2026-03-05", "B3": "张伟", "C3": "13812345671", "D3": "电话，要报价"}
    for cell, value in filled.items():
        page[cell] = value
    book.save(path)
    with using(language):
        found = job.prepare([path])
    (sheet,) = [one for one in found.sheets if one.include]
    assert all(column.confidence >= 0.6 for column in sheet.columns)
    assert "extra" not in {column.field for column in sheet.columns}
    (table,) = found.tables()
    assert list(table.columns["name"]) == ["张伟"]
    expected = "follow_ups" if kind in (start_sheets.VISIT, start_sheets.LOG) else "customers"
    assert table.kind == expected
    if not is_form:
        assert RowKind.EXAMPLE in sheet.layout.kinds


def test_a_visit_form_becomes_an_entry_and_the_next_step(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "visit.xlsx"
    start_sheets.write(start_sheets.VISIT, path, {})
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for cell, value in {"B3": "云栖民宿", "B6": dt.date(2026, 3, 5), "B7": "上门，换滤芯",
                        "B8": "2026-09-05"}.items():  # fmt: skip
        page[cell] = value
    book.save(path)
    found = job.prepare([path])
    (table,) = found.tables()
    assert table.columns["date"][0] == dt.date(2026, 3, 5)
    assert table.columns["next_contact"][0] == dt.date(2026, 9, 5)
    assert store.write("Import", job.apply, found).value.contacts_new == 1
    assert store.write("Import", job.apply, found).action_id == 0


def test_choices_are_drop_down_lists(tmp_path: Path) -> None:
    start_sheets.write(start_sheets.CUSTOMERS, tmp_path / "a.xlsx", CHOICES)
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    rules = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert rules == {"I2:I500": '"A,B"', "K2:K500": '"介绍"'}
    assert page.freeze_panes == "A2"


def test_lists_are_no_forms() -> None:
    rows = [["姓名", "手机", "地址", "备注"], ["张伟", "1", "2", "3"]]
    assert forms.as_table(Sheet("", rows)) is None
    pairs = [["单位", "顺达"], ["公司", "1"], ["地址", "2"], ["备注", "3"], ["姓名", "4"]]
    assert forms.as_table(Sheet("", pairs)) is not None
    assert forms.as_table(Sheet("", [["姓名", "张伟"], ["手机", "1"]])) is None
