"""What a customer likes and how they want to be treated, with the day it was last confirmed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Preference
from crm_desktop.services.records import contact_record

STALE_DAYS = 365
"""Tastes change: what was not confirmed for so long is to be asked again."""


@dataclass(frozen=True, slots=True)
class PreferenceRow:
    """``stale`` when it was never confirmed, or longer ago than ``STALE_DAYS``."""

    id: int
    topic: str
    value: str
    confirmed_on: dt.date | None
    important: bool
    stale: bool


def of_contact(
    session: Session, contact_id: int, today: dt.date | None = None
) -> list[PreferenceRow]:
    """A customer's preferences, the important ones first."""
    day = today or clock.today()
    query = (
        select(Preference)
        .where(Preference.contact_id == contact_id)
        .order_by(Preference.important.desc(), Preference.topic, Preference.id)
    )
    return [
        PreferenceRow(
            one.id,
            one.topic,
            one.value,
            one.confirmed_on,
            one.important,
            one.confirmed_on is None or (day - one.confirmed_on).days > STALE_DAYS,
        )
        for one in session.scalars(query)
    ]


def add(
    session: Session,
    contact_id: int,
    topic: str,
    value: str,
    *,
    important: bool = False,
    today: dt.date | None = None,
) -> int:
    """Keep what they said today; returns its id. Raises ``UserError`` for an empty one."""
    contact_record.found(session, contact_id)
    topic, value = text.clean(topic), text.clean(value)
    if not value:
        raise UserError(_("Say what they like."), _("Nothing was changed."))
    preference = Preference(
        contact_id=contact_id,
        topic=topic,
        value=value,
        important=important,
        confirmed_on=today or clock.today(),
    )
    session.add(preference)
    session.flush()
    return preference.id


def edit(
    session: Session,
    preference_id: int,
    *,
    value: str | None = None,
    important: bool | None = None,
    today: dt.date | None = None,
) -> None:
    """Change it; another value counts as confirmed today."""
    preference = _found(session, preference_id)
    if value is not None and text.clean(value):
        preference.value = text.clean(value)
        preference.confirmed_on = today or clock.today()
    if important is not None:
        preference.important = important
    session.flush()


def confirm(session: Session, preference_id: int, today: dt.date | None = None) -> None:
    """They said so again today."""
    _found(session, preference_id).confirmed_on = today or clock.today()
    session.flush()


def remove(session: Session, preference_id: int) -> None:
    """Forget it."""
    session.delete(_found(session, preference_id))
    session.flush()


def _found(session: Session, preference_id: int) -> Preference:
    preference = session.get(Preference, preference_id)
    if preference is None:
        raise NotFound(_("This preference does not exist any more."), _("Nothing was changed."))
    return preference
