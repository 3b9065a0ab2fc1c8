"""The table of a cross-tab: headings, row names and the total stay in view while it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from crm_desktop.core.i18n import _
from crm_desktop.services.crosstab import crosstab_editing
from crm_desktop.services.crosstab.crosstab import Crosstab
from crm_desktop.ui import theme
from crm_desktop.ui.reports.crosstab_paint import HEAD, HEAD2, INSET, NAMES, ROW, GridPainter
from crm_desktop.ui.reports.crosstab_texts import Figure, GridTexts
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.focus_ring import FocusRing


class CrosstabGrid(FocusRing, QAbstractScrollArea):
    """Arrows move, Enter or a double click opens a cell, a click on a heading sorts.

    ``opened`` and ``menu_asked`` carry a line and a column of figures; the line behind the last is
    the total.
    """

    opened = Signal(int, int)
    sort_asked = Signal(int)  # a column of figures, or NAMES
    menu_asked = Signal(int, int, QPoint)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.texts: GridTexts | None = None
        self.line = self.at = 0
        self.hovered = (-2, -2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        theme.live(self, self._dress)

    def show_answer(self, made: Crosstab) -> None:
        """Show another answer; the keyboard stays where it was, if that is still there."""
        self.texts = GridTexts(made)
        self.line = min(self.line, len(self.texts.lines))
        self.at = min(self.at, len(self.texts.figures) - 1)
        self._room()
        self._announce()

    def clear(self) -> None:
        """Show nothing."""
        self.texts = None
        self._room()

    def _dress(self) -> None:
        if self.texts is not None:
            self.texts.measure()
        self._room()

    # where things are

    def head(self) -> int:
        """Height of the headings."""
        two = self.texts is not None and self.texts.two_heads
        return theme.m(HEAD + HEAD2 if two else HEAD)

    def needed(self) -> int:
        """The height that shows every line."""
        lines = len(self.texts.lines) if self.texts else 0
        return self.head() + (lines + 1) * theme.m(ROW) + self.horizontalScrollBar().height()

    def left(self) -> int:
        """Width of the columns of names, no more than half of the table."""
        wide = sum(self.texts.leading) if self.texts else 0
        return min(wide, round(self.viewport().width() * 0.6))

    def _foot(self) -> int:
        return self.viewport().height() - theme.m(ROW)

    def _room(self) -> None:
        """Set the scroll bars to what there is."""
        texts = self.texts
        high = len(texts.lines) * theme.m(ROW) if texts else 0
        wide = sum(texts.widths) + theme.m(INSET) if texts else 0
        seen_high = max(1, self._foot() - self.head())
        seen_wide = max(1, self.viewport().width() - self.left())
        for bar, whole, seen in (
            (self.verticalScrollBar(), high, seen_high),
            (self.horizontalScrollBar(), wide, seen_wide),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(theme.m(ROW))
        self.viewport().update()

    def box(self, line: int, at: int) -> QRectF:
        """Where a cell lies now; ``NAMES`` for the names of a line."""
        assert self.texts is not None
        row = theme.m(ROW)
        below = line >= len(self.texts.lines)
        top = self.total_top() if below else self.head() + line * row - self.down()
        if at == NAMES:
            return QRectF(0, top, self.left(), row)
        x = self.left() + sum(self.texts.widths[:at]) - self.horizontalScrollBar().value()
        return QRectF(x, top, self.texts.widths[at], row)

    def total_top(self) -> int:
        """The total stands below the last line, or at the foot when there are more."""
        assert self.texts is not None
        return min(self._foot(), self.head() + len(self.texts.lines) * theme.m(ROW))

    def down(self) -> int:
        """How far it is scrolled down."""
        return self.verticalScrollBar().value()

    def cell_at(self, place: QPoint) -> tuple[int, int]:
        """Line and column of figures at a place; -1 is the headings and the names, -2 nothing."""
        texts = self.texts
        if texts is None:
            return -2, -2
        at = -2
        if place.x() < self.left():
            at = NAMES
        else:
            x = place.x() - self.left() + self.horizontalScrollBar().value()
            for number, wide in enumerate(texts.widths):
                if 0 <= x < wide:
                    at = number
                x -= wide
        if place.y() < self.head():
            return -1, at
        if self.total_top() <= place.y() < self.total_top() + theme.m(ROW):
            return len(texts.lines), at
        line = (place.y() - self.head() + self.down()) // theme.m(ROW)
        return (line if line < len(texts.lines) else -2), at

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        paint.smooth(painter)
        painter.fillRect(self.viewport().rect(), theme.color("surface"))
        if self.texts is not None:
            GridPainter(self, self.texts, painter).paint()
        painter.end()

    def sorted_at(self) -> int:
        """The column of figures that rows are sorted by, ``NAMES`` when they are not."""
        assert self.texts is not None
        question = self.texts.made.question
        if crosstab_editing.by_name(question):
            return NAMES
        wanted = Figure(question.by, question.by_measure or question.measures[0])
        return self.texts.figures.index(wanted) if wanted in self.texts.figures else NAMES

    # mouse

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), theme.tip(self._whole_text(event.pos())), self)
            return True
        if event.type() == QEvent.Type.Leave:
            self.hovered = (-2, -2)
            self.viewport().update()
        return super().viewportEvent(event)

    def _whole_text(self, place: QPoint) -> str:
        """What is cut short at a place, or what a heading does."""
        line, at = self.cell_at(place)
        if self.texts is None or -2 in (line, at):
            return ""
        if line == -1:
            names = [one.label for one in self.texts.made.rows]
            said = names if at == NAMES else self.texts.heads(at)
            return _("{heading}: click to sort").format(heading=" · ".join(said))
        if at == NAMES:
            return " · ".join(label for label in self.texts.labels(line) if label)
        return ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        if cell != self.hovered:
            self.hovered = cell
            hand = cell[0] == -1 and cell[1] != -2
            shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line, at = self.cell_at(event.position().toPoint())
        if line == -1 and at != -2 and event.button() == Qt.MouseButton.LeftButton:
            self.sort_asked.emit(at)
        elif line >= 0 and at != -2:
            self._go(line, max(at, 0))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line, at = self.cell_at(event.position().toPoint())
        if line >= 0 and at >= 0:
            self.opened.emit(line, at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.texts is None:
            return
        line, at = self.line, self.at
        where = self.box(line, at).bottomLeft().toPoint()
        if event.reason() != QContextMenuEvent.Reason.Keyboard:
            where = event.pos()
            line, at = self.cell_at(where)
        if line >= 0 and at >= 0:
            self._go(line, at)
            self.menu_asked.emit(line, at, self.viewport().mapToGlobal(where))

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        key = Qt.Key(event.key())
        if self.texts is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.line, self.at)
        elif (step := self._step(key, event)) is not None:
            line, at = self.line + step[0], self.at + step[1]
            self._go(min(max(line, 0), len(self.texts.lines)), at)
        else:
            super().keyPressEvent(event)

    def _step(self, key: Qt.Key, event: QKeyEvent) -> tuple[int, int] | None:
        assert self.texts is not None
        page = max(1, (self._foot() - self.head()) // theme.m(ROW) - 1)
        all_lines, all_columns = len(self.texts.lines), len(self.texts.figures)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return {
                Qt.Key.Key_Home: (-all_lines, 0),
                Qt.Key.Key_End: (all_lines, 0),
            }.get(key)
        return {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_PageUp: (-page, 0),
            Qt.Key.Key_PageDown: (page, 0),
            Qt.Key.Key_Home: (0, -all_columns),
            Qt.Key.Key_End: (0, all_columns),
        }.get(key)

    def _go(self, line: int, at: int) -> None:
        assert self.texts is not None
        self.line, self.at = line, min(max(at, 0), len(self.texts.figures) - 1)
        if line < len(self.texts.lines):
            top = line * theme.m(ROW)
            seen = self.total_top() - self.head()
            self._scroll(self.verticalScrollBar(), top, theme.m(ROW), seen)
        start = sum(self.texts.widths[: self.at])
        room = self.viewport().width() - self.left()
        self._scroll(self.horizontalScrollBar(), start, self.texts.widths[self.at], room)
        self._announce()
        self.viewport().update()
        self.moved.emit()

    @staticmethod
    def _scroll(bar: object, start: int, size: int, seen: int) -> None:
        value = bar.value()  # type: ignore[attr-defined]
        bar.setValue(min(start, max(value, start + size - seen)))  # type: ignore[attr-defined]

    def _announce(self) -> None:
        if self.texts is not None:
            self.setAccessibleName(self.texts.spoken(self.line, self.at))

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room()
