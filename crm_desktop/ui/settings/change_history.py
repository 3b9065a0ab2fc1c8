"""What was done to the file, latest first; any one action can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.timeline import history
from crm_desktop.services.timeline.history import ActionRow
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.layout import clear, column, plain, row
from crm_desktop.ui.widgets.text import Label

_STEP = 40  # actions read at a time


class ChangeHistory(QWidget):
    """One card of recent actions; "Show earlier" reads on."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._rows: list[ActionRow] = []
        self._wanted = _STEP
        card = Card(lambda: _("Recent changes"))
        self._list: QVBoxLayout = column(gap=0)
        self.nothing = Label(lambda: _("Nothing has been changed yet."), "body", "text3")
        self.earlier = Button(lambda: _("Show earlier"), kind="link", small=True, on=self._more)
        card.body.addLayout(column(self.nothing, margins=(20, 4, 20, 8)))
        card.body.addLayout(self._list)
        card.body.addLayout(row(self.earlier, None, margins=(16, 6, 16, 10)))
        self.setLayout(column(card))

    def refresh(self, _changes: Changes | None = None) -> None:
        """Read the latest actions again."""
        self._shell.workspace.ask(history.recent, self._wanted, owner=self, done=self._show)

    def _more(self) -> None:
        self._wanted += _STEP
        self.refresh()

    def shown(self) -> list[ActionRow]:
        """The actions listed."""
        return list(self._rows)

    def _show(self, rows: Sequence[ActionRow]) -> None:
        self._rows = list(rows)
        clear(self._list)
        for number, action in enumerate(rows):
            self._list.addWidget(self._line(action, first=number == 0))
        self.nothing.setVisible(not rows)
        self.earlier.setVisible(len(rows) >= self._wanted)

    def _line(self, action: ActionRow, first: bool) -> QWidget:
        if action.kind == "do" and not action.undone:
            end: QWidget = Button(
                lambda: _("Undo"), kind="link", small=True, on=partial(self.undo, action)
            )
        elif action.undone:
            end = Label(lambda: _("taken back"), "caption", "text3")
        else:
            end = Label("", "caption", "text3")
        return SettingRow(
            partial(_title, action),
            partial(_details, action),
            plain(row(end)),
            wide=False,
            first=first,
        )

    def undo(self, action: ActionRow) -> None:
        """Take one action back; a ``UserError`` says why it cannot be."""
        if self._shell.workspace.undo(action.id) is not None:
            self._shell.toast(
                _("Undone: {action}").format(action=_title(action)), "arrow-counter-clockwise"
            )


def _title(action: ActionRow) -> str:
    name = _(action.name)
    if action.kind == "undo":
        return _("Undone: {action}").format(action=name)
    if action.kind == "redo":
        return _("Done again: {action}").format(action=name)
    return name


def _details(action: ActionRow) -> str:
    day = formats.date_relative(action.done_at.astimezone().date(), clock.today())
    records = ngettext("{n} record", "{n} records", action.rows)
    parts = [
        f"{day} {formats.time_of_day(action.done_at)}",
        records.format(n=formats.integer(action.rows)),
        action.actor,
    ]
    return " · ".join(part for part in parts if part)
