"""A cross-tab as it will lie on paper, before it is saved or printed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import crosstab_chart, job
from crm_desktop.services.crosstab.crosstab import Crosstab
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports import crosstab_work
from crm_desktop.ui.reports.crosstab_work import PaperOrder
from crm_desktop.ui.reports.page_choice import PageChoice
from crm_desktop.ui.reports.paper_preview import Made, PaperPreview, finished
from crm_desktop.ui.widgets.layout import column, plain


class CrosstabPaper(PaperPreview):
    """``show_answer`` begins; ``left`` when somebody goes back to the table."""

    def __init__(self, shell: Shell) -> None:
        self._answer: Crosstab | None = None
        self._name = ""
        super().__init__(shell)

    def options_widget(self) -> QWidget:
        self.page = PageChoice()
        self.page.changed.connect(self.make)
        return plain(column(self.page, self.about, None, gap=10, margins=(20, 4, 18, 16)))

    def show_answer(self, answer: Crosstab, name: str) -> None:
        """Show an answer on the paper that was chosen before."""
        self._answer, self._name = answer, name
        self.title.say(name or (lambda: _("Cross-tab")))
        self.begin()

    def order(self) -> PaperOrder | None:
        """The answer on the paper that is chosen."""
        if self._answer is None:
            return None
        return PaperOrder(self._answer, self._name, self.page.setup())

    @staticmethod
    def make_document(session: Any, order: PaperOrder, *, progress: Progress = no_progress) -> Made:
        """Render it."""
        report = crosstab_chart.document(session, order.made, order.name, ".pdf", order.page)
        return finished(order, *job.document_shown(report, progress, order.page))

    write_document = staticmethod(crosstab_work.write)

    def back_words(self) -> str:
        return _("Back to the table")

    def save_words(self) -> str:
        return _("Save the report")

    def file_name(self, order: PaperOrder, suffix: str) -> str:
        return f"{order.name or _('Cross-tab')}.{suffix}"
