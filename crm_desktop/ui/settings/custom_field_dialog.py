"""One field of the shop's own: its name, type and choices, and what another type would do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.fields.custom_fields import TYPES, WITH_OPTIONS, FieldRow, TypeChange
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit, TextArea, Toggle
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label

Save = Callable[[str, str, list[str], bool], object]
_NAMED = 3


class CustomFieldDialog(Dialog):
    """``save(label, type, options, sensitive)`` may raise ``UserError``, said under the name."""

    def __init__(self, host: QWidget, shell: Shell, field: FieldRow | None, save: Save) -> None:
        self._shell, self._field, self._save = shell, field, save
        self.name = LineEdit(lambda: _("e.g. Water hardness"), field.label if field else "")
        self.kind = ComboBox(
            [(key, partial(custom_fields.type_name, key)) for key in TYPES],
            field.type if field else "text",
        )
        self.options = TextArea("", "\n".join(field.options if field else ()), lines=5)
        self.sensitive = Toggle(lambda: _("Sensitive: masked where numbers are masked"),
                                bool(field and field.sensitive))  # fmt: skip
        self._name_field = Field(lambda: pgettext("of a thing", "Name"), self.name)
        self._options_field = Field(lambda: _("Choices, one a line"), self.options)
        self.preview = Label("", "caption", "text2", wrap=True)
        content = column(
            self._name_field,
            Field(lambda: _("Type"), self.kind),
            self.preview,
            self._options_field,
            row(self.sensitive, None),
            gap=12,
        )
        title = (lambda: _("Change field")) if field else (lambda: _("New field"))
        super().__init__(host, title, plain(content), lambda: _("Save"), self._take)
        self.kind.activated.connect(lambda _index: self._show_kind())
        self._show_kind()

    def _show_kind(self) -> None:
        kind = self.kind.value()
        change = None
        if self._field is not None and kind != self._field.type:
            change = self._shell.workspace.read(custom_fields.preview_type, self._field.id, kind)
        # The values there are become the choices; they are shown, not typed.
        self._options_field.setVisible(kind in WITH_OPTIONS and change is None)
        self.preview.setVisible(change is not None)
        if change is not None:
            self.preview.say(partial(said, change))

    def _take(self) -> bool:
        options = self.options.value().split("\n")
        try:
            self._save(self.name.value(), self.kind.value(), options, self.sensitive.isChecked())
        except UserError as problem:
            self._name_field.set_error(str(problem))
            self.name.setFocus()
            return False
        return True


def said(change: TypeChange) -> str:
    """What a change of type does, in words."""
    if not change.kept and not change.odd:
        return _("No customer has a value yet.")
    parts = [
        ngettext("{n} value fits.", "{n} values fit.", change.kept).format(
            n=formats.integer(change.kept)
        )
    ]
    if change.odd:
        words = ngettext(
            "{n} does not and stays as it was typed: {examples}",
            "{n} do not and stay as they were typed: {examples}",
            change.odd,
        )
        named = [f"{name}: {typed}" for name, typed in change.examples[:_NAMED]]
        examples = pgettext("list separator", ", ").join(named)
        parts.append(words.format(n=formats.integer(change.odd), examples=examples))
    if change.options:
        shown = pgettext("list separator", ", ").join(change.options[:8])
        parts.append(_("Choices: {choices}").format(choices=shown))
    return " ".join(parts)
