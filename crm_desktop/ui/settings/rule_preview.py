"""Whom a rule is about as it stands: one line for each follow-up it would make today."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.rules.rule_run import Planned, Preview
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.layout import column, show_if
from crm_desktop.ui.widgets.row_list import RowList
from crm_desktop.ui.widgets.text import Label

_HIGH = 66


class RulePreview(QWidget):
    """``found`` is the sentence, ``list`` the follow-ups, ``more`` how many are not named."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Label("", "strong", wrap=True)
        self.list = RowList(_HIGH, _paint, describe, lines=False)
        self.more = Label("", "caption", "text3", wrap=True)
        self.setLayout(column(self.found, self.list, self.more, None, gap=8))
        self.say("")

    def say(self, words: str) -> None:
        """A sentence alone: why there is nothing to show."""
        self._show(words, Preview(0, ()))

    def show_preview(self, found: Preview) -> None:
        """How many, and whom."""
        words = ngettext(
            "Would make {n} follow-up today", "Would make {n} follow-ups today", found.count
        )
        self._show(words.format(n=formats.integer(found.count)), found)

    def _show(self, words: str, found: Preview) -> None:
        self.found.say(words)
        show_if(self.found, bool(words))
        self.list.set_rows(found.sample)
        show_if(self.list, bool(found.sample))
        rest = found.count - len(found.sample)
        self.more.say(_("{count} more").format(count=formats.integer(rest)) if rest > 0 else "")
        show_if(self.more, rest > 0)


def describe(one: Planned) -> str:
    """One follow-up as a spoken sentence."""
    return ", ".join(filter(None, (one.contact_name, one.title, one.reason, _due(one))))


def _due(one: Planned) -> str:
    """When it falls due, unless that is today."""
    today = clock.today()
    return "" if one.due_on == today else formats.date_relative(one.due_on, today)


def _paint(painter: QPainter, box: QRectF, one: Planned, _hot: bool) -> None:
    """Whom and when; what is to be done; why."""
    edge = theme.m(6)
    high = (box.height() - 2 * edge) / 3
    line = QRectF(box.x(), box.y() + edge, box.width(), high)
    due = _due(one)
    if due:
        paint.txt(painter, line, due, "caption", "text3", align="right")
        line.setRight(line.right() - paint.width(due, "caption") - theme.m(8))
    # A deal without a customer has what is to be done for a heading.
    paint.txt(painter, line, one.contact_name or one.title, "caption_strong")
    line = QRectF(box.x(), line.y() + high, box.width(), high)
    if one.contact_name:
        paint.txt(painter, line, one.title, "caption", "text2")
    paint.txt(painter, line.translated(0, high), one.reason, "caption", "text3")
