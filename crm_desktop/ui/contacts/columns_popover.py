"""Choosing the columns of the customer list: shown or not, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.popover import Popover
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.form import CheckBox, Toggle
from crm_desktop.ui.widgets.layout import clear, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.table_model import Column
from crm_desktop.ui.widgets.text import Label

_ROW = 30


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What is offered: all columns, the keys shown in order; ``own`` is True when the view has
    columns of its own, ``None`` when there is no view to have them."""

    columns: Sequence[Column]
    shown: Sequence[str]
    own: bool | None


class ColumnsPopover(Popover):
    """Each change acts at once: ``choose(keys)``, ``reset()``, ``own(on)``."""

    def __init__(
        self,
        anchor: QWidget,
        choice: ColumnChoice,
        choose: Callable[[list[str]], object],
        reset: Callable[[], object],
        own: Callable[[bool], object],
    ) -> None:
        super().__init__(anchor, 280)
        self._titles = {column.key: column.title for column in choice.columns}
        self._first = choice.columns[0].key
        self._shown = list(choice.shown)
        self._choose = choose
        self.boxes: dict[str, CheckBox] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        holder = QWidget()
        holder.setLayout(self._lines)
        self._lines.setContentsMargins(0, 0, theme.m(6), 0)
        self.area = ScrollArea(holder)
        self.body.addWidget(Label(lambda: _("Columns"), "strong"))
        self.body.addWidget(self.area)
        self.own = Toggle(lambda: _("Only in this view"), bool(choice.own))
        self.own.toggled.connect(own)
        self.own.setVisible(choice.own is not None)
        self.body.addWidget(self.own)
        standard = Button(lambda: _("Standard columns"), kind="link", small=True)
        standard.clicked.connect(self.done)
        standard.clicked.connect(lambda _checked=False: reset())
        close = Button(lambda: _("Close"), small=True, on=self.done)
        self.body.addLayout(row(standard, None, close))
        self._fill()
        theme.live(self, self._fit)

    def _fit(self) -> None:
        high = theme.m(_ROW) * len(self._titles) + theme.m(4)
        self.area.setFixedHeight(min(high, max(theme.m(120), self._host.height() - theme.m(260))))
        self.place()

    def start(self) -> None:
        """Show it with the focus on the first column that can be hidden."""
        self.open()
        self.first_input()

    def _order(self) -> list[str]:
        return [*self._shown, *(key for key in self._titles if key not in self._shown)]

    def _fill(self, focus: str = "", step: int = 0) -> None:
        clear(self._lines)
        self.boxes = {}
        for key in self._order():
            line = self._line(key)
            self._lines.addWidget(line)
        if focus in self.boxes and not step:
            self.boxes[focus].setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, key: str) -> QWidget:
        box = CheckBox(partial(_, self._titles[key]), checked=key in self._shown)
        box.setEnabled(key != self._first)
        box.toggled.connect(partial(self._toggle, key))
        self.boxes[key] = box
        parts: list[Any] = [(box, 1)]
        at = self._shown.index(key) if key in self._shown else 0
        for step, icon, says in (
            (-1, "caret-up", lambda: _("To the left")),
            (1, "caret-down", lambda: _("To the right")),
        ):
            if at and 0 < at + step < len(self._shown):
                button = IconButton(icon, says, on=partial(self._move, key, step))
                button.setObjectName(f"{key} {step}")
                parts.append(button)
        line = QWidget()
        line.setLayout(row(*parts, gap=0))
        theme.live(line, lambda: line.setFixedHeight(theme.m(_ROW)))
        return line

    def _toggle(self, key: str, on: bool) -> None:
        self._shown = [one for one in self._shown if one != key] + ([key] if on else [])
        self._renew(key)

    def _move(self, key: str, step: int) -> None:
        at = self._shown.index(key)
        self._shown.insert(at + step, self._shown.pop(at))
        self._renew(key)

    def _renew(self, key: str) -> None:
        self._choose(list(self._shown))
        self._fill(key)
