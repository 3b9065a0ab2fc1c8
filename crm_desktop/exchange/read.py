"""Open any file a shop keeps its customers in, or say in a sentence why it cannot be read."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.i18n import _
from crm_desktop.exchange import delimited, encodings, html_tables, vcards, xlsx_parts
from crm_desktop.exchange.sheets import Row, Sheet, Workbook

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".et", ".vcf")
"""Files offered in the open dialog; what a file is decided by its bytes, not by its name."""

Waiting = Callable[[], object]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_TEXT = 600_000_000
_NOT_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"SQLite format 3\x00": "SQLite",
    b"\x1f\x8b": "gzip",
    b"MZ": "EXE",
}


# What reading a damaged archive can end in.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError,
    IndexError, OverflowError, RuntimeError, NotImplementedError,
)  # fmt: skip


def open_workbook(path: Path, waiting: Waiting = lambda: None) -> Workbook:
    """Everything in the file at ``path``; raises ``SourceProblem`` when it is no table.

    Nothing in the file runs, expands or is fetched: macros, links and entities stay dead.
    ``waiting`` is called many times a second while a spreadsheet is read; what it raises stops
    the reading.
    """
    head = _head(path)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _problem(_("{name} is empty."), path, _("Choose the file that holds your list."))
    for magic, kind in _NOT_TABLES.items():
        if head.startswith(magic):
            raise _not_a_table(path, kind)
    if head.startswith(b"PK"):
        return _open_zip(path, waiting)
    if head.startswith(_OLE):
        return _open_ole(path, waiting)
    if head[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00") and head[3] == 0:
        return _spreadsheet(path, "xls", waiting)
    if vcards.is_vcard(head):
        return _open_cards(path)
    return _open_text(path)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except FileNotFoundError as error:
        raise SourceProblem(
            _("{name} does not exist.").format(name=path), "", _("Check the name and the folder.")
        ) from error
    except IsADirectoryError as error:
        raise SourceProblem(
            _("{name} is a folder.").format(name=path), "", _("Choose a file in it.")
        ) from error
    except OSError as error:
        raise SourceProblem(
            _("{name} cannot be read: {reason}.").format(name=path.name, reason=error.strerror),
            _("Nothing was changed."),
            _("Close it in other programs, or copy it to this computer first."),
        ) from error


def _problem(what: str, path: Path, do: str) -> SourceProblem:
    return SourceProblem(what.format(name=path.name), _("Nothing was changed."), do)


def _not_a_table(path: Path, kind: str) -> SourceProblem:
    return SourceProblem(
        _("{name} is no table: it looks like {kind}.").format(name=path.name, kind=kind),
        _("Nothing was changed."),
        _("Choose an Excel, OpenDocument or CSV file."),
    )


def _damaged(path: Path) -> SourceProblem:
    return _problem(
        _("{name} is damaged and cannot be read."),
        path,
        _("Open it in Excel or WPS, save it as a new .xlsx and import that."),
    )


def _too_much(path: Path) -> SourceProblem:
    return _problem(
        _("Reading {name} took more time or memory than its size explains, and was stopped."),
        path,
        _("Open it in Excel or WPS, save only the rows you need as a new .xlsx and import that."),
    )


def _protected(path: Path) -> SourceProblem:
    return _problem(
        _("{name} is protected with a password."),
        path,
        _("Open it in Excel or WPS, take the password off, save, and import it again."),
    )


def _open_zip(path: Path, waiting: Waiting) -> Workbook:
    try:
        xlsx_parts.check_size(path)
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = b""
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    mimetype = part.read(100)
    except _BROKEN as error:
        raise _damaged(path) from error
    if "xl/workbook.bin" in names:
        return _spreadsheet(path, "xlsb", waiting)
    if "xl/workbook.xml" in names:
        return _spreadsheet(path, "xlsx", waiting)
    if b"opendocument.spreadsheet" in mimetype:
        return _spreadsheet(path, "ods", waiting)
    if "word/document.xml" in names:
        raise _not_a_table(path, "Word")
    if any(name.startswith("xl/") for name in names):
        raise _damaged(path)
    raise _not_a_table(path, "ZIP")


def _open_ole(path: Path, waiting: Waiting) -> Workbook:
    """Old Excel, or a password-protected new one: both are OLE containers."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _protected(path)
    is_book = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    if "WordDocument".encode("utf-16-le") in data and not is_book:
        raise _not_a_table(path, "Word")
    return _spreadsheet(path, "xls", waiting)


def _spreadsheet(path: Path, kind: str, waiting: Waiting) -> Workbook:
    from crm_desktop.exchange import reading

    try:
        return _checked(reading.read_apart(path, kind, waiting))
    except reading.UnreadableError as error:
        if error.why is reading.Why.PASSWORD:
            raise _protected(path) from error
        if error.why is reading.Why.TOO_MUCH:
            raise _too_much(path) from error
        raise _damaged(path) from error


def _check_size(path: Path) -> None:
    if path.stat().st_size > _MOST_TEXT:
        raise _problem(
            _("{name} is too large to read."), path, _("Split it into several smaller files.")
        )


def _open_cards(path: Path) -> Workbook:
    _check_size(path)
    sheet, encoding = vcards.sheet_of(path.read_bytes())
    return _checked(Workbook(path, "vcf", [sheet], encoding))


def _open_text(path: Path) -> Workbook:
    _check_size(path)
    text, encoding = encodings.decode(path.read_bytes())
    start = text[:20_000].lstrip("\ufeff \t\r\n")
    if re.search(r"urn:schemas-microsoft-com:office:spreadsheet", start) and "<?xml" in start[:100]:
        sheets = html_tables.xml_2003_sheets(text)
        return _checked(Workbook(path, "xml", [Sheet(*one) for one in sheets], encoding))
    if start[:1] == "<" and re.search(r"<(?:html|table|!doctype html|meta|body)\b", start, re.I):
        text, encoding = _html_text(path, text, encoding)
        tables = html_tables.tables_of(text)
        named = [
            Sheet("" if len(tables) == 1 else str(number), rows, merged)
            for number, (rows, merged) in enumerate(tables, 1)
        ]
        return _checked(Workbook(path, "html", named, encoding))
    if start.startswith("MIME-Version:"):
        raise _problem(
            _("{name} is a web archive."),
            path,
            _("Open it in Excel or WPS, save it as a new .xlsx and import that."),
        )
    if _looks_binary(text):
        raise _not_a_table(path, _("an unknown binary file"))
    rows, delimiter = delimited.rows_of(text)
    return _checked(Workbook(path, "csv", [Sheet("", rows)], encoding, delimiter))


def _html_text(path: Path, text: str, encoding: str) -> tuple[str, str]:
    """The page in the encoding it declares, when that one fits."""
    match = re.search(r"charset\s*=\s*[\"']?([\w-]+)", text[:5000], re.I)
    if match and encoding not in ("utf-8-sig", "utf-16", "utf-8"):
        declared = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(
            match[1].lower(), match[1]
        )
        try:
            return path.read_bytes().decode(declared), declared
        except (LookupError, UnicodeDecodeError):
            return text, encoding
    return text, encoding


def _looks_binary(text: str) -> bool:
    sample = text[:20_000]
    odd = sum(1 for char in sample if char < " " and char not in "\t\r\n\x0b\x0c\x1a")
    return odd + sample.count("\ufffd") > len(sample) // 20


def _checked(book: Workbook) -> Workbook:
    has_cells: Callable[[Sequence[Row]], bool] = lambda rows: any(  # noqa: E731
        cell != "" for row in rows for cell in row
    )
    if not any(has_cells(sheet.rows) for sheet in book.sheets):
        raise _problem(
            _("{name} holds no table."), book.path, _("Choose the file that holds your list.")
        )
    return book
