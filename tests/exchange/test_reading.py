"""Reading in a process of its own: what goes wrong in a reader ends with it."""

from __future__ import annotations

import datetime as dt
import sys
import zipfile
from pathlib import Path

import psutil
import pytest
import xlwt
from openpyxl import Workbook

from crm_desktop.core import child
from crm_desktop.core.errors import Cancelled, SourceProblem
from crm_desktop.core.jobs import ThrottledProgress
from crm_desktop.exchange import job, reading
from crm_desktop.exchange.read import open_workbook

ROWS = [["姓名", "电话", "生日"], ["张三", "13812345679", dt.date(1990, 5, 1)], ["李四", 5.5, ""]]


def old_excel(path: Path) -> Path:
    """A real .xls with merged, hidden and dated cells."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("客户")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate(ROWS):
        for position, value in enumerate(row):
            style = day if isinstance(value, dt.date) else xlwt.Style.default_style
            sheet.write(number, position, value, style)
    sheet.write_merge(3, 4, 0, 0, "王五")
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("旧").visibility = 1
    book.save(str(path))
    return path


def new_excel(path: Path, rows: int) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    for number in range(rows):
        sheet.append([f"张三{number}", f"138{number:08}", "杭州市西湖区文三路"])
    book.save(path)
    return path


def test_an_old_workbook_is_read_by_calamine(tmp_path: Path) -> None:
    book = open_workbook(old_excel(tmp_path / "a.xls"))
    assert book.kind == "xls"
    assert [list(row) for row in book.sheets[0].rows[:3]] == ROWS
    assert list(book.sheets[0].merged) == [(3, 0, 4, 0)]
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("客户", False), ("旧", True)]


def test_xlrd_reads_an_old_workbook_that_calamine_refuses(tmp_path: Path) -> None:
    path = old_excel(tmp_path / "a.xls")
    data = bytearray(path.read_bytes())
    data[26] = 0xFF  # the version of the container, which calamine insists on
    path.write_bytes(data)
    found = open_workbook(path)
    first = found.sheets[0]
    assert [list(row) for row in first.rows[:3]] == ROWS
    assert list(first.merged) == [(3, 0, 4, 0)]
    assert first.hidden_rows == {2} and first.hidden_columns == {1}


def test_openpyxl_reads_a_workbook_that_calamine_refuses(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["姓名", "生日"], ["张三", dt.date(1990, 5, 1)], [3, "#N/A"]):
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("A4:B4")
    book.save(tmp_path / "a.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as old,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = ('<?xml version="1.0" encoding="UTF-16"?>' + part.decode()).encode("utf-16")
            new.writestr(name, part)
    sheet = open_workbook(tmp_path / "b.xlsx").sheets[0]
    assert [list(row) for row in sheet.rows[:3]] == [
        ["姓名", "生日"],
        ["张三", dt.date(1990, 5, 1)],
        [3.0, ""],
    ]
    assert dict(sheet.errors) == {(2, 1): "#N/A"}
    assert list(sheet.merged) == [(3, 0, 3, 1)]


@pytest.mark.parametrize(
    ("name", "value"), [("SECONDS", 0.01), ("BYTES", 1024)], ids=["time", "memory"]
)
def test_a_reader_that_takes_too_much_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: float
) -> None:
    monkeypatch.setattr(reading, "SECONDS_PER_MB", 0)
    monkeypatch.setattr(reading, "BYTES_PER_BYTE", 0)
    monkeypatch.setattr(reading, "SECONDS", 60.0)
    monkeypatch.setattr(reading, name, value)
    path = new_excel(tmp_path / "a.xlsx", 20_000)
    with pytest.raises(SourceProblem, match="more time or memory"):
        open_workbook(path)
    assert not psutil.Process().children()


def test_a_reader_that_dies_is_a_damaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        child, "command", lambda *_words: [sys.executable, "-c", "import os; os._exit(134)"]
    )
    with pytest.raises(SourceProblem, match="damaged"):
        open_workbook(new_excel(tmp_path / "a.xlsx", 3))


def test_a_reader_taken_over_cannot_run_anything_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = tmp_path / "taken over"
    bad = (
        "import os, pickle, sys\n"
        "class Evil:\n"
        f"    def __reduce__(self): return os.mkdir, ({str(trace)!r},)\n"
        "pickle.dump(('read', Evil()), open(sys.argv[4], 'wb'))"
    )
    monkeypatch.setattr(
        child, "command", lambda _module, *words: [sys.executable, "-c", bad, *words]
    )
    with pytest.raises(SourceProblem, match="damaged"):
        open_workbook(new_excel(tmp_path / "a.xlsx", 3))
    assert not trace.exists()


def test_stopping_an_import_stops_the_reader_at_once(tmp_path: Path) -> None:
    asked = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2  # reading has begun

    path = new_excel(tmp_path / "a.xlsx", 30_000)
    with pytest.raises(Cancelled):
        job.prepare([path], progress=ThrottledProgress(lambda *_words: None, cancelled))
    assert not psutil.Process().children()


def test_a_child_runs_nothing_but_our_own_modules() -> None:
    assert child.run(["os", "x"]) == 2
