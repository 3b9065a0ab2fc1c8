"""Tells what is due while the window is open, and keeps what was told and waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.core import clock, told
from crm_desktop.core.i18n import _
from crm_desktop.core.told import Told
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.reminders import desktop_message, words
from crm_desktop.ui.reminders.tray import Sent, Tray

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from sqlalchemy.orm import Session

    from crm_desktop.core.changes import Changes
    from crm_desktop.services.follow_ups.reminders import Reminder, Rule, Telling

_FIRST_MS = 2_500  # after the file is open, when the first page has been painted
_AGAIN_MS = 60_000  # at most: the computer may sleep and the clock be set
_SOON_MS = 100  # after a change
_CALM = dt.timedelta(minutes=10)  # so long the file need not be asked when nothing falls due
_KEEP_EVERY = dt.timedelta(hours=1)


class Reminders(QObject):
    """Looks at the next due instant, once a minute, and after every change.

    ``changed`` when other reminders wait: ``waiting``, the latest first. ``list_asked`` when the
    user clicked a notification of several.
    """

    changed = Signal()
    list_asked = Signal()

    def __init__(self, window: QWidget, shell: Shell) -> None:
        super().__init__(window)
        self._shell = shell
        self.tray = Tray(window, shell.preferences)
        self.tray.clicked.connect(self._clicked)
        self.waiting: tuple[Reminder, ...] = ()
        self._clicked_leads_to: tuple[Reminder, ...] = ()
        self._uuid = ""
        self._memory = Told()
        self._kept_at: dt.datetime | None = None
        self._gone: tuple[Reminder, ...] = ()  # let go last
        self._gone_after = 0  # the action written last before that
        self._asking = False
        self._stale = True  # what was read last may no longer be so
        self._calm_until: dt.datetime | None = None
        self._said = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        shell.workspace.opened.connect(self._opened)
        shell.workspace.closed.connect(self._closed)
        shell.workspace.changed.connect(self._file_changed)

    # when

    def _opened(self) -> None:
        from crm_desktop.services.settings import settings

        self._uuid = self._shell.workspace.read(settings.get, settings.FILE_UUID)
        self._memory = told.load(self._uuid)
        self._kept_at = self._memory.until
        self._asking, self._stale, self._said = False, True, ""
        self._timer.start(_FIRST_MS)

    def _closed(self) -> None:
        self._timer.stop()
        self._keep()
        self._memory, self._gone = Told(), ()
        self._show(())

    def _file_changed(self, changes: Changes) -> None:
        if changes.touches("follow_up", "contact"):
            self._stale = True
            self._timer.start(_SOON_MS)

    def apply(self) -> None:
        """Act on settings just changed."""
        self._stale = True
        self.changed.emit()
        self.look()

    def look(self) -> None:
        """Tell what is due now; read in the background."""
        workspace, preferences = self._shell.workspace, self._shell.preferences
        if not workspace.is_open or self._asking:
            return
        if not preferences.remind:
            self._show(())
            if not preferences.to_tray:
                self.tray.hide()
            return
        self.tray.show()
        now = clock.now()
        if self._is_calm(now):
            self._memory = replace(self._memory, until=now)
            self._timer.start(self._pause(self._calm_until))
            return
        self._asking, self._stale = True, False
        workspace.ask(
            _read, now, self._memory, self.rule(),
            owner=self, done=self._found, failed=self._not_read,
        )  # fmt: skip

    def _is_calm(self, now: dt.datetime) -> bool:
        """True while the clock runs on and nothing read last falls due: no need to ask again."""
        until = self._memory.until
        if self._stale or until is None or self._calm_until is None:
            return False
        return until <= now < self._calm_until

    def rule(self) -> Rule:
        """Lead and morning as set on this computer."""
        from crm_desktop.services.follow_ups import reminders

        return reminders.rule_of(self._shell.preferences)

    def _found(self, found: tuple[Told, Telling, tuple[Reminder, ...]]) -> None:
        before, telling, waiting = found
        self._asking = False
        if before is not self._memory or self._stale:
            # Something was changed or let go meanwhile: ask again, nothing has been told yet.
            self._stale = True
            self._timer.start(0)
            return
        self._memory = telling.told
        if telling.reminders:
            self._tell(telling)
        if telling.reminders or self._is_to_be_kept(before):
            self._keep()
        self._show(waiting)
        soon = clock.now() + _CALM
        self._calm_until = min(telling.next_at or soon, soon)
        self._timer.start(self._pause(self._calm_until))

    def _not_read(self, problem: BaseException) -> None:
        """Say once what is wrong with the file, and try again in a minute."""
        self._asking, self._stale = False, True
        self._timer.start(_AGAIN_MS)
        if str(problem) != self._said:
            self._said = str(problem)
            self._shell.show_problem(problem)

    @staticmethod
    def _pause(until: dt.datetime | None) -> int:
        if until is None:
            return _AGAIN_MS
        left = (until - clock.now()).total_seconds() * 1000
        return int(min(max(left, 0) + 50, _AGAIN_MS))

    def _is_to_be_kept(self, before: Told) -> bool:
        now = self._memory.until
        assert now is not None
        set_back = before.until is not None and now < before.until
        return set_back or self._kept_at is None or now - self._kept_at >= _KEEP_EVERY

    def _keep(self) -> None:
        told.save(self._uuid, self._memory)
        self._kept_at = self._memory.until

    # telling

    def _tell(self, telling: Telling) -> None:
        heading, lines = words.heading(telling), words.lines(telling)
        self._clicked_leads_to = telling.reminders

        self._send(heading, lines, lambda _sent: None)

    def test(self, answer: Callable[[Sent], object]) -> None:
        """Show a notification now; ``answer`` gets what became of it."""
        self._clicked_leads_to = ()
        self._send(
            _("This is what a reminder looks like"),
            _("A click on one opens the customer."),
            answer,
        )

    def _send(self, heading: str, lines: str, answer: Callable[[Sent], object]) -> None:
        """By the tray, or, on a desktop without one, by its own command, or else in the window."""

        def told(sent: Sent) -> None:
            if sent is not Sent.TAKEN:
                first = lines.splitlines()[0] if lines else ""
                self._shell.toast(" · ".join(filter(None, (heading, first))), "bell")
            answer(sent)

        sent = self.tray.send(heading, lines)
        if sent is not Sent.TAKEN and desktop_message.is_there():
            self._shell.jobs.run(
                desktop_message.send, heading, lines, owner=self,
                done=lambda taken: told(Sent.TAKEN if taken else sent),
            )  # fmt: skip
        else:
            told(sent)

    def _show(self, waiting: tuple[Reminder, ...]) -> None:
        self.tray.say(" · ".join(filter(None, ("CRM Desktop", words.told(waiting)))))
        if waiting != self.waiting:
            self.waiting = waiting
            self.changed.emit()

    def _clicked(self) -> None:
        self.tray.bring_back()
        if len(self._clicked_leads_to) == 1:
            self.open(self._clicked_leads_to[0])
        elif self._clicked_leads_to:
            self.list_asked.emit()

    # what can be done with one

    def open(self, one: Reminder) -> None:
        """Show the customer it is about; without one, Today, where it stands."""
        if not self._shell.workspace.is_open:
            return
        if one.contact_id is not None:
            self._shell.go("contacts", OpenRecord(one.contact_id))
        else:
            self._shell.go("today")

    def finish(self, one: Reminder) -> None:
        """It is done."""
        from crm_desktop.services.follow_ups import follow_ups

        self._shell.workspace.execute(_("Complete follow-up"), follow_ups.complete, one.id)
        self._shell.toast(_("Done: {title}").format(title=one.title), undo=True)

    def snooze(self, one: Reminder, choice: int | str) -> None:
        """Tell it again in so many minutes, or tomorrow morning."""
        from crm_desktop.services.follow_ups import reminders

        now = clock.now()
        until = reminders.later(choice, now, self.rule())
        self._shell.workspace.execute(reminders.SNOOZE_ACTION, reminders.snooze, one.id, until, now)
        said = _("Reminds again {time}: {title}").format(time=words.moment(until), title=one.title)
        self._shell.toast(said, "clock", undo=True)

    def let_go(self, gone: Sequence[Reminder]) -> None:
        """Take them off the list; the follow-ups stay open and stand on Today."""
        from crm_desktop.services.follow_ups import reminders

        if self._memory.until is None:
            return
        self._gone, self._gone_after = tuple(gone), self._shell.workspace.last_action
        self._memory = reminders.let_go(self._memory, gone)
        self._keep()
        ids = {one.id for one in gone}
        self._show(tuple(one for one in self.waiting if one.id not in ids))

    def bring_back(self) -> bool:
        """Ctrl+Z after letting go, which is no change of the file: those let go last wait again.
        False when there are none, or something was written since."""
        from crm_desktop.services.follow_ups import reminders

        if not self._gone or self._gone_after != self._shell.workspace.last_action:
            return False
        self._memory = reminders.bring_back(self._memory, self._gone)
        self._gone, self._stale = (), True
        self._keep()
        self.look()
        return True


def _read(
    session: Session, now: dt.datetime, memory: Told, rule: Rule
) -> tuple[Told, Telling, tuple[Reminder, ...]]:
    from crm_desktop.services.follow_ups import reminders

    telling = reminders.tell(session, now, memory, rule)
    return memory, telling, reminders.waiting(session, telling.told, rule)
