"""Sales: the list, and recording many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactCard
from crm_desktop.ui.page import Command, NewRecord, OpenRecord, Page, Shell, bare_column
from crm_desktop.ui.quotes.parts import SalesParts, ShowPart
from crm_desktop.ui.quotes.quote_form import Begun
from crm_desktop.ui.sales.order import Buyer, Exchange
from crm_desktop.ui.sales.sales_list import SalesList
from crm_desktop.ui.widgets.dialogs import confirm

if TYPE_CHECKING:
    from crm_desktop.ui.receivables.view import Receivables
    from crm_desktop.ui.sales.entry_view import EntryView
    from crm_desktop.ui.sales.sheet_view import SheetView

_TABLES = ("sale", "sale_line", "payment", "payment_allocation", "contact", "setting")


class SalesPage(Page):
    """The list, the entry grid on the collapsed rail, and the receivables."""

    name = "sales"
    flat = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.list = SalesList(shell)
        self._entry: EntryView | None = None
        self._owed: Receivables | None = None
        self._sheet: SheetView | None = None
        self.views = QStackedWidget()
        self.views.addWidget(self.list)
        bare_column(self).addWidget(self.views)
        self.list.record_asked.connect(self.new_record)
        self.list.receivables_asked.connect(self._show_owed)
        self.parts = SalesParts(shell, self.views, self._go_part)
        self.list.parts.chosen.connect(self._go_part)

    def refresh(self, changes: Changes | None) -> None:
        """Read the list again when sales or their customers were touched."""
        if changes is None or changes.touches(*_TABLES):
            self.list.refresh(changes)
            if self._owed is not None:
                self._owed.refresh()
            if self._entry is not None:
                self._entry.standing.forget()
                self._entry.reminder.forget()
        self.parts.refresh(changes)

    def shown(self) -> None:
        if self.recording():
            self.entry.begin()
        elif self.on_sheet():
            self.sheet.begin()
        elif self.collecting():
            self.owed.take_focus()
        elif (part := self.parts.current()) is not None:
            part.table.setFocus()
        else:
            self.list.table.setFocus()

    @property
    def entry(self) -> EntryView:
        """The entry grid, built when it is first wanted."""
        if self._entry is None:
            from crm_desktop.ui.sales.entry_view import EntryView

            self._entry = EntryView(self.shell)
            self._entry.left.connect(self.go_back)
            self._entry.sheet_asked.connect(lambda: self.shell.go(self.name, "sheet"))
            self.views.addWidget(self._entry)
        return self._entry

    @property
    def sheet(self) -> SheetView:
        """The sheet of a day, built when it is first wanted."""
        if self._sheet is None:
            from crm_desktop.ui.sales.sheet_view import SheetView

            self._sheet = SheetView(self.shell)
            self._sheet.left.connect(self.new_record)
            self.views.addWidget(self._sheet)
        return self._sheet

    def on_sheet(self) -> bool:
        """True while the sheet is on screen."""
        return self._sheet is not None and self.views.currentWidget() is self._sheet

    def _show_sheet(self) -> None:
        self.narrow_rail = True  # type: ignore[misc]
        self.views.setCurrentWidget(self.sheet)
        self.sheet.begin()

    @property
    def owed(self) -> Receivables:
        """Who owes what, built when it is first wanted."""
        if self._owed is None:
            from crm_desktop.ui.receivables.view import Receivables

            self._owed = Receivables(self.shell)
            self._owed.left.connect(self._show_list)
            self.views.addWidget(self._owed)
        return self._owed

    def collecting(self) -> bool:
        """True while the receivables are on screen."""
        return self._owed is not None and self.views.currentWidget() is self._owed

    def _show_owed(self) -> None:
        self.narrow_rail = False  # type: ignore[misc]
        self.views.setCurrentWidget(self.owed)
        self.owed.begin()

    def recording(self) -> bool:
        """True while the entry grid is on screen."""
        return self._entry is not None and self.views.currentWidget() is self._entry

    def open_target(self, target: Any) -> None:
        """``NewRecord`` and ``Exchange`` open the entry grid, ``OpenRecord`` a sale, ``ShowPart``
        quotes or orders, a text one of the tabs or the receivables."""
        if isinstance(target, NewRecord):
            self._show_entry(self._buyer(target.contact_id) if target.contact_id else None)
        elif isinstance(target, Exchange):
            buyer = self._buyer(target.contact_id) if target.contact_id else None
            self._show_entry(buyer, target.credit_minor)
        elif isinstance(target, ShowPart):
            self._show_list()
            self.parts.show(target)
        elif isinstance(target, OpenRecord):
            self._show_list()
            self.list.show_sale(target.id)
        elif target == "sheet":
            self._show_sheet()
        elif target == "receivables":
            self._show_owed()
        else:
            self._show_list()
            self.list.show_view(str(target or "all"))

    def _go_part(self, part: str) -> None:
        """By way of the window, so that Alt+Left leads back."""
        self.shell.go(self.name, ShowPart(part))

    def _buyer(self, contact_id: int) -> Buyer:
        card: ContactCard = self.shell.workspace.read(contacts.card, contact_id)
        draft = card.draft
        phone = draft.phones[0] if draft.phones else ""
        return Buyer(contact_id, draft.name, draft.kind == "company", phone)

    def _show_entry(self, buyer: Buyer | None, credit_minor: int = 0) -> None:
        self.narrow_rail = True  # type: ignore[misc] # of this page, while it records
        self.views.setCurrentWidget(self.entry)
        self.entry.begin(buyer, credit_minor)

    def _show_list(self) -> None:
        self.narrow_rail = False  # type: ignore[misc]
        self.views.setCurrentWidget(self.list)

    def new_record(self) -> None:
        """Ctrl+N: into the entry grid, by way of the window, which folds its rail for it; a new
        quote among the quotes."""
        if (part := self.parts.current()) is not None:
            part.begin()
            return
        self.shell.go(self.name, NewRecord())

    def _turn_mode(self) -> None:
        self.new_record()
        self.entry.mode.turn()

    def focus_search(self) -> None:
        if self.collecting():
            self.owed.focus_search()
        elif not self.recording() and not self.on_sheet():
            search = (self.parts.current() or self.list).search
            search.setFocus()
            search.selectAll()

    def export_page(self) -> None:
        if self.collecting():
            self.owed.export_page()
        elif (part := self.parts.current()) is not None:
            part.export_page()
        else:
            self.list.export_sales()

    def print_page(self) -> None:
        """Ctrl+P: the statement of the account on screen, or the quote."""
        if self.collecting():
            self.owed.print_page()
        elif (part := self.parts.current()) is not None:
            part.print_page()

    def go_back(self) -> bool:
        """From the entry grid to the list (what was entered stays in it), or close the panel."""
        if self.recording() or self.on_sheet():
            self._show_list()
            self.shell.go(self.name)
            return True
        if self.collecting():
            return self.owed.go_back()
        if (part := self.parts.current()) is not None:
            return part.go_back()
        return self.list.close_panel()

    def commands(self) -> list[Command]:
        return [
            Command(
                "record_sales", lambda: _("Record sales"), self.new_record, "receipt", "Ctrl N"
            ),
            Command("sheet", lambda: _("Sheet of sales"),
                    lambda: self.shell.go(self.name, "sheet"), "columns"),
            Command("one_order", lambda: _("Record one order, or many"), self._turn_mode,
                    "receipt"),
            Command("quotes", lambda: _("Show the quotes"), lambda: self._go_part("quotes"),
                    "file-text"),
            Command("orders", lambda: _("Show the orders"), lambda: self._go_part("orders"),
                    "package"),
            Command("quotes.new", lambda: _("New quote"),
                    lambda: self.shell.go(self.name, ShowPart("quotes", begun=Begun())), "plus"),
            Command(
                "unpaid_sales",
                lambda: _("Unpaid sales"),
                lambda: self.shell.go(self.name, "unpaid"),
                "wallet",
            ),
            Command(
                "receivables",
                lambda: _("Receivables"),
                lambda: self.shell.go(self.name, "receivables"),
                "wallet",
            ),
        ]  # fmt: skip

    def regions(self) -> list[QWidget]:
        if self.recording():
            return [self.entry.grid, self.entry.side]
        if self.on_sheet():
            return [self.sheet.table]
        if self.collecting():
            return self.owed.regions()
        if regions := self.parts.regions():
            return regions
        panel = [self.list.panel] if self.list.panel.isVisible() else []
        return [self.list.header, self.list.table, *panel]

    def leave(self) -> bool:
        """Orders that were entered and not saved hold the file open until that is decided."""
        count = self._entry.unsaved() if self._entry is not None else 0
        if not count:
            return True
        self.shell.go(self.name, NewRecord())
        confirm(
            self,
            lambda: ngettext(
                "{n} order is not saved yet", "{n} orders are not saved yet", count
            ).format(n=count),
            lambda: _("Save it, or drop it and close again."),
            lambda: _("Drop the orders"),
            self.entry.drop,
            safer=lambda: _("Save"),
            on_safer=self.entry.save_batch,
        )
        return False
