"""Files nobody meant well: mutated bytes and odd cells never crash, hang or half-import."""

from __future__ import annotations

import io
import math
import random
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crm_desktop.core.errors import SourceProblem
from crm_desktop.db.store import Store
from crm_desktop.exchange import job, vcards
from crm_desktop.exchange.job import Prepared
from crm_desktop.exchange.sheets import Sheet, Workbook
from crm_desktop.exchange.tables_in_sheet import tables_of
from tests.exchange import ledgers
from tests.services.imports.test_imports import snapshot

_LONGEST = 10.0
_CELLS = st.one_of(
    st.just(""),
    st.text(max_size=12),
    st.sampled_from(
        ["姓名", "手机", "电话", "日期", "金额", "客户", "合计", "小计", "商品", "1月", "2月",
         "3月",
         "2024年", "上月结转", "〃", "同上", "=1+1", "#REF!", "13812345671", "1.38E+10", "-"]
    ),
    st.floats(allow_nan=True, allow_infinity=True),
    st.dates(),
    st.datetimes(),
    st.booleans(),
)  # fmt: skip
_ROWS = st.lists(st.lists(_CELLS, max_size=6), max_size=9)


def samples() -> dict[str, bytes]:
    """A real file of each kind, made here."""
    dice = random.Random(5)
    rows = ledgers.ledger(dice).rows
    found = {"csv": "\n".join(",".join(map(str, row)) for row in rows).encode("gb18030")}
    book = openpyxl.Workbook()
    for row in rows:
        assert book.active is not None
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    found["xlsx"] = out.getvalue()
    old = xlwt.Workbook()
    page: Any = old.add_sheet("表")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, cell if isinstance(cell, int | float) else str(cell or ""))
    out = io.BytesIO()
    old.save(out)
    found["xls"] = out.getvalue()
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    found["html"] = f"<html><body><table>{cells}</table></body></html>".encode()
    found["vcf"] = b"BEGIN:VCARD\r\nFN:A\r\nTEL;TYPE=CELL:13812345671\r\nEND:VCARD\r\n" * 4
    return found


def mutated(data: bytes, dice: random.Random) -> bytes:
    """Some bytes changed, cut out, doubled or cut off."""
    changed = bytearray(data)
    for _turn in range(dice.randrange(1, 12)):
        place = dice.randrange(len(changed))
        match dice.randrange(5):
            case 0:
                changed[place] = dice.randrange(256)
            case 1:
                del changed[place : place + dice.randrange(1, 40)]
            case 2:
                changed[place:place] = changed[place : place + dice.randrange(1, 60)]
            case 3:
                changed[place : place + 4] = dice.choice(
                    (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f")
                )
            case _:
                del changed[len(changed) - dice.randrange(1, 30) :]
        if not changed:
            return b""
    return bytes(changed)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "html", "vcf"])
def test_mutated_files_are_read_or_refused_in_a_sentence(
    kind: str, tmp_path: Path, store: Store
) -> None:
    data = samples()[kind]
    dice = random.Random(f"bytes {kind}")
    before = snapshot(store)
    for turn in range(8 if kind in ("xlsx", "xls") else 30):
        path = tmp_path / f"{turn}.{kind}"
        path.write_bytes(mutated(data, dice))
        started = time.monotonic()
        try:
            found = job.prepare([path])
        except SourceProblem as problem:
            assert problem.what and problem.do
        else:
            outcome = store.write("Import", job.apply, found)
            if outcome.action_id:
                store.undo()
        assert snapshot(store) == before, path
        # A bound against hanging, an order of magnitude above what reading takes.
        assert time.monotonic() - started < 3 * _LONGEST


@settings(max_examples=150, deadline=None)
@given(rows=_ROWS)
def test_any_cells_are_understood_or_left_alone(rows: list[list[Any]]) -> None:
    for sheet, layout in tables_of(Sheet("表", rows)):
        assert len(layout.kinds) == len(sheet.rows)


_HEADS = ["姓名", "手机", "日期", "金额", "商品", "地址"]


def prepared(sheet: Sheet, path: Path) -> Prepared | None:
    """What a source with this sheet becomes; ``None`` when it is refused."""
    path.write_bytes(b"")
    book = Workbook(path, "test", [sheet])
    with patch.object(job, "open_workbook", lambda *_args: book):
        try:
            return job.prepare([path])
        except SourceProblem:
            return None


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(rows=[[math.inf] * 6, [-math.inf] * 6, [math.nan] * 6, [1e308] * 6], heads=_HEADS)
@given(rows=_ROWS, heads=st.permutations(_HEADS))
def test_any_cells_below_headings_are_imported_whole_or_not_at_all(
    store: Store, tmp_path: Path, rows: list[list[Any]], heads: list[str]
) -> None:
    before = snapshot(store)
    found = prepared(Sheet("表", [heads, *rows]), tmp_path / "a.test")
    if found is None:
        return
    outcome = store.write("Import", job.apply, found)
    said = outcome.value
    shown = sum(len(one.layout.kinds) for one in found.sheets if one.include)
    assert sum(said.skipped.values()) + said.rows_read >= shown  # a cross-tab reads rows twice
    assert store.write("Import", job.apply, found).action_id == 0
    if outcome.action_id:
        store.undo()
    assert snapshot(store) == before


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_after_a_card_begins(data: bytes) -> None:
    sheet, _encoding = vcards.sheet_of(b"BEGIN:VCARD\r\nFN:A\r\n" + data + b"\r\nEND:VCARD\r\n")
    assert sheet.rows
