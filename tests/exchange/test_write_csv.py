"""CSV as spreadsheets open it: encoding, line ends, nothing that runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from decimal import Decimal
from pathlib import Path

import pytest

from crm_desktop.core.errors import Cancelled, FileProblem, ReadOnlyFile
from crm_desktop.exchange import write_csv
from crm_desktop.services.exports.export_table import Column, ExportTable
from crm_desktop.services.exports.export_walk import Value

COLUMNS = (Column("Name"), Column("Since", "date"), Column("Spent", "money"))
ROWS: list[tuple[Value, ...]] = [
    ("王先生", dt.date(2024, 5, 1), Decimal("1234.50")),
    ('Ann "A", B\nC', None, Decimal("-3.00")),
    ("=HYPERLINK(1)", None, None),
]


def table(rows: list[tuple[Value, ...]] = ROWS) -> ExportTable:
    return ExportTable("T", COLUMNS, len(rows), iter(rows))


def test_utf_8_with_mark_crlf_and_quotes_where_needed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert write_csv.write(table(), path) == 3
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfName,Since,Spent\r\n")
    assert "王先生,2024-05-01,1234.50\r\n".encode() in data
    assert b'"Ann ""A"", B\nC",,-3.00\r\n' in data
    assert data.endswith(b"'=HYPERLINK(1),,\r\n")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1", "'quoted'", "plain", ""],
)
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert write_csv.unprotected(write_csv.protected(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "\r=1"])
def test_nothing_starts_a_formula(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv.write(table([(text, None, None)]), path)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert rows[1][0][0] == "'"


def test_other_delimiters_and_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_csv.write(table(ROWS[:1]), path, delimiter=";", encoding="gb18030")
    assert path.read_bytes().decode("gb18030") == (
        "Name;Since;Spent\r\n王先生;2024-05-01;1234.50\r\n"
    )
    write_csv.write(table([("王先生", None, None)]), path, encoding="big5")
    assert "王先生".encode("big5") in path.read_bytes()


def test_a_character_the_encoding_lacks_is_said_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")
    with pytest.raises(FileProblem, match="𠮷"):
        write_csv.write(table([("王𠮷", None, None)]), path, encoding="big5")
    assert path.read_text() == "before"
    write_csv.write(table([("王𠮷", None, None)]), path, encoding="gb18030")
    assert "王𠮷" in path.read_bytes().decode("gb18030")


def test_a_stopped_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_csv.write(table(), path, stop)
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReadOnlyFile):
        write_csv.write(table(), tmp_path / "file" / "a.csv")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ReadOnlyFile):
        write_csv.write(table(), tmp_path / "folder")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_batches_that_need_no_look_are_none_that_do(delimiter: str) -> None:
    chance = random.Random(7)
    alphabet = "=+-@\t\r\n',;\"a1 你"
    for _ in range(3_000):
        row: list[Value] = [
            "".join(chance.choices(alphabet, k=chance.randint(0, 4))) or None for _ in range(3)
        ]
        looked_at = [write_csv.protected(one) if isinstance(one, str) else one for one in row]
        expected = write_csv._written([looked_at], delimiter)
        assert write_csv._lines([row], delimiter) == expected, row
