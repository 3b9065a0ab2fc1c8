"""Asks about exit steps that are not ticked before a deal moves on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.deals.deal_stages import StageRow
from crm_desktop.services.deals.deal_steps import ExitStep
from crm_desktop.services.deals.deals import Why
from crm_desktop.services.settings import choices
from crm_desktop.services.settings.choices import StaffRow
from crm_desktop.ui.deals.deal_words import short_title
from crm_desktop.ui.deals.moving import say_moved
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, show_if
from crm_desktop.ui.widgets.text import Label


class MoveDialog(Dialog):
    """The checklist of the stage to leave; a reason for what stays unticked; who agreed."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        row: DealRow,
        stage: StageRow | None,
        steps: Sequence[ExitStep],
    ) -> None:
        self._shell, self._row, self._stage = shell, row, stage
        self.boxes = {step.text: CheckBox(step.text, step.done) for step in steps}
        self.reason = LineEdit(lambda: _("e.g. agreed by phone"))
        self.reason_field = Field(lambda: _("Why without the others"), self.reason)
        staff: list[StaffRow] = shell.workspace.read(choices.staff)
        self.approver = ComboBox(
            [("", lambda: _("Nobody had to")), *((str(one.id), one.name) for one in staff)]
        )
        facts = lambda: _("{stage} asks for this before a deal leaves it:").format(  # noqa: E731
            stage=row.stage
        )
        agreed = Field(lambda: _("Who agreed"), self.approver)
        show_if(agreed, bool(staff))
        content = column(
            Label(facts, "body", "text2", wrap=True),
            column(*self.boxes.values(), gap=2),
            self.reason_field,
            agreed,
            gap=12,
        )
        name = stage.name if stage is not None else _("Won")
        super().__init__(
            host,
            lambda: _("Move “{title}” to {stage}?").format(title=short_title(row), stage=name),
            plain(content),
            lambda: _("Move the deal"),
            self._move,
            enter=True,
        )

    def _move(self) -> bool:
        ticked = tuple(text for text, box in self.boxes.items() if box.isChecked())
        if len(ticked) < len(self.boxes) and not self.reason.value():
            self.reason_field.set_error(
                lambda: _("Tick what is done, or say why the deal moves on without it.")
            )
            self.reason.setFocus()
            return False
        approver = int(self.approver.value() or 0) or None
        why = Why(self.reason.value(), ticked, approver_id=approver)
        say_moved(self._shell, self._row, self._stage, why)
        return True
