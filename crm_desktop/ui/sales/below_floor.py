"""Why a sale may be cheaper than the customer's stage allows: asked before it is recorded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import BelowFloor
from crm_desktop.core.i18n import _
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.text import Label


class ReasonDialog(Dialog):
    """``record(reason)`` is called with what was written, which is never empty."""

    def __init__(
        self, host: QWidget, problem: BelowFloor, record: Callable[[str], object]
    ) -> None:  # fmt: skip
        self._record = record
        self.reason = LineEdit(lambda: _("e.g. end of the line, agreed by the boss"))
        self.field = Field(lambda: _("Reason, kept with the sale"), self.reason)
        content = column(Label(problem.what, "body", "text2", wrap=True), self.field, gap=12)
        super().__init__(
            host,
            lambda: _("Sell below the lowest price?"),
            plain(content),
            lambda: _("Sell for this reason"),
            self._take,
            enter=True,
        )

    def _take(self) -> bool:
        if not self.reason.value():
            self.field.set_error(lambda: _("Write why, or go back and raise the price."))
            self.reason.setFocus()
            return False
        self._record(self.reason.value())
        return True


def ask_reason(
    host: QWidget, problem: BelowFloor, record: Callable[[str], object]
) -> ReasonDialog:  # fmt: skip
    """Open the dialog."""
    dialog = ReasonDialog(host, problem, record)
    dialog.open()
    return dialog
