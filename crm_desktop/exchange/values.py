"""Cells of one column as clean values, with what was read into them noted.

Each reader takes a whole column and a ``Notes`` collector and returns one value per row. What
cannot be understood becomes an absent value, a note and a piece of text to keep in the remark.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from crm_desktop.core import money, names, phones, text
from crm_desktop.core.names import NameParts
from crm_desktop.core.phones import Phone, PhoneProblem
from crm_desktop.exchange import dates as dates_of
from crm_desktop.exchange.amounts import AmountNote, minor_of, parse_amount
from crm_desktop.exchange.birthdays import Birthday, read_birthdays
from crm_desktop.exchange.sheets import Cell

_NOTHING = re.compile(
    r"无|没有|不详|未知|空|未填|暂无|[-/\\—.]{1,3}|n/?a|null|none|nil|#n/a|#null!", re.IGNORECASE
)
_LOST = re.compile(r"\d(?:\.\d+)?E\+\d{1,2}", re.IGNORECASE)
_EXACT_DIGITS = 15
_MOST_MINOR = 10**15


@dataclass(slots=True)
class Notes:
    """Notes of one table: ``found`` as (row index, heading, shown value, code)."""

    found: list[tuple[int, str, str, str]] = field(default_factory=list)

    def add(self, index: int, heading: str, value: object, code: str) -> None:
        """Note something about a cell."""
        self.found.append((index, heading, shown(value), code))


def shown(cell: object) -> str:
    """A cell as a person sees it: whole floats without ``.0``, dates in ISO form."""
    if isinstance(cell, str):
        return text.clean(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    return str(cell)


def texts(cells: Sequence[Cell]) -> list[str]:
    """Plain text; cells that say "none" are empty."""
    known: dict[Cell, str] = {"": ""}
    found = []
    for cell in cells:
        if isinstance(cell, str) and len(cell) > 8:
            found.append(text.clean(cell))
            continue
        words = known.get(cell)
        if words is None:
            words = known[cell] = _text(cell)
        found.append(words)
    return found


def _text(cell: Cell) -> str:
    if cell == "":
        return ""
    words = shown(cell)
    return "" if len(words) <= 6 and _NOTHING.fullmatch(words) else words


def codes(cells: Sequence[Cell], heading: str, notes: Notes) -> list[str]:
    """Numbers that are names (member, order, tax, bar code), never calculated with."""
    found = []
    for index, cell in enumerate(cells):
        if isinstance(cell, str):
            if len(cell) > 3 and cell.isalnum() and cell.isascii():
                found.append(cell)
                continue
            word = _text(text.halfwidth(cell).lstrip("'")) if cell else ""
            if word and _LOST.fullmatch(word):
                notes.add(index, heading, cell, "digits_lost")
                word = ""
        elif isinstance(cell, float) and abs(cell) >= 10**_EXACT_DIGITS:
            notes.add(index, heading, f"{cell:.0f}", "digits_lost")
            word = ""
        else:
            word = _text(cell)
        found.append(word)
    return found


_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}")
_TITLE_ENDS = frozenset("生士姐人师板理总事长任管计夫护授傅姨哥叔工手购嫂董姑伯爷婶妹弟娘记理")
_SURNAME_ONLY = re.compile(
    r"[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐|太太|老师|老板娘?|经理|总|师傅|姐|哥|叔|姨|嫂|工|董|主任|医生)"
)


def person_or_company(
    cells: Sequence[Cell], heading: str, notes: Notes
) -> list[tuple[NameParts, bool]]:
    """Name, title and note of every cell, and whether it is a company."""
    known: dict[Cell, tuple[NameParts, bool]] = {"": (NameParts(""), False)}
    found = []
    for index, cell in enumerate(cells):
        parts = known.get(cell)
        if parts is None:
            parts = known[cell] = _name(cell)
        if parts[0].note:
            notes.add(index, heading, cell, "note_in_name")
        elif len(parts[0].name) <= 5 and _SURNAME_ONLY.fullmatch(parts[0].name) and not parts[1]:
            notes.add(index, heading, parts[0].name, "surname_only")
        found.append(parts)
    return found


def _name(cell: Cell) -> tuple[NameParts, bool]:
    if isinstance(cell, str) and _PLAIN_NAME.fullmatch(cell) and cell[-1] not in _TITLE_ENDS:
        return NameParts(cell), False
    parts = names.split_name(_text(cell))
    return parts, names.looks_like_company(parts.name)


_SEE = re.compile(
    r"(?:微信|wx|vx|weixin|wechat)\s*(?:号|id)?\s*[:：]?\s*([A-Za-z][-\w]{4,})", re.IGNORECASE
)


def phone_numbers(
    cells: Sequence[Cell], heading: str, notes: Notes, default_area: str = ""
) -> list[tuple[Phone, ...]]:
    """Every usable number of every cell; the others are noted."""
    found: list[tuple[Phone, ...]] = []
    for index, cell in enumerate(cells):
        if cell == "":
            found.append(())
            continue
        words = cell if isinstance(cell, str) else shown(cell)
        numbers = phones.parse_phones(words, default_area)
        if len(numbers) == 1 and numbers[0].problem is PhoneProblem.NONE:
            found.append((numbers[0],))
            continue
        words = text.clean(words)
        kept = []
        for number in numbers:
            if number.problem is not PhoneProblem.NONE:
                notes.add(index, heading, _as_typed(number, words), str(number.problem))
            if number.usable:
                kept.append(number)
        if not numbers and not _says_none(words) and not _SEE.search(words):
            notes.add(index, heading, words, "same_as_above" if "同" in words else "not_a_phone")
        found.append(tuple(kept))
    return found


def _as_typed(number: Phone, words: str) -> str:
    return words if number.problem is PhoneProblem.ZERO_ADDED else number.number_text


def _says_none(words: str) -> bool:
    return (
        not words
        or _NOTHING.fullmatch(words) is not None
        or words in ("无电话", "无手机", "保密", "0")
    )


def handles_in(cells: Sequence[Cell]) -> list[str]:
    """WeChat names that stand among phone numbers: ``微信 abc123``."""
    found = []
    for cell in cells:
        match = _SEE.search(cell) if isinstance(cell, str) and cell else None
        found.append(match[1] if match else "")
    return found


_EMAIL = re.compile(r"[^@\s,;，；<>]+@[^@\s,;，；<>]+\.[A-Za-z]{2,}")


def emails(cells: Sequence[Cell], heading: str, notes: Notes) -> list[tuple[str, ...]]:
    """E-mail addresses of every cell."""
    found: list[tuple[str, ...]] = []
    for index, cell in enumerate(cells):
        words = _text(cell) if cell != "" else ""
        addresses = tuple(_EMAIL.findall(text.halfwidth(words))) if words else ()
        if words and not addresses:
            notes.add(index, heading, words, "not_an_email")
        found.append(addresses)
    return found


def days(
    cells: Sequence[Cell], heading: str, notes: Notes, *, year: int = 0, month: int = 0,
    date_1904: bool = False, order: str = "",
) -> list[dt.date | None]:  # fmt: skip
    """Dates of a column; ``order`` is that of day, month and year where it is known."""
    column = dates_of.read_dates(cells, year=year, month=month, date_1904=date_1904, order=order)
    first = True
    for index, note in column.notes:
        if note is dates_of.DateNote.ORDER_ASSUMED:
            if not first:
                continue
            first = False
        notes.add(index, heading, cells[index], str(note))
    return column.dates


_LUNAR_WORDS = re.compile(r"农|阴|旧|lunar|^0$", re.IGNORECASE)


def birthdays(
    cells: Sequence[Cell], kinds: Sequence[Cell], heading: str, notes: Notes, date_1904: bool
) -> list[Birthday | None]:
    """Birthdays of a column; ``kinds`` (or the heading) may say that they are lunar."""
    column = read_birthdays(cells, date_1904=date_1904)
    for index, note in column.notes:
        notes.add(index, heading, cells[index], str(note))
    all_lunar = re.search(r"农历|阴历|旧历|lunar", heading, re.IGNORECASE) is not None
    found: list[Birthday | None] = []
    for index, birthday in enumerate(column.birthdays):
        kind = shown(kinds[index]) if kinds else ""
        if birthday and (all_lunar or _LUNAR_WORDS.search(kind)):
            found.append(replace(birthday, day=min(birthday.day, 30), lunar=True))
        else:
            found.append(birthday)
    return found


@dataclass(slots=True)
class Money:
    """A column of money: ``minor`` per row, and the rows that are ``gifts`` or ``unreadable``."""

    minor: list[int | None]
    gifts: set[int] = field(default_factory=set)
    unreadable: set[int] = field(default_factory=set)


def amounts(
    cells: Sequence[Cell], heading: str, notes: Notes, currency: str, scale: int = 1
) -> Money:
    """Money of a column in minor units of ``currency``; ``scale`` is 10,000 for 万元 columns."""
    two_decimals = money.exponent(currency) == 2
    column = Money([])
    known: dict[Cell, tuple[int | None, str]] = {"": (None, "")}
    for index, cell in enumerate(cells):
        if isinstance(cell, float) and two_decimals and abs(cell) < 1e11:
            column.minor.append(minor_of(cell * scale) if scale != 1 else minor_of(cell))
            continue
        if cell not in known:
            known[cell] = _amount(cell, scale, currency)
        minor, note = known[cell]
        column.minor.append(minor)
        if note:
            notes.add(index, heading, cell, note)
            if minor is None:
                column.unreadable.add(index)
            elif note == AmountNote.FREE:
                column.gifts.add(index)
    return column


def _amount(cell: Cell, scale: int, currency: str) -> tuple[int | None, str]:
    """One cell in minor units, and the code of what is to be said about it."""
    amount = parse_amount(cell)
    if amount.value is None:
        return None, str(amount.note) if amount.note else ""
    minor = _minor(amount.value * scale, currency)
    if minor is None:
        return None, "too_large"
    return minor, str(amount.note) if amount.note else ""


def _minor(value: Decimal, currency: str) -> int | None:
    if not value.is_finite() or value.adjusted() > 15:
        return None
    minor = money.to_minor(value, currency)
    return minor if abs(minor) <= _MOST_MINOR else None


def quantities(
    cells: Sequence[Cell], heading: str, notes: Notes
) -> tuple[list[int | None], list[str]]:
    """Quantities in thousandths, and the units that stood behind them."""
    found: list[int | None] = []
    units: list[str] = []
    for index, cell in enumerate(cells):
        unit = ""
        if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e9:
            milli: int | None = int(cell) * 1000
        else:
            amount = parse_amount(cell)
            milli = None if amount.value is None else _minor(amount.value * 10, "CNY")
            if milli is None and amount.value is not None:
                notes.add(index, heading, cell, "too_large")
            unit = amount.unit
            if amount.note and amount.note is not AmountNote.WORDS:
                notes.add(index, heading, cell, str(amount.note))
        found.append(milli)
        units.append(unit)
    return found, units


def counts(cells: Sequence[Cell], heading: str, notes: Notes) -> list[int | None]:
    """Whole numbers: points, visits, days."""
    found: list[int | None] = []
    for index, cell in enumerate(cells):
        if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**12:
            found.append(int(cell))
            continue
        amount = parse_amount(cell)
        if amount.note is AmountNote.NOT_A_NUMBER:
            notes.add(index, heading, cell, str(amount.note))
        usable = amount.value is not None and abs(amount.value) < 10**12
        found.append(int(amount.value) if usable and amount.value is not None else None)
    return found


_GENDERS = {
    "男": "male", "先生": "male", "m": "male", "male": "male", "1": "male", "man": "male",
    "女": "female", "女士": "female", "小姐": "female", "f": "female", "female": "female",
    "0": "female", "太太": "female", "woman": "female", "男性": "male",
    "女性": "female",
}  # fmt: skip


def genders(cells: Sequence[Cell]) -> list[str]:
    """``male``, ``female`` or empty."""
    known = {cell: _GENDERS.get(text.fold(shown(cell)), "") for cell in set(cells)}
    return [known[cell] for cell in cells]


_TAG_BREAK = re.compile(r"\s*:::\s*|[,，、;；/|\n]+|\s{2,}|\*\s*myContacts")


def tag_lists(cells: Sequence[Cell]) -> list[tuple[str, ...]]:
    """Tags split at any usual mark."""
    known = {
        cell: tuple(dict.fromkeys(filter(None, map(str.strip, _TAG_BREAK.split(_text(cell))))))
        for cell in set(cells)
    }
    return [known[cell] for cell in cells]
