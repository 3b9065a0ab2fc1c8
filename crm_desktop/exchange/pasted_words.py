"""One line of free text about a customer, taken apart in whatever order it was written.

What has a shape of its own (numbers, accounts, addresses) is taken out first; of the words left
the likeliest is the name. What could not be placed stays in ``rest``: nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from crm_desktop.core import phones, text
from crm_desktop.exchange import pasted_shapes as shapes
from crm_desktop.services.fast_entry import EntryRow

JOINED = ", "
MOST = 1000
"""Letters of a line about one customer; a longer text is no such line and is kept whole."""

_CUT = "\x00"
# Letters, digits and the marks that matter, full width to half width, one for one.
_NARROW = {code: code - 0xFEE0 for code in (0xFF0B, 0xFF0D, 0xFF1A, 0xFF20)}
_NARROW |= {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_NARROW |= {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_NUMBERING = re.compile(
    r"^\s*(?:[-*•·●○▪►@]+\s*(?=\D)|[(（]?\d{1,3}[)）.、．]\s*(?!\d)|[①-⑳]\s*"
    r"|(?:\d{1,3}|[A-Za-z][.)、．])\s+(?=[\u4e00-\u9fff]{2,4}(?:\s|:|$)))"
)
_GLUED = re.compile(r"(姓名|收货人|收件人|联系人|(?:收货|详细|联系)?地址|备注)(?=[\u4e00-\u9fff])")
_LABEL = re.compile(
    r"(?:^|(?<=[\s,，;；|｜/、\x00。]))"
    r"(?P<word>[A-Za-z][A-Za-z-]*(?: [A-Za-z]+)?|[\u4e00-\u9fff]{1,8}|QQ)\s*:\s*"
)
_SPACED_NAME = re.compile(
    r"(?:^|(?<=[\s,，;；\x00]))([\u4e00-\u9fff])[ \u3000]{1,3}([\u4e00-\u9fff])"
    r"(?=$|[\s,，;；\d\x00])"
)
_STRONG = re.compile(
    r"[\x00\t\n,，;；、|｜。]+|\s{2,}|\s[-–—/]\s|——+|(?<![A-Za-z0-9])/|/(?![A-Za-z0-9])|\s?<"
)
_FIRM = re.compile(r"\s*(.*?\b(?:ltd|inc|llc|gmbh|plc|corp|limited)\b\.?)\s+(.+)", re.IGNORECASE)
_EDGES = " \t\n,，;；、|｜/:：。-–—()（）[]【】"
_GOES_ON = re.compile(r"[\dA-Za-z\-#号弄栋幢单元室层楼座组期东西南北门旁对面内外侧院]+")


@dataclass(slots=True)
class Facts:
    """What a line says; ``labels`` are the cells it names itself (``电话：…``)."""

    cells: dict[str, list[str]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    def add(self, cell: str, words: str) -> None:
        """Note something for a cell, once."""
        words = words.strip()
        if words and words not in self.cells.setdefault(cell, []):
            self.cells[cell].append(words)

    def of(self, cell: str) -> list[str]:
        """What was found for a cell."""
        return self.cells.get(cell, [])

    @property
    def named(self) -> bool:
        """True when it says who the customer is."""
        return bool(self.of("name") or self.of("company"))


def facts_of(line: str) -> Facts:
    """Everything a line says, in order."""
    found = Facts()
    if len(line) > MOST:
        found.add("notes", text.clean(line))
        return found
    line = _NUMBERING.sub("", text.clean(line).translate(_NARROW))
    line = _SPACED_NAME.sub(r"\1\2", line)
    for label, part in _labelled(line):
        if label:
            found.labels.add(label)
        _Reader(found, label).read(part)
    return found


def row_of(found: Facts) -> EntryRow:
    """The row a line makes. Without a name the company is the name, else the first word left."""
    people, companies, rest = found.of("name"), found.of("company"), list(found.rest)
    people = sorted(people, key=lambda word: -shapes.name_rank(word))
    if not people and not companies and rest and _could_name(rest[0]):
        people = [rest.pop(0)]
    name = people[0] if people else ""
    rest = [*people[1:], *companies[1:], *found.of("notes"), *rest]
    company = companies[0] if companies else ""
    if not name:
        name, company = company, ""
    return EntryRow(
        name,
        JOINED.join(found.of("phone")),
        JOINED.join(found.of("wechat")),
        JOINED.join(found.of("email")),
        company,
        "".join(found.of("region")) + "; ".join(found.of("address")),
        JOINED.join(found.of("tags")),
        "; ".join(rest),
    )


def _could_name(word: str) -> bool:
    letters = re.search(r"[^\W\d_]{2}|[\u4e00-\u9fff]", word)
    return len(word) <= 20 and letters is not None and not word[0].isdigit()


def _labelled(line: str) -> list[tuple[str, str]]:
    """The line cut at its labels; what stands before the first has none."""
    parts: list[tuple[str, str]] = []
    label, start = "", 0
    for match in _LABEL.finditer(line):
        word, at = match["word"], match.start("word")
        known = shapes.label_of(word)
        if not known and " " in word:
            first, _blank, last = word.partition(" ")
            known, at = shapes.label_of(last), at + len(first) + 1
        if known and at >= start:
            parts.append((label, line[start:at]))
            # Of another heading both it and its value are kept as they stand.
            label, start = known, (at if known == "other" else match.end())
    parts.append((label, line[start:]))
    return [(label, part) for label, part in parts if part.strip(_EDGES)]


class _Reader:
    """Reads the part of a line behind one label, or behind none."""

    def __init__(self, found: Facts, label: str) -> None:
        self._found = found
        self._label = label
        self._last = ""  # cell of the piece before

    def read(self, part: str) -> None:
        found = self._found
        if self._label in ("notes", "other"):
            found.add("notes", part.strip(_EDGES))
            return
        if self._label == "tags":
            for word in re.split(r"[,，、;；|｜#\s]+", part):
                found.add("tags", word)
            return
        if self._label == "wechat":
            part = self._account(part)
        pieces = _pieces(self._shapes(part))
        if self._label == "address" and _begins_with_name(pieces) and not found.of("name"):
            found.add("name", pieces.pop(0))
        for piece in pieces:
            self._place(piece)

    def _account(self, part: str) -> str:
        """The first word behind ``微信：`` is the account, whatever it looks like."""
        if shapes.SAME_AS_PHONE.search("微信" + part.strip()):
            return "微信" + part.strip()
        first = part.strip(_EDGES).split(None, 1)
        word = re.split(r"[,，;；|｜\x00]", first[0])[0] if first else ""
        self._found.add("wechat", word)
        self._label = ""
        return part.replace(word, _CUT, 1) if word else part

    def _shapes(self, part: str) -> str:
        """Take out accounts and numbers; a mark stays where each stood."""
        found = self._found
        part, same = shapes.SAME_AS_PHONE.subn(_CUT, part)
        part = shapes.QQ.sub(self._taken("notes"), part)
        part = shapes.EMAIL.sub(self._taken("email"), part)
        part = shapes.WECHAT.sub(self._taken("wechat", "one"), part)
        part = shapes.WECHAT_ID.sub(self._taken("wechat"), part)
        part = shapes.TAG.sub(self._taken("tags", 1), part)
        while span := shapes.phone_at(part):
            found.add("phone", part[span[0] : span[1]])
            part = part[: span[0]] + _CUT + part[span[1] :]
        if same and (mobile := _first_mobile(found.of("phone"))):
            found.add("wechat", mobile)
        elif same:
            found.add("notes", "微信同号")
        return part

    def _taken(self, cell: str, group: str | int = 0) -> Callable[[re.Match[str]], str]:
        def take(match: re.Match[str]) -> str:
            self._found.add(cell, match[group])
            return _CUT

        return take

    def _place(self, piece: str) -> None:
        """Give a piece to a cell: by the label before it, its shape, or what stood before it."""
        found = self._found
        glued = _GLUED.match(piece)
        if glued:
            self._label, piece = shapes.label_of(glued[1]), piece[glued.end() :]
        label = self._label
        known = shapes.label_of(piece)
        if known and known != "other":
            self._label = known
            found.labels.add(known)
            return
        cell = self._cell(piece, label)
        if cell == self._last == "address":
            before = found.cells["address"][-1]
            found.cells["address"][-1] = before + (", " if _latin(before + piece) else " ") + piece
        elif cell == "title":
            found.cells["name"][-1] += " " + piece
        elif cell:
            found.add(cell, piece)
        else:
            found.rest.append(piece)
        self._last = "name" if cell == "title" else cell
        if cell == label:
            self._label = label if label in ("address", "region") else ""

    def _cell(self, piece: str, label: str) -> str:
        found = self._found
        if label in ("name", "company", "region", "address", "email", "wechat", "notes"):
            return label
        if shapes.TITLE.fullmatch(piece) and self._last == "name":
            return "title"
        if self._last == "address" and (_GOES_ON.fullmatch(piece) or _more_place(piece, found)):
            return "address"
        if shapes.is_address(piece):
            return "address"
        if shapes.is_company(piece):
            return "company"
        return "name" if shapes.name_rank(piece) else ""


def _more_place(piece: str, found: Facts) -> bool:
    """A Latin word behind an address (``London``) belongs to it once the name is known."""
    goes_on = _latin(piece) and not piece[0].islower() and ":" not in piece
    return goes_on and bool(found.of("name"))


def _begins_with_name(pieces: list[str]) -> bool:
    """True for what shops print behind 收货地址：: name, number and the address itself."""
    first, others = pieces[:1], pieces[1:]
    named = any(shapes.name_rank(one) == 2 and not shapes.is_address(one) for one in first)
    return named and any(map(shapes.is_address, others))


def _latin(words: str) -> bool:
    return re.search(r"[\u3400-\u9fff]", words) is None


def _first_mobile(numbers: list[str]) -> str:
    keys = [phones.key_of(one) for one in numbers]
    return next((key.removeprefix("+86") for key in keys if key), "")


def _pieces(part: str) -> list[str]:
    """The words left: cut at marks, and at blanks where Chinese stands beside them."""
    found: list[str] = []
    for chunk in _STRONG.split(part):
        found += _english(chunk) if _latin(chunk) else _by_blanks(chunk)
    stripped = [_bare(piece) for piece in found]
    return [piece for piece in stripped if piece]


def _bare(piece: str) -> str:
    """Without marks at its ends; brackets that belong to it stay."""
    piece = piece.strip(" \t\n,，;；、|｜/:：。-–—<>")
    if re.fullmatch(r"[()（）\[\]【】\s]*", piece):
        return ""
    closed = re.fullmatch(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]", piece)
    return closed[1].strip() if closed else piece


def _by_blanks(chunk: str) -> list[str]:
    """Chinese words apart, Latin words beside each other together."""
    pieces: list[str] = []
    latin_before = False
    for word in chunk.split():
        latin = _latin(word) and re.search(r"[A-Za-z]", word) is not None
        if latin and latin_before:
            pieces[-1] += " " + word
        else:
            pieces.append(word)
        latin_before = latin
    return pieces


def _english(chunk: str) -> list[str]:
    """``Anna Lee 12 High Street`` is a name and an address, ``Acme Ltd likes tea`` a company."""
    firm = _FIRM.fullmatch(chunk)
    if firm:
        return [firm[1], *_english(firm[2])]
    match = re.fullmatch(r"\s*([^\W\d_][^\d]*?)\s+(\d.*)", chunk)
    if (
        match
        and not shapes.PART_OF_HOUSE.fullmatch(match[1].strip())
        and shapes.is_address(match[2])
        and shapes.name_rank(match[1].strip())
    ):
        return [match[1], match[2]]
    return [chunk]
