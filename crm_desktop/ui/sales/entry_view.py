"""Recording many sales at once: header, grid, side panel, keys; one save, one undo."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.payments.customer_credit import METHOD as CREDIT
from crm_desktop.services.products.product_options import Chosen
from crm_desktop.services.sales.sale_draft import PaymentDraft
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.batch import Batch
from crm_desktop.ui.sales.entry_grid import EntryGrid
from crm_desktop.ui.sales.entry_model import (
    CUSTOMER,
    PRODUCT,
    QUANTITY,
    RECEIVED,
    EntryModel,
    buyer_name,
)
from crm_desktop.ui.sales.entry_reminder import EntryReminder
from crm_desktop.ui.sales.entry_side import EntrySide
from crm_desktop.ui.sales.entry_source import EntrySource
from crm_desktop.ui.sales.entry_standing import EntryStanding
from crm_desktop.ui.sales.keeping import Keeping
from crm_desktop.ui.sales.option_dialog import OptionDialog
from crm_desktop.ui.sales.order import Buyer, Order
from crm_desktop.ui.sales.order_dialog import OrderDialog
from crm_desktop.ui.sales.order_mode import OrderMode
from crm_desktop.ui.sales.payment_methods import payment_methods
from crm_desktop.ui.sales.saving import Saving
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.key_hints import KeyHints
from crm_desktop.ui.widgets.keys import bind_within
from crm_desktop.ui.widgets.layout import box, column, fixed_height, row
from crm_desktop.ui.widgets.text import Icon, Keycap, Label

SIDE_FROM = 1000  # scaled width of the view from which the side panel is shown
MODES_FROM = 760  # likewise of the switch between many orders and one, and "Draft saved"
_HINTS = (
    ("Enter", N_("next needed cell")),
    ("Tab", N_("next column")),
    ("Ctrl D", N_("copy row above")),
    ("Ctrl ↓", N_("new order")),
    ("F2", N_("edit")),
    ("F4", N_("discount, tax, split")),
    ("F7", N_("options")),
    ("Ctrl Z", N_("undo")),
    ("Ctrl S", N_("save")),
)
_FIELD_COLUMNS = {"product": PRODUCT, "quantity_milli": 3, "price_minor": 4}


class EntryView(QWidget):
    """``left`` when the user goes back to the list, ``sheet_asked`` when he wants the sheet."""

    left = Signal()
    sheet_asked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.day = clock.today()
        self.batch = Batch()
        self.model = EntryModel(self.batch)
        self.model.setParent(self)
        self.source = EntrySource(shell.workspace, self.model)
        self.grid = EntryGrid(self.model, self.source)
        self.reminder = EntryReminder(shell)
        self.side = EntrySide(self.reminder)
        self.keeping = Keeping(self, shell)
        self.standing = EntryStanding(shell)
        self.mode = OrderMode(self, shell)
        self.batch.receipt = shell.preferences.print_receipt
        self.batch.remind = shell.preferences.remind_sold
        self.saving = Saving(self, shell)
        self._lay_out()
        self._connect()
        theme.live(self, self._speak)

    def _lay_out(self) -> None:
        self.back = IconButton("arrow-left", lambda: _("Back to the sales"), on=self.left.emit)
        self.title = Label(lambda: _("Record sales"), "title", elide=True)
        self.date = Button("", "calendar-blank", on=self._pick_date)
        self.sum = Label("", "caption", "text2")
        self.sheet = IconButton(
            "columns", lambda: _("Customers or shops by product"), on=self.sheet_asked.emit
        )
        self.save = Button("", "check", "primary", keys="Ctrl S", on=self.save_batch)
        header = row(
            self.back,
            (self.title, 1),
            self.mode.seg,
            self.keeping.kept,
            self.keeping.aside,
            self.sheet,
            self.date,
            self.save,
            gap=8,
            margins=(16, 14, 20, 10),
        )
        tip = self._tip()
        self.problem = Label("", "caption", "redText", wrap=True)
        self.problem.hide()
        foot = QFrame()
        foot.setProperty("bar", "top")
        foot.setLayout(row((KeyHints(_HINTS), 1), margins=(24, 1, 24, 0)))
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addLayout(header)
        top = row((tip, 1), self.sum, gap=12)
        main.addLayout(column(top, self.standing, self.problem, gap=6, margins=(24, 0, 20, 8)))
        main.addWidget(self.grid, 1)
        main.addWidget(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(main, 1)
        whole.addWidget(self.side)

    def _tip(self) -> QWidget:
        self.tip = Label(self._tip_words, "body", "text2", elide=True)
        tip = box(
            row(
                Icon("info", 16),
                (self.tip, 1),
                Keycap("Ctrl V"),
                gap=8,
                margins=(12, 0, 8, 0),
            ),
            well=True,
        )
        fixed_height(tip, 34)
        return tip

    def _connect(self) -> None:
        self.grid.setAccessibleName(_("Sales being entered"))
        self.grid.moved.connect(lambda _line: self._show())
        self.model.edited.connect(self._edited)
        self.model.refused.connect(self._say_problem)
        self.grid.product_chosen.connect(self.ask_options)
        self.mode.changed.connect(lambda: self.tip.say(self._tip_words))
        self.grid.finished.connect(self.save_batch)
        self.side.receipt.connect(self._print_receipts)
        self.reminder.wanted.connect(self._remind)
        self.side.received.connect(lambda amount: self._pay(received_minor=amount))
        self.side.method.connect(lambda method: self._pay(method=method, received_minor=None))
        self.side.more_asked.connect(self.ask_more)
        self.side.amount_typed.connect(self._amount_typed)
        bind_within(self, "F4", self.ask_more)
        bind_within(self, "F7", lambda: self.ask_options(self.grid.currentIndex().row()))
        for keys in ("Ctrl+S", "Ctrl+Return"):
            bind_within(self, keys, self.save_batch)

    def _tip_words(self) -> str:
        if self.model.one_order:
            return _("Enter goes from line to line, and after the payment it saves the order.")
        return _("Leave the customer blank to add to the order above. Paste rows from Excel.")

    def _speak(self) -> None:
        self.date.say(_day_words(self.day))
        self._show()

    # what the page asks

    def begin(self, buyer: Buyer | None = None, credit_minor: int = 0) -> None:
        """Read the ways to pay; start an order for ``buyer``, paid from the credit first, and put
        the cursor into the grid."""
        if not len(self.batch):
            self.set_day(clock.today())
        methods = self._shell.workspace.read(payment_methods)
        self.model.use_methods(methods)
        self.side.use_methods(self.model.methods)
        self.keeping.begin()
        if buyer is not None:
            at = len(self.batch)
            self.model.apply(lambda: self.batch.change(at, buyer=buyer))
            if credit_minor:
                splits = (PaymentDraft(credit_minor, CREDIT),)
                extra = replace(self.batch[at].extra, splits=splits)
                self.batch.amend(at, extra=extra)
            self.grid.go(at, PRODUCT, edit=True)
        elif not self.grid.currentIndex().isValid() or not len(self.batch):
            self.grid.go(0, CUSTOMER)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def unsaved(self) -> int:
        """Orders entered and not saved yet."""
        return len([order for order in self.batch.orders() if not order.lines[0].blank])

    def drop(self) -> None:
        """Forget everything entered."""
        self.model.apply(self.batch.clear)

    # what is on screen

    def _edited(self) -> None:
        self.problem.hide()
        self._show()
        self.keeping.say()

    def _show(self) -> None:
        line = max(0, self.grid.currentIndex().row())
        self.side.show_batch(self.batch, line)
        self.standing.show_batch(self.batch, line)
        self.reminder.show_order(self.current_order(), self.day)
        orders = self.batch.orders()
        count = self.unsaved()
        words = ngettext("Save {n} order", "Save {n} orders", count).format(n=count)
        self.save.say(words if count else _("Save"))
        self.save.setEnabled(count > 0)
        due = sum(order.due_minor for order in orders)
        paid = sum(order.figures.paid_minor for order in orders)
        sums = _("Due {due} · received {paid}").format(
            due=formats.money_exact(due), paid=formats.money_exact(paid)
        )
        self.sum.say(sums)
        self.sum.setVisible(bool(due) and self.side.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setVisible(self.width() >= theme.m(SIDE_FROM))
        roomy = self.width() >= theme.m(MODES_FROM)
        self.mode.seg.setVisible(roomy)
        self.keeping.kept.setVisible(roomy)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed where nothing takes it goes into the grid: a scanner types anywhere."""
        typed = event.text().isprintable() and bool(event.text().strip())
        focus = self.focusWidget()
        if not typed or focus is self.grid or self.grid.isAncestorOf(focus):
            super().keyPressEvent(event)
            return
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.model.editable(self.grid.currentIndex()):
            self.grid.go(len(self.batch), PRODUCT)
        self.grid.keyPressEvent(event)
        event.accept()

    def _say_problem(self, sentence: str) -> None:
        self.problem.say(sentence)
        self.problem.show()

    def _pick_date(self) -> None:
        calendar = menu.calendar_menu(self.date, self.day, self._choose_day)
        calendar.popup(self.date.mapToGlobal(self.date.rect().bottomLeft()))

    def _choose_day(self, day: dt.date) -> None:
        self.set_day(day)
        self.model.edited.emit()  # so that the draft has it

    def set_day(self, day: dt.date) -> None:
        """The day the orders are recorded for."""
        self.day = day
        self._speak()

    def ask_more(self) -> None:
        """F4: discount, tax, further payments and due date of the order."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        order = self.current_order()
        if order is not None:
            take = lambda extra: self._pay(extra=extra)  # noqa: E731
            offer = self.reminder.offer(self.day)
            OrderDialog(self, order, self.model.methods, take, offer).open()

    def ask_options(self, line: int) -> None:
        """F7, or a product with options was chosen: which of them it is."""
        groups = self.source.options(line)
        if groups:
            taken = self.batch[line]
            take = partial(self._take_options, line)
            OptionDialog(self, taken.product, taken.options, groups, take).open()

    def _take_options(self, line: int, chosen: Chosen) -> None:
        self.source.choose_options(line, chosen)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grid.go(line, QUANTITY, edit=True)

    def _print_receipts(self, wanted: bool) -> None:
        order = self.current_order()
        if order is not None:
            self._pay(extra=replace(order.extra, receipt=wanted))
        self._shell.preferences.print_receipt = wanted
        self._shell.preferences.save()

    def _remind(self, wanted: bool) -> None:
        order = self.current_order()
        if order is not None:
            self._pay(extra=replace(order.extra, remind=wanted))
        self._shell.preferences.remind_sold = wanted
        self._shell.preferences.save()

    def _amount_typed(self, typed: str) -> None:
        """An amount typed into the side panel, or a bar code: that is entered as a product."""
        try:
            line = self.source.scan(RECEIVED, self.grid.currentIndex().row(), typed)
        except UserError as problem:
            self._say_problem(str(problem))
            return
        if line is None:
            self.side.take_amount(typed)
        else:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self.grid.go(line, QUANTITY, edit=True)
            self._show()

    def current_order(self) -> Order | None:
        """The order the current line belongs to; ``None`` on a free line."""
        return self.batch.order_of(min(self.grid.currentIndex().row(), len(self.batch) - 1))

    def _pay(self, **values: Any) -> None:
        order = self.current_order()
        if order is not None:
            self.model.apply(lambda: self.batch.change(order.first, **values))

    # saving

    def save_batch(self) -> None:
        """Ctrl+S: all orders in one action, or to the first thing that is missing."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)  # takes over a cell being typed in
        if self.saving.busy:
            return
        gap = self.batch.first_gap()
        if gap is not None:
            self.grid.go(gap[0], _FIELD_COLUMNS[gap[1]], edit=True)
            self._say_problem(_gap_words(self.batch, *gap))
            return
        self.model.apply(self.batch.drop_blank)
        orders = self.batch.orders()
        if not orders:
            return
        self.saving.record(orders)


def _gap_words(batch: Batch, number: int, field: str) -> str:
    order = batch.order_of(number)
    who = buyer_name(order.buyer) if order else ""
    return {
        "product": _("The order of {who} has a line without a product."),
        "quantity_milli": _("The order of {who} has a line without a quantity."),
        "price_minor": _("The order of {who} has a line without a price."),
    }[field].format(who=who)


def _day_words(day: dt.date) -> str:
    return _("{weekday} {day}").format(
        day=formats.day_month(day), weekday=formats.weekday_short(day)
    )
