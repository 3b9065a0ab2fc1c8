"""Inputs with a label above and help or an error below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.keys import is_undo
from crm_desktop.ui.widgets.layout import column, show_if
from crm_desktop.ui.widgets.text import Label


def _is_left_to_the_window(event: QEvent, typing_to_take_back: bool) -> bool:
    """True for the announcement of a Ctrl+Z that an input has no use for."""
    return (
        event.type() == QEvent.Type.ShortcutOverride and not typing_to_take_back and is_undo(event)
    )


class LineEdit(QLineEdit):
    """One line of text.

    Ctrl+Z takes back typing. Where none is left to take back it is the window's: whoever has just
    entered a line and reads "Undo Ctrl Z" means what the line did.
    """

    def __init__(self, placeholder: Text = "", text: str = "") -> None:
        super().__init__(text)
        self._placeholder = placeholder
        theme.live(self, self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font("body"))
        self.setPlaceholderText(theme.text_of(self._placeholder))

    def clear(self) -> None:
        """Empty it for good: Ctrl+Z does not bring the words back."""
        self.setText("")

    def event(self, event: QEvent) -> bool:
        if _is_left_to_the_window(event, self.isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def set_error(self, wrong: bool) -> None:
        """Draw the red border, or not."""
        if bool(self.property("error")) != wrong:
            self.setProperty("error", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def value(self) -> str:
        """The text without spaces around it."""
        return self.text().strip()


class TextArea(QPlainTextEdit):
    """Several lines of text, ``lines`` high; Tab leaves it."""

    def __init__(self, placeholder: Text = "", text: str = "", lines: int = 3) -> None:
        super().__init__(text)
        self._placeholder = placeholder
        self._lines = lines
        self.setTabChangesFocus(True)
        theme.live(self, self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font("body"))
        self.setPlaceholderText(theme.text_of(self._placeholder))
        self.setFixedHeight(round(theme.metrics("body").lineSpacing() * self._lines) + theme.m(18))

    def event(self, event: QEvent) -> bool:
        if _is_left_to_the_window(event, self.document().isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def value(self) -> str:
        """The text without spaces around it."""
        return self.toPlainText().strip()


class ComboBox(QComboBox):
    """A choice of (key, label) pairs; the mouse wheel does not change it by accident."""

    def __init__(self, choices: Sequence[tuple[str, Text]] = (), current: str = "") -> None:
        super().__init__()
        self._choices: list[tuple[str, Text]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.set_choices(choices, current)
        theme.live(self, self._dress)

    def set_choices(self, choices: Sequence[tuple[str, Text]], current: str = "") -> None:
        """Replace the choices; ``current`` or else the first becomes current."""
        self._choices = list(choices)
        self.blockSignals(True)
        self.clear()
        for key, label in self._choices:
            self.addItem(theme.text_of(label), key)
        self.set_value(current)
        self.blockSignals(False)

    def may_shrink(self, characters: int) -> None:
        """Be content with room for so many characters."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(characters)

    def value(self) -> str:
        """Key of the current choice, empty when there is none."""
        return str(self.currentData() or "")

    def set_value(self, key: str) -> None:
        """Make ``key`` current; the first choice if there is no such key."""
        self.setCurrentIndex(max(0, self.findData(key)))

    def _dress(self) -> None:
        self.setFont(theme.font("body"))
        for index, (_key, label) in enumerate(self._choices):
            self.setItemText(index, theme.text_of(label))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CheckBox(QCheckBox):
    """A check box whose text follows the language. ``elide`` shortens it to the room there is
    instead of widening the window; the full text is then the tooltip."""

    def __init__(self, text: Text, checked: bool = False, *, elide: bool = False) -> None:
        super().__init__()
        self._text = text
        self._elide = elide
        self.setChecked(checked)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self._dress)

    def say(self, text: Text) -> None:
        """Replace the label."""
        self._text = text
        self._dress()

    def _dress(self) -> None:
        self.setFont(theme.font("body"))
        whole = theme.text_of(self._text)
        self.setText(theme.as_typed(whole))
        if self._elide:
            self.setAccessibleName(whole)
            self._fit()

    def _fit(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxContents
        room = self.style().subElementRect(part, option, self).width()
        whole = theme.text_of(self._text)
        shown = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room)
        self.setText(theme.as_typed(shown))
        self.setToolTip(theme.tip(whole) if shown != whole else "")

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self._elide else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            self._fit()


class Toggle(FocusRing, QAbstractButton):
    """A switch for something that takes effect at once."""

    def __init__(self, text: Text, on: bool = False) -> None:
        super().__init__()
        self._text = text
        self.setCheckable(True)
        self.setChecked(on)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.live(self, self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font("body"))
        self.setText(theme.text_of(self._text))
        self.setAccessibleName(self.text())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = theme.m(44) + round(paint.width(self.text(), "body")) + 2
        return QSize(wide, theme.m(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        middle = self.height() / 2
        track = QRectF(1, middle - theme.m(10), theme.m(34), theme.m(20))
        on = self.isChecked()
        paint.rounded(painter, track, track.height() / 2, "accent" if on else "line3")
        side = track.height() - 4
        left = track.right() - side - 2 if on else track.x() + 2
        knob = QRectF(left, track.y() + 2, side, side)
        paint.rounded(painter, knob, side / 2, "surface")
        if self.rings():
            paint.rounded(painter, QRectF(self.rect()), theme.m(5), None, "focus", pen=2)
        text = QRectF(track.right() + theme.m(9), 0, self.width(), self.height())
        paint.txt(painter, text, self.text(), "body", "text" if self.isEnabled() else "disabled")
        painter.end()


class Field(QWidget):
    """A label above an input, and one line below for help or an error sentence; typing takes the
    error away."""

    def __init__(self, label: Text, editor: QWidget, help_line: Text = "") -> None:
        super().__init__()
        self.editor = editor
        self._help = help_line
        self.label = Label(label, "caption", "text2")
        self.label.setBuddy(editor)
        self.below = Label(help_line, "caption", "text3", wrap=True)
        show_if(self.below, bool(theme.text_of(help_line)))
        self.setLayout(column(self.label, editor, self.below, None, gap=4))
        theme.live(self, lambda: editor.setAccessibleName(theme.text_of(label)))
        if isinstance(editor, LineEdit):
            # What was wrong with it may be right now; who looks while one types says so anew.
            editor.textEdited.connect(lambda _text: self.set_error(""))

    def set_error(self, sentence: Text = "") -> None:
        """Show the red border and the sentence; an empty one brings the help line back."""
        wrong = bool(theme.text_of(sentence))
        self.below.say(sentence if wrong else self._help)
        self.below.set_fg("redText" if wrong else "text3")
        show_if(self.below, bool(self.below.text()))
        if isinstance(self.editor, LineEdit):
            self.editor.set_error(wrong)
        self.editor.setAccessibleDescription(self.below.text())
