"""The lines of a quote as they are typed: a product or words, quantity, price, discount."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import entered
from crm_desktop.services.products import product_options
from crm_desktop.services.products.product_options import NOTHING_CHOSEN, Chosen
from crm_desktop.services.quotes import quote_draft
from crm_desktop.services.sales import sale_draft
from crm_desktop.services.sales.sale_draft import LineDraft
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.product_picker import ProductPicker
from crm_desktop.ui.products.rows_editor import EditedRow, RowsEditor
from crm_desktop.ui.sales.option_dialog import OptionDialog
from crm_desktop.ui.widgets.form import LineEdit
from crm_desktop.ui.widgets.keys import bind_within
from crm_desktop.ui.widgets.layout import row
from crm_desktop.ui.widgets.text import Label


class QuoteLine(EditedRow):
    """One line. The price follows customer and quantity until somebody types another."""

    changed = Signal()

    def __init__(
        self, shell: Shell, customer: Callable[[], int], currency: str, line: LineDraft | None
    ) -> None:
        super().__init__()
        self._shell = shell
        self._customer = customer
        self._currency = currency
        self._kept = line or LineDraft()
        self._follows = line is None
        self._chosen = Chosen(self._kept.options)
        self.product = ProductPicker(shell, self._kept.product_id or 0, self._kept.name, wordy=True)
        self.quantity = LineEdit("1", entered.plain_quantity(line.quantity_milli) if line else "1")
        self.price = LineEdit("0.00")
        self.discount = LineEdit(lambda: _("10% or -50"))
        self.amount = Label("", "strong")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if line is not None:
            self.price.setText(entered.plain_amount(line.unit_price_minor, currency))
            self.discount.setText(
                entered.line_discount_text(line.discount_bp, line.discount_minor, currency)
            )
        self._dress()
        self._connect()
        self._say()

    def _dress(self) -> None:
        for editor, words in (
            (self.product, lambda: _("Product or words")),
            (self.quantity, lambda: _("Quantity")),
            (self.price, lambda: _("Unit price")),
            (self.discount, lambda: _("Discount")),
        ):
            _name(editor, words)
        self.setLayout(
            row((self.product, 6), (self.quantity, 2), (self.price, 3), (self.discount, 2),
                (self.amount, 3), gap=8)
        )  # fmt: skip

    def _connect(self) -> None:
        completer = self.product.completer()
        completer.activated.connect(lambda _words: self._taken())
        self.product.editingFinished.connect(self._settled)
        self.quantity.textEdited.connect(lambda _text: self._requantified())
        self.price.textEdited.connect(lambda _text: self._retyped())
        self.discount.textEdited.connect(lambda _text: self._say())
        bind_within(self, "F7", self.ask_options)

    def _settled(self) -> None:
        before = self.product.product_id
        if self.product.settle() != before:
            self._taken()

    def _requantified(self) -> None:
        if self._follows and self.product.product_id:
            self._fill()
        else:
            self._say()

    def _retyped(self) -> None:
        self._follows = False
        self._say()

    def reprice(self) -> None:
        """Another customer: a price nobody typed is asked again."""
        if self._follows and self.product.product_id:
            self._fill()

    def _taken(self) -> None:
        """Another product: its name and price, and which of its options."""
        self._choose(NOTHING_CHOSEN)
        self.ask_options()

    def ask_options(self) -> None:
        """F7, or a product with options was picked: which of them it is."""
        product_id = self.product.product_id
        if not product_id:
            return
        groups = self._shell.workspace.read(product_options.groups, product_id)
        if groups:
            name, taken = self._kept.description, self._chosen.words
            OptionDialog(self.window(), name, taken, groups, self._choose).open()

    def _choose(self, chosen: Chosen) -> None:
        self._chosen, self._follows = chosen, True
        self._fill()
        self.product.show_product(self.product.product_id, self._kept.name)

    def _fill(self) -> None:
        """Take unit and price of the product picked; a price it has not is left to type."""
        try:
            many = entered.quantity(self.quantity.value() or "1")
        except UserError:
            many = 1000
        offered = self._shell.workspace.read(
            quote_draft.offer,
            self.product.product_id,
            self._customer() or None,
            many,
            self._chosen,
        )
        self._kept = offered.line
        minor = offered.line.unit_price_minor if offered.priced else None
        self.price.setText(entered.plain_amount(minor, self._currency))
        self._say()

    def _say(self) -> None:
        try:
            line = self.value()
        except UserError:
            line = None
        shown = formats.amount_exact(sale_draft.line_total(line), self._currency) if line else "—"
        self.amount.say(shown)
        self.changed.emit()

    def value(self) -> LineDraft | None:
        name = self.product.value()
        if not name:
            return None
        same = self.product.product_id and self.product.product_id == self._kept.product_id
        kept = self._kept if same else LineDraft(product_id=self.product.product_id or None)
        if name != kept.name:
            kept = replace(kept, description=name, options="")
        price = self.price.value()
        if not price:
            raise UserError(
                _("“{name}” has no price yet.").format(name=name),
                _("Nothing was saved."),
                _("Type one; 0 is given away."),
            )
        off_bp, off_minor = entered.line_discount(self.discount.value(), self._currency)
        return replace(
            kept,
            quantity_milli=entered.quantity(self.quantity.value() or "1"),
            unit_price_minor=entered.amount(price, self._currency),
            discount_bp=off_bp,
            discount_minor=off_minor,
        )

    def first(self) -> QWidget:
        return self.product


class QuoteLines(RowsEditor):
    """``changed`` whenever a line says something else, or is gone."""

    changed = Signal()

    def __init__(
        self, shell: Shell, customer: Callable[[], int], currency: str, lines: Sequence[LineDraft]
    ) -> None:
        def make(line: LineDraft | None) -> QuoteLine:
            made = QuoteLine(shell, customer, currency, line)
            made.changed.connect(self.changed)
            made.discount.returnPressed.connect(self.add_empty)
            return made

        super().__init__(
            lambda: _("Add a line"),
            make,
            lines or (None,),
            (
                (lambda: _("Product or words"), 6),
                (lambda: _("Quantity"), 2),
                (lambda: _("Unit price"), 3),
                (lambda: _("Discount"), 2),
                (lambda: _("Amount"), 3),
            ),
        )

    def _remove(self, line: EditedRow, holder: QWidget) -> None:
        super()._remove(line, holder)
        self.changed.emit()

    def reprice(self) -> None:
        """Ask the prices nobody typed again."""
        for line in self.rows:
            if isinstance(line, QuoteLine):
                line.reprice()


def _name(editor: QWidget, words: Callable[[], str]) -> None:
    theme.live(editor, lambda: editor.setAccessibleName(words()))
