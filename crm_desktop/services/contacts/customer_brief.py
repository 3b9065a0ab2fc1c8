"""What somebody should know before a visit to one customer, gathered from everywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Ticket
from crm_desktop.services.contacts import (
    contact_panel,
    contact_profile,
    preferences,
    relations,
    visit_questions,
)
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.services.contacts.contact_profile import ContactProfile
from crm_desktop.services.contacts.preferences import PreferenceRow
from crm_desktop.services.contacts.relations import RelationRow
from crm_desktop.services.figures import buying_habits
from crm_desktop.services.figures.buying_habits import Habit
from crm_desktop.services.follow_ups import follow_up_list
from crm_desktop.services.follow_ups.follow_up_list import FollowUpQuery, FollowUpRow
from crm_desktop.services.payments import payment_habit
from crm_desktop.services.payments.payment_habit import Standing
from crm_desktop.services.records import birthdays
from crm_desktop.services.timeline import timeline
from crm_desktop.services.timeline.timeline_sources import TimelineRow

CONTACTS = (*timeline.KINDS, "service", "follow_up")
"""Kinds of entries that are a contact between us and them."""
MOST_GOODS = 12


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A request or complaint that waits for us."""

    number: str
    subject: str
    received_on: dt.date


@dataclass(frozen=True, slots=True)
class BirthdayDue:
    """Whose birthday is kept next, ``who`` their relation, empty for the customer."""

    name: str
    who: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Brief:
    """One customer as of ``day``; numbers are masked as the file is set.

    ``contacts`` are the latest ``limit`` calls, visits and messages, ``happened`` the latest
    things of every kind; ``questions`` are sentences.
    """

    day: dt.date
    panel: ContactPanel
    profile: ContactProfile
    standing: Standing
    goods: tuple[Habit, ...]
    follow_ups: tuple[FollowUpRow, ...]
    contacts: tuple[TimelineRow, ...]
    happened: tuple[TimelineRow, ...]
    tickets: tuple[OpenTicket, ...]
    relations: tuple[RelationRow, ...]
    preferences: tuple[PreferenceRow, ...]
    birthdays: tuple[BirthdayDue, ...]
    questions: tuple[str, ...]


def brief(session: Session, contact_id: int, day: dt.date, limit: int = 6) -> Brief:
    """Everything about one customer. Raises ``NotFound``."""
    panel = contact_panel.panel(session, contact_id, day)
    profile = contact_profile.profile(session, contact_id, day)
    standing = payment_habit.standing(session, contact_id, day, panel.currency)
    goods = buying_habits.habits(session, contact_id, day, panel.currency, MOST_GOODS)
    due = FollowUpQuery("open", contact_id=contact_id, today=day)
    tickets = _open_tickets(session, contact_id)
    likes = tuple(preferences.of_contact(session, contact_id, day))
    family = tuple(relations.of_contact(session, contact_id, day))
    return Brief(
        day=day,
        panel=panel,
        profile=profile,
        standing=standing,
        goods=goods,
        follow_ups=tuple(follow_up_list.page(session, due, 0, limit)),
        contacts=tuple(timeline.entries(session, contact_id, limit, CONTACTS)),
        happened=tuple(timeline.entries(session, contact_id, 3 * limit)),
        tickets=tickets,
        relations=family,
        preferences=likes,
        birthdays=_birthdays(panel, family, day),
        questions=visit_questions.questions(
            visit_questions.Known(
                day, panel, profile, standing, goods, tuple(one.subject for one in tickets), likes
            )
        ),
    )


def _open_tickets(session: Session, contact_id: int) -> tuple[OpenTicket, ...]:
    query = (
        select(Ticket)
        .where(
            Ticket.contact_id == contact_id,
            Ticket.status.in_((literal_column("'open'"), literal_column("'waiting'"))),
            Ticket.deleted_at.is_(None),
        )
        .order_by(Ticket.received_at)
    )
    return tuple(
        OpenTicket(one.number, one.subject, one.received_at.astimezone().date())
        for one in session.scalars(query)
    )


def _birthdays(
    panel: ContactPanel, family: tuple[RelationRow, ...], day: dt.date
) -> tuple[BirthdayDue, ...]:
    found = [
        BirthdayDue(one.name, relations.kind_name(one.kind), one.next_birthday)
        for one in family
        if one.next_birthday is not None
    ]
    if panel.birthday is not None:
        on = birthdays.next_on(panel.birthday, panel.birth_lunar, panel.birth_leap, day)
        found.append(BirthdayDue(panel.name, "", on))
    return tuple(sorted(found, key=lambda one: one.on))
