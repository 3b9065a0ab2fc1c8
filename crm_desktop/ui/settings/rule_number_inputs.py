"""One input for each number of a trigger: days, a level's days, a festival, a date field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services.rules import rule_numbers, rule_words
from crm_desktop.services.rules.rule_asking import Number
from crm_desktop.services.rules.rule_triggers_people import OTHER_LEVELS
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row, show_if

_IN_A_LINE = 4


class NumberInput(QWidget):
    """``read`` gives the value; a ``UserError`` is said below the input and raised."""

    changed = Signal()

    def __init__(
        self,
        number: Number,
        value: Any,
        dates: Sequence[tuple[str, str]],
        levels: Sequence[str],
    ) -> None:
        super().__init__()
        self.number = number
        self.editors: dict[str, QWidget] = {}
        inside = self._editor(value, dates, levels)
        tick = number.kind == "yes_no"  # says itself what it is
        self.field = Field(lambda: "" if tick else _(number.label), inside, self._help)
        show_if(self.field.label, not tick)
        self.setLayout(column(self.field))
        for editor in self.editors.values():
            if isinstance(editor, LineEdit):
                editor.textChanged.connect(self._typed)
            elif isinstance(editor, ComboBox):
                editor.activated.connect(self.changed)
            elif isinstance(editor, CheckBox):
                editor.toggled.connect(self.changed)

    def _editor(
        self, value: Any, dates: Sequence[tuple[str, str]], levels: Sequence[str]
    ) -> QWidget:
        number = self.number
        made: QWidget
        if number.kind == "levels":
            return self._by_level(value, levels)
        if number.kind in ("choice", *rule_numbers.DATE_KINDS):
            offered = dates if number.kind in rule_numbers.DATE_KINDS else [
                (code, partial(_, label)) for code, label in number.choices
            ]  # fmt: skip
            made = ComboBox(list(offered), str(value))
        elif number.kind == "yes_no":
            made = CheckBox(lambda: _(number.label), bool(value))
        else:
            made = LineEdit("", rule_numbers.shown(number, value))
        self.editors[""] = made
        return made

    def _by_level(self, value: Any, levels: Sequence[str]) -> QWidget:
        """An input for each level there is, and for those only the rule still knows."""
        named = []
        for level in dict.fromkeys([*levels[:-1], *value, OTHER_LEVELS]):
            edit = LineEdit("", str(value.get(level, "")))
            self.editors[level] = edit
            named.append(Field(partial(_level, level), edit))
        lines = [
            row(*((one, 1) for one in named[start : start + _IN_A_LINE]), gap=12)
            for start in range(0, len(named), _IN_A_LINE)
        ]
        return plain(column(*lines, gap=8))

    def _typed(self) -> None:
        self.field.set_error("")
        self.changed.emit()

    def _help(self) -> str:
        """What to type, and for days what those typed mean."""
        words = _(self.number.help) if self.number.help else ""
        if self.number.kind == "days":
            try:
                return " · ".join((rule_words.days_words(self._read()), words))
            except UserError:
                pass
        return words

    def read(self) -> Any:
        """The value as the rule keeps it."""
        try:
            found = self._read()
        except UserError as problem:
            self.field.set_error(" ".join(filter(None, (problem.what, problem.do))))
            raise
        self.field.set_error("")
        return found

    def _read(self) -> Any:
        if self.number.kind == "levels":
            typed = {
                level: edit.value()
                for level, edit in self.editors.items()
                if isinstance(edit, LineEdit)
            }
            return rule_numbers.checked_levels(self.number, typed)
        editor = self.editors[""]
        if isinstance(editor, CheckBox):
            return editor.isChecked()
        assert isinstance(editor, LineEdit | ComboBox)
        return rule_numbers.read(self.number, editor.value())


def _level(level: str) -> str:
    return _("All others") if level == OTHER_LEVELS else level
