"""Why a sale or a quote may be below the lowest price, and who agreed: asked before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import BelowFloor
from crm_desktop.core.i18n import N_, _
from crm_desktop.services.sales import price_floor
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.text import Label


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked in message ids: the title, where the reason is kept, what the button does."""

    title: str
    kept: str
    act: str


SALE = Asked(
    N_("Sell below the lowest price?"),
    N_("Reason, kept with the sale"),
    N_("Sell for this reason"),
)
QUOTE = Asked(
    N_("Offer below the lowest price?"),
    N_("Reason, kept with the quote"),
    N_("Offer for this reason"),
)


class ApprovalDialog(Dialog):
    """``save(reason, approver_id)`` is called once both are there; nobody in a shop of nobody."""

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        problem: BelowFloor,
        asked: Asked,
        save: Callable[[str, int | None], object],
    ) -> None:
        self._save = save
        people = shell.workspace.read(price_floor.approvers)
        self.reason = LineEdit(lambda: _("e.g. end of the line, agreed by the boss"))
        self.reason_field = Field(lambda: _(asked.kept), self.reason)
        self.approver = ComboBox([("", "—"), *((str(one), name) for one, name in people)])
        self.approver_field = Field(lambda: _("Who agreed"), self.approver)
        self.approver_field.setVisible(bool(people))
        self._asked = bool(people)
        content = column(
            Label(problem.what, "body", "text2", wrap=True),
            self.reason_field,
            self.approver_field,
            gap=12,
        )
        super().__init__(
            host,
            lambda: _(asked.title),
            plain(content),
            lambda: _(asked.act),
            self._take,
            enter=True,
        )

    def _take(self) -> bool:
        self.reason_field.set_error()
        self.approver_field.set_error()
        if not self.reason.value():
            self.reason_field.set_error(lambda: _("Write why, or go back and raise the price."))
            self.reason.setFocus()
            return False
        if self._asked and not self.approver.value():
            self.approver_field.set_error(lambda: _("Choose who agreed to it."))
            self.approver.setFocus()
            return False
        self._save(self.reason.value(), int(self.approver.value() or 0) or None)
        return True
