"""The shop's own pick-lists, and who works here."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.db.models import Choice, Staff


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One value of a pick-list. ``colour`` is a colour role of the theme or empty."""

    value: str
    colour: str


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody who works here now."""

    id: int
    name: str


def choices(session: Session, list_key: str) -> list[ChoiceRow]:
    """The values of a list (``level``, ``source``, ``customer_type`` ...) in the shop's order."""
    query = (
        select(Choice.value, Choice.colour)
        .where(Choice.list_key == list_key, Choice.hidden.is_(False))
        .order_by(Choice.position, Choice.id)
    )
    return [ChoiceRow(value, colour) for value, colour in session.execute(query)]


def staff(session: Session) -> list[StaffRow]:
    """Everybody who works here, by name."""
    query = (
        select(Staff.id, Staff.name)
        .where(Staff.deleted_at.is_(None), Staff.active.is_(True))
        .order_by(Staff.name, Staff.id)
    )
    return [StaffRow(staff_id, name) for staff_id, name in session.execute(query)]
