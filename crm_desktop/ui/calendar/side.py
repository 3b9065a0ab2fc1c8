"""What stands beside the calendar: today, what is overdue, what has no day yet."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.calendar.calendar import SideRow
from crm_desktop.ui import theme
from crm_desktop.ui.calendar.dragging import Dragging
from crm_desktop.ui.calendar.tray import TodayList, Tray
from crm_desktop.ui.page import bare_column
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.layout import box, column, plain, row, rule
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Icon, Label

WIDTH = 292
_TODAY = 6  # lines of today; the day view has them all
_NAMES = 3  # of what is overdue


class SidePanel(QFrame):
    """Three parts, the last of which things are dragged from and to."""

    move_overdue_asked = Signal()
    list_asked = Signal(str)  # a tab of the list
    today_asked = Signal()
    close_asked = Signal()

    def __init__(self, dragging: Dragging) -> None:
        super().__init__()
        self.setProperty("panel", "right")
        self._found: SideRow | None = None
        self.title = Label(_named_today, "card", elide=True)
        self.count = Label(self._count, "caption", "text3")
        self.close_button = IconButton("x", lambda: _("Close"), on=self.close_asked.emit)
        self.today = TodayList()
        self.rest = Button(self._rest, kind="link", small=True, on=self.today_asked.emit)
        self.late = Label(self._late, "strong", "redText")
        self.late_names = Label(self._late_names, "caption", "redText", wrap=True)
        self.tray_count = Label(self._tray_count, "caption", "text3")
        self.tray_hint = Label(lambda: _("Drag onto the calendar"), "caption", "text2", wrap=True)
        self.tray = Tray(dragging)
        self.undated = Button(
            lambda: _("Show all"), kind="link", small=True,
            on=partial(self.list_asked.emit, "undated"),
        )  # fmt: skip
        theme.live(self.tray, lambda: self.tray.setToolTip(_("Space puts one on the current day")))
        self._lay_out()

    def _lay_out(self) -> None:
        head = row((self.title, 1), self.count, self.close_button, gap=6, margins=(20, 16, 12, 6))
        show = Button(
            lambda: _("Show"), kind="link", small=True, on=partial(self.list_asked.emit, "overdue")
        )
        card = box(
            row(
                Icon("warning-circle", 16, "redText"),
                (column(row((self.late, 1), show), self.late_names, gap=2), 1),
                gap=10, margins=(14, 8, 10, 10),
            ), hint="red",
        )  # fmt: skip
        move = Button(lambda: _("Move all to today"), on=self.move_overdue_asked.emit)
        move.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.overdue = plain(column(card, move, gap=8, margins=(20, 8, 20, 12)))
        tray_title = Label(lambda: _("Not scheduled"), "card")
        tray_head = row((tray_title, 1), self.tray_count, margins=(20, 14, 20, 0))
        content = QWidget()
        content.setLayout(
            column(
                head, self.today, row(self.rest, None, margins=(14, 0, 14, 0)), self.overdue,
                rule(), tray_head, plain(row((self.tray_hint, 1), margins=(20, 0, 20, 4))),
                self.tray, row(self.undated, None, margins=(14, 0, 14, 8)), None, gap=2,
            )
        )  # fmt: skip
        bare_column(self).addWidget(ScrollArea(content))
        self.overdue.hide()
        self.rest.hide()
        self.undated.hide()

    def show_rows(self, found: SideRow) -> None:
        """Show what was read."""
        self._found = found
        self.today.set_rows(found.today[:_TODAY])
        self.rest.setVisible(len(found.today) > _TODAY)
        self.overdue.setVisible(bool(found.overdue_count))
        self.tray.set_rows(found.unscheduled)
        self.undated.setVisible(found.unscheduled_count > len(found.unscheduled))
        self._say()

    # words

    def _say(self) -> None:
        self.title.say(_named_today)
        self.count.say(self._count)
        self.rest.say(self._rest)
        self.late.say(self._late)
        self.late_names.say(self._late_names)
        self.tray_count.say(self._tray_count)

    def _count(self) -> str:
        count = len(self._found.today) if self._found else 0
        return ngettext("{n} item", "{n} items", count).format(n=count)

    def _rest(self) -> str:
        more = len(self._found.today) - _TODAY if self._found else 0
        return _("+{n} more").format(n=more)

    def _late(self) -> str:
        count = self._found.overdue_count if self._found else 0
        words = ngettext("{n} is overdue", "{n} are overdue", count)
        return words.format(n=formats.integer(count))

    def _late_names(self) -> str:
        if self._found is None:
            return ""
        named = [one.name or one.what for one in self._found.overdue[:_NAMES]]
        more = self._found.overdue_count - len(named)
        listed = pgettext("list separator", ", ").join(named)
        return f"{listed} +{formats.integer(more)}" if more else listed

    def _tray_count(self) -> str:
        return formats.integer(self._found.unscheduled_count) if self._found else ""


def _named_today() -> str:
    return _("Today {day}").format(day=formats.day_month(clock.today()))
