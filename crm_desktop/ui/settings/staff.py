"""Who works here: added, changed, gone, back; and which of them sits at this computer."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import MemberRow, StaffDraft
from crm_desktop.ui.handover.dialog import ask_handover
from crm_desktop.ui.page import Shell
from crm_desktop.ui.settings.setting_row import SettingRow
from crm_desktop.ui.settings.staff_dialog import StaffDialog
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import ComboBox
from crm_desktop.ui.widgets.layout import clear, column, plain, row, show_if
from crm_desktop.ui.widgets.text import Label


class StaffSettings(QWidget):
    """One line for each; those who left stand below with a way back."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.members: list[MemberRow] = []
        self.lines: dict[int, QWidget] = {}
        self.sitting = ComboBox()
        self.sitting.activated.connect(lambda _index: self._sit_down())
        here = Card(lambda: _("On this computer"))
        here.body.addWidget(
            SettingRow(
                lambda: _("I am"),
                lambda: _("New customers, follow-ups, entries and sales are yours then."),
                self.sitting,
                first=True,
            )
        )
        self.add = Button(lambda: _("Add"), "plus", "primary", small=True, on=self.new)
        self.none = Label(lambda: _("Nobody yet."), "body", "text3", wrap=True)
        self._here, self._gone = column(gap=0), column(gap=0)
        card = Card(lambda: _("Staff"))
        card.body.addLayout(
            column(self.none, self._here, row(self.add, None), gap=10, margins=(20, 0, 20, 16))
        )
        self.former = Card(lambda: _("Gone"))
        self.former.body.addLayout(column(self._gone, margins=(20, 0, 20, 16)))
        self.setLayout(column(here, card, self.former, None, gap=16))

    def refresh(self, changes: Changes | None) -> None:
        """Read everybody again."""
        if changes is not None and not changes.touches(
            "staff", "shop", "contact", "deal", "follow_up"
        ):
            return
        self.members = self._shell.workspace.read(staff.members)
        clear(self._here)
        clear(self._gone)
        self.lines = {one.id: self._line(one) for one in self.members}
        for one in self.members:
            (self._here if one.active else self._gone).addWidget(self.lines[one.id])
        show_if(self.none, not any(one.active for one in self.members))
        self.former.setVisible(any(not one.active for one in self.members))
        self.sitting.set_choices(
            [("", lambda: _("Nobody said"))]
            + [(str(one.id), one.name) for one in self.members if one.active],
            str(self._shell.workspace.me or ""),
        )

    def _line(self, one: MemberRow) -> QWidget:
        words = plain(
            column(
                Label(one.name, "strong", wrap=True),
                Label(partial(staff.facts, one), "caption", "text3", wrap=True),
                gap=1,
            )
        )
        actions: list[QWidget] = []
        if one.customers or one.deals or one.follow_ups:
            give = partial(ask_handover, self, self._shell, one)
            actions.append(Button(lambda: _("Hand over…"), "arrow-right", small=True, on=give))
        if one.active:
            actions += [
                IconButton("pencil-simple", lambda: _("Edit"), on=partial(self.edit, one)),
                IconButton("x", lambda: _("Works here no more"), on=partial(self._leave, one)),
            ]
        else:
            actions += [
                Button(lambda: _("Works here again"), small=True, on=partial(self._back, one))
            ]
        return plain(row((words, 1), *actions, gap=6, margins=(0, 6, 0, 6)))

    def new(self) -> StaffDialog:
        """Ask for somebody new."""
        return self._ask(None, self._add)

    def edit(self, one: MemberRow) -> StaffDialog:
        """Ask what to change about somebody."""
        return self._ask(one, partial(self._change, one))

    def _ask(self, one: MemberRow | None, save: Any) -> StaffDialog:
        shops = self._shell.workspace.read(staff.shops)
        dialog = StaffDialog(self, one, self.members, shops, save)
        dialog.open()
        return dialog

    def _add(self, draft: StaffDraft) -> None:
        self._write(N_("Add a member of staff"), staff.add, draft)
        self._shell.toast(_("{name} added").format(name=draft.name), undo=True)

    def _change(self, one: MemberRow, draft: StaffDraft) -> None:
        self._write(N_("Change a member of staff"), staff.edit, one.id, draft)
        self._shell.toast(_("{name} changed").format(name=draft.name), undo=True)

    def _leave(self, one: MemberRow) -> None:
        self._write(N_("A member of staff leaves"), staff.leave, one.id)
        if self._shell.workspace.me == one.id:
            self._tell(None)
        words = _("{name} works here no more").format(name=one.name)
        self._shell.toast(words, undo=True)

    def _back(self, one: MemberRow) -> None:
        self._write(N_("A member of staff comes back"), staff.come_back, one.id)
        self._shell.toast(_("{name} works here again").format(name=one.name), undo=True)

    def _sit_down(self) -> None:
        self._tell(int(self.sitting.value()) if self.sitting.value() else None)

    def _tell(self, staff_id: int | None) -> None:
        workspace = self._shell.workspace
        if workspace.path is not None:
            self._shell.preferences.sit_down(workspace.path, staff_id)
        workspace.sit_down(staff_id)
        # Notes and what was urged are shown to whom they are for.
        workspace.changed.emit(Changes(ids={"staff": frozenset({staff_id or 0})}))

    def _write(self, name: str, service: Any, /, *args: Any) -> None:
        self._shell.workspace.execute(name, service, *args)
