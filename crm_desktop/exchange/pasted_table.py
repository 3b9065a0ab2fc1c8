"""Cells copied from a spreadsheet as customers: by their headings, else by what they look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from crm_desktop.core import text
from crm_desktop.exchange import headings, mapping
from crm_desktop.exchange import pasted_shapes as shapes
from crm_desktop.exchange.columns import columns_of
from crm_desktop.exchange.mapping import Column
from crm_desktop.exchange.pasted_words import JOINED, MOST, facts_of
from crm_desktop.exchange.sheets import Sheet
from crm_desktop.exchange.understand import Layout, RowKind, understand
from crm_desktop.services.fast_entry import FIELDS, EntryRow

_LEFT_OUT = frozenset(
    {RowKind.TITLE, RowKind.HEADER, RowKind.REPEATED_HEADER, RowKind.BLANK, RowKind.TOTAL,
     RowKind.SUBTOTAL, RowKind.CARRIED}
)  # fmt: skip
_PHONES = ("mobile", "phone", "fax")
_PLACES = ("country", "province", "city", "district", "address", "postcode")
_NAMES = ("name", "customer", "contact_person", "first_name", "last_name")
_ACCOUNT = re.compile(r"[A-Za-z](?=[-\w]*[\d_])[-\w]{4,19}", re.ASCII)


def rows_of(cells: Sequence[Sequence[str]]) -> list[EntryRow]:
    """One row per record; rows without anything in them, titles and totals are passed over."""
    grid = [[text.clean(cell) for cell in row] for row in cells]
    sheet = Sheet("", [row for row in grid if any(row)])
    layout = understand(sheet)
    if _has_headings(layout):
        return _by_heading(sheet, layout)
    return _by_looks([row for row in grid if any(row)])


def _has_headings(layout: Layout) -> bool:
    known = [one for one in layout.headings if headings.fields_of(one)[1] >= 0.7]
    filled = [one for one in layout.headings if one]
    return bool(layout.header_rows) and len(known) * 2 >= max(2, len(filled))


# under headings


def _by_heading(sheet: Sheet, layout: Layout) -> list[EntryRow]:
    _kind, columns = mapping.map_columns(sheet, layout, headings.CUSTOMERS)
    numbers = [number for number, kind in enumerate(layout.kinds) if kind not in _LEFT_OUT]
    cells = columns_of(sheet, numbers, columns)
    rows = []
    for index in range(len(numbers)):
        said = [
            (column, words)
            for column in columns
            if (words := str(cells.by_position[column.position][index]).strip())
        ]
        rows.append(_record(said))
    return [row for row in rows if not row.blank]


def _record(said: Sequence[tuple[Column, str]]) -> EntryRow:
    def of(*fields: str) -> list[str]:
        return [words for field in fields for column, words in said if column.field == field]

    name, company = _who(of)
    placed = {*_PHONES, *_PLACES, *_NAMES, "wechat", "email", "tags", "remark", "ignore"}
    notes = of("remark")
    notes += [f"{column.heading}: {words}" for column, words in said if column.field not in placed]
    found = [
        _phone_cell(words, column.heading if column.field == "fax" else "")
        for column, words in said
        if column.field in _PHONES
    ]
    notes += [note for _phone, _account, note in found if note]
    return EntryRow(
        name,
        JOINED.join(dict.fromkeys(phone for phone, _account, _note in found if phone)),
        JOINED.join((*of("wechat"), *(account for _phone, account, _note in found if account))),
        JOINED.join(of("email")),
        company,
        _place(of(*_PLACES)),
        JOINED.join(of("tags")),
        "; ".join(dict.fromkeys(notes)),
    )


def _who(of: Callable[..., list[str]]) -> tuple[str, str]:
    """Name and company: with both a customer and a person to speak to, the customer is one."""
    first, last = " ".join(of("first_name")), " ".join(of("last_name"))
    whole = f"{first} {last}".strip() if (first + last).isascii() else last + first
    named = [*of("name"), *([whole] if whole else [])]
    customers, people = of("customer"), of("contact_person")
    person = (people or named or customers or [""])[0]
    company = next((one for one in (*customers, *named) if one != person), "")
    return person, company


def _phone_cell(words: str, label: str = "") -> tuple[str, str, str]:
    """Numbers of a cell, an account beside them, and the whole cell if it says more than that."""
    found = facts_of(words)
    if len(words) > MOST:
        return "", "", words
    numbers = [f"{label} {one}".strip() for one in found.of("phone")]
    if not numbers:
        return words, "", ""
    more = bool(found.rest) or bool(found.cells.keys() - {"phone", "wechat"})
    return JOINED.join(numbers), JOINED.join(found.of("wechat")), words if more else ""


def _place(parts: Sequence[str]) -> str:
    """Province, city, district and street as one address, none said twice."""
    kept: list[str] = []
    for number, part in enumerate(parts):
        if not any(part in later for later in parts[number + 1 :]) and part not in kept:
            kept.append(part)
    together = "".join(kept)
    return ", ".join(kept) if together.isascii() else together


# without headings


def _by_looks(grid: list[list[str]]) -> list[EntryRow]:
    width = max(map(len, grid), default=0)
    rows = [row + [""] * (width - len(row)) for row in grid]
    columns = [[row[at] for row in rows] for at in range(width)]
    cells = _places([_looks(column) for column in columns])
    made = [_placed(row, cells) for row in rows]
    return [row for row in made if not row.blank]


def _looks(column: Sequence[str]) -> str:
    """The cell most of a column looks like; empty when nothing tells."""
    filled = [words for words in column if words]
    if not filled or _counts_up(filled):
        return "number" if filled and len(filled) > 1 else ""
    kind, often = Counter(map(_look, filled)).most_common(1)[0]
    return kind if often * 2 > len(filled) else ""


def _counts_up(filled: Sequence[str]) -> bool:
    numbers = [int(words) for words in filled if words.isdecimal() and len(words) < 5]
    return len(numbers) == len(filled) and all(
        later == before + 1 for before, later in pairwise(numbers)
    )


def _look(words: str) -> str:
    tells: dict[str, Callable[[str], object]] = {
        "": lambda words: len(words) > MOST,
        "phone": shapes.phone_at,
        "email": shapes.EMAIL.fullmatch,
        "address": shapes.is_address,
        "company": shapes.is_company,
        "wechat": lambda words: shapes.WECHAT.match(words) or _ACCOUNT.fullmatch(words),
        "name": shapes.name_rank,
    }
    return next((cell for cell, tell in tells.items() if tell(words)), "")


def _places(looks: Sequence[str]) -> list[str]:
    """The cell each column goes to: what it looks like, and beside that its place in the form."""
    cells = ["" if look == "name" else look for look in looks]
    if "name" in looks:
        cells[looks.index("name")] = "name"
    elif "company" in cells:
        cells[cells.index("company")] = "name"
    in_order = all(
        cell in ("", FIELDS[at]) for at, cell in enumerate(cells[: len(FIELDS)])
    ) and len(cells) <= len(FIELDS)
    for at, cell in enumerate(cells):
        if not cell:
            cells[at] = FIELDS[at] if in_order and FIELDS[at] not in cells else "notes"
    if "name" not in cells and "notes" in cells and "company" not in cells:
        cells[cells.index("notes")] = "name"
    return cells


def _placed(row: Sequence[str], cells: Sequence[str]) -> EntryRow:
    found: dict[str, list[str]] = {}
    for cell, words in zip(cells, row, strict=True):
        if words and cell != "number":
            found.setdefault(cell, []).append(words)
    read = [_phone_cell(words) for words in found.get("phone", [])]
    for cell, part in (("phone", 0), ("wechat", 1), ("notes", 2)):
        kept = [] if cell == "phone" else found.get(cell, [])
        found[cell] = [*kept, *(one[part] for one in read if one[part])]
    joined: dict[str, Any] = {
        cell: JOINED.join(dict.fromkeys(words)) for cell, words in found.items()
    }
    joined["address"] = _place(found.get("address", []))
    joined["notes"] = "; ".join(dict.fromkeys(found["notes"]))
    return EntryRow(**joined)
