"""Conditions as a tree one can build: groups of all or any, each with conditions and groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.ui.contacts.condition_inputs import ConditionInputs
from crm_desktop.ui.contacts.condition_words import Options
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.layout import box, column, plain, row, show_if

DEEPEST = 3  # groups within groups, the whole included


class _Line(QWidget):
    """A condition or a group with the cross that takes it away."""

    def __init__(self, part: ConditionInputs | ConditionGroup, off: Callable[[], object]) -> None:
        super().__init__()
        self.part = part
        self.off = IconButton("x", lambda: _("Remove"), on=off)
        line = row((part, 1), (self.off, 0), gap=4)
        line.setAlignment(self.off, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)


class ConditionGroup(QWidget):
    """``read`` gives ``{"all": [...]}`` or ``{"any": [...]}``; ``changed`` after each change."""

    changed = Signal()

    def __init__(
        self, options: Options, condition: Mapping[str, Any] | None = None, depth: int = 1
    ) -> None:
        super().__init__()
        self._options = options
        self._depth = depth
        joined, parts = _parted(condition)
        self.joined = SegControl(
            [Choice("all", lambda: _("All of these")), Choice("any", lambda: _("Any of these"))],
            joined,
            small=True,
        )
        self.joined.chosen.connect(lambda _key: self.changed.emit())
        self.lines: list[_Line] = []
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self.add = Button(
            lambda: _("Condition"), "plus", "ghost", small=True, on=lambda: self._append(None)
        )
        self.add_group = Button(
            lambda: pgettext("conditions", "Group"),
            "plus",
            "ghost",
            small=True,
            on=self.append_group,
        )
        show_if(self.add_group, depth < DEEPEST)
        foot = row(self.add, self.add_group, None, gap=4)
        inside = column(row(self.joined, None), self._place, foot, gap=8, margins=(12, 10, 8, 8))
        whole = box(inside, well=True) if depth > 1 else plain(inside)
        self.setLayout(column(whole))
        for part in parts:
            self._append(part)

    def append_group(self) -> None:
        """Add a group of the other kind with one condition in it."""
        other = "all" if self.joined.current() == "any" else "any"
        self._append({other: [{"field": "stage", "op": "filled"}]})

    def _append(self, condition: Mapping[str, Any] | None) -> None:
        part: ConditionInputs | ConditionGroup
        if condition is not None and ("all" in condition or "any" in condition):
            part = ConditionGroup(self._options, condition, self._depth + 1)
        else:
            part = ConditionInputs(self._options, condition, in_a_line=True)
        line = _Line(part, lambda: self._take_off(line))
        part.changed.connect(self.changed.emit)
        self.lines.append(line)
        self._place.addWidget(line)
        self.changed.emit()

    def _take_off(self, line: _Line) -> None:
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        self.changed.emit()

    def read(self) -> dict[str, list[Any]] | None:
        """The whole group without empty groups; ``None`` when a condition lacks its value, which
        is then said beside it."""
        return self._joined([line.part.read() for line in self.lines])

    def peek(self) -> dict[str, list[Any]] | None:
        """The same without a word."""
        return self._joined([line.part.peek() for line in self.lines])

    def _joined(self, parts: list[dict[str, Any] | None]) -> dict[str, list[Any]] | None:
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        empty: tuple[dict[str, Any], ...] = ({"all": []}, {"any": []})
        return {self.joined.current(): [part for part in known if part not in empty]}


def _parted(condition: Mapping[str, Any] | None) -> tuple[str, Sequence[Any]]:
    if not condition:
        return "all", ()
    if set(condition) == {"any"}:
        return "any", condition["any"]
    if set(condition) == {"all"}:
        return "all", condition["all"]
    return "all", (condition,)
