"""The panel beside the entry grid: the order being entered, and the sums of the batch."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.exchange import entered
from crm_desktop.services.sales.sale_draft import TAX_INCLUDED
from crm_desktop.ui import theme
from crm_desktop.ui.sales.batch import Batch
from crm_desktop.ui.sales.entry_model import buyer_name, method_name
from crm_desktop.ui.sales.entry_reminder import EntryReminder
from crm_desktop.ui.sales.order import TERMS, Line, Order
from crm_desktop.ui.sales.order_dialog import SPLITS
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.choices import Choice, SegControl
from crm_desktop.ui.widgets.form import CheckBox, LineEdit
from crm_desktop.ui.widgets.layout import column, fixed_width, plain, row, rule
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

WIDTH = 344
_SEGMENTS = 4


class EntrySide(QFrame):
    """``received`` (minor units, or ``None`` for in full) and ``method`` when changed here;
    ``amount_typed`` before that, for whoever knows a bar code from an amount; ``receipt`` when one
    is to be printed, or no more."""

    received = Signal(object)
    method = Signal(str)
    more_asked = Signal()
    amount_typed = Signal(str)
    receipt = Signal(bool)

    def __init__(self, reminder: EntryReminder) -> None:
        super().__init__()
        self.setProperty("panel", "right")
        self._reminder = reminder
        self._order: Order | None = None
        self._methods: Sequence[str] = ()
        self.face = Avatar("?", 0, size=40)
        self.name = Label("", "card", elide=True)
        self.chip = Chip("", "accent")
        self.phone = Label("", "caption", "text2", elide=True)
        self.lines = _Lines()
        self.subtotal, self.discount = _Sum("body", "text2"), _Sum("body", "text2")
        self.due = _Sum("figure", "text", label_role="card")
        self.tax = _Sum("body", "text2")
        self.splits = [_Sum("body", "text2") for _number in range(SPLITS)]
        self.change, self.open = _Sum("strong", "accentText"), _Sum("strong", "amberText")
        self.more = Button(
            lambda: _("Discount, tax, split, due…"),
            "dots-three",
            "ghost",
            keys="F4",
            on=self.more_asked.emit,
        )
        self.paid = LineEdit()
        self.seg = SegControl([Choice("", "")], small=True)
        self.prints = CheckBox(lambda: _("Print receipt after saving"))
        self.batch_title = Label(lambda: _("This batch"), "strong")
        self.batch_count = Label("", "caption", "text2")
        self.batch_due, self.batch_paid = _Sum("strong", "text"), _Sum("strong", "text")
        self.batch_owed = _Sum("strong", "amberText")
        self._lay_out()
        fixed_width(self, WIDTH)
        self.paid.editingFinished.connect(lambda: self.amount_typed.emit(self.paid.value()))
        self.seg.chosen.connect(self.method.emit)
        self.prints.clicked.connect(lambda: self.receipt.emit(self.prints.isChecked()))
        theme.live(self, self._speak)

    def _lay_out(self) -> None:
        self.paid.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fixed_width(self.paid, 130)
        self.paid.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.paid_label = Label(lambda: _("Received"), "body", "text2")
        head = row(
            self.face,
            (column(row((self.name, 1), self.chip, gap=8), self.phone, gap=2), 1),
            gap=12,
        )
        self.order_part = plain(
            column(
                head,
                self._reminder.hint,
                4,
                self.lines,
                rule(),
                self.subtotal,
                self.discount,
                self.tax,
                self.due,
                4,
                row((self.paid_label, 1), self.paid),
                row(self.seg, None),
                *self.splits,
                self.change,
                self.open,
                4,
                self._reminder,
                self.prints,
                row(self.more, None),
                None,
                gap=6,
                margins=(20, 16, 20, 12),
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(ScrollArea(self.order_part), 1)
        whole.addWidget(rule())
        whole.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setLayout(
            column(
                row((self.batch_title, 1), self.batch_count),
                self.batch_due,
                self.batch_paid,
                self.batch_owed,
                gap=5,
                margins=(20, 12, 20, 14),
            )
        )
        return foot

    def _speak(self) -> None:
        self.paid.setAccessibleName(_("Received"))
        self.subtotal.label.say(lambda: _("Subtotal"))
        self.discount.label.say(lambda: _("Discount"))
        self.due.label.say(lambda: _("Due"))
        self.change.label.say(lambda: _("Change"))
        self.batch_due.label.say(lambda: _("Due"))
        self.batch_paid.label.say(lambda: _("Received"))
        self.batch_owed.label.say(lambda: _("New balance"))

    def use_methods(self, methods: Sequence[str]) -> None:
        """The ways to pay, most usual first; "on account" is last."""
        self._methods = methods

    def show_batch(self, batch: Batch, line: int, phone: str = "") -> None:
        """Follow the order of ``line``, and sum the batch up."""
        self._order = batch.order_of(min(line, len(batch) - 1))
        self.order_part.setVisible(self._order is not None)
        if self._order is not None:
            self._show_order(self._order, phone)
        orders = batch.orders()
        lines = len([one for one in batch.lines if one.product])
        count = ngettext("{n} order", "{n} orders", len(orders)).format(n=len(orders))
        rows = ngettext("{n} line", "{n} lines", lines).format(n=lines)
        self.batch_count.say(f"{count} · {rows}")
        self.batch_due.say(formats.money_exact(sum(order.due_minor for order in orders)))
        kept = sum(order.figures.paid_minor for order in orders)
        self.batch_paid.say(formats.money_exact(kept))
        owed = sum(max(0, order.owed_minor) for order in orders)
        self.batch_owed.say(formats.money_exact(owed))

    def _show_order(self, order: Order, phone: str) -> None:
        buyer = order.buyer
        self.face.show_contact(buyer_name(buyer), buyer.contact_id or buyer.name, buyer.company)
        self.name.say(buyer_name(buyer))
        self.chip.say(_("Order {n}").format(n=order.number))
        self.phone.say(phone or buyer.phone)
        self.lines.show_lines(order.lines)
        figures = order.figures
        off = order.gross_minor - figures.subtotal_minor + figures.discount_minor
        self.subtotal.say(formats.amount_exact(order.gross_minor))
        self.discount.say(formats.amount_exact(off))
        self._show_tax(order, figures.tax_minor)
        self.due.say(formats.money_exact(order.due_minor))
        for sum_row, split in zip_longest(self.splits, order.splits):
            sum_row.setVisible(split is not None)
            if split is not None:
                sum_row.label.say(method_name(split.method) or _("Received"))
                sum_row.say(formats.amount_exact(split.amount_minor))
        self.change.setVisible(figures.change_minor > 0)
        self.change.say(formats.money_exact(figures.change_minor))
        self.open.setVisible(figures.open_minor > 0)
        due_on = order.extra.due_on
        words = _("Open, due {day}").format(day=formats.day_month(due_on)) if due_on else _("Open")
        self.open.label.say(words)
        self.open.say(formats.money_exact(figures.open_minor))
        if not self.paid.hasFocus():
            self.paid.setText(entered.plain_amount(order.first_minor))
        self.paid.set_error(False)
        shown = self._shown_methods(order.method)
        self.seg.set_choices([Choice(method, method_name(method)) for method in shown])
        self.seg.set_current(order.method)
        self.prints.setChecked(order.extra.receipt)

    def _show_tax(self, order: Order, tax_minor: int) -> None:
        self.tax.setVisible(bool(order.extra.tax))
        included = order.extra.tax == TAX_INCLUDED
        self.tax.label.say(_("Tax included") if included else _("Tax on top"))
        self.tax.say(formats.amount_exact(tax_minor))

    def _shown_methods(self, current: str) -> list[str]:
        """At most four: the usual ones, the current one, and on account."""
        usual = [method for method in self._methods if method != TERMS][: _SEGMENTS - 1]
        if current not in (*usual, TERMS) and current:
            usual[-1:] = [current]
        return [*usual, TERMS]

    def take_amount(self, text: str) -> None:
        """Tell what was typed as received, unless it is as before or no amount."""
        if self._order is None:
            return
        try:
            amount = entered.amount(text) if text else None
        except UserError:
            self.paid.set_error(True)
            return
        if amount != self._order.first_minor:
            self.received.emit(amount)


class _Sum(QWidget):
    """A label left and an amount right."""

    def __init__(self, role: str, fg: str, label_role: str = "body") -> None:
        super().__init__()
        self.label = Label("", label_role, "text" if label_role == "card" else "text2")
        self.amount = Label("", role, fg)
        self.setLayout(row((self.label, 1), self.amount, gap=8))

    def say(self, amount: str) -> None:
        self.amount.say(amount)


class _Lines(QWidget):
    """The order's lines: product, quantity × price, amount."""

    _ROW = 28

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Line] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self.updateGeometry)

    def show_lines(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(120), theme.m(self._ROW) * len(self._lines))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        high = theme.m(self._ROW)
        for number, line in enumerate(self._lines):
            box = QRectF(0, number * high, self.width(), high)
            name, ink = (line.called, "text") if line.product else (_("Typing…"), "text3")
            amount = formats.amount_exact(line.due_minor) if line.complete else paint.EMPTY
            used = paint.txt(painter, box, amount, "body", ink, align="right")
            used = max(used, theme.m(72))
            middle = box.adjusted(0, 0, -used - theme.m(8), 0)
            times = ""
            if line.complete:
                quantity = formats.quantity(line.quantity_milli or 0)
                times = f"{quantity} × {formats.amount_exact(line.price_minor or 0)}"
                paint.txt(painter, middle, times, "caption", "text3", align="right")
            room = middle.adjusted(0, 0, -paint.width(times, "caption") - theme.m(8), 0)
            paint.txt(painter, room, name, "body", ink)
        painter.end()
