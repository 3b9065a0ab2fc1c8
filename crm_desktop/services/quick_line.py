"""One typed line as records: a follow-up, or what happened together with the next step.

``周五下午 3 点 给云栖民宿 送滤芯`` is a follow-up; ``电话 要报价 周五回`` and ``call wants quote
friday`` say what happened and what follows.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.date_words import When, take_when
from crm_desktop.core.i18n import _
from crm_desktop.services import follow_ups, timeline
from crm_desktop.services.follow_ups import FollowUpDraft


@dataclass(frozen=True, slots=True)
class QuickFollowUp:
    """What a line means; ``due_time`` is ``HH:MM`` or empty. The day is today unless named."""

    title: str
    due_on: dt.date
    due_time: str


@dataclass(frozen=True, slots=True)
class QuickLog:
    """What happened, and what follows if ``title`` is set. ``direction``: ``in``, ``out``, ``""``.

    ``happened_on`` is ``None`` for now; ``body`` holds every word but the one for the kind.
    """

    kind: str
    direction: str
    body: str
    minutes: int | None = None
    happened_on: dt.date | None = None
    title: str = ""
    due_on: dt.date | None = None
    due_time: str = ""


_KINDS: tuple[tuple[str, str, str], ...] = (
    (
        "call",
        "in",
        r"来电|打来电话|打电话来|接到?电话|incoming(?: call)?|phoned us|called us|they called",
    ),
    ("call", "out", r"去电|致电|打给\S{0,4}|回电|回访电话|called(?: him| her| them)?|phoned|rang"),
    ("call", "", r"打?电话|通话|phone(?: call)?|call"),
    ("counter", "in", r"到店|来店|进店|in the shop|walked in|came in"),
    ("visit", "in", r"来访|came by|visited us"),
    ("visit", "out", r"上门|拜访|回访|visited|visit"),
    ("wechat", "in", r"微信来|发来微信"),
    ("wechat", "out", r"发了?微信"),
    ("wechat", "", r"微信|wechat|wx"),
    ("email", "in", r"来信|收到?邮件|mail from"),
    ("email", "out", r"发了?邮件|mailed|e-?mailed"),
    ("email", "", r"邮件|e-?mail|mail"),
    ("meeting", "", r"开会|会议|见面|meeting|met"),
    ("note", "", r"备注|note"),
)
_FIRST = [
    (kind, direction, re.compile(rf"\s*(?:{words})(?![a-z])[\s:：,，·-]*", re.IGNORECASE))
    for kind, direction, words in _KINDS
]
_MINUTES = re.compile(r"(\d{1,3})\s*(?:分钟|min(?:ute)?s?\b)", re.IGNORECASE)
_CLAUSES = re.compile(r"[,，;；。]|(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])|\.\s")
_BACK = re.compile(
    r"再?(?:回[电复话]|回|联系)|call(?: him| her| them)? back|get back", re.IGNORECASE
)


def follow_up(typed: str, today: dt.date) -> QuickFollowUp:
    """Take day and time out of ``typed``; what is left is the title (all of it if nothing is)."""
    when = take_when(typed, today)
    day = when.day if when.day is not None and when.day >= today else today
    return QuickFollowUp(when.rest or typed.strip(), day, when.time)


def log_line(typed: str, today: dt.date, kind: str = "note") -> QuickLog:
    """What a line about a customer means; ``kind`` is that of a line that names none."""
    kind, direction, rest = _kind_of(typed.strip(), kind)
    minutes = _MINUTES.search(rest)
    body = rest or typed.strip()
    found = QuickLog(kind, direction, body, int(minutes[1]) if minutes else None)
    clauses = [part.strip() for part in _CLAUSES.split(rest) if part.strip()]
    for number, clause in enumerate(clauses):
        when = take_when(clause, today)
        if when.day is None:
            continue
        others = clauses[:number] + clauses[number + 1 :]
        if when.day < today:
            return _with_day(found, when.day)
        if when.day > today or when.time or _BACK.search(clause):
            return _with_next(found, when, " ".join(others))
    return found


def log(session: Session, contact_id: int, typed: str, kind: str = "note") -> QuickLog:
    """Keep what a line says: the entry and, when it names a day, the follow-up. One action.

    Raises ``NotFound`` and ``UserError`` for an empty line.
    """
    meant = log_line(typed, clock.today(), kind)
    timeline.add_note(
        session,
        contact_id,
        meant.kind,
        meant.body,
        happened_on=meant.happened_on,
        direction=meant.direction,
        minutes=meant.minutes,
    )
    if meant.title:
        next_kind = meant.kind if meant.kind in follow_ups.KINDS else "task"
        draft = FollowUpDraft(meant.title, meant.due_on, meant.due_time, contact_id, next_kind)
        follow_ups.create(session, draft)
    return meant


def kind_of(words: str) -> tuple[str, str]:
    """Kind and direction that words begin with: ``电话，要报价`` is a call; else a note."""
    return _kind_of(words.strip(), "note")[:2]


def _kind_of(typed: str, kind: str) -> tuple[str, str, str]:
    for named, direction, words in _FIRST:
        found = words.match(typed)
        if found is not None and found.end():
            return named, direction, typed[found.end() :].strip()
    return kind, "", typed


def _with_day(found: QuickLog, day: dt.date) -> QuickLog:
    return QuickLog(found.kind, found.direction, found.body, found.minutes, day)


def _with_next(found: QuickLog, when: When, about: str) -> QuickLog:
    """The follow-up's title: the clause that names the day, or what the line is about."""
    title = when.rest
    bare = _BACK.sub("", title).strip(" ,，的个一下")
    if not bare:
        subject = " ".join(_MINUTES.sub("", about or found.body).split())
        call = found.kind == "call"
        words = _("Call back: {about}") if call else _("Get back: {about}")
        title = words.format(about=subject)
    return QuickLog(
        found.kind, found.direction, found.body, found.minutes, None, title, when.day, when.time
    )
