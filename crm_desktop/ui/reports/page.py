"""Reports: which, of what, and how it will look on paper."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.reports import catalogue
from crm_desktop.ui import theme
from crm_desktop.ui.mailing.mail_to import MailTo
from crm_desktop.ui.mailing.over import MailOver
from crm_desktop.ui.page import Command, Page, Shell, bare_column, bare_row
from crm_desktop.ui.reports import crosstab_place, pdf_pages, preview, report_files
from crm_desktop.ui.reports.asking import Asking
from crm_desktop.ui.reports.crosstab_place import CrosstabPlace
from crm_desktop.ui.reports.paper_view import PaperView
from crm_desktop.ui.reports.preview import Preview
from crm_desktop.ui.reports.printing import print_pdf
from crm_desktop.ui.reports.report_list import Entry, ReportList, entry
from crm_desktop.ui.reports.report_options import WIDTH, ReportOptionsPanel
from crm_desktop.ui.reports.report_target import ReportOf
from crm_desktop.ui.reports.together_dialog import TogetherDialog
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import column, fixed_width, plain, row
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

LIST_WIDTH = 248
LIST_FROM = 1080  # scaled width of the page from which the list stands at its left
OPTIONS_FROM = 860
SHORT_BELOW = 980
_MAIL = "mail"  # stands among the reports


class ReportsPage(Page):
    """The preview is the PDF itself: file, paper and screen cannot differ."""

    name = "reports"
    flat = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.kind = catalogue.REPORTS[0]
        self.made: Preview | None = None
        self._options_wanted = False
        lines = [*(entry(kind) for kind in catalogue.REPORTS), _mail_entry()]
        self.list = ReportList(lines)
        self.kind_combo = ComboBox()
        self.crosstab = CrosstabPlace(shell, lines, self.list, self.kind_combo)
        self.options = ReportOptionsPanel(self.kind, shell)
        self.paper = PaperView(shell.jobs.run)
        self.problem = EmptyState("warning", "", action=lambda: _("Try again"), on=self.make)
        self.asking = Asking(self, shell)
        self._lay_out()
        self._connect()
        theme.live(self, self._fit)

    def _lay_out(self) -> None:
        self.title = Label("", "card")
        self.about = Label("", "caption", "text2", elide=True)
        self.pdf = Button(_pdf_words, "file-pdf", keys="Ctrl E", on=lambda: self.export("pdf"))
        self.excel = Button(_excel_words, "table", on=lambda: self.export("xlsx"))
        self.print = Button(
            lambda: _("Print"), "printer", "primary", keys="Ctrl P", on=self.print_page
        )
        self.more = IconButton(
            "sliders-horizontal", lambda: _("Month and contents"), on=self._toggle_options
        )
        self.busy = QProgressBar(self.paper, textVisible=False)
        self.busy.setRange(0, 0)
        self.busy.setAccessibleName(_("Making the report"))
        self.busy.hide()
        self.desk = QStackedWidget()
        self.desk.addWidget(self.paper)
        self.desk.addWidget(self.problem)
        tools = (self.more, self.pdf, self.excel, self.print)
        self.bar = _top_bar(self.kind_combo, self.title, (self.about, 1), *tools)
        self.side = _left_side(self.list)
        self.middle = QWidget()
        middle = bare_column(self.middle)
        middle.addWidget(self.bar)
        middle.addWidget(self.desk, 1)
        reports = QWidget()
        whole = bare_row(reports)
        whole.addWidget(self.side)
        whole.addWidget(self.middle, 1)
        whole.addWidget(self.options)
        self.crosstab.settle(whole, (self.middle, self.options), self.show_kind)
        self.crosstab.read_names()
        self.views = MailOver(self.shell, reports)
        bare_row(self).addWidget(self.views)

    def _connect(self) -> None:
        self.list.chosen.connect(self.show_kind)
        self.kind_combo.activated.connect(lambda _i: self.show_kind(self.kind_combo.value()))
        self.options.changed.connect(self.asking.soon)
        self.paper.copied.connect(lambda _title: self.shell.toast(_("Copied"), "copy"))
        self.options.together_asked.connect(self.ask_together)
        self.asking.due.connect(self.make)
        self.asking.answered.connect(self._show)
        self.asking.failed.connect(self._fail)
        self.asking.busy.connect(self._show_busy)
        self.views.closed.connect(lambda: self.show_kind(self.kind.key))

    # what is shown

    def refresh(self, _changes: Changes | None) -> None:
        """Any write may change a figure: make the preview again."""
        self.options.schedule.refresh()
        if (mail := self.views.mail()) is not None:
            mail.settle()
        elif not self.crosstab.refresh():
            self.asking.soon()

    def shown(self) -> None:
        mail, view = self.views.mail(), self.crosstab.shown()
        part = mail.paper if mail else view.desk.grid if view else self.paper
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.options.follow_language()
        if self.crosstab.refresh():
            return
        self._say()
        if self.made is not None and self.made.options != self.options.options():
            self.asking.soon()

    def open_target(self, target: Any) -> None:
        """A report's key shows that report, ``MailTo`` labels and letters for somebody."""
        if isinstance(target, MailTo):
            self.views.open(target)
        elif isinstance(target, ReportOf):
            self.options.choose_customer(target.contact_id, target.name)
            self.show_kind(target.key)
        elif isinstance(target, str):
            self.show_kind(target)
            self.shown()

    def show_kind(self, key: str) -> None:
        """Another report, a cross-tab, or labels and letters."""
        if key == _MAIL:
            self.views.open(None)
            return
        self.views.setCurrentIndex(0)
        if self.crosstab.show(key):
            self._fit()
            return
        self.middle.show()
        self.kind = catalogue.find(key)
        self.list.set_current(key)
        self.kind_combo.set_value(key)
        self.options.show_kind(self.kind)
        self._fit()
        self.make()

    def make(self) -> None:
        """Make the preview; one being made is dropped."""
        self.asking.give_up()
        if not self.shell.workspace.is_open:  # closed while we waited for more to change
            return
        if self.options.lacks_customer():
            self._ask_whom()
            return
        self._say()
        self.asking.ask(preview.make, self.kind.key, self.options.options())

    def _ask_whom(self) -> None:
        self.made = None
        self.paper.clear()
        self.problem.say("user", _("Choose whom the report is to be about."))
        self.desk.setCurrentWidget(self.problem)
        self._say()
        self.options.customer.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, made: Preview) -> None:
        self.made = made
        self.desk.setCurrentWidget(self.paper)
        self.paper.show_pdf(made.pdf, made.facts, made.charts)
        self._say()

    def _fail(self, problem: BaseException) -> None:
        self.made = None
        self.paper.clear()
        if not isinstance(problem, UserError):
            self.shell.show_problem(problem)
            return
        rest = " ".join(part for part in (problem.kept, problem.do) if part)
        self.problem.say("warning", problem.what, rest, lambda: _("Try again"))
        self.desk.setCurrentWidget(self.problem)
        self._say()

    def _show_busy(self, busy: bool) -> None:
        self.busy.setGeometry(0, 0, self.paper.width(), theme.m(4))
        self.busy.setVisible(busy)
        self.busy.raise_()

    def _say(self) -> None:
        self.title.say(lambda: _(self.kind.name))
        words = [part for part in (self.options.period(),) if part]
        if self.made is not None:
            pages = self.made.facts.pages
            words.append(pdf_pages.paper_name(self.made.facts))
            words.append(ngettext("{n} page", "{n} pages", pages).format(n=pages))
        self.about.say(" · ".join(words))
        for button in (self.pdf, self.excel, self.print):
            button.setEnabled(self.made is not None)

    # out of the program

    def export(self, suffix: str) -> None:
        """Ask where, and write the report there; the suffix typed decides the format."""
        stem = f"{_(self.kind.name)} {self.options.period_code()}"
        key, options = self.kind.key, self.options.options()
        report_files.export(self, self.shell, key, options, stem=stem, suffix=suffix)

    def ask_together(self) -> None:
        """Choose several reports to go into one PDF."""
        TogetherDialog(self, self.shell, self.options.options_of_all(), self.kind.key).open()

    def export_page(self) -> None:
        (self.views.mail() or self.crosstab.shown() or self).export("pdf")

    def print_page(self) -> None:
        """Ctrl+P: the system's print dialog, then the same PDF on paper."""
        if view := self.views.mail() or self.crosstab.shown():
            view.print_it()
        elif self.made is not None:
            name = _(self.kind.name)
            print_pdf(self, self.shell, name, self.made.pdf, self.made.facts)

    # room

    def _toggle_options(self) -> None:
        self._options_wanted = not self._options_wanted
        self._fit()

    def _fit(self) -> None:
        wide = self.width() / theme.scale()
        self.side.setVisible(wide >= LIST_FROM)
        self.kind_combo.setVisible(wide < LIST_FROM and len(catalogue.REPORTS) > 1)
        self.title.setVisible(self.side.isVisibleTo(self) or len(catalogue.REPORTS) == 1)
        fits = wide >= OPTIONS_FROM
        self.more.setVisible(not fits)
        # Where there is no room beside the paper, the options take its place while wanted.
        alone = not fits and self._options_wanted
        self.options.setVisible(fits or alone)
        self.desk.setVisible(not alone)
        self.options.setMinimumWidth(theme.m(WIDTH))
        self.options.setMaximumWidth(theme.m(WIDTH))
        self.about.setVisible(wide >= OPTIONS_FROM)
        self.pdf.say(_pdf_words if wide >= SHORT_BELOW else "PDF")
        self.excel.say(_excel_words if wide >= SHORT_BELOW else "Excel")
        self.crosstab.fit(narrow=wide < LIST_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def go_back(self) -> bool:
        if self.views.close_mail():
            return True
        if view := self.crosstab.shown():
            return view.go_back()
        if self._options_wanted and not self.more.isHidden():
            self._toggle_options()
            return True
        return False

    def commands(self) -> list[Command]:
        keys = [(kind.key, _named(kind.name)) for kind in catalogue.REPORTS]
        return [
            Command(
                f"report_{key}",
                name,
                lambda key=key: self.shell.go(self.name, key),  # type: ignore[misc]
                "file-text",
            )
            for key, name in (
                *keys,
                (crosstab_place.KEY, _named(N_("Cross-tab"))),
                (_MAIL, _mail_words),
            )
        ]

    def regions(self) -> list[QWidget]:
        if (mail := self.views.mail()) is not None:
            return [mail.header, mail.side, mail.paper]
        parts: list[QWidget] = [self.list, self.bar, self.paper, self.options]
        if view := self.crosstab.shown():
            parts = [self.list, *view.regions()]
        return [part for part in parts if part.isVisible()]


def _top_bar(*parts: Any) -> QFrame:
    bar = QFrame()
    bar.setProperty("bar", "bottom")
    bar.setLayout(row(*parts, gap=8, margins=(20, 11, 20, 11)))
    return bar


def _left_side(reports: ReportList) -> QFrame:
    side = QFrame()
    side.setProperty("panel", "left")
    title = plain(row((Label(lambda: _("Reports"), "title"), 1), margins=(20, 14, 12, 6)))
    side.setLayout(column(title, (ScrollArea(reports), 1), gap=0))
    fixed_width(side, LIST_WIDTH)
    return side


def _mail_words() -> str:
    return _("Labels, letters, cards")


def _mail_entry() -> Entry:
    return Entry(_MAIL, _mail_words, lambda: _("Addresses and texts for many"), lambda: _("Post"))


def _pdf_words() -> str:
    return _("Export PDF")


def _excel_words() -> str:
    return _("Export Excel")


def _named(msgid: str) -> Any:
    return lambda: _(msgid)
