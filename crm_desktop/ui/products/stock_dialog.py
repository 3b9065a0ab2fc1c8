"""Goods in, goods out, goods counted: one product at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import entered
from crm_desktop.services.products import stock
from crm_desktop.services.products.products import ProductRow
from crm_desktop.services.products.stock import MovementDraft
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.columns import with_unit
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label
from crm_desktop.ui.widgets.typed_edits import DateEdit

_WAYS: Sequence[tuple[str, str]] = (
    ("in", N_("Came in")),
    ("out", N_("Went out")),
    ("count", N_("Counted")),
)
_OWN = "*"


class StockDialog(Dialog):
    """``way`` is ``in``, ``out`` or ``count``; what the stock will be is told while typing."""

    def __init__(self, host: QWidget, shell: Shell, product: ProductRow, way: str = "in") -> None:
        self._shell = shell
        self.product = product
        self.way = SegControl([Choice(key, partial(_, label)) for key, label in _WAYS], way)
        self.quantity = LineEdit(lambda: _("e.g. 10"))
        self.quantity_field = Field(lambda: _("Quantity"), self.quantity)
        self.day = DateEdit(clock.today())
        self.day_field = Field(lambda: _("Date"), self.day)
        self.reason = ComboBox()
        self.own_reason = LineEdit(lambda: _("e.g. Exhibition"))
        self.reason_field = Field(
            lambda: _("Why"), plain(column(self.reason, self.own_reason, gap=6))
        )
        self.note = LineEdit(lambda: _("e.g. invoice number"))
        self.told = Label("", "body", "text2", wrap=True)
        content = plain(
            column(
                row(self.way, None),
                row((self.quantity_field, 1), (self.day_field, 1), gap=12),
                self.told,
                self.reason_field,
                Field(lambda: _("Note"), self.note),
                gap=12,
            )
        )
        super().__init__(
            host,
            lambda: _("Stock of {name}").format(name=product.name),
            content,
            lambda: _("Save"),
            self._save,
            enter=True,
        )
        self.own_reason.hide()
        self.way.chosen.connect(lambda _way: self._way_chosen())
        self.reason.activated.connect(lambda _index: self._reason_chosen())
        self.quantity.textChanged.connect(lambda _text: self._tell())
        self.day.textChanged.connect(lambda _text: self._tell())
        self._way_chosen()

    def open(self) -> None:
        super().open()
        self.quantity.setFocus()

    def _way_chosen(self) -> None:
        way = self.way.current()
        known = {"in": stock.REASONS_IN, "out": stock.REASONS_OUT}.get(way, ())
        named: list[tuple[str, Text]] = [(one, partial(_, stock.REASONS[one])) for one in known]
        self.reason.set_choices([*named, (_OWN, lambda: _("Another reason…"))])
        self.reason_field.setVisible(way != "count")
        self._reason_chosen()
        self._tell()

    def _reason_chosen(self) -> None:
        self.own_reason.setVisible(self.reason.value() == _OWN)
        if self.own_reason.isVisible():
            self.own_reason.setFocus()

    def _read(self) -> int | None:
        """Thousandths as typed, ``None`` for what is no quantity; nothing counted is 0."""
        typed = self.quantity.value()
        if self.way.current() == "count" and is_zero(typed):
            return 0
        try:
            return entered.quantity(typed)
        except UserError:
            return None

    def _tell(self) -> None:
        """What the stock is and will be."""
        here = self.product.stock_milli or 0
        now = _("Now: {quantity}").format(quantity=with_unit(here, self.product.unit))
        milli = self._read()
        if milli is None:
            self.told.say(now)
            return
        after = here + milli if self.way.current() == "in" else here - milli
        if self.way.current() == "count":
            after = self._after_count(milli)
        then = _("then: {quantity}").format(quantity=with_unit(after, self.product.unit))
        self.told.say(f"{now} → {then}")

    def _after_count(self, milli: int) -> int:
        """What is there now when so much was counted on the day typed."""
        try:
            day = self.day.date()
        except ValueError:
            day = None
        after: int = self._shell.workspace.read(stock.after_count, self.product.id, milli, day)
        return after

    def _save(self) -> bool:
        self.quantity_field.set_error()
        self.day_field.set_error()
        milli = self._read()
        if milli is None:
            self.quantity_field.set_error(lambda: _("Type a quantity, e.g. 2 or 1.5."))
            self.quantity.setFocus()
            return False
        try:
            day = self.day.date()
        except ValueError:
            self.day_field.set_error(lambda: _("Type a date such as 2026-06-18."))
            self.day.setFocus()
            return False
        workspace, product = self._shell.workspace, self.product.id
        try:
            self._write(milli, day)
        except UserError as problem:
            self.quantity_field.set_error(str(problem))
            self.quantity.setFocus()
            return False
        left = formats.quantity(workspace.read(stock.level, product))
        said = _("{name}: {n} in stock").format(name=self.product.name, n=left)
        self._shell.toast(said, "package", undo=True)
        return True

    def _write(self, milli: int, day: dt.date | None) -> None:
        workspace, product = self._shell.workspace, self.product.id
        if self.way.current() == "count":
            note = self.note.value()
            workspace.execute(stock.COUNT_ACTION, stock.count, product, milli, day, note)
            return
        reason = self.reason.value()
        draft = MovementDraft(
            milli if self.way.current() == "in" else -milli,
            self.own_reason.value() if reason == _OWN else reason,
            day,
            self.note.value(),
        )
        workspace.execute(stock.MOVE_ACTION, stock.move, product, draft)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The way is chosen without leaving the number.
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = [key for key, _label in _WAYS]
        self.way.set_current(keys[(keys.index(self.way.current()) + step) % len(keys)])
        self._way_chosen()


def is_zero(typed: str) -> bool:
    """True for ``0`` and ``0.00``: nothing was left on the shelf."""
    return "0" in typed and typed.replace("0", "") in ("", ".")
