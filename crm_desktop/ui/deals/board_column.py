"""One column of the board: its head with count and sums, and its cards below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.deals.deal_board import Column
from crm_desktop.ui import theme
from crm_desktop.ui.deals.card_list import CardList
from crm_desktop.ui.deals.card_model import CardModel
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import IconButton

LEAST = 176
_HEAD = 70


def column_name(column: Column) -> str:
    """What a column is called: its stage, or what was won this month."""
    return _("Won this month") if column.stage.outcome == "won" else column.stage.name


class ColumnHead(QWidget):
    """Dot, name, count, sum and weighted sum over a bar in the stage's colour."""

    def __init__(self, button: IconButton) -> None:
        super().__init__()
        self._column: Column | None = None
        self._colour, self._currency = "line3", "CNY"
        self.button = button
        button.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def show_column(self, column: Column, colour: str, currency: str) -> None:
        """Say the sums of a column."""
        self._column, self._colour, self._currency = column, colour, currency
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(theme.m(_HEAD))
        self.button.move(self.width() - self.button.width(), theme.m(2))
        if self._column is not None:
            name, sums = column_name(self._column), " ".join(self._sums(self._column))
            self.setAccessibleName(f"{name} {formats.integer(self._column.count)}, {sums}")
        self.update()

    def resizeEvent(self, _event: object) -> None:
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(LEAST), theme.m(_HEAD))

    def _sums(self, column: Column) -> tuple[str, str]:
        total = formats.money_whole(column.sum_minor, self._currency)
        if column.stage.outcome:
            return total, ""
        weighted = formats.money_whole(column.weighted_minor, self._currency)
        return total, _("weighted {amount}").format(amount=weighted)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        column = self._column
        if column is not None:
            self._paint_column(painter, column)
        painter.end()

    def _paint_column(self, painter: QPainter, column: Column) -> None:
        left, room = theme.m(18), self.width() - theme.m(18)
        paint.dot(painter, theme.m(2), theme.m(17), self._colour, 9)
        count = formats.integer(column.count)
        wide = room - self.button.width() - paint.width(count, "body") - theme.m(12)
        name = QRectF(left, theme.m(6), wide, theme.m(22))
        used = paint.txt(painter, name, column_name(column), "card")
        beside = QRectF(left + used + theme.m(8), theme.m(6), room, theme.m(22))
        paint.txt(painter, beside, count, "body", "text3")
        total, weighted = self._sums(column)
        line = QRectF(left, theme.m(29), room, theme.m(20))
        used = paint.txt(painter, line, total, "strong", "text2")
        rest = line.adjusted(used + theme.m(8), 0, 0, 0)
        paint.txt(painter, rest, weighted, "caption", "text3")
        bar = QRectF(0, theme.m(56), self.width(), theme.m(3))
        paint.rounded(painter, bar, theme.m(1.5), self._colour)


class BoardColumn(QWidget):
    """Head and cards of one stage; a column of won deals has a menu where the others add."""

    def __init__(self, column: Column, on_button: Callable[[BoardColumn], object]) -> None:
        super().__init__()
        self.stage = column.stage
        running = not column.stage.outcome
        self.model = CardModel(addable=running)
        self.cards = CardList(self.model, column.stage.name)
        icon = "plus" if running else "dots-three"
        tip = (lambda: _("Add a deal")) if running else (lambda: _("More"))
        self.head = ColumnHead(IconButton(icon, tip, on=lambda: on_button(self)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.cards, 1)
        theme.live(self, lambda: self.setMinimumWidth(theme.m(LEAST)))

    def show_column(self, column: Column, colour: str, currency: str) -> None:
        """Replace sums and cards; what has the keyboard keeps it."""
        self.stage = column.stage
        self.head.show_column(column, colour, currency)
        self.cards.delegate.into = column.stage.name
        self.cards.setAccessibleName(column_name(column))
        self.model.show_cards(column.cards, column.count - len(column.cards))
