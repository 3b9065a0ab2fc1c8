"""Sending goods of an order: how much of each line, by whom, under which number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import entered
from crm_desktop.services.quotes import orders
from crm_desktop.services.quotes.orders import DeliveryDraft, DeliveryRow, OrderDetail
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import Field, LineEdit
from crm_desktop.ui.widgets.layout import column, fixed_width, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit


class _Waybill(QWidget):
    """Who brings goods, under which number, since when and where to."""

    def __init__(self, kept: DeliveryRow | None) -> None:
        super().__init__()
        self.carrier = LineEdit(lambda: _("e.g. SF Express, own van"), kept.carrier if kept else "")
        self.tracking = LineEdit("", kept.tracking_no if kept else "")
        self.day = DateEdit(kept.shipped_on if kept else clock.today())
        self.address = LineEdit("", kept.address if kept else "")
        self.note = LineEdit("", kept.note if kept else "")
        self.day_field = Field(lambda: _("Sent on"), self.day)
        self.setLayout(
            column(
                row(
                    (Field(lambda: _("Carrier"), self.carrier), 2),
                    (Field(lambda: _("Its number"), self.tracking), 2),
                    (self.day_field, 2),
                    gap=12,
                ),
                Field(lambda: _("Address, if another"), self.address),
                Field(lambda: _("Note"), self.note),
                gap=12,
            )
        )

    def draft(self, quantities: Mapping[int, int] | None = None) -> DeliveryDraft | None:
        """What is typed; ``None`` after saying that the day cannot be read."""
        self.day_field.set_error()
        try:
            day: dt.date | None = self.day.date()
        except ValueError:
            self.day_field.set_error(lambda: _("Type a date, e.g. 2026-06-18."))
            return None
        return DeliveryDraft(
            quantities,
            day,
            self.carrier.value(),
            self.tracking.value(),
            self.address.value(),
            self.note.value(),
        )


class DeliverDialog(Dialog):
    """What is left is filled in; 0 or nothing keeps a line for another delivery."""

    def __init__(self, host: QWidget, shell: Shell, order: OrderDetail) -> None:
        self._shell = shell
        self._order = order
        self.quantities: dict[int, LineEdit] = {}
        lines = column(gap=6)
        for line in order.sale.lines:
            if left := order.left.get(line.id, 0):
                edit = LineEdit("0", entered.plain_quantity(left))
                edit.setAccessibleName(line.name)
                fixed_width(edit, 90)
                self.quantities[line.id] = edit
                of = _("of {quantity} left").format(
                    quantity=f"{formats.quantity(left)} {line.unit}".strip()
                )
                lines.addLayout(
                    row((Label(line.name, "body", elide=True), 1), edit,
                        (Label(of, "caption", "text2", elide=True), 1), gap=8)
                )  # fmt: skip
        self.waybill = _Waybill(None)
        self.lines_field = Field(lambda: _("What goes"), plain(lines))
        super().__init__(
            host,
            lambda: _("Deliver {number}").format(number=order.sale.number),
            plain(column(self.lines_field, self.waybill, gap=12)),
            lambda: _("Send the goods"),
            self._send,
            width=600,
            enter=True,
        )

    def _send(self) -> bool:
        self.lines_field.set_error()
        try:
            typed = {line: _many(edit.value()) for line, edit in self.quantities.items()}
            draft = self.waybill.draft(typed)
            if draft is None:
                return False
            self._shell.workspace.execute(
                orders.DELIVER_ACTION, orders.deliver, self._order.sale.id, draft
            )
        except UserError as problem:
            said = f"{problem.what} {problem.do}".strip()
            self.lines_field.set_error(lambda: said)
            return False
        said = _("Delivery of {number} noted").format(number=self._order.sale.number)
        self._shell.toast(said, "package", undo=True)
        return True


class WaybillDialog(Dialog):
    """The carrier tells the number later: what is said of a delivery, but not what it carries."""

    def __init__(self, host: QWidget, shell: Shell, delivery: DeliveryRow) -> None:
        self._shell, self._delivery = shell, delivery
        self.waybill = _Waybill(delivery)
        super().__init__(
            host,
            lambda: _("Change the delivery"),
            self.waybill,
            lambda: _("Save"),
            self._keep,
            width=600,
            enter=True,
        )

    def _keep(self) -> bool:
        draft = self.waybill.draft()
        if draft is None:
            return False
        try:
            self._shell.workspace.execute(
                orders.CORRECT_ACTION, orders.correct, self._delivery.id, draft
            )
        except UserError as problem:
            said = f"{problem.what} {problem.do}".strip()
            self.waybill.day_field.set_error(lambda: said)
            return False
        self._shell.toast(_("Saved"), undo=True)
        return True


def _many(typed: str) -> int:
    return entered.quantity(typed) if typed and set(typed) - set("0.") else 0
