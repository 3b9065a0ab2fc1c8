"""The cross-tab on the page of reports: what is asked at the right, table and chart at the left.

A question is answered in the background; the table before stays until the answer is there. A
question that follows stops the one before, and Cancel leads back to the last one answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.reports.paper import PageSetup
from crm_desktop.services.crosstab import (
    crosstab_editing,
    crosstab_fields,
    crosstab_periods,
    crosstab_saved,
    crosstab_values,
)
from crm_desktop.services.crosstab.crosstab import Crosstab, Question
from crm_desktop.services.crosstab.crosstab_totals import Key
from crm_desktop.services.crosstab.crosstab_values import Choice
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell, bare_column, bare_row
from crm_desktop.ui.reports import crosstab_saving, crosstab_work
from crm_desktop.ui.reports.asking import Asking
from crm_desktop.ui.reports.crosstab_bar import CrosstabBar
from crm_desktop.ui.reports.crosstab_desk import CrosstabDesk
from crm_desktop.ui.reports.crosstab_filter import FilterDialog
from crm_desktop.ui.reports.crosstab_panel import WIDTH, CrosstabPanel
from crm_desktop.ui.reports.crosstab_paper import CrosstabPaper
from crm_desktop.ui.reports.crosstab_sales import SalesDialog
from crm_desktop.ui.reports.crosstab_saving import Keeping
from crm_desktop.ui.reports.crosstab_work import PaperOrder
from crm_desktop.ui.reports.saving import save_document
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.menu import MenuItem

PANEL_FROM = 780
_ANY = 16_777_215  # Qt: no limit


def first_question() -> Question:
    """What a new cross-tab begins with: it answers something at once."""
    period = crosstab_periods.period(crosstab_periods.USUAL, clock.today())
    return Question(period, ("salesperson",), ("quarter",))


class CrosstabView(QStackedWidget):
    """``named`` with the name the shown one has after it was kept, renamed or deleted. The paper
    lies over the table while it is looked at."""

    named = Signal(str)

    def __init__(self, shell: Shell, kinds: ComboBox) -> None:
        super().__init__()
        self.shell = shell
        self.question = first_question()
        self.name = ""
        self.made: Crosstab | None = None
        self._panel_wanted = False
        self._paper: CrosstabPaper | None = None
        self._labels: dict[tuple[str, str], str] = {}
        self.kinds = kinds
        self.panel = CrosstabPanel(self.question)
        self.desk = CrosstabDesk(shell.jobs)
        self.asking = Asking(self, shell, lambda: _("Adding up the sales"))
        self._lay_out()
        self._connect()
        theme.live(self, self.fit)

    def _lay_out(self) -> None:
        self.bar = CrosstabBar(self.kinds)
        middle = QWidget()
        self._below = bare_column(middle)
        self._below.addWidget(self.bar)
        self._below.addWidget(self.desk, 1)
        table = QWidget()
        self._whole = bare_row(table)
        self._whole.addWidget(middle, 1)
        self._whole.addWidget(self.panel)
        self.addWidget(table)

    def _connect(self) -> None:
        self.bar.set_actions(options=self._toggle_panel, save=self.keep, export=self.export,
                         print_=self.print_it, more=self._ask_more)  # fmt: skip
        self.asking.due.connect(self.ask)
        self.asking.answered.connect(self._answered)
        self.asking.failed.connect(self._failed)
        self.asking.stopped.connect(self._stopped)
        self.asking.busy.connect(self.desk.show_busy)
        self.panel.changed.connect(self.change)
        self.panel.filter_asked.connect(self._choose_values)
        self.desk.resorted.connect(self.change)
        self.desk.opened.connect(self._open_cell)
        copied = lambda: self.shell.toast(_("Picture copied"), "copy")  # noqa: E731
        self.desk.chart.copied.connect(copied)

    # the question

    def show_saved(self, name: str) -> None:
        """Begin with the one kept as ``name``, or anew without one."""
        question, key = first_question(), crosstab_periods.USUAL
        if name:
            read = self.shell.workspace.read
            key, period = read(crosstab_saved.period_of, name, clock.today())
            question = read(crosstab_saved.load, name, period)
        self.name = name
        self.setCurrentIndex(0)
        self.panel.show_period(key, question.period)
        self.change(question)

    def change(self, question: Question) -> None:
        """Ask another question; the table before stays until it is answered."""
        self.question = question
        self._show_question()
        self.asking.soon()

    def _show_question(self) -> None:
        read = self.shell.workspace.read
        names = read(crosstab_fields.names)
        chosen: dict[str, list[str]] = {}
        for key, value in self.question.filters:
            chosen.setdefault(key, []).append(value)
        said = {}
        for key, values in chosen.items():
            labels = read(crosstab_values.labels, key, values)
            self._labels |= {(key, value): label for value, label in labels.items()}
            said[key] = ", ".join(labels[value] for value in values)
        self.panel.show_question(self.question, names, said)
        self._say()

    def refresh(self) -> None:
        """Something was written, the language or the day is another: ask again."""
        key = self.panel.period.value()
        if key != crosstab_periods.OWN:
            period = crosstab_periods.period(key, clock.today())
            self.question = replace(self.question, period=period)
        self._show_question()
        self.asking.soon()

    def ask(self) -> None:
        """Ask in the background; what is being asked is given up."""
        if self.question.rows and self.question.measures:
            self.asking.ask(crosstab_work.answer, self.question)
            return
        self.asking.give_up()
        then = _("Drag a field into the rows and a measure into the measures.")
        self.desk.say("table", _("What should stand in the rows?"), then)
        self._enable()

    def _answered(self, made: Crosstab) -> None:
        self.made = made
        self.desk.show_answer(made)
        self._enable()
        self._say()

    def _failed(self, problem: BaseException) -> None:
        if not isinstance(problem, UserError):
            self.shell.show_problem(problem)
            return
        self.made = None
        self.desk.say("warning", problem.what, " ".join(filter(None, (problem.kept, problem.do))))
        self._enable()

    def _stopped(self) -> None:
        """Cancelled by hand: what is on screen is what is asked again. Closing the file stops the
        job as well, and then there is nothing to ask."""
        if self.made is not None and self.shell.workspace.is_open:
            self.question = self.made.question
            self._show_question()

    def _enable(self) -> None:
        self.bar.enable(self._current() is not None)

    def _current(self) -> Crosstab | None:
        """The answer to what is asked now, once it is there."""
        return self.made if self.made is not None and self.made.question == self.question else None

    def _say(self) -> None:
        self.bar.title.say(self.name or (lambda: _("Cross-tab")))
        period = self.question.period
        words = [formats.days_long(period.first, period.last)]
        if self.made is not None:
            count = sum(len(line.key) == len(self.made.rows) for line in self.made.lines)
            rows = ngettext("{n} row", "{n} rows", count)
            words.append(rows.format(n=formats.integer(count)))
        self.bar.about.say(" · ".join(words))

    # a cell, a filter

    def _open_cell(self, at: Key, across: Key, words: str) -> None:
        assert self.made is not None
        SalesDialog(self, self.shell, (self.made.question, at, across), words).open()

    def _choose_values(self, key: str) -> None:
        ticked = [
            Choice(value, self._labels.get((one, value), value))
            for one, value in self.question.filters
            if one == key
        ]

        def take(values: Sequence[str]) -> None:
            self.change(crosstab_editing.filtered(self.question, key, tuple(values)))

        names = self.shell.workspace.read(crosstab_fields.names)
        FilterDialog(self, self.shell, (key, names[key]), ticked, take).open()

    # keeping

    def keep(self) -> None:
        """Save under its name, or ask for one."""
        if self.name:
            crosstab_saving.save(self.shell, self._keeping(), self._named)
        else:
            self._keep_as()

    def _keeping(self) -> Keeping:
        return Keeping(self.question, self.panel.period.value(), self.name)

    def _keep_as(self) -> None:
        crosstab_saving.save_as(self, self.shell, self._keeping(), self._named)

    def follow(self, name: str) -> None:
        """The one shown is called otherwise now, or is kept no more, without having been asked."""
        if name != self.name:
            self._named(name)

    def _named(self, name: str) -> None:
        self.name = name
        self._say()
        self.named.emit(name)

    def _ask_more(self) -> None:
        items: list[MenuItem | None] = [
            MenuItem(lambda: _("Save under another name"), self._keep_as, "floppy-disk"),
            MenuItem(lambda: _("Swap rows and columns"), self._turn, "arrows-left-right",
                     enabled=bool(self.question.columns)),
            self._chart_item(),
            MenuItem(lambda: _("Copy the chart as a picture"), self.desk.chart.copy, "copy",
                     enabled=self.desk.chart.plan is not None),
        ]  # fmt: skip
        if self.name:
            items += [None, *crosstab_saving.items(self, self.shell, self.name, self._named)]
        menu.popup_below(self.bar.more, items)

    def _turn(self) -> None:
        self.change(crosstab_editing.turned(self.question))

    def _chart_item(self) -> MenuItem:
        desk = self.desk
        if desk.has_room():
            words, on = (lambda: _("Show the chart")), desk.charts
        else:
            words, on = (lambda: _("Show the chart instead of the table")), desk.chart_alone
        return MenuItem(words, desk.toggle_chart, "chart-bar", checked=on)

    # out of the program

    def export(self, suffix: str) -> None:
        """Ask where, and write the answer there, on the paper chosen last."""
        if (paper := self.paper()) is not None:
            paper.export(suffix)
        elif made := self._current():
            page = self._paper.page.setup() if self._paper is not None else PageSetup()
            order = PaperOrder(made, self.name, page)
            stem = f"{self.name or _('Cross-tab')}.{suffix}"
            title = _("Save the report")
            save_document(self, self.shell, title, stem, crosstab_work.write, order)

    def print_it(self) -> None:
        """The answer as it will lie on paper; from there to the printer."""
        if (shown := self.paper()) is not None:
            shown.print_it()
        elif made := self._current():
            if self._paper is None:
                self._paper = CrosstabPaper(self.shell)
                self._paper.left.connect(self._leave_paper)
                self.addWidget(self._paper)
            self.setCurrentWidget(self._paper)
            self._paper.show_answer(made, self.name)

    def paper(self) -> CrosstabPaper | None:
        """The paper, while it is looked at."""
        return self._paper if self.currentWidget() is self._paper else None

    def _leave_paper(self) -> None:
        self.setCurrentIndex(0)
        self.desk.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # room

    def _toggle_panel(self) -> None:
        self._panel_wanted = not self._panel_wanted
        self.fit()

    def fit(self) -> None:
        """Where there is no room beside the table, the panel takes its place while wanted."""
        wide = self.width() / theme.scale()
        fits = wide >= PANEL_FROM
        alone = not fits and self._panel_wanted
        self.bar.fit(wide, panel_fits=fits)
        home = self._below if alone else self._whole
        if home.indexOf(self.panel) < 0:
            home.addWidget(self.panel, int(alone))
        self.panel.setVisible(fits or alone)
        self.desk.setVisible(not alone)
        self.panel.setMinimumWidth(theme.m(WIDTH))
        self.panel.setMaximumWidth(_ANY if alone else theme.m(WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def go_back(self) -> bool:
        """Esc: the paper is put away, a drag is given up, or the panel makes room again."""
        if self.paper() is not None:
            self._leave_paper()
            return True
        if self.panel.cancel_drag():
            return True
        if self._panel_wanted and not self.bar.options.isHidden():
            self._toggle_panel()
            return True
        return False

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        if (paper := self.paper()) is not None:
            return [paper.header, paper.side, paper.paper]
        parts: list[QWidget] = [self.bar, self.desk.grid, self.desk.chart, self.panel]
        return [part for part in parts if part.isVisible()]
