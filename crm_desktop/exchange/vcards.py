"""Contact cards (vCard 2.1, 3.0 and 4.0) as one sheet with headings the importer knows.

The lines are taken apart here: what phones export breaks the standard in ways that make a library
refuse the whole file (lines folded without a blank, quoted-printable in GBK, cards without a name),
and one broken card must not cost the others.
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crm_desktop.core.i18n import _
from crm_desktop.exchange import encodings
from crm_desktop.exchange.sheets import Cell, Row, Sheet

_BEGIN = re.compile(rb"\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)
_LINE = re.compile(r"^(?:[\w-]+\.)?([\w-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)*):(.*)$", re.DOTALL)
_GROUPED = re.compile(r"^([\w-]+)\.")
_PARAMETER = re.compile(r";([^;=\"]+)(?:=((?:\"[^\"]*\"|[^;])*))?")
_ESCAPED = re.compile(r"\\([\\,;:nN])")
_SPLIT = re.compile(r"(?<!\\);")
_COMMAS = re.compile(r"(?<!\\),")
_BIRTHDAY = re.compile(r"(\d{4}|--)-?(\d\d)-?(\d\d)")
_OMITTED = "1604"  # the year Apple writes for a birthday without one
_HANDLES = {
    "x-wechat": "wechat", "x-weixin": "wechat", "wechat": "wechat", "weixin": "wechat",
    "x-qq": "qq", "qq": "qq",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a card: name in lower case, types and other parameters, the value decoded."""

    name: str
    value: str
    types: frozenset[str] = frozenset()
    group: str = ""
    omits_year: bool = False

    def parts(self) -> list[str]:
        """The parts of a value set apart by semicolons."""
        return [_plain(part) for part in _SPLIT.split(self.value)]


@dataclass(slots=True)
class _Card:
    """What a card says, each as a cell; lists are joined at the end."""

    cells: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        """Add a value once."""
        value = " ".join(value.split()) if name != "remark" else value.strip()
        known = self.cells.setdefault(name, [])
        if value and value not in known:
            known.append(value)


_FIELDS = (
    "name", "company", "title", "mobile", "phone", "fax", "wechat", "qq", "email", "address",
    "city", "province", "postcode", "country", "birthday", "tags", "remark", "photo",
)  # fmt: skip


def is_vcard(head: bytes) -> bool:
    """True when a file begins like a card, in whatever encoding."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return _BEGIN.match(plain) is not None


def sheet_of(data: bytes) -> tuple[Sheet, str]:
    """All cards of a file as rows below headings, and the encoding of the file."""
    decoded, encoding = encodings.decode(data)
    rows: list[Row] = []
    for lines in _cards(decoded):
        card = _read(lines)
        row: list[Cell] = ["; ".join(card.cells.get(name, ())) for name in _FIELDS]
        row[_FIELDS.index("remark")] = "\n".join(card.cells.get("remark", ()))
        rows.append(row)
    kept = [n for n, name in enumerate(_FIELDS) if name == "name" or any(row[n] for row in rows)]
    heads = _headings()
    body: list[Row] = [[row[n] for n in kept] for row in rows]
    return Sheet("", [[heads[_FIELDS[n]] for n in kept], *body]), encoding


def _headings() -> dict[str, str]:
    return {
        "name": _("Name"), "company": _("Company"), "title": _("Job title"),
        "mobile": _("Mobile"), "phone": _("Phone"), "fax": _("Fax"), "wechat": _("WeChat"),
        "qq": _("QQ"), "email": _("E-mail"), "address": _("Address"), "city": _("City"),
        "province": _("Province"), "postcode": _("Postcode"), "country": _("Country"),
        "birthday": _("Birthday"), "tags": _("Tags"), "remark": _("Remark"), "photo": _("Photo"),
    }  # fmt: skip


def _cards(text: str) -> Iterator[list[_Line]]:
    """The lines of each card; a card that never ends ends where the next begins."""
    lines: list[_Line] | None = None
    for raw in _unfolded(text):
        word = raw.strip().upper().replace(" ", "")
        if word == "BEGIN:VCARD":
            if lines:
                yield lines
            lines = []
        elif word == "END:VCARD":
            if lines:
                yield lines
            lines = None
        elif lines is not None and (line := _line(raw)) is not None:
            lines.append(line)
    if lines:
        yield lines


def _unfolded(text: str) -> Iterator[str]:
    """Logical lines: folded ones joined, soft breaks of quoted-printable as well."""
    whole = ""
    soft = False
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if soft:
            whole = whole[:-1] + raw.lstrip()
        elif raw[:1] in (" ", "\t") and whole:
            whole += raw[1:]
        elif whole and ":" not in raw and raw.strip() and _encoded(whole):
            whole += raw.strip()  # base64 cut into lines without a blank
        else:
            if whole:
                yield whole
            whole = raw
        soft = whole.endswith("=") and "QUOTED-PRINTABLE" in whole.split(":", 1)[0].upper()
    if whole:
        yield whole


def _encoded(line: str) -> bool:
    head = line.split(":", 1)[0].upper()
    return "BASE64" in head or "ENCODING=B" in head


def _line(raw: str) -> _Line | None:
    match = _LINE.match(raw)
    if match is None:
        return None
    group = _GROUPED.match(raw)
    types: set[str] = set()
    encoding = charset = ""
    omits = False
    for name, value in _PARAMETER.findall(match[2]):
        key, words = name.strip().upper(), value.strip('"').strip()
        if key == "ENCODING":
            encoding = words.upper()
        elif key == "CHARSET":
            charset = words
        elif key == "X-APPLE-OMIT-YEAR":
            omits = True
        elif key == "TYPE" or not value:
            types |= {one.strip().upper() for one in (words or key).split(",")}
    if types & {"QUOTED-PRINTABLE", "BASE64"}:
        encoding = encoding or next(iter(types & {"QUOTED-PRINTABLE", "BASE64"}))
    value = _decoded(match[3], encoding, charset)
    name = match[1].lower()
    return _Line(name, value, frozenset(types), group[1].lower() if group else "", omits)


def _decoded(value: str, encoding: str, charset: str) -> str:
    if encoding in ("BASE64", "B"):
        return ""  # pictures and keys
    if encoding != "QUOTED-PRINTABLE":
        return value
    try:
        data = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
        codecs.lookup(charset or "utf-8")
    except (binascii.Error, LookupError, ValueError):
        return value
    named = {"gb2312": "gb18030", "gbk": "gb18030"}.get(charset.lower(), charset or "")
    try:
        return data.decode(named or "utf-8")
    except UnicodeDecodeError:
        return encodings.decode(data)[0]


def _plain(value: str) -> str:
    """A value without the marks it was escaped by."""
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value).strip()


def _read(lines: list[_Line]) -> _Card:
    card = _Card()
    is_company = any(
        (one.name == "x-abshowas" and one.value.upper() == "COMPANY")
        or (one.name == "kind" and one.value.lower() == "org")
        for one in lines
    )
    name = _name(lines)
    organisation = next((one.parts() for one in lines if one.name == "org"), [])
    company = next(filter(None, organisation), "")
    if is_company or not name:
        card.add("company", company or name)
    else:
        card.add("name", name)
        card.add("company", company)
    labels = {one.group: _plain(one.value) for one in lines if one.name == "x-ablabel"}
    for one in lines:
        _take(card, one, labels.get(one.group, ""))
    return card


def _name(lines: list[_Line]) -> str:
    """FN where it is there; else the parts of N, family name first in Chinese."""
    full = next((_plain(one.value) for one in lines if one.name == "fn" and one.value.strip()), "")
    if full:
        return full
    parts = next((one.parts() for one in lines if one.name == "n"), [])
    family, given, middle = [*parts, "", "", ""][:3]
    if (family + given).isascii():
        full = " ".join(filter(None, (given, middle, family)))
    else:
        full = family + middle + given
    nick = next((_plain(one.value) for one in lines if one.name == "nickname"), "")
    return full or nick


def _take(card: _Card, line: _Line, label: str) -> None:
    """One line into the cell it belongs to."""
    value = _plain(line.value)
    if line.name == "tel":
        _take_phone(card, line, label)
    elif line.name in _LONGER:
        _LONGER[line.name](card, line)
    elif line.name == "email":
        card.add("email", value.removeprefix("mailto:"))
    elif line.name == "title" and not card.cells.get("title"):
        card.add("title", value)
    elif line.name in ("note", "url"):
        card.add("remark", value)
    elif line.name in ("photo", "logo"):
        card.add("photo", _("left out"))
    else:
        _take_handle(card, line)


def _take_tags(card: _Card, line: _Line) -> None:
    for tag in _COMMAS.split(line.value):
        card.add("tags", _plain(tag))


def _take_phone(card: _Card, line: _Line, label: str) -> None:
    number = _plain(line.value).removeprefix("tel:").replace(";ext=", " ext ")
    if "FAX" in line.types:
        card.add("fax", number)
        return
    said = label.strip("_$!<>") or (_("Home") if "HOME" in line.types else "")
    is_mobile = "CELL" in line.types or "IPHONE" in line.types
    card.add("mobile" if is_mobile else "phone", f"{said}: {number}" if said else number)


def _take_address(card: _Card, line: _Line) -> None:
    box, extended, street, city, region, code, country = [*line.parts(), *[""] * 7][:7]
    words = " ".join(filter(None, (street, extended, box))).replace("\n", " ")
    if card.cells.get("address") or card.cells.get("city"):
        where = " ".join(filter(None, (country, region, city, words, code)))
        card.add("remark", _("{heading}: {value}").format(heading=_("Address"), value=where))
        return
    for name, value in (
        ("address", words), ("city", city), ("province", region), ("postcode", code),
        ("country", country),
    ):  # fmt: skip
        card.add(name, value)


def _take_birthday(card: _Card, line: _Line) -> None:
    value = _plain(line.value)
    match = _BIRTHDAY.match(value)
    if match is None:
        card.add("birthday", value)
        return
    year, month, day = match.groups()
    if year in ("--", _OMITTED) or line.omits_year:
        card.add("birthday", f"{month}-{day}")
    else:
        card.add("birthday", f"{year}-{month}-{day}")


def _take_handle(card: _Card, line: _Line) -> None:
    """WeChat and QQ, as a line of their own or as an instant messenger."""
    kind = _HANDLES.get(line.name, "")
    value = _plain(line.value)
    if line.name in ("impp", "x-socialprofile"):
        scheme, _mark, rest = value.partition(":")
        kinds = [scheme.lower(), *(one.lower() for one in line.types)]
        kind = next((_HANDLES[one] for one in kinds if one in _HANDLES), "")
        value = rest.lstrip("/") if rest and scheme.lower() in _HANDLES else value
    if kind:
        card.add(kind, value)
    elif line.name.startswith("x-") and line.name in ("x-dingtalk", "x-whatsapp"):
        card.add("remark", f"{line.name[2:]}: {value}")


_LONGER = {"adr": _take_address, "bday": _take_birthday, "categories": _take_tags}
