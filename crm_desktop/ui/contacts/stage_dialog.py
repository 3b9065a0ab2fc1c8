"""Moving customers to another stage by hand, with the reason that the timeline keeps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.ui.contacts.actions import ContactActions
from crm_desktop.ui.page import Shell
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain

STAY = "stay"


class StageDialog(Dialog):
    """Which stage and why; or their present stage, its days begun again. A closed stage gives up:
    that is not done without a reason."""

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
        self.reason = LineEdit(self._example)
        self.reason_field = Field(lambda: _("Reason, for the timeline"), self.reason)
        content = column(Field(lambda: _("To which stage"), self.stage), self.reason_field, gap=12)
        title = partial(_title, name, len(self._ids))
        super().__init__(host, title, plain(content), self._act, self._take, enter=True)
        self.stage.activated.connect(self._chosen)

    def open(self) -> None:
        """With the cursor in the reason when the stage is given."""
        super().open()
        if self._gives_up():
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)

    def _gives_up(self) -> bool:
        one = self._stages.get(self.stage.value())
        return one is not None and one.closed

    def _act(self) -> str:
        return _("Give up") if self._gives_up() else _("Move")

    def _example(self) -> str:
        return _("e.g. buys elsewhere") if self._gives_up() else _("e.g. asked for a quote")

    def _chosen(self) -> None:
        self.action.say(self._act)
        self.reason.setPlaceholderText(self._example())
        self.reason_field.set_error("")

    def _take(self) -> bool:
        reason = self.reason.value()
        if self._gives_up() and not reason:
            self.reason_field.set_error(lambda: _("Write why, so that one can learn from it."))
            self.reason.setFocus()
            return False
        if self.stage.value() == STAY:
            self._actions.extend_stage(self._ids, reason)
        else:
            self._actions.move_stage(self._ids, self._stages[self.stage.value()], reason)
        return True


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
