"""Filling the fields of a Word document in place.

Word cuts a typed field into pieces wherever it checked spelling or the hand paused; the pieces of
a paragraph are read as one text, and what is filled in takes the looks of the first. A table row
with fields of goods comes once for each of them, a paragraph outside a table likewise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.office_package import FORGOTTEN, Package, attribute, kind_of, packed
from crm_desktop.exchange.xml_places import Edit, Place, changed
from crm_desktop.services.care.merge_fields import Found, Merge, Row, as_text, is_of_line

MOST_BYTES = 60 * 1024**2
"""How large a part may grow by repeated rows."""

_SPACES = frozenset({
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
})  # fmt: skip
_ROOTS = frozenset({"document", "hdr", "ftr", "footnotes", "endnotes"})
_APART = frozenset({
    "br", "tab", "cr", "drawing", "pict", "object", "sym", "noBreakHyphen", "ptab",
    "footnoteReference", "endnoteReference",
})  # fmt: skip
_PREFIX = re.compile(rb"<(?:([\w.-]+):)?t\b")
_MERGE = re.compile(r'\s*MERGEFIELD\s+(?:"([^"]+)"|(\S+))', re.IGNORECASE)


def fill(package: Package, merge: Merge) -> bytes:
    """The document with its fields filled in. Raises ``UserError`` when it grows too large."""
    changes = _without_template(package)
    for part, root in package.roots.items():
        if root.space in _SPACES and root.name in _ROOTS:
            changes[part] = _fill_part(package.parts[part], root, merge)
    return packed(package, changes)


@dataclass(slots=True)
class _Paragraph:
    """A paragraph with the pieces of its text; ``None`` stands for what parts two pieces."""

    place: Place
    pieces: list[Place | None] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join("\n" if piece is None else piece.text for piece in self.pieces)


def _fill_part(data: bytes, root: Place, merge: Merge) -> bytes:
    paragraphs = [one for one in _paragraphs(root) if _look(one, merge)]
    fixed = list(_merge_field_codes(root, merge))
    repeated = _repeated(paragraphs)
    edits = list(fixed)
    for one in paragraphs:
        if _within(one.place, repeated) is None:
            edits += _edits(data, one, merge, {})
    size = len(data)
    for place in repeated:
        inside = [one for one in paragraphs if _within(one.place, repeated) is place]
        edits = [edit for edit in edits if not place.start <= edit[0] < place.end]
        copies = []
        for row in merge.rows():
            own = [edit for edit in fixed if place.start <= edit[0] < place.end]
            for one in inside:
                own += _edits(data, one, merge, row)
            copies.append(changed(data, own, place.start, place.end))
            size += len(copies[-1])
            if size > MOST_BYTES:
                raise _too_long()
        edits.append((place.start, place.end, b"".join(copies)))
    return changed(data, edits)


def _look(paragraph: _Paragraph, merge: Merge) -> bool:
    text = paragraph.text
    if any(mark in text for mark in "{｛«"):
        paragraph.found = merge.find(text)
    return any(one.key is not None for one in paragraph.found)


def _paragraphs(root: Place) -> Iterator[_Paragraph]:
    """Every paragraph in order; one in a text box is a paragraph of its own."""
    by_place: dict[int, _Paragraph] = {}
    for place in root.walk():
        if place.space not in _SPACES:
            continue
        if place.name == "p":
            by_place[id(place)] = _Paragraph(place)
        elif place.name == "t" or place.name in _APART:
            above = next((one for one in place.ancestors() if id(one) in by_place), None)
            if above is not None:
                by_place[id(above)].pieces.append(place if place.name == "t" else None)
    yield from by_place.values()


def _repeated(paragraphs: list[_Paragraph]) -> list[Place]:
    """The outermost rows and paragraphs that come once for each of the goods."""
    found: dict[int, Place] = {}
    for one in paragraphs:
        if is_of_line(one.found):
            row = next((up for up in one.place.ancestors() if up.name == "tr"), one.place)
            found[id(row)] = row
    return [
        place for place in found.values() if not any(id(up) in found for up in place.ancestors())
    ]


def _within(place: Place, repeated: list[Place]) -> Place | None:
    return next((one for one in repeated if one.start <= place.start < one.end), None)


def _edits(data: bytes, paragraph: _Paragraph, merge: Merge, row: Row) -> Iterator[Edit]:
    """What is to change in one paragraph: each piece that a field touches."""
    at = 0
    for piece in paragraph.pieces:
        if piece is None:
            at += 1
            continue
        start, end = at, at + len(piece.text)
        at = end
        new, position, touched = [], start, False
        for one in paragraph.found:
            if one.key is None or one.end <= start or one.start >= end:
                continue
            touched = True
            new.append(piece.text[position - start : max(one.start, start) - start])
            if one.start >= start:
                new.append(as_text(merge.value(one.key, row).text))
            position = min(one.end, end)
        if touched:
            text = "".join([*new, piece.text[position - start :]])
            yield piece.start, piece.end, _text_element(data, piece, text)


def _text_element(data: bytes, piece: Place, text: str) -> bytes:
    match = _PREFIX.match(data, piece.start)
    prefix = f"{match[1].decode()}:" if match and match[1] else ""
    parts = (
        f'<{prefix}t xml:space="preserve">{escape(part)}</{prefix}t>'
        for part in text.replace("\t", " ").split("\n")
    )
    return f"<{prefix}br/>".join(parts).encode()


@dataclass(slots=True)
class _OpenField:
    places: list[Place] = field(default_factory=list)
    code: str = ""
    shown: str = ""


def _merge_field_codes(root: Place, merge: Merge) -> Iterator[Edit]:
    """Word's own merge fields lose their code, or updating fields would undo the filling.

    One that shows something else than its «name» is left and told as unknown.
    """
    fields: list[_OpenField] = []
    for place in root.walk():
        if place.space not in _SPACES:
            continue
        if place.name == "fldSimple":
            shown = "".join(one.text for one in place.walk() if one.name == "t")
            if _is_filled(attribute(place, "instr"), shown, merge):
                yield place.start, place.open_end, b""
                yield place.close_start, place.end, b""
        elif place.name == "fldChar" and attribute(place, "fldCharType") == "begin":
            fields.append(_OpenField([place]))
        elif fields and place.name == "fldChar":
            fields[-1].places.append(place)
            if attribute(place, "fldCharType") == "end":
                yield from _closed(fields.pop(), merge)
        elif fields and place.name == "instrText":
            fields[-1].code += place.text
            fields[-1].places.append(place)
        elif fields and place.name == "t":
            fields[-1].shown += place.text


def _closed(one: _OpenField, merge: Merge) -> list[Edit]:
    if not _is_filled(one.code, one.shown, merge):
        return []
    return [(place.start, place.end, b"") for place in one.places]


def _is_filled(code: str, shown: str, merge: Merge) -> bool:
    match = _MERGE.match(code)
    if match is None:
        return False
    found = merge.find(shown)
    if not found:
        merge.unknown.setdefault(f"«{match[1] or match[2]}»")
    return any(one.key is not None for one in found)


def _without_template(package: Package) -> dict[str, bytes]:
    """The settings without the template the document was once made from and without the list a
    mail merge read: Word would fetch both."""
    changes: dict[str, bytes] = {}
    for part, root in package.roots.items():
        if part.endswith("settings.xml.rels"):
            gone = [one for one in root.walk() if kind_of(one) in FORGOTTEN]
        elif root.name == "settings" and root.space in _SPACES:
            gone = [one for one in root.walk() if one.name in ("attachedTemplate", "mailMerge")]
        else:
            continue
        edits = [(place.start, place.end, b"") for place in gone]
        changes[part] = changed(package.parts[part], edits)
    return changes


def _too_long() -> UserError:
    return UserError(
        _("The document would become too long."),
        _("It was not written."),
        _("Use a template with fewer fields in each row, or a sale with fewer lines."),
    )
