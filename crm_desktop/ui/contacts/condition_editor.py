"""The panel under a filter chip: field, relation and value of one condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.contacts.condition_inputs import ConditionInputs
from crm_desktop.ui.contacts.condition_words import Options
from crm_desktop.ui.contacts.popover import Popover
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import row

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
        super().__init__(anchor, 340)
        self._done_with = done_with
        self.inputs = ConditionInputs(options, condition)
        self.inputs.resized.connect(self.place)
        self.body.addWidget(self.inputs)
        self.apply = Button(lambda: _("Apply"), kind="primary", small=True, on=self.submit)
        buttons: list[Any] = [None, self.apply]
        if remove is not None:
            off = Button(lambda: _("Remove"), kind="ghost", small=True)
            off.clicked.connect(self.done)
            off.clicked.connect(lambda _checked=False: remove())
            buttons = [off, *buttons]
        self.body.addLayout(row(*buttons))

    def start(self) -> None:
        """Show it with the cursor where the next choice is made."""
        self.open()
        self.first_input()

    def submit(self) -> None:
        """Hand over the condition, or say what is missing."""
        condition = self.inputs.read()
        if condition is not None:
            self.done()
            self._done_with(condition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
            event.accept()
        else:
            super().keyPressEvent(event)
