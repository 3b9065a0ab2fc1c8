"""Reminders on this computer: whether, how early, with the system, and a test of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core import autostart
from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import FileProblem
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reminders.tray import Sent, Tray
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import ComboBox, Toggle
from crm_desktop.ui.widgets.layout import column, fixed_width

LEADS = (0, 5, 10, 15, 30, 60, 120)
HOURS = range(5, 13)


class ReminderSettings(QWidget):
    """Applied at once and remembered; the system is asked whether it starts the program."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.on = _switch(self._set_on)
        self.lead = ComboBox()
        self.lead.activated.connect(lambda _index: self._keep(remind_lead=int(self.lead.value())))
        self.hour = ComboBox()
        self.hour.activated.connect(lambda _index: self._keep(remind_hour=int(self.hour.value())))
        self.start = _switch(self._set_start)
        self.in_tray = _switch(lambda on: self._keep(to_tray=on))
        self.test = Button(lambda: _("Show one now"), "bell", small=True, on=self._test)
        self.rows: dict[str, SettingRow] = {}
        card = Card(lambda: _("Reminders on this computer"))
        for key, label, below, editor, wide in self._declared():
            self.rows[key] = SettingRow(label, below, editor, wide=wide, first=not self.rows)
            card.body.addWidget(self.rows[key])
        self.setLayout(column(card))

    def _declared(self) -> tuple[tuple[str, Text, Text, QWidget, bool], ...]:
        return (
            ("on", lambda: _("Remind me"), lambda: _(
                "By a notification of the system, and by the bell in the side bar."
            ), self.on, False),
            ("lead", lambda: _("Before a time"), "", self.lead, True),
            ("hour", lambda: _("Whole days"), lambda: _("Once, on the morning of the day."),
             self.hour, True),
            ("start", lambda: _("Start with the system"), lambda: _(
                "Without it, what fell due is told when you open the program."
            ), self.start, False),
            ("in_tray", lambda: _("Keep it beside the clock when minimised"), "", self.in_tray,
             False),
            ("test", lambda: _("Test"), lambda: _("Shows a notification as a reminder would."),
             self.test, False),
        )  # fmt: skip

    def refresh(self, _changes: Changes | None = None) -> None:
        """Show what is in force."""
        kept = self._shell.preferences
        _turn(self.on, kept.remind)
        _turn(self.start, autostart.is_on())
        _turn(self.in_tray, kept.to_tray)
        rule = self._shell.reminders.rule()
        # A value set by hand in the file of settings is offered too, or the first would be shown.
        leads = sorted({*LEADS, rule.lead_minutes})
        hours = sorted({*HOURS, rule.morning_hour})
        self.lead.set_choices(
            [(str(lead), partial(_lead, lead)) for lead in leads], str(rule.lead_minutes)
        )
        self.hour.set_choices(
            [(str(hour), f"{hour:02}:00") for hour in hours], str(rule.morning_hour)
        )
        there = Tray.is_there()
        self.in_tray.setEnabled(there)
        self.rows["in_tray"].say_help("" if there else lambda: _("This desktop has no tray."))
        for editor in (self.lead, self.hour):
            editor.setEnabled(kept.remind)

    def _keep(self, **changes: int | bool) -> None:
        for name, value in changes.items():
            setattr(self._shell.preferences, name, value)
        self._shell.preferences.save()
        self._shell.reminders.apply()

    def _set_on(self, on: bool) -> None:
        self._keep(remind=on)
        self.refresh()

    def _set_start(self, on: bool) -> None:
        row = self.rows["start"]
        row.set_error("")
        try:
            autostart.switch(on)
        except FileProblem as problem:
            row.set_error(str(problem))
        _turn(self.start, autostart.is_on())

    def _test(self) -> None:
        self._shell.reminders.test(self._tested)

    def _tested(self, sent: Sent) -> None:
        row = self.rows["test"]
        if sent is Sent.TAKEN:
            row.set_error("")
            row.say_help(lambda: _(
                "The system took it. If you saw nothing, let CRM Desktop show notifications in "
                "the system's settings, and look whether “do not disturb” is on."
            ))  # fmt: skip
        else:
            row.set_error(_no_tray if sent is Sent.NO_TRAY else _no_messages)


def _switch(on: Callable[[bool], object]) -> Toggle:
    made = Toggle("")
    fixed_width(made, 36)
    made.clicked.connect(on)
    return made


def _turn(switch: Toggle, on: bool) -> None:
    switch.setChecked(on)
    switch.update()


def _lead(minutes: int) -> str:
    if not minutes:
        return _("At the time itself")
    if minutes % 60:
        return ngettext("{n} minute before", "{n} minutes before", minutes).format(n=minutes)
    hours = minutes // 60
    return ngettext("{n} hour before", "{n} hours before", hours).format(n=hours)


def _no_tray() -> str:
    return _("This desktop has no tray beside the clock. Reminders come in the window.")


def _no_messages() -> str:
    return _("This desktop shows no notifications. Reminders come in the window.")
