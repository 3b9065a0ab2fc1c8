"""Fields the shop adds to its customers: added, renamed, ordered, retyped, taken away."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.fields.custom_fields import FieldRow
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.custom_field_dialog import CustomFieldDialog
from crm_desktop.ui.settings.ready_fields import ReadyFields
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.layout import clear, column, plain, row, show_if
from crm_desktop.ui.widgets.text import Label


class CustomFields(QWidget):
    """One line for each field; every change acts at once and can be undone."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.fields: list[FieldRow] = []
        self.lines: dict[str, QWidget] = {}
        self.add = Button(lambda: _("Add a field"), "plus", "primary", small=True, on=self.new)
        self.none = Label(lambda: _("No fields of your own yet."), "body", "text3", wrap=True)
        self._place: QVBoxLayout = column(gap=0)
        card = Card(lambda: _("Fields of your own"))
        explained = Label(
            lambda: _(
                "They are in the list, in filters, in import and export, and on the page of "
                "every customer."
            ),
            "caption",
            "text3",
            wrap=True,
        )
        card.body.addLayout(
            column(explained, self.none, self._place, row(self.add, None), gap=10,
                   margins=(20, 0, 20, 16))
        )  # fmt: skip
        self.ready = ReadyFields(shell)
        self.setLayout(column(card, self.ready, None, gap=16))

    def refresh(self, changes: Changes | None) -> None:
        """Read the fields again."""
        if changes is not None and not changes.touches("custom_field", "custom_value"):
            return
        self.ready.refresh(changes)
        self.fields = self._shell.workspace.read(custom_fields.fields, counts=True)
        clear(self._place)
        self.lines = {one.key: self._line(number, one) for number, one in enumerate(self.fields)}
        for line in self.lines.values():
            self._place.addWidget(line)
        show_if(self.none, not self.fields)

    def _line(self, number: int, field: FieldRow) -> QWidget:
        name = Label(field.label, "strong", wrap=True)
        facts = Label(partial(_facts, field), "caption", "text3", wrap=True)
        words = plain(column(name, facts, gap=1))
        up = IconButton("caret-up", lambda: _("Move up"), on=partial(self._move, field, number - 1))
        down = IconButton(
            "caret-down", lambda: _("Move down"), on=partial(self._move, field, number + 1)
        )
        up.setEnabled(number > 0)
        down.setEnabled(number < len(self.fields) - 1)
        edit = IconButton("pencil-simple", lambda: _("Edit"), on=partial(self.edit, field))
        off = IconButton("x", lambda: _("Take away"), on=partial(self._remove, field))
        return plain(row((words, 1), up, down, edit, off, gap=2, margins=(0, 6, 0, 6)))

    def new(self) -> CustomFieldDialog:
        """Ask for a new field."""
        dialog = CustomFieldDialog(self, self._shell, None, self._define)
        dialog.open()
        return dialog

    def edit(self, field: FieldRow) -> CustomFieldDialog:
        """Ask what to change about a field."""
        dialog = CustomFieldDialog(self, self._shell, field, partial(self._change, field))
        dialog.open()
        return dialog

    def _define(self, label: str, kind: str, options: list[str], sensitive: bool) -> None:
        self._write(
            N_("Add a field"),
            custom_fields.define,
            label,
            kind,
            options,
            sensitive=sensitive,
        )
        self._shell.toast(_("Field added"), undo=True)

    def _change(
        self, field: FieldRow, label: str, kind: str, options: list[str], sensitive: bool
    ) -> None:
        self._write(
            N_("Change a field"),
            _change,
            field.id,
            kind if kind != field.type else "",
            label=label,
            options=options if kind == field.type else None,
            sensitive=sensitive,
        )
        self._shell.toast(_("Field changed"), undo=True)

    def _move(self, field: FieldRow, place: int) -> None:
        self._write(N_("Move a field"), custom_fields.move, field.id, place)

    def _remove(self, field: FieldRow) -> None:
        self._write(N_("Take a field away"), custom_fields.remove, field.id)
        said = _("Field “{name}” taken away with what it held").format(name=field.label)
        self._shell.toast(said, "x", undo=True)

    def _write(self, name: str, service: Any, /, *args: Any, **kwargs: Any) -> None:
        self._shell.workspace.execute(name, service, *args, **kwargs)


def _change(session: Any, field_id: int, kind: str, **changes: Any) -> None:
    custom_fields.edit(session, field_id, **changes)
    if kind:
        custom_fields.change_type(session, field_id, kind)


def _facts(field: FieldRow) -> str:
    parts = [custom_fields.type_name(field.type)]
    if field.options:
        shown = pgettext("list separator", ", ").join(field.options[:6])
        parts.append(shown + ("…" if len(field.options) > 6 else ""))
    number = field.filled or 0
    words = ngettext("with {n} customer", "with {n} customers", number)
    parts.append(words.format(n=formats.integer(number)))
    if field.sensitive:
        parts.append(_("sensitive"))
    return " · ".join(parts)
