"""The strip of key figures: label, figure, change, trend line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip

from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.chart_copy import offer_copy
from crm_desktop.ui.widgets.focus_ring import FocusRing

_INK = {"accent": "accentText", "red": "redText", "amber": "amberText", "gray": "text2"}
_LINE = {"accent": "accent", "red": "red", "amber": "amber", "gray": "text3"}


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure. ``tone`` is accent (good), red, amber or gray; ``icon`` leads ``note``; ``ring``
    is a part of a whole (0 to 1), drawn beside it; ``told`` is what each point of ``trend`` says
    under the mouse."""

    key: str
    label: str
    figure: str
    note: str = ""
    tone: str = "gray"
    icon: str = ""
    trend: Sequence[float] = field(default=())
    ring: float | None = None
    told: Sequence[str] = field(default=())


class KpiStrip(FocusRing, QFrame):
    """One card split by 1 px rules; wraps into rows when narrow. Each figure can be opened, each
    trend says its values under the mouse and to a screen reader; the menu copies the strip."""

    opened = Signal(str)  # key

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._kpis: list[Kpi] = []
        self._current = 0
        self._hover = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def show_kpis(self, kpis: Sequence[Kpi]) -> None:
        """Replace all figures."""
        self._kpis = list(kpis)
        spoken = ", ".join(f"{kpi.label} {kpi.figure} {kpi.note}".strip() for kpi in kpis)
        self.setAccessibleName(spoken)
        self._fit()

    def _fit(self) -> None:
        self.updateGeometry()
        self.update()

    def _columns(self) -> int:
        count = max(1, len(self._kpis))
        least = theme.m(176)
        fitting = max(1, self.width() // least)
        if fitting >= count:
            return count
        lines = -(-count // fitting)
        return -(-count // lines)

    def heightForWidth(self, _width: int) -> int:
        count = max(1, len(self._kpis))
        columns = self._columns()
        return theme.m(96) * -(-count // columns)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(theme.m(600), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.m(176), self.heightForWidth(self.width()))

    def resizeEvent(self, _event: object) -> None:
        self.updateGeometry()

    def _box(self, index: int) -> QRectF:
        columns = self._columns()
        wide, high = self.width() / columns, theme.m(96)
        return QRectF(index % columns * wide, index // columns * high, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint.smooth(painter)
        columns = self._columns()
        for index, kpi in enumerate(self._kpis):
            box = self._box(index)
            if index % columns:
                rule = QRectF(box.x(), box.y() + theme.m(18), 1, box.height() - theme.m(36))
                painter.fillRect(rule, theme.color("line"))
            if index >= columns:
                inset = theme.m(20)
                paint.hairline(painter, box.x() + inset, box.right() - inset, box.y())
            self._paint_one(painter, box, kpi, index)
        painter.end()

    def _paint_one(self, painter: QPainter, box: QRectF, kpi: Kpi, index: int) -> None:
        if self.rings() and index == self._current:
            ring = box.adjusted(4, 4, -4, -4)
            paint.rounded(painter, ring, theme.m(7), None, "focus", pen=2)
        left = box.x() + theme.m(20)
        top = box.y() + theme.m(10)
        room = box.right() - theme.m(12) - left
        used = paint.width(kpi.figure, "figure")
        paint.txt(
            painter,
            QRectF(left, top, room, theme.m(22)),
            kpi.label,
            "caption",
            "text" if index == self._hover else "text2",
        )
        paint.txt(painter, QRectF(left, top + theme.m(20), room, theme.m(34)), kpi.figure, "figure")
        line = self.trend_box(index)
        if line is not None:
            paint.sparkline(painter, line, kpi.trend, _LINE[kpi.tone])
        if kpi.ring is not None and used + theme.m(60) <= room:
            wide = theme.m(42)
            at = QRectF(box.right() - theme.m(20) - wide, box.center().y() - wide / 2, wide, wide)
            paint.ring(painter, at, kpi.ring)
        y = top + theme.m(54)
        if kpi.icon:
            side = icons.draw(painter, left, y + theme.m(11), kpi.icon, 13, token=_INK[kpi.tone])
            left += side + theme.m(4)
            room -= side + theme.m(4)
        paint.txt(painter, QRectF(left, y, room, theme.m(22)), kpi.note, "caption", _INK[kpi.tone])

    def trend_box(self, index: int) -> QRectF | None:
        """Where the trend line of a figure lies, ``None`` where there is no room for it."""
        kpi, box, wide = self._kpis[index], self._box(index), theme.m(64)
        room = box.width() - theme.m(32)
        if len(kpi.trend) < 2 or paint.width(kpi.figure, "figure") + wide + theme.m(20) > room:
            return None
        return QRectF(box.right() - theme.m(22) - wide, box.y() + theme.m(34), wide, theme.m(24))

    def _told(self, index: int, x: float, y: float) -> str:
        """What the point of a trend nearest to a place says."""
        line = self.trend_box(index) if index >= 0 else None
        told = self._kpis[index].told if line is not None else ()
        near = theme.m(6)
        if line is None or not told or not line.adjusted(-near, -near, near, near).contains(x, y):
            return ""
        place = round((x - line.x()) / line.width() * (len(told) - 1))
        return told[min(max(place, 0), len(told) - 1)]

    def _at(self, x: float, y: float) -> int:
        return next((i for i in range(len(self._kpis)) if self._box(i).contains(x, y)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().x(), event.position().y())
        if at != self._hover:
            self._hover = at
            shape = Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()
        told = self._told(at, event.position().x(), event.position().y())
        QToolTip.showText(event.globalPosition().toPoint(), theme.tip(told), self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        offer_copy(self, event.globalPos())

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().x(), event.position().y())
        if at >= 0:
            self.opened.emit(self._kpis[at].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step and self._kpis:
            self._current = (self._current + step) % len(self._kpis)
            kpi = self._kpis[self._current]
            said = "; ".join((f"{kpi.label} {kpi.figure}", *kpi.told))
            self.setAccessibleDescription(said)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._kpis:
            self.opened.emit(self._kpis[self._current].key)
        else:
            super().keyPressEvent(event)
