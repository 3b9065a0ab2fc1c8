"""The ready fields of the profile, each a switch, under the groups they belong to."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.fields import ready_fields
from crm_desktop.services.fields.ready_fields import ReadyField
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import Toggle
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label


class ReadyFields(QWidget):
    """Switching one acts at once and can be undone."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.toggles: dict[str, Toggle] = {}
        card = Card(lambda: _("Ready fields"))
        inside = column(gap=6, margins=(20, 0, 20, 16))
        explained = Label(
            lambda: _(
                "Switch on what you really use. Sensitive ones are masked and need a reason: ask "
                "yourself whether you may keep it."
            ),
            "caption",
            "text3",
            wrap=True,
        )
        inside.addWidget(explained)
        for group in (*ready_fields.GROUPS, *ready_fields.PARTIES):
            declared = [one for one in ready_fields.FIELDS if one.group == group]
            if declared:
                inside.addWidget(self._group(group, declared))
        card.body.addLayout(inside)
        self.setLayout(column(card))

    def _group(self, group: str, declared: list[ReadyField]) -> QWidget:
        lines = column(Label(partial(ready_fields.group_name, group), "strong"), gap=2)
        for one in declared:
            toggle = Toggle(partial(_named, one))
            toggle.clicked.connect(partial(self._switch, one))
            self.toggles[one.code] = toggle
            lines.addLayout(row(toggle, None))
        return plain(lines)

    def refresh(self, changes: Changes | None) -> None:
        """Read which are on."""
        if changes is not None and not changes.touches("custom_field"):
            return
        on = self._shell.workspace.read(ready_fields.switched_on)
        for code, toggle in self.toggles.items():
            toggle.setChecked(code in on)

    def _switch(self, field: ReadyField, on: bool) -> None:
        name = N_("Switch a field on") if on else N_("Switch a field off")
        service = ready_fields.switch_on if on else ready_fields.switch_off
        self._shell.workspace.execute(name, service, [field.code])
        words = _("“{name}” is on") if on else _("“{name}” is off; what it holds stays")
        self._shell.toast(words.format(name=_(field.label)), undo=True)


def _named(field: ReadyField) -> str:
    label = _(field.label)
    return _("{name} (sensitive)").format(name=label) if field.sensitive else label
