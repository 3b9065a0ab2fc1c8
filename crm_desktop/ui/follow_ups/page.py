"""Follow-ups: one page, as a list or on a calendar."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.follow_ups.list_view import TABS, FollowUpList
from crm_desktop.ui.follow_ups.view_switch import CHOICES, LIST, ViewSwitch, name_of
from crm_desktop.ui.page import Command, NewRecord, OpenRecord, Page, Shell, bare_column

if TYPE_CHECKING:
    from crm_desktop.ui.calendar.pane import CalendarPane


class FollowUpsPage(Page):
    """The list, or the calendar by day, week or month; which is remembered."""

    name = "follow_ups"
    flat = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        kept = shell.preferences.follow_ups_view
        self.view = kept if kept in CHOICES else LIST
        self.list = FollowUpList(shell, ViewSwitch(self.view))
        self._calendar: CalendarPane | None = None
        self._stale: set[QWidget] = set()
        self.views = QStackedWidget()
        self.views.addWidget(self.list)
        bare_column(self).addWidget(self.views)
        self.list.switch.chosen.connect(self.show_view)
        theme.live(self, self._fit)

    @property
    def calendar(self) -> CalendarPane:
        """The calendar, built when it is first wanted."""
        if self._calendar is None:
            from crm_desktop.ui.calendar.pane import CalendarPane

            self._calendar = CalendarPane(self.shell, ViewSwitch(self.view))
            self._calendar.switch.chosen.connect(self.show_view)
            self.views.addWidget(self._calendar)
            self._stale.add(self._calendar)
        return self._calendar

    def _present(self) -> FollowUpList | CalendarPane:
        return self.list if self.view == LIST else self.calendar

    def show_view(self, view: str) -> None:
        """Turn to the list or a view of the calendar, and remember it."""
        self.view = view
        if self.shell.preferences.follow_ups_view != view:
            self.shell.preferences.follow_ups_view = view
            self.shell.preferences.save()
        self._present()
        self._fit()
        self._turn()
        self._present().shown()

    def _turn(self) -> None:
        """Bring the view of ``view`` on screen, up to date."""
        present = self._present()
        present.switch.set_current(self.view)
        if self.view != LIST:
            self.calendar.set_view(self.view)
        self.views.setCurrentWidget(present)
        if present in self._stale:
            self._stale.discard(present)
            present.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """What is on screen is read again; the other one when it is turned to."""
        self._turn()
        present = self._present()
        self._stale |= {one for one in (self.list, self._calendar) if one and one is not present}
        present.refresh(changes)

    def _fit(self) -> None:
        self.list.switch.fit(self.window().width() / theme.scale())
        if self._calendar is not None:
            self._calendar.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def shown(self) -> None:
        self._present().shown()

    def retranslate(self) -> None:
        """Days and counts are named where they are read."""
        if self.shell.workspace.is_open:
            self.refresh(None)

    def new_record(self) -> None:
        self._present().new_record()

    def open_target(self, target: Any) -> None:
        """``NewRecord`` plans one, ``OpenRecord`` changes one, a text is a view or a tab of the
        list."""
        if isinstance(target, NewRecord):
            self.new_record()
        elif isinstance(target, OpenRecord):
            self.list.acting.edit(target.id)
        elif target in CHOICES:
            self.show_view(target)
        elif target in dict(TABS):
            self.show_view(LIST)
            self.list.show_when(target)

    def commands(self) -> list[Command]:
        views = [
            Command(f"follow_ups.{view}", partial(_named, view), partial(self.show_view, view),
                    "calendar-blank")
            for view in CHOICES
        ]  # fmt: skip
        files = self.calendar.files.commands() if self.view != LIST else []
        return [
            Command("follow_ups.new", lambda: _("New follow-up"), self.new_record,
                    "calendar-plus", "Ctrl N"),
            Command("follow_ups.calls", lambda: _("Call through what is due"), self.list.call_due,
                    "phone-outgoing"),
            *views,
            *files,
        ]  # fmt: skip

    def focus_search(self) -> None:
        """Ctrl+F: into the search of the list."""
        if self.view != LIST:
            self.show_view(LIST)
        self.list.focus_search()

    def print_page(self) -> None:
        if self.view != LIST:
            self.calendar.files.print_days()

    def export_page(self) -> None:
        if self.view != LIST:
            self.calendar.files.write_calendar()

    def go_back(self) -> bool:
        return self.view != LIST and self.calendar.go_back()

    def regions(self) -> list[QWidget]:
        return self._present().regions()


def _named(view: str) -> str:
    return _("Follow-ups: {view}").format(view=name_of(view))
