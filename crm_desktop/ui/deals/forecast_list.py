"""The forecast month by month, and the deals that make the difference to a kept one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.deals.forecast import (
    Comparison,
    DealChange,
    Forecast,
    ForecastMonth,
    MonthChange,
)
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.chart_copy import offer_copy
from crm_desktop.ui.widgets.row_list import INSET, RowList

_NAME, _FIGURE = 112, 128  # design pixels at the left and right of the bars
_ROW = 66


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month: what is expected now, and what a kept forecast said; ``most`` fills the bar."""

    month: dt.date | None
    seen: ForecastMonth | None
    change: MonthChange | None
    most: int
    currency: str


def month_lines(seen: Forecast, compared: Comparison | None) -> list[MonthLine]:
    """The months of the forecast and those of the kept one, undated deals last."""
    now = {one.month: one for one in seen.months}
    then = {one.month: one for one in compared.months} if compared is not None else {}
    most = max((one.won_minor + one.best_minor for one in seen.months), default=0)
    dated = sorted({month for month in (*now, *then) if month is not None})
    order: list[dt.date | None] = [*dated, None] if None in now else [*dated]
    return [
        MonthLine(
            month, now.get(month), then.get(month) if month is not None else None, most or 1,
            seen.currency,
        )
        for month in order
    ]  # fmt: skip


def month_title(line: MonthLine) -> str:
    """The month, or what stands for no month."""
    return formats.month_year(line.month) if line.month is not None else _("No day")


def _money(line: MonthLine, minor: int) -> str:
    return formats.money_whole(minor, line.currency)


def _parts(line: MonthLine) -> str:
    """What was won already, and what is committed."""
    one, words = line.seen, []
    if one is not None and one.won_minor:
        words.append(_("won {amount}").format(amount=_money(line, one.won_minor)))
    if one is not None and one.committed_minor:
        words.append(_("committed {amount}").format(amount=_money(line, one.committed_minor)))
    return " · ".join(words)


def _changed(line: MonthLine) -> str:
    """What was kept for the month, and what it comes to now."""
    if line.change is None:
        return ""
    words = _("kept {then}, now {now}").format(
        then=_money(line, line.change.then_minor), now=_money(line, line.change.now_minor)
    )
    return f"{words} · {signed(line.change.now_minor - line.change.then_minor, line.currency)}"


def signed(minor: int, currency: str) -> str:
    """A difference with its sign: ``+¥1,200``, ``−¥300``, ``±0``."""
    if not minor:
        return "±0"
    return ("+" if minor > 0 else "−") + formats.money_whole(abs(minor), currency)


def _count(one: ForecastMonth) -> str:
    return ngettext("{n} deal", "{n} deals", one.count).format(n=formats.integer(one.count))


def _late(one: ForecastMonth) -> str:
    return _("{n} late").format(n=formats.integer(one.late)) if one.late else ""


def _best(line: MonthLine, one: ForecastMonth) -> str:
    return _("best case {amount}").format(amount=_money(line, one.best_minor))


def describe_month(line: MonthLine) -> str:
    """A month as a spoken sentence."""
    parts = [month_title(line)]
    if line.seen is not None:
        weighted = _("weighted {amount}").format(amount=_money(line, line.seen.weighted_minor))
        parts += [_count(line.seen), _late(line.seen), weighted, _best(line, line.seen)]
    parts += [_parts(line), _changed(line)]
    return pgettext("list separator", ", ").join(part for part in parts if part)


class Legend(QWidget):
    """What the three colours of the bars are."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(theme.m(22))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        x, middle = 0.0, self.height() / 2
        for token, words in (
            ("accent", _("won already")), ("h3", _("weighted")), ("bar2", _("best case")),
        ):  # fmt: skip
            x += paint.dot(painter, x, middle, token) + theme.m(6)
            box = QRectF(x, 0, self.width() - x, self.height())
            x += paint.txt(painter, box, words, "caption", "text3") + theme.m(16)
        painter.end()


class MonthList(RowList):
    """A click or Enter shows the deals of a month; a bar says its three figures under the mouse,
    and the menu copies all of them as a picture."""

    def __init__(self) -> None:
        super().__init__(_ROW, _paint_month, describe_month)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        x, at = event.position().x(), self.hovered
        bar = bar_box(self.box(at)) if at >= 0 else QRectF()
        here = at >= 0 and bar.left() <= x <= bar.right()
        said = bar_words(self.rows[at]) if here else ""
        QToolTip.showText(event.globalPosition().toPoint(), theme.tip(said), self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        offer_copy(self, event.globalPos())


def bar_words(line: MonthLine) -> str:
    """What the bar of a month stands for, part by part."""
    one = line.seen
    if one is None:
        return month_title(line)
    figures = (
        (_("won already"), one.won_minor),
        (_("weighted"), one.weighted_minor),
        (_("best case"), one.best_minor),
    )
    parts = [_("{what}: {value}").format(what=what, value=_money(line, m)) for what, m in figures]
    return "\n".join((month_title(line), *parts))


def bar_box(box: QRectF) -> QRectF:
    """The bar within the row that lies at ``box``."""
    room = box.width() - theme.m(2 * INSET + _NAME + _FIGURE)
    return QRectF(box.x() + theme.m(INSET + _NAME), box.y() + theme.m(14), room, theme.m(10))


def _paint_month(painter: QPainter, box: QRectF, line: MonthLine, _hot: bool) -> None:
    left, right = box.x() + theme.m(INSET), box.right() - theme.m(INSET)
    head = QRectF(left, box.y() + theme.m(9), theme.m(_NAME), theme.m(20))
    paint.txt(painter, head, month_title(line), "strong")
    bar = bar_box(box)
    one = line.seen
    if one is not None:
        below = head.translated(0, theme.m(22))
        used = paint.txt(painter, below, _count(one), "caption", "text3")
        late = below.adjusted(used + theme.m(6), 0, 0, 0)
        paint.txt(painter, late, _late(one), "caption", "redText")
        _paint_bar(painter, bar, line, one)
        figure = QRectF(right - theme.m(_FIGURE - 14), head.y(), theme.m(_FIGURE - 14), theme.m(20))
        weighted = _money(line, one.weighted_minor)
        paint.txt(painter, figure, weighted, "strong", align="right")
        best = figure.translated(0, theme.m(22))
        paint.txt(painter, best, _best(line, one), "caption", "text3", align="right")
    under = QRectF(bar.x(), bar.bottom() + theme.m(5), bar.width(), theme.m(17))
    said = " · ".join(filter(None, (_changed(line), _parts(line))))
    paint.txt(painter, under, said, "caption", "text2")


def _paint_bar(painter: QPainter, bar: QRectF, line: MonthLine, one: ForecastMonth) -> None:
    """Won, then weighted, then the best case, one over the other."""
    radius = bar.height() / 2
    paint.rounded(painter, bar, radius, "graySoft")
    for minor, token in (
        (one.won_minor + one.best_minor, "bar2"),
        (one.won_minor + one.weighted_minor, "h3"),
        (one.won_minor, "accent"),
    ):
        if minor > 0:
            wide = max(bar.height(), bar.width() * minor / line.most)
            paint.rounded(painter, QRectF(bar.x(), bar.y(), wide, bar.height()), radius, token)


# what makes the difference


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One deal that counts differently now."""

    change: DealChange
    currency: str


def change_lines(compared: Comparison, most: int) -> Sequence[ChangeLine]:
    """The deals that make most of the difference."""
    return [ChangeLine(one, compared.currency) for one in compared.deals[:most]]


def change_words(one: DealChange) -> str:
    """What became of a deal since the forecast was kept."""
    months = (one.then_month, one.now_month)
    if one.kind in ("later", "earlier") and months[0] and months[1]:
        words = _("later: {before} → {month}") if one.kind == "later" else _(
            "earlier: {before} → {month}"
        )  # fmt: skip
        return words.format(
            before=formats.month_name(months[0]), month=formats.month_name(months[1])
        )
    return {
        "won": _("won"),
        "lost": _("lost"),
        "dormant": _("given up for now"),
        "deleted": _("deleted"),
        "new": _("new"),
        "undated": _("no day any more"),
        "amount": _("another amount"),
        "surer": _("surer"),
        "less_sure": _("less sure"),
    }.get(one.kind, one.kind)


def _change_figures(line: ChangeLine) -> tuple[str, str]:
    one = line.change
    then = formats.money_whole(one.then_minor, line.currency)
    now = formats.money_whole(one.now_minor, line.currency)
    return f"{then} → {now}", signed(one.now_minor - one.then_minor, line.currency)


def describe_change(line: ChangeLine) -> str:
    """A changed deal as a spoken sentence."""
    parts = (line.change.title, change_words(line.change), *_change_figures(line))
    return pgettext("list separator", ", ").join(parts)


class ChangeList(RowList):
    """A click or Enter opens the deal."""

    def __init__(self) -> None:
        super().__init__(36, _paint_change, describe_change)


def _paint_change(painter: QPainter, box: QRectF, line: ChangeLine, _hot: bool) -> None:
    inside = box.adjusted(theme.m(INSET), 0, -theme.m(INSET), 0)
    figures, difference = _change_figures(line)
    wide = theme.m(92)
    paint.txt(painter, inside.adjusted(inside.width() - wide, 0, 0, 0), difference, "strong",
              align="right")  # fmt: skip
    rest = inside.adjusted(0, 0, -wide - theme.m(8), 0)
    used = paint.width(figures, "caption") if rest.width() > theme.m(360) else 0
    if used:
        paint.txt(painter, rest, figures, "caption", "text3", align="right")
    rest = rest.adjusted(0, 0, -used - theme.m(10), 0)
    drawn = paint.txt(painter, rest.adjusted(0, 0, -rest.width() * 0.3, 0), line.change.title)
    beside = rest.adjusted(drawn + theme.m(10), 0, 0, 0)
    paint.txt(painter, beside, change_words(line.change), "caption", "text2")
