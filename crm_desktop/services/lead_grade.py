"""How good a lead is, from four questions: need, money, authority, timing.

Each is answered from 0 to 3. ``points`` is their sum, an unanswered one counting 0. Grade A has 10
to 12 points, B 7 to 9, C 4 to 6, D the rest; without any need, or any money, it is D whatever the
others say. Who has no answer at all has no grade. This module is the only place that knows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Contact
from crm_desktop.services import contact_record
from crm_desktop.services.listed import hidden_ids

MOST = 3
GRADES = ("A", "B", "C", "D")
_LEAST = {"A": 10, "B": 7, "C": 4}
_NEEDED = ("need", "money")
"""Without these two nobody buys."""


@dataclass(frozen=True, slots=True)
class Question:
    """One of the four: ``label`` and the words of the answers 0 to 3 are msgids."""

    key: str
    label: str
    answers: tuple[str, str, str, str]


QUESTIONS: tuple[Question, ...] = (
    Question("need", N_("Need"), (N_("no need"), N_("vague need"), N_("clear need"),
                                  N_("urgent need"))),
    Question("money", N_("Money"), (N_("no money"), N_("money is tight"), N_("enough money"),
                                     N_("money is ready"))),
    Question("authority", N_("Authority"), (N_("has no say"), N_("can recommend"),
                                            N_("has a say"), N_("decides"))),
    Question("timing", N_("Timing"), (N_("not in sight"), N_("within the year"),
                                      N_("within 3 months"), N_("within the month"))),
)  # fmt: skip

Answers = tuple[int | None, int | None, int | None, int | None]
"""Need, money, authority, timing; ``None`` where nobody has asked."""


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One customer's answers, their points (0 to 12) and grade, empty without an answer."""

    contact_id: int
    name: str
    need: int | None
    money: int | None
    authority: int | None
    timing: int | None
    points: int
    grade: str


def points(answers: Answers) -> int:
    """The sum of the answers."""
    return sum(one or 0 for one in answers)


def grade(answers: Answers) -> str:
    """``A`` to ``D``; empty when nothing is answered."""
    if all(one is None for one in answers):
        return ""
    if 0 in answers[: len(_NEEDED)]:
        return "D"
    reached = points(answers)
    return next((letter for letter, least in _LEAST.items() if reached >= least), "D")


def grade_column() -> Any:
    """The same as a column of SQL over ``Contact``; empty text without an answer."""
    columns = _columns()
    unasked = and_(*(column.is_(None) for column in columns))
    hopeless = or_(*(getattr(Contact, name) == 0 for name in _NEEDED))
    reached = [(_points_column() >= least, letter) for letter, least in _LEAST.items()]
    return case((unasked, ""), (hopeless, "D"), *reached, else_="D")


def answer(session: Session, contact_id: int, /, **answers: int | None) -> str:
    """Set some of the four answers of a customer; returns the grade they now have.

    Raises ``NotFound``, and ``UserError`` for an answer that is not 0 to 3.
    """
    contact = contact_record.found(session, contact_id)
    for key, value in answers.items():
        setattr(contact, key, checked(key, value))
    session.flush()
    return grade(of(contact))


def checked(key: str, value: int | None) -> int | None:
    """An answer that can be kept. Raises ``UserError``."""
    question(key)
    if value is not None and not 0 <= value <= MOST:
        raise UserError(
            _("{value} is no answer.").format(value=value),
            _("Nothing was changed."),
            _("Answer with 0, 1, 2 or 3."),
        )
    return value


def question(key: str) -> Question:
    """The question of a key. Raises ``KeyError``."""
    return {one.key: one for one in QUESTIONS}[key]


def of(contact: Contact) -> Answers:
    """The answers of a contact as it is loaded."""
    return contact.need, contact.money, contact.authority, contact.timing


def row(session: Session, contact_id: int) -> LeadRow:
    """One customer's answers and grade. Raises ``NotFound``."""
    contact = contact_record.found(session, contact_id)
    answers = of(contact)
    return LeadRow(contact.id, contact.name, *answers, points(answers), grade(answers))


def counts(session: Session) -> dict[str, int]:
    """How many listed customers have each grade, the best first; empty text: not asked yet."""
    column = grade_column()
    query = select(column, func.count()).where(Contact.id.not_in(hidden_ids())).group_by(column)
    found: dict[str, int] = dict(session.execute(query).all())
    return {letter: found.get(letter, 0) for letter in (*GRADES, "")}


def _columns() -> tuple[Any, ...]:
    return Contact.need, Contact.money, Contact.authority, Contact.timing


def _points_column() -> Any:
    total: Any = 0
    for column in _columns():
        total = func.coalesce(column, 0) + total
    return total
