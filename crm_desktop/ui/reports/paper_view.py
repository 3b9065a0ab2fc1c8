"""The desk: one page of a PDF as it will lie on paper, with zoom and page turning."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.reports.chart_places import ChartPlace
from crm_desktop.ui import theme
from crm_desktop.ui.jobs import Job
from crm_desktop.ui.reports import chart_hover, pdf_pages
from crm_desktop.ui.widgets import menu, paint
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.dialogs import ask_text
from crm_desktop.ui.widgets.layout import row, show_if
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.text import Label

ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0)
_EDGE = 24  # of the desk around the paper
_FOOT = 72  # room for the zoom bar
_PIXELS_PER_POINT = 96 / 72
_SHARPEN_MS = 80
RunJob = Callable[..., Job]


class PaperView(QScrollArea):
    """Shows ``show_pdf(bytes, facts)``; the pages are drawn in the reader worker by ``run``."""

    turned = Signal(int)  # page number from 0
    copied = Signal(str)  # heading of a chart that lies on the clipboard now

    def __init__(self, run: RunJob) -> None:
        super().__init__()
        self._run = run
        self._job: Job | None = None
        self._pdf = b""
        self._facts: pdf_pages.PdfFacts | None = None
        self._charts: tuple[ChartPlace, ...] = ()
        self.number = 0
        self._zoom = 0.0  # 0: the whole page fits
        self.sheet = _Sheet(self)
        self.setWidget(self.sheet)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(False)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._timer = QTimer(self, singleShot=True, interval=_SHARPEN_MS)
        self._timer.timeout.connect(self._draw)
        self.bar = _ZoomBar(self)
        self.viewport().installEventFilter(self)
        theme.live(self, self._dress)

    def _dress(self) -> None:
        self.setStyleSheet(f"QScrollArea {{ background: {theme.hex_of('desk')}; border: 0; }}")
        self._fit()

    def show_pdf(
        self, pdf: bytes, found: pdf_pages.PdfFacts, charts: tuple[ChartPlace, ...] = ()
    ) -> None:
        """Show another document; the page number stays if there is such a page. The marks of
        ``charts`` say their values under the mouse."""
        self._pdf, self._facts, self._charts = pdf, found, charts
        self.number = min(self.number, found.pages - 1)
        self._fit()

    def clear(self) -> None:
        """An empty desk."""
        self._pdf, self._facts, self._charts = b"", None, ()
        self.sheet.show_image(QImage())
        self._fit()

    def pages(self) -> int:
        """How many pages there are."""
        return self._facts.pages if self._facts else 0

    def charts(self) -> list[ChartPlace]:
        """The charts of the page shown, from top to bottom."""
        here = (chart for chart in self._charts if chart.page == self.number)
        return sorted(here, key=lambda chart: (chart.top, chart.left))

    def words_at(self, spot: QPointF) -> str:
        """What the chart at ``spot``, in points of the page, says there."""
        return chart_hover.words_at(self._charts, self.number, spot)

    def copy_chart(self, chart: ChartPlace) -> None:
        """Put a chart on the clipboard as a picture."""
        self._run(
            chart_hover.picture,
            self._pdf,
            chart,
            owner=self,
            done=lambda image: self._copied(image, chart),
        )

    def _copied(self, image: QImage, chart: ChartPlace) -> None:
        QGuiApplication.clipboard().setImage(image)
        self.copied.emit(chart.title)

    def ask_chart(self) -> None:
        """Copy the chart of the page; where there are several, ask which."""
        here = self.charts()
        if len(here) == 1:
            self.copy_chart(here[0])
        elif here:
            items: list[MenuItem | None] = [
                MenuItem(chart.title or _chart_words, partial(self.copy_chart, chart), "copy")
                for chart in here
            ]
            menu.popup_below(self.bar.copy, items)

    def turn(self, by: int) -> None:
        """Another page."""
        target = self.number + by
        if 0 <= target < self.pages():
            self.go_to(target)
            self.verticalScrollBar().setValue(0 if by > 0 else self.verticalScrollBar().maximum())

    def go_to(self, number: int) -> None:
        """Show page ``number`` (from 0), or the one nearest to it."""
        target = max(0, min(number, self.pages() - 1))
        if target != self.number:
            self.number = target
            self.verticalScrollBar().setValue(0)
            self._fit()
            self.turned.emit(target)

    def ask_page(self) -> None:
        """Ask for a page by its number."""

        def go(typed: str) -> None:
            if typed.isdecimal() and len(typed) < 7:
                self.go_to(int(typed) - 1)

        words = _("Page, 1 to {pages}").format(pages=self.pages())
        ask_text(
            self.window(), lambda: _("Go to a page"), words, go, start=str(self.number + 1),
            action=lambda: _("Go"),
        )  # fmt: skip

    def zoom(self) -> float:
        """1.0 is the size on paper."""
        return self.points() / _PIXELS_PER_POINT / theme.scale()

    def zoom_by(self, step: int) -> None:
        """Nearer or farther by one step; ``0`` fits the whole page."""
        here = self.zoom()
        if step > 0:
            self._zoom = next((z for z in ZOOMS if z > here + 0.005), ZOOMS[-1])
        elif step < 0:
            self._zoom = next((z for z in reversed(ZOOMS) if z < here - 0.005), ZOOMS[0])
        else:
            self._zoom = 0.0
        self._fit()

    def points(self) -> float:
        """Logical pixels per point."""
        if self._facts is None:
            return 1.0
        if self._zoom:
            return self._zoom * _PIXELS_PER_POINT * theme.scale()
        edge = theme.m(_EDGE)
        wide = (self.viewport().width() - 2 * edge) / self._facts.width
        high = (self.viewport().height() - edge - theme.m(_FOOT)) / self._facts.height
        # On a low window a whole page would be too small to be of any use.
        readable = theme.m(330) / self._facts.width
        return max(0.05, min(wide, max(high, readable)))

    def _fit(self) -> None:
        self.bar.refresh()
        self._place_bar()
        if self._facts is None:
            return
        scale = self.points()
        self.sheet.fit(self._facts.width * scale, self._facts.height * scale)
        self._timer.start()

    def _draw(self) -> None:
        if self._facts is None:
            return
        if self._job is not None:
            self._job.cancel()
        pixels = self.points() * self.devicePixelRatioF()
        self._job = self._run(
            pdf_pages.page_image, self._pdf, self.number, pixels, owner=self, done=self._drawn
        )

    def _drawn(self, image: QImage) -> None:
        self._job = None
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self.sheet.show_image(image)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.viewport() and event.type() == QEvent.Type.Paint:
            painter = QPainter(self.viewport())
            painter.fillRect(self.viewport().rect(), theme.color("desk"))
            painter.end()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _place_bar(self) -> None:
        hint = self.bar.sizeHint()
        left = (self.width() - hint.width()) // 2
        self.bar.setGeometry(left, self.height() - hint.height(), hint.width(), hint.height())
        self.bar.raise_()

    def wheelEvent(self, event: QWheelEvent) -> None:
        down = event.angleDelta().y() < 0
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(-1 if down else 1)
            return
        bar = self.verticalScrollBar()
        if bar.value() == (bar.maximum() if down else bar.minimum()):
            self.turn(1 if down else -1)
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = {
            Qt.Key.Key_PageDown: lambda: self.turn(1),
            Qt.Key.Key_PageUp: lambda: self.turn(-1),
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(self.pages() - 1),
            Qt.Key.Key_G: self.ask_page,
            Qt.Key.Key_Plus: lambda: self.zoom_by(1),
            Qt.Key.Key_Equal: lambda: self.zoom_by(1),
            Qt.Key.Key_Minus: lambda: self.zoom_by(-1),
            Qt.Key.Key_0: lambda: self.zoom_by(0),
        }.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            action()


class _Sheet(QWidget):
    """White paper with a shadow. Its image is stretched until a sharp one has been drawn."""

    def __init__(self, view: PaperView) -> None:
        super().__init__()
        self._view = view
        self._image = QImage()
        self._paper = QRectF()
        self.setMouseTracking(True)

    def fit(self, width: float, height: float) -> None:
        edge = theme.m(_EDGE)
        self._paper = QRectF(edge, edge, round(width), round(height))
        self.resize(round(width) + 2 * edge, round(height) + edge + theme.m(_FOOT))
        self.update()

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        scale = self._view.points()
        spot = (event.position() - self._paper.topLeft()) / scale
        words = self._view.words_at(spot)
        if words:
            QToolTip.showText(event.globalPosition().toPoint(), theme.tip(words), self)
        else:
            QToolTip.hideText()

    def paper(self) -> QRectF:
        """Where the paper lies."""
        return self._paper

    def image(self) -> QImage:
        """What is shown."""
        return self._image

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        painter.fillRect(self.rect(), theme.color("desk"))
        if not self._paper.isEmpty():
            paint.shadow(painter, self._paper, theme.m(2), theme.m(18), theme.m(5))
            painter.fillRect(self._paper, Qt.GlobalColor.white)
            if not self._image.isNull():
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(self._paper, self._image)
        painter.end()


class _ZoomBar(QWidget):
    """Zoom and page number, floating over the desk."""

    def __init__(self, view: PaperView) -> None:
        super().__init__(view)
        self._view = view
        self.percent = Label("", "body")
        self.page = Button("", kind="ghost", small=True, tip=lambda: _("Go to a page"),
                           keys="G", on=view.ask_page)  # fmt: skip
        self.nearer = IconButton("plus", lambda: _("Zoom in"), on=lambda: view.zoom_by(1))
        self.farther = IconButton("minus", lambda: _("Zoom out"), on=lambda: view.zoom_by(-1))
        self.whole = IconButton("arrows-out", lambda: _("Fit the page"), on=lambda: view.zoom_by(0))
        self.copy = IconButton("copy", _copy_words, on=view.ask_chart)
        self.back = IconButton("caret-left", lambda: _("Previous page"), on=lambda: view.turn(-1))
        self.forth = IconButton("caret-right", lambda: _("Next page"), on=lambda: view.turn(1))
        self.setLayout(
            row(
                self.farther,
                self.percent,
                self.nearer,
                self.whole,
                self.copy,
                10,
                self.back,
                self.page,
                self.forth,
                gap=4,
                margins=(14, 14, 14, 22),
            )
        )

    def refresh(self) -> None:
        view = self._view
        self.setVisible(view.pages() > 0)
        show_if(self.copy, bool(view.charts()))
        self.percent.say(f"{round(view.zoom() * 100)}%")
        number, pages = view.number + 1, view.pages()
        self.page.say(lambda: _("Page {number} / {pages}").format(number=number, pages=pages))
        self.back.setEnabled(view.number > 0)
        self.forth.setEnabled(view.number < view.pages() - 1)
        self.adjustSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRectF(self.rect()).adjusted(theme.m(8), theme.m(10), -theme.m(8), -theme.m(18))
        paint.shadow(painter, box, theme.m(9), theme.m(8), 2)
        paint.rounded(painter, box, theme.m(9), "raised", "line2")
        painter.end()


def _copy_words() -> str:
    return _("Copy chart as picture")


def _chart_words() -> str:
    return _("Chart")
