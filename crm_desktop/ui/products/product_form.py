"""The form of a product: what it is, what it costs, what comes after the sale, its stock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QStackedWidget, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import entered
from crm_desktop.services.products import product_categories, product_pictures, product_prices
from crm_desktop.services.products.product_record import ProductEdit, ProductRecord
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.records import staff
from crm_desktop.services.settings import settings
from crm_desktop.ui.page import Shell
from crm_desktop.ui.products.picture import PictureBox
from crm_desktop.ui.products.rows_editor import option_editor, part_editor, tier_editor
from crm_desktop.ui.products.stock_dialog import is_zero
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.choices import Choice, Tabs
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.text import Label

_PARTS: Sequence[tuple[str, str]] = (
    ("what", N_("What it is")),
    ("price", N_("Prices")),
    ("after", N_("After the sale")),
    ("stock", N_("Stock and more")),
)
# Field of ``ProductDraft``, tab, label, and how it is read.
_LINES: Sequence[tuple[str, str, str, str]] = (
    ("name", "what", N_("Product name"), "text"),
    ("code", "what", N_("Code"), "text"),
    ("barcode", "what", N_("Bar code"), "text"),
    ("spec", "what", N_("Specification"), "text"),
    ("unit", "what", N_("Unit"), "text"),
    ("category", "what", N_("Category"), "text"),
    ("price_minor", "price", N_("Selling price"), "money"),
    ("cost_minor", "price", N_("Cost"), "money"),
    ("floor_price_minor", "price", N_("Lowest price"), "money"),
    ("tax_bp", "price", N_("Tax in %"), "percent"),
    ("days_of_use", "after", N_("Days until used up"), "count"),
    ("warranty_months", "after", N_("Warranty in months"), "count"),
    ("service_months", "after", N_("Service every (months)"), "count"),
    ("service_hours", "after", N_("Service every (hours run)"), "count"),
    ("low_stock_milli", "stock", N_("Low at"), "quantity"),
)
Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class _Typed:
    """An input of a field of ``ProductDraft`` with the tab it is on and how it is read."""

    name: str
    tab: str
    line: LineEdit
    field: Field
    read: Read


class ProductForm(QWidget):
    """Changes ``record``; without one it makes a new product, filled in from ``start``."""

    def __init__(
        self, shell: Shell, record: ProductRecord | None, start: ProductEdit | None = None
    ) -> None:
        super().__init__()
        read = shell.workspace.read
        self._shell = shell
        self.record = record
        self.edit = record.edit if record else start or ProductEdit(ProductDraft(""))
        self.currency = record.currency if record else read(settings.get, settings.CURRENCY)
        self.picture_taken: tuple[str, bytes] | None = None
        self._typed: dict[str, _Typed] = {}
        self._make_inputs()
        draft = self.edit.draft
        self.is_service = CheckBox(lambda: _("It is a service, not goods"), draft.is_service)
        self.counted = CheckBox(lambda: _("Count its stock"), draft.stock_counted)
        self.remark = TextArea(lines=2, text=draft.remark)
        people = [
            (str(one.id), one.name)
            for one in read(staff.members)
            if one.active or one.id == draft.expert_id
        ]
        self.expert = ComboBox([("", "—"), *people], str(draft.expert_id or ""))
        levels = read(product_prices.levels)
        self.tiers = tier_editor(levels, self.currency, self.edit.tiers)
        self.options = option_editor(self.currency, self.edit.options)
        self.parts = part_editor(shell, self.edit.parts)
        self._make_picture()
        self.tabs = Tabs([Choice(key, partial(_, label)) for key, label in _PARTS])
        self.stack = QStackedWidget()
        for build in (self._what, self._price, self._after, self._stock):
            self.stack.addWidget(plain(column(*build(), None, gap=12, margins=(0, 4, 0, 0))))
        self.tabs.chosen.connect(self.show_tab)
        self.setLayout(column(self.tabs, (self.stack, 1), gap=10))

    # inputs

    def _make_inputs(self) -> None:
        for name, tab, label, kind in _LINES:
            value = getattr(self.edit.draft, name)
            line = LineEdit("", self._text(kind, value))
            field = Field(partial(_, label), line)
            self._typed[name] = _Typed(name, tab, line, field, self._reader(kind))
        paths = [one.path for one in self._shell.workspace.read(product_categories.tree)]
        completer = QCompleter(QStringListModel(paths, self), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.input("category").setCompleter(completer)

    def _text(self, kind: str, value: Any) -> str:
        """A value as it is typed."""
        if kind == "money":
            return entered.plain_amount(value, self.currency)
        if kind == "percent":
            return percent_text(value)
        if kind == "quantity":
            return entered.plain_quantity(value)
        return "" if value is None else str(value)

    def _reader(self, kind: str) -> Read:
        readers: dict[str, Read] = {
            "money": self._amount,
            "percent": read_percent,
            "quantity": _quantity,
            "count": read_count,
        }
        return readers.get(kind, str)

    def _amount(self, typed: str) -> int | None:
        return entered.amount(typed, self.currency) if typed else None

    def _make_picture(self) -> None:
        self.picture = PictureBox(104, editable=True)
        self.picture.taken.connect(self._take_picture)
        self.no_picture = Button(lambda: _("Take away"), kind="link", small=True,
                                 on=self._remove_picture)  # fmt: skip
        content = b""
        if self.record is not None and self.record.picture_id is not None:
            found = self._shell.workspace.read(product_pictures.pictures, [self.record.id])
            content = found.get(self.record.id, b"")
        self.picture.show_bytes(content)
        show_if(self.no_picture, self.picture.filled)

    def input(self, name: str) -> LineEdit:
        """The line of a field of ``ProductDraft``."""
        return self._typed[name].line

    def _field(self, name: str) -> tuple[QWidget, int]:
        return self._typed[name].field, 1

    # tabs

    def _what(self) -> list[Any]:
        field = self._field
        beside = column(field("name")[0], row(field("code"), field("barcode"), gap=12), gap=12)
        picture = column(self.picture, row(None, self.no_picture, None), None, gap=2)
        hint = Label(
            lambda: _("A category may be a path: Filters / RO. What is new is made."),
            "caption", "text3", wrap=True,
        )  # fmt: skip
        return [
            row(picture, (beside, 1), gap=16),
            row(field("spec"), field("unit"), gap=12),
            field("category")[0],
            hint,
            self.is_service,
        ]

    def _price(self) -> list[Any]:
        field = self._field
        hint = Label(
            lambda: _("A price for a level or a quantity replaces the price; of both the lower."),
            "caption", "text3", wrap=True,
        )  # fmt: skip
        return [
            row(field("price_minor"), field("cost_minor"), gap=12),
            row(field("floor_price_minor"), field("tax_bp"), gap=12),
            Label(lambda: _("For levels and quantities"), "strong"),
            self.tiers,
            hint,
        ]

    def _after(self) -> list[Any]:
        field = self._field
        return [
            row(field("days_of_use"), field("warranty_months"), gap=12),
            row(field("service_months"), field("service_hours"), gap=12),
            Label(lambda: _("Parts that fall due"), "strong"),
            self.parts,
        ]

    def _stock(self) -> list[Any]:
        return [
            row((plain(column(12, self.counted)), 1), self._field("low_stock_milli"), gap=12),
            Label(lambda: _("What the customer can choose"), "strong"),
            self.options,
            Field(lambda: _("Who knows it best"), self.expert),
            Field(lambda: _("Remark"), self.remark),
        ]

    def show_tab(self, key: str) -> None:
        """Turn to a part of the form."""
        self.tabs.set_current(key)
        self.stack.setCurrentIndex([name for name, _label in _PARTS].index(key))

    # what was typed

    def _take_picture(self, name: str, content: bytes) -> None:
        small = product_pictures.shrink(name, content)
        self.picture_taken = (name, small)
        self.picture.show_bytes(small)
        self.no_picture.show()

    def _remove_picture(self) -> None:
        self.picture_taken = ("", b"")
        self.picture.show_bytes(b"")
        self.no_picture.hide()

    def value(self) -> ProductEdit | None:
        """What was typed; ``None`` after saying what cannot be read. Raises ``UserError``."""
        given: dict[str, Any] = {}
        for one in self._typed.values():
            one.field.set_error()
        for one in self._typed.values():
            try:
                given[one.name] = one.read(one.line.value())
            except UserError as problem:
                self._refuse(one, str(problem))
                return None
        if not given["name"]:
            self._refuse(self._typed["name"], _("A product needs a name."))
            return None
        expert = self.expert.value()
        draft = ProductDraft(
            **given,
            is_service=self.is_service.isChecked(),
            stock_counted=self.counted.isChecked(),
            remark=self.remark.value(),
            expert_id=int(expert) if expert else None,
        )
        return ProductEdit(
            draft,
            self._rows("price", self.tiers.values),
            self._rows("stock", self.options.values),
            self._rows("after", self.parts.values),
        )

    def _rows(self, tab: str, read: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
        try:
            return read()
        except UserError:
            self.show_tab(tab)
            raise

    def _refuse(self, one: _Typed, sentence: str) -> None:
        self.show_tab(one.tab)
        one.field.set_error(sentence)
        one.line.setFocus()


def read_count(typed: str) -> int | None:
    """A whole number, ``None`` for nothing. Raises ``UserError``."""
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 9:
        raise UserError(
            _("“{text}” is no whole number.").format(text=typed), "", _("Type e.g. 12.")
        )
    return int(typed)


def read_percent(typed: str) -> int | None:
    """Basis points, ``None`` for nothing. Raises ``UserError``."""
    plain_text = typed.removesuffix("%").removesuffix("％").strip()
    if not plain_text:
        return None
    try:
        value = Decimal(plain_text) * 100
        if value % 1 or abs(value) > 10**9:
            raise InvalidOperation
    except InvalidOperation:
        raise UserError(
            _("“{text}” is no percentage.").format(text=typed), "", _("Type e.g. 13 or 6.5.")
        ) from None
    return int(value)


def percent_text(basis_points: int | None) -> str:
    """A percentage as it is typed."""
    return "" if basis_points is None else f"{Decimal(basis_points) / 100:f}"


def _quantity(typed: str) -> int | None:
    if not typed:
        return None
    return 0 if is_zero(typed) else entered.quantity(typed)
