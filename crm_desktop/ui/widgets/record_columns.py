"""The columns of a record table on screen: which, in which order and how wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QHeaderView

from crm_desktop.ui import theme
from crm_desktop.ui.widgets.column_layout import Layout, arranged, keys_of, with_keys, with_width
from crm_desktop.ui.widgets.column_widths import share_out
from crm_desktop.ui.widgets.record_header import RecordHeader

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.record_table import RecordTable
    from crm_desktop.ui.widgets.table_model import Column


class RecordColumns(QObject):
    """Belongs to one table. ``layout_changed`` after columns were dragged to another place or
    width; whoever keeps layouts hands the new one back by ``show``."""

    layout_changed = Signal(tuple)
    menu_asked = Signal(QPoint)

    def __init__(self, table: RecordTable, header: RecordHeader) -> None:
        super().__init__(table)
        self._table = table
        self._header = header
        self._layout: Layout = ()
        self.declared = table.table_model().columns
        self._current = 0
        table.selectionModel().currentChanged.connect(self._moved)
        header.arranged.connect(self._arranged)
        header.widened.connect(self._widened)
        header.menu_asked.connect(self.menu_asked)

    @property
    def layout(self) -> Layout:
        """The layout shown, empty for the declared one."""
        return self._layout

    @property
    def current(self) -> int:
        """The column of the keyboard position, kept while rows are exchanged."""
        return min(self._current, self._table.model().columnCount() - 1)

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._current = current.column()
        self._table.viewport().update()

    def keys(self) -> list[str]:
        """Keys of the columns chosen, from the left, whether or not there is room for them."""
        columns = self._table.table_model().columns
        return [columns[i].key for i in self._header.order()]

    def first(self) -> int:
        """Logical index of the first visible column; it carries avatar and check box."""
        count = self._table.model().columnCount()
        return next((i for i in range(count) if not self._table.isColumnHidden(i)), 0)

    def shown(self) -> list[int]:
        """Logical indexes of the columns on screen, from the left."""
        return [i for i in self._header.order() if not self._table.isColumnHidden(i)]

    def let_arrange(self) -> None:
        """Columns can be dragged to another place and width."""
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._header.setSectionsMovable(True)
        self._header.setFirstSectionMovable(False)

    def declare(self, columns: Sequence[Column]) -> None:
        """Offer other columns; the layout that is shown chooses among them."""
        self.declared = tuple(columns)
        self.show(self._layout)

    def show(self, layout: Layout) -> None:
        """Show the columns of a layout; rows, current row and place stay."""
        table = self._table
        fresh = arranged(self.declared, layout)
        ordered = self._header.order() == list(range(len(fresh)))
        self._layout = layout
        if ordered and fresh == table.table_model().columns:
            return
        number, place = table.currentIndex().row(), table.verticalScrollBar().value()
        self._current = 0
        table.table_model().set_columns(fresh)
        self._header.in_declared_order()
        policy = Qt.ScrollBarPolicy
        table.setHorizontalScrollBarPolicy(
            policy.ScrollBarAsNeeded if layout else policy.ScrollBarAlwaysOff
        )
        self.share_out()
        if number >= 0:
            table.select_number(number)
        table.verticalScrollBar().setValue(place)

    def share_out(self) -> None:
        """Give each column its width, hiding those there is no room for."""
        columns = self._table.table_model().columns
        widths = share_out(columns, self._table.viewport().width())
        for i in range(len(columns)):
            self._table.setColumnHidden(i, i not in widths)
        for i, wide in widths.items():
            self._table.setColumnWidth(i, wide)

    def _arranged(self) -> None:
        self.layout_changed.emit(with_keys(self._whole(), self.keys()))

    def _widened(self, section: int) -> None:
        column = self._table.table_model().columns[section]
        width = round(self._table.columnWidth(section) / theme.scale())
        self.layout_changed.emit(with_width(self._whole(), column.key, width))

    def _whole(self) -> Layout:
        return self._layout or tuple(keys_of(self._table.table_model().columns))
