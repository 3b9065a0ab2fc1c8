"""One order beside the list: how much went, its steps, deliveries and files."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.quotes.orders import DeliveryRow, Milestone, OrderDetail
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.files_tab import FilesTab
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.record_panel import RecordPanel
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.form import CheckBox
from crm_desktop.ui.widgets.layout import clear, column, row, rule, show_if
from crm_desktop.ui.widgets.text import Label


class OrderPanel(RecordPanel):
    """``asked`` carries ``deliver``, ``edit``, ``sale``, ``quote`` or ``contact``; ``ticked`` a
    milestone and whether it is done; ``received``, ``corrected`` and ``taken_back`` a delivery,
    ``note_asked`` one and the button below which its papers are offered."""

    asked = Signal(str)
    ticked = Signal(int, bool)
    received = Signal(int)
    corrected = Signal(int)
    note_asked = Signal(int, object)
    taken_back = Signal(int)

    def __init__(self, shell: Shell) -> None:
        super().__init__(lambda: self.asked.emit("contact"))
        self.order: OrderDetail | None = None
        self.promise = Label("", "strong", wrap=True)
        self.lines = column(gap=4)
        self.steps = column(gap=2)
        self.deliveries = column(gap=6)
        self.deliver = Button(lambda: _("Deliver…"), "package", "primary",
                              on=partial(self.asked.emit, "deliver"))  # fmt: skip
        self.edit = Button(lambda: _("Day and milestones…"), "pencil-simple",
                           on=partial(self.asked.emit, "edit"))  # fmt: skip
        self.sale = Button(lambda: _("Show the sale"), kind="ghost",
                           on=partial(self.asked.emit, "sale"))  # fmt: skip
        self.quote = Button(lambda: _("Show the quote"), kind="ghost",
                            on=partial(self.asked.emit, "quote"))  # fmt: skip
        self.files = FilesTab(shell, 0, "sale")
        self._lay_out()
        theme.live(self, self._speak)

    def _lay_out(self) -> None:

        self.steps_head = Label(lambda: _("Milestones"), "caption", "text2")
        self.deliveries_head = Label(lambda: _("Deliveries"), "caption", "text2")
        self.lay_out(
            self.promise,
            rule(),
            self.lines,
            row(self.deliver, self.edit, None, gap=8),
            row(self.sale, self.quote, None, gap=8),
            self.steps_head,
            self.steps,
            self.deliveries_head,
            self.deliveries,
            Label(lambda: _("Contract and other files"), "caption", "text2"),
            self.files,
        )

    def show_order(self, order: OrderDetail) -> None:
        """Show another order, or the same one after a change."""
        self.order = order
        self._speak()
        self.files.show_record(order.sale.id)

    def _speak(self) -> None:
        order = self.order
        if order is None:
            return
        sale, today = order.sale, clock.today()
        self.say_head(
            sale.contact_name,
            (sale.contact_id, sale.contact_kind),
            (sale.number, formats.date_long(sale.sold_on), sale.staff),
            _state(order),
        )
        self.promise.say(_promise(order))
        late = order.days_late(today) > 0
        self.promise.set_fg("redText" if late else "text")
        clear(self.lines)
        for line in sale.lines:
            ink = "text2" if order.left.get(line.id, 0) else "accentText"
            words = Label(order.sent_words(line), "caption", ink)
            self.lines.addLayout(row((Label(line.name, "body", elide=True), 1), words, gap=8))
        self._show_steps(order)
        clear(self.deliveries)
        show_if(self.deliveries_head, bool(order.deliveries))
        for one in order.deliveries:
            self.deliveries.addLayout(self._delivery(order, one))
        show_if(self.deliver, not order.delivered)
        show_if(self.quote, order.quote_id is not None)

    def _show_steps(self, order: OrderDetail) -> None:
        clear(self.steps)
        show_if(self.steps_head, bool(order.milestones))
        for step in order.milestones:
            box = CheckBox(step.name, step.done_on is not None)
            box.toggled.connect(partial(self.ticked.emit, step.id))
            late = step.late(clock.today())
            day = Label(_step_day(step), "caption", "redText" if late else "text2")
            self.steps.addLayout(row((box, 1), day, gap=8))

    def _delivery(self, order: OrderDetail, one: DeliveryRow) -> QHBoxLayout:
        day = formats.date_relative(one.shipped_on, clock.today()) if one.shipped_on else ""
        first = " · ".join(part for part in (day, one.carrier, one.tracking_no) if part)
        state = _("on the way")
        if one.received_on is not None:
            state = _("received {day}").format(day=formats.day_month(one.received_on))
        second = " · ".join(part for part in (first, state, one.address, one.note) if part)
        arrived = IconButton("check", lambda: _("Mark as received"),
                             on=partial(self.received.emit, one.id))  # fmt: skip
        show_if(arrived, one.received_on is None)
        note = IconButton("printer", lambda: _("Delivery note…"))
        note.clicked.connect(lambda: self.note_asked.emit(one.id, note))
        change = IconButton("pencil-simple", lambda: _("Change the delivery"),
                            on=partial(self.corrected.emit, one.id))  # fmt: skip
        away = IconButton("trash", lambda: _("Take the delivery back"),
                          on=partial(self.taken_back.emit, one.id))  # fmt: skip
        words = column(
            Label(_carried(order, one), "body", wrap=True),
            Label(second, "caption", "text2", wrap=True),
            gap=0,
        )
        return row((words, 1), arrived, note, change, away, gap=2)


def _carried(order: OrderDetail, one: DeliveryRow) -> str:
    """What a delivery carries: ``Tap ×4, Pipe ×2.5``."""
    parts = [
        f"{line.name} ×{formats.quantity(one.quantities[line.id])}"
        for line in order.sale.lines
        if line.id in one.quantities
    ]
    return pgettext("list separator", ", ").join(parts)


def _state(order: OrderDetail) -> tuple[str, str]:
    if order.sale.status != "confirmed":
        return _("Cancelled"), "gray"
    if order.days_late(clock.today()):
        return _("Late"), "red"
    if order.came_back:
        return _("Taken back"), "gray"
    if order.delivered:
        waiting = any(one.received_on is None for one in order.deliveries)
        return (_("On the way"), "blue") if waiting else (_("Delivered"), "accent")
    return (_("Part sent"), "amber") if order.deliveries else (_("To deliver"), "gray")


def _promise(order: OrderDetail) -> str:
    if order.promised_on is None:
        return _("No day was promised.")
    day = formats.date_long(order.promised_on)
    late = order.days_late(clock.today())
    if late:
        words = ngettext("Promised for {day}, {n} day late", "Promised for {day}, {n} days late",
                         late)  # fmt: skip
        return words.format(day=day, n=late)
    return _("Promised for {day}").format(day=day)


def _step_day(step: Milestone) -> str:
    if step.done_on is not None:
        return _("done {day}").format(day=formats.day_month(step.done_on))
    return formats.date_relative(step.due_on, clock.today()) if step.due_on is not None else ""
