"""The calendar of the follow-ups page: its head, its views, what beside them is to be placed."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from crm_desktop.core import clock, i18n
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.services import calendar, calendar_spans
from crm_desktop.services.calendar import CalendarRow
from crm_desktop.services.calendar_rows import Dated
from crm_desktop.ui.calendar.acting import CalendarActing
from crm_desktop.ui.calendar.dragging import Dragging, Slot
from crm_desktop.ui.calendar.header import CalendarHeader
from crm_desktop.ui.calendar.legend import Legend
from crm_desktop.ui.calendar.month_view import MonthView
from crm_desktop.ui.calendar.time_view import TimeView
from crm_desktop.ui.calendar.view import CalendarView
from crm_desktop.ui.follow_ups.result_line import ResultLine
from crm_desktop.ui.follow_ups.view_switch import KEYS, ViewSwitch
from crm_desktop.ui.page import Shell, bare_column
from crm_desktop.ui.widgets.menu import MenuItem, popup_below

_STEPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class CalendarPane(QFrame):
    """Shows the days around ``anchor``, of which ``day`` is the current one, in the view that is
    set; reads in the background."""

    def __init__(self, shell: Shell, switch: ViewSwitch) -> None:
        super().__init__()
        self.setObjectName("page")
        self._shell, self.switch = shell, switch
        self.day = self.anchor = clock.today()
        self._asked = 0
        self.dragging = Dragging(self)
        self.views: dict[str, CalendarView] = {
            "day": TimeView(self.dragging),
            "week": TimeView(self.dragging),
            "month": MonthView(self.dragging),
        }
        self.view = "month"
        self.legend = Legend(shell.preferences.calendar_hidden)
        self.header = CalendarHeader(self.legend, switch, self._offer)
        self.result = ResultLine(shell)
        self.acting = CalendarActing(self, shell, self.result.ask)
        self.stack = QStackedWidget()
        whole = bare_column(self)
        whole.addWidget(self.header)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.result)
        self._connect()

    def _connect(self) -> None:
        for view in self.views.values():
            self.stack.addWidget(view)
            view.opened.connect(lambda one, _where: self.acting.open(one))
            view.menu_asked.connect(self.acting.menu)
            view.planned.connect(self.acting.plan)
            view.day_moved.connect(self._day_moved)
            view.more_asked.connect(self._offer_day)
            view.day_opened.connect(self._open_day)
            if isinstance(view, TimeView):
                view.resized.connect(self.acting.resize)
            view.move_asked.connect(self._move)
        self.dragging.dropped.connect(self.acting.move)
        self.header.stepped.connect(self.step)
        self.header.today_asked.connect(lambda: self.go_to(clock.today()))
        self.header.new_asked.connect(self.new_record)
        self.legend.changed.connect(self._kinds_chosen)
        self.result.left.connect(self.shown)

    # which days

    @property
    def current(self) -> CalendarView:
        """The view on screen."""
        return self.views[self.view]

    def set_view(self, view: str) -> None:
        """Show the days around the current one otherwise."""
        if view != self.view or self.stack.currentWidget() is not self.current:
            self.view = view
            self.anchor, self.current.picked = self.day, None
            self.stack.setCurrentWidget(self.current)
            self._ask()

    def go_to(self, day: dt.date) -> None:
        """Make a day current and bring it on screen."""
        self.day = self.anchor = day
        self._ask()

    def step(self, by: int) -> None:
        """A month, a week or a day on, or back."""
        self.go_to(calendar_spans.step(self.view, self.day, by))

    def _day_moved(self, day: dt.date) -> None:
        self.day = day
        first, last = calendar_spans.span(self.view, self.anchor)
        if not first <= day <= last:
            self.go_to(day)

    def _move(self, one: Dated, slot: Slot) -> None:
        self.acting.move(one, slot)
        if slot.day is not None:
            self._day_moved(slot.day)

    def _offer_day(self, day: dt.date) -> None:
        self.acting.offer(self.current.on(day), QCursor.pos(), partial(self._open_day, day))

    def _open_day(self, day: dt.date) -> None:
        self.day = day
        self.switch.choose("day")

    # reading

    def refresh(self, _changes: Changes | None) -> None:
        """Read again what is shown: nearly everything has a day."""
        self._ask()

    def _ask(self) -> None:
        view, day, today = self.view, self.anchor, clock.today()
        self.header.say(partial(calendar_spans.title, view, day))
        first, last = calendar_spans.span(view, day)
        self._asked += 1
        self._shell.workspace.ask(
            calendar.dated,
            first,
            last,
            today,
            self.legend.shown(),
            owner=self,
            done=partial(self._take, self._asked),
        )

    def _take(self, asked: int, found: CalendarRow) -> None:
        if asked == self._asked:
            self.current.lunar = self._lunar()
            self.current.show_rows(found, self.day, clock.today())
            self.day = self.current.day

    # what is shown

    def _kinds_chosen(self) -> None:
        self._shell.preferences.calendar_hidden = self.legend.hidden()
        self._shell.preferences.save()
        self._ask()

    def _lunar(self) -> bool:
        kept = self._shell.preferences.calendar_lunar
        return kept == "on" or (kept != "off" and i18n.language() == "zh_CN")

    def _switch_lunar(self) -> None:
        self._shell.preferences.calendar_lunar = "off" if self._lunar() else "on"
        self._shell.preferences.save()
        self._ask()

    def _offer(self, button: QWidget) -> None:
        popup_below(button, [MenuItem(_("Lunar days"), self._switch_lunar, checked=self._lunar())])

    def fit(self, room: float) -> None:
        """Take the room of a window ``room`` design pixels wide."""
        self.switch.fit(room)

    # acting

    def new_record(self) -> None:
        """Ctrl+N: plan one on the current day."""
        self.acting.plan(self.day, self.current.planned_time())

    def go_back(self) -> bool:
        """Esc: put back what is being dragged or resized."""
        sizing = isinstance(self.current, TimeView) and self.current.cancel_sizing()
        return self.dragging.cancel() or sizing

    def regions(self) -> list[QWidget]:
        """Parts that F6 jumps between."""
        return [self.header, self.current]

    def shown(self) -> None:
        """It has come on screen."""
        self.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, one = Qt.Key(event.key()), self.current.picked
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        views = {Qt.Key(ord(letter)): view for view, letter in KEYS.items()}
        if not plain:
            super().keyPressEvent(event)
        elif key in views:
            self.switch.choose(views[key])
        elif key in _STEPS:
            self.step(_STEPS[key])
        elif key == Qt.Key.Key_T:
            self.go_to(clock.today())
        elif key == Qt.Key.Key_X and one is not None:
            self.acting.tick(one)
        elif key == Qt.Key.Key_Delete and one is not None:
            self.acting.remove(one)
        else:
            super().keyPressEvent(event)
