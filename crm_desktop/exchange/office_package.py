"""Word and Excel files as packages of parts: opened with suspicion, written back part by part.

A template comes from anywhere. Nothing in it may run, fetch or expand: what a package holds is
looked at as a whole before any of it is used, and one that could do so is refused by name.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crm_desktop.core.errors import SourceProblem
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import xml_places
from crm_desktop.exchange.xml_places import Place, RefusedXmlError

MOST_BYTES = 20 * 1024**2
MOST_UNPACKED = 64 * 1024**2
MOST_PARTS = 2_000
_MOST_XML = 16 * 1024**2
_MOST_MERGED = 50_000

DOCX, XLSX = "docx", "xlsx"
_MAIN = {
    "wordprocessingml.document.main+xml": DOCX,
    "spreadsheetml.sheet.main+xml": XLSX,
}
_TYPES = "[Content_Types].xml"
_OLD = b"\xd0\xcf\x11\xe0"

_MACROS = N_("macros")
_OBJECTS = N_("embedded objects or controls")
_LINKS = N_("links to other files or to the network")
_COMMANDS = N_("fields or formulas that fetch or start something")

_RUNS = re.compile(r"vbaProject|vbaData|macrosheets/|dialogsheets/", re.IGNORECASE)
_HOLDS = re.compile(r"/embeddings/|/activeX/|/ctrlProps/|oleObject", re.IGNORECASE)
_FETCHES = re.compile(r"/externalLinks/|connections\.xml$|/queryTables/|/afchunk", re.IGNORECASE)
_FETCHING_KINDS = frozenset({"aFChunk", "oleObject", "externalLink", "attachedToolbars"})
FORGOTTEN = frozenset({"attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"})
"""Links of ordinary documents that filling drops, so that they need not be refused."""

_SAFE_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_FIELD_CODES = frozenset({
    "DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE",
    "MACROBUTTON", "EMBED", "RD",
})  # fmt: skip
_FUNCTIONS = re.compile(
    r"\b(?:WEBSERVICE|HYPERLINK|RTD|CALL|REGISTER(?:\.ID)?|EXEC|EVALUATE|IMAGE|DDE"
    r"|SQL\.REQUEST|STOCKHISTORY)\s*\(",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"')
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName"})


@dataclass(frozen=True, slots=True)
class Package:
    """A package that may be used. ``kind`` is ``docx`` or ``xlsx``; ``roots`` are the XML parts
    by name."""

    kind: str
    parts: Mapping[str, bytes]
    roots: Mapping[str, Place]


def open_package(content: bytes, name: str) -> Package:
    """The parts of a template called ``name``. Raises ``SourceProblem`` with the reason."""
    if content[:4] == _OLD:
        raise _refused(
            _("“{name}” has a password or is of an old format.").format(name=name),
            _("Save it as .docx or .xlsx without a password."),
        )
    if len(content) > MOST_BYTES:
        raise _too_large(name)
    try:
        parts = _unpacked(content, name)
        roots = {part: xml_places.parse(data) for part, data in parts.items() if _is_xml(part)}
    except (zipfile.BadZipFile, RefusedXmlError, OSError, ValueError, EOFError, KeyError,
            NotImplementedError, RuntimeError, zipfile.LargeZipFile) as error:  # fmt: skip
        raise _damaged(name) from error
    except Exception as error:
        # zlib and lzma raise errors of their own kinds; whatever it is, the file is to blame.
        if isinstance(error, SourceProblem):
            raise
        raise _damaged(name) from error
    kind = _kind(roots, name)
    _check(kind, parts, roots, name)
    return Package(kind, parts, roots)


def packed(package: Package, changes: Mapping[str, bytes]) -> bytes:
    """The package with some parts changed, the rest as it was."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in package.parts.items():
            info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, changes.get(part, data))
    return target.getvalue()


def _unpacked(content: bytes, name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        names = {info.filename.lower() for info in infos}
        if len(names) != len(infos) or _TYPES.lower() not in names:
            raise _damaged(name)
        sizes = [info.file_size for info in infos]
        xml = [info.file_size for info in infos if _is_xml(info.filename)]
        if len(infos) > MOST_PARTS or sum(sizes) > MOST_UNPACKED or max(xml) > _MOST_XML:
            raise _too_large(name)
        return {info.filename: archive.read(info) for info in infos}


def _is_xml(part: str) -> bool:
    return part.lower().endswith((".xml", ".rels"))


def _kind(roots: Mapping[str, Place], name: str) -> str:
    for place in roots[_TYPES].walk() if _TYPES in roots else ():
        kind = place.attributes.get("ContentType", "")
        if "macroEnabled" in kind:
            raise _holds(name, _MACROS)
        for ending, found in _MAIN.items():
            if kind.endswith(ending):
                return found
    raise _refused(
        _("“{name}” is neither a Word nor an Excel document.").format(name=name),
        _("Choose a .docx or .xlsx file."),
    )


def _check(kind: str, parts: Mapping[str, bytes], roots: Mapping[str, Place], name: str) -> None:
    for part in parts:
        for pattern, what in ((_RUNS, _MACROS), (_HOLDS, _OBJECTS), (_FETCHES, _LINKS)):
            if pattern.search(f"/{part}"):
                raise _holds(name, what)
    for part, root in roots.items():
        if part.lower().endswith(".rels"):
            if any(_reaches_out(one) for one in root.walk()):
                raise _holds(name, _LINKS)
        elif kind == DOCX and any(code in _FIELD_CODES for code in _field_codes(root)):
            raise _holds(name, _COMMANDS)
        elif kind == XLSX and part.startswith("xl/"):
            _check_sheet(root, name)


def kind_of(relation: Place) -> str:
    """The last word of a relation's type."""
    return relation.attributes.get("Type", "").rsplit("/", 1)[-1]


def _reaches_out(relation: Place) -> bool:
    kind = kind_of(relation)
    if kind in _FETCHING_KINDS:
        return True
    if relation.attributes.get("TargetMode", "").lower() != "external":
        return False
    if kind in FORGOTTEN:
        return False
    return kind != "hyperlink" or not _SAFE_LINK.match(relation.attributes.get("Target", ""))


def _field_codes(root: Place) -> Iterator[str]:
    """The first word of every field; a code may be split over several pieces."""
    open_codes: list[str] = []
    for place in root.walk():
        if place.name == "fldSimple":
            yield _first_word(attribute(place, "instr"))
        elif place.name == "fldChar":
            kind = attribute(place, "fldCharType")
            if kind == "begin":
                open_codes.append("")
            elif open_codes and kind in ("separate", "end"):
                yield _first_word(open_codes[-1])
                if kind == "end":
                    open_codes.pop()
        elif place.name in ("instrText", "delInstrText"):
            if not open_codes:
                open_codes.append("")
            open_codes[-1] += place.text
    yield from map(_first_word, open_codes)


def attribute(place: Place, local: str) -> str:
    """An attribute by its name without prefix; empty when absent."""
    return next((v for k, v in place.attributes.items() if k.rpartition(" ")[2] == local), "")


def _first_word(code: str) -> str:
    return (code.split() or [""])[0].upper()


def _check_sheet(root: Place, name: str) -> None:
    merged = 0
    for place in root.walk():
        if place.name in _FORMULAS:
            bare = _QUOTED.sub("", place.text)
            if "|" in bare or _FUNCTIONS.search(bare):
                raise _holds(name, _COMMANDS)
        elif place.name == "mergeCell":
            merged += _cells_in(place.attributes.get("ref", ""))
            if merged > _MOST_MERGED:
                raise _too_large(name)


_AREA = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


def _cells_in(area: str) -> int:
    """How many cells an area like ``A1:C2`` has; too many for one not written like that."""
    match = _AREA.fullmatch(area.replace("$", ""))
    if match is None:
        return _MOST_MERGED + 1
    columns = _column(match[3]) - _column(match[1]) + 1
    return max(columns, 0) * max(int(match[4]) - int(match[2]) + 1, 0)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _refused(what: str, do: str) -> SourceProblem:
    return SourceProblem(what, _("It was not used; nothing was changed."), do)


def _damaged(name: str) -> SourceProblem:
    return _refused(
        _("“{name}” is damaged or no Word or Excel document.").format(name=name),
        _("Open it in Word or Excel and save it again."),
    )


def _too_large(name: str) -> SourceProblem:
    return _refused(
        _("“{name}” is too large for a template.").format(name=name),
        _("Take out large pictures and sheets that are not needed."),
    )


def _holds(name: str, what: str) -> SourceProblem:
    return _refused(
        _("“{name}” holds {what}. A template may not.").format(name=name, what=_(what)),
        _("Take them out in Word or Excel and save it again."),
    )
