"""Asks what deals are to bring each month."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.deals import deal_board, deals
from crm_desktop.services.settings import settings
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import Field
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.typed_edits import MoneyEdit


class TargetDialog(Dialog):
    """One amount for the whole shop; empty for none."""

    def __init__(self, host: QWidget, shell: Shell) -> None:
        self._shell = shell
        currency = shell.workspace.read(settings.get, settings.CURRENCY)
        now = shell.workspace.read(settings.get, settings.DEAL_TARGET)
        self.amount = MoneyEdit(now or None, currency)
        self.field = Field(lambda: _("To win each month (empty for no target)"), self.amount)
        super().__init__(
            host, lambda: _("Monthly target"), plain(column(self.field)), lambda: _("Save"),
            self._keep, enter=True,
        )  # fmt: skip

    def _keep(self) -> bool:
        try:
            amount = self.amount.minor() or 0
        except ValueError:
            amount = -1
        if not 0 <= amount < deals.MOST_MINOR:
            self.field.set_error(lambda: _("Type an amount, e.g. 60000."))
            return False
        run = self._shell.workspace.execute
        run(deal_board.TARGET_ACTION, deal_board.set_target, amount)
        self._shell.toast(_("Target saved"), undo=True)
        return True
