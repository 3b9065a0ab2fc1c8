"""The head of the calendar: which days, back and on, what is shown, which view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.calendar.legend import Legend
from crm_desktop.ui.follow_ups.view_switch import ViewSwitch
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.text import Label


class CalendarHeader(QWidget):
    """The title gives way first, then boxes of the legend."""

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
        self.side = IconButton("tray", lambda: _("Today and what has no day"), keys="S",
                               on=self.side_asked.emit)  # fmt: skip
        self.more = IconButton("dots-three", lambda: _("More"), on=lambda: menu(self.more))
        self.new = Button(
            lambda: _("New"), "plus", "primary", tip=lambda: _("New follow-up"), keys="Ctrl N",
            on=self.new_asked.emit,
        )  # fmt: skip
        self.setLayout(
            row(self.title, self.back, self.today, self.forth, 6, (legend, 1), switch, self.side,
                self.more, self.new, gap=8, margins=(24, 14, 24, 10))
        )  # fmt: skip
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, title: Text) -> None:
        """Name the days shown."""
        self.title.say(title)
