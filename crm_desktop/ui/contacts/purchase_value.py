"""Inputs of conditions on purchases: what, how often, how much, within how many days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from crm_desktop.core import money
from crm_desktop.core.i18n import _
from crm_desktop.ui.contacts import typed_values
from crm_desktop.ui.contacts.condition_words import Options
from crm_desktop.ui.widgets.form import ComboBox, LineEdit
from crm_desktop.ui.widgets.layout import column, fixed_width, row
from crm_desktop.ui.widgets.text import Label

_DAYS = 180


class BoughtInput(QWidget):
    """A category or a product, how many times at least, in how many days (empty: ever)."""

    def __init__(self, value: Any, options: Options) -> None:
        super().__init__()
        given = value if isinstance(value, Mapping) else {"product": value or "", "days": _DAYS}
        any_of_them = ("", lambda: _("Any category"))
        named = [(name, name) for name in options.categories]
        self.category = ComboBox([any_of_them, *named], str(given.get("category") or ""))
        self.category.may_shrink(7)
        self.product = LineEdit(lambda: _("Any product"), str(given.get("product") or ""))
        completer = QCompleter(list(options.products), self.product)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.product.setCompleter(completer)
        self.times = _short(str(given.get("times") or 1), _("Times"))
        self.days = _short(str(given.get("days") or ""), _("Days"))
        self.category.setAccessibleName(_("Category"))
        self.product.setAccessibleName(_("Product"))
        how_often = row(
            _word(lambda: _("at least")),
            self.times,
            _word(lambda: _("times within the last")),
            self.days,
            _word(lambda: _("days")),
            None,
            gap=6,
        )
        self.setLayout(column(row((self.category, 1), (self.product, 1)), how_often, gap=6))

    def read(self) -> dict[str, Any]:
        """The condition's value; raises ``ValueError`` with a sentence."""
        value: dict[str, Any] = {}
        if self.category.value():
            value["category"] = self.category.value()
        if self.product.value():
            value["product"] = self.product.value()
        times = typed_values.whole(self.times.value() or "1")
        if times > 1:
            value["times"] = times
        if self.days.value():
            value["days"] = typed_values.whole(self.days.value())
        return value


class SpentInput(QWidget):
    """An amount, and in how many days it was spent."""

    def __init__(self, value: Any, options: Options) -> None:
        super().__init__()
        given = value if isinstance(value, Mapping) else {"days": _DAYS}
        self._currency = options.currency
        amount = given.get("amount")
        shown = "" if amount is None else f"{money.to_major(amount, self._currency).normalize():f}"
        self.amount = LineEdit(lambda: _("Amount"), shown)
        self.days = _short(str(given.get("days") or _DAYS), _("Days"))
        self.setLayout(
            row(
                (self.amount, 1),
                _word(lambda: _("within the last")),
                self.days,
                _word(lambda: _("days")),
            )
        )

    def read(self) -> dict[str, Any]:
        """The condition's value; raises ``ValueError`` with a sentence."""
        days = typed_values.whole(self.days.value())
        return {"days": days, "amount": typed_values.minor(self.amount.value(), self._currency)}


def _short(text: str, name: str) -> LineEdit:
    field = LineEdit("", text)
    field.setAccessibleName(name)
    fixed_width(field, 52)
    return field


def _word(words: Any) -> Label:
    return Label(words, "body", "text2")
