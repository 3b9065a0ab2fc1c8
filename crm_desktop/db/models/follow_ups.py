"""Follow-ups: what is to be done for whom by when, and the rules that make them."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import (
    Count,
    Created,
    Flag,
    Record,
    Removable,
    Words,
    link,
    owner,
    partial_index,
)


class FollowUp(Record, Created, Removable):
    """A thing to do. ``due_time`` is local ``HH:MM`` or empty for the whole day.

    ``state`` is ``open``, ``done`` or ``cancelled``; ``recurrence`` an RFC 5545 RRULE.
    ``rule_key`` keeps a rule from making the same follow-up twice.
    """

    __tablename__ = "follow_up"

    contact_id: Mapped[int | None]
    person_id: Mapped[int | None] = link("contact.id")
    kind: Mapped[str] = mapped_column(default="task")
    title: Mapped[str]
    note: Mapped[Words]
    due_on: Mapped[dt.date | None]
    due_time: Mapped[Words]
    minutes: Mapped[int | None]
    priority: Mapped[Count]
    owner_id: Mapped[int | None] = link("staff.id")
    state: Mapped[str] = mapped_column(default="open")
    done_at: Mapped[dt.datetime | None]
    result: Mapped[Words]
    reason: Mapped[Words]
    recurrence: Mapped[Words]
    previous_id: Mapped[int | None] = link("follow_up.id")
    rule_id: Mapped[int | None] = link("follow_up_rule.id")
    rule_key: Mapped[str | None] = mapped_column(unique=True)
    snoozed_until: Mapped[dt.datetime | None]
    deal_id: Mapped[int | None] = link("deal.id")
    sale_id: Mapped[int | None] = link("sale.id")
    ticket_id: Mapped[int | None] = link("ticket.id")
    import_batch_id: Mapped[int | None] = link("import_batch.id", index=False)

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Open ones by day and by contact."""
        return (
            ForeignKeyConstraint(["contact_id"], ["contact.id"], ondelete="CASCADE"),
            CheckConstraint("state IN ('open', 'done', 'cancelled')", "state"),
            partial_index("ix_follow_up_open", "due_on", where="state = 'open'"),
            Index("ix_follow_up_contact_day", "contact_id", "due_on"),
            Index("ix_follow_up_done_at", "done_at"),
        )


class FollowUpStep(Record):
    """One line of a follow-up's checklist."""

    __tablename__ = "follow_up_step"

    follow_up_id: Mapped[int] = owner("follow_up.id")
    text: Mapped[str]
    done: Mapped[Flag]
    position: Mapped[Count]


class FollowUpRule(Record, Removable):
    """A rule that makes follow-ups; ``conditions`` and ``template`` are JSON."""

    __tablename__ = "follow_up_rule"

    code: Mapped[Words]
    name: Mapped[str]
    trigger: Mapped[str]
    conditions: Mapped[Words]
    template: Mapped[Words]
    active: Mapped[Flag]
    last_run_on: Mapped[dt.date | None]
    position: Mapped[Count]


class Urge(Record, Created):
    """A reminder from one member of staff to another about a follow-up."""

    __tablename__ = "urge"

    follow_up_id: Mapped[int] = owner("follow_up.id")
    from_staff_id: Mapped[int | None] = link("staff.id", index=False)
    message: Mapped[Words]


class StickyNote(Record, Created, Removable):
    """A note on Today."""

    __tablename__ = "sticky_note"

    text: Mapped[str]
    colour: Mapped[Words]
    staff_id: Mapped[int | None] = link("staff.id")
    position: Mapped[Count]


class Holiday(Record):
    """A day the shop itself keeps or is closed."""

    __tablename__ = "holiday"

    day: Mapped[dt.date]
    name: Mapped[str]
    closed: Mapped[Flag]

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """A name once a day."""
        return (UniqueConstraint("day", "name"),)
