"""Reading the board so that the window never waits for a file of many deals."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from crm_desktop.services.deals import deal_board, deal_list
from crm_desktop.services.deals.deal_board import Board
from crm_desktop.services.deals.deal_list import DealQuery
from crm_desktop.ui.deals.board import BoardView
from crm_desktop.ui.row_loading import INLINE_LIMIT
from crm_desktop.ui.workspace import Workspace


class BoardReading(QObject):
    """The old cards stay until the answer comes, and as long as one of them is in the air; only
    the answer to the latest question is shown."""

    def __init__(
        self, workspace: Workspace, view: BoardView, show: Callable[[Board], object]
    ) -> None:
        super().__init__()
        self._workspace, self._view, self._show = workspace, view, show
        self._small: bool | None = None
        self._asked = 0
        self._waiting = False
        self._held: Board | None = None
        self._wanted = 0  # the deal to go to once it is on the board
        view.settled.connect(self._settle)

    def measure_again(self) -> None:
        """The file may be another or have grown: look again before the next question."""
        self._small = None

    def ask(self, query: DealQuery) -> None:
        """Show the board of a query; at once in a small file."""
        self._asked += 1
        self._waiting, self._held = True, None
        if self._small is None:
            self._small = not self._workspace.read(deal_list.more_than, INLINE_LIMIT)
        if self._small:
            self._take(self._asked, self._workspace.read(deal_board.board, query))
        else:
            self._workspace.ask(
                deal_board.board, query, owner=self, done=partial(self._take, self._asked)
            )

    def show_deal(self, deal_id: int) -> None:
        """Put the keyboard on a card, once the board has come."""
        if self._waiting:
            self._wanted = deal_id
        else:
            self._view.show_deal(deal_id)

    def _take(self, asked: int, board: Board) -> None:
        if asked != self._asked:
            return
        if self._view.carrying:
            self._held = board
            return
        self._waiting, self._held = False, None
        self._show(board)
        if self._wanted:
            wanted, self._wanted = self._wanted, 0
            self._view.show_deal(wanted)

    def _settle(self) -> None:
        """What came while a card was carried; unless its move has asked anew."""
        if self._held is not None:
            self._take(self._asked, self._held)
