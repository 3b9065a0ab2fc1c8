"""Tables of web pages and of XML Spreadsheet 2003, as back offices save them under ``.xls``."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from crm_desktop.exchange.sheets import Cell, Row, Span

_MOST_SPAN = 200


class _Table:
    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = []
        self.merged: list[Span] = []
        self._taken: set[tuple[int, int]] = set()

    def add(self, text: str, across: int, down: int) -> None:
        """Put a cell in the first free place of the last row."""
        if not self.rows:
            self.rows.append({})
        row = len(self.rows) - 1
        column = 0
        while column in self.rows[row] or (row, column) in self._taken:
            column += 1
        self.rows[row][column] = text
        if across > 1 or down > 1:
            self.merged.append((row, column, row + down - 1, column + across - 1))
            self._taken.update(
                (row + below, column + beside) for below in range(down) for beside in range(across)
            )

    def cells(self) -> list[Row]:
        """Rows as lists, padded where cells were merged."""
        return [
            [row.get(column, "") for column in range(max(row, default=-1) + 1)] for row in self.rows
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._text: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            table = _Table()
            self.tables.append(table)
            self._open.append(table)
        elif tag == "tr" and self._open:
            self._finish_cell()
            self._open[-1].rows.append({})
        elif tag in ("td", "th") and self._open:
            self._finish_cell()
            self._text = []
            attributes = dict(attrs)
            self._span = (
                _span(attributes.get("colspan")),
                _span(attributes.get("rowspan")),
            )
        elif tag in ("br", "p", "div") and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._finish_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _finish_cell(self) -> None:
        if self._text is not None and self._open:
            text = re.sub(r"[ \t\r\n]*\n[ \t\r\n]*", "\n", "".join(self._text))
            self._open[-1].add(text.strip("\r\n\t "), *self._span)
        self._text = None


def _span(value: str | None) -> int:
    return min(int(value), _MOST_SPAN) if value and value.isdigit() and int(value) else 1


def tables_of(page: str) -> list[tuple[list[Row], list[Span]]]:
    """Rows and merged cells of every table with at least one cell in an HTML page."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [(table.cells(), table.merged) for table in reader.tables if any(table.rows)]


_WORKSHEET = re.compile(
    r"<(?:\w+:)?Worksheet\b([^>]*)>(.*?)</(?:\w+:)?Worksheet>", re.DOTALL | re.IGNORECASE
)
_ROW = re.compile(r"<(?:\w+:)?Row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?Row>)", re.DOTALL)
_CELL = re.compile(r"<(?:\w+:)?Cell\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?Cell>)", re.DOTALL)
_DATA = re.compile(r"<(?:\w+:)?Data\b([^>]*)>(.*?)</(?:\w+:)?Data>", re.DOTALL)
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


def xml_2003_sheets(text: str) -> list[tuple[str, list[Row]]]:
    """Name and rows of every sheet of an XML Spreadsheet 2003; entities are never expanded."""
    import html

    sheets = []
    for attributes, body in _WORKSHEET.findall(text):
        rows: list[Row] = []
        for row_attributes, cells in _ROW.findall(body):
            index = _attribute(row_attributes, "Index")
            if index.isdigit():
                rows.extend([] for _ in range(min(int(index), _MOST_ROWS) - 1 - len(rows)))
            rows.append(_xml_cells(cells))
        sheets.append((html.unescape(_attribute(attributes, "Name")), rows))
    return sheets


def _attribute(attributes: str, name: str) -> str:
    match = re.search(rf"(?:^|[\s:]){name}\s*=\s*\"([^\"]*)\"", attributes)
    return match[1] if match else ""


def _xml_cells(body: str) -> Row:
    import html

    row: list[Cell] = []
    for attributes, content in _CELL.findall(body):
        index = _attribute(attributes, "Index")
        if index.isdigit():
            row.extend("" for _ in range(min(int(index), _MOST_COLUMNS) - 1 - len(row)))
        data = _DATA.search(content)
        value = html.unescape(re.sub(r"<[^>]+>", "", data[2])) if data else ""
        if data and "Number" in data[1] and re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", value):
            row.append(float(value))
        else:
            row.append(value.replace("T00:00:00.000", ""))
        across = _attribute(attributes, "MergeAcross")
        row.extend("" for _ in range(min(int(across), _MOST_SPAN) if across.isdigit() else 0))
    return row
