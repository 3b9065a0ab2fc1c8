"""The list of cards in one column of the board: pointer, keyboard, and lifting a card."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView

from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.ui import theme
from crm_desktop.ui.deals.card_model import ADD, MORE, CardModel, Place
from crm_desktop.ui.deals.card_paint import CardDelegate, card_box, stalled_strip

_CTRL = Qt.KeyboardModifier.ControlModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CardList(QListView):
    """One column's cards.

    Enter or a double click opens, Ctrl+Enter wins, Ctrl+Del loses, Del deletes, Ctrl+Left and
    Ctrl+Right move to the next stage, Left and Right go to the next column. A pressed card that is
    moved is ``lifted``; then every move of the pointer is told until it is dropped or Esc.
    """

    opened = Signal(object)  # DealRow
    add_asked = Signal()
    more_asked = Signal()
    stalled_asked = Signal(object)  # DealRow
    menu_asked = Signal(object, QPoint)
    won_asked = Signal(object)
    lost_asked = Signal(object)
    remove_asked = Signal(object)
    shifted = Signal(object, int)  # DealRow, -1 or 1: to the stage before or after
    stepped = Signal(int)  # -1 or 1: to the column before or after
    typed = Signal(str)
    lifted = Signal(object, QPointF)  # DealRow, where on the card it was taken
    carried = Signal(QPointF)  # global
    dropped = Signal()
    drag_left = Signal()  # Esc

    def __init__(self, model: CardModel, stage: str) -> None:
        super().__init__()
        self._cards = model
        self.delegate = CardDelegate(self, stage)
        self._pressed: tuple[DealRow, QPointF, QPointF] | None = None
        self.dragging = False
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setProperty("clear", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # Letters go to the search field; an input method must not swallow the first.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(stage)
        theme.live(self, self._fit)

    def _fit(self) -> None:
        self.verticalScrollBar().setSingleStep(theme.m(30))
        self.scheduleDelayedItemsLayout()

    def current_place(self) -> Place | None:
        """What the keyboard is on."""
        return self._cards.place(self.currentIndex().row())

    def choose(self, number: int) -> None:
        """Put the keyboard on a row, or on the last one."""
        number = min(number, self._cards.rowCount() - 1)
        if number >= 0:
            self.setCurrentIndex(self._cards.index(number))

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid():
            self.choose(0)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.dragging:
            if key == Qt.Key.Key_Escape:
                self._end_drag()
                self.drag_left.emit()
            return
        place = self.current_place()
        if isinstance(place, DealRow) and self._key_on_card(key, event.modifiers(), place):
            return
        if place in (ADD, MORE) and key in _ENTER:
            self._press_line(place)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers() & _CTRL:
            self.stepped.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif event.text().isprintable() and event.text().strip() and not event.modifiers() & _CTRL:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _key_on_card(self, key: Qt.Key, mods: Qt.KeyboardModifier, row: DealRow) -> bool:
        ctrl = bool(mods & _CTRL)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and ctrl:
            self.shifted.emit(row, -1 if key == Qt.Key.Key_Left else 1)
        elif key in _ENTER:
            (self.won_asked if ctrl else self.opened).emit(row)
        elif key == Qt.Key.Key_Delete:
            (self.lost_asked if ctrl else self.remove_asked).emit(row)
        else:
            return False
        return True

    def _press_line(self, place: Place | None) -> None:
        (self.add_asked if place == ADD else self.more_asked).emit()

    # pointer

    def _card_at(self, where: QPoint) -> tuple[QModelIndex, Place | None]:
        index = self.indexAt(where)
        if not index.isValid() or not card_box(self, index).contains(QPointF(where)):
            return QModelIndex(), None
        return index, self._cards.place(index.row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index, place = self._card_at(event.position().toPoint())
        self._pressed = None
        if isinstance(place, DealRow) and event.button() == Qt.MouseButton.LeftButton:
            corner = card_box(self, index).topLeft()
            self._pressed = (place, event.position(), event.position() - corner)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.dragging:
            self.carried.emit(event.globalPosition())
            return
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            row, start, grip = self._pressed
            way = (event.position() - start).manhattanLength()
            if way >= QApplication.startDragDistance():
                self.dragging = True
                self._hover(-1)
                self.lifted.emit(row, grip)
                self.carried.emit(event.globalPosition())
            return
        self._hover(self._card_at(event.position().toPoint())[0].row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self.dragging:
            self._end_drag()
            self.dropped.emit()
            return
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        index, place = self._card_at(event.position().toPoint())
        if place in (ADD, MORE):
            self._press_line(place)
        elif (
            isinstance(place, DealRow)
            and pressed is not None
            and place.stalled
            and stalled_strip(card_box(self, index)).contains(event.position())
        ):
            self.stalled_asked.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._card_at(event.position().toPoint())[1]
        if isinstance(place, DealRow):
            self._pressed = None
            self.opened.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index, place = self.currentIndex(), self.current_place()
            where = self.visualRect(index).center()
        else:
            where = event.pos()
            index, place = self._card_at(where)
        if isinstance(place, DealRow):
            self.setCurrentIndex(index)
            self.menu_asked.emit(place, self.viewport().mapToGlobal(where))

    def _hover(self, number: int) -> None:
        if number != self.delegate.hovered:
            self.delegate.hovered = number
            shape = Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def _end_drag(self) -> None:
        self.dragging = False
        self._pressed = None

    def hole_row(self, where: QPoint) -> int:
        """Before which row a card dropped at ``where`` in this list would stand."""
        index = self.indexAt(where)
        return index.row() if index.isValid() else self._cards.rowCount()
