"""Where a customer stands with us, and the areas customers are handed out by."""

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import Count, Flag, Record, Removable, Words, link, owner


class LifecycleStage(Record, Removable):
    """A stage and its policy. ``code`` names a shipped stage; an empty ``name`` shows its
    translated default name."""

    __tablename__ = "lifecycle_stage"

    code: Mapped[Words]
    name: Mapped[Words]
    colour: Mapped[Words]
    position: Mapped[Count]
    allowed_days: Mapped[int | None]
    lowest_price_bp: Mapped[int | None]
    payment_days: Mapped[int | None]
    focus_season: Mapped[Words]
    closed: Mapped[Flag]


class LifecycleChange(Record):
    """A move from one stage to another, with its trigger and reason."""

    __tablename__ = "lifecycle_change"

    contact_id: Mapped[int] = owner("contact.id")
    from_stage_id: Mapped[int | None] = link("lifecycle_stage.id", index=False)
    to_stage_id: Mapped[int | None] = link("lifecycle_stage.id", index=False)
    changed_at: Mapped[dt.datetime] = mapped_column(index=True)
    trigger: Mapped[Words]
    reason: Mapped[Words]
    staff_id: Mapped[int | None] = link("staff.id")


class Territory(Record, Removable):
    """An area with the rule that assigns customers to it (JSON conditions)."""

    __tablename__ = "territory"

    name: Mapped[str]
    conditions: Mapped[Words]
    staff_id: Mapped[int | None] = link("staff.id")
    position: Mapped[Count]
