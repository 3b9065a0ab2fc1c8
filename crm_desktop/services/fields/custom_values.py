"""What fields the shop added hold: read from typed words, kept so that it sorts, shown as words.

A value keeps a canonical text beside a number in thousandths or a date: ``89.5``, ``2026-06-18``,
``yes``, one choice, or several joined by ``CHOICE_SEPARATOR``. What cannot be read as its type is
kept as typed, without a number or date (``is_odd``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, date_words, formats, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db.models import CustomField, CustomValue
from crm_desktop.services.conditions.condition_facts import CHOICE_SEPARATOR
from crm_desktop.services.records import masking

YES, NO = "yes", "no"
_YES_WORDS = frozenset({"yes", "y", "true", "1", "是", "有", "对", "√", "✓", "v"})
_NO_WORDS = frozenset({"no", "n", "false", "0", "否", "无", "没有", "不", "×", "x"})
_SPLIT = re.compile(r"[;；,，、/|\n]+")
_AMOUNT_MARKS = re.compile(r"[¥￥$€£,，\s元]")
_DATE = re.compile(r"[\d\s./\-:年月日号]+")
_MIDNIGHT = re.compile(r"\s+0?0:00(:00)?$")
_MOST_MILLI = 2**62


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is kept; an empty text is none."""

    text: str = ""
    number_milli: int | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CustomShown:
    """One field of one customer. ``typed`` is what an input begins with; ``shown`` is in the
    language in force; ``odd`` marks what does not fit the field's type; ``group`` is that of a
    ready field, which a kind of party may have alone."""

    key: str
    label: str
    type: str
    options: tuple[str, ...]
    typed: str
    shown: str
    odd: bool = False
    group: str = ""
    masked: bool = False


def parse(
    kind: str, typed: str, options: Sequence[str] = (), today: dt.date | None = None
) -> Value:
    """A typed value of a type. Raises ``UserError`` with a sentence for what does not fit."""
    typed = text.clean(typed)
    if not typed:
        return Value()
    if kind in ("choice", "choices"):
        parts = parts_of(typed) if kind == "choices" else [typed]
        return several(_one_of(part, options) for part in parts)
    match kind:
        case "number" | "money":
            return _number(typed)
        case "date":
            return _day(typed, today)
        case "yes_no":
            return _yes_no(typed)
        case _:
            return Value(typed)


def read(kind: str, typed: str, options: Sequence[str] = ()) -> Value:
    """The same, keeping as typed what does not fit."""
    try:
        return parse(kind, typed, options)
    except UserError:
        return Value(text.clean(typed))


def several(chosen: Iterable[str]) -> Value:
    """Several choices as one value, each once."""
    return Value(CHOICE_SEPARATOR.join(dict.fromkeys(chosen)))


def parts_of(typed: str) -> list[str]:
    """The choices in a text."""
    return [part.strip() for part in _SPLIT.split(typed) if part.strip()]


def _number(typed: str) -> Value:
    try:
        number = Decimal(text.halfwidth(_AMOUNT_MARKS.sub("", typed)))
        milli = int((number * 1000).to_integral_value())
    except (InvalidOperation, OverflowError, ValueError):
        milli = _MOST_MILLI
    if abs(milli) >= _MOST_MILLI:
        raise UserError(
            _("“{value}” is not a number.").format(value=typed),
            _("Nothing was changed."),
            _("Type it like 12 or 89.5."),
        )
    return Value(f"{(Decimal(milli) / 1000).normalize():f}", milli)


def _day(typed: str, today: dt.date | None) -> Value:
    day = None
    if _DATE.fullmatch(typed):
        with suppress(ValueError):
            day = date_words.parse_date(_MIDNIGHT.sub("", typed), today or clock.today())
    if day is None:
        raise UserError(
            _("“{value}” is not a date.").format(value=typed),
            _("Nothing was changed."),
            _("Type it like 2026-06-18."),
        )
    return Value(day.isoformat(), None, day)


def _yes_no(typed: str) -> Value:
    word = text.fold(typed)
    if word in _YES_WORDS:
        return Value(YES, 1000)
    if word in _NO_WORDS:
        return Value(NO, 0)
    raise UserError(
        _("“{value}” is neither yes nor no.").format(value=typed), _("Nothing was changed.")
    )


def _one_of(typed: str, options: Sequence[str]) -> str:
    folded = {text.fold(option): option for option in options}
    found = folded.get(text.fold(typed))
    if found is None:
        raise UserError(
            _("“{value}” is not one of the choices.").format(value=typed),
            _("Nothing was changed."),
            _("Choices: {choices}").format(
                choices=pgettext("list separator", ", ").join(options[:12])
            ),
        )
    return found


def is_odd(kind: str, value: Value) -> bool:
    """True for a text that does not fit the type of its field."""
    if not value.text:
        return False
    if kind in ("number", "money", "yes_no"):
        return value.number_milli is None
    return kind == "date" and value.date is None


def shown(kind: str, value: Value) -> str:
    """A value in the language in force."""
    if not value.text or is_odd(kind, value):
        return value.text
    if kind == "date" and value.date is not None:
        return formats.date_long(value.date)
    return _SHOWN.get(kind, str)(value.text)


def _shown_number(words: str) -> str:
    return formats.quantity(int(Decimal(words) * 1000))


def _shown_amount(words: str) -> str:
    return formats.amount_exact(int(Decimal(words) * 100))


def _shown_yes_no(words: str) -> str:
    return _("Yes") if words == YES else _("No")


def _shown_choices(words: str) -> str:
    return words.replace(CHOICE_SEPARATOR, pgettext("list separator", ", "))


_SHOWN: dict[str, Callable[[str], str]] = {
    "number": _shown_number,
    "money": _shown_amount,
    "yes_no": _shown_yes_no,
    "choices": _shown_choices,
}


def texts(
    session: Session, ids: Sequence[int], keys: Iterable[str], entity: str = "contact"
) -> dict[int, dict[str, str]]:
    """What the fields of these keys show, by record and key; empty ones are left out."""
    query = (
        select(
            CustomValue.record_id,
            CustomField.key,
            CustomField.type,
            CustomField.sensitive,
            CustomValue.text,
            CustomValue.number_milli,
            CustomValue.date,
        )
        .join(CustomField, CustomField.id == CustomValue.field_id)
        .where(
            CustomField.entity == entity,
            CustomField.key.in_(list(keys)),
            CustomField.deleted_at.is_(None),
            CustomValue.record_id.in_(ids),
        )
    )
    show = masking.shown_by(session)
    found: dict[int, dict[str, str]] = {}
    for record_id, key, kind, sensitive, words, milli, date in session.execute(query):
        value = shown(kind, Value(words, milli, date))
        found.setdefault(record_id, {})[key] = show(value) if sensitive else value
    return found


def write(session: Session, field: CustomField, record_ids: Sequence[int], value: Value) -> int:
    """Give these records a value of a field, or none; returns how many changed."""
    query = select(CustomValue).where(CustomValue.field_id == field.id)
    present: Mapping[int, CustomValue] = {
        one.record_id: one
        for start in range(0, len(record_ids), 500)
        for one in session.scalars(
            query.where(CustomValue.record_id.in_(record_ids[start : start + 500]))
        )
    }
    changed = 0
    for record_id in record_ids:
        had = present.get(record_id)
        if (had.text if had else "") == value.text:
            continue
        changed += 1
        if not value.text:
            session.delete(had)
        elif had is not None:
            had.text, had.number_milli, had.date = value.text, value.number_milli, value.date
        else:
            session.add(
                CustomValue(
                    field_id=field.id,
                    record_id=record_id,
                    text=value.text,
                    number_milli=value.number_milli,
                    date=value.date,
                )
            )
    session.flush()
    return changed
