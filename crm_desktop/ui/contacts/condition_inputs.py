"""Field, relation and value of one condition, stacked or in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.conditions.conditions import FIELDS
from crm_desktop.ui.contacts import condition_words
from crm_desktop.ui.contacts.condition_value import ValueInput
from crm_desktop.ui.contacts.condition_words import RELATIONS, Options
from crm_desktop.ui.widgets.form import ComboBox, LineEdit
from crm_desktop.ui.widgets.layout import clear, column, row
from crm_desktop.ui.widgets.text import Label

# The fields people filter by most stand first; the rest follow as declared.
_FIRST = (
    "stage", "level", "tag", "owner", "last_contact", "next_due", "spent", "owed", "last_sale",
    "bought", "birthday", "source", "customer_type",
)  # fmt: skip
# A relation that only makes sense in conditions written elsewhere is not offered here.
_NOT_OFFERED = frozenset({"any_of"})


class ConditionInputs(QWidget):
    """``read`` gives the condition, or ``None`` after showing what is missing.

    ``changed`` comes when a choice is made; ``resized`` when other inputs took its place.
    """

    changed = Signal()
    resized = Signal()

    def __init__(
        self, options: Options, condition: Mapping[str, Any] | None, *, in_a_line: bool = False
    ) -> None:
        super().__init__()
        self._options = options
        start = condition or {"field": "stage", "op": "is"}
        present = str(start.get("field", ""))
        names = fields_offered(options, present)
        self.field = ComboBox(
            [(name, condition_words.field_label(name, options)) for name in names], present
        )
        self.relation = ComboBox()
        self.value = ValueInput()
        self.problem = Label("", "caption", "redText", wrap=True)
        self.problem.hide()
        self.field.setAccessibleName(_("Field"))
        self.relation.setAccessibleName(_("Relation"))
        self._value_place = QVBoxLayout()
        if in_a_line:
            line = row((self.field, 3), (self.relation, 3), gap=8)
            line.addLayout(self._value_place, 4)
            for chosen in (self.field, self.relation):
                chosen.may_shrink(7)
                line.setAlignment(chosen, Qt.AlignmentFlag.AlignTop)
            self.setLayout(column(line, self.problem, gap=4))
        else:
            whole = column(self.field, self.relation, gap=10)
            whole.addLayout(self._value_place)
            whole.addWidget(self.problem)
            self.setLayout(whole)
        self._field_chosen(str(start.get("op", "")), start.get("value"))
        self.field.activated.connect(lambda _index: self._chosen(self._field_chosen))
        self.relation.activated.connect(lambda _index: self._chosen(self._relation_chosen))

    def _chosen(self, take: Any) -> None:
        take()
        self.changed.emit()

    def _field_chosen(self, op: str = "", value: Any = None) -> None:
        name = self.field.value()
        ops = relations_of(name, op, self._options)
        labels = [(one, condition_words.relation_label(name, one)) for one in ops]
        self.relation.set_choices(labels, op or ops[0])
        self._relation_chosen(value)

    def _relation_chosen(self, value: Any = None) -> None:
        name, op = self.field.value(), self.relation.value()
        clear(self._value_place)
        self.value = ValueInput.of(name, op, value, self._options)
        self._value_place.addWidget(self.value)
        for typed in self.value.findChildren(LineEdit):
            typed.textChanged.connect(self.changed)
        for chosen in self.value.findChildren(ComboBox):
            chosen.activated.connect(self.changed)
        self.value.setVisible(op not in condition_words.WITHOUT_VALUE)
        self.problem.hide()
        self.resized.emit()

    def read(self) -> dict[str, Any] | None:
        """The condition as it stands; ``None`` when something is missing, which is then said."""
        try:
            condition = self._made()
        except ValueError as problem:
            self.problem.say(str(problem))
            self.problem.show()
            self.resized.emit()
            return None
        self.problem.hide()
        return condition

    def peek(self) -> dict[str, Any] | None:
        """The same without a word."""
        try:
            return self._made()
        except ValueError:
            return None

    def _made(self) -> dict[str, Any]:
        name, op = self.field.value(), self.relation.value()
        condition: dict[str, Any] = {"field": name, "op": op}
        if op not in condition_words.WITHOUT_VALUE:
            condition["value"] = self.value.read()
        return condition


def fields_offered(options: Options, present: str = "") -> list[str]:
    """Names of the fields to filter by; ``present`` is kept even if it is not declared."""
    names = [name for name in _FIRST if name in FIELDS]
    names += [name for name in FIELDS if name not in names]
    names += [f"custom:{key}" for key in options.custom]
    return names if not present or present in names else [present, *names]


def relations_of(name: str, present: str, options: Options) -> Sequence[str]:
    """Relations a field offers, in the order they are declared."""
    ops = condition_words.ops_of(name, options)
    return [op for op in RELATIONS if op in ops and (op not in _NOT_OFFERED or op == present)]
