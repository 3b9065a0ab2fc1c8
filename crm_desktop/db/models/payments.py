"""Money in and out: payments, what they pay for, and stored value."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import (
    Created,
    Currency,
    Minor,
    Record,
    Removable,
    Words,
    link,
    owner,
)


class Payment(Record, Created, Removable):
    """Money received (positive) or given back (negative), in minor units.

    ``kind``: ``payment``, ``refund``, ``deposit``. What is not allocated to sales is the
    customer's credit.
    """

    __tablename__ = "payment"

    contact_id: Mapped[int | None]
    paid_on: Mapped[dt.date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(default="payment")
    method: Mapped[Words]
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    number: Mapped[Words]
    staff_id: Mapped[int | None] = link("staff.id", index=False)
    shop_id: Mapped[int | None] = link("shop.id", index=False)
    note: Mapped[Words]
    import_batch_id: Mapped[int | None] = link("import_batch.id")

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Valid kinds; a customer's payments by day."""
        return (
            ForeignKeyConstraint(["contact_id"], ["contact.id"], ondelete="SET NULL"),
            CheckConstraint("kind IN ('payment', 'refund', 'deposit')", "kind"),
            Index("ix_payment_contact_day", "contact_id", "paid_on"),
        )


class PaymentAllocation(Record):
    """The part of a payment that pays a sale."""

    __tablename__ = "payment_allocation"

    payment_id: Mapped[int]
    sale_id: Mapped[int] = owner("sale.id")
    amount_minor: Mapped[Minor]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """One share per payment and sale."""
        return (
            ForeignKeyConstraint(["payment_id"], ["payment.id"], ondelete="CASCADE"),
            UniqueConstraint("payment_id", "sale_id"),
        )
