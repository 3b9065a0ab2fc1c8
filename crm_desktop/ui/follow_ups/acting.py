"""What can be done with selected follow-ups: each is one action with one undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.follow_ups import follow_up_bulk, follow_ups, urging
from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
from crm_desktop.ui.follow_ups.urge_dialog import ask_urge
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets.menu import MenuItem, build, calendar_menu

_AT_ONCE = 50


class FollowUpActing:
    """``selected`` gives the ids; ``asked`` is called with one that was ticked off alone."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        selected: Callable[[], Sequence[int]],
        asked: Callable[[FollowUpRow], object],
    ) -> None:
        self._host, self._shell = host, shell
        self._selected, self._asked = selected, asked

    def finish(self) -> None:
        """Tick off; one alone is asked what came of it. A finished one is opened again."""
        ids = self._selected()
        if not ids:
            return
        first: FollowUpRow = self._shell.workspace.read(follow_ups.get, ids[0])
        if len(ids) == 1 and first.state == "done":
            self._shell.workspace.execute(N_("Reopen follow-up"), follow_ups.reopen, first.id)
            said = _("Open again: {title}").format(title=first.title)
            self._shell.toast(said, "arrow-counter-clockwise", undo=True)
            return
        done = lambda n: ngettext("{n} follow-up done", "{n} follow-ups done", n)  # noqa: E731
        self._write(N_("Complete follow-ups"), follow_up_bulk.complete, ids, done, "check-circle")
        if len(ids) == 1:
            self._asked(first)

    def tomorrow(self) -> None:
        """Move to tomorrow."""
        self._move(clock.today() + dt.timedelta(days=1))

    def pick_day(self) -> None:
        """Ask for another day with a small calendar."""
        calendar_menu(self._host, clock.today(), self._move).popup(QCursor.pos())

    def _move(self, day: dt.date) -> None:
        when = formats.date_relative(day, clock.today())

        def moved(n: int) -> str:
            words = ngettext("{n} follow-up moved to {day}", "{n} follow-ups moved to {day}", n)
            return words.replace("{day}", when)

        service = partial(follow_up_bulk.move, day=day)
        self._write(N_("Move follow-ups"), service, self._selected(), moved, "calendar-blank")

    def cancel(self) -> None:
        """Take off the list without doing them."""
        said = lambda n: ngettext("{n} follow-up cancelled", "{n} follow-ups cancelled", n)  # noqa: E731
        self._write(N_("Cancel follow-ups"), follow_up_bulk.cancel, self._selected(), said, "x")

    def remove(self) -> None:
        """Delete; the recycle bin keeps them."""
        said = lambda n: ngettext("{n} follow-up deleted", "{n} follow-ups deleted", n)  # noqa: E731
        self._write(N_("Delete follow-ups"), follow_up_bulk.remove, self._selected(), said, "trash")

    def _write(
        self,
        name: str,
        service: Callable[..., int],
        ids: Sequence[int],
        words: Callable[[int], str],
        icon: str,
    ) -> None:
        """A few at once, many in the background; both one step of undo."""

        def told(count: int) -> None:
            self._shell.toast(words(count).format(n=formats.integer(count)), icon, undo=True)

        if not ids:
            return
        workspace = self._shell.workspace
        if len(ids) <= _AT_ONCE:
            told(workspace.execute(name, service, ids))
        else:
            workspace.execute_job(
                name, service, ids, owner=self._host, done=told,
                progress=service is follow_up_bulk.complete,
            )  # fmt: skip

    def urge(self) -> None:
        """Ask what to tell whoever is to do them."""
        ask_urge(self._host, self._shell, self._selected())

    def edit(self, follow_up_id: int) -> None:
        """Change everything about one."""
        from crm_desktop.ui.follow_ups.edit_dialog import edit_follow_up

        edit_follow_up(self._host, self._shell, follow_up_id)

    def menu(self, row: FollowUpRow, where: QPoint, tick: str = "Space") -> None:
        """The context menu of one row; ``tick`` is the key that ticks off."""
        open_ = row.state == "open"
        items: list[MenuItem | None] = [
            MenuItem(_("Done") if open_ else _("Open again"), self.finish, "check-circle", tick),
            MenuItem(_("Tomorrow"), self.tomorrow, "clock", "", open_),
            MenuItem(_("Pick a day…"), self.pick_day, "calendar-blank", "", open_),
            MenuItem(_("Edit…"), lambda: self.edit(row.id), "pencil-simple", "Enter"),
            MenuItem(_("Urge…"), self.urge, "megaphone", "",
                     urging.can_be(row, self._shell.workspace.read(urging.urger))),
        ]  # fmt: skip
        if row.contact_id is not None:
            target = OpenRecord(row.contact_id)
            items.append(
                MenuItem(_("Open customer"), lambda: self._shell.go("contacts", target), "user")
            )
        items += [
            None,
            MenuItem(_("Cancel follow-up"), self.cancel, "x", "", open_),
            MenuItem(_("Delete"), self.remove, "trash", "Del", danger=True),
        ]
        build(self._host, items).popup(where)
