"""The forms that add a relation, a preference or a gift to a customer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.contacts import gifts, preferences, relations
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.ui.contacts import birthdays, typed_values
from crm_desktop.ui.contacts.contact_picker import ContactPicker
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.typed_edits import DateEdit

Write = Callable[..., object]


def ask_relation(host: QWidget, shell: Shell, contact_id: int, write: Write) -> Dialog:
    """Another customer, or somebody known by name, and what they are to this one."""
    kind = ComboBox([(one, partial(relations.kind_name, one)) for one in relations.KINDS])
    who = ContactPicker(shell, lambda: _("A customer, or just a name"), leave_out=contact_id)
    born, note = LineEdit(lambda: _("e.g. 9-3, 1980-9-3 or lunar 8-15")), LineEdit()
    who_field = Field(lambda: _("Who"), who)
    born_field = Field(lambda: _("Birthday"), born)
    who.picked.connect(lambda _id: born_field.hide())

    def save() -> bool:
        try:
            birthday, lunar, leap = birthdays.parse("" if who.contact_id else born.value())
        except ValueError:
            born_field.set_error(_("Type a birthday like 9-3, 1980-9-3 or lunar 8-15."))
            return False
        try:
            write(
                N_("Add a relation"),
                relations.add,
                contact_id,
                kind.value(),
                other_id=who.contact_id or None,
                name=who.value(),
                birthday=birthday,
                birth_lunar=lunar,
                birth_leap=leap,
                note=note.value(),
            )
        except UserError as problem:
            who_field.set_error(str(problem))
            return False
        return True

    form = column(
        row((Field(lambda: _("Is"), kind), 1), (who_field, 2), gap=12),
        born_field,
        Field(lambda: _("Note"), note),
        gap=12,
    )
    return _open(Dialog(host, lambda: _("Add a relation"), plain(form), _add, save, enter=True))


def ask_preference(host: QWidget, contact_id: int, write: Write) -> Dialog:
    """What about, and what they like."""
    topic = LineEdit(lambda: _("e.g. tea, time of visit"))
    value = LineEdit()
    value_field = Field(lambda: _("What they like"), value)
    important = CheckBox(lambda: _("Important"))

    def save() -> bool:
        try:
            write(
                N_("Add a preference"),
                preferences.add,
                contact_id,
                topic.value(),
                value.value(),
                important=important.isChecked(),
            )
        except UserError as problem:
            value_field.set_error(str(problem))
            return False
        return True

    form = column(Field(lambda: _("About"), topic), value_field, important, gap=12)
    return _open(Dialog(host, lambda: _("Add a preference"), plain(form), _add, save, enter=True))


def ask_gift(host: QWidget, panel: ContactPanel, write: Write) -> Dialog:
    """What was given, when, for what, and what it was worth."""
    what, occasion, value = LineEdit(), LineEdit(lambda: _("e.g. Mid-autumn")), LineEdit()
    day = DateEdit(clock.today())
    what_field, value_field = Field(lambda: _("Gift"), what), Field(lambda: _("Worth"), value)

    def save() -> bool:
        typed: dict[str, Any] = {"given_on": day.date(), "occasion": occasion.value()}
        try:
            if value.value():
                typed["value_minor"] = typed_values.minor(value.value(), panel.currency)
        except ValueError as problem:
            value_field.set_error(str(problem))
            return False
        try:
            write(N_("Add a gift"), gifts.add, panel.id, what.value(), **typed)
        except UserError as problem:
            what_field.set_error(str(problem))
            return False
        return True

    form = column(
        what_field,
        row((Field(lambda: _("Date"), day), 1), (value_field, 1), gap=12),
        Field(lambda: _("Occasion"), occasion),
        gap=12,
    )
    return _open(Dialog(host, lambda: _("Add a gift"), plain(form), _add, save, enter=True))


def _add() -> str:
    return _("Add")


def _open(dialog: Dialog) -> Dialog:
    dialog.open()
    return dialog
