"""Recording the orders of the grid: at once or in the background, once, with what is asked then."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.core import formats
from crm_desktop.core.errors import BelowFloor
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales import papers, recording
from crm_desktop.ui.sales.below_floor import SALE, ApprovalDialog
from crm_desktop.ui.sales.entry_model import CUSTOMER
from crm_desktop.ui.sales.order import Order

if TYPE_CHECKING:
    from crm_desktop.ui.sales.entry_view import EntryView

INLINE_ORDERS = 2  # more take longer than the window may wait


class Saving(QObject):
    """``busy`` while orders are recorded in the background: they would be recorded twice."""

    def __init__(self, view: EntryView, shell: Shell) -> None:
        super().__init__(view)
        self._view, self._shell = view, shell
        self.busy = False

    def record(
        self, orders: Sequence[Order], reason: str = "", approver_id: int | None = None
    ) -> None:
        """Record orders as one step of undo."""
        workspace, name = self._shell.workspace, N_("Record sales")
        if len(orders) <= INLINE_ORDERS:
            try:
                ids = workspace.execute(name, recording.record, orders, self._view.day,
                                  below_floor_reason=reason, approver_id=approver_id)  # fmt: skip
            except BelowFloor as problem:
                self._ask_reason(orders, problem)
            else:
                self._saved(orders, ids)
            return
        self.busy = True
        workspace.execute_job(
            name,
            recording.record,
            orders,
            self._view.day,
            owner=self,
            done=lambda ids: self._saved(orders, ids),
            failed=partial(self._failed, orders),
            title=lambda: _("Recording sales"),
            below_floor_reason=reason,
            approver_id=approver_id,
        )

    def _failed(self, orders: Sequence[Order], problem: BaseException) -> None:
        self.busy = False
        if isinstance(problem, BelowFloor):
            self._ask_reason(orders, problem)
        else:
            self._shell.show_problem(problem)

    def _ask_reason(self, orders: Sequence[Order], problem: BelowFloor) -> None:
        """Below the lowest price: only with a reason, and with who agreed."""
        again = partial(self.record, orders)
        ApprovalDialog(self._view, self._shell, problem, SALE, again).open()

    def _saved(self, orders: Sequence[Order], ids: Sequence[int]) -> None:
        self.busy = False
        self._view.model.apply(self._view.batch.clear)
        self._view.grid.go(0, CUSTOMER)
        due = sum(order.due_minor for order in orders)
        said = ngettext(
            "{n} sale recorded, {amount}", "{n} sales recorded, {amount}", len(orders)
        ).format(n=len(orders), amount=formats.money_exact(due))
        self._shell.toast(said, undo=True)
        printed = [one for one, order in zip(ids, orders, strict=True) if order.extra.receipt]
        if printed:
            papers.print_receipts(self._view, self._shell, printed)
