"""The row of filter chips above a list, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.contacts import condition_words
from crm_desktop.ui.contacts.bulk_bar import HEIGHT
from crm_desktop.ui.contacts.condition_editor import ConditionEditor
from crm_desktop.ui.contacts.condition_words import Options
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.chips import FilterChip, add_filter_chip
from crm_desktop.ui.widgets.layout import clear, fixed_height, row

_SORT_FROM = 700  # design pixels from which the bar says what the list is sorted by


class FilterBar(QWidget):
    """Chips of ``conditions`` (all must hold); ``changed`` after the user edits them."""

    changed = Signal()
    saving = Signal()
    tree_asked = Signal()
    sort_menu = Signal()

    def __init__(self, options: Callable[[], Options]) -> None:
        super().__init__()
        self._options = options
        self._conditions: list[dict[str, Any]] = []
        self.chips: list[FilterChip] = []
        self._holder = row(gap=8)
        self.add = add_filter_chip()
        self.add.edited.connect(self.begin)
        self.groups = Button(
            lambda: _("And / or…"), kind="ghost", small=True, on=self.tree_asked.emit
        )
        self.save = Button(lambda: _("Save as view"), kind="link", small=True, on=self.saving.emit)
        self.sort = Button("", "sort-descending", "ghost", small=True, on=self.sort_menu.emit)
        self.setLayout(
            row(
                self._holder,
                self.add,
                self.groups,
                self.save,
                None,
                self.sort,
                gap=8,
                margins=(24, 4, 16, 4),
            )
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fixed_height(self, HEIGHT)
        self.save.hide()

    def conditions(self) -> list[dict[str, Any]]:
        """The conditions shown, in order."""
        return list(self._conditions)

    def show_conditions(self, conditions: Sequence[dict[str, Any]], *, changed: bool) -> None:
        """Show these; ``changed`` when they differ from the saved view's and can be kept."""
        self._conditions = list(conditions)
        clear(self._holder)
        self.chips = []
        for number, condition in enumerate(self._conditions):
            chip = FilterChip("")
            self._say(chip, condition)
            chip.edited.connect(lambda number=number, chip=chip: self._edit(number, chip))
            chip.removed.connect(lambda number=number: self._remove(number))
            self._holder.addWidget(chip)
            self.chips.append(chip)
        self.save.setVisible(changed and bool(self._conditions))

    def _say(self, chip: FilterChip, condition: dict[str, Any]) -> None:
        def part(index: int) -> Callable[[], str]:
            return lambda: condition_words.words(condition, self._options())[index]

        chip.say(part(0), part(1), part(2))

    def show_sort(self, words: Callable[[], str]) -> None:
        """What the list is sorted by."""
        self.sort.say(words)

    def begin(self) -> None:
        """Open the editor below the dashed chip."""
        self.add_condition(self.add)

    def add_condition(self, anchor: QWidget) -> None:
        """Open the editor for one more condition below ``anchor``."""
        editor = ConditionEditor(
            anchor,
            self._options(),
            None,
            lambda made: self._set([*self._conditions, made]),
        )
        editor.start()

    def _edit(self, number: int, chip: FilterChip) -> None:
        condition = self._conditions[number]
        if "any" in condition or "all" in condition:
            self.tree_asked.emit()
            return

        def replace(made: dict[str, Any]) -> None:
            self._set([*self._conditions[:number], made, *self._conditions[number + 1 :]])

        ConditionEditor(
            chip, self._options(), condition, replace, lambda: self._remove(number)
        ).start()

    def _remove(self, number: int) -> None:
        self._set(self._conditions[:number] + self._conditions[number + 1 :])

    def _set(self, conditions: list[dict[str, Any]]) -> None:
        self.show_conditions(conditions, changed=True)
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sort.fold(self.width() < theme.m(_SORT_FROM))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
