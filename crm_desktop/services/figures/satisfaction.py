"""How content customers are: the marks they gave to service and in questionnaires."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.money import divide_half_up
from crm_desktop.db.models import Answer, Contact, Staff, Ticket
from crm_desktop.services.figures.sales_figures import Period

MARKS = (5, 4, 3, 2, 1)
LOW = 2


@dataclass(frozen=True, slots=True)
class LowMark:
    """A mark of ``LOW`` or less, with what was said."""

    name: str
    subject: str
    mark: int
    said: str
    person: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a questionnaire: how many answered, their average mark in hundredths."""

    question: str
    answers: int
    average: int | None


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Requests of a period. ``marks`` counts those solved in it by mark of 1 to 5; ``average`` and
    ``before`` (the period of the same length before) are in hundredths of a mark;
    ``answer_hours`` is the median until somebody answered."""

    period: Period
    received: int
    solved: int
    open: int
    answer_hours: int | None
    marks: Counter[int]
    average: int | None
    before: int | None
    by_person: tuple[tuple[str, int, int], ...]
    low: tuple[LowMark, ...]
    questions: tuple[Question, ...]


def satisfaction(session: Session, first: dt.date, last: dt.date) -> Satisfaction:
    """Marks given from ``first`` to ``last``, both included."""
    period = Period(first, last)
    rows = _marked(session, period)
    marks: Counter[int] = Counter(row.satisfaction or 0 for row, _name, _person in rows)
    length = last - first + dt.timedelta(days=1)
    earlier: list[int] = []
    if first - dt.date.min >= length:
        before = Period(first - length, first - dt.timedelta(days=1))
        earlier = [row.satisfaction or 0 for row, _name, _person in _marked(session, before)]
    return Satisfaction(
        period,
        _count(session, Ticket.received_at, period),
        _count(session, Ticket.solved_at, period),
        _open(session),
        _answer_hours(session, period),
        marks,
        _average(list(marks.elements())),
        _average(earlier),
        _by_person(rows),
        tuple(
            LowMark(
                name or "",
                row.subject,
                row.satisfaction or 0,
                row.satisfaction_note,
                person or "",
                (row.solved_at or row.received_at).astimezone().date(),
            )
            for row, name, person in rows
            if (row.satisfaction or 0) <= LOW
        ),
        _questions(session, period),
    )


def _instants(period: Period) -> tuple[dt.datetime, dt.datetime]:
    return clock.start_of(period.first), clock.start_of(period.last + dt.timedelta(days=1))


def _marked(session: Session, period: Period) -> list[tuple[Ticket, str | None, str | None]]:
    """Requests with a mark, by when they were solved, else received."""
    start, end = _instants(period)
    on = func.coalesce(Ticket.solved_at, Ticket.received_at)
    query = (
        select(Ticket, Contact.name, Staff.name)
        .outerjoin(Contact, Contact.id == Ticket.contact_id)
        .outerjoin(Staff, Staff.id == Ticket.owner_id)
        .where(on >= start, on < end, Ticket.satisfaction.is_not(None), Ticket.deleted_at.is_(None))
        .order_by(on, Ticket.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _count(session: Session, instant: Any, period: Period) -> int:
    start, end = _instants(period)
    query = select(func.count()).where(instant >= start, instant < end, Ticket.deleted_at.is_(None))
    return session.scalar(query) or 0


def _open(session: Session) -> int:
    query = select(func.count()).where(
        Ticket.status.in_(("open", "waiting")), Ticket.deleted_at.is_(None)
    )
    return session.scalar(query) or 0


def _answer_hours(session: Session, period: Period) -> int | None:
    start, end = _instants(period)
    query = select(Ticket.received_at, Ticket.answered_at).where(
        Ticket.answered_at >= start, Ticket.answered_at < end, Ticket.deleted_at.is_(None)
    )
    hours = [
        (answered - received).total_seconds() / 3600
        for received, answered in session.execute(query)
        if answered is not None and answered >= received
    ]
    return round(statistics.median(hours)) if hours else None


def _average(marks: list[int]) -> int | None:
    return divide_half_up(sum(marks) * 100, len(marks)) if marks else None


def _by_person(
    rows: list[tuple[Ticket, str | None, str | None]],
) -> tuple[tuple[str, int, int], ...]:
    """Name, number of marks and average in hundredths, the most marks first."""
    found: dict[str, list[int]] = {}
    for row, _name, person in rows:
        found.setdefault(person or "", []).append(row.satisfaction or 0)
    made = [(person, len(marks), _average(marks) or 0) for person, marks in found.items()]
    return tuple(sorted(made, key=lambda one: (-one[1], one[0])))


def _questions(session: Session, period: Period) -> tuple[Question, ...]:
    start, end = _instants(period)
    query = (
        select(Answer.question, func.count(), func.count(Answer.score), func.sum(Answer.score))
        .where(Answer.created_at >= start, Answer.created_at < end)
        .group_by(Answer.question)
        .order_by(func.count().desc(), Answer.question)
    )
    return tuple(
        Question(question, number, divide_half_up((total or 0) * 100, scored) if scored else None)
        for question, number, scored, total in session.execute(query).all()
    )
