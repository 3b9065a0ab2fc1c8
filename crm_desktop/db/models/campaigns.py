"""Campaigns and their responses, vouchers, events, and membership with points."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import (
    BasisPoints,
    Count,
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


class Campaign(Record, Created, Removable):
    """A planned approach to a fixed group. ``kind``: ``offer``, ``win_back``, ``event``,
    ``survey``, ``replenishment`` ..."""

    __tablename__ = "campaign"

    name: Mapped[str]
    kind: Mapped[Words]
    goal: Mapped[Words]
    channel: Mapped[Words]
    offer: Mapped[Words]
    script: Mapped[Words]
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    place: Mapped[Words]
    previous_id: Mapped[int | None] = link("campaign.id")
    budget_minor: Mapped[OptionalMinor]
    cost_minor: Mapped[OptionalMinor]
    currency: Mapped[Currency]
    hold_out_bp: Mapped[BasisPoints]
    status: Mapped[str] = mapped_column(default="draft")
    owner_id: Mapped[int | None] = link("staff.id")
    lesson: Mapped[Words]


class CampaignMember(Record):
    """A contact in a campaign or event, frozen on day 0. ``group_name``: ``target``,
    ``hold_out``; ``role`` and ``stand`` serve events."""

    __tablename__ = "campaign_member"

    campaign_id: Mapped[int]
    contact_id: Mapped[int] = owner("contact.id")
    group_name: Mapped[str] = mapped_column(default="target")
    role: Mapped[Words]
    stand: Mapped[Words]
    status: Mapped[Words]
    reached_at: Mapped[dt.datetime | None]
    responded_at: Mapped[dt.datetime | None]
    response: Mapped[Words]
    result: Mapped[Words]
    checked_in_at: Mapped[dt.datetime | None]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """A contact once per campaign."""
        return (
            ForeignKeyConstraint(["campaign_id"], ["campaign.id"], ondelete="CASCADE"),
            UniqueConstraint("campaign_id", "contact_id"),
        )


class Voucher(Record, Created):
    """A code worth something until a day."""

    __tablename__ = "voucher"

    code: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int | None] = link("contact.id")
    campaign_id: Mapped[int | None] = link("campaign.id")
    product_id: Mapped[int | None] = link("product.id", index=False)
    value_minor: Mapped[OptionalMinor]
    discount_bp: Mapped[int | None]
    currency: Mapped[Currency]
    valid_from: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    used_on: Mapped[dt.date | None]
    sale_id: Mapped[int | None] = link("sale.id")


class Answer(Record, Created):
    """One answer to a questionnaire or feedback sheet."""

    __tablename__ = "answer"

    campaign_id: Mapped[int | None] = link("campaign.id")
    ticket_id: Mapped[int | None] = link("ticket.id")
    contact_id: Mapped[int | None] = link("contact.id")
    question: Mapped[str]
    text: Mapped[Words]
    score: Mapped[int | None]


class Membership(Record, Created, Removable):
    """A member card; points and stored value are the sums of their entries."""

    __tablename__ = "membership"

    contact_id: Mapped[int] = owner("contact.id")
    card_no: Mapped[Words] = mapped_column(index=True)
    club: Mapped[Words]
    level: Mapped[Words]
    joined_on: Mapped[dt.date | None]
    expires_on: Mapped[dt.date | None]
    suspended: Mapped[Flag]


class MembershipLevel(Record):
    """A level and the spend in 12 months that earns it."""

    __tablename__ = "membership_level"

    name: Mapped[str]
    from_spend_minor: Mapped[Minor]
    points_per_unit_bp: Mapped[BasisPoints]
    discount_bp: Mapped[BasisPoints]
    position: Mapped[Count]


class MembershipLevelChange(Record):
    """A move from one level to another, with its reason."""

    __tablename__ = "membership_level_change"

    membership_id: Mapped[int] = owner("membership.id")
    changed_on: Mapped[dt.date]
    from_level: Mapped[Words]
    to_level: Mapped[Words]
    reason: Mapped[Words]


class PointsEntry(Record, Created):
    """Points earned (positive) or spent (negative)."""

    __tablename__ = "points_entry"

    membership_id: Mapped[int]
    happened_on: Mapped[dt.date]
    points: Mapped[int]
    reason: Mapped[Words]
    sale_id: Mapped[int | None] = link("sale.id")
    expires_on: Mapped[dt.date | None]
    import_batch_id: Mapped[int | None] = link("import_batch.id", index=False)

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Statements read by day."""
        return (
            ForeignKeyConstraint(["membership_id"], ["membership.id"], ondelete="CASCADE"),
            Index("ix_points_entry_membership_day", "membership_id", "happened_on"),
        )


class StoredValueEntry(Record, Created):
    """Money put on a card (positive, with any bonus) or used from it (negative)."""

    __tablename__ = "stored_value_entry"

    membership_id: Mapped[int] = owner("membership.id")
    happened_on: Mapped[dt.date]
    amount_minor: Mapped[Minor]
    bonus_minor: Mapped[Minor]
    currency: Mapped[Currency]
    reason: Mapped[Words]
    payment_id: Mapped[int | None] = link("payment.id")
    sale_id: Mapped[int | None] = link("sale.id")
    import_batch_id: Mapped[int | None] = link("import_batch.id", index=False)
