"""The smaller cards of Today: to collect, due to reorder, birthdays, warranties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts import relations
from crm_desktop.ui import theme
from crm_desktop.ui.theme import Text
from crm_desktop.ui.today import words
from crm_desktop.ui.today.acting_list import ActingList, RowAct
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.row_list import INSET, PaintRow
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from crm_desktop.services.assets.warranties import WarrantyRow
    from crm_desktop.services.figures.replenishment import ReplenishmentRow
    from crm_desktop.services.records.birthdays import BirthdayRow
    from crm_desktop.services.today.dashboard import OwedRow

SOON = 14

Planned = Callable[[int | None], str]
"""What is planned with a customer already, in words; empty when nothing is."""

_PLAN = RowAct("plan", lambda: _("Plan"), "calendar-plus", Qt.Key.Key_P)
CALL = RowAct("call", lambda: _("Call"), "phone", Qt.Key.Key_C)
WRITE = RowAct("write", lambda: _("Write"), "chat-circle-dots", Qt.Key.Key_W)
_OPEN = RowAct("open", lambda: _("Open customer"), "user", Qt.Key.Key_Return)
_PAY = RowAct("pay", lambda: _("Payment"), "wallet", Qt.Key.Key_Space)
_GREETED = RowAct("greeted", lambda: _("Greeted"), "check-circle", Qt.Key.Key_Space)
_SALE = RowAct("sale", lambda: _("Open sale"), "receipt", Qt.Key.Key_S)


class ListCard(Card):
    """A card with a short list whose rows act in place; more than ``limit`` show on demand.

    ``link`` leads to where all of it is worked on (``link_asked``).
    """

    link_asked = Signal()

    def __init__(
        self,
        title: Text,
        nothing: Text,
        *,
        height: int,
        limit: int,
        paint_row: PaintRow,
        describe: Callable[[Any], str],
        acts: Sequence[RowAct],
        link: Text,
    ) -> None:
        super().__init__(title, link=link, on_link=self._follow_link)
        self._limit = limit
        self._whole = False
        self.rows: Sequence[Any] = ()
        self.list = ActingList(height, paint_row, describe, acts)
        self.more = Button(self._more_words, kind="link", small=True, on=self._show_all)
        self._foot = plain(row(self.more, None, margins=(14, 0, 16, 0)))
        self._nothing = plain(
            column(Label(nothing, "body", "text3", wrap=True), margins=(20, 8, 20, 18))
        )
        # Neither is shown before the first answer: an empty card must not claim to be the truth.
        self.link.hide()
        self._nothing.hide()
        self._foot.hide()
        self.body.addWidget(self.list)
        self.body.addWidget(self._foot)
        self.body.addWidget(self._nothing)
        self.body.addSpacing(theme.m(8))
        self.body.addStretch(1)

    def show_rows(self, rows: Sequence[Any], count: str) -> None:
        """Replace the rows; ``count`` stands behind the title."""
        self.rows = rows
        self.count.say(count)
        self._lay_out()

    def _follow_link(self) -> None:
        self.link_asked.emit()

    def _show_all(self) -> None:
        self._whole = not self._whole
        self._lay_out()

    def _more_words(self) -> str:
        if self._whole:
            return _("Show fewer")
        return _("Show all {n}").format(n=formats.integer(len(self.rows)))

    def _lay_out(self) -> None:
        more = len(self.rows) > self._limit
        self.link.setVisible(bool(self.rows))
        self._foot.setVisible(more)
        self.more.say(self._more_words)
        self.list.set_rows(self.rows if self._whole else self.rows[: self._limit])
        self.list.setVisible(bool(self.rows))
        self._nothing.setVisible(not self.rows)


def face(
    painter: QPainter, box: QRectF, whose: tuple[int | None, str, str], side: int = 26
) -> None:
    """The picture at the beginning of a row: of a customer's id, name and kind."""
    contact_id, name, kind = whose
    real = theme.m(side)
    place = QRectF(theme.m(INSET), box.center().y() - real / 2, real, real)
    paint.avatar(painter, place, name, contact_id or 0, kind == "company")


def _face(painter: QPainter, box: QRectF, side: int, row: Any) -> None:
    face(painter, box, (row.contact_id, row.name, row.kind), side)


def two_texts(painter: QPainter, line: QRectF, name: str, rest: str) -> None:
    """A name, and beside it what fits of the rest."""
    used = paint.txt(painter, line, name, "body")
    line = QRectF(line)
    line.setLeft(line.x() + used + theme.m(10))
    if line.width() > theme.m(20):
        paint.txt(painter, line, rest, "caption", "text3")


def _said(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def owed_card(
    currency: Callable[[], str], day: Callable[[], dt.date], planned: Planned
) -> ListCard:
    """Open sales, the latest first: who, number, what, when due, how much."""

    def paint_row(painter: QPainter, box: QRectF, owed: OwedRow, _hot: bool) -> None:
        _face(painter, box, 26, owed)
        right = box.right() - theme.m(INSET)
        amount = QRectF(right - theme.m(90), box.y(), theme.m(90), box.height())
        text = formats.money_whole(owed.open_minor, currency())
        paint.txt(painter, amount, text, "strong", align="right")
        due, tone = _due(owed, day())
        wide = paint.chip_width(due)
        chip = amount.x() - theme.m(18)
        paint.chip(painter, chip, box.center().y(), due, tone, align="right")
        left = theme.m(58)
        room = chip - wide - theme.m(12) - left
        if room < theme.m(220):
            line = QRectF(left, box.y(), room, box.height())
            two_texts(painter, line, owed.name, _said(owed.what, planned(owed.contact_id)))
            return
        name = QRectF(left, box.y(), min(theme.m(126), room * 0.4), box.height())
        paint.txt(painter, name, owed.name, "body")
        number = QRectF(name.right() + theme.m(6), box.y(), theme.m(76), box.height())
        paint.txt(painter, number, owed.number, "caption", "text3")
        start = number.right() + theme.m(8)
        what = QRectF(start, box.y(), left + room - start, box.height())
        text = _said(owed.what, planned(owed.contact_id))
        paint.txt(painter, what, text, "caption", "text2")

    def describe(owed: OwedRow) -> str:
        amount = formats.money_whole(owed.open_minor, currency())
        return f"{owed.name}, {amount}, {_due(owed, day())[0]}"

    return ListCard(
        lambda: _("To collect"),
        lambda: _("Nobody owes you anything."),
        height=38,
        limit=3,
        paint_row=paint_row,
        describe=describe,
        acts=(_PAY, _PLAN, CALL, WRITE, _SALE, _OPEN),
        link=lambda: _("Receivables"),
    )


def _due(owed: OwedRow, day: dt.date) -> tuple[str, str]:
    if owed.days_late > 0:
        return words.late(owed.days_late), "red"
    if owed.days_late == 0:
        return _("due today"), "amber"
    near = owed.due_on <= day + dt.timedelta(days=3)
    return formats.day_month(owed.due_on), "amber" if near else "gray"


def reorder_card(planned: Planned) -> ListCard:
    """Customers whose goods will run out: what, how far used, days left."""

    def tone(row: ReplenishmentRow) -> str:
        if row.days_left <= 7:
            return "red"
        return "amber" if row.days_left <= SOON else "accent"

    def left_text(row: ReplenishmentRow) -> str:
        return words.late(-row.days_left) if row.days_left < 0 else words.days(row.days_left)

    def paint_row(painter: QPainter, box: QRectF, row: ReplenishmentRow, _hot: bool) -> None:
        _face(painter, box, 30, row)
        middle = box.center().y()
        right = box.right() - theme.m(INSET)
        colour = tone(row)
        text = left_text(row)
        role = "caption_strong" if colour == "red" else "caption"
        ink = {"red": "redText", "amber": "amberText"}.get(colour, "text2")
        wide = max(theme.m(46), paint.width(text, role))
        end = QRectF(right - wide, box.y(), wide, box.height())
        paint.txt(painter, end, text, role, ink, align="right")
        bar = QRectF(right - wide - theme.m(10 + 76), middle - theme.m(3), theme.m(76), theme.m(6))
        paint.bar(painter, bar, row.used_bp / 10_000, colour)
        left = theme.m(62)
        room = bar.x() - theme.m(12) - left
        paint.txt(painter, QRectF(left, middle - theme.m(19), room, theme.m(20)), row.name)
        lower = QRectF(left, middle + theme.m(1), room, theme.m(18))
        text = _said(row.what, planned(row.contact_id))
        paint.txt(painter, lower, text, "caption", "text3")

    return ListCard(
        lambda: _("Due to reorder"),
        lambda: _("Nothing runs out soon."),
        height=50,
        limit=4,
        paint_row=paint_row,
        describe=lambda row: f"{row.name}, {row.what}, {left_text(row)}",
        acts=(_PLAN, CALL, WRITE, _OPEN),
        link=lambda: _("Call through"),
    )


def birthday_card(day: Callable[[], dt.date], planned: Planned) -> ListCard:
    """Birthdays of the coming week."""

    def rest(row: BirthdayRow) -> str:
        parts = [row.level]
        if row.of:
            kind = relations.kind_name(row.relation)
            parts = [_("{name} · {relation}").format(name=row.of, relation=kind)]
        if row.greeted:
            parts.append(_("in touch today"))
        elif row.age:
            parts.append(_("turns {n}").format(n=row.age))
        if row.lunar:
            parts.append(_("lunar"))
        parts.append(planned(row.contact_id))
        return _said(*parts)

    def paint_row(painter: QPainter, box: QRectF, row: BirthdayRow, _hot: bool) -> None:
        _face(painter, box, 26, row)
        text = words.day_and_weekday(row.on, day())
        right = box.right() - theme.m(INSET)
        tone = "accent" if row.days_left == 0 else "gray"
        wide = paint.chip(painter, right, box.center().y(), text, tone, align="right")
        left = theme.m(58)
        line = QRectF(left, box.y(), right - wide - theme.m(10) - left, box.height())
        two_texts(painter, line, row.name, rest(row))

    return ListCard(
        lambda: _("Birthdays"),
        lambda: _("No birthdays this week."),
        height=42,
        limit=3,
        paint_row=paint_row,
        describe=lambda row: f"{row.name}, {words.day_and_weekday(row.on, day())}",
        acts=(_GREETED, _PLAN, CALL, WRITE, _OPEN),
        link=lambda: _("Call through"),
    )


def warranty_card(planned: Planned) -> ListCard:
    """Machines whose warranty or service plan ends soon."""

    def paint_row(painter: QPainter, box: QRectF, row: WarrantyRow, _hot: bool) -> None:
        _face(painter, box, 26, row)
        text = words.in_days(row.days_left) if row.days_left else _("Today")
        right = box.right() - theme.m(INSET)
        tone = "amber" if row.days_left <= SOON else "gray"
        wide = paint.chip(painter, right, box.center().y(), text, tone, align="right")
        left = theme.m(58)
        line = QRectF(left, box.y(), right - wide - theme.m(10) - left, box.height())
        two_texts(painter, line, row.name, _said(row.what, planned(row.contact_id)))

    return ListCard(
        lambda: _("Warranty ending"),
        lambda: _("No warranty ends in the next 30 days."),
        height=42,
        limit=3,
        paint_row=paint_row,
        describe=lambda row: f"{row.name}, {row.what}, {words.in_days(row.days_left)}",
        acts=(_PLAN, CALL, WRITE, _OPEN),
        link=lambda: _("Call through"),
    )
