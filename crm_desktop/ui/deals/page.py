"""Deals: the board by stage and the table, found, moved, won and lost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _
from crm_desktop.services import deal_board, deal_list
from crm_desktop.services.deal_list import DealRow
from crm_desktop.ui import theme
from crm_desktop.ui.deals.actions import DealActions
from crm_desktop.ui.deals.board import BoardView
from crm_desktop.ui.deals.deal_filter import DealFilter
from crm_desktop.ui.deals.deal_table import DealTable
from crm_desktop.ui.deals.summary import BoardSummary
from crm_desktop.ui.page import Command, NewRecord, OpenRecord, Page, PageHeader, Shell, bare_column
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.key_hints import KeyHints
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.search_box import SearchBox

_TABLES = ("deal", "deal_stage", "deal_step", "follow_up", "contact", "staff", "competitor",
           "setting")  # fmt: skip
_VIEWS: Sequence[tuple[str, str]] = (("board", N_("Board")), ("table", N_("Table")))
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
        self.search = SearchBox(lambda: _("Deal or customer"), self.table.table)
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
        self.summary.stalled_asked.connect(self.filter.stalled_only)
        for shown in (self.board, self.table):
            shown.opened.connect(lambda one: do.open(one.id))
            shown.menu_asked.connect(self._show_menu)
            shown.remove_asked.connect(do.remove)
            shown.typed.connect(self.search.take)
        self.board.add_asked.connect(do.add)
        self.board.ended_asked.connect(partial(self.show_state, "won"))
        self.board.move_asked.connect(do.move)
        self.board.won_asked.connect(do.win)
        self.board.lost_asked.connect(do.lose)
        self.board.stalled_asked.connect(do.decide)

    # what is shown

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touches(*_TABLES):
            return
        self.filter.refresh()
        self._read()

    def retranslate(self) -> None:
        if self.shell.workspace.is_open:
            self.refresh(None)

    def _read(self) -> None:
        if self.views.current() == "table":
            self.table.ask(self.filter.query)
            return
        board = self.shell.workspace.read(deal_board.board, self.filter.query)
        self.summary.show_board(board)
        self.board.show_board(board)

    def show_view(self, view: str) -> None:
        """Turn to the board or the table."""
        self.views.set_current(view)
        self.stack.setCurrentWidget(self.table if view == "table" else self._board_part)
        self._read()
        self.shown()

    def show_state(self, state: str) -> None:
        """Turn to the table of deals that are ``open``, ``won``, ``lost`` or ``dormant``."""
        self.table.show_state(state)
        self.show_view("table")

    def _show_menu(self, deal: DealRow, where: QPoint) -> None:
        menu.build(self, self.acting.menu(deal)).popup(where)

    # what the window asks for

    def shown(self) -> None:
        if self.views.current() == "table":
            self.table.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.board.take_focus()

    def open_target(self, target: Any) -> None:
        if isinstance(target, NewRecord):
            self.acting.add(contact_id=target.contact_id)
        elif isinstance(target, OpenRecord):
            self._open_deal(target.id)
        elif target == "stalled":
            self.filter.stalled_only()

    def _open_deal(self, deal_id: int) -> None:
        try:
            deal: DealRow = self.shell.workspace.read(deal_list.get, deal_id)
        except NotFound as gone:
            self.shell.show_problem(gone)
            return
        if deal.state == "open":
            self.show_view("board")
            self.board.show_deal(deal_id)
        self.acting.open(deal_id)

    def new_record(self) -> None:
        self.acting.add()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def go_back(self) -> bool:
        """Esc takes the search and the filter away."""
        query = self.filter.query
        if not (query.text or query.stalled or query.stepless):
            return False
        self.search.clear()
        self.filter.clear()
        return True

    def commands(self) -> list[Command]:
        return [
            Command("deals.new", lambda: _("New deal"), self.new_record, "plus", "Ctrl N"),
            Command("deals.stalled", lambda: _("Stalled deals"), self.filter.stalled_only,
                    "hourglass"),
            Command("deals.lost", lambda: _("Lost deals"), partial(self.show_state, "lost"),
                    "x-circle"),
        ]  # fmt: skip

    def regions(self) -> list[QWidget]:
        if self.views.current() == "table":
            return [self.header, self.table.tabs, self.table.table]
        return [self.header, self.summary, self.board]

    def _fit(self) -> None:
        """The search is narrow and the hints are away where there is little room."""
        wide = self.width() >= theme.m(900)
        self.search.setFixedWidth(theme.m(220 if wide else 116))
        self.hints.setVisible(self.height() >= theme.m(560))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
