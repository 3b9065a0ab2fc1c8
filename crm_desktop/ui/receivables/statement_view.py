"""A customer's statement as it will lie on paper, before it is saved or printed."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, i18n
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import statement
from crm_desktop.reports.statement import StatementOrder
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports.page_choice import PageChoice
from crm_desktop.ui.reports.paper_preview import Made, PaperPreview, finished
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.form import ComboBox, Field
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.typed_edits import DateEdit


class StatementView(PaperPreview):
    """``show_customer`` begins; ``left`` when somebody goes back to the account."""

    def __init__(self, shell: Shell) -> None:
        self._contact_id, self._name, self._currency = 0, "", ""
        super().__init__(shell)

    def options_widget(self) -> QWidget:
        self.first, self.last = DateEdit(), DateEdit(clock.today())
        self.language = ComboBox([("zh_CN", "中文"), ("en", "English")], i18n.language())
        for edit in (self.first, self.last):
            edit.editingFinished.connect(self.make)
        self.language.activated.connect(lambda _index: self.make())
        self.page = PageChoice()
        self.page.changed.connect(self.make)
        months = [
            Button(text, kind="ghost", small=True, on=partial(self._choose, back_by))
            for text, back_by in (
                (lambda: _("This month"), 0),
                (lambda: _("Last month"), 1),
                (lambda: _("Since the beginning of the year"), -1),
            )
        ]
        return plain(
            column(
                Field(lambda: _("From"), self.first),
                Field(lambda: _("To"), self.last),
                *months,
                6,
                Field(lambda: _("Language"), self.language),
                self.page,
                self.about,
                None,
                gap=10,
                margins=(20, 4, 18, 16),
            )
        )

    def show_customer(self, contact_id: int, name: str, currency: str) -> None:
        """The statement of last month and this one, up to today."""
        self._contact_id, self._name, self._currency = contact_id, name, currency
        self.title.say(lambda: _("Statement of account: {who}").format(who=name))
        today = clock.today()
        self.first.set_date((today.replace(day=1) - dt.timedelta(days=1)).replace(day=1))
        self.last.set_date(today)
        self.begin()

    def _choose(self, back_by: int) -> None:
        """This month, the one before, or the year so far."""
        today = clock.today()
        first, last = today.replace(day=1), today
        if back_by == 1:
            last = first - dt.timedelta(days=1)
            first = last.replace(day=1)
        elif back_by < 0:
            first = today.replace(month=1, day=1)
        self.first.set_date(first)
        self.last.set_date(last)
        self.make()

    def order(self) -> StatementOrder | None:
        """What is chosen now, ``None`` while a day is missing."""
        try:
            first, last = self.first.date(), self.last.date()
        except ValueError:
            return None
        if first is None or last is None:
            return None
        language, page = self.language.value(), self.page.setup()
        return StatementOrder(self._contact_id, first, last, self._currency, language, page)

    @staticmethod
    def make_document(
        session: Any, order: StatementOrder, *, progress: Progress = no_progress
    ) -> Made:
        """Render it. Raises ``UserError`` for days the wrong way round."""
        return finished(order, statement.pdf_bytes(session, order, progress))

    @staticmethod
    def write_document(
        session: Any, order: StatementOrder, path: Path, *, progress: Progress = no_progress
    ) -> Path:
        return statement.write(session, order, path, progress)

    def back_words(self) -> str:
        return _("Back to the account")

    def save_words(self) -> str:
        return _("Save the statement")

    def file_name(self, order: StatementOrder, suffix: str) -> str:
        return statement.file_name(self._name, order, suffix)
