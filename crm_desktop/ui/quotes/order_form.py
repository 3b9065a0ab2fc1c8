"""What an order promises: the day, and the steps on the way to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services.quotes import orders
from crm_desktop.services.quotes.orders import Milestone, OrderDetail
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.rows_editor import EditedRow, RowsEditor
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.typed_edits import DateEdit


class MilestoneRow(EditedRow):
    """A step: what, until when, done or not."""

    def __init__(self, step: Milestone | None) -> None:
        super().__init__()
        self._kept = step
        self.name = LineEdit(lambda: _("e.g. measured, made, installed"), step.name if step else "")
        self.due = DateEdit(step.due_on if step else None)
        self.done = CheckBox(lambda: _("Done"), bool(step and step.done_on))
        theme.live(self.name, lambda: self.name.setAccessibleName(_name_words()))
        theme.live(self.due, lambda: self.due.setAccessibleName(_due_words()))
        self.setLayout(row((self.name, 4), (self.due, 2), (self.done, 1), gap=8))

    def value(self) -> Milestone | None:
        if not self.name.value():
            return None
        try:
            due = self.due.date()
        except ValueError:
            raise UserError(
                _("“{text}” is no date.").format(text=self.due.value()),
                _("Nothing was changed."),
                _("Type a date, e.g. 2026-06-18."),
            ) from None
        kept = self._kept
        done: dt.date | None = None
        if self.done.isChecked():
            done = kept.done_on if kept and kept.done_on else clock.today()
        return Milestone(self.name.value(), due, done, kept.id if kept else 0)

    def first(self) -> QWidget:
        return self.name


class OrderForm(Dialog):
    """Promised day and milestones, changed in one step of undo."""

    def __init__(self, host: QWidget, shell: Shell, order: OrderDetail) -> None:
        self._shell = shell
        self._order = order
        self.promised = DateEdit(order.promised_on)
        self.steps = RowsEditor(
            lambda: _("Add a milestone"),
            MilestoneRow,
            order.milestones,
            ((_name_words, 4), (_due_words, 2), ("", 1)),
        )
        self.promised_field = Field(lambda: _("Promised for"), self.promised)
        self.steps_field = Field(lambda: _("Milestones"), self.steps)
        super().__init__(
            host,
            lambda: _("Order {number}").format(number=order.sale.number),
            plain(column(self.promised_field, self.steps_field, gap=12)),
            lambda: _("Save"),
            self._keep,
            width=600,
        )

    def _keep(self) -> bool:
        self.promised_field.set_error()
        self.steps_field.set_error()
        try:
            day = self.promised.date()
        except ValueError:
            self.promised_field.set_error(lambda: _("Type a date, e.g. 2026-06-18."))
            return False
        try:
            self._shell.workspace.execute(
                orders.STEPS_ACTION, _save, self._order.sale.id, day, self.steps.values()
            )
        except UserError as problem:
            said = f"{problem.what} {problem.do}".strip()
            self.steps_field.set_error(lambda: said)
            return False
        said = _("Order {number} saved").format(number=self._order.sale.number)
        self._shell.toast(said, undo=True)
        return True


def _save(
    session: Any, sale_id: int, day: dt.date | None, steps: tuple[Milestone, ...]
) -> None:  # fmt: skip
    orders.promise(session, sale_id, day)
    orders.set_milestones(session, sale_id, steps)


def _name_words() -> str:
    return _("Milestone")


def _due_words() -> str:
    return _("To be done by")
