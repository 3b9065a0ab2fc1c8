"""The sheet of sales as a model: quantities typed by row and product, an amount for each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import entered
from crm_desktop.services.sales import sale_entry
from crm_desktop.services.sales.sale_grid import Named, Prices
from crm_desktop.ui import theme

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
Cell = tuple[int, int]  # ids of row and product
_UNDO_STEPS = 100
_NOTHING = Prices({}, {}, {}, {})


@dataclass(frozen=True, slots=True)
class _State:
    """What undo comes back to."""

    rows: Sequence[Named]
    columns: Sequence[Named]
    prices: Prices
    typed: Mapping[Cell, str]


class SheetModel(QAbstractTableModel):
    """A column for each product, then the amount of the row; names are the headers.

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
        self._amounts: dict[int, int] = {}  # minor units by row
        self._sold: dict[int, int] = {}  # thousandths by product
        self._past: list[_State] = []

    def show(
        self,
        rows: Sequence[Named],
        columns: Sequence[Named],
        prices: Prices,
        values: Mapping[Cell, str] | None = None,
    ) -> None:
        """Other edges, and what is typed with them; what was typed for those that stay, stays. One
        step of undo."""
        keep = {(row.id, one.id) for row in rows for one in columns}
        kept = {cell: text for cell, text in self._typed.items() if cell in keep}
        kept |= {cell: text.strip() for cell, text in (values or {}).items() if text.strip()}
        if self._typed or kept:
            self._note()
        self._put(_State(rows, columns, prices, kept))

    def begin(self, rows: Sequence[Named], columns: Sequence[Named], prices: Prices) -> None:
        """An empty sheet of these, with nothing to take back."""
        self._past = []
        self._put(_State(rows, columns, prices, {}))

    def _note(self) -> None:
        here = _State(self.rows, self.columns, self.prices, dict(self._typed))
        self._past = [*self._past[-_UNDO_STEPS + 1 :], here]

    def _put(self, state: _State) -> None:
        self.beginResetModel()
        self.rows, self.columns, self.prices = state.rows, state.columns, state.prices
        self._typed = dict(state.typed)
        self._read = {cell: _reading(text) for cell, text in self._typed.items()}
        self._sum_up()
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
            for column, product in enumerate(self.columns):
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
        return sum(self._amounts.values())

    def column_total(self, column: int) -> str:
        """What stands below a column: the quantity of its product, or the sum of the amounts."""
        if column == len(self.columns):
            return formats.amount_exact(self.total()) if self._amounts else ""
        many = self._sold.get(self.columns[column].id)
        return formats.quantity(many) if many else ""

    def typed(self) -> Mapping[Cell, str]:
        """What was typed, by row and product."""
        return dict(self._typed)

    def change(self, values: Mapping[Cell, str]) -> None:
        """Type into many cells as one step of undo; an empty text empties."""
        wanted = {cell: text.strip() for cell, text in values.items()}
        if all(self._typed.get(cell, "") == text for cell, text in wanted.items()):
            return
        self._note()
        after = {**self._typed, **wanted}
        self._take({cell: text for cell, text in after.items() if text})

    def undo(self) -> bool:
        """Back to before the last change; False when there was none."""
        if not self._past:
            return False
        state = self._past.pop()
        if (state.rows, state.columns) == (self.rows, self.columns):
            self._take(dict(state.typed))
        else:
            self._put(state)
        return True

    def can_undo(self) -> bool:
        """False when the next thing to take back is an action of the file."""
        return bool(self._past)

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
        self._sum_up()
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.edited.emit()

    def _sum_up(self) -> None:
        self._amounts, self._sold = {}, {}
        for cell, read in self._read.items():
            if isinstance(read, int):
                row, product = cell
                amount = self.prices.amount(row, product, read)
                self._amounts[row] = self._amounts.get(row, 0) + amount
                self._sold[product] = self._sold.get(product, 0) + read

    def cell(self, index: _Index) -> Cell | None:
        """Which row and product a place is for; ``None`` in the column of amounts."""
        inside = 0 <= index.row() < len(self.rows) and 0 <= index.column() < len(self.columns)
        if not inside:
            return None
        return self.rows[index.row()].id, self.columns[index.column()].id

    # as Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + 1

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
        cell = self.cell(index)
        if role == _Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        if cell is None:
            amount = self._amounts.get(self.rows[index.row()].id)
            shown = formats.amount_exact(amount) if amount is not None else ""
            return shown if role == _Role.DisplayRole else None
        if role in (_Role.DisplayRole, _Role.EditRole):
            return self._typed.get(cell, "")
        if role == _Role.ToolTipRole:
            return theme.tip(self.problem(cell))
        if role == _Role.AccessibleTextRole:
            names = self.rows[index.row()].name, self.columns[index.column()].name
            return " ".join(filter(None, (*names, self._typed.get(cell), self.problem(cell))))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if role not in (_Role.DisplayRole, _Role.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            name = self.rows[section].name
        else:
            last = section == len(self.columns)
            name = _("Amount") if last else self.columns[section].name
        return name if role == _Role.DisplayRole else theme.tip(name)


def _reading(text: str) -> int | UserError:
    if sale_entry.is_bar_code(text):
        return UserError(
            _("“{text}” is a bar code, no quantity.").format(text=text), "", _("Empty the cell.")
        )
    try:
        return entered.quantity(text)
    except UserError as problem:
        return problem
