"""The big card of Today: overdue, today, done, and a line to write the next thing on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.follow_ups.result_line import ResultLine
from crm_desktop.ui.page import Shell
from crm_desktop.ui.today.follow_up_list import FollowUpList, Heading
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.layout import plain, row, rule
from crm_desktop.ui.widgets.scroll import bring_into_view
from crm_desktop.ui.widgets.text import Icon

if TYPE_CHECKING:
    from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
    from crm_desktop.services.today.dashboard import TodayRow

LATE, DUE = 6, 12
_TOAST = 92  # what a toast takes of the window's lower edge, its shadow's room included


class FollowUpCard(Card):
    """``typed`` carries a line to be planned, ``link_asked`` leads to the calendar; ``result``
    asks what came of what was done."""

    typed = Signal(str)
    link_asked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(
            lambda: _("Follow-ups"),
            link=lambda: _("Open calendar"),
            on_link=self._follow_link,
        )
        self._whole = False
        self._today: TodayRow | None = None
        self.more = Button(self._more_words, kind="link", small=True, on=self._show_all)
        self.more.hide()
        self.list = FollowUpList()
        self.nothing = EmptyState(
            "check-circle",
            lambda: _("Nothing is waiting for you"),
            lambda: _("Write below what you want to be reminded of."),
        )
        self.nothing.hide()
        self.quick = LineEdit(
            lambda: _("Type what to do, e.g. “Fri 3pm deliver filters to Cloudrest Inn”")
        )
        self.quick.setProperty("bare", True)
        theme.live(self, lambda: self.quick.setAccessibleName(_("New follow-up")))
        self.quick.returnPressed.connect(self._entered)
        self.body.addWidget(self.list)
        self.body.addWidget(plain(row(self.more, None, margins=(14, 0, 16, 0))))
        self.body.addWidget(self.nothing, 1)
        self.body.addStretch(1)
        self.body.addWidget(rule())
        line = row(Icon("plus", 17, "accentText"), (self.quick, 1), gap=16, margins=(21, 5, 20, 5))
        self.plan = plain(line)
        self.result = ResultLine(shell)
        self.result.left.connect(self._result_left)
        self.body.addWidget(self.plan)
        self.body.addWidget(self.result)

    def ask_result(self, task: FollowUpRow) -> None:
        """Ask in the place of the line to plan with."""
        self.plan.hide()
        self.result.ask(task)
        # Laid out only when the event is over; until then it has no place to scroll to.
        QTimer.singleShot(0, self, lambda: bring_into_view(self.result, room=theme.m(_TOAST)))

    def _result_left(self) -> None:
        self.plan.show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.show_current()

    def show_today(self, today: TodayRow) -> None:
        """Show the follow-ups of ``today``."""
        self._today = today
        many = len(today.overdue) > LATE or len(today.due) > DUE
        self.more.setVisible(many)
        self.more.say(self._more_words)
        first = {row.id for row in today.urged}
        late, due = (
            [row for row in rows if row.id not in first] for rows in (today.overdue, today.due)
        )
        if not self._whole:
            late, due = late[:LATE], due[:DUE]
        # What was urged stands first, and once only.
        ahead = sum(row.days_late > 0 for row in today.urged)
        at_hand = sum(row.days_late == 0 and row.due_on is not None for row in today.urged)
        # What is done stands under today's, so that nothing jumps when it is ticked off.
        self.list.show_groups(
            [
                (Heading(_("Urged"), len(today.urged), late=True), today.urged),
                (Heading(_("Overdue"), today.overdue_count - ahead, late=True), late),
                (Heading(_("Today"), today.due_count - at_hand), [*due, *today.done]),
            ]
        )
        empty = not (today.urged or late or due or today.done)
        self.nothing.setVisible(empty)
        self.list.setVisible(not empty)

    def _more_words(self) -> str:
        return _("Show fewer") if self._whole else _("Show all")

    def _follow_link(self) -> None:
        self.link_asked.emit()

    def _show_all(self) -> None:
        self._whole = not self._whole
        if self._today is not None:
            self.show_today(self._today)

    def _entered(self) -> None:
        if self.quick.value():
            self.typed.emit(self.quick.value())
            self.quick.clear()
