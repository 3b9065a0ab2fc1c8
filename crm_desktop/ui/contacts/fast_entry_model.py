"""The rows of the fast entry grid, and one fresh row below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crm_desktop.core import text
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.fast_entry import EntryRow, Known, OnKnown, decide
from crm_desktop.ui import theme
from crm_desktop.ui.contacts import fast_entry_words as words

_Index = QModelIndex | QPersistentModelIndex
_Show = Qt.ItemDataRole
_REMEMBERED = 100  # changes Ctrl+Z can take back


@dataclass(frozen=True, slots=True)
class FastColumn:
    """``width`` and ``least`` in design pixels; ``spare`` is the share of room left over."""

    field: str
    title: str
    width: int
    least: int
    spare: int = 0


NUMBER = 0
COLUMNS = (
    FastColumn("", "", 46, 40),
    FastColumn("name", N_("Name"), 140, 96, 2),
    FastColumn("phone", N_("Phone"), 150, 112, 2),
    FastColumn("wechat", N_("WeChat"), 104, 76, 1),
    FastColumn("email", N_("E-mail"), 120, 76, 1),
    FastColumn("company", N_("Company name"), 130, 96, 1),
    FastColumn("address", N_("Address"), 190, 96, 3),
    FastColumn("tags", N_("Tags"), 90, 60, 1),
    FastColumn("notes", N_("Notes"), 120, 76, 2),
    FastColumn("", N_("On saving"), 230, 200, 1),
)
NAME, PHONE = 1, 2
STATUS = len(COLUMNS) - 1
LAST = STATUS - 1


class FastEntryModel(QAbstractTableModel):
    """What was typed, who is known of it, and the way back. ``edited`` after every change."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[EntryRow] = []
        self.known: list[Known | None] = []
        self._before: list[tuple[EntryRow, ...]] = []

    # the rows

    def row(self, number: int) -> EntryRow:
        """The row, a blank one beyond the last."""
        return self.rows[number] if 0 <= number < len(self.rows) else EntryRow()

    def known_of(self, number: int) -> Known | None:
        """Who is there already for a row, as far as that has been looked up."""
        return self.known[number] if number < len(self.known) else None

    def filled(self) -> list[EntryRow]:
        """The rows something was typed into."""
        return [row for row in self.rows if not row.blank]

    def change(self, number: int, **cells: Any) -> None:
        """Set cells or the choice of a row; the fresh row becomes one of the rows."""
        rows = [*self.rows, *[EntryRow()] * (number + 1 - len(self.rows))]
        rows[number] = replace(rows[number], **cells)
        self._put(rows)

    def insert(self, number: int, rows: Sequence[EntryRow]) -> int:
        """Put rows in the place of a blank row, or below one that is not; the number of the
        first."""
        blank = self.row(number).blank
        at = number if blank else number + 1
        self._put([*self.rows[:at], *rows, *self.rows[at + blank :]])
        return at

    def fill(self, number: int, column: int, cells: Sequence[Sequence[str]]) -> None:
        """Write a block of texts from a cell on, to the right and down, over what is there."""
        rows = [*self.rows, *[EntryRow()] * (number + len(cells) - len(self.rows))]
        for down, line in enumerate(cells):
            fields = [one.field for one in COLUMNS[column:STATUS]]
            typed = {field: text.clean(cell) for field, cell in zip(fields, line, strict=False)}
            rows[number + down] = replace(rows[number + down], **typed)  # type: ignore[arg-type]
        self._put(rows)

    def remove(self, number: int) -> None:
        """Take a row out."""
        if number < len(self.rows):
            self._put([*self.rows[:number], *self.rows[number + 1 :]])

    def saved(self, rows: Sequence[EntryRow]) -> None:
        """Forget rows that are in the file now, not those typed while they were written."""
        gone = set(map(id, rows))
        self._put([row for row in self.rows if id(row) not in gone and not row.blank])
        self._before.clear()

    def clear(self) -> None:
        """Forget everything, and the way back."""
        self._put([])
        self._before.clear()

    def can_undo(self) -> bool:
        """True when there is a change to take back."""
        return bool(self._before)

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            rows = self._before.pop()
            self._put(rows)
            self._before.pop()

    def _put(self, rows: Sequence[EntryRow]) -> None:
        """Make these the rows."""
        self._before = [*self._before, tuple(self.rows)][-_REMEMBERED:]
        before, now = len(self.rows), len(rows)
        known = dict(zip(self.rows, self.known, strict=False))
        # The fresh row keeps its place and becomes the one typed into: rows come and go after it.
        if now > before:
            self.beginInsertRows(QModelIndex(), before + 1, now)
        elif now < before:
            self.beginRemoveRows(QModelIndex(), now + 1, before)
        # Until the file has been asked again what is known stays with its row.
        self.known = self.known if now == before else [known.get(row) for row in rows]
        self.rows = list(rows)
        if now > before:
            self.endInsertRows()
        elif now < before:
            self.endRemoveRows()
        self.dataChanged.emit(self.index(0, 0), self.index(now, STATUS))
        self.edited.emit()

    def learn(self, rows: Sequence[EntryRow], known: Sequence[Known | None]) -> None:
        """Show who is there already, if the rows are still those that were asked about."""
        if list(rows) == self.rows:
            self.known = list(known)
            # Of this column alone: others may have an input open, which would start over.
            self.dataChanged.emit(self.index(0, STATUS), self.index(len(self.rows), STATUS))

    def choose(self, number: int, way: OnKnown) -> None:
        """What is to be done with a row whose customer is there already."""
        self.change(number, choice=way)

    def choose_all(self, way: OnKnown) -> None:
        """The same for every row that is surely of somebody who is there already."""
        known = [self.known_of(number) for number in range(len(self.rows))]
        self._put(decide(self.rows, known, way))

    # as a table

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows) + 1

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable(index) else flags

    def editable(self, index: _Index) -> bool:
        """Every cell but the number and what happens on saving."""
        return index.isValid() and NUMBER < index.column() < STATUS

    def reachable(self, index: _Index) -> bool:
        """Cells Tab stops at: those typed into, and a choice where there is one."""
        if index.column() == STATUS:
            return self.known_of(index.row()) is not None
        return self.editable(index)

    def data(self, index: _Index, role: int = _Show.DisplayRole) -> Any:
        if not index.isValid():
            return None
        shown = self.shown(index.row(), index.column())
        if role in (_Show.DisplayRole, _Show.EditRole):
            return shown.replace("\n", "; ")
        if role == _Show.ToolTipRole:
            return theme.tip(shown)
        if role == _Show.AccessibleTextRole:
            title = COLUMNS[index.column()].title
            return f"{_(title) if title else ''} {shown}".strip()
        return None

    def shown(self, number: int, column: int) -> str:
        """The text of a cell."""
        row = self.row(number)
        if column == STATUS:
            return words.sentence(row, self.known_of(number))
        if column == NUMBER:
            return str(number + 1)
        return str(getattr(row, COLUMNS[column].field))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Show.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Show.DisplayRole:
            title = COLUMNS[section].title
            return _(title) if title else ""
        return None

    def setData(self, index: _Index, value: Any, role: int = _Show.EditRole) -> bool:
        """Take over a typed text."""
        if role != _Show.EditRole or not self.editable(index):
            return False
        if value != self.data(index, _Show.EditRole):
            self.change(index.row(), **{COLUMNS[index.column()].field: text.clean(str(value))})
        return True
