"""One thing to do next for a customer, with the reason for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.db.models import (
    Contact,
    ContactPhone,
    ContactStats,
    Deal,
    FollowUp,
    Sale,
)
from crm_desktop.services.figures import supply_ends
from crm_desktop.services.records.birthdays import next_on
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``kind``: ``collect``, ``follow_up``, ``reorder``, ``birthday``, ``deal``, ``contact`` or
    ``phone``. ``title`` says what to do, ``reason`` why."""

    kind: str
    title: str
    reason: str


def suggest(session: Session, contact_id: int, today: dt.date) -> Suggestion | None:
    """The first that applies: late money, what is due, a birthday, a reorder, an open deal,
    a long silence, a missing phone; ``None`` when all is well."""
    for rule in _RULES:
        found = rule(session, contact_id, today)
        if found is not None:
            return found
    return None


def _collect(session: Session, contact_id: int, today: dt.date) -> Suggestion | None:
    owed, due_on, currency = session.execute(
        select(
            func.sum(Sale.total_minor - Sale.paid_minor),
            func.min(Sale.due_on),
            func.min(Sale.currency),
        ).where(
            Sale.contact_id == contact_id,
            Sale.paid_minor != Sale.total_minor,
            Sale.status == literal_column("'confirmed'"),
            Sale.deleted_at.is_(None),
            Sale.due_on < today,
        )
    ).one()
    if not owed or owed < 0 or due_on is None:
        return None
    days = (today - due_on).days
    return Suggestion(
        "collect",
        _("Collect {amount}").format(amount=formats.money_whole(owed, currency)),
        ngettext("The payment is {days} day late", "The payment is {days} days late", days).format(
            days=days
        ),
    )


def _follow_up(session: Session, contact_id: int, today: dt.date) -> Suggestion | None:
    follow_up = session.scalar(
        select(FollowUp)
        .where(
            FollowUp.contact_id == contact_id,
            FollowUp.state == "open",
            FollowUp.deleted_at.is_(None),
            FollowUp.due_on <= today,
        )
        .order_by(FollowUp.due_on, FollowUp.due_time)
        .limit(1)
    )
    if follow_up is None or follow_up.due_on is None:
        return None
    if follow_up.reason or follow_up.note:
        reason = follow_up.reason or follow_up.note
    elif follow_up.due_on == today:
        reason = _("Due today {time}").format(time=follow_up.due_time).strip()
    else:
        reason = _("Was due on {day}").format(day=formats.day_month(follow_up.due_on))
    return Suggestion("follow_up", follow_up.title, reason)


def _birthday(session: Session, contact_id: int, today: dt.date) -> Suggestion | None:
    contact = session.get_one(Contact, contact_id)
    if contact.birth_month is None or contact.birth_day is None:
        return None
    born = (contact.birth_year, contact.birth_month, contact.birth_day)
    on = next_on(born, contact.birth_lunar, contact.birth_leap, today)
    if (on - today).days > 6:
        return None
    return Suggestion(
        "birthday",
        _("Send birthday wishes"),
        _("Birthday: {day}").format(day=formats.date_relative(on, today)),
    )


def _reorder(session: Session, contact_id: int, today: dt.date) -> Suggestion | None:
    found = supply_ends.first(session, contact_id, today)
    if found is None:
        return None
    return Suggestion(
        "reorder",
        _("Offer {product} again").format(product=found.name),
        _("Lasts until {day} by its days of use").format(day=formats.day_month(found.ends_on)),
    )


def _deal(session: Session, contact_id: int, today: dt.date) -> Suggestion | None:  # noqa: ARG001
    deal = session.scalar(
        select(Deal)
        .where(
            Deal.contact_id == contact_id,
            Deal.state == literal_column("'open'"),
            Deal.deleted_at.is_(None),
        )
        .order_by(Deal.amount_minor.desc(), Deal.id)
        .limit(1)
    )
    if deal is None:
        return None
    return Suggestion(
        "deal",
        _("Move the deal on: {title}").format(title=deal.title),
        _("Open deal of {amount}").format(
            amount=formats.money_whole(deal.amount_minor, deal.currency)
        ),
    )


def _contact(session: Session, contact_id: int, today: dt.date) -> Suggestion | None:
    stats = session.get(ContactStats, contact_id)
    if stats is None or stats.last_contact_on is None:
        return None
    days = (today - stats.last_contact_on).days
    if days <= settings.get(session, settings.SILENT_DAYS):
        return None
    return Suggestion(
        "contact",
        _("Get in touch again"),
        ngettext("No contact for {days} day", "No contact for {days} days", days).format(days=days),
    )


def _phone(session: Session, contact_id: int, today: dt.date) -> Suggestion | None:  # noqa: ARG001
    usable = select(ContactPhone.id).where(
        ContactPhone.contact_id == contact_id, ContactPhone.key != ""
    )
    if session.scalar(usable.limit(1)) is not None:
        return None
    return Suggestion("phone", _("Ask for the phone number"), _("Without it nobody can call back"))


_RULES: tuple[Callable[[Session, int, dt.date], Suggestion | None], ...] = (
    _collect,
    _follow_up,
    _birthday,
    _reorder,
    _deal,
    _contact,
    _phone,
)
