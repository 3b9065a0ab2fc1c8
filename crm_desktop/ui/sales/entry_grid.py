"""The keyboard-first grid sales are typed into.

Enter goes to the next cell that needs something, Tab to the next column, Ctrl+D copies the line
above, Ctrl+Down starts a new order, F2 edits, Del empties, Ctrl+Del removes a line, Ctrl+V pastes
rows, Ctrl+Z takes the last change back. Typing begins to edit.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from crm_desktop.core import pasted_cells
from crm_desktop.ui import theme
from crm_desktop.ui.sales.cell_input import CellInput, EditingDelegate, Suggests
from crm_desktop.ui.sales.entry_header import EntryHeader
from crm_desktop.ui.sales.entry_model import (
    COLUMNS,
    CUSTOMER,
    METHOD,
    PRICE,
    PRODUCT,
    QUANTITY,
    RECEIVED,
    EntryModel,
)
from crm_desktop.ui.widgets import paint

_Key = Qt.Key
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_CTRL = Qt.KeyboardModifier.ControlModifier


class EntryGrid(QTableView):
    """The grid over an ``EntryModel``; ``moved`` tells the current line, ``product_chosen`` the
    line that just got a product, ``finished`` that the one order there is has been paid."""

    moved = Signal(int)
    product_chosen = Signal(int)
    finished = Signal()

    def __init__(self, model: EntryModel, source: Suggests) -> None:
        super().__init__()
        self._source = source
        self.cell_input = CellInput(self, source)
        self.setItemDelegate(EditingDelegate(self, self.cell_input))
        self.setHorizontalHeader(EntryHeader())
        self.setModel(model)
        self._settle()
        self.selectionModel().currentChanged.connect(self._current_moved)
        theme.live(self, self._fit)

    def _settle(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _fit(self) -> None:
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setDefaultSectionSize(theme.m(37))
        self.horizontalHeader().setFixedHeight(theme.m(34))
        self._share_out()

    def _share_out(self) -> None:
        room = self.viewport().width()
        widths = [theme.m(column.width) for column in COLUMNS]
        spare = room - sum(widths)
        if spare >= 0:
            widths[PRODUCT] += spare * 2 // 3
            widths[CUSTOMER] += spare - spare * 2 // 3
        else:
            least = [theme.m(column.least) for column in COLUMNS]
            slack = sum(widths) - sum(least)
            part = min(1.0, -spare / slack)
            widths = [
                wide - round((wide - low) * part) for wide, low in zip(widths, least, strict=True)
            ]
        for section, wide in enumerate(widths):
            self.setColumnWidth(section, wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def hideEvent(self, event: QHideEvent) -> None:
        self.cell_input.abandon()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        last = self.model().rowCount() - 1
        painter = QPainter(self.viewport())
        y, high = self.rowViewportPosition(last) + 2 * self.rowHeight(last), self.rowHeight(last)
        while y < self.viewport().height():
            paint.hairline(painter, 0, self.viewport().width(), y - 1, "row")
            y += high
        painter.end()

    def entry_model(self) -> EntryModel:
        """The model, typed."""
        model = self.model()
        assert isinstance(model, EntryModel)
        return model

    # where we are

    def go(self, line: int, column: int, edit: bool = False) -> None:
        """Make a cell current; ``edit`` opens its input. What is typed elsewhere is taken over."""
        # Before the current cell changes: Qt would close the input by itself, which takes the focus
        # off it, which would close it a second time and enter its text into the new cell.
        self.cell_input.abandon()
        index = self.model().index(min(line, self.model().rowCount() - 1), column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if edit and self.entry_model().editable(index):
            self.edit(index)

    def _current_moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.viewport().update()
        self.moved.emit(current.row())

    def advance(self) -> None:
        """Enter: on to the next cell that needs something, then to the next line.

        Enter on the blank product of the fresh line ends the order: its payment comes next, and
        after that the customer of a new order.
        """
        index, count = self.currentIndex(), len(self.entry_model().batch)
        line, column = index.row(), index.column()
        for wanted in (PRODUCT, QUANTITY, PRICE):
            if wanted > column and self._needs(line, wanted, column):
                self.go(line, wanted, edit=True)
                return
        if column in (RECEIVED, METHOD):
            self.new_order()
        elif line < count:
            first = PRODUCT if self.entry_model().one_order else CUSTOMER
            self.go(line + 1, first, edit=line + 1 == count)
        elif count:
            order = self.entry_model().batch.order_of(count - 1)
            self.go(order.first if order else 0, RECEIVED, edit=True)

    def _needs(self, number: int, wanted: int, column: int) -> bool:
        line = self.entry_model().line(number)
        if line is None:
            return wanted == PRODUCT
        if wanted == PRODUCT:
            return not line.product
        if wanted == QUANTITY:  # offered with 1 in it after the product was chosen
            return line.quantity_milli is None or column == PRODUCT
        return line.price_minor is None

    def new_order(self) -> None:
        """Ctrl+Down: to the customer of a fresh line; left blank it is a walk-in. One order by
        itself is done with."""
        if self.entry_model().one_order and len(self.entry_model().batch):
            self.finished.emit()
            return
        self.cell_input.asks_buyer = True
        self.go(len(self.entry_model().batch), CUSTOMER, edit=True)
        self.cell_input.asks_buyer = False

    def step(self, by: int) -> None:
        """Tab: to the next column that can be typed in, over the line's end if need be."""
        index = self.currentIndex()
        line, column = index.row(), index.column()
        for _attempt in range(2 * len(COLUMNS)):
            column += by
            if not 0 <= column < len(COLUMNS):
                line, column = line + by, 0 if by > 0 else METHOD
            if not 0 <= line < self.model().rowCount():
                return
            if self.entry_model().editable(self.model().index(line, column)):
                self.go(line, column)
                return

    # keys while no input is open

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = event.matches(QKeySequence.StandardKey.Undo) and self._can_undo()
            if mine or event.matches(QKeySequence.StandardKey.Paste):
                event.accept()
                return True
        return super().event(event)

    def _can_undo(self) -> bool:
        return len(self.entry_model().batch) > 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.action(event)
        if action is not None:
            action()
            return
        typed = event.text().isprintable() and bool(event.text().strip())
        if typed and not self.entry_model().editable(self.currentIndex()):
            # A scanner types wherever the cursor stands: nothing of it is lost.
            self.go(len(self.entry_model().batch), PRODUCT)
        super().keyPressEvent(event)

    def action(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does while no input is open; ``None`` leaves it to the view."""
        key, held = _Key(event.key()), event.modifiers()
        model, line = self.entry_model(), self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Undo) and self._can_undo():
            return lambda: model.apply(model.batch.undo)
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste
        if held & _CTRL:
            return {
                _Key.Key_D: lambda: model.apply(lambda: model.batch.copy_above(line)),
                _Key.Key_Down: self.new_order,
                _Key.Key_Delete: lambda: self._remove(line),
                _Key.Key_Backspace: lambda: self._remove(line),
            }.get(key)
        if key in _ENTER:
            return self._enter
        return {
            _Key.Key_Tab: lambda: self.step(1),
            _Key.Key_Backtab: lambda: self.step(-1),
            _Key.Key_Delete: self._empty,
            _Key.Key_Backspace: self._empty,
        }.get(key)

    def _enter(self) -> None:
        index = self.currentIndex()
        needs = index.column() in (PRODUCT, QUANTITY, PRICE)
        if needs and self._needs(index.row(), index.column(), -1):
            self.edit(index)
        else:
            self.advance()

    def _remove(self, line: int) -> None:
        model = self.entry_model()
        model.apply(lambda: model.batch.remove(line))
        self.go(line, max(CUSTOMER, self.currentIndex().column()))

    def _empty(self) -> None:
        index, model = self.currentIndex(), self.entry_model()
        if model.line(index.row()) is None or not model.editable(index):
            return
        if index.column() in (CUSTOMER, PRODUCT):
            self._source.choose(index.column(), index.row(), None)
        elif index.column() != METHOD:
            model.setData(index, "")

    def paste(self) -> None:
        """Ctrl+V: the rows on the clipboard, from the current cell on."""
        cells = pasted_cells.split(QGuiApplication.clipboard().text())
        if cells:
            here = self.currentIndex()
            self._source.paste(here.row(), max(CUSTOMER, here.column()), cells)
