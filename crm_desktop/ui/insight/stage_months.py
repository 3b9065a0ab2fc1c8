"""Where customers stood at each month's end, drawn and counted, and who moved in one month."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.lifecycle.lifecycle import StageRow
from crm_desktop.services.summaries import stage_figures
from crm_desktop.services.summaries.stage_figures import MonthOfStages
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.columns import DOTS
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.chart_copy import offer_copy
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.row_list import INSET

_ROW = 34
_NAME = 128  # design pixels for the names at left
_MONTH = 62  # the least a month needs
_BARS = 96  # of the bars above the numbers
_BAR = 30


class _Grid(FocusRing, QWidget):
    """Rows of stages with a dot each; what stands in the columns is the subclass's."""

    top = 0  # design pixels above the headings

    def __init__(self) -> None:
        super().__init__()
        self.stages: list[StageRow] = []
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self.fit)

    def fit(self) -> None:
        """Take the height the rows need."""
        self.setFixedHeight(self.line(len(self.stages)) + theme.m(_ROW + 8))
        self.update()

    def line(self, number: int) -> int:
        """Where a line begins, 0 the headings."""
        return theme.m(self.top) + number * theme.m(_ROW)

    def sizeHint(self) -> QSize:
        return QSize(theme.m(400), self.height())

    def _lines(self, painter: QPainter) -> None:
        inset = theme.m(INSET)
        for number, stage in enumerate(self.stages):
            top = self.line(number + 1)
            paint.hairline(painter, inset, self.width() - inset, top)
            middle = top + theme.m(_ROW) / 2
            used = paint.dot(painter, inset, middle, DOTS.get(stage.colour, "line3"))
            room = QRectF(inset + used + theme.m(7), top, theme.m(_NAME) - used, theme.m(_ROW))
            paint.txt(painter, room, stage.name)


class CountsByMonth(_Grid):
    """A bar and a column of numbers a month, as many as fit, the latest at right; a click or ← →
    chooses one."""

    chosen = Signal()
    top = _BARS

    def __init__(self) -> None:
        self.months: list[MonthOfStages] = []
        self.current = 0  # counted from the running month backwards
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_months(self, stages: Sequence[StageRow], months: Sequence[MonthOfStages]) -> None:
        """Show these, the running month chosen."""
        self.stages, self.months = list(stages), list(months)
        self.current = min(self.current, max(0, len(months) - 1))
        self._announce()
        self.fit()

    def month(self) -> MonthOfStages | None:
        """The month that is chosen."""
        return self.months[-1 - self.current] if self.months else None

    def _announce(self) -> None:
        month = self.month()
        if month is not None:
            counts = (f"{one.name} {month.counts.get(one.id, 0)}" for one in self.stages)
            self.setAccessibleName(f"{formats.month_year(month.first)}: {', '.join(counts)}")

    def columns(self) -> list[QRectF]:
        """Where the months stand, from the latest backwards."""
        left = theme.m(INSET + _NAME + 8)
        room = self.width() - theme.m(INSET) - left
        fitting = max(1, min(len(self.months), int(room // theme.m(_MONTH))))
        wide = room / fitting
        right = self.width() - theme.m(INSET)
        return [
            QRectF(right - (number + 1) * wide, 0, wide, self.height()) for number in range(fitting)
        ]

    def choose(self, number: int) -> None:
        """Choose a month, counted back from the running one."""
        if 0 <= number < len(self.columns()) and number != self.current:
            self.current = number
            self._announce()
            self.update()
            self.chosen.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        for number, box in enumerate(self.columns()):
            if not self.months:
                break
            month = self.months[-1 - number]
            if number == self.current:
                ground = box.adjusted(theme.m(4), theme.m(3), theme.m(6), -theme.m(5))
                paint.rounded(painter, ground, theme.m(7), "selected")
            self._bar(painter, box, month)
            head = QRectF(box.x(), self.line(0), box.width(), theme.m(_ROW))
            here = number == self.current
            title = _("Today") if number == 0 else short_month(month)
            paint.txt(painter, head, title, "caption", "text" if here else "text3", align="right")
            self._numbers(painter, box, month)
        self._lines(painter)
        if self.rings():
            paint.rounded(painter, QRectF(self.rect()), theme.m(7), None, "focus", pen=2)
        painter.end()

    def _bar(self, painter: QPainter, box: QRectF, month: MonthOfStages) -> None:
        """The stages on top of each other, the first at the bottom."""
        totals = [sum(self._of(one)) for one in self.months]
        high, foot = theme.m(_BARS - 20), float(theme.m(_BARS - 2))
        wide = min(theme.m(_BAR), box.width() - theme.m(16))
        for stage, count in zip(self.stages, self._of(month), strict=True):
            tall = high * count / (max(totals) or 1)
            if tall > 0:
                part = QRectF(box.right() - wide, foot - tall, wide, max(1.0, tall - 1))
                painter.fillRect(part, theme.color(DOTS.get(stage.colour, "line3")))
                foot -= tall

    def _of(self, month: MonthOfStages) -> list[int]:
        return [month.counts.get(one.id, 0) for one in self.stages]

    def _numbers(self, painter: QPainter, box: QRectF, month: MonthOfStages) -> None:
        for number, count in enumerate(self._of(month)):
            cell = QRectF(box.x(), self.line(number + 1), box.width(), theme.m(_ROW))
            words = formats.integer(count) if count else paint.EMPTY
            paint.txt(painter, cell, words, "body", "text" if count else "text3", align="right")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        for number, box in enumerate(self.columns()):
            if box.left() <= x <= box.right():
                self.choose(number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        offer_copy(self, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        step = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.choose(self.current + step)


class MovesTable(_Grid):
    """From the stage at left to the stage above; a click or Enter on a number opens those moves,
    the arrows go from number to number."""

    opened = Signal(object, object)  # the StageRow left, the one entered

    def __init__(self) -> None:
        self.table: list[list[int]] = []
        self.current = 0
        super().__init__()
        self.setMouseTracking(True)

    def show_month(self, stages: Sequence[StageRow], month: MonthOfStages) -> None:
        """Show the moves of one month."""
        self.stages = list(stages)
        self.table = stage_figures.matrix(month, stages)
        self.current = 0
        told = [self._told(*cell) for cell in self.cells()]
        self.setAccessibleName(", ".join(told))
        self.fit()

    def _told(self, line: int, at: int) -> str:
        left, entered = self.stages[line].name, self.stages[at].name
        return f"{left} → {entered} {self.table[line][at]}"

    def cells(self) -> list[tuple[int, int]]:
        """Where there are moves: line and column, from above, from the left."""
        return [
            (line, at)
            for line, numbers in enumerate(self.table)
            for at, number in enumerate(numbers)
            if number
        ]

    def box(self, line: int, at: int) -> QRectF:
        """Where a number stands."""
        left = theme.m(INSET + _NAME + 8)
        wide = (self.width() - theme.m(INSET) - left) / max(1, len(self.stages))
        return QRectF(left + at * wide, self.line(line + 1), wide - theme.m(4), theme.m(_ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        for at, stage in enumerate(self.stages):
            head = self.box(-1, at)
            paint.txt(painter, head, stage.name, "caption", "text3", align="right")
        most = max((number for line in self.table for number in line), default=0)
        for line, numbers in enumerate(self.table):
            for at, number in enumerate(numbers):
                self._cell(painter, self.box(line, at), number, most, same=line == at)
        self._lines(painter)
        if self.rings():
            cells = self.cells()
            ring = _ground(self.box(*cells[self.current])) if cells else QRectF(self.rect())
            paint.rounded(painter, ring, theme.m(6), None, "focus", pen=2)
        painter.end()

    def _cell(self, painter: QPainter, cell: QRectF, number: int, most: int, *, same: bool) -> None:
        if not number:
            paint.txt(painter, cell, "" if same else paint.EMPTY, "body", "text3", align="right")
            return
        heat = "h2" if number * 2 > most else "h1"
        paint.rounded(painter, _ground(cell), theme.m(5), heat)
        words = cell.adjusted(0, 0, -theme.m(2), 0)
        paint.txt(painter, words, formats.integer(number), "strong", align="right")

    def _at(self, event: QMouseEvent) -> int:
        """Number of the cell under the pointer, -1 for none."""
        cells = self.cells()
        hit = (one for one in cells if self.box(*one).contains(event.position()))
        return next((cells.index(one) for one in hit), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self._at(event)
        if number >= 0:
            self.current = number
            self._open()

    def _open(self) -> None:
        line, at = self.cells()[self.current]
        self.opened.emit(self.stages[line], self.stages[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        key, cells = Qt.Key(event.key()), self.cells()
        step = _STEPS.get(key, 0)
        if step and 0 <= self.current + step < len(cells):
            self.current += step
            self.setAccessibleName(self._told(*cells[self.current]))
            self.update()
        elif key in _OPENING and cells:
            self._open()
        else:
            super().keyPressEvent(event)


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def _ground(cell: QRectF) -> QRectF:
    return cell.adjusted(theme.m(10), theme.m(4), theme.m(6), -theme.m(4))


def short_month(month: MonthOfStages) -> str:
    """``Nov``; the year where January stands."""
    first = month.first
    return formats.month_short(first) if first.month > 1 else str(first.year)
