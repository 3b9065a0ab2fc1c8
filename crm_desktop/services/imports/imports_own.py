"""Columns that go into fields of the shop's own: found by their label, or made by the import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import UserError
from crm_desktop.db import bulk
from crm_desktop.db.models import CustomField, CustomValue
from crm_desktop.services.fields import custom_fields, custom_values
from crm_desktop.services.imports.imports_contacts import State
from crm_desktop.services.imports.imports_data import OWN
from crm_desktop.services.imports.imports_match import in_chunks
from crm_desktop.services.imports.imports_write import raw

_WHOLE_DATE = re.compile(r"\d{4}\s*[-/.年]")
_CHOICES_AT_MOST = 12
_LONGEST_CHOICE = 12
_LONGEST_NUMBER = 12


def columns_of(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """The columns of a table that go into own fields."""
    return [name for name in columns if name.startswith(OWN)]


def merge(
    state: State, columns: Mapping[str, Sequence[Any]], index: int, *, overwrite: bool
) -> None:
    """Take over what a row says in own fields: blanks are filled, the rest by the user's rule."""
    for name in columns_of(columns):
        typed = columns[name][index]
        had = state.own or {}
        old = had.get(name, "")
        if typed and typed != old and (overwrite or not old):
            state.own = {**had, name: typed}
            state.new_own = {**(state.new_own or {}), name: typed}


def load(session: Session, states: Mapping[int, State], wanted: Iterable[str]) -> None:
    """Read what known contacts hold in these columns' fields."""
    fields = _by_label(session)
    names = {fields[key].id: name for name in wanted if (key := _key(name)) in fields}
    known = sorted(number for number, state in states.items() if state.known)
    if not names or not known:
        return
    shown = (CustomValue.record_id, CustomValue.field_id, CustomValue.text)
    for contact_id, field_id, typed in in_chunks(session, shown, CustomValue.record_id, known):
        if field_id in names:
            state = states[contact_id]
            state.own = {**(state.own or {}), names[field_id]: typed}


def write(session: Session, states: Mapping[int, State]) -> None:
    """Write what rows brought, making the fields that are new."""
    brought: dict[str, dict[int, str]] = {}
    for contact_id, state in states.items():
        for name, typed in (state.new_own or {}).items():
            brought.setdefault(name, {})[contact_id] = typed
    for name, typed_by in brought.items():
        field = _field(session, name, typed_by.values())
        _write_values(session, field, typed_by)


def _field(session: Session, name: str, typed: Iterable[str]) -> CustomField:
    """The field of a column; a choice learns the choices it did not have."""
    field = _by_label(session).get(_key(name))
    distinct = list(dict.fromkeys(typed))
    if field is None:
        kind = guess_type(distinct, len(list(typed)))
        made = custom_fields.define(session, name.removeprefix(OWN), kind, distinct)
        return session.get_one(CustomField, made)
    if field.type in custom_fields.WITH_OPTIONS:
        options = custom_fields.get(session, field.id).options
        parts = [
            part
            for one in distinct
            for part in (custom_values.parts_of(one) if field.type == "choices" else [one])
        ]
        known = set(map(text.fold, options))
        fresh = [part for part in parts if text.fold(part) not in known]
        custom_fields.edit(session, field.id, options=[*options, *fresh])
    return field


def guess_type(distinct: Sequence[str], count: int) -> str:
    """What the values of a new field look like; text when in doubt."""
    if all(_is_plain_number(one) for one in distinct):
        return "number"
    if all(_reads_as("yes_no", one) for one in distinct):
        return "yes_no"
    if all(_WHOLE_DATE.match(one) and _reads_as("date", one) for one in distinct):
        return "date"
    short = all(len(one) <= _LONGEST_CHOICE for one in distinct)
    if short and len(distinct) <= _CHOICES_AT_MOST and count >= 3 * len(distinct):
        return "choice"
    return "text"


def _is_plain_number(typed: str) -> bool:
    """A quantity, not a code: ``007`` and long numbers are names of things."""
    digits = typed.lstrip("-").partition(".")[0]
    code = len(digits) > 1 and digits.startswith("0")
    return not code and len(typed) <= _LONGEST_NUMBER and _reads_as("number", typed)


def _reads_as(kind: str, typed: str) -> bool:
    try:
        custom_values.parse(kind, typed)
    except UserError:
        return False
    return True


def _write_values(session: Session, field: CustomField, typed_by: Mapping[int, str]) -> None:
    options = custom_fields.get(session, field.id).options
    read = {typed: custom_values.read(field.type, typed, options) for typed in typed_by.values()}
    shown = (CustomValue.record_id, CustomValue.field_id)
    present = {
        record
        for record, field_id in in_chunks(session, shown, CustomValue.record_id, sorted(typed_by))
        if field_id == field.id
    }
    for contact_id in present:
        custom_values.write(session, field, [contact_id], read[typed_by[contact_id]])
    bulk.insert_rows(
        session,
        CustomValue,
        ("field_id", "record_id", "text", "number_milli", "date"),
        [
            (field.id, contact_id, value.text, value.number_milli, raw(value.date))
            for contact_id, value in ((one, read[typed_by[one]]) for one in sorted(typed_by))
            if contact_id not in present and value.text
        ],
    )


def _by_label(session: Session) -> dict[str, CustomField]:
    query = select(CustomField).where(
        CustomField.entity == "contact", CustomField.deleted_at.is_(None)
    )
    return {text.fold(field.label): field for field in session.scalars(query)}


def _key(name: str) -> str:
    return text.fold(name.removeprefix(OWN))
