"""Money spent, month by month: listed, entered with its receipt, paid back, put on paper."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog

from crm_desktop.core import clock, formats, paths
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.reports import expense_sheet
from crm_desktop.reports.expense_sheet import SheetOrder
from crm_desktop.services import expenses
from crm_desktop.services.expenses import ExpenseRow
from crm_desktop.services.figures.sales_figures import month_before
from crm_desktop.ui.expenses.expense_form import ExpenseForm
from crm_desktop.ui.expenses.expense_list import ExpenseList, title
from crm_desktop.ui.file_viewer import FileViewer
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.tabbed_page import TabPart
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import column, row, show_if
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.text import Label

_TELLING = ("expense", "attachment", "contact", "staff")


class Expenses(TabPart):
    """A click or Enter changes one, P marks it as paid back, Del deletes it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.month = clock.today().replace(day=1)
        self.viewer = FileViewer(shell)
        self.sheet = Button(lambda: _("Save the sheet…"), "file-pdf", on=self.save_sheet)
        self.new = Button(lambda: _("Add an expense"), "plus", "primary", on=self.add)
        self.named = Label("", "strong")
        self.before = IconButton("caret-left", lambda: _("Month before"), on=partial(self.turn, 1))
        self.after = IconButton("caret-right", lambda: _("Month after"), on=partial(self.turn, -1))
        self.card = Card(" ")
        self.list = ExpenseList()
        self.list.opened.connect(self.edit)
        self.list.act_asked.connect(self._act)
        self.list.menu_asked.connect(self._menu)
        self.costs = Label("", "caption", "text2", wrap=True)
        self.card.body.addLayout(column(self.list, margins=(0, 4, 0, 8)))
        self.card.body.addLayout(column(self.costs, margins=(20, 8, 20, 12)))
        self.nothing = EmptyState(
            "wallet",
            lambda: _("Nothing was spent in this month."),
            lambda: _("Keep each expense with its receipt; the sheet adds them up."),
        )
        bar = row(self.before, self.named, self.after, None, self.sheet, self.new, gap=8)
        self.setLayout(column(bar, self.card, self.nothing, None, gap=12))
        for widget in (self.card, self.nothing):
            show_if(widget, False)

    # reading

    def refresh(self, changes: Changes | None) -> None:
        """Read the month again when expenses were touched."""
        if changes is not None and not changes.touches(*_TELLING):
            return
        rows = self.shell.workspace.read(expenses.rows, expense_sheet.month_of(self.month))
        self.named.say(formats.month_year(self.month))
        self.after.setEnabled(self.month < clock.today().replace(day=1))
        self.sheet.setEnabled(bool(rows))
        self.list.set_rows(rows)
        sums = [formats.money_exact(one, code) for code, one in expenses.totals(rows).items()]
        words = ngettext("{n} expense", "{n} expenses", len(rows))
        self.card.title.say(words.format(n=formats.integer(len(rows))))
        self.card.count.say(" · ".join(sums))
        self.costs.say(self._costs(rows))
        show_if(self.costs, bool(self.costs.text()))
        self.card.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def _costs(self, rows: list[ExpenseRow]) -> str:
        dearest = [
            f"{cost.name} {formats.money_exact(cost.amount_minor, cost.currency)}"
            for cost in expenses.costs(rows)[:5]
        ]
        return _("By customer: {costs}").format(costs=" · ".join(dearest)) if dearest else ""

    def turn(self, months: int) -> None:
        """Show so many months before; negative ones are after."""
        self.month = month_before(self.month, months)
        self.refresh(None)

    def take_focus(self) -> None:
        """Put the keyboard where it is used first."""
        target = self.list if self.list.rows else self.new
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # acting

    def add(self) -> None:
        """Enter an expense."""
        ExpenseForm(self, self.shell, self.viewer).open()

    def edit(self, one: ExpenseRow) -> None:
        """Change one."""
        ExpenseForm(self, self.shell, self.viewer, one).open()

    def _act(self, one: ExpenseRow, act: str) -> None:
        {"paid": self.pay_back, "remove": self.remove}[act](one)

    def look(self, one: ExpenseRow) -> None:
        """Open its latest receipt."""
        kept = self.shell.workspace.read(expenses.receipts, one.id)
        if kept:
            self.viewer.show(self, kept[0])

    def pay_back(self, one: ExpenseRow) -> None:
        """Mark as paid back, or not."""
        workspace, paid = self.shell.workspace, not one.reimbursed
        workspace.execute(expenses.PAID_ACTION, expenses.mark_paid, [one.id], paid=paid)
        said = _("Paid back: {title}") if paid else _("To be paid back: {title}")
        self.shell.toast(said.format(title=title(one)), "wallet", undo=True)

    def remove(self, one: ExpenseRow) -> None:
        """Delete one."""
        self.shell.workspace.execute(expenses.REMOVE_ACTION, expenses.remove, [one.id])
        self.shell.toast(_("Deleted: {title}").format(title=title(one)), "trash", undo=True)

    def _menu(self, one: ExpenseRow, where: QPoint) -> None:
        paid = (lambda: _("Not paid back")) if one.reimbursed else (lambda: _("Paid back"))
        items = [
            MenuItem(lambda: _("Edit…"), partial(self.edit, one), "pencil-simple", "Enter"),
            MenuItem(paid, partial(self.pay_back, one), "wallet", "P"),
        ]
        if one.receipts:
            look = partial(self.look, one)
            items.append(MenuItem(lambda: _("Look at the receipt"), look, "magnifying-glass"))
        if one.contact_id is not None:
            visit = partial(self.shell.go, "contacts", OpenRecord(one.contact_id))
            items.append(MenuItem(lambda: _("Open customer"), visit, "user"))
        delete = partial(self.remove, one)
        items.append(MenuItem(lambda: _("Delete"), delete, "trash", "Del", danger=True))
        menu.build(self, items).popup(where)

    def save_sheet(self) -> None:
        """The sheet of the month's currency; of which, where there are several."""
        found = sorted(expenses.totals(self.list.rows))
        if len(found) > 1:
            items = [MenuItem(code, partial(self._ask_where, code), "file-pdf") for code in found]
            menu.popup_below(self.sheet, items)
        else:
            self._ask_where(found[0])

    def _ask_where(self, currency: str) -> None:
        start = paths.documents() / f"{_('Expenses')} {self.month:%Y-%m} {currency}.pdf"
        chosen, _kind = QFileDialog.getSaveFileName(
            self.window(), _("Save the sheet"), str(start), _("PDF (*.pdf);;Excel (*.xlsx)")
        )
        if chosen:
            path = Path(chosen)
            self.write_sheet(path if path.suffix else path.with_suffix(".pdf"), currency)

    def write_sheet(self, out: Path, currency: str) -> None:
        """Write the sheet of one currency."""
        self.shell.workspace.ask(
            expense_sheet.write,
            SheetOrder(self.month, currency=currency),
            out,
            owner=self,
            done=self._written,
            failed=self.shell.show_problem,
            progress=True,
            title=lambda: _("Making the sheet"),
        )

    def _written(self, out: Path) -> None:
        self.shell.toast(_("Saved: {name}").format(name=out.name), "file-pdf")
