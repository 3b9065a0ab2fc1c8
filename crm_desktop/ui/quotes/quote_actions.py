"""What can be done with quotes from the list, the panel and a deal; each is one undo step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.quotes import quote_record, quotes
from crm_desktop.services.quotes.quote_record import QuoteDetail
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.quotes.accept_dialog import AcceptDialog
from crm_desktop.ui.quotes.quote_form import Begun, QuoteForm
from crm_desktop.ui.widgets.menu import MenuItem


class QuoteActions:
    """``shown(quote_id)`` is called with what was written, ``paper(quote_id)`` to preview it."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        shown: Callable[[int], object],
        paper: Callable[[int], object],
    ) -> None:
        self._host = host
        self._shell = shell
        self._shown = shown
        self._paper = paper

    def add(self, begun: Begun | None = None) -> None:
        """Ask for a new quote."""
        QuoteForm(self._host, self._shell, self._shown, begun=begun).open()

    def do(self, what: str, quote_id: int) -> None:
        """One of the things ``QuotePanel.asked`` names, or ``remove``."""
        quote: QuoteDetail = self._shell.workspace.read(quote_record.detail, quote_id)
        if what == "edit":
            QuoteForm(self._host, self._shell, self._shown, quote).open()
        elif what == "accept":
            AcceptDialog(self._host, self._shell, quote, lambda _sale: None).open()
        elif what == "paper":
            self._paper(quote_id)
        elif what == "contact":
            self._shell.go("contacts", OpenRecord(quote.draft.contact_id))
        elif what == "sale":
            if quote.sale_id is not None:  # it may have been taken back since
                self._shell.go("sales", OpenRecord(quote.sale_id))
        else:
            self._mark(what, quote)

    def _mark(self, what: str, quote: QuoteDetail) -> None:
        execute = self._shell.workspace.execute
        if what == "sent":
            execute(quotes.SENT_ACTION, quotes.mark_sent, quote.id)
            said = _("Quote {number} is marked as sent")
        elif what == "reject":
            execute(quotes.REJECTED_ACTION, quotes.reject, quote.id)
            said = _("Quote {number} is marked as rejected")
        elif what == "remove":
            execute(quotes.REMOVE_ACTION, quotes.remove, quote.id)
            said = _("Quote {number} deleted")
        else:
            raise ValueError(what)
        self._shell.toast(said.format(number=quote.number), "file-text", undo=True)

    def menu(self, quote_id: int) -> list[MenuItem | None]:
        """The context menu of a quote."""
        quote: QuoteDetail = self._shell.workspace.read(quote_record.detail, quote_id)
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("Show"), lambda: self._shown(quote_id), "file-text", "Enter")
        ]

        def add(words: Callable[[], str], what: str, icon: str) -> None:
            items.append(MenuItem(words, lambda: self.do(what, quote_id), icon))

        if quote.can_accept:
            add(lambda: _("Accept…"), "accept", "check-circle")
        if quote.sale_id is not None:
            add(lambda: _("Show the sale"), "sale", "receipt")
        else:
            draft = quote.status == "draft"
            edit = (lambda: _("Edit…")) if draft else (lambda: _("New version…"))
            add(edit, "edit", "pencil-simple")
        add(lambda: _("Preview and PDF"), "paper", "file-pdf")
        if quote.status == "draft":
            add(lambda: _("Mark as sent"), "sent", "arrow-right")
        if quote.sale_id is None and quote.status not in ("rejected", "accepted"):
            add(lambda: _("Mark as rejected"), "reject", "x-circle")
        add(lambda: _("Open the customer"), "contact", "users")
        if quote.sale_id is None:
            delete = MenuItem(lambda: _("Delete"), lambda: self.do("remove", quote_id), "trash",
                              "Del", danger=True)  # fmt: skip
            items += [None, delete]
        return items
