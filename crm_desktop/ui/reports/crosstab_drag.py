"""A field in the air: its ghost under the pointer, and the well it would fall into."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.reports.crosstab_wells import Piece, Well
from crm_desktop.ui.widgets import paint

_SHADOW = 16  # room round the ghost


class _Ghost(QWidget):
    """The field as it is carried, invisible to the pointer."""

    def __init__(self, host: QWidget, piece: Piece) -> None:
        super().__init__(host)
        self._text = piece.words()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        wide = min(paint.width(self._text, "caption_strong") + theme.m(22), theme.m(220))
        room = theme.m(_SHADOW)
        self.resize(round(wide) + 2 * room, theme.m(28) + 2 * room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        room = theme.m(_SHADOW)
        box = QRectF(self.rect()).adjusted(room, room, -room, -room)
        paint.shadow(painter, box, theme.m(6), theme.m(12), theme.m(4))
        paint.rounded(painter, box, theme.m(6), "raised", "line2")
        inner = box.adjusted(theme.m(10), 0, -theme.m(10), 0)
        paint.txt(painter, inner, self._text, "caption_strong")
        painter.end()


class FieldDrag:
    """Carries one piece over the wells; ``drop`` gets the piece, the well and the place in it, or
    no well when it fell beside all of them."""

    def __init__(
        self,
        wells: Sequence[Well],
        fits: Callable[[Piece, Well], bool],
        drop: Callable[[Piece, Well | None, Well | None, int], object],
    ) -> None:
        self._wells = wells
        self._fits = fits
        self._drop = drop
        self.piece: Piece | None = None
        self._source: Well | None = None
        self._target: Well | None = None
        self._ghost: _Ghost | None = None
        self._host: QWidget = wells[0]

    def lift(self, piece: Piece, source: Well | None, where: QPointF) -> None:
        """Take a piece up, out of the well ``source`` if it was in one."""
        self.piece, self._source = piece, source
        self._host = self._wells[0].window()
        self._ghost = _Ghost(self._host, piece)
        self._ghost.show()
        self.carry(where)

    def carry(self, where: QPointF) -> None:
        """The pointer is at ``where`` on the screen."""
        if self._ghost is None or self.piece is None:
            return
        here = self._host.mapFromGlobal(where)
        self._ghost.move((here - QPointF(theme.m(_SHADOW), theme.m(_SHADOW))).toPoint())
        self._ghost.raise_()
        self._target = None
        for well in self._wells:
            inside = well.mapFromGlobal(where)
            over = QRectF(well.rect()).contains(inside) and self._fits(self.piece, well)
            if over:
                self._target = well
            well.open_hole(well.place_for(inside) if over else -1)

    def release(self) -> None:
        """Let it fall into the well below; beside all wells it leaves the one it came from."""
        piece, source, target = self.piece, self._source, self._target
        place = target.hole if target is not None else -1
        self.cancel()
        if piece is not None:
            self._drop(piece, source, target, place)

    def cancel(self) -> None:
        """Put everything back as it was."""
        for well in self._wells:
            well.open_hole(-1)
        if self._ghost is not None:
            self._ghost.hide()
            self._ghost.deleteLater()
        self.piece = self._source = self._target = self._ghost = None
