"""Where the elements of an XML part stand in its bytes, so that a few can be changed in place.

Writing a parsed tree back would lose what a word processor needs (prefixes named in attributes,
the order of declarations). Here everything that is not changed keeps its bytes. Declarations of
types and entities are refused, so nothing in a part can expand or reach out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_ELEMENTS = 400_000
MOST_DEPTH = 150

_TAG = re.compile(rb"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_UTF8 = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})

Edit = tuple[int, int, bytes]
"""``start``, ``end`` of what goes, in bytes, and what comes in its place."""


class RefusedXmlError(Exception):
    """The part is broken, too large, or holds declarations."""


@dataclass(slots=True, eq=False)
class Place:
    """One element: ``start`` to ``open_end`` is its first tag, ``close_start`` to ``end`` its last.

    An empty element has both tags in one. ``text`` is its own text, without that of its children.
    """

    name: str
    space: str
    attributes: dict[str, str]
    start: int
    open_end: int
    parent: Place | None
    close_start: int = 0
    end: int = 0
    text: str = ""
    children: list[Place] = field(default_factory=list)

    def walk(self) -> Iterator[Place]:
        """This element and all below, in the order of the document."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.children)

    def ancestors(self) -> Iterator[Place]:
        """What it stands in, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


def parse(data: bytes) -> Place:
    """The outermost element. Raises ``RefusedXmlError``."""
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in _UTF8:
        raise RefusedXmlError("encoding")
    reader = _Reader(data)
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, AttributeError) as error:
        raise RefusedXmlError(str(error)) from error
    if reader.root is None:
        raise RefusedXmlError("empty")
    return reader.root


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._open: list[Place] = []
        self._count = 0
        self.root: Place | None = None
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_declared: object) -> None:
        raise RefusedXmlError("doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= MOST_DEPTH:
            raise RefusedXmlError("too many")
        start = self.parser.CurrentByteIndex
        tag = _TAG.match(self._data, start)
        if tag is None:
            raise RefusedXmlError("tag")
        space, _gap, local = name.rpartition(" ")
        above = self._open[-1] if self._open else None
        place = Place(local, space, attributes, start, tag.end(), above)
        if above is None:
            self.root = place
        else:
            above.children.append(place)
        self._open.append(place)

    def _end(self, _name: str) -> None:
        place = self._open.pop()
        if self._data[place.open_end - 2 : place.open_end] == b"/>":
            place.close_start = place.end = place.open_end
        else:
            place.close_start = self.parser.CurrentByteIndex
            place.end = self._data.index(b">", place.close_start) + 1

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text


def changed(data: bytes, edits: Sequence[Edit], start: int = 0, end: int | None = None) -> bytes:
    """``data[start:end]`` with the edits in it made; they do not overlap."""
    end = len(data) if end is None else end
    parts, at = [], start
    for first, last, new in sorted(edit for edit in edits if start <= edit[0] and edit[1] <= end):
        parts += [data[at:first], new]
        at = last
    return b"".join([*parts, data[at:end]])
