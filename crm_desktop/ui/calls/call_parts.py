"""Small parts of the call mode: the nine outcomes, their keys, the tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.services.timeline.call_outcomes import OUTCOMES, Outcome
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.timeline_list import TimelineItem, TimelineList
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.form import LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

HINTS = (
    ("1–9", N_("how it ended")),
    ("F2", N_("write")),
    ("→", N_("skip")),
    ("←", N_("back")),
    ("Ctrl Z", N_("take back")),
    ("Esc", N_("end")),
    ("Alt 1–9", N_("while writing")),
)
TIGHT_BELOW = 520  # height of the window at 100 % from which everything is seen at once
_MOST_COLUMNS = 3
_Direction = QBoxLayout.Direction


class Outcomes(QWidget):
    """A button for each outcome, in as many columns as show their words whole."""

    def __init__(self, chosen: Callable[[str], object]) -> None:
        super().__init__()
        self.buttons = [
            _button(number, one, partial(chosen, one.key))
            for number, one in enumerate(OUTCOMES, start=1)
        ]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        theme.live(self, self._lay_out)

    def mark(self, outcome: str) -> None:
        """Show which one was chosen; empty for none."""
        for button, one in zip(self.buttons, OUTCOMES, strict=True):
            button.setChecked(outcome == one.key)

    def _lay_out(self) -> None:
        gap = theme.m(6)
        widest = max(button.sizeHint().width() for button in self.buttons)
        fit = (self.width() + gap) // (widest + gap)
        # Before it has a width it claims the least height, or a scroll bar would narrow it.
        columns = min(max(fit, 1), _MOST_COLUMNS) if self.isVisible() else _MOST_COLUMNS
        self._grid.setSpacing(gap)
        for number, button in enumerate(self.buttons):
            self._grid.addWidget(button, number // columns, number % columns)
        for number in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()


class CallMiddle(QWidget):
    """History at the left; script, line and outcomes at the right, each with its own scroll bar.

    ``set_tight`` puts everything below each other, the line and the outcomes first, for one
    scroll bar round all of it.
    """

    def __init__(
        self, history: TimelineList, script: TextArea, note: LineEdit, outcomes: Outcomes
    ) -> None:
        super().__init__()
        self._tight = False
        self._history = history
        before = Label(lambda: _("Before this"), "caption", "text3")
        self._left_area = ScrollArea(history)
        self._left = plain(column(before, (self._left_area, 1), gap=6))
        said = plain(column(Label(lambda: _("Script"), "caption", "text3"), script, gap=8))
        self._parts = column(said, plain(column(note, outcomes, gap=8)), gap=8)
        self._said = plain(column(plain(self._parts), None))
        self._right = ScrollArea(self._said)
        # The first stands at the right, so that it stands on top where there is little room.
        self._sides = row((self._right, 6), (self._left, 5), gap=24)
        self._sides.setDirection(_Direction.RightToLeft)
        self.setLayout(self._sides)

    def show_history(self, items: Sequence[TimelineItem]) -> None:
        """Show what happened before."""
        self._history.show_items(items)
        self._fit()

    def set_tight(self, tight: bool) -> None:
        """Little room, or enough."""
        if tight != self._tight:
            self._tight = tight
            self._sides.setDirection(_Direction.TopToBottom if tight else _Direction.RightToLeft)
            self._parts.setDirection(_Direction.BottomToTop if tight else _Direction.TopToBottom)
        self._fit()

    def _fit(self) -> None:
        right = self._said.sizeHint().height() if self._tight else 0
        self._right.setMinimumHeight(right)
        self._left_area.setMinimumHeight(self._history.height() if self._tight else 0)


def outcome_of(event: QKeyEvent) -> str:
    """The outcome that a key stands for; empty for other keys."""
    number = event.key() - Qt.Key.Key_1
    return OUTCOMES[number].key if 0 <= number < len(OUTCOMES) else ""


def _button(number: int, outcome: Outcome, on: Callable[[], object]) -> Button:
    """``1  Ordered``; checked when the customer's call ended so."""
    button = Button(lambda: f"{number}  {_(outcome.label)}", keys=str(number), on=on)
    button.setCheckable(True)
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def tally(results: Mapping[int, str]) -> str:
    """How the calls so far ended: ``Ordered 2 · No answer 5``."""
    counted = Counter(results.values())
    return " · ".join(f"{_(one.label)} {counted[one.key]}" for one in OUTCOMES if counted[one.key])
