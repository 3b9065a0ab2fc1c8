"""One sale beside the list: what was sold, what was paid, what can be done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.exchange import entered
from crm_desktop.services.sales.sales import SaleDetail, SaleLineRow
from crm_desktop.ui import theme
from crm_desktop.ui.sales.record_panel import RecordPanel
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.layout import clear, column, row, rule
from crm_desktop.ui.widgets.text import Label


class SalePanel(RecordPanel):
    """Signals carry the ``SaleDetail`` shown."""

    pay_asked = Signal(object)
    cancel_asked = Signal(object)
    contact_asked = Signal(object)
    document_asked = Signal(object)
    paper_asked = Signal(object)
    return_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(lambda: self._ask("contact"))
        self.sale: SaleDetail | None = None
        self.pay = Button(
            lambda: _("Record payment"), "wallet", "soft", on=lambda: self._ask("pay")
        )
        self.cancel = Button(lambda: _("Cancel sale"), kind="ghost", on=lambda: self._ask("cancel"))
        self.document = Button(
            lambda: _("Make a document…"), "file-text", on=lambda: self._ask("document")
        )
        self.back = Button(
            lambda: _("Take back…"), "arrow-counter-clockwise", on=lambda: self._ask("return")
        )
        self.paper = Button(
            lambda: _("Receipt, delivery note…"), "printer", on=lambda: self._ask("paper")
        )
        self.total = Label("", "figure")
        self.lines = SoldLines()
        self.sums = column(gap=4)
        self.remark = Label("", "body", "text2", wrap=True)
        self._lay_out()
        theme.live(self, self._speak)

    def _lay_out(self) -> None:
        self.lay_out(
            6,
            self.total,
            self.lines,
            rule(),
            self.sums,
            self.remark,
            8,
            row(self.pay, self.cancel, None, gap=8),
            row(self.paper, self.back, None, gap=8),
            row(self.document, None, gap=8),
        )

    def _ask(self, what: str) -> None:
        signal = {
            "pay": self.pay_asked,
            "cancel": self.cancel_asked,
            "contact": self.contact_asked,
            "document": self.document_asked,
            "paper": self.paper_asked,
            "return": self.return_asked,
        }[what]
        if self.sale is not None:
            signal.emit(self.sale)

    def show_sale(self, sale: SaleDetail) -> None:
        """Show another sale, or the same one after a change."""
        self.sale = sale
        self._speak()

    def _speak(self) -> None:
        sale = self.sale
        if sale is None:
            return
        self.say_head(
            sale.contact_name,
            (sale.contact_id, sale.contact_kind),
            (sale.number, formats.date_long(sale.sold_on), sale.staff),
            _state(sale),
        )
        self.total.say(formats.money_exact(sale.total_minor, sale.currency))
        self.lines.show_lines(sale.lines)
        clear(self.sums)
        for label, amount, fg in _sums(sale):
            self.sums.addLayout(sum_row(label, amount, fg))
        remarks = [sale.remark] if sale.remark else []
        if sale.below_floor_reason:
            words = _("Below the lowest price: {reason}").format(reason=sale.below_floor_reason)
            remarks.append(f"{words} ({sale.approver})" if sale.approver else words)
        self.remark.say("\n".join(remarks))
        self.remark.setVisible(bool(remarks))
        self.pay.setVisible(sale.open_minor > 0)
        self.back.setVisible(sale.status == "confirmed" and sale.kind == "sale")
        self.cancel.setVisible(sale.status == "confirmed")


def _state(sale: SaleDetail) -> tuple[str, str]:
    if sale.status == "cancelled":
        return _("Cancelled"), "gray"
    if sale.kind == "return":
        return _("Return"), "violet"
    if sale.open_minor > 0 and sale.due_on is not None and sale.due_on < clock.today():
        return _("Overdue"), "red"
    if sale.open_minor > 0:
        return _("Unpaid"), "amber"
    return _("Paid"), "accent"


def _sums(sale: SaleDetail) -> list[tuple[str, str, str]]:
    """Label, amount and colour token of each line below the goods."""

    def money(minor: int) -> str:
        return formats.amount_exact(minor, sale.currency)

    rows = []
    if sale.discount_minor:
        rows.append((_("Subtotal"), money(sale.subtotal_minor), "text2"))
        rows.append((_("Discount"), money(-sale.discount_minor), "text2"))
    if sale.tax_minor:
        label = _("Tax included") if sale.tax_included else _("Tax")
        rows.append((label, money(sale.tax_minor), "text2"))
    rows.append((_("Total"), money(sale.total_minor), "text"))
    for payment in sale.payments:
        label = _("{day} received").format(day=formats.day_month(payment.paid_on))
        if payment.method:
            label = f"{label} · {payment.method}"
        rows.append((label, money(payment.amount_minor), "text2"))
    if sale.open_minor > 0:
        label = _("Still owed")
        if sale.due_on:
            label = _("Still owed, due {day}").format(day=formats.day_month(sale.due_on))
        rows.append((label, money(sale.open_minor), "amberText"))
    return rows


def sum_row(label: str, amount: str, fg: str) -> QHBoxLayout:
    """A label and its amount at the right edge, strong but for quiet ones."""
    strong = "strong" if fg != "text2" else "body"
    value = Label(amount, strong, fg)
    value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return row((Label(label, "body", "text2", elide=True), 1), value, gap=8)


class SoldLines(QWidget):
    """Goods with quantity × price, discount and amount; two text lines each."""

    _ROW = 44

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[SaleLineRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.live(self, self.updateGeometry)

    def show_lines(self, lines: tuple[SaleLineRow, ...]) -> None:
        """Replace the lines."""
        self._lines = lines
        self.setAccessibleName(", ".join(line.description for line in lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.m(200), theme.m(self._ROW) * len(self._lines))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        high = theme.m(self._ROW)
        for number, line in enumerate(self._lines):
            box = QRectF(0, number * high, self.width(), high)
            paint.hairline(painter, 0, box.right(), box.y(), "line")
            upper = QRectF(box.x(), box.y() + theme.m(3), box.width(), theme.m(20))
            lower = QRectF(box.x(), box.y() + theme.m(22), box.width(), theme.m(18))
            amount = formats.amount_exact(line.amount_minor)
            used = paint.txt(painter, upper, amount, "strong", "text", align="right")
            paint.txt(painter, upper.adjusted(0, 0, -used - theme.m(8), 0), line.whole_name)
            paint.txt(painter, lower, _times(line), "caption", "text3")
        painter.end()


def _times(line: SaleLineRow) -> str:
    quantity = formats.quantity(line.quantity_milli) + (f" {line.unit}" if line.unit else "")
    parts = [f"{quantity} × {formats.amount_exact(line.unit_price_minor)}"]
    if line.discount_bp:
        parts.append(entered.discount_text(line.discount_bp))
    if line.discount_minor:
        parts.append(f"−{formats.amount_exact(line.discount_minor)}")
    if line.gift:
        parts.append(_("gift"))
    return " · ".join(parts)
