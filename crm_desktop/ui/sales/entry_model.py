"""The entry grid's model: the lines of a ``Batch`` and one fresh line below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import entered
from crm_desktop.services.payments.customer_credit import METHOD as CREDIT
from crm_desktop.ui import theme
from crm_desktop.ui.sales.batch import Batch
from crm_desktop.ui.sales.order import TERMS, Buyer, Line

_Index = QModelIndex | QPersistentModelIndex
_Show = Qt.ItemDataRole

NUMBER, CUSTOMER, PRODUCT, QUANTITY, PRICE, DISCOUNT, DUE, RECEIVED, METHOD = range(9)


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """``width`` and ``least`` in design pixels."""

    title: str
    width: int
    least: int
    right: bool = False
    edits: bool = True


COLUMNS = (
    EntryColumn("", 52, 44, edits=False),
    EntryColumn(N_("Customer"), 180, 118),
    EntryColumn(N_("Product"), 240, 128),
    EntryColumn(N_("Qty"), 72, 52, right=True),
    EntryColumn(N_("Price"), 96, 74, right=True),
    EntryColumn(N_("Discount"), 84, 62),
    EntryColumn(N_("Due"), 110, 82, right=True, edits=False),
    EntryColumn(N_("Received"), 110, 82, right=True),
    EntryColumn(N_("Method"), 104, 74),
)


def buyer_name(buyer: Buyer) -> str:
    """What a buyer is called, ``Walk-in`` for nobody in particular."""
    return _("Walk-in") if buyer.walk_in else buyer.name


def method_name(method: str) -> str:
    """A stored method of payment in the language in force."""
    if method == CREDIT:
        return _("From credit")
    return _("On account") if method == TERMS else method


class EntryModel(QAbstractTableModel):
    """Cells as typed (Edit) and as shown (Display). ``refused`` tells why a text was not taken."""

    refused = Signal(str)
    edited = Signal()

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self.batch = batch
        self._changing = False
        self.one_order = False  # the customer stands on the first line alone
        self.methods: Sequence[str] = (TERMS,)
        # What else changes with the quantity of a line: its price, when that is the list's.
        self.prices: Callable[[int, int | None], dict[str, Any]] = lambda _line, _quantity: {}

    def use_methods(self, methods: Sequence[str]) -> None:
        """The ways to pay this file knows; the first is what the next order starts with."""
        self.methods = (*methods, TERMS)
        if self.batch.method not in methods:
            self.batch.method = self.methods[0]

    def line(self, number: int) -> Line | None:
        """The line, ``None`` for the fresh one."""
        return self.batch[number] if number < len(self.batch) else None

    def apply(self, change: Callable[[], object]) -> None:
        """Run a change of the batch and show what it did, whatever rows it added or removed.

        Changes made by ``change`` through here are part of it: one step of undo, shown once.
        """
        if self._changing:
            change()
            return
        before = len(self.batch)
        self._changing = True
        try:
            with self.batch.one_step():
                change()
        finally:
            self._changing = False
        now = len(self.batch)
        # The fresh line keeps its place and becomes the line typed into: rows come and go after it.
        if now > before:
            self.beginInsertRows(QModelIndex(), before + 1, now)
            self.endInsertRows()
        elif now < before:
            self.beginRemoveRows(QModelIndex(), now + 1, before)
            self.endRemoveRows()
        self.dataChanged.emit(self.index(0, 0), self.index(now, METHOD))
        self.edited.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.batch) + 1

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable(index) else flags

    def editable(self, index: _Index) -> bool:
        """Payment is typed on the first line of an order, amounts due never."""
        if not index.isValid() or not COLUMNS[index.column()].edits:
            return False
        line = self.line(index.row())
        if index.column() == CUSTOMER and self.one_order and index.row():
            return False
        if index.column() in (RECEIVED, METHOD):
            return line is not None and line.buyer is not None
        return line is not None or index.column() in (CUSTOMER, PRODUCT)

    def data(self, index: _Index, role: int = _Show.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line(index.row())
        if role in (_Show.DisplayRole, _Show.ToolTipRole, _Show.EditRole):
            text = self._typed if role == _Show.EditRole else self._shown
            found = text(line, index.row(), index.column()) if line else ""
            return theme.tip(found) if role == _Show.ToolTipRole else found
        if role == _Show.AccessibleTextRole:
            title = _(COLUMNS[index.column()].title) if COLUMNS[index.column()].title else ""
            shown = self._shown(line, index.row(), index.column()) if line else ""
            return f"{title} {shown}".strip()
        if role == _Show.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if COLUMNS[index.column()].right else 0
            return int(Qt.AlignmentFlag.AlignVCenter | side)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Show.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _Show.DisplayRole:
            title = COLUMNS[section].title
            return _(title) if title else ""
        return None

    def _typed(self, line: Line, _number: int, column: int) -> str:
        return {
            CUSTOMER: lambda: buyer_name(line.buyer) if line.buyer else "",
            PRODUCT: lambda: line.product,
            QUANTITY: lambda: entered.plain_quantity(line.quantity_milli),
            PRICE: lambda: entered.plain_amount(line.price_minor),
            DISCOUNT: lambda: entered.line_discount_text(line.discount_bp, line.discount_minor),
            RECEIVED: lambda: entered.plain_amount(line.received_minor),
            METHOD: lambda: method_name(line.method),
        }.get(column, str)()

    def _shown(self, line: Line, number: int, column: int) -> str:
        first = line.buyer is not None
        return {
            CUSTOMER: lambda: buyer_name(line.buyer) if line.buyer else "〃",
            PRODUCT: lambda: line.called,
            QUANTITY: lambda: _or_blank(line.quantity_milli, formats.quantity),
            PRICE: lambda: _or_blank(line.price_minor, formats.amount_exact),
            DISCOUNT: lambda: (
                entered.line_discount_text(line.discount_bp, line.discount_minor) or "—"
            ),
            DUE: lambda: formats.amount_exact(line.due_minor) if line.complete else "",
            RECEIVED: lambda: self._received(number),
            METHOD: lambda: _methods_shown(line) if first else "",
        }.get(column, str)()

    def _received(self, number: int) -> str:
        order = self.batch.order_of(number)
        if order is None or not order.due_minor:
            return ""
        inside = number - order.first
        if inside == 0:
            return formats.amount_exact(order.first_minor)
        if inside == 1 and order.owed_minor > 0 and order.received_minor > 0:
            return _("owes {amount}").format(amount=formats.amount_exact(order.owed_minor))
        return ""

    def setData(self, index: _Index, value: Any, role: int = _Show.EditRole) -> bool:
        """Take over a typed number, discount or method; ``refused`` says what is wrong."""
        if role != _Show.EditRole or not self.editable(index):
            return False
        try:
            values = self._read(index.column(), str(value).strip())
        except UserError as problem:
            self.refused.emit(str(problem))
            return False
        if index.column() == QUANTITY:
            values |= self.prices(index.row(), values["quantity_milli"])
        self.apply(lambda: self.batch.change(index.row(), **values))
        return True

    def _read(self, column: int, text: str) -> dict[str, Any]:
        if column == QUANTITY:
            return {"quantity_milli": entered.quantity(text) if text else None}
        if column == PRICE:
            return {"price_minor": entered.amount(text) if text else None, "priced": False}
        if column == DISCOUNT:
            off_bp, off_minor = entered.line_discount(text)
            return {"discount_bp": off_bp, "discount_minor": off_minor}
        if column == RECEIVED:
            return {"received_minor": entered.amount(text) if text else None}
        if column == METHOD:
            return {"method": find_method(text, self.methods)}
        raise ValueError(column)  # buyers and products are taken from a suggestion


def find_method(text: str, methods: Sequence[str]) -> str:
    """The method meant by a typed one: its name, the beginning of it, or its number from 1."""
    wanted = text.casefold()
    named = {method: method_name(method).casefold() for method in methods}
    for number, (method, name) in enumerate(named.items(), 1):
        if wanted in (method.casefold(), name, str(number)):
            return method
    for method, name in named.items():
        if name.startswith(wanted):
            return method
    known = " / ".join(method_name(method) for method in methods)
    raise UserError(_("“{text}” is no way to pay.").format(text=text), "", known)


def _methods_shown(line: Line) -> str:
    more = f" +{len(line.extra.splits)}" if line.extra.splits else ""
    return method_name(line.method) + more


def _or_blank(value: int | None, form: Callable[[int], str]) -> str:
    return "" if value is None else form(value)
