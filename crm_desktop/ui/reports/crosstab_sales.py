"""The sales behind a cell, each one click away, and its customer too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.crosstab import crosstab
from crm_desktop.services.crosstab.crosstab import Question
from crm_desktop.services.crosstab.crosstab_totals import Key
from crm_desktop.services.sales import sale_list
from crm_desktop.services.sales.sale_list import SaleRow
from crm_desktop.ui import theme
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.sales import sale_columns
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.layout import column, fixed_height, plain
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.record_table import RecordTable
from crm_desktop.ui.widgets.table_model import Column, TableModel
from crm_desktop.ui.widgets.text import Label

_TABLE, _LEAST, _AROUND = 380, 120, 220  # design pixels, also of what is above and below it
_DATE = 136


class _Found:
    """Sales by their ids, read page by page."""

    def __init__(self, shell: Shell, ids: Sequence[int]) -> None:
        self._shell, self._ids = shell, ids

    def count(self) -> int:
        """How many."""
        return len(self._ids)

    def fetch(self, offset: int, limit: int) -> Sequence[SaleRow]:
        """A slice of them."""
        some = list(self._ids[offset : offset + limit])
        rows: Sequence[SaleRow] = self._shell.workspace.read(sale_list.rows, some)
        return rows


def _room(host: QWidget) -> int:
    """Design pixels left for the table."""
    return round(host.window().height() / theme.scale()) - _AROUND


def _columns() -> list[Column]:
    """Those of the list of sales; most sales are of another year, whose days are longer words."""
    kept = [one for one in sale_columns.COLUMNS if one.key != "owed"]
    return [replace(one, width=_DATE, least=_DATE) if one.key == "date" else one for one in kept]


class SalesDialog(Dialog):
    """Enter or a double click opens a sale; the customer has a button and a place in the menu."""

    def __init__(
        self, host: QWidget, shell: Shell, cell: tuple[Question, Key, Key], words: str
    ) -> None:
        self._shell = shell
        self._row: SaleRow | None = None
        self.model = TableModel(_columns(), sale_columns.describe)
        self.table = RecordTable(self.model, checkable=False, row_height=34)
        self.table.horizontalHeader().setSectionsClickable(False)
        # No higher than the dialog can be, so that only the sales scroll, below their headings.
        fixed_height(self.table, min(_TABLE, max(_LEAST, _room(host))))
        self.about = Label(lambda: _("Looking them up …"), "caption", "text2", wrap=True)
        self.customer = Button(lambda: _("Open the customer"), "users", on=self._open_customer)
        super().__init__(
            host,
            words,
            plain(column(self.about, self.table, gap=8)),
            lambda: _("Open the sale"),
            self._open_sale,
            extra=self.customer,
            width=860,
        )
        self.cancel.say(lambda: _("Close"))
        self._enable(None)
        self.table.opened.connect(lambda _row: self.submit())
        self.table.current_changed.connect(self._enable)
        self.table.menu_asked.connect(self._ask)
        self.table.left.connect(self.done)
        shell.workspace.ask(crosstab.sales_behind, *cell, owner=self, done=self._show)

    def _show(self, ids: tuple[int, ...]) -> None:
        count = len(ids)
        words = ngettext("{n} sale or return", "{n} sales and returns", count)
        self.about.say(words.format(n=formats.integer(count)))
        self.table.show_source(_Found(self._shell, ids))
        if ids:
            self.table.select_number(0)
        self.table.setFocus()

    def _enable(self, row: Any) -> None:
        self._row = row
        self.action.setEnabled(row is not None)
        self.customer.setEnabled(row is not None and row.contact_id is not None)

    def _open_sale(self) -> None:
        if self._row is not None:
            self._shell.go("sales", OpenRecord(self._row.id))

    def _open_customer(self) -> None:
        if self._row is not None and self._row.contact_id is not None:
            self.done()
            self._shell.go("contacts", OpenRecord(self._row.contact_id))

    def _ask(self, row: SaleRow, where: QPoint) -> None:
        self._enable(row)
        items = [
            MenuItem(lambda: _("Open the sale"), self.submit, "receipt"),
            MenuItem(
                lambda: _("Open the customer"),
                self._open_customer,
                "users",
                enabled=row.contact_id is not None,
            ),
        ]
        menu.build(self.table, items).popup(where)
