"""The columns of the list of products."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange import entered
from crm_desktop.services.products.products import ProductRow
from crm_desktop.ui.widgets.cell_editing import CellEdit
from crm_desktop.ui.widgets.record_delegate import Face
from crm_desktop.ui.widgets.table_model import Column


def price_words(row: ProductRow) -> str:
    """The price of one unit, empty for none."""
    if row.price_minor is None:
        return ""
    return formats.money_exact(row.price_minor, row.currency)


def stock_words(row: ProductRow) -> str:
    """How much is there, empty when nobody counts."""
    return "" if row.stock_milli is None else with_unit(row.stock_milli, row.unit)


def with_unit(milli: int, unit: str) -> str:
    """``3.5 kg``."""
    return f"{formats.quantity(milli)} {unit}".strip()


def stock_ink(row: ProductRow) -> str:
    """Red below zero, amber when low."""
    if (row.stock_milli or 0) < 0:
        return "redText"
    return "amberText" if row.low_stock else "text"


def _second(row: ProductRow) -> str:
    parts = [row.spec, row.unit, "" if row.active else _("hidden")]
    return " · ".join(part for part in parts if part)


FACE = Face(lambda row: row.name, lambda _row: True, _second)


def describe(row: ProductRow) -> str:
    """A product as one spoken sentence."""
    left = _("{n} in stock").format(n=stock_words(row)) if row.stock_milli is not None else ""
    parts = (row.name, row.spec, row.code, row.category, price_words(row), left)
    return ", ".join(part for part in parts if part)


COLUMNS: Sequence[Column] = (
    Column(
        "name", N_("Product"), lambda row: row.name, width=240, least=196, stretch=3, sort="name",
        role="strong",
    ),
    Column(
        "code", N_("Code"), lambda row: row.code or row.barcode, width=120, least=84, stretch=1,
        sort="code", rank=3, fg=lambda _row: "text2", edit=lambda row: CellEdit(row.code),
    ),
    Column(
        "category", N_("Category"), lambda row: row.category, width=120, least=84, stretch=1,
        sort="category", rank=4, fg=lambda _row: "text2",
    ),
    Column(
        "price", N_("Price"), price_words, width=116, least=96, align="right", sort="price",
        descending=True,
        edit=lambda row: CellEdit(entered.plain_amount(row.price_minor, row.currency)),
    ),
    Column(
        "stock", N_("Stock"), stock_words, width=100, least=80, align="right", sort="stock",
        fg=stock_ink, rank=1,
        edit=lambda row: None if row.is_service
        else CellEdit(entered.plain_quantity(row.stock_milli)),
    ),
)  # fmt: skip
