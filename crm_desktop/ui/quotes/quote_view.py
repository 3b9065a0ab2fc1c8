"""The quotes: the list with its states and sum, one beside it, and its paper."""

from __future__ import annotations

from types import ModuleType
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.quotes import quote_list, quote_record
from crm_desktop.services.quotes.quote_list import QuoteQuery, QuoteSummary
from crm_desktop.ui.page import Shell
from crm_desktop.ui.quotes import quote_columns
from crm_desktop.ui.quotes.paper import QuotePaper
from crm_desktop.ui.quotes.part import Part
from crm_desktop.ui.quotes.quote_actions import QuoteActions
from crm_desktop.ui.quotes.quote_form import Begun
from crm_desktop.ui.quotes.quote_panel import QuotePanel
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.menu import MenuItem

_VIEWS = (("", N_("All")), ("open", N_("Unanswered")), *quote_list.STATES.items())


class QuoteView(Part):
    """The part of the page of sales with the quotes."""

    name = "quotes"
    service: ClassVar[ModuleType] = quote_list
    view_field = "state"
    panel: QuotePanel

    def __init__(self, shell: Shell) -> None:
        self.acting = QuoteActions(self, shell, self.show_record, self.show_paper)
        self.paper: QuotePaper | None = None
        new = Button(lambda: _("New quote"), "plus", "primary", keys="Ctrl N",
                     on=lambda: self.acting.add())  # fmt: skip  # noqa: PLW0108
        columns = (quote_columns.COLUMNS, quote_columns.describe)
        super().__init__(shell, QuotePanel(), QuoteQuery(), _VIEWS, columns, new)
        self.table.archive_asked.connect(self._remove_current)
        self.panel.closed.connect(self.close_panel)
        self.panel.version_asked.connect(self._reload_panel)
        self.panel.asked.connect(self._do)

    def shown_id(self) -> int:
        return self.panel.quote.id if self.panel.quote is not None else 0

    def fill_panel(self, record_id: int) -> None:
        self.panel.show_quote(self._shell.workspace.read(quote_record.detail, record_id))

    def summary_words(self, found: QuoteSummary) -> str:
        count = ngettext("{n} quote", "{n} quotes", found.count)
        total = formats.money_whole(found.total_minor, found.currency)
        said = _("total {amount}").format(amount=total)
        return " · ".join((count.format(n=formats.integer(found.count)), said))

    def say_empty(self) -> None:
        if self.query.text or self.query.state:
            self.empty.say("funnel-simple", lambda: _("No quotes match"),
                           lambda: _("Try another state, or clear the search."))  # fmt: skip
        else:
            self.empty.say("file-text", lambda: _("No quotes yet"),
                           lambda: _("Write the first with Ctrl N, or from a deal."))  # fmt: skip

    def menu_items(self, record_id: int) -> list[MenuItem | None]:
        return self.acting.menu(record_id)

    def begin(self, begun: Begun | None = None) -> None:
        self.acting.add(begun)

    def refresh(self) -> None:
        super().refresh()
        if (paper := self._paper()) is not None:
            paper.refresh()

    def _do(self, what: str) -> None:
        if self.panel.quote is not None:
            self.acting.do(what, self.panel.quote.id)

    def _remove_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.acting.do("remove", row.id)

    # its paper

    def _paper(self) -> QuotePaper | None:
        """What is on paper, while it is shown."""
        return self.paper if self.views.currentWidget() is self.paper else None

    def show_paper(self, quote_id: int) -> None:
        """Show a quote as it will lie on paper."""
        if self.paper is None:
            self.paper = QuotePaper(self._shell)
            self.paper.left.connect(self.close_paper)
            self.views.addWidget(self.paper)
        self.views.setCurrentWidget(self.paper)
        self.paper.show_quote(quote_id)

    def close_paper(self) -> bool:
        """Back to the list; False when it is shown."""
        if self._paper() is None:
            return False
        self.views.setCurrentIndex(0)
        self.table.setFocus()
        return True

    def print_page(self) -> None:
        if (paper := self._paper()) is not None:
            paper.print_it()
        elif not self.panel.isHidden():
            self._do("paper")

    def export_page(self) -> None:
        if (paper := self._paper()) is not None:
            paper.export("pdf")
        else:
            self.print_page()

    def go_back(self) -> bool:
        return self.close_paper() or self.close_panel()

    def regions(self) -> list[QWidget]:
        if (paper := self._paper()) is not None:
            return [paper.header, paper.side, paper.paper]
        return super().regions()
