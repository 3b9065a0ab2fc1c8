"""A chart of a report, live: hover says what a bar shows, a click or Enter opens what is behind it.

It is the very chart of the paper, drawn in the background in the window's colours. What was drawn
before is stretched until the sharp one comes.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.reports.crosstab_chart import Plan
from crm_desktop.reports.paper import Palette
from crm_desktop.ui import theme
from crm_desktop.ui.jobs import Job
from crm_desktop.ui.reports import crosstab_work
from crm_desktop.ui.reports.crosstab_work import Picture
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.focus_ring import FocusRing
from crm_desktop.ui.widgets.menu import MenuItem

_SETTLE_MS = 60
_EDGE, _MOST = 16, 400
# Parts of a bar, from the boldest to the faintest on the ground of the theme.
_LIGHT, _DARK = ("h5", "h3", "h2", "h1"), ("h5", "h4", "h3", "line2")
RunJob = Callable[..., Job]


def window_palette() -> Palette:
    """The colours of the present theme for charts."""
    named = theme.hex_of
    return Palette(
        text=named("text"),
        text2=named("text2"),
        text3=named("text3"),
        rule=named("line2"),
        hairline=named("grid"),
        accent=named("accent"),
        accent_text=named("accentText"),
        accent_soft=named("accentSoft"),
        light=named("bar2"),
        ground=named("surface"),
        series=tuple(map(named, _DARK if theme.is_dark() else _LIGHT)),
    )


class ChartView(FocusRing, QWidget):
    """Shows a ``Plan``; ``opened`` carries series and place of a bar, ``copied`` when the picture
    lies on the clipboard."""

    opened = Signal(int, int)
    copied = Signal()

    def __init__(self, run: RunJob) -> None:
        super().__init__()
        self._run = run
        self._job: Job | None = None
        self.plan: Plan | None = None
        self.currency = ""
        self.picture: Picture | None = None
        self.current = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        theme.live(self, self._settle.start)

    def show_plan(self, plan: Plan | None, currency: str) -> None:
        """Show another chart, or none."""
        self.plan, self.currency, self.current = plan, currency, -1
        name = plan.bars.label_title if plan else ""
        self.setAccessibleName(_("Chart: {name}").format(name=name))
        self.setAccessibleDescription("")
        self._settle.start()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(300), theme.m(220))

    # drawing

    def _box(self) -> QRectF:
        """Where the chart is drawn: from the top, and no higher than it reads well."""
        edge = theme.m(_EDGE)
        whole = QRectF(self.rect()).adjusted(edge, theme.m(10), -edge, -theme.m(10))
        whole.setHeight(min(whole.height(), theme.m(_MOST)))
        return whole

    def _draw(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        box = self._box()
        if self.plan is None or box.width() < theme.m(120) or box.height() < theme.m(60):
            self.picture = None
            self.update()
            return
        points = theme.scale() * 96 / 72  # text of 8.5 points on paper is 11.3 pixels here
        size = (box.width() / points, box.height() / points)
        pixels = points * self.devicePixelRatioF()
        self._job = self._run(
            crosstab_work.picture, self.plan, size, pixels, self.currency, window_palette(),
            owner=self, done=self._drawn,
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def _drawn(self, picture: Picture) -> None:
        self._job, self.picture = None, picture
        self.current = min(self.current, len(picture.marks) - 1)
        self.update()

    def boxes(self) -> list[QRectF]:
        """Where the bars lie."""
        if self.picture is None:
            return []
        whole = self._box()
        scale = self.picture.pixels / self.devicePixelRatioF()
        return [
            QRectF(
                whole.x() + mark.x * scale,
                whole.bottom() - (mark.y + mark.height) * scale,
                mark.width * scale,
                mark.height * scale,
            )
            for mark in self.picture.marks
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        painter.fillRect(self.rect(), theme.color("surface"))
        if self.picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._box(), self.picture.image)
            boxes = self.boxes()
            if 0 <= self.current < len(boxes):
                around = boxes[self.current].adjusted(-2, -2, 2, 2)
                paint.rounded(painter, around, theme.m(3), None, "focus", pen=2)
        if self.rings() and self.current < 0:
            paint.rounded(painter, QRectF(self.rect()), theme.m(7), None, "focus", pen=2)
        painter.end()

    # what a bar says

    def words(self, number: int) -> str:
        """What bar ``number`` shows: its label, the series among several, the figure."""
        from crm_desktop.reports import charts_bars

        if self.plan is None or self.picture is None:
            return ""
        mark, bars = self.picture.marks[number], self.plan.bars
        series = bars.series[mark.series]
        figure = charts_bars.text_of(series.values[mark.place], bars, self.currency)
        name = f" · {series.name}" if len(bars.series) > 1 else ""
        return f"{bars.labels[mark.place]}{name}: {figure}"

    def at(self, where: QPointF) -> int:
        """Number of the bar at a place, -1 for none; a thin one is caught a little beside it."""
        near = theme.m(3)
        hits = (
            number
            for number, box in enumerate(self.boxes())
            if box.adjusted(-near, 0, near, 0).contains(where)
        )
        return next(hits, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self.at(event.position())
        if number != self.current:
            self.current = number
            shape = Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()
        said = theme.tip(self.words(number)) if number >= 0 else ""
        QToolTip.showText(event.globalPosition().toPoint(), said, self)

    def leaveEvent(self, _event: QEvent) -> None:
        self.current = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.at(event.position())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._open(number)

    def _open(self, number: int) -> None:
        if self.picture is not None:
            mark = self.picture.marks[number]
            self.opened.emit(mark.series, mark.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        count = len(self.picture.marks) if self.picture else 0
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key in steps and count:
            self.current = min(max(self.current + steps[key], 0), count - 1)
            self.setAccessibleDescription(self.words(self.current))
            where = self.mapToGlobal(self.boxes()[self.current].center().toPoint())
            QToolTip.showText(where, theme.tip(self.words(self.current)), self)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self.current < count:
            self._open(self.current)
        else:
            super().keyPressEvent(event)

    # out of the program

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = MenuItem(lambda: _("Copy as a picture"), self.copy, "copy", keys="Ctrl+C")
        menu.build(self, [item]).popup(event.globalPos())

    def copy(self) -> None:
        """Put the chart on the clipboard, twice as sharp and on white, for a message or a text."""
        if self.plan is None:
            return
        box, points = self._box(), 96 / 72 * theme.scale()
        size = (box.width() / points, box.height() / points)
        self._run(
            crosstab_work.picture, self.plan, size, 2 * points, self.currency, Palette(),
            owner=self, done=self._put,
        )  # fmt: skip

    def _put(self, picture: Picture) -> None:
        white = QImage(picture.image.size(), QImage.Format.Format_RGB32)
        white.fill(Qt.GlobalColor.white)
        painter = QPainter(white)
        painter.drawImage(0, 0, picture.image)
        painter.end()
        QGuiApplication.clipboard().setImage(white)
        self.copied.emit()
