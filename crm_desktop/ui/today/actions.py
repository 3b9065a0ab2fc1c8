"""What can be done with a follow-up on Today: each act is written at once, with Undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.contacts import reach
from crm_desktop.services.contacts.reach import Reach
from crm_desktop.services.follow_ups import follow_ups, urging
from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
from crm_desktop.services.records import masking
from crm_desktop.services.timeline import quick_line
from crm_desktop.ui import theme
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.today import words
from crm_desktop.ui.today.follow_up_list import FollowUpList
from crm_desktop.ui.widgets.menu import MenuItem, build, calendar_menu


class FollowUpActions:
    """Acts for one list of follow-ups; ``ask_result`` asks what came of one that is done."""

    def __init__(
        self,
        shell: Shell,
        tasks: FollowUpList,
        ask_result: Callable[[FollowUpRow], object] | None = None,
    ) -> None:
        self._shell = shell
        self._tasks = tasks
        self._ask_result = ask_result

    def finish(self, task: FollowUpRow) -> None:
        """Tick off."""
        workspace = self._shell.workspace
        following = workspace.execute(_("Complete follow-up"), follow_ups.complete, task.id)
        said = _("Done: {title}").format(title=task.title)
        if following is not None:
            again = workspace.read(follow_ups.get, following)
            day = formats.date_relative(again.due_on, clock.today())
            said += "  " + _("Again {day}.").format(day=day)
        self._shell.toast(said, undo=True)
        if self._ask_result is not None:
            self._ask_result(task)

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
            MenuItem(_("Tomorrow"), lambda: self.tomorrow(task), "calendar-blank", "Right", open_),
            MenuItem(_("Pick…"), lambda: self.pick_day(task), "calendar-plus", "F2", open_),
        ]
        can_be = urging.can_be(task, self._shell.workspace.read(urging.urger))
        items += [
            MenuItem(_("Edit…"), lambda: self.edit(task), "pencil-simple", "E"),
            MenuItem(_("Urge…"), lambda: self.urge(task), "megaphone", "U", can_be),
        ]
        if task.contact_id is not None:
            items += [
                None,
                MenuItem(_("Call"), lambda: self.call(task), "phone", "C"),
                MenuItem(_("Write"), lambda: self.write(task), "chat-circle-dots", "W"),
                MenuItem(_("Open customer"), lambda: self._open(task), "user", "Enter"),
            ]
        items += [
            None,
            MenuItem(_("Cancel follow-up"), lambda: self.cancel(task), "x", "", open_),
            MenuItem(_("Delete"), lambda: self.remove(task), "trash", "Del", danger=True),
        ]
        build(self._tasks, items).popup(where)

    def quick_add(self, typed: str) -> None:
        """Plan what a typed line means."""
        workspace, day = self._shell.workspace, clock.today()
        _id, meant, whom = workspace.execute(_("Plan follow-up"), quick_line.plan, typed, day)
        when = f"{formats.date_relative(meant.due_on, day)} {meant.due_time}".strip()
        said = _("Planned for {day}: {title}").format(day=when, title=meant.title)
        if whom is not None and whom.others:
            number = whom.others + 1
            counted = ngettext(
                "{n} customer is called {name}: open it and choose whom you mean.",
                "{n} customers are called {name}: open it and choose whom you mean.",
                number,
            )
            said += "  " + counted.format(n=number, name=whom.name)
        said = "  ".join([said, *quick_line.warnings(meant)])
        self._shell.toast(said, "calendar-plus", undo=True)

    def plan(self, contact_id: int = 0) -> None:
        """Ask for a new follow-up, for a customer or for nobody in particular."""
        from crm_desktop.ui.follow_ups.edit_dialog import plan_follow_up

        plan_follow_up(self._tasks, self._shell, contact_id or None)

    def edit(self, task: FollowUpRow) -> None:
        """Change everything about one."""
        from crm_desktop.ui.follow_ups.edit_dialog import edit_follow_up

        edit_follow_up(self._tasks, self._shell, task.id)

    def urge(self, task: FollowUpRow) -> None:
        """Ask what to tell whoever is to do it."""
        from crm_desktop.ui.follow_ups.urge_dialog import ask_urge

        ask_urge(self._tasks, self._shell, [task.id])

    def remove(self, task: FollowUpRow) -> None:
        """Delete one; the recycle bin keeps it."""
        self._shell.workspace.execute(_("Delete follow-up"), follow_ups.remove, [task.id])
        self._shell.toast(_("Deleted: {title}").format(title=task.title), "trash", undo=True)

    def call(self, task: FollowUpRow) -> None:
        """Put the number to call on the clipboard."""
        self._copy(task, self._reach(task).phone, "phone")

    def write(self, task: FollowUpRow) -> None:
        """Put the WeChat account, or else the e-mail address, on the clipboard."""
        self._copy(task, self._reach(task).account, "chat-circle-dots")

    def _reach(self, task: FollowUpRow) -> Reach:
        whom = task.person_id or task.contact_id
        found: Reach = self._shell.workspace.read(reach.reach, whom)
        if found.masked and whom is not None:
            self._shell.workspace.record(masking.REVEAL_ACTION, masking.reveal, whom)
        return found

    def _copy(self, task: FollowUpRow, text: str, icon: str) -> None:
        if not text:
            self._shell.toast(words.unreachable(task.contact_name), "info")
            return
        QGuiApplication.clipboard().setText(text)
        said = _("{account} copied. Space ticks “{title}” off.")
        self._shell.toast(said.format(account=text, title=task.title), icon)

    def _open(self, task: FollowUpRow) -> None:
        if task.contact_id is not None:
            self._shell.go("contacts", OpenRecord(task.contact_id))
