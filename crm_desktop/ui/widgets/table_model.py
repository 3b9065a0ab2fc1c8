"""The only table model of the program: a window onto any number of rows.

It knows how many rows there are and fetches them in pages when they are painted; pages least
recently used are forgotten, so memory does not grow with the table. It never sorts or filters:
that is the query's work, and the answer to a new query is ``set_source``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.cell_editing import CellEdit

PAGE = 64
KEEP_PAGES = 48
RowRole = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex
_Show = Qt.ItemDataRole
_CELL_ROLES = (
    _Show.DisplayRole,
    _Show.EditRole,
    _Show.ToolTipRole,
    _Show.AccessibleTextRole,
    RowRole,
)
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


class RowSource(Protocol):
    """One query: how many rows it has, and a slice of them in its order.

    Rows are frozen objects with an integer ``id``. Both calls run on the GUI thread and take a
    few milliseconds; a slower query belongs in a job that hands over its result.
    """

    def count(self) -> int: ...

    def fetch(self, offset: int, limit: int) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Column:
    """One column, declared once for header, cell, accessibility and sorting.

    ``title`` is a msgid, translated when shown. ``text`` gives the cell's text from a row.
    ``width`` and ``least`` are design pixels; ``stretch`` shares out what is left over. ``sort``
    is the key the source understands, empty for none. ``paint(painter, rect, row)`` draws
    something richer than the text; ``fg`` gives a colour token for plain text. The
    column with the highest ``rank`` disappears first when the table is narrow; 0 never does.
    A ``hidden`` one is shown when somebody chooses it. ``edit(row)`` makes its cells editable, but
    for those it gives ``None`` for.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    width: int = 120
    least: int = 0
    stretch: int = 0
    align: str = "left"
    sort: str = ""
    descending: bool = False
    paint: Callable[[QPainter, QRectF, Any], object] | None = None
    fg: Callable[[Any], str] | None = None
    role: str = "body"
    rank: int = 0
    hidden: bool = False
    edit: Callable[[Any], CellEdit | None] | None = None


class TableModel(QAbstractTableModel):
    """Rows of a ``RowSource`` under ``Column``s; ``describe(row)`` is for screen readers."""

    def __init__(
        self,
        columns: Sequence[Column],
        describe: Callable[[Any], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._describe = describe
        self._source: RowSource | None = None
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self.sorted_key = ""
        self.sorted_descending = False

    def source(self) -> RowSource | None:
        """The query shown."""
        return self._source

    def set_source(self, source: RowSource | None) -> None:
        """Show another query: everything read so far is forgotten."""
        self.beginResetModel()
        self._source = source
        self._pages.clear()
        self._count = source.count() if source else 0
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same rows."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def forget_rows(self) -> None:
        """Read the rows again when they are painted next."""
        self._pages.clear()

    def reload(self, source: RowSource | None = None) -> None:
        """Ask the same query again, after its rows may have changed; ``source`` is its new answer.

        Rows are inserted or removed at the end only and all are repainted, so that selection and
        scroll position stay where they were.
        """
        self._source = source or self._source
        if self._source is None:
            return
        count = self._source.count()
        self._pages.clear()
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()
        if self._count:
            last = self.index(self._count - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def row_at(self, number: int) -> Any | None:
        """The row object, fetching its page if needed; ``None`` past the end."""
        if self._source is None or not 0 <= number < self._count:
            return None
        page, inside = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._source.fetch(page * PAGE, PAGE)
            self._pages[page] = rows
            while len(self._pages) > KEEP_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[inside] if inside < len(rows) else None

    def loaded_number(self, row_id: int) -> int | None:
        """Row number of a record among the pages in memory, ``None`` if it is not there."""
        for page, rows in self._pages.items():
            for inside, row in enumerate(rows):
                if row.id == row_id:
                    return page * PAGE + inside
        return None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _Show.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == _Show.TextAlignmentRole:
            return int(_ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter)
        row = self.row_at(index.row()) if role in _CELL_ROLES else None
        if row is None:
            return None
        if role == RowRole:
            return row
        if role == _Show.AccessibleTextRole and self._describe:
            return self._describe(row)
        shown = column.text(row)
        return theme.tip(shown) if role == _Show.ToolTipRole else shown

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Show.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role in (_Show.DisplayRole, _Show.AccessibleTextRole):
            return _(self.columns[section].title)
        if role == _Show.TextAlignmentRole:
            return int(_ALIGN[self.columns[section].align] | Qt.AlignmentFlag.AlignVCenter)
        return None
