"""Which goods of a sale came back, and how their money is given back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.exchange import entered
from crm_desktop.services.payments.customer_credit import METHOD as CREDIT
from crm_desktop.services.sales import sale_returns
from crm_desktop.services.sales.sale_returns import Returned
from crm_desktop.services.sales.sales import SaleDetail
from crm_desktop.ui.page import Shell
from crm_desktop.ui.sales.order import Exchange
from crm_desktop.ui.sales.payment_methods import payment_methods
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, fixed_width, plain, row
from crm_desktop.ui.widgets.text import Label


class ReturnDialog(Dialog):
    """A quantity for each line that is not back yet: all of it is filled in; empty is none."""

    def __init__(self, host: QWidget, shell: Shell, sale: SaleDetail) -> None:
        self._shell, self._sale = shell, sale
        left = shell.workspace.read(sale_returns.returnable, sale.id)
        self.quantities: dict[int, LineEdit] = {}
        rows = []
        for line in sale.lines:
            if left[line.id] <= 0:
                continue
            edit = LineEdit("", entered.plain_quantity(left[line.id]))
            edit.setAccessibleName(_("Quantity of {product}").format(product=line.description))
            fixed_width(edit, 96)
            self.quantities[line.id] = edit
            unit = formats.quantity(left[line.id]) + (f" {line.unit}" if line.unit else "")
            of = Label(_("of {quantity}").format(quantity=unit), "caption", "text2")
            fixed_width(of, 84)
            rows.append(row((Label(line.name, elide=True), 1), edit, of, gap=8))
        methods = shell.workspace.read(payment_methods)
        ways: list[tuple[str, Text]] = [(method, method) for method in methods]
        if sale.contact_id is not None:
            ways.append((CREDIT, lambda: _("Kept as credit")))
        self.method = ComboBox(ways)
        self.exchange = CheckBox(lambda: _("Then enter what is taken instead"))
        self.exchange.toggled.connect(self._exchanged)
        self.problem = Label("", "caption", "redText", wrap=True)
        self.problem.hide()
        words = lambda: _("What is owed on it is lowered first; the rest is given back.")  # noqa: E731
        content = column(
            column(*rows, gap=6),
            Label(words, "caption", "text2", wrap=True),
            Field(lambda: _("Money is given back by"), self.method),
            self.exchange,
            self.problem,
            gap=12,
        )
        super().__init__(
            host,
            lambda: _("Goods of {number} come back").format(number=sale.number),
            plain(content),
            lambda: _("Take back"),
            self._take_back,
            enter=True,
        )

    def _exchanged(self, wanted: bool) -> None:
        """What comes back pays for what is taken instead."""
        if wanted and self._sale.contact_id is not None:
            self.method.set_value(CREDIT)

    def _take_back(self) -> bool:
        try:
            wanted = {
                line: entered.quantity(edit.value())
                for line, edit in self.quantities.items()
                if edit.value() not in ("", "0")
            }
            if not wanted:
                raise UserError(_("Type how many come back."))
            made: Returned = self._shell.workspace.execute(
                sale_returns.ACTION,
                sale_returns.take_back,
                self._sale.id,
                wanted,
                method=self.method.value(),
            )
        except UserError as problem:
            self.problem.say(str(problem))
            self.reveal(self.problem)
            return False
        said = _("Return of {total} recorded, {refund} given back")
        if made.credit_minor:
            said = _("Return of {total} recorded, {credit} kept as credit")
        said = said.format(
            total=formats.money_exact(-made.total_minor, self._sale.currency),
            refund=formats.money_exact(made.refund_minor, self._sale.currency),
            credit=formats.money_exact(made.credit_minor, self._sale.currency),
        )
        extra = sale_returns.bonus_words(made, self._sale.currency)
        said = pgettext("list separator", ", ").join(filter(None, (said, extra)))
        if self.exchange.isChecked():
            self._shell.go("sales", Exchange(self._sale.contact_id or 0, made.credit_minor))
        self._shell.toast(said, "arrow-counter-clockwise", undo=True)
        return True
