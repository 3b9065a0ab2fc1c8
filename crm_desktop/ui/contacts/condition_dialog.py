"""The window in which a filter of groups is built, with how many it finds as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.ui.contacts.condition_tree import ConditionGroup
from crm_desktop.ui.contacts.condition_words import Options
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.text import Label

_PAUSE_MS = 250


class ConditionDialog(Dialog):
    """``done_with(conditions)`` gets the conditions that must all hold, one per chip."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        options: Options,
        conditions: Sequence[dict[str, Any]],
        done_with: Callable[[list[dict[str, Any]]], object],
    ) -> None:
        self._shell = shell
        self._done_with = done_with
        alone = conditions[0] if len(conditions) == 1 else None
        start = alone if alone is not None and "any" in alone else {"all": list(conditions)}
        self.group = ConditionGroup(options, start)
        self.found = Label("", "caption", "text2")
        super().__init__(
            host,
            lambda: _("Whom to list"),
            self.group,
            lambda: _("Show them"),
            self._take,
            extra=self.found,
            width=880,
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self.group.changed.connect(self._pause.start)
        self._count()

    def _take(self) -> bool:
        whole = self.group.read()
        if whole is None:
            return False
        self._done_with(list(whole["all"]) if "all" in whole else [whole] if whole["any"] else [])
        return True

    def _count(self) -> None:
        whole = self.group.peek()
        if whole is None or not self._shell.workspace.is_open:
            self.found.say("")
            return
        self._shell.workspace.ask(
            contact_list.count, ContactQuery(conditions=whole), owner=self, done=self._counted
        )

    def _counted(self, number: int) -> None:
        words = ngettext("{n} customer matches", "{n} customers match", number)
        self.found.say(words.format(n=formats.integer(number)))
