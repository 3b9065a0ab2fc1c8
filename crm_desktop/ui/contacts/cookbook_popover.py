"""Choosing a ready question: its name, what to do with the answer, how many it finds today."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _
from crm_desktop.services.contacts import cookbook
from crm_desktop.services.contacts.cookbook import Question
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.popover import Popover
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.row_list import RowList
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

_HEIGHT = 46
_SHOWN = 8


class CookbookPopover(Popover):
    """``choose(question)`` when one is picked; ``own()`` to begin with a filter of one's own."""

    def __init__(
        self,
        anchor: QWidget,
        choose: Callable[[Question], object],
        own: Callable[[], object],
    ) -> None:
        super().__init__(anchor, 420)
        self._choose = choose
        self._counts: dict[str, int] = {}
        self.list = RowList(_HEIGHT, self._paint, _said)
        self.list.set_rows(cookbook.QUESTIONS)
        self.list.opened.connect(self._picked)
        self.own = Button(lambda: _("Conditions of my own…"), "funnel-simple", "ghost", small=True)
        self.own.clicked.connect(self.done)
        self.own.clicked.connect(lambda _checked=False: own())
        self.area = ScrollArea(self.list)
        theme.live(self, lambda: self.area.setFixedHeight(theme.m(_HEIGHT) * _SHOWN))
        head = Label(lambda: _("What would you like to know?"), "strong")
        self.body.addLayout(row(head, None, self.own))
        self.body.addWidget(self.area)

    def start(self) -> None:
        """Show it with the keyboard in the list."""
        self.open()
        self.list.setFocus()

    def show_counts(self, counts: dict[str, int]) -> None:
        """How many each question finds."""
        self._counts = counts
        self.list.update()

    def _picked(self, question: Question) -> None:
        self.done()
        self._choose(question)

    def _paint(self, painter: QPainter, box: QRectF, question: Question, _hot: bool) -> None:
        left, right = theme.m(14), box.right() - theme.m(14)
        number = self._counts.get(question.code)
        shown = "" if number is None else formats.integer(number)
        wide = paint.width(shown, "strong") if shown else 0
        ink = "text" if number else "text3"
        count = QRectF(right - wide, box.y(), wide + 1, box.height())
        paint.txt(painter, count, shown, "strong", ink, align="right")
        room = right - wide - theme.m(10) - left
        half = theme.m(20)
        top = box.y() + theme.m(4)
        paint.txt(painter, QRectF(left, top, room, half), _(question.name), "body", "text")
        why = QRectF(left, top + half - theme.m(2), room, half)
        paint.txt(painter, why, _(question.why), "caption", "text3")


def _said(question: Question) -> str:
    return f"{_(question.name)}. {_(question.why)}"
