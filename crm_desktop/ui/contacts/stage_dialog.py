"""Moving customers to another stage by hand, with the reason that the timeline keeps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services import lifecycle
from crm_desktop.ui.contacts.actions import ContactActions
from crm_desktop.ui.page import Shell
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain

STAY = "stay"


class StageDialog(Dialog):
    """Which stage and why; or their present stage, its days begun again."""

    def __init__(
        self, host: QWidget, shell: Shell, ids: Sequence[int], name: str, start: str = ""
    ) -> None:
        self._actions = ContactActions(shell, host)
        self._ids = list(ids)
        self._stages = {str(one.id): one for one in shell.workspace.read(lifecycle.stages)}
        known = [(key, one.name) for key, one in self._stages.items()]
        first = next((key for key, one in self._stages.items() if one.code == start), "")
        stay: tuple[str, Text] = (STAY, lambda: _("Stay, and the days allowed begin again"))
        self.stage = ComboBox([*known, stay], first)
        self.reason = LineEdit(lambda: _("e.g. asked for a quote"))
        content = column(
            Field(lambda: _("To which stage"), self.stage),
            Field(lambda: _("Reason, for the timeline"), self.reason),
            gap=12,
        )
        title = partial(_title, name, len(self._ids))
        super().__init__(host, title, plain(content), lambda: _("Move"), self._take, enter=True)

    def _take(self) -> None:
        reason = self.reason.value()
        if self.stage.value() == STAY:
            self._actions.extend_stage(self._ids, reason)
        else:
            self._actions.move_stage(self._ids, self._stages[self.stage.value()], reason)


def ask_stage(
    host: QWidget, shell: Shell, ids: Sequence[int], name: str = "", start: str = ""
) -> StageDialog:
    """Open the dialog; ``name`` is the only customer's, ``start`` the code of a stage."""
    dialog = StageDialog(host, shell, ids, name, start)
    dialog.open()
    return dialog


def _title(name: str, count: int) -> str:
    if name:
        return _("Move {name} to a stage").format(name=name)
    words = ngettext("Move {n} customer to a stage", "Move {n} customers to a stage", count)
    return words.format(n=formats.integer(count))
