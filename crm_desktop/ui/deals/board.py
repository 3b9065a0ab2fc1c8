"""The board: a column per stage side by side, cards carried between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.services.deals.deal_board import Board, Column
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.deals.deal_stages import StageRow
from crm_desktop.ui import theme
from crm_desktop.ui.deals import deal_words
from crm_desktop.ui.deals.board_column import BoardColumn
from crm_desktop.ui.deals.card_drag import CardDrag
from crm_desktop.ui.widgets import layout

_EDGE_MS, _PUSH = 30, 18  # near an edge the board moves so often and so far


@dataclass(frozen=True, slots=True)
class _Kept:
    """What had the keyboard before the cards were replaced."""

    deal_id: int
    column: int
    number: int
    focused: bool


class BoardView(QWidget):
    """All columns. ``move_asked`` when a card is to go to another stage, by pointer or keys."""

    opened = Signal(object)  # DealRow
    add_asked = Signal(int)  # stage id
    more_asked = Signal(object)  # StageRow: all deals of a column
    ended_asked = Signal(object)  # the button in the head of the won column
    move_asked = Signal(object, object)  # DealRow, StageRow
    shift_asked = Signal(object, int, list)  # DealRow, -1 or 1, the stages in their order
    settled = Signal()  # a card that was carried has been put down
    won_asked = Signal(object)
    lost_asked = Signal(object)
    remove_asked = Signal(object)
    stalled_asked = Signal(object)
    menu_asked = Signal(object, QPoint)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[BoardColumn] = []
        self._last: BoardColumn | None = None
        self._focus_wanted = False  # asked for before there were cards
        self.drag = CardDrag(self, self.columns, self._dropped)
        self._held_at = QPointF()
        self._edge = QTimer(self, interval=_EDGE_MS, singleShot=True)
        self._edge.timeout.connect(lambda: self._carried(self._held_at))
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setProperty("scrolled", True)
        inside.setLayout(self._row)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        theme.live(self, lambda: self._row.setSpacing(theme.m(16)))

    # what is shown

    def show_board(self, board: Board) -> None:
        """Show these columns; the keyboard follows the card it was on, also to another stage."""
        self.drag.cancel()
        kept = self._keep()
        if [column.stage.id for column in board.columns] != [one.stage.id for one in self.columns]:
            self._build(board.columns)
        colours = deal_words.stage_colours([column.stage for column in board.columns])
        for shown, column in zip(self.columns, board.columns, strict=True):
            shown.show_column(column, colours[column.stage.id], board.currency)
        if kept is not None:
            self._restore(kept)
        elif self._focus_wanted and not isinstance(self.window().focusWidget(), QLineEdit):
            self.take_focus()

    def _build(self, columns: Sequence[Column]) -> None:
        layout.clear(self._row)
        self.columns.clear()
        for column in columns:
            made = BoardColumn(column, self._head_pressed)
            self._connect(made)
            self.columns.append(made)
            self._row.addWidget(made, 1)

    def _connect(self, column: BoardColumn) -> None:
        cards = column.cards
        cards.opened.connect(self.opened)
        cards.add_asked.connect(lambda: self.add_asked.emit(column.stage.id))
        cards.more_asked.connect(lambda: self.more_asked.emit(column.stage))
        cards.stalled_asked.connect(self.stalled_asked)
        cards.menu_asked.connect(self.menu_asked)
        cards.won_asked.connect(self.won_asked)
        cards.lost_asked.connect(self.lost_asked)
        cards.remove_asked.connect(self.remove_asked)
        cards.typed.connect(self.typed)
        cards.shifted.connect(lambda row, by: self._shift(column, row, by))
        cards.stepped.connect(lambda by: self._step(column, by))
        cards.lifted.connect(lambda row, grip: self.drag.lift(column, row, grip))
        cards.carried.connect(self._carried)
        cards.dropped.connect(self._put_down)
        cards.drag_left.connect(self._give_up)

    def _head_pressed(self, column: BoardColumn) -> None:
        if column.stage.outcome:
            self.ended_asked.emit(column.head.button)
        else:
            self.add_asked.emit(column.stage.id)

    def _keep(self) -> _Kept | None:
        for at, column in enumerate(self.columns):
            place = column.cards.current_place()
            if column.cards.hasFocus() or (isinstance(place, DealRow) and self._last is column):
                deal = place.id if isinstance(place, DealRow) else 0
                number = column.cards.currentIndex().row()
                return _Kept(deal, at, number, column.cards.hasFocus())
        return None

    def _restore(self, kept: _Kept) -> None:
        for column in self.columns:
            number = column.model.number_of(kept.deal_id)
            if number >= 0:
                self._choose(column, number, kept.focused)
                return
        if kept.column < len(self.columns):
            self._choose(self.columns[kept.column], max(kept.number, 0), kept.focused)

    def _choose(self, column: BoardColumn, number: int, focus: bool) -> None:
        column.cards.choose(number)
        self._last = column
        if focus:
            column.cards.setFocus()
        self.area.ensureWidgetVisible(column, 0, 0)

    # keyboard

    def take_focus(self) -> None:
        """Put the keyboard on the card it was on last, or on the first one."""
        if any(column.cards.hasFocus() for column in self.columns):
            return
        self._focus_wanted = not self.columns
        filled = [column for column in self.columns if column.model.cards()]
        column = (
            self._last if self._last in self.columns else next(iter(filled or self.columns), None)
        )
        if column is not None:
            column.cards.setFocus()

    def show_deal(self, deal_id: int) -> None:
        """Put the keyboard on a card, if it is on the board."""
        for column in self.columns:
            number = column.model.number_of(deal_id)
            if number >= 0:
                self._choose(column, number, True)

    def _step(self, column: BoardColumn, by: int) -> None:
        at, number = self.columns.index(column) + by, column.cards.currentIndex().row()
        while 0 <= at < len(self.columns) and not self.columns[at].model.rowCount():
            at += by
        if 0 <= at < len(self.columns):
            self._choose(self.columns[at], number, True)

    def _shift(self, column: BoardColumn, row: DealRow, by: int) -> None:
        self._last = column
        self.shift_asked.emit(row, by, [one.stage for one in self.columns])

    # pointer

    def _carried(self, where: QPointF) -> None:
        """The pointer is there, or still is: held near an edge it brings on what lies beyond."""
        self.drag.carry(where)
        here = self.area.viewport().mapFromGlobal(where.toPoint()).x()
        edge, bar = theme.m(40), self.area.horizontalScrollBar()
        by = -1 if here < edge else 1 if here > self.area.viewport().width() - edge else 0
        bar.setValue(bar.value() + by * theme.m(_PUSH))
        self._held_at = where
        if by and self.carrying:
            self._edge.start()
        else:
            self._edge.stop()

    @property
    def carrying(self) -> bool:
        """True while a card is in the air."""
        return self.drag.row is not None

    def _put_down(self) -> None:
        self._edge.stop()
        self.drag.release()
        self.settled.emit()

    def _give_up(self) -> None:
        self._edge.stop()
        self.drag.cancel()
        self.settled.emit()

    def _dropped(self, row: DealRow, column: BoardColumn) -> None:
        stage: StageRow = column.stage
        self.move_asked.emit(row, stage)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.carrying:
            self._give_up()
