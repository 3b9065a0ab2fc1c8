"""What is done on the calendar: open, plan, move; each write is one step of undo, and is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.calendar import calendar
from crm_desktop.services.calendar import calendar_words as words
from crm_desktop.services.calendar.calendar_rows import Dated
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
from crm_desktop.ui.calendar import looks
from crm_desktop.ui.calendar.dragging import Slot
from crm_desktop.ui.follow_ups.acting import FollowUpActing
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets.menu import MenuItem, build

_PAGES = {"sale": "sales", "deal": "deals", "asset": "service"}
"""Where a record is opened; all others open their customer."""

_MOST = 20  # lines of a menu


class CalendarActing:
    """``asked`` is called with a follow-up that was ticked off."""

    def __init__(self, host: QWidget, shell: Shell, asked: Callable[[FollowUpRow], object]) -> None:
        self._host, self._shell = host, shell
        self._one: Dated | None = None
        self.follow_ups = FollowUpActing(host, shell, self._selected, asked)

    def _selected(self) -> list[int]:
        return [self._one.record_id] if self._one is not None else []

    def open(self, one: Dated) -> None:
        """Change a follow-up, or go to what else it is."""
        if one.source == "follow_up":
            self.follow_ups.edit(one.record_id)
        elif one.source in _PAGES:
            self._shell.go(_PAGES[one.source], OpenRecord(one.record_id))
        elif one.contact_id is not None:
            self._shell.go("contacts", OpenRecord(one.contact_id))
        else:
            self._shell.toast(words.said(one), "calendar-blank")

    def menu(self, one: Dated, where: QPoint) -> None:
        """What can be done with a thing."""
        self._one = one
        if one.source == "follow_up":
            row = self._shell.workspace.read(follow_ups.get, one.record_id)
            self.follow_ups.menu(row, where, tick="X")
            return
        build(
            self._host,
            [MenuItem(_("Open"), lambda: self.open(one), "arrow-square-out", "Enter")],
        ).popup(where)

    def offer(
        self, things: Sequence[Dated], where: QPoint, whole_day: Callable[[], object]
    ) -> None:
        """A menu of the things of a day; the one chosen is opened."""
        items: list[MenuItem | None] = [
            MenuItem(looks.line_of(one), partial(self.open, one), looks.look_of(one)[0])
            for one in things[:_MOST]
        ]
        items += [None, MenuItem(_("Show the day"), whole_day, "calendar-blank")]
        build(self._host, items).popup(where)

    def tick(self, one: Dated) -> None:
        """Tick a follow-up off, or open it again."""
        if one.source == "follow_up":
            self._one = one
            self.follow_ups.finish()

    def remove(self, one: Dated) -> None:
        """Delete a follow-up."""
        if one.source == "follow_up":
            self._one = one
            self.follow_ups.remove()

    def plan(self, day: dt.date, time: str = "") -> None:
        """Ask for a new follow-up on a day."""
        from crm_desktop.ui.follow_ups.edit_dialog import plan_follow_up

        plan_follow_up(self._host, self._shell, day=day, time=time)

    def move(self, one: Dated, slot: Slot) -> None:
        """Put a follow-up on another day, or at another time."""
        if not one.movable or _is_there(one, slot):
            return
        self._shell.workspace.execute(
            calendar.MOVE_ACTION, calendar.move, one.record_id, slot.day, slot.time
        )
        self._shell.toast(_moved(one, slot), "calendar-blank", undo=True)

    def explain(self, one: Dated) -> None:
        """Say why something that was pulled at stays where it is."""
        if one.source == "follow_up":
            reason = _("Done already; its day stays.")
        else:
            reason = _("Only follow-ups can be moved here.")
        self._shell.toast(f"{words.said(one)}: {reason}", "info")

    def move_overdue(self) -> None:
        """Give all that are overdue today."""
        count = self._shell.workspace.execute(
            calendar.MOVE_ALL_ACTION, calendar.move_overdue, clock.today()
        )
        words_ = ngettext("{n} follow-up moved to today", "{n} follow-ups moved to today", count)
        self._shell.toast(words_.format(n=formats.integer(count)), "calendar-blank", undo=True)

    def resize(self, one: Dated, minutes: int, time: str | None) -> None:
        """Let a follow-up take longer or shorter, and begin at another time unless ``None``."""
        self._shell.workspace.execute(
            calendar.LENGTH_ACTION, calendar.resize, one.record_id, minutes, time
        )
        now = replace(one, minutes=minutes, time=time or one.time)
        said = _("Now {when}: {title}").format(when=words.when(now), title=words.said(one))
        self._shell.toast(said, "clock", undo=True)


def _is_there(one: Dated, slot: Slot) -> bool:
    if one.undated:
        return slot.day is None
    return one.day == slot.day and slot.time in (None, one.time)


def _moved(one: Dated, slot: Slot) -> str:
    title = words.said(one)
    if slot.day is None:
        return _("Without a day now: {title}").format(title=title)
    time = one.time if slot.time is None else slot.time
    day = f"{formats.date_relative(slot.day, clock.today())} {formats.weekday_short(slot.day)}"
    return _("Moved to {day}: {title}").format(day=f"{day} {time}".strip(), title=title)
