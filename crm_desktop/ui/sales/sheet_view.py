"""A day's sales as one sheet: edges, sums, draft, one save, one undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import BelowFloor, UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.sales import sale_grid
from crm_desktop.services.sales.sale_grid import CUSTOMERS, SHOPS, Named, Prices, Table
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.below_floor import SALE, ApprovalDialog
from crm_desktop.ui.sales.edge_dialog import EdgeDialog
from crm_desktop.ui.sales.payment_methods import payment_methods
from crm_desktop.ui.sales.sheet_delegate import SheetSums
from crm_desktop.ui.sales.sheet_draft import SheetDraft
from crm_desktop.ui.sales.sheet_model import SheetModel
from crm_desktop.ui.sales.sheet_table import SheetTable
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.key_hints import KeyHints
from crm_desktop.ui.widgets.keys import bind_within
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.text import Label

_HINTS = (
    ("Enter", N_("down")),
    ("Tab", N_("next column")),
    ("Ctrl D", N_("fill down")),
    ("Ctrl V", N_("paste")),
    ("Ctrl Z", N_("undo")),
    ("Ctrl S", N_("save")),
)


class SheetView(QWidget):
    """``left`` when the user goes back to the grid of orders."""

    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.day = clock.today()
        self.model = SheetModel()
        self.model.setParent(self)
        self.table = SheetTable(self.model)
        self.by = SegControl(
            [Choice(CUSTOMERS, lambda: _("Customers")), Choice(SHOPS, lambda: _("Shops"))],
            small=True,
        )
        self.method = ComboBox([("", lambda: _("On account"))])
        self.draft = SheetDraft(self, shell)
        self._saving = False  # pressed again meanwhile it would be recorded twice
        self._lay_out()
        self.model.edited.connect(self._edited)
        self.by.chosen.connect(self._turn)
        self.table.table_pasted.connect(self.take_table)
        self.table.left_out.connect(self._left_out)
        bind_within(self, "Ctrl+S", self.save_sheet)
        theme.live(self, self._show)

    def _lay_out(self) -> None:
        back = IconButton("arrow-left", lambda: _("Back to the orders"), on=self.left.emit)
        self.sum = Label("", "strong")
        self.date = Button("", "calendar-blank", on=self._pick_date)
        self.edges = Button(lambda: _("Rows and columns…"), "columns", on=self._ask_edges)
        self.save = Button("", "check", "primary", keys="Ctrl S", on=self.save_sheet)
        self.problem = Label("", "caption", "redText", wrap=True)
        self.problem.hide()
        header = row(
            back, (Label(lambda: _("Sheet of sales"), "title", elide=True), 1), self.draft.kept,
            self.date, self.save, gap=8, margins=(16, 14, 20, 10),
        )  # fmt: skip
        tools = row(self.by, self.edges, self.method, None, self.sum, gap=8)
        foot = QFrame()
        foot.setProperty("bar", "top")
        foot.setLayout(row((KeyHints(_HINTS), 1), margins=(24, 1, 24, 0)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(header)
        whole.addLayout(column(tools, self.problem, gap=6, margins=(24, 0, 20, 8)))
        whole.addWidget(self.table, 1)
        whole.addWidget(SheetSums(self.table, self.model))
        whole.addWidget(foot)

    def begin(self) -> None:
        """Read the ways to pay and, the first time, who and what stands at the edges."""
        methods = self._shell.workspace.read(payment_methods)
        ways = [(method, method) for method in methods]
        self.method.set_choices([("", lambda: _("On account")), *ways], self.method.value())
        if not self.model.typed():
            self.set_day(clock.today())
        if not self.model.rows:
            self.draft.take_up()
            if not self.model.rows:
                self._begin_edges()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.currentIndex().isValid():
            self.table.go(0, 0)

    def _turn(self, by: str) -> None:
        """The other kind of rows; not over what is typed, which would be lost."""
        if self.model.typed():
            self.by.set_current(SHOPS if by == CUSTOMERS else CUSTOMERS)
            self._say(_("Save what is typed first, or empty it: it is for the rows you see."))
            return
        self._begin_edges()

    def _begin_edges(self) -> None:
        if self.by.current() == SHOPS and not self.method.value():
            ways = self._shell.workspace.read(payment_methods)
            self.method.set_value(ways[0] if ways else "")  # a walk-in has no account
        rows = self._shell.workspace.read(sale_grid.parties, self.by.current())
        goods = self._shell.workspace.read(sale_grid.goods)
        self.model.begin(rows, goods, self._prices(rows, goods))
        self.table.go(0, 0)
        if not rows and self.by.current() == SHOPS:
            self._say(_("No shops yet. Name one with somebody of the staff, in the settings."))
        elif not (rows and goods):
            self._say(_("No customers or no products yet. Add or import them first."))

    def show_edges(self, rows: Sequence[Named], columns: Sequence[Named]) -> None:
        """Put these at the edges and read their prices."""
        self.model.show(rows, columns, self._prices(rows, columns))

    def _prices(self, rows: Sequence[Named], columns: Sequence[Named]) -> Prices:
        found: Prices = self._shell.workspace.read(
            sale_grid.prices,
            self.by.current(),
            [one.id for one in rows],
            [one.id for one in columns],
        )
        return found

    def _ask_edges(self) -> None:
        EdgeDialog(self, self._shell, self).open()

    def take_table(self, block: list[list[str]]) -> None:
        """A pasted table: its first column and row say whose and what its numbers are."""
        try:
            found: Table = self._shell.workspace.read(sale_grid.table, self.by.current(), block)
        except UserError as problem:
            self._say(str(problem))
            return
        rows = list(dict.fromkeys([*self.model.rows, *found.rows]))
        columns = list(dict.fromkeys([*self.model.columns, *found.columns]))
        self.model.show(rows, columns, self._prices(rows, columns), found.cells)

    # what is on screen

    def _edited(self) -> None:
        self.problem.hide()
        self._show()

    def _show(self) -> None:
        cells = self.model.quantities()
        count = len({row for row, _product in cells})
        words = ngettext("Save {n} sale", "Save {n} sales", count).format(n=count)
        self.save.say(words if count else _("Save"))
        self.save.setEnabled(bool(self.model.typed()))
        self.sum.say(formats.money_exact(self.model.total()))
        self.date.say(formats.date_long(self.day))

    def _pick_date(self) -> None:
        calendar = menu.calendar_menu(self.date, self.day, self._choose_day)
        calendar.popup(self.date.mapToGlobal(self.date.rect().bottomLeft()))

    def _choose_day(self, day: dt.date) -> None:
        self.set_day(day)
        self.model.edited.emit()  # so that the draft has it

    def set_day(self, day: dt.date) -> None:
        """The day the sheet is recorded for."""
        self.day = day
        self._show()

    # saving

    def save_sheet(self) -> None:
        """Ctrl+S: one sale for each row, in one action; or to the first cell that is wrong."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)  # takes over a cell being typed in
        if self._saving:
            return
        wrong = self.model.first_wrong()
        if wrong is not None:
            self.table.go(wrong[0].row(), wrong[0].column())
            self._say(wrong[1])
            return
        if self.model.quantities():
            self._record()

    def _record(self, reason: str = "", approver_id: int | None = None) -> None:
        total = self.model.total()
        self._saving = True
        self._shell.workspace.execute_job(
            sale_grid.ACTION,
            sale_grid.record,
            self.by.current(),
            self.day,
            self.model.quantities(),
            owner=self,
            done=lambda ids: self._saved(len(ids), total),
            failed=self._failed,
            title=lambda: _("Recording sales"),
            method=self.method.value(),
            below_floor_reason=reason,
            approver_id=approver_id,
        )

    def _failed(self, problem: BaseException) -> None:
        self._saving = False
        if isinstance(problem, BelowFloor):
            ApprovalDialog(self, self._shell, problem, SALE, self._record).open()
        elif isinstance(problem, UserError):
            self._say(str(problem))
        else:
            self._shell.show_problem(problem)

    def _saved(self, count: int, total: int) -> None:
        self._saving = False
        self.model.clear()
        said = ngettext("{n} sale recorded, {amount}", "{n} sales recorded, {amount}", count)
        self._shell.toast(said.format(n=count, amount=formats.money_exact(total)), undo=True)

    def _left_out(self, count: int) -> None:
        self._say(
            ngettext(
                "{n} pasted cell lies beyond the sheet and was left out.",
                "{n} pasted cells lie beyond the sheet and were left out.",
                count,
            ).format(n=count)
        )

    def _say(self, sentence: Any) -> None:
        self.problem.say(sentence)
        self.problem.show()
