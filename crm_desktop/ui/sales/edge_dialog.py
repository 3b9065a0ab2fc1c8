"""Who and what stands at the edges of the sheet, one name for each line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services.sales import sale_grid
from crm_desktop.services.sales.sale_grid import SHOPS, Named
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import Field, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row

if TYPE_CHECKING:
    from crm_desktop.ui.sales.sheet_view import SheetView

_LINES = 10


class EdgeDialog(Dialog):
    """Names as they are written in the file; products by code too. A column from Excel fits."""

    def __init__(self, host: QWidget, shell: Shell, view: SheetView) -> None:
        self._shell, self._view = shell, view
        self.rows = TextArea("", _text(view.model.rows), _LINES)
        self.columns = TextArea("", _text(view.model.columns), _LINES)
        shops = view.by.current() == SHOPS
        who = lambda: _("Shops, one a line") if shops else _("Customers, one a line")  # noqa: E731
        self.row_field = Field(who, self.rows)
        self.column_field = Field(lambda: _("Products, one a line"), self.columns)
        content = column(row((self.row_field, 1), (self.column_field, 1), gap=12))
        super().__init__(
            host, lambda: _("Rows and columns"), plain(content), lambda: _("Show"), self._take
        )

    def _take(self) -> bool:
        found = []
        edges = ((self.row_field, self.rows, self._view.by.current()),
                 (self.column_field, self.columns, ""))  # fmt: skip
        for field, edit, by in edges:
            field.set_error()
            try:
                names = edit.value().splitlines()
                found.append(self._shell.workspace.read(sale_grid.named, by, names))
            except UserError as problem:
                field.set_error(problem.what)
                self._grow()
                return False
        self._view.show_edges(found[0], found[1])
        self._view.table.go(0, 0)
        return True


def _text(names: Sequence[Named]) -> str:
    return "\n".join(one.name for one in names)
