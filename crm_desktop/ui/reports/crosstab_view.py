"""The cross-tab on the page of reports: what is asked at the right, table and chart at the left.

A question is answered in the background; the table before stays until the answer is there. A
question that follows stops the one before, and Cancel leads back to the last one answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
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
from crm_desktop.ui.jobs import Job
from crm_desktop.ui.page import Shell, bare_column, bare_row
from crm_desktop.ui.reports import crosstab_out, crosstab_saving, crosstab_work
from crm_desktop.ui.reports.crosstab_desk import CrosstabDesk
from crm_desktop.ui.reports.crosstab_filter import FilterDialog
from crm_desktop.ui.reports.crosstab_panel import WIDTH, CrosstabPanel
from crm_desktop.ui.reports.crosstab_sales import SalesDialog
from crm_desktop.ui.reports.crosstab_saving import Keeping
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.text import Label

PANEL_FROM = 780
_ANY = 16_777_215  # Qt: no limit
_SHORT_BELOW = 1060
_SETTLE_MS = 150
_BUSY_MS = 150


def first_question() -> Question:
    """What a new cross-tab begins with: it answers something at once."""
    period = crosstab_periods.period(crosstab_periods.USUAL, clock.today())
    return Question(period, ("salesperson",), ("quarter",))


class CrosstabView(QWidget):
    """``named`` with the name the shown one has after it was kept, renamed or deleted."""

    named = Signal(str)

    def __init__(self, shell: Shell, kinds: ComboBox) -> None:
        super().__init__()
        self.shell = shell
        self.question = first_question()
        self.name = ""
        self.made: Crosstab | None = None
        self._job: Job | None = None
        self._panel_wanted = False
        self._labels: dict[tuple[str, str], str] = {}
        self.kinds = kinds
        self.panel = CrosstabPanel(self.question)
        self.desk = CrosstabDesk(shell.jobs)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.ask)
        self._late = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._late.timeout.connect(lambda: self.desk.show_busy(True))
        self._lay_out()
        self._connect()
        theme.live(self, self.fit)

    def _lay_out(self) -> None:
        self.title = Label("", "card")
        self.about = Label("", "caption", "text2", elide=True)
        self.options = IconButton(
            "sliders-horizontal", lambda: _("Period and fields"), on=self._toggle_panel
        )
        self.save = Button(lambda: _("Save"), "floppy-disk", on=self.keep)
        self.pdf = Button("PDF", "file-pdf", keys="Ctrl E", on=lambda: self.export("pdf"))
        self.excel = Button("Excel", "table", on=lambda: self.export("xlsx"))
        self.print = Button(lambda: _("Print"), "printer", "primary", keys="Ctrl P",
                            on=self.print_it)  # fmt: skip
        self.more = IconButton("dots-three", lambda: _("More"), on=self._ask_more)
        self.bar = QFrame()
        self.bar.setProperty("bar", "bottom")
        self.bar.setLayout(
            row(self.kinds, self.title, (self.about, 1), self.options, self.save, self.pdf,
                self.excel, self.print, self.more, gap=8, margins=(20, 11, 20, 11))
        )  # fmt: skip
        middle = QWidget()
        self._below = bare_column(middle)
        self._below.addWidget(self.bar)
        self._below.addWidget(self.desk, 1)
        self._whole = bare_row(self)
        self._whole.addWidget(middle, 1)
        self._whole.addWidget(self.panel)

    def _connect(self) -> None:
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
        self.panel.show_period(key, question.period)
        self.change(question)

    def change(self, question: Question) -> None:
        """Ask another question; the table before stays until it is answered."""
        self.question = question
        self._show_question()
        self._settle.start()

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
        self._settle.start()

    def ask(self) -> None:
        """Ask in the background; what is being asked is given up."""
        self._settle.stop()
        before, self._job = self._job, None
        if before is not None:
            before.cancel()
        if not self.question.rows or not self.question.measures:
            self._idle()
            then = _("Drag a field into the rows and a measure into the measures.")
            self.desk.say("table", _("What should stand in the rows?"), then)
            self._enable()
            return
        self._late.start()
        job = self.shell.workspace.ask(
            crosstab_work.answer,
            self.question,
            owner=self,
            done=self._answered,
            failed=partial(self._failed, self.question),
            progress=True,
            title=lambda: _("Adding up the sales"),
        )
        self._job = job
        job.cancelled.connect(lambda: self._stopped(job))

    def _answered(self, made: Crosstab) -> None:
        if made.question != self.question:
            return
        self._idle()
        self.made = made
        self.desk.show_answer(made)
        self._enable()
        self._say()

    def _failed(self, question: Question, problem: BaseException) -> None:
        if question != self.question:
            return
        self._idle()
        if not isinstance(problem, UserError):
            self.shell.show_problem(problem)
            return
        self.made = None
        self.desk.say("warning", problem.what, " ".join(filter(None, (problem.kept, problem.do))))
        self._enable()

    def _stopped(self, job: Job) -> None:
        """Cancelled by hand: what is on screen is what is asked again. Closing the file stops the
        job as well, and then there is nothing to ask."""
        if job is self._job:
            self._idle()
            if self.made is not None and self.shell.workspace.is_open:
                self.question = self.made.question
                self._show_question()

    def _idle(self) -> None:
        self._job = None
        self._late.stop()
        self.desk.show_busy(False)

    def _enable(self) -> None:
        for button in (self.pdf, self.excel, self.print):
            button.setEnabled(self._current() is not None)

    def _current(self) -> Crosstab | None:
        """The answer to what is asked now, once it is there."""
        return self.made if self.made is not None and self.made.question == self.question else None

    def _say(self) -> None:
        self.title.say(self.name or (lambda: _("Cross-tab")))
        period = self.question.period
        words = [formats.days_long(period.first, period.last)]
        if self.made is not None:
            count = sum(len(line.key) == len(self.made.rows) for line in self.made.lines)
            rows = ngettext("{n} row", "{n} rows", count)
            words.append(rows.format(n=formats.integer(count)))
        self.about.say(" · ".join(words))

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
            MenuItem(lambda: _("Show the chart"), self._toggle_chart, "chart-bar",
                     checked=self.desk.charts),
            MenuItem(lambda: _("Copy the chart as a picture"), self.desk.chart.copy, "copy",
                     enabled=self.desk.chart.plan is not None),
        ]  # fmt: skip
        if self.name:
            items += [None, *crosstab_saving.items(self, self.shell, self.name, self._named)]
        menu.popup_below(self.more, items)

    def _turn(self) -> None:
        self.change(crosstab_editing.turned(self.question))

    def _toggle_chart(self) -> None:
        self.desk.charts = not self.desk.charts
        self.desk.fit()

    # out of the program

    def export(self, suffix: str) -> None:
        """Ask where, and write the answer there."""
        if made := self._current():
            crosstab_out.export(self, self.shell, made, self.name, suffix)

    def print_it(self) -> None:
        """The system's print dialog, then paper."""
        if made := self._current():
            crosstab_out.print_it(self, self.shell, made, self.name)

    # room

    def _toggle_panel(self) -> None:
        self._panel_wanted = not self._panel_wanted
        self.fit()

    def fit(self) -> None:
        """Where there is no room beside the table, the panel takes its place while wanted."""
        wide = self.width() / theme.scale()
        fits = wide >= PANEL_FROM
        alone = not fits and self._panel_wanted
        self.options.setVisible(not fits)
        home = self._below if alone else self._whole
        if home.indexOf(self.panel) < 0:
            home.addWidget(self.panel, int(alone))
        self.panel.setVisible(fits or alone)
        self.desk.setVisible(not alone)
        self.panel.setMinimumWidth(theme.m(WIDTH))
        self.panel.setMaximumWidth(_ANY if alone else theme.m(WIDTH))
        self.about.setVisible(wide >= _SHORT_BELOW - 160)
        for button in (self.pdf, self.excel, self.save):
            button.setVisible(wide >= 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def go_back(self) -> bool:
        """Esc: a drag is given up, or the panel makes room for the table again."""
        if self.panel.cancel_drag():
            return True
        if self._panel_wanted and not self.options.isHidden():
            self._toggle_panel()
            return True
        return False

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        parts: list[QWidget] = [self.bar, self.desk.grid, self.desk.chart, self.panel]
        return [part for part in parts if part.isVisible()]
