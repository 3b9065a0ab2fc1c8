"""Products: prices, options, parts and stock."""

import datetime as dt
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import (
    Count,
    Created,
    Currency,
    Flag,
    Milli,
    Minor,
    OptionalMinor,
    Record,
    Removable,
    Words,
    link,
    owner,
    partial_index,
)


class ProductCategory(Record, Removable):
    """A node of the category tree."""

    __tablename__ = "product_category"

    name: Mapped[str]
    parent_id: Mapped[int | None] = link("product_category.id")
    position: Mapped[Count]


class Product(Record, Created, Removable):
    """A thing or service sold. Prices are for one ``unit``; tax in basis points."""

    __tablename__ = "product"

    code: Mapped[Words]
    barcode: Mapped[Words]
    name: Mapped[str]
    pinyin: Mapped[Words]
    initials: Mapped[Words]
    spec: Mapped[Words]
    unit: Mapped[Words]
    category_id: Mapped[int | None] = link("product_category.id")
    is_service: Mapped[Flag]
    price_minor: Mapped[OptionalMinor]
    cost_minor: Mapped[OptionalMinor]
    floor_price_minor: Mapped[OptionalMinor]
    currency: Mapped[Currency]
    tax_bp: Mapped[int | None]
    days_of_use: Mapped[int | None]
    warranty_months: Mapped[int | None]
    service_months: Mapped[int | None]
    service_hours: Mapped[int | None]
    stock_counted: Mapped[Flag]
    low_stock_milli: Mapped[int | None]
    expert_id: Mapped[int | None] = link("staff.id")
    picture_id: Mapped[int | None] = link("attachment.id", index=False)
    active: Mapped[bool] = mapped_column(default=True)
    remark: Mapped[Words]
    import_batch_id: Mapped[int | None] = link("import_batch.id", index=False)

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Look-ups by name, code and barcode."""
        return (
            Index("ix_product_name", "name"),
            partial_index("ix_product_code", "code", where="code <> ''"),
            partial_index("ix_product_barcode", "barcode", where="barcode <> ''"),
        )


class ProductPrice(Record):
    """A price for a customer level and from a quantity on."""

    __tablename__ = "product_price"

    product_id: Mapped[int] = owner("product.id")
    level: Mapped[Words]
    from_quantity_milli: Mapped[Milli]
    price_minor: Mapped[Minor]
    currency: Mapped[Currency]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """One price per level and quantity."""
        return (UniqueConstraint("product_id", "level", "from_quantity_milli", "currency"),)


class ProductOption(Record):
    """A choice the customer has, e.g. left door; extra price per unit."""

    __tablename__ = "product_option"

    product_id: Mapped[int] = owner("product.id")
    group_name: Mapped[str]
    name: Mapped[str]
    extra_minor: Mapped[Minor]
    position: Mapped[Count]


class ProductPart(Record):
    """A part or consumable that falls due some months after the product was sold."""

    __tablename__ = "product_part"

    product_id: Mapped[int] = owner("product.id")
    part_id: Mapped[int] = owner("product.id")
    after_months: Mapped[int]


class StockMovement(Record, Created):
    """Goods in or out; the stock is the sum of movements."""

    __tablename__ = "stock_movement"

    product_id: Mapped[int] = owner("product.id")
    shop_id: Mapped[int | None] = link("shop.id")
    moved_on: Mapped[dt.date]
    quantity_milli: Mapped[Milli]
    reason: Mapped[Words]
    sale_line_id: Mapped[int | None] = link("sale_line.id")
    staff_id: Mapped[int | None] = link("staff.id", index=False)
    note: Mapped[Words]
