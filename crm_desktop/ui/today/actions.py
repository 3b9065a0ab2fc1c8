"""What can be done with a follow-up on Today: each act is written at once, with Undo."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QPoint

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.services import contact_list, contact_record, follow_ups, quick_line
from crm_desktop.services.follow_ups import FollowUpDraft, FollowUpRow
from crm_desktop.ui import theme
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.today.follow_up_list import FollowUpList
from crm_desktop.ui.widgets.menu import MenuItem, build, calendar_menu


class FollowUpActions:
    """Acts for one list of follow-ups."""

    def __init__(self, shell: Shell, tasks: FollowUpList) -> None:
        self._shell = shell
        self._tasks = tasks

    def finish(self, task: FollowUpRow) -> None:
        """Tick off."""
        self._shell.workspace.execute(_("Complete follow-up"), follow_ups.complete, task.id)
        self._shell.toast(_("Done: {title}").format(title=task.title), undo=True)

    def tomorrow(self, task: FollowUpRow) -> None:
        """Move to tomorrow."""
        day = self._shell.workspace.execute(_("Move follow-up"), follow_ups.postpone, task.id)
        self._say_moved(task, day)

    def pick_day(self, task: FollowUpRow) -> None:
        """Ask for another day with a small calendar."""
        menu = calendar_menu(self._tasks, clock.today(), lambda day: self._move(task, day))
        tasks = self._tasks
        number = next((i for i, row in enumerate(tasks.rows) if row is task), 0)
        corner = tasks.box(number).bottomRight().toPoint()
        menu.popup(tasks.mapToGlobal(corner - QPoint(theme.m(320), 0)))

    def _move(self, task: FollowUpRow, day: dt.date) -> None:
        self._shell.workspace.execute(_("Move follow-up"), follow_ups.reschedule, task.id, day)
        self._say_moved(task, day)

    def _say_moved(self, task: FollowUpRow, day: dt.date) -> None:
        when = formats.date_relative(day, clock.today())
        said = _("Moved to {day}: {title}").format(day=when, title=task.title)
        self._shell.toast(said, "calendar-blank", undo=True)

    def reopen(self, task: FollowUpRow) -> None:
        """Take back that it was done."""
        self._shell.workspace.execute(_("Reopen follow-up"), follow_ups.reopen, task.id)
        said = _("Open again: {title}").format(title=task.title)
        self._shell.toast(said, "arrow-counter-clockwise", undo=True)

    def cancel(self, task: FollowUpRow) -> None:
        """Take it off the list without doing it."""
        self._shell.workspace.execute(_("Cancel follow-up"), follow_ups.cancel, [task.id])
        said = _("Cancelled: {title}").format(title=task.title)
        self._shell.toast(said, "x", undo=True)

    def menu(self, task: FollowUpRow, where: QPoint) -> None:
        """The context menu, by which the keyboard reaches everything."""
        open_ = task.state != "done"
        items: list[MenuItem | None] = [
            MenuItem(_("Done"), lambda: self.finish(task), "check-circle", "Space", open_),
            MenuItem(_("Tomorrow"), lambda: self.tomorrow(task), "calendar-blank", "", open_),
            MenuItem(_("Pick…"), lambda: self.pick_day(task), "calendar-plus", "F2", open_),
        ]
        if task.contact_id is not None:
            items.append(MenuItem(_("Open customer"), lambda: self._open(task), "user", "Enter"))
        items += [None, MenuItem(_("Cancel follow-up"), lambda: self.cancel(task), "x", "", open_)]
        build(self._tasks, items).popup(where)

    def quick_add(self, typed: str) -> None:
        """Plan what a typed line means."""
        meant = quick_line.follow_up(typed, clock.today())
        contact = self._shell.workspace.read(_mentioned, meant.title)
        draft = FollowUpDraft(
            meant.title, meant.due_on, meant.due_time, contact.id if contact else None
        )
        self._shell.workspace.execute(_("Plan follow-up"), follow_ups.create, draft)
        when = formats.date_relative(meant.due_on, clock.today())
        said = _("Planned for {day}: {title}").format(day=when, title=meant.title)
        self._shell.toast(said, "calendar-plus", undo=True)

    def plan(self, contact_id: int = 0) -> None:
        """Ask for a new follow-up, for a customer or for nobody in particular."""
        from crm_desktop.ui.contacts.follow_up_form import ask_follow_up

        def keep(draft: FollowUpDraft) -> None:
            self._shell.workspace.execute(_("Plan follow-up"), follow_ups.create, draft)
            said = _("Planned: {title}").format(title=draft.title)
            self._shell.toast(said, "calendar-plus", undo=True)

        name = _("somebody or nobody")
        if contact_id:
            name = self._shell.workspace.read(_name_of, contact_id)
        ask_follow_up(self._tasks, name, keep, contact_id or None)

    def _open(self, task: FollowUpRow) -> None:
        if task.contact_id is not None:
            self._shell.go("contacts", OpenRecord(task.contact_id))


def _name_of(session: Any, contact_id: int) -> str:
    return contact_record.found(session, contact_id).name


def _mentioned(session: Any, title: str) -> Any:
    """The customer whose full name is a word of ``title``, if there is exactly that one."""
    for word in title.split():
        name = word.removeprefix("给").removeprefix("找")
        if len(name) < 2:
            continue
        found = contact_list.page(session, contact_list.ContactQuery(text=name), 0, 5)
        same = [row for row in found if row.name == name]
        if len(same) == 1:
            return same[0]
    return None
