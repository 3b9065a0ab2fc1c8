"""One setting: its name and what it does at left, its input at right, an error below."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.text import Label

_NARROW = 520  # design pixels below which the input goes under its name
_CONTROL = 280


class SettingRow(QWidget):
    """``editor`` keeps its own width when ``wide`` is False (a switch, a segmented control)."""

    def __init__(
        self,
        label: Text,
        help_line: Text,
        editor: QWidget,
        *,
        wide: bool = True,
        first: bool = False,
    ) -> None:
        super().__init__()
        self.editor = editor
        self._help, self._wide, self._first = help_line, wide, first
        self._error: Text = ""
        self.label = Label(label, "body", wrap=True)
        self.label.setBuddy(editor)
        self.below = Label(help_line, "caption", "text3", wrap=True)
        words = column(self.label, self.below, gap=2)
        self._box = row((words, 1), editor, gap=24, margins=(20, 10, 20, 10))
        self.setLayout(self._box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme.live(self, self._fit)

    def _fit(self) -> None:
        self.editor.setAccessibleName(self.label.text())
        self.editor.setAccessibleDescription(self.below.text())
        self.below.setVisible(bool(self.below.text()))
        narrow = 0 < self.width() < theme.m(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != way:
            self._box.setDirection(way)
        self._box.setSpacing(theme.m(6 if narrow else 24))
        if self._wide:
            self.editor.setFixedWidth(
                max(theme.m(120), self.width() - theme.m(40)) if narrow else theme.m(_CONTROL)
            )

    def say_help(self, words: Text) -> None:
        """Replace the line below the name."""
        self._help = words
        self.below.say(words)
        self._fit()

    def set_error(self, sentence: Text = "") -> None:
        """Say what is wrong with the input; empty brings the help line back."""
        wrong = bool(theme.text_of(sentence))
        self._error = sentence
        self.below.say(sentence if wrong else self._help)
        self.below.set_fg("redText" if wrong else "text3")
        if isinstance(self.editor, LineEdit):
            self.editor.set_error(wrong)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.m(160), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._first:
            painter = QPainter(self)
            paint.hairline(painter, theme.m(20), self.width() - theme.m(20), 0)
            painter.end()
