"""A sheet being built, and the files it can be saved as."""

from __future__ import annotations

import datetime as dt
import html as markup
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.exchange import workbooks

Span = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, 0-based."""


@dataclass(slots=True)
class Grid:
    """Rows of cells with what is merged and hidden. ``left`` empty columns stand before all."""

    left: int = 0
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[Span] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)

    def add(self, *cells: Any) -> int:
        """Append a row; returns its number, counted from 1 as a spreadsheet does."""
        self.rows.append([None] * self.left + list(cells) if cells else [])
        return len(self.rows)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells; columns are counted without the empty ones at the left."""
        if (top, left) != (bottom, right):
            self.merges.append((top, left + self.left, bottom, right + self.left))


@dataclass(frozen=True, slots=True)
class Saving:
    """A way to save: what the file is called and how its text is encoded."""

    kind: str
    name: str
    encoding: str = "utf-8"
    delimiter: str = ","


XLSX = Saving("xlsx", "表.xlsx")
XLS = Saving("xls", "表.xls")
ODS = Saving("ods", "表.ods")
SPREADSHEETS = (XLSX, XLSX, XLSX, XLS, ODS)
TEXTS = (
    Saving("csv", "表.csv", "utf-8-sig"),
    Saving("csv", "表.csv", "gb18030"),
    Saving("csv", "表.txt", "utf-16", "\t"),
    Saving("csv", "表.csv", "gb18030", ";"),
    Saving("html", "表.xls", "gb18030"),
    Saving("html", "表.xls", "utf-8"),
)
BIG5 = Saving("csv", "表.csv", "big5")


def save(folder: Path, sheets: dict[str, Grid], how: Saving) -> Path:
    """Write the sheets; text files hold the first alone."""
    path = folder / how.name
    if how.kind == "xlsx":
        return _xlsx(path, sheets)
    if how.kind == "xls":
        return _xls(path, sheets)
    if how.kind == "ods":
        return _ods(path, sheets)
    grid = next(iter(sheets.values()))
    if how.kind == "html":
        path.write_bytes(_html(grid, how.encoding).encode(how.encoding))
        return path
    rows = [[_shown(cell) for cell in row] for row in grid.rows]
    if how.encoding == "big5":
        rows = [[cell.translate(_TRADITIONAL) for cell in row] for row in rows]
    return workbooks.csv(path, rows, how.encoding, how.delimiter)


_SIMPLE = (
    "顺达户资册销账单计备注联系电话产额经签审仅内员总转结万无详号"
    "块币质赠发对时间会宝现赊价谈来货发贵东〇师\xa0"
)
_FULL = (
    "順達戶資冊銷賬單計備註聯繫電話產額經簽審僅內員總轉結萬無詳號"
    "塊幣質贈發對時間會寶現賒價談來貨發貴東○師 "
)
_TRADITIONAL = {ord(one): other for one, other in zip(_SIMPLE, _FULL, strict=True)} | dict.fromkeys(
    map(ord, "￥¥\u200b"), ""
)


def _shown(cell: Any) -> str:
    """A cell as text formats hold it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _xlsx(path: Path, sheets: dict[str, Grid]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        for row in grid.rows:
            sheet.append(row)
        for top, left, bottom, right in grid.merges:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        for row_number in grid.hidden:
            sheet.row_dimensions[row_number].hidden = True
    book.save(path)
    return path


def _xls(path: Path, sheets: dict[str, Grid]) -> Path:
    import xlwt

    book = xlwt.Workbook()
    dated = xlwt.easyxf(num_format_str="YYYY/M/D")
    plain = xlwt.easyxf()
    for name, grid in sheets.items():
        sheet = book.add_sheet(name)
        spans = {span[:2]: span for span in grid.merges}
        for number, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                style = dated if isinstance(cell, dt.date) else plain
                if (number, column) in spans:
                    top, left, bottom, right = spans[number, column]
                    sheet.write_merge(top, bottom, left, right, cell, style)
                elif cell is not None:
                    sheet.write(number, column, cell, style)
    book.save(str(path))
    return path


def _html(grid: Grid, encoding: str) -> str:
    spans = {span[:2]: span for span in grid.merges}
    covered = _covered(grid)
    lines = []
    for number, row in enumerate(grid.rows):
        cells = []
        for column, cell in enumerate(row):
            if (number, column) in covered:
                continue
            top, left, bottom, right = spans.get((number, column), (number, column) * 2)
            over = f' rowspan="{bottom - top + 1}"' if bottom > top else ""
            over += f' colspan="{right - left + 1}"' if right > left else ""
            words = markup.escape(_shown(cell)).replace("\n", "<br>")
            cells.append(f"<td{over}>{words}</td>")
        lines.append("<tr>" + "".join(cells) + "</tr>")
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
    return f"<html><head>{head}</head><body><table border=1>{''.join(lines)}</table></body></html>"


def _covered(grid: Grid) -> set[tuple[int, int]]:
    return {
        (row, column)
        for top, left, bottom, right in grid.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def _ods(path: Path, sheets: dict[str, Grid]) -> Path:
    tables = "".join(
        f'<table:table table:name="{markup.escape(name)}">{_ods_rows(grid)}</table:table>'
        for name, grid in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}'
        f' office:version="1.2"><office:body><office:spreadsheet>{tables}</office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS_TYPE)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def _ods_rows(grid: Grid) -> str:
    return "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row)) or '<table:table-cell/>'}"
        "</table:table-row>"
        for row in grid.rows
    )


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, dt.date):
        about = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, int | float):
        about = f'office:value-type="float" office:value="{cell!r}"'
    else:
        about = 'office:value-type="string"'
    words = "".join(f"<text:p>{markup.escape(line)}</text:p>" for line in str(cell).split("\n"))
    return f"<table:table-cell {about}>{words}</table:table-cell>"
