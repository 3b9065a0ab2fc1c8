"""Conversion by stage, people, and wins and losses by name: a bar each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.deals.deal_figures import PersonFigure, StageFigure, Tally
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

_ROW = 52


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person's figures; ``chosen`` when the stages are shown for them alone."""

    figure: PersonFigure
    currency: str
    chosen: bool

    @property
    def name(self) -> str:
        """Who it is."""
        return self.figure.name or _("No owner")


@dataclass(frozen=True, slots=True)
class TallyLine:
    """What ended under one name; ``most`` deals fill the bar."""

    tally: Tally
    most: int
    currency: str

    @property
    def name(self) -> str:
        """The reason, competitor, source or stage."""
        return self.tally.name or _("Not said")

    @property
    def count(self) -> int:
        """How many deals."""
        return self.tally.won + self.tally.lost + self.tally.dormant


def tally_lines(tallies: Sequence[Tally], currency: str) -> list[TallyLine]:
    """One line each, the longest bar for the most deals."""
    most = max((one.won + one.lost + one.dormant for one in tallies), default=0) or 1
    return [TallyLine(one, most, currency) for one in tallies]


def _rate(basis_points: int | None) -> str:
    return paint.EMPTY if basis_points is None else formats.percent(basis_points)


def _days(days: int | None) -> str:
    if days is None:
        return ""
    return ngettext("{n} day", "{n} days", days).format(n=formats.integer(days))


def stage_words(one: StageFigure) -> str:
    """How many came and are there, and how long deals stay."""
    parts = [_("{n} came").format(n=one.entered), _("{n} there").format(n=one.there)]
    if one.median_days is not None:
        parts.append(_("median {days}").format(days=_days(one.median_days)))
    return " · ".join(parts)


def person_words(one: PersonFigure) -> str:
    """What a person has open, won, lost and given up."""
    parts = [
        _("{n} under way").format(n=one.open),
        _("{n} won").format(n=one.won),
        _("{n} lost").format(n=one.lost),
    ]
    if one.dormant:
        parts.append(_("{n} resting").format(n=one.dormant))
    if one.median_days is not None:
        parts.append(_("median {days} to win").format(days=_days(one.median_days)))
    return " · ".join(parts)


def tally_words(one: Tally, currency: str) -> str:
    """Won, lost and resting, each with its sum."""
    parts = [
        words.format(n=count, amount=formats.money_whole(minor, currency))
        for words, count, minor in (
            (_("{n} won, {amount}"), one.won, one.won_minor),
            (_("{n} lost, {amount}"), one.lost, one.lost_minor),
            (_("{n} resting, {amount}"), one.dormant, one.dormant_minor),
        )
        if count
    ]
    return " · ".join(parts)


def _spoken(*parts: str) -> str:
    return pgettext("list separator", ", ").join(part for part in parts if part)


class StageFigureList(RowList):
    """A click or Enter shows the deals that came to a stage."""

    def __init__(self) -> None:
        super().__init__(_ROW, _paint_stage, _describe_stage)


def _describe_stage(one: StageFigure) -> str:
    went = _("{rate} went on").format(rate=_rate(one.conversion_bp))
    return _spoken(one.stage, went, stage_words(one))


def _paint_stage(painter: QPainter, box: QRectF, one: StageFigure, _hot: bool) -> None:
    went = _("{rate} went on").format(rate=_rate(one.conversion_bp))
    bar = _paint_head(painter, box, one.stage, stage_words(one), went)
    paint.bar(painter, bar, (one.conversion_bp or 0) / 10_000)


class PersonList(RowList):
    """A click or Enter shows the stages of one person alone."""

    def __init__(self) -> None:
        super().__init__(_ROW, _paint_person, _describe_person)


def _describe_person(line: PersonLine) -> str:
    won = formats.money_whole(line.figure.won_minor, line.currency)
    return _spoken(line.name, person_words(line.figure), won)


def _paint_person(painter: QPainter, box: QRectF, line: PersonLine, _hot: bool) -> None:
    one = line.figure
    if line.chosen:
        ground = box.adjusted(theme.m(8), 1, -theme.m(8), -1)
        paint.rounded(painter, ground, theme.m(7), "selected")
    won = formats.money_whole(one.won_minor, line.currency)
    figure = f"{won} · {_rate(one.win_rate_bp)}" if one.win_rate_bp is not None else won
    bar = _paint_head(painter, box, line.name, person_words(one), figure)
    paint.bar(painter, bar, (one.win_rate_bp or 0) / 10_000)


class TallyList(RowList):
    """A click or Enter shows the deals behind a name."""

    def __init__(self) -> None:
        super().__init__(_ROW, _paint_tally, _describe_tally)


def _describe_tally(line: TallyLine) -> str:
    return _spoken(line.name, tally_words(line.tally, line.currency))


def _paint_tally(painter: QPainter, box: QRectF, line: TallyLine, _hot: bool) -> None:
    one = line.tally
    figure = _rate(one.win_rate_bp) if one.won else formats.integer(line.count)
    bar = _paint_head(painter, box, line.name, tally_words(one, line.currency), figure)
    paint.rounded(painter, bar, bar.height() / 2, "graySoft")
    x = bar.x()
    for count, token in ((one.won, "accent"), (one.lost, "red"), (one.dormant, "line3")):
        wide = bar.width() * count / line.most
        if wide > 0:
            painter.fillRect(QRectF(x, bar.y(), max(1.0, wide - 1), bar.height()),
                             theme.color(token))  # fmt: skip
            x += wide


def _paint_head(painter: QPainter, box: QRectF, name: str, words: str, figure: str) -> QRectF:
    """Name, words and figure in one line; returns where the bar below goes."""
    left, right = box.x() + theme.m(INSET), box.right() - theme.m(INSET)
    line = QRectF(left, box.y() + theme.m(8), right - left, theme.m(20))
    wide = paint.txt(painter, line, figure, "strong", align="right")
    room = line.adjusted(0, 0, -wide - theme.m(10), 0)
    drawn = paint.txt(painter, room.adjusted(0, 0, -room.width() * 0.35, 0), name, "strong")
    rest = room.adjusted(drawn + theme.m(10), 0, 0, 0)
    paint.txt(painter, rest, words, "caption", "text3")
    return QRectF(left, line.bottom() + theme.m(6), right - left, theme.m(5))
