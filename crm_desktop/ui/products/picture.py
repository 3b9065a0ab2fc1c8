"""The picture of a product as a widget: shown, chosen, dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.focus_ring import FocusRing

_MOST_BYTES = 60 * 1024 * 1024


class PictureBox(FocusRing, QWidget):
    """A square of ``size`` design pixels. With ``editable`` a click, Enter or a dropped file gives
    it another picture: ``taken`` carries name and bytes, not yet looked at."""

    taken = Signal(str, bytes)

    def __init__(self, size: int, *, editable: bool = False) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._editable = editable
        self.setAcceptDrops(editable)
        if editable:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.live(self, lambda: self.setFixedSize(theme.m(size), theme.m(size)))
        theme.live(self, self._speak)

    def _speak(self) -> None:
        self.setAccessibleName(_("Picture"))
        if self._editable:
            self.setToolTip(_("Click to choose a picture, or drop one here"))

    def show_bytes(self, content: bytes) -> None:
        """Show a picture; empty bytes show none."""
        self._picture = QPixmap()
        if content:
            self._picture.loadFromData(content)
        self.update()

    @property
    def filled(self) -> bool:
        """True while there is a picture."""
        return not self._picture.isNull()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = theme.m(9)
        stroke = "focus" if self.rings() else "line3" if self._editable else "line"
        dashed = self._editable and not self.filled and not self.rings()
        ground = "surface" if self.filled else "graySoft"
        paint.rounded(painter, box, radius, ground, stroke, pen=1.0, dashed=dashed)
        if self.filled:
            self._paint_picture(painter, box.adjusted(1, 1, -1, -1), radius)
        else:
            side = 22 if box.width() < theme.m(80) else 28
            name = "image" if self._editable else "package"
            left = box.center().x() - theme.m(side) / 2
            icons.draw(painter, left, box.center().y(), name, side, token="text3")
        painter.end()

    def _paint_picture(self, painter: QPainter, box: QRectF, radius: float) -> None:
        """All of it, centred, its corners rounded."""
        clip = QPainterPath()
        clip.addRoundedRect(box, radius, radius)
        painter.setClipPath(clip)
        ratio = self.devicePixelRatioF()
        shown = self._picture.scaled(
            (box.size() * ratio).toSize(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        wide, high = shown.width() / ratio, shown.height() / ratio
        place = box.center()
        painter.drawPixmap(
            QRectF(place.x() - wide / 2, place.y() - high / 2, wide, high),
            shown,
            QRectF(shown.rect()),
        )

    # another picture

    def choose(self) -> None:
        """Ask for a file."""
        kinds = _("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp *.gif)"
        chosen, _kind = QFileDialog.getOpenFileName(self.window(), _("Choose a picture"), "", kinds)
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Hand over what is in a file. Raises ``UserError`` when it cannot be read."""
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise UserError(
                    _("“{name}” is too large for a picture.").format(name=path.name),
                    _("Nothing was changed."),
                )
            content = path.read_bytes()
        except OSError as problem:
            raise UserError(
                _("“{name}” could not be read.").format(name=path.name), _("Nothing was changed.")
            ) from problem
        self.taken.emit(path.name, content)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self._editable and inside and event.button() == Qt.MouseButton.LeftButton:
            self.choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        if self._editable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.choose()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        path = next((one for one in event.mimeData().urls() if one.isLocalFile()), None)
        if path is not None:
            self.take(Path(path.toLocalFile()))
