"""Deals: the board by stage and the table, found, moved, won and lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.deals import deal_list
from crm_desktop.services.deals.deal_board import Board
from crm_desktop.services.deals.deal_list import DealQuery, DealRow
from crm_desktop.services.deals.deal_stages import StageRow
from crm_desktop.ui import theme
from crm_desktop.ui.deals.actions import DealActions
from crm_desktop.ui.deals.board import BoardView
from crm_desktop.ui.deals.board_reading import BoardReading
from crm_desktop.ui.deals.deal_filter import DealFilter
from crm_desktop.ui.deals.deal_table import DealTable
from crm_desktop.ui.deals.saving import save_deals
from crm_desktop.ui.deals.summary import BoardSummary
from crm_desktop.ui.page import Command, NewRecord, OpenRecord, Page, PageHeader, Shell, bare_column
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.header_search import HeaderSearch
from crm_desktop.ui.widgets.key_hints import KeyHints
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.menu import MenuItem

if TYPE_CHECKING:
    from crm_desktop.ui.deals.outlook import Outlook

_TABLES = ("deal", "deal_stage", "deal_step", "follow_up", "contact", "staff", "competitor",
           "forecast_snapshot", "deal_stage_change",
           "setting")  # fmt: skip
_VIEWS: Sequence[tuple[str, str]] = (
    ("board", N_("Board")), ("table", N_("Table")), ("outlook", N_("Forecast")),
)  # fmt: skip
_HINTS = (
    ("Ctrl ← →", N_("move stage")),
    ("↑ ↓", N_("choose card")),
    ("Enter", N_("open")),
    ("Ctrl Enter", N_("won")),
    ("Ctrl Del", N_("lost")),
    ("Ctrl Z", N_("undo")),
)


class DealsPage(Page):
    """``go("deals", OpenRecord(id))`` opens a deal, ``NewRecord`` begins one, "stalled" shows
    the stalled ones."""

    name = "deals"
    narrow_rail = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.acting = DealActions(self, shell)
        self.filter = DealFilter(shell, self)
        self.board = BoardView()
        self.table = DealTable(shell)
        self.summary = BoardSummary()
        self._reading = BoardReading(shell.workspace, self.board, self._show_board)
        self._outlook: Outlook | None = None
        self.search = HeaderSearch(lambda: _("Deal or customer"), self.table.table)
        self.views = SegControl([Choice(key, partial(_, label)) for key, label in _VIEWS], "board")
        self.stack = QStackedWidget()
        self.hints = KeyHints(_HINTS)
        self._lay_out()
        self._connect()
        theme.live(self, self._fit)

    def _lay_out(self) -> None:
        self.new = Button(lambda: _("New deal"), "plus", "primary", keys="Ctrl N",
                          on=self.new_record)  # fmt: skip
        self.header = PageHeader(
            lambda: _("Deals"), self.views, self.search, self.filter.whose, self.filter.which,
            self.new,
        )  # fmt: skip
        board = column(
            self.summary, (self.board, 1), self.hints, gap=10, margins=(24, 0, 24, 4)
        )  # fmt: skip
        self._board_part = plain(board)
        self.stack.addWidget(self._board_part)
        self.stack.addWidget(self.table)
        whole = bare_column(self)
        whole.addWidget(self.header)
        whole.addWidget(self.stack, 1)

    def _connect(self) -> None:
        do = self.acting
        self.views.chosen.connect(self.show_view)
        self.filter.changed.connect(self._read)
        self.search.searched.connect(self.filter.set_text)
        self.search.left.connect(self.shown)
        self.table.table.left.connect(self.go_back)
        self.table.figure_left.connect(self.filter.clear)
        self.summary.stalled_asked.connect(self.filter.toggle_stalled)
        for shown in (self.board, self.table):
            shown.opened.connect(lambda one: do.open(one.id))
            shown.menu_asked.connect(self._show_menu)
            shown.remove_asked.connect(do.remove)
            shown.typed.connect(self.search.take)
        self.board.add_asked.connect(do.add)
        self.board.more_asked.connect(self._show_stage)
        self.board.ended_asked.connect(self._show_more)
        self.board.move_asked.connect(do.move)
        self.board.shift_asked.connect(do.shift)
        self.board.won_asked.connect(do.win)
        self.board.lost_asked.connect(do.lose)
        self.board.stalled_asked.connect(do.decide)

    # what is shown

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touches(*_TABLES):
            return
        if changes is None or changes.ranges or changes.everything:
            self._reading.measure_again()
            self.table.measure_again()
        self.filter.refresh(self.views.current() != "outlook")
        self._read()

    def retranslate(self) -> None:
        if self.shell.workspace.is_open:
            self.refresh(None)

    @property
    def outlook(self) -> Outlook:
        """The forecast and what it rests on, built when first wanted."""
        if self._outlook is None:
            from crm_desktop.ui.deals.outlook import Outlook

            self._outlook = Outlook(self.shell)
            self._outlook.listed.connect(self.show_behind)
            self._outlook.opened.connect(self.open_deal)
            self._outlook.stages_asked.connect(self.acting.edit_stages)
            self.stack.addWidget(self._outlook)
        return self._outlook

    def _read(self) -> None:
        view = self.views.current()
        if view == "table":
            self.table.ask(self.filter.query)
        elif view == "outlook":
            self.outlook.refresh()
        else:
            self._reading.ask(self.filter.query)

    def _show_board(self, board: Board) -> None:
        self.summary.show_board(board, self.filter.query.stalled)
        self.board.show_board(board)

    def show_view(self, view: str) -> None:
        """Turn to the board, the table or the outlook."""
        self.views.set_current(view)
        if view != "table":
            self.filter.leave_figure()
        part = {"board": self._board_part, "table": self.table}.get(view)
        self.stack.setCurrentWidget(part if part is not None else self.outlook)
        for filtering in (self.search, self.filter.which):
            filtering.setVisible(part is not None)
        self.filter.refresh(part is not None)
        self._read()
        self.shown()

    def show_behind(self, name: str, ids: tuple[int, ...]) -> None:
        """Turn to the table of the deals behind a figure."""
        self.search.clear()
        self.filter.behind(ids)
        self.table.say_figure(name)
        self.show_state("")

    def show_state(self, state: str) -> None:
        """Turn to the table of deals that are ``open``, ``won``, ``lost`` or ``dormant``."""
        self.table.show_state(state)
        self.show_view("table")

    def _show_stage(self, stage: StageRow) -> None:
        """Turn to the table of all deals of a column."""
        if not stage.outcome:
            self.table.say_figure(stage.name)
            self.filter.in_stage(stage.id)
        self.show_state(stage.outcome or "open")

    def _show_menu(self, deal: DealRow, where: QPoint) -> None:
        menu.build(self, self.acting.menu(deal)).popup(where)

    def _show_more(self, button: QWidget) -> None:
        items = [
            MenuItem(lambda: _("Won deals"), partial(self.show_state, "won"), "check-circle"),
            MenuItem(lambda: _("Lost deals"), partial(self.show_state, "lost"), "x-circle"),
            MenuItem(lambda: _("Wins and losses"), partial(self.show_view, "outlook"),
                     "chart-bar"),
            None,
            MenuItem(lambda: _("Stages…"), self.acting.edit_stages, "sliders-horizontal"),
            MenuItem(lambda: _("Monthly target…"), self.acting.set_target, "flag"),
        ]  # fmt: skip
        menu.popup_below(button, items)

    # what the window asks for

    def shown(self) -> None:
        view = self.views.current()
        if view == "table":
            self.table.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif view == "outlook":
            self.outlook.take_focus()
        else:
            self.board.take_focus()

    def open_target(self, target: Any) -> None:
        if isinstance(target, NewRecord):
            self.acting.add(contact_id=target.contact_id)
        elif isinstance(target, OpenRecord):
            self.open_deal(target.id)
        elif target == "stalled":
            self.show_stalled()
        elif target == "outlook":
            self.show_view("outlook")

    def show_stalled(self) -> None:
        """Turn to the board of what stalls."""
        self.filter.stalled_only()
        self.show_view("board")

    def open_deal(self, deal_id: int) -> None:
        """Open a deal, on the board if it is there; one that is gone is said."""
        try:
            deal: DealRow = self.shell.workspace.read(deal_list.get, deal_id)
        except NotFound as gone:
            self.shell.show_problem(gone)
            return
        if deal.state == "open" and self.views.current() != "outlook":
            self.show_view("board")
            self._reading.show_deal(deal_id)
        self.acting.open(deal_id)

    def new_record(self) -> None:
        self.acting.add()

    def export_page(self) -> None:
        """Ctrl+E: the deals shown, into a spreadsheet."""
        save_deals(self, self.shell, self.shown_query())

    def shown_query(self) -> DealQuery:
        """What is on screen, as a list."""
        if self.views.current() == "table":
            return self.table.query
        return replace(self.filter.query, state="open", ids=None, stage_id=None)

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def go_back(self) -> bool:
        """Esc takes the search and the filter away."""
        if not self.filter.is_on():
            return False
        self.search.clear()
        self.filter.clear()
        return True

    def commands(self) -> list[Command]:
        return [
            Command("deals.new", lambda: _("New deal"), self.new_record, "plus", "Ctrl N"),
            Command("deals.stalled", lambda: _("Stalled deals"), self.show_stalled, "hourglass"),
            Command("deals.lost", lambda: _("Lost deals"), partial(self.show_state, "lost"),
                    "x-circle"),
            Command("deals.outlook", lambda: _("Forecast, wins and losses"),
                    partial(self.show_view, "outlook"), "chart-bar"),
            Command("deals.target", lambda: _("Monthly target…"), self.acting.set_target, "flag"),
            Command("deals.export", lambda: _("Export the deals shown"), self.export_page,
                    "export", "Ctrl E"),
            Command("deals.stages", lambda: _("Stages of deals"), self.acting.edit_stages,
                    "sliders-horizontal"),
        ]  # fmt: skip

    def regions(self) -> list[QWidget]:
        if self.views.current() == "table":
            return [self.header, self.table.tabs, self.table.table]
        if self.views.current() == "outlook":
            return [self.header, self.outlook]
        return [self.header, self.summary, self.board]

    def _fit(self) -> None:
        """Buttons fold and the hints are away where there is little room."""
        self.filter.fold(self.width() < theme.m(900))
        self.hints.setVisible(self.height() >= theme.m(560))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
