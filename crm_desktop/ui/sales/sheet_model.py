"""The sheet of sales as a model: quantities typed by row and product, amounts at the edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services.sale_grid import Named, Prices
from crm_desktop.ui import theme
from crm_desktop.ui.sales import entered

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
Cell = tuple[int, int]  # ids of row and product
_UNDO_STEPS = 100
_NOTHING = Prices({}, {}, {}, {})


class SheetModel(QAbstractTableModel):
    """First the names, then a column for each product, then amounts; the last row sums up.

    What cannot be read stays in its cell as typed, is marked, and holds the saving up.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Named] = ()
        self.columns: Sequence[Named] = ()
        self.prices = _NOTHING
        self._typed: dict[Cell, str] = {}
        self._read: dict[Cell, int | UserError] = {}
        self._past: list[dict[Cell, str]] = []

    def show(self, rows: Sequence[Named], columns: Sequence[Named], prices: Prices) -> None:
        """Other edges; what was typed for those that stay, stays."""
        self.beginResetModel()
        self.rows, self.columns, self.prices = rows, columns, prices
        keep = {(row.id, one.id) for row in rows for one in columns}
        self._typed = {cell: text for cell, text in self._typed.items() if cell in keep}
        self._read = {cell: _reading(text) for cell, text in self._typed.items()}
        self._past = []
        self.endResetModel()
        self.edited.emit()

    # what is in it

    def quantities(self) -> dict[Cell, int]:
        """Thousandths by row and product, row by row, of what can be read."""
        found = {cell: read for cell, read in self._read.items() if isinstance(read, int)}
        place = {row.id: at for at, row in enumerate(self.rows)}
        order = {one.id: at for at, one in enumerate(self.columns)}
        return dict(sorted(found.items(), key=lambda one: (place[one[0][0]], order[one[0][1]])))

    def first_wrong(self) -> tuple[QModelIndex, str] | None:
        """The first cell that holds the saving up, and why."""
        for at, row in enumerate(self.rows):
            for column, product in enumerate(self.columns, 1):
                problem = self.problem((row.id, product.id))
                if problem:
                    return self.index(at, column), problem
        return None

    def problem(self, cell: Cell) -> str:
        """Why a cell cannot be sold, empty when it can."""
        read = self._read.get(cell)
        if isinstance(read, UserError):
            return str(read)
        if read is not None and self.prices.price(*cell, read) is None:
            return _("This product has no price.")
        return ""

    def total(self) -> int:
        """Minor units of everything."""
        return sum(self.prices.amount(*cell, many) for cell, many in self.quantities().items())

    def typed(self) -> Mapping[Cell, str]:
        """What was typed, by row and product."""
        return dict(self._typed)

    def change(self, values: Mapping[Cell, str]) -> None:
        """Type into many cells as one step of undo; an empty text empties."""
        wanted = {cell: text.strip() for cell, text in values.items()}
        if all(self._typed.get(cell, "") == text for cell, text in wanted.items()):
            return
        self._past = [*self._past[-_UNDO_STEPS + 1 :], dict(self._typed)]
        after = {**self._typed, **wanted}
        self._take({cell: text for cell, text in after.items() if text})

    def undo(self) -> bool:
        """Back to before the last change; False when there was none."""
        if not self._past:
            return False
        self._take(self._past.pop())
        return True

    def clear(self) -> None:
        """Begin anew, after the sheet was saved."""
        self._past = []
        self._take({})

    def _take(self, typed: dict[Cell, str]) -> None:
        known = self._read
        self._read = {
            cell: known[cell] if self._typed.get(cell) == text else _reading(text)
            for cell, text in typed.items()
        }
        self._typed = typed
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.edited.emit()

    def cell(self, index: _Index) -> Cell | None:
        """Which row and product a place is for; ``None`` at the edges."""
        inside = 0 <= index.row() < len(self.rows) and 1 <= index.column() <= len(self.columns)
        if not inside:
            return None
        return self.rows[index.row()].id, self.columns[index.column() - 1].id

    # as Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows) + 1

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + 2

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.cell(index) else flags

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        cell = self.cell(index)
        if cell is None or role != _Role.EditRole:
            return False
        self.change({cell: str(value)})
        return True

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if role in (_Role.DisplayRole, _Role.EditRole):
            return self._shown(index)
        if role == _Role.TextAlignmentRole:
            left = index.column() == 0
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return int(Qt.AlignmentFlag.AlignVCenter | side)
        cell = self.cell(index)
        if role == _Role.FontRole and cell is None:
            return theme.font("strong")
        if cell is None or role not in (_Role.BackgroundRole, _Role.ToolTipRole):
            return None
        problem = self.problem(cell)
        if not problem:
            return None
        return problem if role == _Role.ToolTipRole else theme.color("redSoft")

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        if 1 <= section <= len(self.columns):
            return self.columns[section - 1].name
        return _("Amount") if section else _("Name")

    def _shown(self, index: _Index) -> str:
        row, column = index.row(), index.column()
        cell = self.cell(index)
        if cell is not None:
            return self._typed.get(cell, "")
        if column == 0:
            return self.rows[row].name if row < len(self.rows) else _("Total")
        of_row = self.rows[row].id if row < len(self.rows) else None
        mine = {one: many for one, many in self._quantities() if of_row is None or one[0] == of_row}
        if column == len(self.columns) + 1:
            amount = sum(self.prices.amount(*one, many) for one, many in mine.items())
            return formats.amount_exact(amount) if mine else ""
        product = self.columns[column - 1].id
        many = sum(quantity for one, quantity in mine.items() if one[1] == product)
        return formats.quantity(many) if many else ""

    def _quantities(self) -> list[tuple[Cell, int]]:
        return [(cell, read) for cell, read in self._read.items() if isinstance(read, int)]


def _reading(text: str) -> int | UserError:
    try:
        return entered.quantity(text)
    except UserError as problem:
        return problem
