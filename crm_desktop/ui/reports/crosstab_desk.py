"""The answer: the table with its chart beside or below it, or a sentence instead."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QStackedWidget, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.reports import crosstab as paper
from crm_desktop.reports import crosstab_chart
from crm_desktop.services.crosstab import crosstab_editing
from crm_desktop.services.crosstab.crosstab import Crosstab, Question
from crm_desktop.services.crosstab.crosstab_totals import Key
from crm_desktop.ui import theme
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.reports.chart_view import ChartView
from crm_desktop.ui.reports.crosstab_grid import CrosstabGrid
from crm_desktop.ui.reports.crosstab_paint import NAMES
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.menu import MenuItem
from crm_desktop.ui.widgets.text import Label

_BESIDE_FROM = 880  # width of the desk from which the chart stands at the right
_CHART_HIGH, _CHART_MOST, _CHART_WIDE = 226, 380, 340
_ANY = 16_777_215  # Qt: no limit
_LOW = 420  # a desk lower than this has no room for a chart below the table


class CrosstabDesk(QStackedWidget):
    """``resorted`` carries another question, ``opened`` the keys of a cell and its words."""

    resorted = Signal(object)
    opened = Signal(object, object, str)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.made: Crosstab | None = None
        self.grid = CrosstabGrid()
        self.chart = ChartView(jobs.run)
        self.remarks = Label("", "caption", "text3", wrap=True)
        self.notes = QWidget()
        self.notes.setLayout(column(self.remarks, margins=(14, 6, 14, 8)))
        self.body = QWidget()
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self.body)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(1)
        self.table = plain(column((self.grid, 1), self.notes, gap=0))
        self._box.addWidget(self.table, 3)
        self._box.addWidget(self.chart)
        self._box.addStretch(0)
        self.said = EmptyState("table", "")
        self.addWidget(self.body)
        self.addWidget(self.said)
        self.busy = QProgressBar(self, textVisible=False)
        self.busy.setRange(0, 0)
        theme.live(self.busy, lambda: self.busy.setAccessibleName(_("Adding up")))
        self.busy.hide()
        self.charts = True
        self.chart_alone = False
        self.grid.sort_asked.connect(self._sort)
        self.grid.opened.connect(self._open_cell)
        self.grid.menu_asked.connect(self._ask_cell)
        self.chart.opened.connect(self._open_bar)
        theme.live(self, self.fit)

    def show_answer(self, made: Crosstab) -> None:
        """Show an answer; of an empty one, what to do."""
        self.made = made
        plan = crosstab_chart.plan(made)
        self.chart.show_plan(plan, made.currency)
        if len(made.lines) == 1:
            none = _("No sales are recorded that this asks for.")
            self.say("table", none, _("Choose another period or fewer filters."))
            return
        self.grid.show_answer(made)
        self.remarks.say(lambda: " ".join(paper.remarks(made)))
        self.notes.setVisible(bool(paper.remarks(made)))
        self.setCurrentWidget(self.body)
        self.fit()

    def say(self, icon: str, what: str, then: str) -> None:
        """Show a sentence instead of a table, which is forgotten: a key may still come to it."""
        self.grid.clear()
        self.said.say(icon, what, then)
        self.setCurrentWidget(self.said)

    def show_busy(self, busy: bool) -> None:
        """A thin bar over the table that is still the one before."""
        self.busy.setGeometry(0, 0, self.width(), theme.m(4))
        self.busy.setVisible(busy)
        self.busy.raise_()

    # room

    def has_room(self) -> bool:
        """Whether there is room for the table and the chart."""
        wide, high = self.width() / theme.scale(), self.height() / theme.scale()
        return wide >= _BESIDE_FROM or high >= _LOW

    def toggle_chart(self) -> None:
        """Show or hide the chart, in the place of the table where there is no room for both."""
        if self.has_room():
            self.charts = not self.charts
        else:
            self.chart_alone = not self.chart_alone
        self.fit()

    def fit(self) -> None:
        """Put the chart where there is room for it."""
        beside, both = self.width() / theme.scale() >= _BESIDE_FROM, self.has_room()
        plan = self.chart.plan
        drawn = plan is not None and len(plan.bars.labels) > 1
        self.chart.setVisible(drawn and (self.charts if both else self.chart_alone))
        self.table.setVisible(both or self.chart.isHidden())
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        high = theme.m(_CHART_HIGH) if both else 0
        self.chart.setMinimumSize(theme.m(_CHART_WIDE) if beside else 0, high)
        self.chart.setMaximumWidth(theme.m(_CHART_WIDE) if beside else _ANY)
        self.chart.setMaximumHeight(_ANY if beside else theme.m(_CHART_MOST))
        # A short table leaves its room to the chart below it.
        alone = beside or self.chart.isHidden()
        self.grid.setMaximumHeight(_ANY if alone else self.grid.needed())
        remarks = 0 if self.notes.isHidden() else self.notes.heightForWidth(self.width())
        self.table.setMaximumHeight(_ANY if alone else self.grid.needed() + remarks)
        self._box.setStretchFactor(self.chart, 0 if alone else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    # what is asked of a cell

    def _question(self) -> Question:
        assert self.made is not None
        return self.made.question

    def _sort(self, at: int) -> None:
        question = self._question()
        if at == NAMES:
            self.resorted.emit(crosstab_editing.sorted_by_name(question))
        elif self.grid.texts is not None:
            figure = self.grid.texts.figures[at]
            self.resorted.emit(crosstab_editing.sorted_by(question, figure.column, figure.measure))

    def _open_cell(self, line: int, at: int) -> None:
        texts = self.grid.texts
        if texts is not None:
            figure = texts.figures[at]
            self._open(texts.line(line).key, figure.column)

    def _open_bar(self, series: int, place: int) -> None:
        plan = self.chart.plan
        cell = plan.cells[series][place] if plan else None
        if cell is not None:
            self._open(*cell)

    def _open(self, row: Key, column_: Key) -> None:
        assert self.made is not None
        keys = [*zip(self.made.question.rows, row, strict=False)]
        keys += zip(self.made.question.columns, column_, strict=False)
        words = " · ".join(self.made.shown(key, value) for key, value in keys)
        self.opened.emit(row, column_, words or _("Total"))

    def _ask_cell(self, line: int, at: int, where: QPoint) -> None:
        question = self._question()
        items: list[MenuItem | None] = [
            MenuItem(
                lambda: _("Show the sales behind it"),
                lambda: self._open_cell(line, at),
                "receipt",
                keys="Return",
            ),
            None,
            MenuItem(lambda: _("Sort by this column"), lambda: self._sort(at), "sort-descending"),
            MenuItem(lambda: _("Sort by the names"), lambda: self._sort(NAMES), "sort-ascending"),
        ]
        if question.columns:
            turned = crosstab_editing.turned(question)
            items.append(
                MenuItem(
                    lambda: _("Swap rows and columns"),
                    lambda: self.resorted.emit(turned),
                    "arrows-left-right",
                )
            )
        menu.build(self.grid, items).popup(where)
