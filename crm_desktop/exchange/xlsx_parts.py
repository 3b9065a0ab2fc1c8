"""What calamine does not tell about an .xlsx: hidden rows, comments, formulas without results.

The XML is searched with regular expressions, never parsed: nothing in it can expand, reach the
network or nest too deeply, and a sheet of 100,000 rows takes a fraction of reading it.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.i18n import _
from crm_desktop.exchange.formulas import NoValueError, position

MOST_UNPACKED = 1_500_000_000
"""Bytes a workbook may unpack to; 1,000,000 rows of 20 columns stay below."""

_MOST_RATIO = 250
_RATIO_COUNTS_FROM = 50_000_000
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*\"([^\"]*)\"")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_UNCACHED = re.compile(
    rb"<c r=\"([A-Z]{1,3}\d+)\"[^>]*><f(?:\s[^>]*)?>([^<]*)</f>(?:<v\s*/>|<v></v>)?</c>"
)
_ERROR = re.compile(rb"<c r=\"([A-Z]{1,3}\d+)\"[^>]*\bt=\"e\"[^>]*>(?:<f[^<]*</f>)?<v>([^<]*)</v>")
_COMMENT = re.compile(
    rb"<(?:\w+:)?comment\b[^>]*\bref=\"([A-Z]{1,3}\d+)\"[^>]*>(.*?)</(?:\w+:)?comment>", re.DOTALL
)
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</(?:\w+:)?t>")


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """Positions are 0-based ``(row, column)``."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


def check_size(path: Path) -> None:
    """Refuse a zip archive that would unpack to an unreasonable size."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
        packed = sum(info.compress_size for info in archive.infolist()) or 1
    bomb = unpacked > _RATIO_COUNTS_FROM and unpacked / packed > _MOST_RATIO
    if unpacked > MOST_UNPACKED or bomb:
        raise SourceProblem(
            _("{name} unpacks to an enormous size and was not read.").format(name=path.name),
            _("Nothing was changed."),
            _("Save only the rows you need in a new workbook and import that one."),
        )


def read_extras(path: Path) -> tuple[dict[str, SheetExtras], bool]:
    """Extras of every sheet by its name, and whether the workbook counts days from 1904."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            return {}, False
        book = archive.read("xl/workbook.xml")
        date_1904 = re.search(rb"<(?:\w+:)?workbookPr\b[^>]*date1904=\"(?:1|true)\"", book)
        targets = _relations(archive, "xl/workbook.xml", names)
        extras = {}
        for tag in _SHEET.findall(book):
            attributes = {key.split(b":")[-1]: value for key, value in _ATTRIBUTE.findall(tag)}
            part = targets.get(attributes.get(b"id", b"").decode(), "")
            if part in names:
                title = html.unescape(attributes.get(b"name", b"").decode("utf-8", "replace"))
                extras[title] = _sheet_extras(archive, part, names)
        return extras, bool(date_1904)


def _relations(archive: zipfile.ZipFile, part: str, names: set[str]) -> dict[str, str]:
    """Relation id (and its type's last word) to the part it points at."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", file + ".rels")
    if rels not in names:
        return {}
    found = {}
    for tag in _RELATION.findall(archive.read(rels)):
        attributes = dict(_ATTRIBUTE.findall(tag))
        target = html.unescape(attributes.get(b"Target", b"").decode("utf-8", "replace"))
        whole = target.lstrip("/") if target[:1] == "/" else posixpath.join(folder, target)
        found[attributes.get(b"Id", b"").decode()] = posixpath.normpath(whole)
        kind = attributes.get(b"Type", b"").decode("utf-8", "replace").rsplit("/", 1)[-1]
        found.setdefault("type:" + kind, posixpath.normpath(whole))
    return found


def _sheet_extras(archive: zipfile.ZipFile, part: str, names: set[str]) -> SheetExtras:
    data = archive.read(part)
    comments = _relations(archive, part, names).get("type:comments", "")
    return SheetExtras(
        _hidden_rows(data),
        _hidden_columns(data),
        _comments(archive.read(comments)) if comments in names else {},
        _positions(_UNCACHED, data) if b"</f>" in data else {},
        _positions(_ERROR, data) if b't="e"' in data else {},
    )


def _positions(pattern: re.Pattern[bytes], data: bytes) -> dict[tuple[int, int], str]:
    return {
        position(reference.decode()): html.unescape(value.decode("utf-8", "replace"))
        for reference, value in pattern.findall(data)
    }


def _hidden_rows(data: bytes) -> frozenset[int]:
    if b"hidden=" not in data:
        return frozenset()
    rows = (dict(_ATTRIBUTE.findall(tag)).get(b"r", b"0") for tag in _HIDDEN_ROW.findall(data))
    return frozenset(int(row) - 1 for row in rows if row.isdigit())


def _hidden_columns(data: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for tag in _HIDDEN_COLUMN.findall(data[: data.find(b"<sheetData")]):
        attributes = dict(_ATTRIBUTE.findall(tag))
        first, last = int(attributes.get(b"min", 1)), int(attributes.get(b"max", 0))
        hidden.update(range(first - 1, min(last, 16_384)))
    return frozenset(hidden)


def _comments(data: bytes) -> dict[tuple[int, int], str]:
    found = {}
    for reference, body in _COMMENT.findall(data):
        words = b"".join(_TEXT.findall(body)).decode("utf-8", "replace")
        try:
            found[position(reference.decode())] = html.unescape(words).strip()
        except NoValueError:
            continue
    return found
