"""The strip above the board: what is open, how much of it counts, what is stalled, what is won."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import clock, formats, money
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.deals.deal_board import Board
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.focus_ring import FocusRing

_HIGH = 58


@dataclass(frozen=True, slots=True)
class _Figure:
    key: str
    label: str
    figure: str
    note: str
    ink: str = "text3"


class BoardSummary(FocusRing, QWidget):
    """Four figures; ``stalled_asked`` when the stalled ones are pressed."""

    stalled_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._stalled = QRectF()
        self.stalled_only = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def show_board(self, board: Board, stalled_only: bool = False) -> None:
        """Say the sums of a board; the stalled ones are marked while they alone are shown."""
        self._board, self.stalled_only = board, stalled_only
        self._fit()

    def _fit(self) -> None:
        spoken = (f"{one.label} {one.figure} {one.note}".strip() for one in self._figures())
        said = [*spoken, *filter(None, self._target())]
        self.setAccessibleName(", ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(300), theme.m(_HIGH))

    def _figures(self) -> list[_Figure]:
        board = self._board
        if board is None:
            return []

        def amount(minor: int) -> str:
            return formats.money_whole(minor, board.currency)

        deals = ngettext("{n} deal", "{n} deals", board.count)
        count = deals.format(n=formats.integer(board.count))
        if board.other_currency:
            other = _("{n} in other currencies left out").format(n=board.other_currency)
            count = f"{count}, {other}"
        risk = _("{amount} at risk").format(amount=amount(board.stalled_minor))
        month = formats.month_name(clock.today())
        return [
            _Figure("open", _("Under way"), amount(board.sum_minor), count),
            _Figure("weighted", _("Weighted"), amount(board.weighted_minor), ""),
            _Figure("stalled", _("Stalled"), formats.integer(board.stalled),
                    risk if board.stalled else "", "amberText"),
            *([] if board.target_minor else [self._won(board, month)]),
        ]  # fmt: skip

    @staticmethod
    def _won(board: Board, month: str) -> _Figure:
        won = [column for column in board.columns if column.stage.outcome == "won"]
        count = sum(column.count for column in won)
        words = ngettext("{n} deal", "{n} deals", count).format(n=formats.integer(count))
        amount = formats.money_whole(board.won_minor, board.currency)
        return _Figure("won", _("Won in {month}").format(month=month), amount, words)

    def _target(self) -> tuple[str, str, str]:
        """The target, what is won of it, and how far the last stage would bring it."""
        board = self._board
        if board is None or not board.target_minor:
            return "", "", ""
        target, won = (
            formats.money_whole(minor, board.currency)
            for minor in (board.target_minor, board.won_minor)
        )
        month = formats.month_name(clock.today())
        head = _("{month} target {amount}").format(month=month, amount=target)
        share = formats.percent(_share(board.won_minor, board))
        reach = formats.percent(_share(board.won_minor + board.last_open.sum_minor, board))
        stage = board.last_open.stage.name
        return (
            head,
            _("won {amount} · {share}").format(amount=won, share=share),
            _("{share} with {stage}").format(share=reach, stage=stage),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        x = 0.0
        self._stalled = QRectF()
        for number, one in enumerate(self._figures()):
            x = self._paint_one(painter, x, number, one)
        self._paint_target(painter, x)
        if self.rings() and not self._stalled.isNull():
            paint.rounded(painter, self._stalled, theme.m(6), None, "focus", pen=2)
        painter.end()

    def _paint_one(self, painter: QPainter, x: float, number: int, one: _Figure) -> float:
        figure = paint.width(one.figure, "title")
        note = paint.width(one.note, "caption") + theme.m(8) if one.note else 0
        wide = max(figure + note, paint.width(one.label, "caption")) + theme.m(2)
        start = x + (theme.m(24) if number else 0)
        if start + max(figure, paint.width(one.label, "caption")) > self.width():
            return x  # no room left
        if number:
            rule = QRectF(x, theme.m(10), 1, theme.m(38))
            painter.fillRect(rule, theme.color("line2"))
        top, room = theme.m(6), self.width() - start
        if one.key == "stalled":
            left = start - theme.m(8)
            self._stalled = QRectF(left, 1, wide + theme.m(16), self.height() - 2)
            if self.stalled_only:
                paint.rounded(painter, self._stalled, theme.m(6), "amberSoft")
        paint.txt(painter, QRectF(start, top, room, theme.m(18)), one.label, "caption", "text2")
        line = QRectF(start, top + theme.m(18), room, theme.m(28))
        used = paint.txt(painter, line, one.figure, "title")
        rest = line.adjusted(used + theme.m(8), theme.m(3), 0, 0)
        paint.txt(painter, rest, one.note, "caption", one.ink)
        return start + wide + theme.m(24)

    def _paint_target(self, painter: QPainter, x: float) -> None:
        """The bar of the month: won, and over it what the last stage would bring."""
        board, (head, won, reach) = self._board, self._target()
        start = x + theme.m(24)
        wide = min(theme.m(300), self.width() - start)
        if board is None or not head or wide < theme.m(180):
            return
        painter.fillRect(QRectF(x, theme.m(10), 1, theme.m(38)), theme.color("line2"))
        line = QRectF(start, theme.m(6), wide, theme.m(18))
        used = paint.txt(painter, line, won, "caption", "text2", align="right")
        paint.txt(painter, line.adjusted(0, 0, -used - theme.m(8), 0), head, "caption", "text2")
        bar = QRectF(start, theme.m(34), wide, theme.m(8))
        paint.bar(painter, bar, 0)
        ahead = board.won_minor + board.last_open.sum_minor
        for minor, token in ((ahead, "h2"), (board.won_minor, "accent")):
            if minor > 0:
                part = QRectF(bar)
                part.setWidth(max(bar.height(), bar.width() * min(1, minor / board.target_minor)))
                paint.rounded(painter, part, bar.height() / 2, token)
        beside = QRectF(bar.right() + theme.m(16), theme.m(29), self.width(), theme.m(18))
        if beside.x() + paint.width(reach, "caption") <= self.width():
            paint.txt(painter, beside, reach, "caption", "text3")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._stalled.contains(event.position())
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        every = _("Show all deals again") if self.stalled_only else _("Show the stalled ones alone")
        self.setToolTip(every if over else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._stalled.contains(event.position()):
            self.stalled_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.use_keyboard()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.stalled_asked.emit()
        else:
            super().keyPressEvent(event)


def _share(minor: int, board: Board) -> int:
    """A part of the month's target in basis points."""
    return money.divide_half_up(minor * 10_000, board.target_minor)
