"""One territory: its name, who looks after it, and the rule by which customers belong to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.territories import TerritoryRow
from crm_desktop.services.settings import choices
from crm_desktop.ui.contacts.condition_tree import ConditionGroup
from crm_desktop.ui.contacts.condition_words import Options
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label

_PAUSE_MS = 300


class TerritoryDialog(Dialog):
    """``save(changes)`` gets what ``territories.edit`` takes; a ``UserError`` is said below the
    name."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        options: Options,
        one: TerritoryRow | None,
        save: Callable[[dict[str, Any]], object],
    ) -> None:
        self._shell, self._save = shell, save
        self.name = LineEdit(lambda: _("e.g. West of the river"), one.name if one else "")
        self.staff = ComboBox(
            [("", lambda: _("Nobody"))]
            + [(str(each.id), each.name) for each in shell.workspace.read(choices.staff)],
            str(one.staff_id or "") if one else "",
        )
        self.rule = ConditionGroup(options, one.rule if one else None)
        self.name_field = Field(lambda: pgettext("of a thing", "Name"), self.name)
        self.found = Label("", "strong")
        content = column(
            row(
                (self.name_field, 1),
                (Field(lambda: _("Who looks after its customers"), self.staff), 1),
                gap=12,
            ),
            Label(lambda: _("Who belongs to it"), "caption", "text2"),
            self.rule,
            gap=12,
        )
        title = (lambda: _("Change a territory")) if one else (lambda: _("New territory"))
        super().__init__(
            host, title, plain(content), lambda: _("Save"), self._take,
            extra=self.found, width=840,
        )  # fmt: skip
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self.rule.changed.connect(self._pause.start)
        self._count()

    def _count(self) -> None:
        whole = self.rule.peek()
        if whole is None or not self._shell.workspace.is_open:
            self.found.say("")
        elif not any(whole.values()):
            self.found.say(lambda: _("By hand only"))
        else:
            self._shell.workspace.ask(
                contact_list.count, ContactQuery(conditions=whole), owner=self, done=self._counted
            )

    def _counted(self, number: int) -> None:
        words = ngettext("{n} customer matches", "{n} customers match", number)
        self.found.say(words.format(n=formats.integer(number)))

    def _take(self) -> bool:
        whole = self.rule.read()
        if whole is None:
            return False
        staff = self.staff.value()
        changes = {
            "name": self.name.value(),
            "rule": whole if any(whole.values()) else None,
            "staff_id": int(staff) if staff else None,
        }
        try:
            self._save(changes)
        except UserError as problem:
            self.name_field.set_error(str(problem))
            self.name.setFocus()
            return False
        return True
