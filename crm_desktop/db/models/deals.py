"""Deals, their stages and history, competitors and kept forecasts."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
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
    partial_index,
)


class DealStage(Record, Removable):
    """A column of the board. ``exit_steps`` is a JSON checklist; ``outcome`` is empty, ``won``
    or ``lost``."""

    __tablename__ = "deal_stage"

    code: Mapped[Words]
    name: Mapped[Words]
    outcome: Mapped[Words]
    probability_bp: Mapped[BasisPoints]
    allowed_days: Mapped[int | None]
    exit_steps: Mapped[Words]
    position: Mapped[Count]


class Competitor(Record, Removable):
    """Somebody customers go to instead."""

    __tablename__ = "competitor"

    name: Mapped[str]
    products: Mapped[Words]
    strengths: Mapped[Words]
    weaknesses: Mapped[Words]
    note: Mapped[Words]


class CompetitorPrice(Record):
    """A competitor's price heard from a customer."""

    __tablename__ = "competitor_price"

    competitor_id: Mapped[int] = owner("competitor.id")
    product_id: Mapped[int | None] = link("product.id")
    contact_id: Mapped[int | None] = link("contact.id")
    heard_on: Mapped[dt.date]
    price_minor: Mapped[OptionalMinor]
    currency: Mapped[Currency]
    note: Mapped[Words]


class Deal(Record, Created, Removable):
    """A chance to sell. ``state`` is ``open``, ``won``, ``lost`` or ``dormant``."""

    __tablename__ = "deal"

    contact_id: Mapped[int | None] = link("contact.id")
    person_id: Mapped[int | None] = link("contact.id")
    title: Mapped[str]
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    stage_id: Mapped[int | None] = link("deal_stage.id")
    stage_since: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(default="open")
    expected_on: Mapped[dt.date | None]
    closed_on: Mapped[dt.date | None]
    owner_id: Mapped[int | None] = link("staff.id")
    shop_id: Mapped[int | None] = link("shop.id")
    source: Mapped[Words]
    campaign_id: Mapped[int | None] = link("campaign.id")
    lost_reason: Mapped[Words]
    competitor_id: Mapped[int | None] = link("competitor.id")
    extended_until: Mapped[dt.date | None]
    note: Mapped[Words]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Valid states; the board reads the open ones."""
        return (
            CheckConstraint("state IN ('open', 'won', 'lost', 'dormant')", "state"),
            partial_index("ix_deal_open", "stage_id", where="state = 'open'"),
        )


class DealStageChange(Record):
    """A deal's move between stages: trigger, person, reason, approver, steps ticked."""

    __tablename__ = "deal_stage_change"

    deal_id: Mapped[int] = owner("deal.id")
    from_stage_id: Mapped[int | None] = link("deal_stage.id", index=False)
    to_stage_id: Mapped[int | None] = link("deal_stage.id", index=False)
    changed_at: Mapped[dt.datetime]
    trigger: Mapped[Words]
    reason: Mapped[Words]
    steps_done: Mapped[Words]
    staff_id: Mapped[int | None] = link("staff.id", index=False)
    approver_id: Mapped[int | None] = link("staff.id", index=False)


class DealStep(Record):
    """A ticked line of a stage's exit checklist."""

    __tablename__ = "deal_step"

    deal_id: Mapped[int] = owner("deal.id")
    stage_id: Mapped[int | None] = link("deal_stage.id", index=False)
    text: Mapped[str]
    done: Mapped[Flag]
    position: Mapped[Count]


class ForecastSnapshot(Record):
    """What was expected of a deal for a month on the day the forecast was kept."""

    __tablename__ = "forecast_snapshot"

    taken_on: Mapped[dt.date]
    month: Mapped[dt.date]
    deal_id: Mapped[int] = owner("deal.id")
    amount_minor: Mapped[Minor]
    currency: Mapped[Currency]
    probability_bp: Mapped[BasisPoints]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """A deal once in a snapshot."""
        return (UniqueConstraint("taken_on", "deal_id"),)
