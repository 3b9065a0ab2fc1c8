"""What falls due at the customer of the order being entered, and the tick to be reminded of what
is being sold."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import ngettext
from crm_desktop.services.figures import supply_ends
from crm_desktop.services.figures.supply_ends import SupplyEnd
from crm_desktop.services.sales import sale_reminder
from crm_desktop.services.sales.sale_reminder import Reminder
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.order import Order
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.form import CheckBox
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.text import Icon, Label

_Asked = tuple[int | None, frozenset[int], dt.date]


class EntryReminder(QWidget):
    """The tick; ``hint`` stands elsewhere, under the customer. ``wanted`` when it is turned."""

    wanted = Signal(bool)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._asked: _Asked | None = None
        self._reminder: Reminder | None = None
        self._worn: SupplyEnd | None = None
        self.hint = _Hint()
        self.tick = CheckBox("", elide=True)
        self.what = Label("", "caption", "text2", elide=True)
        self.setLayout(column(self.tick, row(24, (self.what, 1)), gap=0))
        self.tick.clicked.connect(lambda: self.wanted.emit(self.tick.isChecked()))
        self.hide()

    def forget(self) -> None:
        """Sales were saved, or products changed: read again."""
        self._asked = None

    def show_order(self, order: Order | None, day: dt.date) -> None:
        """Follow this order: its customer and its products."""
        buyer = order.buyer if order is not None else None
        sold = frozenset(one.product_id for one in order.lines if one.product_id) if order else None
        asked = (buyer.contact_id if buyer else None, sold or frozenset(), day)
        if asked != self._asked:
            self._read(*asked)
            self._asked = asked
        reminder = self._reminder if buyer is not None and not buyer.walk_in else None
        self.setVisible(reminder is not None)
        if order is not None and reminder is not None:
            self.tick.say(self.offer(day))
            self.tick.setChecked(order.extra.remind)
            self.what.say(reminder.what)
        self.hint.setVisible(self._worn is not None)
        if self._worn is not None:
            self.hint.label.say(_worn_words(self._worn, day))

    def offer(self, day: dt.date) -> str:
        """What the tick says; empty when there is nothing to be reminded of."""
        return (
            ""
            if self.isHidden() or self._reminder is None
            else sale_reminder.words(self._reminder, day)
        )

    def _read(self, contact_id: int | None, sold: frozenset[int], day: dt.date) -> None:
        read = self._shell.workspace.read
        self._reminder = read(sale_reminder.offered, sold, day) if sold else None
        worn = None if contact_id is None else read(supply_ends.first, contact_id, day, sold)
        self._worn = worn


class _Hint(QWidget):
    """One sentence on an amber ground."""

    def __init__(self) -> None:
        super().__init__()
        self.label = Label("", "caption", "amberText", wrap=True)
        self.setLayout(
            row(Icon("drop", 14, "amberText"), (self.label, 1), gap=8, margins=(10, 7, 10, 7))
        )
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        paint.rounded(painter, QRectF(self.rect()), theme.m(6), "amberSoft")
        painter.end()


def _worn_words(worn: SupplyEnd, day: dt.date) -> str:
    days = max(0, (day - worn.bought_on).days)
    if days < 60:
        said = ngettext(
            "{product} is {n} day old. Replace it?", "{product} is {n} days old. Replace it?", days
        )
        return said.format(product=worn.name, n=days)
    said = ngettext(
        "{product} is {n} month old. Replace it?",
        "{product} is {n} months old. Replace it?",
        days // 30,
    )
    return said.format(product=worn.name, n=days // 30)
