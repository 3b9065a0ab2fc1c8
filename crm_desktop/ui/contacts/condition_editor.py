"""The panel under a filter chip: field, relation and value of one condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.conditions import FIELDS
from crm_desktop.ui.contacts import condition_words
from crm_desktop.ui.contacts.condition_value import ValueInput
from crm_desktop.ui.contacts.condition_words import RELATIONS, Options
from crm_desktop.ui.contacts.popover import Popover
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import clear, row
from crm_desktop.ui.widgets.text import Label

# The fields people filter by most stand first; the rest follow as declared.
_FIRST = (
    "stage", "level", "tag", "owner", "last_contact", "next_due", "spent", "owed", "last_sale",
    "birthday", "source", "customer_type",
)  # fmt: skip
# A relation that only makes sense in conditions written elsewhere is not offered here.
_NOT_OFFERED = frozenset({"any_of"})

Condition = Mapping[str, Any]


class ConditionEditor(Popover):
    """``done_with(condition)`` gets the new condition; ``remove`` is offered for an old one."""

    def __init__(
        self,
        anchor: QWidget,
        options: Options,
        condition: Condition | None,
        done_with: Callable[[dict[str, Any]], object],
        remove: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(anchor, 320)
        self._options = options
        self._done_with = done_with
        start = condition or {"field": "stage", "op": "is"}
        names = fields_offered(str(start.get("field", "")))
        self.field = ComboBox([(name, condition_words.field_label(name)) for name in names])
        self.relation = ComboBox()
        self.value = ValueInput()
        self._value_place = QVBoxLayout()
        self.problem = Label("", "caption", "redText", wrap=True)
        self.problem.hide()
        self.field.setAccessibleName(_("Field"))
        self.relation.setAccessibleName(_("Relation"))
        self.body.addWidget(self.field)
        self.body.addWidget(self.relation)
        self.body.addLayout(self._value_place)
        self.body.addWidget(self.problem)
        self.apply = Button(lambda: _("Apply"), kind="primary", small=True, on=self.submit)
        buttons: list[Any] = [None, self.apply]
        if remove is not None:
            off = Button(lambda: _("Remove"), kind="ghost", small=True)
            off.clicked.connect(self.done)
            off.clicked.connect(lambda _checked=False: remove())
            buttons = [off, *buttons]
        self.body.addLayout(row(*buttons))
        self.field.set_value(str(start.get("field", "")))
        self._field_chosen(str(start.get("op", "")), start.get("value"))
        self.field.activated.connect(lambda _index: self._field_chosen())
        self.relation.activated.connect(lambda _index: self._relation_chosen())

    def start(self) -> None:
        """Show it with the cursor where the next choice is made."""
        self.open()
        self.first_input()

    def _field_chosen(self, op: str = "", value: Any = None) -> None:
        ops = relations_of(self.field.value(), op)
        self.relation.set_choices([(one, _(RELATIONS[one])) for one in ops], op or ops[0])
        self._relation_chosen(value)

    def _relation_chosen(self, value: Any = None) -> None:
        name, op = self.field.value(), self.relation.value()
        clear(self._value_place)
        self.value = ValueInput.of(name, op, value, self._options)
        self._value_place.addWidget(self.value)
        self.value.setVisible(op not in condition_words.WITHOUT_VALUE)
        self.problem.hide()
        self.place()

    def submit(self) -> None:
        """Hand over the condition, or say what is missing."""
        name, op = self.field.value(), self.relation.value()
        condition: dict[str, Any] = {"field": name, "op": op}
        if op not in condition_words.WITHOUT_VALUE:
            try:
                condition["value"] = self.value.read()
            except ValueError as problem:
                self.problem.say(str(problem))
                self.problem.show()
                self.place()
                return
        self.done()
        self._done_with(condition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
            event.accept()
        else:
            super().keyPressEvent(event)


def fields_offered(present: str = "") -> list[str]:
    """Names of the fields to filter by; ``present`` is kept even if it is not declared."""
    names = [name for name in _FIRST if name in FIELDS]
    names += [name for name in FIELDS if name not in names]
    return names if not present or present in names else [present, *names]


def relations_of(name: str, present: str = "") -> Sequence[str]:
    """Relations a field offers, in the order they are declared."""
    declared = FIELDS.get(name)
    ops = declared.ops if declared else frozenset({"is", "is_not", "contains", "empty", "filled"})
    return [op for op in RELATIONS if op in ops and (op not in _NOT_OFFERED or op == present)]
