"""Sales with their lines, quotes, deliveries and order milestones.

A return is a sale of kind ``return`` with negative quantities and amounts, so that sums need no
special case. An ``opening`` sale carries a debt stated by an imported sheet. What is owed on a
sale is ``total_minor - paid_minor``; ``paid_minor`` is the sum of its payment allocations.
"""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import (
    BasisPoints,
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


class Sale(Record, Created, Removable):
    """A sale. No contact means a walk-in.

    ``kind``: ``sale``, ``return``, ``opening``. ``status``: ``draft``, ``held``, ``confirmed``,
    ``cancelled``; only confirmed ones count. ``total_minor = subtotal_minor - discount_minor
    (+ tax_minor when tax comes on top)``.
    """

    __tablename__ = "sale"

    number: Mapped[Words]
    kind: Mapped[str] = mapped_column(default="sale")
    status: Mapped[str] = mapped_column(default="confirmed")
    contact_id: Mapped[int | None]
    person_id: Mapped[int | None] = link("contact.id")
    sold_on: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    promised_on: Mapped[dt.date | None]
    staff_id: Mapped[int | None] = link("staff.id")
    promoter_id: Mapped[int | None] = link("staff.id", index=False)
    shop_id: Mapped[int | None] = link("shop.id")
    channel: Mapped[Words]
    currency: Mapped[Currency]
    tax_included: Mapped[bool] = mapped_column(default=True)
    subtotal_minor: Mapped[Minor]
    discount_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    total_minor: Mapped[Minor]
    paid_minor: Mapped[Minor]
    below_floor_reason: Mapped[Words]
    approver_id: Mapped[int | None] = link("staff.id", index=False)
    return_of_id: Mapped[int | None] = link("sale.id")
    quote_id: Mapped[int | None] = link("quote.id")
    deal_id: Mapped[int | None] = link("deal.id")
    campaign_id: Mapped[int | None] = link("campaign.id")
    voucher_code: Mapped[Words]
    external_ref: Mapped[Words]
    remark: Mapped[Words]
    import_batch_id: Mapped[int | None] = link("import_batch.id")

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Valid kinds; totals add up; the indexes of lists, figures and ageing."""
        return (
            ForeignKeyConstraint(["contact_id"], ["contact.id"], ondelete="SET NULL"),
            CheckConstraint("kind IN ('sale', 'return', 'opening')", "kind"),
            CheckConstraint("status IN ('draft', 'held', 'confirmed', 'cancelled')", "status"),
            CheckConstraint(
                "total_minor = subtotal_minor - discount_minor"
                " + CASE WHEN tax_included THEN 0 ELSE tax_minor END",
                "total",
            ),
            Index("ix_sale_contact_day", "contact_id", "sold_on"),
            # Covers what the figures of a period read, so that they never visit the table.
            Index(
                "ix_sale_sold_on",
                "sold_on",
                "contact_id",
                "total_minor",
                "kind",
                "status",
                "currency",
                "deleted_at",
            ),
            partial_index("ix_sale_number", "number", where="number <> ''"),
            partial_index(
                "ix_sale_open",
                "contact_id",
                "due_on",
                where="paid_minor <> total_minor AND status = 'confirmed'",
            ),
        )


class SaleLine(Record):
    """One line: ``amount_minor`` is quantity x price less discount, rounded half up once.

    ``unit_price_minor`` and ``cost_minor`` are for one unit.
    """

    __tablename__ = "sale_line"

    sale_id: Mapped[int] = owner("sale.id")
    position: Mapped[Count]
    product_id: Mapped[int | None] = link("product.id")
    description: Mapped[Words]
    spec: Mapped[Words]
    unit: Mapped[Words]
    quantity_milli: Mapped[Milli]
    unit_price_minor: Mapped[Minor]
    discount_bp: Mapped[BasisPoints]
    discount_minor: Mapped[Minor]
    tax_bp: Mapped[BasisPoints]
    amount_minor: Mapped[Minor]
    cost_minor: Mapped[OptionalMinor]
    gift: Mapped[Flag]
    options: Mapped[Words]
    return_of_line_id: Mapped[int | None] = link("sale_line.id")
    remark: Mapped[Words]


class Quote(Record, Created, Removable):
    """A version of a quote. ``status``: ``draft``, ``sent``, ``accepted``, ``rejected``,
    ``expired``."""

    __tablename__ = "quote"

    number: Mapped[Words] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    contact_id: Mapped[int | None] = link("contact.id")
    person_id: Mapped[int | None] = link("contact.id")
    deal_id: Mapped[int | None] = link("deal.id")
    status: Mapped[str] = mapped_column(default="draft")
    quoted_on: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    currency: Mapped[Currency]
    tax_included: Mapped[bool] = mapped_column(default=True)
    subtotal_minor: Mapped[Minor]
    discount_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    total_minor: Mapped[Minor]
    below_floor_reason: Mapped[Words]
    approver_id: Mapped[int | None] = link("staff.id", index=False)
    staff_id: Mapped[int | None] = link("staff.id")
    terms: Mapped[Words]


class QuoteLine(Record):
    """One line of a quote."""

    __tablename__ = "quote_line"

    quote_id: Mapped[int] = owner("quote.id")
    position: Mapped[Count]
    product_id: Mapped[int | None] = link("product.id")
    description: Mapped[Words]
    unit: Mapped[Words]
    quantity_milli: Mapped[Milli]
    unit_price_minor: Mapped[Minor]
    discount_bp: Mapped[BasisPoints]
    discount_minor: Mapped[Minor]
    tax_bp: Mapped[BasisPoints]
    amount_minor: Mapped[Minor]
    options: Mapped[Words]


class OrderMilestone(Record):
    """A step promised within an order."""

    __tablename__ = "order_milestone"

    sale_id: Mapped[int] = owner("sale.id")
    name: Mapped[str]
    due_on: Mapped[dt.date | None]
    done_on: Mapped[dt.date | None]
    staff_id: Mapped[int | None] = link("staff.id", index=False)
    position: Mapped[Count]


class Delivery(Record, Created):
    """Goods on their way, possibly a part of the order."""

    __tablename__ = "delivery"

    sale_id: Mapped[int] = owner("sale.id")
    shipped_on: Mapped[dt.date | None]
    carrier: Mapped[Words]
    tracking_no: Mapped[Words]
    address: Mapped[Words]
    received_on: Mapped[dt.date | None]
    note: Mapped[Words]


class DeliveryLine(Record):
    """How much of a sale line a delivery carries."""

    __tablename__ = "delivery_line"

    delivery_id: Mapped[int] = owner("delivery.id")
    sale_line_id: Mapped[int] = owner("sale_line.id")
    quantity_milli: Mapped[Milli]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """A line once per delivery."""
        return (UniqueConstraint("delivery_id", "sale_line_id"),)


class Invoice(Record, Created, Removable):
    """A tax invoice given for one sale."""

    __tablename__ = "invoice"

    sale_id: Mapped[int | None] = link("sale.id")
    contact_id: Mapped[int | None] = link("contact.id")
    number: Mapped[Words]
    title: Mapped[Words]
    tax_no: Mapped[Words]
    issued_on: Mapped[dt.date | None]
    amount_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    currency: Mapped[Currency]


class NumberSeries(Record):
    """The next number of a document pattern, so that numbers have no gaps."""

    __tablename__ = "number_series"

    key: Mapped[str] = mapped_column(unique=True)
    pattern: Mapped[str]
    period: Mapped[Words]
    next_value: Mapped[int] = mapped_column(default=1)
