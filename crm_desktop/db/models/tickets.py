"""After-sales: tickets, visits, improvements, and the knowledge to answer with."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_desktop.db.models.base import (
    Created,
    Currency,
    OptionalMinor,
    Record,
    Removable,
    Words,
    link,
    owner,
    partial_index,
)


class Ticket(Record, Created, Removable):
    """A request, complaint or repair. ``status``: ``open``, ``waiting``, ``solved``, ``closed``.

    ``satisfaction`` is 1 to 5.
    """

    __tablename__ = "ticket"

    number: Mapped[Words]
    contact_id: Mapped[int | None] = link("contact.id")
    person_id: Mapped[int | None] = link("contact.id")
    kind: Mapped[str] = mapped_column(default="request")
    topic: Mapped[Words]
    subject: Mapped[str]
    body: Mapped[Words]
    channel: Mapped[Words]
    status: Mapped[str] = mapped_column(default="open")
    priority: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[dt.datetime]
    promised_at: Mapped[dt.datetime | None]
    answered_at: Mapped[dt.datetime | None]
    solved_at: Mapped[dt.datetime | None]
    owner_id: Mapped[int | None] = link("staff.id")
    about_staff_id: Mapped[int | None] = link("staff.id", index=False)
    asset_id: Mapped[int | None] = link("asset.id")
    sale_id: Mapped[int | None] = link("sale.id")
    product_id: Mapped[int | None] = link("product.id")
    result: Mapped[Words]
    cost_minor: Mapped[OptionalMinor]
    currency: Mapped[Currency]
    satisfaction: Mapped[int | None]
    satisfaction_note: Mapped[Words]
    improvement_id: Mapped[int | None] = link("improvement.id")

    @classmethod
    def extra_args(cls) -> tuple[Any, ...]:
        """Valid scores; open tickets by promise."""
        return (
            CheckConstraint("satisfaction IS NULL OR satisfaction BETWEEN 1 AND 5", "score"),
            partial_index("ix_ticket_open", "promised_at", where="status IN ('open', 'waiting')"),
        )


class TicketStep(Record, Created):
    """A visit, an answer or a hand-over within a ticket."""

    __tablename__ = "ticket_step"

    ticket_id: Mapped[int] = owner("ticket.id")
    kind: Mapped[str]
    happened_at: Mapped[dt.datetime]
    text: Mapped[Words]
    staff_id: Mapped[int | None] = link("staff.id", index=False)
    minutes: Mapped[int | None]


class Improvement(Record, Created, Removable):
    """What changed because of what customers said."""

    __tablename__ = "improvement"

    title: Mapped[str]
    decision: Mapped[Words]
    decided_on: Mapped[dt.date | None]
    told_on: Mapped[dt.date | None]
    owner_id: Mapped[int | None] = link("staff.id", index=False)


class ServicePromise(Record):
    """How fast a kind of ticket is answered and solved for a customer level."""

    __tablename__ = "service_promise"

    kind: Mapped[Words]
    level: Mapped[Words]
    answer_hours: Mapped[int | None]
    solve_hours: Mapped[int | None]
    visit_days: Mapped[int | None]
    escalate_to_id: Mapped[int | None] = link("staff.id", index=False)


class Article(Record, Created, Removable):
    """A script, an answer to a frequent question, or a text template."""

    __tablename__ = "article"

    kind: Mapped[str]
    title: Mapped[str]
    body: Mapped[Words]
    language: Mapped[Words]
    topic: Mapped[Words]


class ExitInterview(Record, Created):
    """Why a customer left, asked of the customer."""

    __tablename__ = "exit_interview"

    contact_id: Mapped[int] = owner("contact.id")
    held_on: Mapped[dt.date]
    staff_id: Mapped[int | None] = link("staff.id", index=False)
    reason: Mapped[Words]
    competitor_id: Mapped[int | None] = link("competitor.id")
    offer_heard: Mapped[Words]
    would_return_for: Mapped[Words]
    may_call_again: Mapped[bool | None]
    note: Mapped[Words]
