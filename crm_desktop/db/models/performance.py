"""What staff are to reach and what they earn by it, and what was spent."""

import datetime as dt
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import (
    BasisPoints,
    Created,
    Currency,
    Flag,
    Minor,
    OptionalMinor,
    Record,
    Removable,
    Words,
    link,
    owner,
)


class Target(Record):
    """An aim for a month: for a person, a shop, or the whole business."""

    __tablename__ = "target"

    month: Mapped[dt.date]
    measure: Mapped[str]
    staff_id: Mapped[int | None] = link("staff.id")
    shop_id: Mapped[int | None] = link("shop.id")
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]


class CommissionPlan(Record, Removable):
    """How commission is reckoned; ``rules`` is JSON (bands, products, levels, splits)."""

    __tablename__ = "commission_plan"

    name: Mapped[str]
    basis: Mapped[str]
    rules: Mapped[Words]
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]


class CommissionShare(Record):
    """A person's share in a sale, in basis points."""

    __tablename__ = "commission_share"

    sale_id: Mapped[int] = owner("sale.id")
    staff_id: Mapped[int] = owner("staff.id")
    share_bp: Mapped[BasisPoints]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """A person once per sale."""
        return (UniqueConstraint("sale_id", "staff_id"),)


class MonthLock(Record):
    """A month whose sales may no longer change."""

    __tablename__ = "month_lock"

    month: Mapped[dt.date] = mapped_column(unique=True)
    locked_at: Mapped[dt.datetime]
    staff_id: Mapped[int | None] = link("staff.id", index=False)


class StaffScore(Record, Created):
    """Praise, complaint, award or score of a member of staff."""

    __tablename__ = "staff_score"

    staff_id: Mapped[int] = owner("staff.id")
    scored_on: Mapped[dt.date]
    kind: Mapped[str]
    score: Mapped[int | None]
    ticket_id: Mapped[int | None] = link("ticket.id", index=False)
    note: Mapped[Words]


class Expense(Record, Created, Removable):
    """Money spent, for a customer or in general."""

    __tablename__ = "expense"

    spent_on: Mapped[dt.date] = mapped_column(index=True)
    kind: Mapped[Words]
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    staff_id: Mapped[int | None] = link("staff.id")
    shop_id: Mapped[int | None] = link("shop.id", index=False)
    contact_id: Mapped[int | None] = link("contact.id")
    deal_id: Mapped[int | None] = link("deal.id", index=False)
    campaign_id: Mapped[int | None] = link("campaign.id")
    reimbursed: Mapped[Flag]
    limit_minor: Mapped[OptionalMinor]
    note: Mapped[Words]
