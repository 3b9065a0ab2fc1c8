"""Lines of inputs that can be added and taken away: prices, options, parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.exchange import entered
from crm_desktop.services.products.product_prices import Tier
from crm_desktop.services.products.product_record import Option, Part
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.product_picker import ProductPicker
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.form import ComboBox, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.text import Label


class EditedRow(QWidget):
    """One line. ``value`` reads it, ``None`` for an empty line; raises ``UserError``."""

    def value(self) -> Any:
        """What the line says."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """The input the cursor goes to."""
        raise NotImplementedError


class RowsEditor(QWidget):
    """``make(value or None)`` builds a line; ``add`` is the button's words, ``titles`` stand above
    the columns, as wide as their stretch."""

    def __init__(
        self,
        add: Text,
        make: Callable[[Any], EditedRow],
        values: Sequence[Any],
        titles: Sequence[tuple[Text, int]],
    ) -> None:
        super().__init__()
        self._make = make
        self.rows: list[EditedRow] = []
        self._lines: list[QWidget] = []
        self._box = column(gap=6)
        labels = [(Label(words, "caption", "text2", elide=True), part) for words, part in titles]
        self._head = plain(row(*labels, 30, gap=8))
        self.add_button = Button(add, "plus", "link", on=self.add_empty)
        self.setLayout(column(self._head, self._box, row(self.add_button, None), gap=4))
        for value in values:
            self._add(value)
        show_if(self._head, bool(values))

    def add_empty(self) -> None:
        """One more line, with the cursor in it."""
        self._add(None).first().setFocus()
        self._head.show()

    def _add(self, value: Any) -> EditedRow:
        line = self._make(value)
        holder = QWidget()
        away = IconButton("x", lambda: _("Take away"), on=partial(self._remove, line, holder))
        holder.setLayout(row((line, 1), away, gap=4))
        self._box.addWidget(holder)
        self.rows.append(line)
        self._lines.append(holder)
        return line

    def _remove(self, line: EditedRow, holder: QWidget) -> None:
        self.rows.remove(line)
        self._lines.remove(holder)
        self._box.removeWidget(holder)
        holder.hide()
        holder.deleteLater()
        self._head.setVisible(bool(self.rows))

    def values(self) -> tuple[Any, ...]:
        """What all lines say, empty ones left out; raises ``UserError``, its line focused."""
        found = []
        for line in self.rows:
            try:
                value = line.value()
            except UserError:
                line.first().setFocus()
                raise
            if value is not None:
                found.append(value)
        return tuple(found)


class TierRow(EditedRow):
    """For whom, from how many on, how much."""

    def __init__(self, levels: Sequence[str], currency: str, tier: Tier | None) -> None:
        super().__init__()
        self._currency = currency
        choices: list[tuple[str, Text]] = [("", lambda: _("Everybody"))]
        self.level = ComboBox([*choices, *((one, one) for one in levels)])
        self.level.may_shrink(6)
        self.start = LineEdit(lambda: _("any"))
        self.price = LineEdit("0.00")
        if tier is not None:
            self.level.set_value(tier.level)
            self.start.setText(entered.plain_quantity(tier.from_quantity_milli or None))
            self.price.setText(entered.plain_amount(tier.price_minor, currency))
        for editor, words in (
            (self.level, lambda: _("Level")),
            (self.start, lambda: _("From quantity")),
            (self.price, lambda: _("Price")),
        ):
            _name(editor, words)
        self.setLayout(row((self.level, 3), (self.start, 2), (self.price, 2), gap=8))

    def value(self) -> Tier | None:
        if not self.price.value():
            return None
        start = entered.quantity(self.start.value()) if self.start.value() else 0
        return Tier(self.level.value(), start, entered.amount(self.price.value(), self._currency))

    def first(self) -> QWidget:
        return self.level


class OptionRow(EditedRow):
    """A choice: its group, its name, what it costs more."""

    def __init__(self, currency: str, option: Option | None) -> None:
        super().__init__()
        self._currency = currency
        self.group = LineEdit(lambda: _("e.g. Door"), option.group if option else "")
        self.name = LineEdit(lambda: _("e.g. left"), option.name if option else "")
        extra = option.extra_minor if option else 0
        self.extra = LineEdit("0.00", entered.plain_amount(extra or None, currency))
        for editor, words in (
            (self.group, lambda: pgettext("of choices", "Group")),
            (self.name, lambda: _("Choice")),
            (self.extra, lambda: _("Costs more")),
        ):
            _name(editor, words)
        self.setLayout(row((self.group, 3), (self.name, 3), (self.extra, 2), gap=8))

    def value(self) -> Option | None:
        if not self.name.value() and not self.group.value():
            return None
        extra = self.extra.value()
        minor = entered.amount(extra, self._currency) if extra else 0
        return Option(self.group.value(), self.name.value(), minor)

    def first(self) -> QWidget:
        return self.group


class PartRow(EditedRow):
    """Another product and after how many months it is due."""

    def __init__(self, shell: Shell, part: Part | None) -> None:
        super().__init__()
        self.product = ProductPicker(shell, part.part_id if part else 0, part.name if part else "")
        self.months = LineEdit("6", str(part.after_months) if part else "")
        _name(self.product, lambda: _("Part"))
        _name(self.months, lambda: _("Due after months"))
        self.setLayout(row((self.product, 3), (self.months, 1), gap=8))

    def value(self) -> Part | None:
        if not self.product.value():
            return None
        product_id = self.product.settle()
        if not product_id:
            raise UserError(
                _("There is no product “{name}”.").format(name=self.product.value()),
                _("Nothing was saved."),
                _("Choose one of those offered while typing."),
            )
        months = self.months.value()
        if not months.isdecimal() or len(months) > 6:
            raise UserError(
                _("“{text}” is no number of months.").format(text=months),
                _("Nothing was saved."),
                _("Type a whole number, like 6."),
            )
        return Part(product_id, int(months), self.product.value())

    def first(self) -> QWidget:
        return self.product


def tier_editor(levels: Sequence[str], currency: str, tiers: Sequence[Tier]) -> RowsEditor:
    """Prices besides the list price."""
    return RowsEditor(
        lambda: _("Add a price"),
        partial(TierRow, [*levels], currency),
        tiers,
        ((lambda: _("For"), 3), (lambda: _("From quantity"), 2), (lambda: _("Price"), 2)),
    )


def option_editor(currency: str, options: Sequence[Option]) -> RowsEditor:
    """What the customer can choose."""
    return RowsEditor(
        lambda: _("Add a choice"),
        partial(OptionRow, currency),
        options,
        (
            (lambda: pgettext("of choices", "Group"), 3),
            (lambda: _("Choice"), 3),
            (lambda: _("Costs more"), 2),
        ),
    )


def part_editor(shell: Shell, parts: Sequence[Part]) -> RowsEditor:
    """What falls due after it was sold."""
    return RowsEditor(
        lambda: _("Add a part"),
        partial(PartRow, shell),
        parts,
        ((lambda: _("Part"), 3), (lambda: _("Due after months"), 1)),
    )


def _name(editor: QWidget, words: Callable[[], str]) -> None:
    theme.live(editor, lambda: editor.setAccessibleName(words()))
