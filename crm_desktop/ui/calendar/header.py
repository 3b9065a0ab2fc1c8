"""The head of the calendar: which days, back and on, what is shown, which view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.calendar.legend import Legend
from crm_desktop.ui.follow_ups.view_switch import ViewSwitch
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.text import Label

_BOXES = 5  # of the legend that the first line should have room for
_HIGH_FROM = 640  # scaled height of the window from which a second line is spared


class CalendarHeader(QWidget):
    """One line; where it has no room for a few boxes of the legend, these have a line of their own,
    unless the window is low. Where the days could not be read, buttons give way to their name."""

    stepped = Signal(int)  # spans on, negative for back
    today_asked = Signal()
    new_asked = Signal()
    side_asked = Signal()

    def __init__(
        self, legend: Legend, switch: ViewSwitch, menu: Callable[[QWidget], object]
    ) -> None:
        super().__init__()
        self.title = Label("", "title", elide=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.back = IconButton("caret-left", lambda: _("Back"), keys="PgUp",
                               on=lambda: self.stepped.emit(-1))  # fmt: skip
        self.forth = IconButton("caret-right", lambda: _("Forward"), keys="PgDown",
                                on=lambda: self.stepped.emit(1))  # fmt: skip
        self.today = Button(lambda: _("Today"), keys="T", on=self.today_asked.emit)
        self._title: Text = ""
        self._short: Text = ""
        self._side_offered = True
        self.side = IconButton("tray", lambda: _("Today and what has no day"), keys="S",
                               on=self.side_asked.emit)  # fmt: skip
        self.more = IconButton("dots-three", lambda: _("More"), on=lambda: menu(self.more))
        self.new = Button(
            lambda: _("New"), "plus", "primary", tip=lambda: _("New follow-up"), keys="Ctrl N",
            on=self.new_asked.emit,
        )  # fmt: skip
        self.legend = legend
        self._filler = QWidget()
        before = (self.title, self.back, self.today, self.forth)
        after = (switch, self.side, self.more, self.new)
        self._others: tuple[QWidget, ...] = (*before, *after)
        self._first = row(*before, (self._filler, 1), *after, gap=8)
        self._second = row(gap=0)
        self.setLayout(column(self._first, self._second, gap=4, margins=(24, 14, 24, 10)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._below: bool | None = None
        theme.live(self, self.fit)

    def offer_side(self, offered: bool) -> None:
        """Show the button of the side, or not."""
        self._side_offered = offered
        self.fit()

    def folded_side(self) -> bool:
        """True where the side is offered but its button has no room: a menu offers it then."""
        return self._side_offered and self.side.isHidden()

    def _fold(self) -> None:
        """The year goes first, then the word of the plan button and the button of the side."""
        least = self.legend.minimumSizeHint().width()
        for title, word, side in (
            (self._title, True, True),
            (self._short, True, True),
            (self._short, False, True),
            (self._short, False, False),
        ):
            self.title.say(title)
            self.new.say((lambda: _("New")) if word else "")
            self.side.setVisible(side and self._side_offered)
            if self._room() >= least:
                return

    def _room(self) -> int:
        """What is left for the legend, in pixels."""
        shown = [one for one in self._others if not one.isHidden()]
        used = sum(one.sizeHint().width() + theme.m(8) for one in shown)
        return self.width() - 2 * theme.m(24) - used

    def fit(self) -> None:
        """Put the legend where it has room."""
        self._fold()
        room = self._room()
        low = self.window().height() < theme.m(_HIGH_FROM)
        below = room < self.legend.width_of(_BOXES) and not low
        if below == self._below:
            return
        self._below = below
        self._filler.setVisible(below)
        if below:
            self._second.addWidget(self.legend)
        else:
            self._first.insertWidget(self._first.indexOf(self._filler), self.legend, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def say(self, title: Text, short: Text) -> None:
        """Name the days shown; ``short`` is for where there is little room."""
        self._title, self._short = title, short
        self.fit()
