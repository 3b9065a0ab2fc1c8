"""Fields in a template's text: ``{{customer.name}}``, ``{{客户名称}}`` or ``«客户名称»``.

A field is a name and nothing more: no expression, no condition, no loop. What a value holds is
put in as text once and never looked at again, so a value cannot bring a field of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.services.documents.document_fields import LINE_PREFIX, plain_name
from crm_desktop.services.documents.document_values import FieldValue

_FIELD = re.compile(
    r"(?:\{\{|｛｛)\s*([^{}｛｝«»\n]{1,100}?)\s*(?:\}\}|｝｝)|«\s*([^{}｛｝«»\n]{1,100}?)\s*»"
)
_LONGEST = 20_000
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Row = Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Found:
    """A field in a text: where it stands, what it is called, its key or ``None``."""

    start: int
    end: int
    name: str
    key: str | None


@dataclass(slots=True)
class Merge:
    """What is filled in, and what comes of it.

    ``names`` leads from a name as ``plain_name`` makes it to a key, ``values`` from a key to what
    it holds, ``lines`` are the rows of goods. ``unknown`` gathers the fields nobody knows.
    """

    names: Mapping[str, str]
    values: Row
    lines: Sequence[Row] = ()
    unknown: dict[str, None] = field(default_factory=dict)
    _blank: dict[str, None] = field(default_factory=dict)
    _filled: set[str] = field(default_factory=set)

    def find(self, text: str) -> list[Found]:
        """The fields in a text; unknown ones too, noted as such."""
        found = []
        for match in _FIELD.finditer(text):
            name = match[1] or match[2]
            key = self.names.get(plain_name(name))
            if key is None:
                self.unknown.setdefault(match[0])
            found.append(Found(match.start(), match.end(), name, key))
        return found

    def value(self, key: str, row: Row) -> FieldValue:
        """What a key holds in ``row`` of goods or as a whole; blank when nothing."""
        value = row.get(key) or self.values.get(key) or FieldValue("")
        if value.text:
            self._filled.add(key)
        else:
            self._blank.setdefault(key)
        return value

    def text(self, text: str, row: Row) -> str:
        """A text with its known fields filled in."""
        for one in reversed(self.find(text)):
            if one.key is not None:
                value = as_text(self.value(one.key, row).text)
                text = text[: one.start] + value + text[one.end :]
        return text

    @property
    def blank(self) -> tuple[str, ...]:
        """Keys that were asked for and had no value in any row."""
        return tuple(key for key in self._blank if key not in self._filled)

    def rows(self) -> Sequence[Row]:
        """The rows of goods; a single blank one when there are none."""
        return self.lines or ({},)


def is_of_line(found: Sequence[Found]) -> bool:
    """True when one of the fields is of a row of goods."""
    return any(one.key is not None and one.key.startswith(LINE_PREFIX) for one in found)


def as_text(value: str) -> str:
    """A value as a document can hold it: no control characters, of bounded length."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return _REFUSED.sub("", plain)[:_LONGEST]
