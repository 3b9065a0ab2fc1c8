"""A quote as it will lie on paper, in either language, before it is saved or printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import i18n
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import job, quote_paper
from crm_desktop.reports.paper import PageSetup
from crm_desktop.services.quotes import quote_record
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports.page_choice import PageChoice
from crm_desktop.ui.reports.paper_preview import Made, PaperPreview, finished
from crm_desktop.ui.widgets.form import ComboBox, Field
from crm_desktop.ui.widgets.layout import column, plain


@dataclass(frozen=True, slots=True)
class QuoteOrder:
    """Which version, in which language, on which paper."""

    quote_id: int
    language: str
    page: PageSetup


class QuotePaper(PaperPreview):
    """``show_quote`` begins; ``left`` when somebody goes back to the list."""

    formats = ("pdf",)

    def __init__(self, shell: Shell) -> None:
        self._quote_id = 0
        super().__init__(shell)

    def options_widget(self) -> QWidget:
        self.language = ComboBox([("zh_CN", "中文"), ("en", "English")], i18n.language())
        self.language.activated.connect(lambda _index: self.show_quote(self._quote_id))
        self.page = PageChoice(sheets=True)
        self.page.changed.connect(self.make)
        return plain(
            column(
                Field(lambda: _("Language"), self.language),
                self.page,
                self.about,
                None,
                gap=10,
                margins=(20, 4, 18, 16),
            )
        )

    def show_quote(self, quote_id: int) -> None:
        """Show one version."""
        self._quote_id = quote_id
        quote = self._shell.workspace.read(quote_record.detail, quote_id)
        language = self.language.value()

        def name() -> str:
            with i18n.using(language):
                title = pgettext("paper", "Quote")
                return f"{title} {quote_paper.name(quote)} {quote.contact_name}"

        self.title.say(name)
        self.begin()

    def refresh(self) -> None:
        """The quote or the shop is another."""
        self.settle()

    def order(self) -> QuoteOrder:
        """What is chosen now."""
        return QuoteOrder(self._quote_id, self.language.value(), self.page.setup())

    @staticmethod
    def make_document(session: Any, order: QuoteOrder, *, progress: Progress = no_progress) -> Made:
        """Render it. Raises ``NotFound``."""
        with i18n.using(order.language):
            paper = quote_paper.build(session, order.quote_id)
            return finished(order, job.document_bytes(paper, progress, order.page))

    @staticmethod
    def write_document(
        session: Any, order: QuoteOrder, path: Path, *, progress: Progress = no_progress
    ) -> Path:
        with i18n.using(order.language):
            paper = quote_paper.build(session, order.quote_id)
            return job.write_document(paper, path, progress, order.page)

    def back_words(self) -> str:
        return _("Back to the quotes")

    def save_words(self) -> str:
        return _("Save the quote")

    def file_name(self, _order: QuoteOrder, suffix: str) -> str:
        return f"{self.title.text()}.{suffix}"
