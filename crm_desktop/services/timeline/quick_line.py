"""One typed line as records: a follow-up, or what happened together with the next step.

``周五下午 3 点 给云栖民宿 送滤芯`` is a follow-up; ``电话 要报价 周五回`` and ``call wants quote
friday`` say what happened and what follows.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from crm_desktop.core import clock, local_time, recurrence, text
from crm_desktop.core.date_words import When, take_when
from crm_desktop.core.i18n import _
from crm_desktop.core.time_words import take_delay
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.records import mentions
from crm_desktop.services.records.mentions import Mention
from crm_desktop.services.timeline import timeline


@dataclass(frozen=True, slots=True)
class QuickFollowUp:
    """What a line means; ``due_time`` is ``HH:MM`` or empty. The day is today unless named.

    ``minutes`` is how long it takes, ``recurrence`` a rule of core/recurrence.py. ``passed`` is a
    named day that has gone by: it is planned for today then.
    """

    title: str
    due_on: dt.date
    due_time: str
    kind: str = "task"
    minutes: int | None = None
    recurrence: str = ""
    priority: int = 0
    passed: dt.date | None = None


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
_PLANNED = [
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("call", r"电话|致电|回电|打给|回访|\b(?:call|phone|ring)\b"),
        ("visit", r"上门|拜访|登门|\bvisit\b"),
        ("wechat", r"微信|\bwechat\b"),
        ("email", r"邮件|\be?-?mail\b"),
        ("meeting", r"开会|会议|见面|约见|\bmeet(?:ing)?\b"),
        ("collect", r"[收催](?:尾|货|欠)?款|\bcollect\b"),
        ("service", r"维修|保养|换芯|换滤芯|安装|检修|\b(?:service|repair|install)\b"),
    )
]
_LASTING = re.compile(
    r"(?P<minutes>\d{1,3})\s*(?:分钟|min(?:ute)?s?\b)"
    r"|(?P<hours>\d{1,2}(?:\.5)?)\s*(?:个?小时|h(?:our)?s?\b)"
    r"|(?P<half>半个?小时|half an hour)",
    re.IGNORECASE,
)
_DAY = 24 * 60  # minutes
_URGENT = re.compile(r"[!！]{1,3}|紧急|\burgent\b", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,3})\s*(?:分钟|min(?:ute)?s?\b)", re.IGNORECASE)
_CLAUSES = re.compile(r"[,，;；。]|(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])|\.\s")
_BACK = re.compile(
    r"再?(?:回[电复话]|回|联系)|call(?: him| her| them)? back|get back", re.IGNORECASE
)


def follow_up(typed: str, today: dt.date) -> QuickFollowUp:
    """Take day, time, length, importance and how often out of ``typed``; what is left is the title
    (all of it if nothing is). The title's verb tells the kind."""
    now = dt.datetime.combine(today, clock.now().astimezone().time())
    delay, rest = take_delay(typed, now)
    rule, first, rest = recurrence.take_weekdays(rest, today)
    unit, interval, rest = ("", 1, rest) if rule else recurrence.take_repeat(rest)
    lasting = _LASTING.search(rest)
    if lasting is not None:
        rest = f"{rest[: lasting.start()]} {rest[lasting.end() :]}"
    urgent = _URGENT.search(rest)
    if urgent is not None:
        rest = f"{rest[: urgent.start()]} {rest[urgent.end() :]}"
    when = take_when(rest, today)
    if delay is not None:
        when = replace(when, day=delay.date(), time=f"{delay:%H:%M}")
    day = when.day if when.day is not None and when.day >= today else first
    if unit == "workday" and when.day is None:
        day += dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    title = when.rest or typed.strip()
    return QuickFollowUp(
        title,
        day,
        when.time,
        planned_kind(title),
        _minutes(lasting) or when.minutes,
        recurrence.make(unit, day, interval) if unit else rule,
        1 if urgent else 0,
        when.day if when.day is not None and when.day < today else None,
    )


def warnings(meant: QuickFollowUp) -> list[str]:
    """Sentences about a day or time that could not be kept as it was typed."""
    said = []
    if meant.passed is not None:
        words = _("{day} has passed: planned for {due}.")
        said.append(words.format(day=meant.passed, due=meant.due_on))
    time = dt.time.fromisoformat(meant.due_time) if meant.due_time else None
    shown = local_time.skipped(meant.due_on, time) if time is not None else None
    if shown is not None:
        words = _("{time} does not exist on {day}: clocks go forward, you are reminded at {shown}.")
        said.append(words.format(time=meant.due_time, day=meant.due_on, shown=f"{shown:%H:%M}"))
    return said


def planned_kind(title: str) -> str:
    """How something planned is to be done, by its first verb: ``打电话给老王`` is a call."""
    places = [(found.start(), kind) for kind, words in _PLANNED if (found := words.search(title))]
    return min(places)[1] if places else "task"


def minutes_of(typed: str) -> int | None:
    """How long something takes: ``45``, ``1.5 h``, ``半小时``; ``None`` for nothing typed.

    Raises ``ValueError`` for what is no length, or one longer than a day.
    """
    typed = text.halfwidth(typed).strip()
    if not typed:
        return None
    minutes = int(typed) if re.fullmatch(r"\d{1,4}", typed) else _minutes(_LASTING.fullmatch(typed))
    if minutes is None or not 0 < minutes <= _DAY:
        raise ValueError(typed)
    return minutes


def _minutes(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    if found["hours"] or found["half"]:
        return round(float(found["hours"] or 0.5) * 60)
    return int(found["minutes"])


def plan(session: Session, typed: str, today: dt.date) -> tuple[int, QuickFollowUp, Mention | None]:
    """Plan what a line says, for the customer it names if only one bears the name.

    Returns the follow-up's id, what was understood, and whom. Raises ``UserError`` for an empty
    line.
    """
    meant = follow_up(typed, today)
    whom = mentions.mentioned(session, meant.title)
    draft = FollowUpDraft(
        meant.title,
        meant.due_on,
        meant.due_time,
        whom.contact_id if whom is not None and not whom.others else None,
        meant.kind,
        minutes=meant.minutes,
        priority=meant.priority,
        recurrence=meant.recurrence,
    )
    return follow_ups.create(session, draft), meant, whom


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
