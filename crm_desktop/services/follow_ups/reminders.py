"""Reminders: which open follow-ups are to be told now, which were, and being told later.

The rule, from which everything here follows:

* One with a time is told ``lead_minutes`` before it, or, written or moved later than that, at its
  time. One for the whole day is told once, on the morning of its day. One put off ("snoozed") is
  told when it was put off to, and then only.
* What lies between the last telling and now is told now, so that nothing is lost while the
  program is closed or the computer asleep; it is told once, together.
* What lies before the last telling is not news: it stands on Today.
* Each time of a follow-up is told once, whatever the clock does. When the clock was set back, what
  it passes a second time stays silent, and what was planned since is told.

``told`` (``core.told``) remembers; the functions return the memory to keep. Times are local to
``zone``, ``None`` for this computer's; ``core.local_time`` says what becomes of those the clocks
jump over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, literal_column, or_, select
from sqlalchemy.orm import Session

from crm_desktop.core import local_time
from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.preferences import Preferences
from crm_desktop.core.told import Told
from crm_desktop.db.models import Action, Contact, FollowUp
from crm_desktop.services.follow_ups.follow_up_list import kept

SNOOZE_ACTION = N_("Snooze a reminder")
AWAY = dt.timedelta(minutes=5)
"""What should have been told longer ago than this fell due while nobody was there."""

TOMORROW = "tomorrow"
_REMEMBERED = 200  # told ones that may still wait for an answer
_OUT_OF_REACH = dt.timedelta(days=2)  # past that no change of zone or morning hour brings it back
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """``lead_minutes`` before a time, and the local hour at which whole days are told."""

    lead_minutes: int = 10
    morning_hour: int = 9


@dataclass(frozen=True, slots=True)
class Reminder:
    """A follow-up to be told. ``at`` is the instant it is due, or was put off to (``snoozed``);
    ``written`` that time as it stands in the file, by which a telling is known again."""

    id: int
    contact_id: int | None
    contact_name: str
    contact_kind: str
    kind: str
    title: str
    due_on: dt.date | None
    due_time: str
    at: dt.datetime
    written: str
    snoozed: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """``reminders`` to tell now, the earliest first, ``away`` of them late because nobody was
    there. Once told, keep ``told``. ``next_at`` is when the next one falls due, if that is within
    a day."""

    reminders: tuple[Reminder, ...]
    away: int
    next_at: dt.datetime | None
    told: Told


def rule_of(preferences: Preferences) -> Rule:
    """The rule as the user has set it on this computer."""
    return Rule(
        lead_minutes=min(max(preferences.remind_lead, 0), 1440),
        morning_hour=min(max(preferences.remind_hour, 0), 23),
    )


def tell(
    session: Session, now: dt.datetime, told: Told, rule: Rule, zone: dt.tzinfo | None = None
) -> Telling:
    """What to tell at ``now``; writes nothing.

    Without a memory, on a computer the file is new to, it begins when the file was last changed.
    """
    until = told.until or _last_change(session, now)
    set_back = now < until
    since = min(now, until)
    lead = dt.timedelta(minutes=rule.lead_minutes)
    coming = _between(session, since, _moved(max(now, until), lead + _DAY), rule, zone)
    news, passed, ahead = [], dict(told.passed), []
    for one in coming:
        times = _chances(one, lead)
        ahead += [time for time in times if time > now]
        if told.covers(one.id, one.written):
            continue
        if set_back and now < times[-1] <= until:
            passed[one.id] = (one.written, one.at)
        elif any(since < time <= now for time in times):
            news.append(one)
    away = sum(1 for one in news if _latest(_chances(one, lead), now) <= now - AWAY)
    kept = Told(now, {**told.told, **{one.id: (one.written, one.at) for one in news}}, passed)
    return Telling(tuple(news), away, min(ahead, default=None), _trimmed(kept))


def waiting(
    session: Session, told: Told, rule: Rule, zone: dt.tzinfo | None = None
) -> tuple[Reminder, ...]:
    """What was told and has found no answer: neither done, moved, put off nor let go. The latest
    first."""
    found = _reminders(session, FollowUp.id.in_(list(told.told)), rule, zone)
    return tuple(one for one in reversed(found) if told.told.get(one.id, ("",))[0] == one.written)


def let_go(told: Told, reminders: Iterable[Reminder]) -> Told:
    """Take reminders off the list of those waiting; the follow-ups stay open."""
    gone = {one.id: told.told[one.id] for one in reminders if one.id in told.told}
    rest = {key: mark for key, mark in told.told.items() if key not in gone}
    return _trimmed(Told(told.until, rest, {**told.passed, **gone}))


def bring_back(told: Told, reminders: Iterable[Reminder]) -> Told:
    """Put reminders that were let go back on the list of those waiting."""
    back = {one.id: (one.written, one.at) for one in reminders}
    rest = {key: mark for key, mark in told.passed.items() if key not in back}
    return _trimmed(Told(told.until, {**told.told, **back}, rest))


def snooze(session: Session, follow_up_id: int, until: dt.datetime, now: dt.datetime) -> None:
    """Tell it again at ``until``; its due day stays. Moving or finishing it ends that.

    Raises ``NotFound``, ``Conflict`` when it is finished, ``UserError`` for a time gone by.
    """
    follow_up = session.get(FollowUp, follow_up_id)
    if follow_up is None or follow_up.deleted_at is not None:
        raise NotFound(_("This follow-up does not exist any more."), _("Nothing was changed."))
    if follow_up.state != "open":
        raise Conflict(_("This follow-up was finished already."), _("Nothing was changed."))
    if until <= now:
        raise UserError(
            _("That time has gone by."),
            _("Nothing was changed."),
            _("Choose a later one."),
        )
    follow_up.snoozed_until = until
    session.flush()


def later(
    choice: int | str, now: dt.datetime, rule: Rule, zone: dt.tzinfo | None = None
) -> dt.datetime:
    """The instant so many minutes from ``now``, or tomorrow morning for ``TOMORROW``."""
    if choice != TOMORROW:
        return now + dt.timedelta(minutes=int(choice))
    day = local_time.day_of(now, zone) + _DAY
    return local_time.instant(day, dt.time(rule.morning_hour), zone)


def _last_change(session: Session, now: dt.datetime) -> dt.datetime:
    last = session.scalar(select(Action.done_at).order_by(Action.id.desc()).limit(1))
    return min(last, now) if last is not None else now


def _chances(one: Reminder, lead: dt.timedelta) -> tuple[dt.datetime, ...]:
    """The instants at which it can be told, in order."""
    if one.snoozed or not one.due_time or not lead:
        return (one.at,)
    return (_moved(one.at, -lead), one.at)


def _moved(moment: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """Earlier or later, at most to the end of the calendar: a clock may have stood there."""
    try:
        return moment + by
    except OverflowError:
        end = dt.date.max if by > dt.timedelta() else dt.date.min
        return dt.datetime.combine(end, dt.time(), dt.UTC)


def _latest(times: Sequence[dt.datetime], now: dt.datetime) -> dt.datetime:
    return max(time for time in times if time <= now)


def _between(
    session: Session, since: dt.datetime, to: dt.datetime, rule: Rule, zone: dt.tzinfo | None
) -> list[Reminder]:
    # A day more at each end: days are local, instants are not.
    first = local_time.day_of(_moved(since, -_DAY), zone)
    last = local_time.day_of(_moved(to, _DAY), zone)
    dated = and_(
        FollowUp.due_on >= first, FollowUp.due_on <= last, FollowUp.snoozed_until.is_(None)
    )
    return _reminders(session, or_(dated, FollowUp.snoozed_until > since), rule, zone)


def _reminders(
    session: Session, where: ColumnElement[bool], rule: Rule, zone: dt.tzinfo | None
) -> list[Reminder]:
    """Open follow-ups that have a time to be told at, the earliest first."""
    # Columns, not records: after a year away there may be very many.
    query = (
        select(
            FollowUp.id,
            FollowUp.contact_id,
            Contact.name,
            Contact.kind,
            FollowUp.kind,
            FollowUp.title,
            FollowUp.due_on,
            FollowUp.due_time,
            FollowUp.snoozed_until,
        )
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        # Written into the statement, so that the index over open follow-ups serves.
        .where(FollowUp.state == literal_column("'open'"), kept(), where)
    )
    found = [_reminder(row, rule, zone) for row in session.execute(query)]
    return sorted((one for one in found if one is not None), key=lambda one: (one.at, one.id))


def _reminder(row: Any, rule: Rule, zone: dt.tzinfo | None) -> Reminder | None:
    key, contact_id, name, contact_kind, kind, title, due_on, due_time, snoozed = row
    time = _time(due_time)
    if snoozed is not None:
        at, written = snoozed, snoozed.isoformat()
    elif due_on is None:
        return None
    else:
        at = local_time.instant(due_on, time or dt.time(rule.morning_hour), zone)
        written = f"{due_on.isoformat()} {due_time}".strip()
    return Reminder(
        id=key,
        contact_id=contact_id,
        contact_name=name or "",
        contact_kind=contact_kind or "",
        kind=kind,
        title=title,
        due_on=due_on,
        due_time="" if time is None else due_time,
        at=at,
        written=written,
        snoozed=snoozed is not None,
    )


def _time(due_time: str) -> dt.time | None:
    """``None`` for the whole day; a file from elsewhere may hold anything, which then is that."""
    try:
        return dt.time.fromisoformat(due_time).replace(tzinfo=None)
    except ValueError:
        return None


def _trimmed(told: Told) -> Told:
    """Forget what can come up no more: the file must not grow for ever.

    What lies ahead of ``until`` is never forgotten: the clock will come by it again.
    """
    assert told.until is not None
    floor = _moved(told.until, -_OUT_OF_REACH)
    newest = sorted(told.told.items(), key=lambda mark: mark[1][1], reverse=True)
    return Told(
        told.until,
        {
            key: mark
            for number, (key, mark) in enumerate(newest)
            if number < _REMEMBERED or mark[1] > floor
        },
        {key: mark for key, mark in told.passed.items() if mark[1] > floor},
    )
