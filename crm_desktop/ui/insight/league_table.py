"""The staff of a month side by side, painted; a click opens a person's statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.commission.league import League, LeagueRow
from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

_HEIGHT = 46
_NAME = 190  # the least room for the names, in design pixels


@dataclass(frozen=True, slots=True)
class _Column:
    """``keep`` says how late it goes when room is short: the lowest first."""

    title: Callable[[], str]
    words: Callable[[LeagueRow, str], str]
    width: int
    keep: int
    role: str = "body"


def _money(minor: int, currency: str) -> str:
    return formats.money_whole(minor, currency) if minor else paint.EMPTY


_COLUMNS = (
    _Column(lambda: _("Sales"), lambda row, cur: _money(row.sales_minor, cur), 104, 9, "strong"),
    _Column(lambda: _("Month before"), lambda row, cur: _money(row.before_minor, cur), 104, 1),
    _Column(lambda: _("Returns"), lambda row, cur: _money(row.returned_minor, cur), 90, 2),
    _Column(lambda: _("Margin"), lambda row, cur: _money(row.margin_minor, cur), 96, 4),
    _Column(lambda: _("Money received"), lambda row, cur: _money(row.received_minor, cur), 112, 3),
    _Column(lambda: pgettext("league", "Target"), lambda row, _cur: target_words(row), 104, 7),
    _Column(
        lambda: _("Commission"),
        lambda row, cur: (
            formats.money_exact(row.commission_minor, cur) if row.commission_minor else paint.EMPTY
        ),
        112,
        8,
        "strong",
    ),
)


class LeagueTable(RowList):
    """The first row is the headings."""

    def __init__(self) -> None:
        self._currency = "CNY"
        super().__init__(_HEIGHT, self._paint, self._describe)

    def show_league(self, league: League) -> None:
        """Show a month."""
        self._currency = league.currency
        self.set_rows([None, *league.rows])

    def selectable(self, number: int) -> bool:
        return 0 < number < len(self.rows) and self.rows[number].staff_id is not None

    def row_height(self, number: int) -> int:
        return theme.m(_HEIGHT if number else 30)

    def columns(self) -> list[tuple[_Column, float]]:
        """What fits, each with its right edge."""
        room = self.width() - 2 * theme.m(INSET) - theme.m(_NAME)
        shown = sorted(_COLUMNS, key=lambda one: -one.keep)
        while len(shown) > 1 and sum(theme.m(one.width) for one in shown) > room:
            shown.pop()
        right, found = float(self.width() - theme.m(INSET)), []
        for one in reversed([one for one in _COLUMNS if one in shown]):
            found.append((one, right))
            right -= theme.m(one.width)
        return found

    def _paint(self, painter: QPainter, box: QRectF, one: LeagueRow | None, _hot: bool) -> None:
        left = float(theme.m(INSET))
        columns = self.columns()
        edge = columns[-1][1] - theme.m(columns[-1][0].width)
        for column, right in columns:
            cell = QRectF(
                right - theme.m(column.width), box.y(), theme.m(column.width), box.height()
            )
            words = column.title() if one is None else column.words(one, self._currency)
            role = "caption" if one is None else column.role
            quiet = one is None or words == paint.EMPTY
            paint.txt(painter, cell, words, role, "text3" if quiet else "text", align="right")
        if one is None:
            return
        place = QRectF(left, box.y(), theme.m(24), box.height())
        paint.txt(painter, place, str(one.place) if one.place else "", "strong", "text3")
        name = QRectF(place.right(), box.y() + theme.m(4), edge - place.right(), theme.m(22))
        paint.txt(painter, name, one.name or _("Nobody named"), "strong")
        foot = QRectF(name.x(), name.bottom(), name.width(), theme.m(17))
        paint.txt(painter, foot, orders_words(one), "caption", "text3")

    def _describe(self, one: LeagueRow) -> str:
        parts = [f"{one.place} {one.name}", orders_words(one)]
        parts += [f"{col.title()} {col.words(one, self._currency)}" for col in _COLUMNS]
        return pgettext("list separator", ", ").join(parts)


def orders_words(one: LeagueRow) -> str:
    """``5 sales``."""
    return ngettext("{n} sale", "{n} sales", one.orders).format(n=formats.integer(one.orders))


def target_words(one: LeagueRow) -> str:
    """``28%``, or nothing."""
    return paint.EMPTY if one.reached_bp is None else formats.percent(one.reached_bp)


def sentence(league: League) -> Text:
    """What stands behind the title of the card."""
    return lambda: _("{amount} in all").format(
        amount=formats.money_whole(league.sales_minor, league.currency)
    )
