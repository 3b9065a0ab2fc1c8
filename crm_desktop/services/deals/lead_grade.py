"""How good a lead is, from four questions: need, money, authority, timing.

Each is answered from 0 to 3. ``points`` is their sum, an unanswered one counting 0. Grade A has 10
to 12 points, B 7 to 9, C 4 to 6, D the rest; without any need, or any money, it is D whatever the
others say. Who has no answer at all has no grade. The shop may draw the lines elsewhere: see
``Scale``. This module is the only place that knows it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, and_, case, cast, false, func, literal, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Contact, Setting
from crm_desktop.services.records import contact_record
from crm_desktop.services.records.listed import hidden_ids
from crm_desktop.services.settings import settings

MOST = 3
GRADES = ("A", "B", "C", "D")


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

KEYS = tuple(one.key for one in QUESTIONS)


@dataclass(frozen=True, slots=True)
class Scale:
    """The least points of A, B and C, and the questions without which (answered 0) it is D."""

    a: int = 10
    b: int = 7
    c: int = 4
    needed: tuple[str, ...] = ("need", "money")

    def least(self) -> dict[str, int]:
        """The least points by grade, the best first."""
        return {"A": self.a, "B": self.b, "C": self.c}


SHIPPED = Scale()
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


def grade(answers: Answers, scale: Scale = SHIPPED) -> str:
    """``A`` to ``D``; empty when nothing is answered."""
    if all(one is None for one in answers):
        return ""
    if any(answers[KEYS.index(key)] == 0 for key in scale.needed):
        return "D"
    reached = points(answers)
    return next((letter for letter, least in scale.least().items() if reached >= least), "D")


def grade_column(scale: Scale | None = None) -> Any:
    """The same as a column of SQL over ``Contact``; empty text without an answer.

    Without ``scale`` it reads the shop's from the file, so that it can be declared once.
    """
    columns = _columns()
    unasked = and_(*(column.is_(None) for column in columns))
    if scale is not None:
        hopeless = or_(false(), *(getattr(Contact, key) == 0 for key in scale.needed))
        least: dict[str, Any] = dict(scale.least())
    else:
        needed = _kept(settings.GRADE_NEEDED)
        hopeless = or_(
            *(and_(getattr(Contact, key) == 0, func.instr(needed, key) > 0) for key in KEYS)
        )
        declared = (settings.GRADE_A, settings.GRADE_B, settings.GRADE_C)
        least = {
            letter: cast(_kept(one), Integer) for letter, one in zip(GRADES, declared, strict=False)
        }
    reached = [(_points_column() >= points, letter) for letter, points in least.items()]
    return case((unasked, ""), (hopeless, "D"), *reached, else_="D")


def scale(session: Session) -> Scale:
    """Where the shop draws the lines."""
    needed = settings.get(session, settings.GRADE_NEEDED).split(",")
    return Scale(
        settings.get(session, settings.GRADE_A),
        settings.get(session, settings.GRADE_B),
        settings.get(session, settings.GRADE_C),
        tuple(key for key in KEYS if key in needed),
    )


def set_scale(session: Session, wanted: Scale) -> None:
    """Draw them elsewhere; every customer has the new grade at once. Raises ``UserError``."""
    check_scale(wanted)
    settings.put(session, settings.GRADE_A, wanted.a)
    settings.put(session, settings.GRADE_B, wanted.b)
    settings.put(session, settings.GRADE_C, wanted.c)
    settings.put(session, settings.GRADE_NEEDED, ",".join(wanted.needed))


def asked(
    kept: Scale, a: int | None, b: int | None, c: int | None, needed: str | None
) -> Scale:  # fmt: skip
    """``kept`` with what was said otherwise; ``needed`` are keys with commas between them.

    Raises ``UserError`` for a question there is not.
    """
    keys = kept.needed if needed is None else tuple(filter(None, needed.lower().split(",")))
    unknown = [key for key in keys if key not in KEYS]
    if unknown:
        raise UserError(
            _("There is no question called “{name}”.").format(name=unknown[0]),
            _("Nothing was changed."),
            _("Choose one of {names}.").format(names=", ".join(KEYS)),
        )
    return Scale(
        kept.a if a is None else a,
        kept.b if b is None else b,
        kept.c if c is None else c,
        tuple(key for key in KEYS if key in keys),
    )


def check_scale(wanted: Scale) -> None:
    """Raise ``UserError`` for lines that leave a grade without points."""
    for key in wanted.needed:
        question(key)
    if not MOST * len(KEYS) >= wanted.a > wanted.b > wanted.c >= 1:
        raise UserError(
            _("The points must go down from A to C, within {most}.").format(most=MOST * len(KEYS)),
            _("Nothing was changed."),
            _("Write them like 10, 7 and 4."),
        )


def _kept(setting: settings.Declared[Any]) -> Any:
    """A setting as SQL reads it: its JSON, or that of the default."""
    row = select(Setting.value).where(Setting.key == setting.key).scalar_subquery()
    return func.coalesce(row, literal(json.dumps(setting.default)))


def answer(session: Session, contact_id: int, /, **answers: int | None) -> str:
    """Set some of the four answers of a customer; returns the grade they now have.

    Raises ``NotFound``, and ``UserError`` for an answer that is not 0 to 3.
    """
    contact = contact_record.found(session, contact_id)
    for key, value in answers.items():
        setattr(contact, key, checked(key, value))
    session.flush()
    return grade(of(contact), scale(session))


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
    return LeadRow(
        contact.id, contact.name, *answers, points(answers), grade(answers, scale(session))
    )


def counts(session: Session, wanted: Scale | None = None) -> dict[str, int]:
    """How many listed customers have each grade, the best first; empty text: not asked yet.

    ``wanted`` tells how many they would be on another scale.
    """
    column = grade_column(wanted)
    query = select(column, func.count()).where(Contact.id.not_in(hidden_ids())).group_by(column)
    found: dict[str, int] = dict(session.execute(query).all())
    return {letter: found.get(letter, 0) for letter in (*GRADES, "")}


def compared(session: Session, wanted: Scale) -> dict[str, tuple[int, int]]:
    """How many have each grade now, and would have on another scale."""
    now, then = counts(session), counts(session, wanted)
    return {letter: (now[letter], then[letter]) for letter in now}


def _columns() -> tuple[Any, ...]:
    return Contact.need, Contact.money, Contact.authority, Contact.timing


def _points_column() -> Any:
    total: Any = 0
    for column in _columns():
        total = func.coalesce(column, 0) + total
    return total
