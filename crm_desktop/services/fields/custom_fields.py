"""Fields a shop adds to its customers without code: defined, renamed, retyped, taken away."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.core.names import pinyin_of
from crm_desktop.db.models import Contact, CustomField, CustomValue
from crm_desktop.services.fields import custom_values
from crm_desktop.services.fields.custom_values import CustomShown, Value
from crm_desktop.services.records import masking

TYPES = ("text", "number", "money", "date", "yes_no", "choice", "choices")

WITH_OPTIONS = frozenset({"choice", "choices"})
_MOST_OPTIONS = 200
_EXAMPLES = 50


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field. ``filled`` is in how many customers, ``None`` when not asked for."""

    id: int
    key: str
    label: str
    type: str
    options: tuple[str, ...]
    sensitive: bool
    filled: int | None = None


@dataclass(frozen=True, slots=True)
class TypeChange:
    """What another type would make of the values there are.

    ``kept`` fit it; ``odd`` do not and would stay as they were typed, without sorting or
    comparing as that type. ``examples`` are some of those: (customer, text). ``options`` are the
    choices the field would have.
    """

    kept: int
    odd: int
    examples: tuple[tuple[str, str], ...]
    options: tuple[str, ...]


def type_name(kind: str) -> str:
    """What a type is called in the language in force."""
    return {
        "text": pgettext("type of field", "Text"),
        "number": pgettext("type of field", "Number"),
        "money": pgettext("type of field", "Amount"),
        "date": pgettext("type of field", "Date"),
        "yes_no": pgettext("type of field", "Yes or no"),
        "choice": pgettext("type of field", "One choice"),
        "choices": pgettext("type of field", "Several choices"),
    }[kind]


def fields(session: Session, *, counts: bool = False) -> list[FieldRow]:
    """The fields of customers in the shop's order."""
    filled = _filled(session) if counts else {}
    return [_row(one, filled.get(one.id, 0) if counts else None) for one in _fields(session)]


def get(session: Session, field_id: int) -> FieldRow:
    """One field. Raises ``NotFound``."""
    return _row(_found(session, field_id), None)


def define(
    session: Session,
    label: str,
    kind: str = "text",
    options: Iterable[str] = (),
    *,
    sensitive: bool = False,
) -> int:
    """Add a field; returns its id. Raises ``UserError`` for a label that is empty or taken."""
    label = _checked_label(session, label)
    last = session.scalar(select(func.max(CustomField.position)))
    field = CustomField(
        entity="contact",
        key=_free_key(session, label),
        label=label,
        type=_checked_type(kind),
        options=_options_text(kind, options),
        sensitive=sensitive,
        position=(last or 0) + 1,
    )
    session.add(field)
    session.flush()
    return field.id


def edit(
    session: Session,
    field_id: int,
    *,
    label: str | None = None,
    options: Iterable[str] | None = None,
    sensitive: bool | None = None,
) -> None:
    """Change what is given; values that are no longer among the choices stay as they are."""
    field = _found(session, field_id)
    if label is not None and text.clean(label) != field.label:
        field.label = _checked_label(session, label)
    if options is not None:
        field.options = _options_text(field.type, options)
    if sensitive is not None:
        field.sensitive = sensitive
    session.flush()


def move(session: Session, field_id: int, place: int) -> None:
    """Put a field at another place, counted from 0."""
    ordered = _fields(session)
    field = _found(session, field_id)
    ordered.remove(field)
    ordered.insert(max(0, place), field)
    for position, one in enumerate(ordered, 1):
        one.position = position
    session.flush()


def remove(session: Session, field_id: int) -> None:
    """Take a field away with its values; undo brings both back."""
    _found(session, field_id).deleted_at = clock.now()
    session.flush()


def preview_type(session: Session, field_id: int, kind: str) -> TypeChange:
    """What changing the type would do, without doing it."""
    field = _found(session, field_id)
    options = _options_for(session, field, kind)
    kept = odd = 0
    examples: list[tuple[str, str]] = []
    for value, name in _values(session, field):
        if _fits(kind, value.text, options):
            kept += 1
        else:
            odd += 1
            if len(examples) < _EXAMPLES:
                examples.append((name, value.text))
    return TypeChange(kept, odd, tuple(examples), options)


def change_type(session: Session, field_id: int, kind: str) -> int:
    """Change the type and read every value anew; returns how many did not fit.

    Those stay as they were typed. For a choice the values there are become the choices.
    """
    field = _found(session, field_id)
    options = _options_for(session, field, _checked_type(kind))
    odd = 0
    for value, _name in list(_values(session, field)):
        read = custom_values.read(kind, value.text, options)
        odd += not _fits(kind, value.text, options)
        value.text, value.number_milli, value.date = read.text, read.number_milli, read.date
    field.type = kind
    field.options = _options_text(kind, options)
    session.flush()
    return odd


# values


def set_value(session: Session, contact_ids: Sequence[int], key: str, typed: str) -> int:
    """Give customers a value of the field ``key``; returns how many changed.

    Raises ``UserError`` for what does not fit the type, ``NotFound`` for an unknown key.
    """
    field = by_key(session, key)
    value = custom_values.parse(field.type, typed, _options(field))
    return custom_values.write(session, field, contact_ids, value)


def of_contact(
    session: Session, contact_id: int, *, revealed: bool = False
) -> tuple[CustomShown, ...]:
    """Every field with what it holds for one customer; sensitive ones masked unless ``revealed``
    or masking is off."""
    show = masking.shown_by(session, revealed=revealed)
    values = {
        value.field_id: Value(value.text, value.number_milli, value.date)
        for value in session.scalars(select(CustomValue).where(CustomValue.record_id == contact_id))
    }
    found = []
    for field in _fields(session):
        value = values.get(field.id, Value())
        shown = custom_values.shown(field.type, value)
        hidden = field.sensitive and show is masking.masked and bool(value.text)
        typed = value.text
        if hidden:
            shown, typed = show(shown), ""
        found.append(
            CustomShown(
                field.key,
                field.label,
                field.type,
                _options(field),
                typed,
                shown,
                custom_values.is_odd(field.type, value),
                field.group_name,
                hidden,
            )
        )
    return tuple(found)


def by_key(session: Session, key: str) -> CustomField:
    """The field of a key. Raises ``NotFound``."""
    field = session.scalar(
        select(CustomField).where(
            CustomField.entity == "contact",
            CustomField.key == key,
            CustomField.deleted_at.is_(None),
        )
    )
    if field is None:
        raise NotFound(_("This field does not exist any more."), _("Nothing was changed."))
    return field


def _fits(kind: str, typed: str, options: Sequence[str]) -> bool:
    try:
        custom_values.parse(kind, typed, options)
    except UserError:
        return False
    return True


def _values(session: Session, field: CustomField) -> Iterable[tuple[CustomValue, str]]:
    rows = session.execute(
        select(CustomValue, Contact.name)
        .join(Contact, Contact.id == CustomValue.record_id)
        .where(CustomValue.field_id == field.id)
        .order_by(CustomValue.id)
    )
    return ((row[0], row[1]) for row in rows)


def _options_for(session: Session, field: CustomField, kind: str) -> tuple[str, ...]:
    """The choices a field has under a type: its own, and what its values are."""
    if kind not in WITH_OPTIONS:
        return ()
    query = select(CustomValue.text).where(CustomValue.field_id == field.id).distinct()
    used: list[str] = []
    for typed in session.scalars(query.order_by(CustomValue.text)):
        used += custom_values.parts_of(typed) if kind == "choices" else [typed]
    options = dict.fromkeys([*_options(field), *used])
    return tuple(option for option in options if option)[:_MOST_OPTIONS]


def _fields(session: Session) -> list[CustomField]:
    query = select(CustomField).where(
        CustomField.entity == "contact", CustomField.deleted_at.is_(None)
    )
    return list(session.scalars(query.order_by(CustomField.position, CustomField.id)))


def _filled(session: Session) -> dict[int, int]:
    query = (
        select(CustomValue.field_id, func.count())
        .join(Contact, Contact.id == CustomValue.record_id)
        .where(Contact.deleted_at.is_(None))
        .group_by(CustomValue.field_id)
    )
    return dict(session.execute(query).all())


def _row(field: CustomField, filled: int | None) -> FieldRow:
    return FieldRow(
        field.id, field.key, field.label, field.type, _options(field), field.sensitive, filled
    )


def _options(field: CustomField) -> tuple[str, ...]:
    return tuple(json.loads(field.options)) if field.options else ()


def _options_text(kind: str, options: Iterable[str]) -> str:
    """Choices as kept: clean, each once, none that would break a joined value."""
    if kind not in WITH_OPTIONS:
        return ""
    clean = dict.fromkeys(text.clean(option).replace(";", ",") for option in options)
    kept = [option for option in clean if option][:_MOST_OPTIONS]
    return json.dumps(kept, ensure_ascii=False)


def _checked_label(session: Session, label: str) -> str:
    label = text.clean(label)
    if not label:
        raise UserError(_("A field needs a name."), _("Nothing was changed."))
    if text.fold(label) in {text.fold(one.label) for one in _fields(session)}:
        raise UserError(
            _("There is a field called “{name}” already.").format(name=label),
            _("Nothing was changed."),
            _("Choose another name."),
        )
    return label


def _checked_type(kind: str) -> str:
    if kind not in TYPES:
        raise UserError(
            _("There is no type of field called “{name}”.").format(name=kind),
            _("Nothing was changed."),
        )
    return kind


def _free_key(session: Session, label: str) -> str:
    """A short key that stays when the label changes; it never begins with a digit."""
    stem = re.sub(r"[^a-z0-9]+", "_", text.fold(pinyin_of(label)[0])).strip("_")[:40]
    if not stem[:1].isalpha():
        stem = f"field_{stem}".strip("_")
    taken = set(session.scalars(select(CustomField.key)))
    return next(
        key
        for key in (stem if number == 1 else f"{stem}_{number}" for number in count(1))
        if key not in taken
    )


def _found(session: Session, field_id: int) -> CustomField:
    field = session.get(CustomField, field_id)
    if field is None or field.deleted_at is not None:
        raise NotFound(_("This field does not exist any more."), _("Nothing was changed."))
    return field
