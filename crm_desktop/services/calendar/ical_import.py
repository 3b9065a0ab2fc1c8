"""Follow-ups from calendars of other programs: new ones made, known ones brought up to date.

An entry is known by its UID. Our own UIDs name the follow-up; those of others are remembered in
``follow_up.rule_key`` as ``ical:UID``, which is unique, so that nothing comes twice. What was
done or deleted here stays so, whatever the other calendar says.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import recurrence, text
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db import bulk
from crm_desktop.db.models import Contact, FollowUp, ImportBatch
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.settings import settings

ACTION = N_("Import calendar")
PREFIX = "ical:"
DEFAULT_MINUTES = 30
"""How long an exported event lasts whose follow-up does not say."""

_JOINT = " · "
_CHUNK = 500
_NOON = dt.time(12)
_ODD_RULE = N_("How it repeats is not understood, it comes once: {title}")


@dataclass(frozen=True, slots=True)
class IcalEntry:
    """An event or a thing to do, beginning on ``line`` of its file.

    ``key`` is its UID. ``day`` and ``time`` (``HH:MM`` or empty) are local. ``state`` is open,
    done or cancelled; ``told_state`` says that the file knows, as it does not for events of
    other programs. ``rule`` is an RRULE, ``kind`` a kind of follow-up.
    """

    key: str
    line: int
    title: str
    note: str = ""
    day: dt.date | None = None
    time: str = ""
    minutes: int | None = None
    state: str = "open"
    told_state: bool = False
    done_on: dt.date | None = None
    rule: str = ""
    kind: str = "task"


@dataclass(frozen=True, slots=True)
class IcalProblem:
    """What could not be taken as it was, and the line of the file it began on."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class IcalReport:
    """What an import did or would do. ``left_out`` were deleted here, or cancelled and not
    known."""

    new: int
    updated: int
    done: int
    cancelled: int
    same: int
    left_out: int
    problems: tuple[IcalProblem, ...] = ()

    @property
    def anything(self) -> bool:
        """True when something is written."""
        return bool(self.new or self.updated or self.done or self.cancelled)


@dataclass(slots=True)
class _Plan:
    """What is to be written: rows to insert, changes by id, ids to finish and to cancel."""

    new: list[tuple[Any, ...]] = field(default_factory=list)
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    done: list[int] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)
    same: int = 0
    left_out: int = 0
    problems: list[IcalProblem] = field(default_factory=list)

    def report(self) -> IcalReport:
        """The counts."""
        return IcalReport(
            len(self.new), len(self.changes), len(self.done), len(self.cancelled), self.same,
            self.left_out, tuple(self.problems),
        )  # fmt: skip


def foresee(
    session: Session,
    entries: Sequence[IcalEntry],
    today: dt.date,
    progress: Progress = no_progress,
) -> IcalReport:
    """What ``apply`` would do; reads only. May be cancelled."""
    return _plan(session, entries, today, progress).report()


def apply(
    session: Session,
    entries: Sequence[IcalEntry],
    today: dt.date,
    source: tuple[str, str] = ("", ""),
    progress: Progress = no_progress,
) -> IcalReport:
    """Write the entries. Run it through ``Store.write``: one transaction, one undo step.

    ``source`` is the name of the file and its SHA-256.
    """
    plan = _plan(session, entries, today, progress)
    report = plan.report()
    if not report.anything:
        return report
    counts = json.dumps({"rows": len(entries), "failed": len(plan.problems)})
    batch = ImportBatch(file_name=source[0], sha256=source[1], kind="ical", counts=counts)
    session.add(batch)
    session.flush()
    progress(0, 0, _("Writing"))
    bulk.insert_rows(session, FollowUp, _COLUMNS, [(*row, batch.id) for row in plan.new])
    _change(session, plan, progress)
    follow_ups.cancel(session, plan.cancelled)
    for number, follow_up_id in enumerate(plan.done):
        progress(number, len(plan.done), _("Writing"))
        follow_ups.complete(session, follow_up_id)
    return report


_COLUMNS = (
    "rule_key", "title", "note", "contact_id", "due_on", "due_time", "minutes", "state",
    "done_at", "recurrence", "kind", "import_batch_id",
)  # fmt: skip


def _change(session: Session, plan: _Plan, progress: Progress) -> None:
    ids = list(plan.changes)
    for start in range(0, len(ids), _CHUNK):
        progress(start, len(ids), _("Writing"))
        wanted = FollowUp.id.in_(ids[start : start + _CHUNK])
        for one in session.scalars(select(FollowUp).where(wanted)):
            for name, value in plan.changes[one.id].items():
                setattr(one, name, value)
        session.flush()


def _plan(
    session: Session, entries: Sequence[IcalEntry], today: dt.date, progress: Progress
) -> _Plan:
    """Match every entry; of several with one UID the last counts."""
    by_key = {entry.key: entry for entry in entries}
    known = _known(session, by_key)
    customers = _customers(session, by_key.values())
    plan = _Plan(same=0)
    for number, (key, entry) in enumerate(by_key.items()):
        if number % 100 == 0 or entry.rule:
            progress(number, len(by_key), _("Matching"))
        found = known.get(key)
        if found is not None:
            _match(plan, entry, found, today)
        elif entry.state == "cancelled":
            plan.left_out += 1
        else:
            plan.new.append(_new(plan, entry, customers, today))
    return plan


def _known(session: Session, keys: Iterable[str]) -> dict[str, Any]:
    """The follow-ups behind UIDs: ours by their number, others' by what was remembered."""
    file_uuid = settings.get(session, settings.FILE_UUID)
    ours = re.compile(rf"follow-up-(\d{{1,15}})@{re.escape(file_uuid)}")
    own = {int(number[1]): key for key in keys if (number := ours.fullmatch(key))}
    columns = (
        FollowUp.id, FollowUp.rule_key, FollowUp.title, FollowUp.note, FollowUp.due_on,
        FollowUp.due_time, FollowUp.minutes, FollowUp.state, FollowUp.recurrence,
        FollowUp.deleted_at, Contact.name.label("customer"),
    )  # fmt: skip
    query = select(*columns).outerjoin(Contact, Contact.id == FollowUp.contact_id)
    remembered = query.where(FollowUp.rule_key >= PREFIX, FollowUp.rule_key < "ical;")
    found = {row.rule_key.removeprefix(PREFIX): row for row in session.execute(remembered)}
    ids = list(own)
    for start in range(0, len(ids), _CHUNK):
        wanted = FollowUp.id.in_(ids[start : start + _CHUNK])
        found |= {own[row.id]: row for row in session.execute(query.where(wanted))}
    return found


def _customers(session: Session, entries: Iterable[IcalEntry]) -> dict[str, int]:
    """Customers whose name, borne by nobody else, stands before ``·`` in a title."""
    names = list({one.title.partition(_JOINT)[0] for one in entries if _JOINT in one.title})
    found: dict[str, int] = {}
    for start in range(0, len(names), _CHUNK):
        query = (
            select(Contact.name, func.max(Contact.id))
            .where(Contact.name.in_(names[start : start + _CHUNK]), Contact.deleted_at.is_(None))
            .group_by(Contact.name)
            .having(func.count() == 1)
        )
        found |= dict(session.execute(query).all())
    return found


def _new(
    plan: _Plan, entry: IcalEntry, customers: dict[str, int], today: dt.date
) -> tuple[Any, ...]:
    """A row to insert. An event that is over was kept, as nobody ticks events off."""
    customer, joint, rest = entry.title.partition(_JOINT)
    contact_id = customers.get(customer) if joint and rest else None
    title = rest if contact_id is not None else entry.title
    day, rule, state = entry.day, _checked_rule(plan, entry), entry.state
    if day is not None and day < today and state == "open" and not entry.told_state:
        coming = recurrence.following(rule, day, today - dt.timedelta(days=1)) if rule else None
        if coming is None:
            state, rule = "done", ""
        else:
            day, rule = coming
    done_on = entry.done_on or day if state == "done" else None
    return (
        PREFIX + entry.key, title, entry.note, contact_id, day.isoformat() if day else None,
        entry.time, entry.minutes, state, _at_noon(done_on), rule, entry.kind,
    )  # fmt: skip


def _checked_rule(plan: _Plan, entry: IcalEntry) -> str:
    if not entry.rule or entry.state != "open" or recurrence.valid(entry.rule):
        return entry.rule if entry.state == "open" else ""
    plan.problems.append(IcalProblem(entry.line, _(_ODD_RULE).format(title=entry.title)))
    return ""


def _at_noon(day: dt.date | None) -> str | None:
    """Noon of a local day as the file keeps instants: UTC."""
    if day is None:
        return None
    try:
        instant = dt.datetime.combine(day, _NOON).astimezone(dt.UTC)
    except (OverflowError, OSError):
        instant = dt.datetime.combine(day, _NOON, dt.UTC)
    return instant.replace(tzinfo=None).isoformat(" ", "microseconds")


def _match(plan: _Plan, entry: IcalEntry, known: Any, today: dt.date) -> None:
    """What an entry changes of the follow-up it is."""
    if known.deleted_at is not None:
        plan.left_out += 1
    elif known.state != "open":
        plan.same += 1
    elif entry.state == "cancelled":
        plan.cancelled.append(known.id)
    elif changes := _changes(plan, entry, known, today):
        plan.changes[known.id] = changes
        if entry.state == "done":
            plan.done.append(known.id)
    elif entry.state == "done":
        plan.done.append(known.id)
    else:
        plan.same += 1


def _changes(plan: _Plan, entry: IcalEntry, known: Any, today: dt.date) -> dict[str, Any]:
    before = known.customer + _JOINT if known.customer else ""
    title = entry.title.removeprefix(before) or entry.title
    minutes = entry.minutes
    if minutes == DEFAULT_MINUTES and known.minutes is None:
        minutes = None
    day, rule = _day_and_rule(plan, entry, known, today)
    told = {"due_on": day, "due_time": entry.time, "recurrence": rule, "minutes": minutes}
    if not entry.time:
        del told["minutes"]  # a whole day says nothing about how long it takes
    changes = {name: value for name, value in told.items() if getattr(known, name) != value}
    # Compared as they travel: in one line, and cut.
    if " ".join(text.clean(known.title).split())[: len(title)] != title:
        changes["title"] = title
    if text.clean(known.note)[: len(entry.note) or None] != entry.note:
        changes["note"] = entry.note
    return changes


def _day_and_rule(
    plan: _Plan, entry: IcalEntry, known: Any, today: dt.date
) -> tuple[dt.date | None, str]:
    """Of a repeating entry the day it stands on here counts, as long as it is one of its days."""
    rule = _checked_rule(plan, entry)
    if not rule or entry.day is None:
        return entry.day, rule
    if known.due_on is not None and known.due_on > entry.day:
        before = known.due_on - dt.timedelta(days=1)
        coming = recurrence.following(rule, entry.day, before)
        if coming is not None and coming[0] == known.due_on:
            return coming
    if entry.day < today and known.due_on != entry.day:
        coming = recurrence.following(rule, entry.day, today - dt.timedelta(days=1))
        return coming if coming is not None else (entry.day, "")
    return entry.day, rule
