"""A card in the air: the ghost under the pointer and the place it would fall to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.ui import theme
from crm_desktop.ui.deals.board_column import BoardColumn
from crm_desktop.ui.deals.card_paint import card_height, paint_card
from crm_desktop.ui.widgets import paint

_SHADOW = 30  # room round the ghost
_TILT = 1.6  # degrees


class Ghost(QWidget):
    """The card as it is carried: tilted, with a shadow, invisible to the pointer."""

    def __init__(self, host: QWidget, row: DealRow, wide: int) -> None:
        super().__init__(host)
        self._row = row
        self._card = QRectF(0, 0, wide, card_height(row))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        room = theme.m(_SHADOW)
        self.resize(wide + 2 * room, round(self._card.height()) + 2 * room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        painter.translate(theme.m(_SHADOW), theme.m(_SHADOW))
        painter.rotate(_TILT)
        paint.shadow(painter, self._card, theme.m(9), theme.m(22), theme.m(6))
        paint_card(painter, self._card, self._row, hot=True)
        painter.end()


class CardDrag:
    """Carries one card over the columns of ``host``; ``drop`` gives it to the one below."""

    def __init__(
        self,
        host: QWidget,
        columns: Sequence[BoardColumn],
        drop: Callable[[DealRow, BoardColumn], object],
    ) -> None:
        self._host = host
        self._columns = columns
        self._drop = drop
        self.row: DealRow | None = None
        self.source: BoardColumn | None = None
        self.target: BoardColumn | None = None
        self._ghost: Ghost | None = None
        self._grip = QPointF()

    def lift(self, source: BoardColumn, row: DealRow, grip: QPointF) -> None:
        """Take a card up; ``grip`` is where on it the pointer is."""
        self.row, self.source, self._grip = row, source, grip
        source.cards.delegate.lifted = row.id
        source.cards.viewport().update()
        self._ghost = Ghost(self._host, row, source.cards.viewport().width() - 2)
        self._ghost.show()

    def carry(self, where: QPointF) -> None:
        """The pointer is at ``where`` on the screen."""
        if self._ghost is None:
            return
        room = theme.m(_SHADOW)
        here = self._host.mapFromGlobal(where)
        self._ghost.move((here - self._grip - QPointF(room, room)).toPoint())
        self._ghost.raise_()
        target = self._column_at(where.toPoint())
        if target is not self.target:
            if self.target is not None:
                self.target.model.close_hole()
            self.target = target
        if target is not None:
            cards = target.cards
            target.model.open_hole(cards.hole_row(cards.viewport().mapFromGlobal(where.toPoint())))

    def release(self) -> None:
        """Let the card fall: into the column below, or back to where it was."""
        row, target = self.row, self.target
        self.cancel()
        if row is not None and target is not None:
            self._drop(row, target)

    def cancel(self) -> None:
        """Put everything back as it was."""
        if self.source is not None:
            self.source.cards.delegate.lifted = 0
            self.source.cards.dragging = False
            self.source.cards.viewport().update()
        if self.target is not None:
            self.target.model.close_hole()
        if self._ghost is not None:
            self._ghost.hide()
            self._ghost.deleteLater()
        self.row = self.source = self.target = self._ghost = None

    def _column_at(self, where: QPoint) -> BoardColumn | None:
        """The column below a point of the screen, unless the card came from there."""
        for column in self._columns:
            if column is not self.source and column.rect().contains(column.mapFromGlobal(where)):
                return column
        return None
