"""The lines of a commission plan: bands, and rates of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.exchange import entered
from crm_desktop.services.commission.commission_plans import Band, Rule
from crm_desktop.ui import theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.product_picker import ProductPicker
from crm_desktop.ui.products.rows_editor import EditedRow, RowsEditor
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.form import ComboBox, LineEdit
from crm_desktop.ui.widgets.layout import row


@dataclass(frozen=True, slots=True)
class Offered:
    """What rates can be about: categories (id and path), levels, and the names of products that
    have one already."""

    currency: str
    categories: Sequence[tuple[str, str]]
    levels: Sequence[str]
    products: dict[str, str]


def rate(typed: str) -> int:
    """``4.5`` or ``4.5%`` in basis points. Raises ``UserError``."""
    plain = typed.replace("％", "%").removesuffix("%").strip()
    try:
        found = float(plain)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 100 or round(found * 100) != round(found * 100, 6):
        raise UserError(
            _("“{text}” is no rate.").format(text=typed), "", _("Type per cent, e.g. 4.5.")
        )
    return round(found * 100)


class BandRow(EditedRow):
    """From how much on, which rate."""

    def __init__(self, currency: str, band: Band | None) -> None:
        super().__init__()
        self._currency = currency
        start = entered.plain_amount(band.from_minor, currency) if band else ""
        self.start = LineEdit("0", start)
        self.rate = LineEdit("4.5", f"{band.rate_bp / 100:g}" if band else "")
        _name(self.start, lambda: _("From amount"))
        _name(self.rate, lambda: _("Rate, %"))
        self.setLayout(row((self.start, 3), (self.rate, 2), gap=8))

    def value(self) -> Band | None:
        if not self.rate.value() and not self.start.value():
            return None
        start = entered.amount(self.start.value() or "0", self._currency)
        return Band(start, rate(self.rate.value()))

    def first(self) -> QWidget:
        return self.start


class RateRow(EditedRow):
    """What it is for, and the rate."""

    def __init__(self, shell: Shell, offered: Offered, rule: Rule | None) -> None:
        super().__init__()
        kinds: list[tuple[str, Text]] = [
            ("product", lambda: _("Product")),
            ("category", lambda: _("Category")),
            ("level", lambda: _("Level")),
        ]
        self.kind = ComboBox(kinds, rule.kind if rule else "category")
        product = rule.key if rule and rule.kind == "product" else ""
        self.product = ProductPicker(shell, int(product or 0), offered.products.get(product, ""))
        own = rule.key if rule else ""
        self.category = ComboBox(list(offered.categories), own)
        self.level = ComboBox([(one, one) for one in offered.levels], own)
        self.rate = LineEdit("4.5", f"{rule.rate_bp / 100:g}" if rule else "")
        for editor, words in (
            (self.kind, lambda: pgettext("commission", "For")),
            (self.product, lambda: _("Product")),
            (self.category, lambda: _("Category")),
            (self.level, lambda: _("Level")),
            (self.rate, lambda: _("Rate, %")),
        ):
            _name(editor, words)
        for box in (self.kind, self.category, self.level):
            box.may_shrink(5)
        self.kind.activated.connect(lambda _index: self._turn())
        self.setLayout(
            row((self.kind, 2), (self.product, 4), (self.category, 4), (self.level, 4),
                (self.rate, 2), gap=8)
        )  # fmt: skip
        self._turn()

    def _turn(self) -> None:
        kind = self.kind.value()
        self.product.setVisible(kind == "product")
        self.category.setVisible(kind == "category")
        self.level.setVisible(kind == "level")

    def value(self) -> Rule | None:
        if not self.rate.value():
            return None
        kind = self.kind.value()
        if kind == "product":
            found = self.product.settle()
            key = str(found) if found else ""
        else:
            key = (self.category if kind == "category" else self.level).value()
        if not key:
            raise UserError(
                _("A rate is for nothing yet."),
                _("Nothing was saved."),
                _("Choose what it is for."),
            )
        return Rule(kind, key, rate(self.rate.value()))

    def first(self) -> QWidget:
        return self.kind


def band_editor(currency: str, bands: Sequence[Band]) -> RowsEditor:
    """The bands, the first from 0."""
    return RowsEditor(
        lambda: _("Add a band"),
        partial(BandRow, currency),
        bands,
        ((lambda: _("From amount"), 3), (lambda: _("Rate, %"), 2)),
    )


def rate_editor(shell: Shell, offered: Offered, rules: Sequence[Rule]) -> RowsEditor:
    """Rates of products, categories and levels."""
    return RowsEditor(
        lambda: _("Add a rate of its own"),
        partial(RateRow, shell, offered),
        rules,
        ((lambda: pgettext("commission", "For"), 6), (lambda: _("Rate, %"), 2)),
    )


def _name(editor: QWidget, words: Callable[[], str]) -> None:
    theme.live(editor, lambda: editor.setAccessibleName(words()))
