"""Running the rules: what they would make today, and making it, each follow-up once for ever.

What a rule makes carries a key: the rule, what it is about, and the day that brought it up. A key
is used once. It stays used when the follow-up is done, cancelled or deleted, when it is removed
from the bin for good, and when its making was undone (only redoing it brings it back), so no rule
ever asks again for what was dealt with.

A rule looks at every day since it ran last, so that days on which the computer was off are caught
up, at most ``CATCH_UP_DAYS`` of them. It looks once more at the ``LATE_DAYS`` before for what was
entered late. A rule that has run up to a later day than today - the clock was set back - rests.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db import bulk
from crm_desktop.db.models import Change, Contact, FollowUp
from crm_desktop.services.conditions import conditions
from crm_desktop.services.rules import rule_words, rules
from crm_desktop.services.rules.rule_asking import Asked, Occasion
from crm_desktop.services.rules.rules import RuleDraft, RuleRow

T = TypeVar("T")

RUN_ACTION = N_("Make follow-ups by rule")

CATCH_UP_DAYS = 92
"""How many days a rule catches up at most: older occasions are past."""

LATE_DAYS = 7
"""How many days back a rule looks for what was entered after it ran."""

ASK_FROM = 200
"""More than so many in one run are asked about first."""

SAMPLE = 100
"""How many a preview names."""

_BATCH = 5_000
_INSTANT = "%Y-%m-%d %H:%M:%S"  # as the file keeps it, in UTC


@dataclass(frozen=True, slots=True)
class Planned:
    """A follow-up a rule would make; ``reason`` does not name the rule yet."""

    contact_id: int | None
    contact_name: str
    title: str
    reason: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would make: how many, and the first of them."""

    count: int
    sample: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class RuleDone:
    """What one rule made in a run, or would make; ``problem`` says why it could not."""

    rule_id: int
    name: str
    made: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RunResult:
    """A run of the rules. ``first`` is the earliest day looked at.

    ``left_out`` says that days before it were too long ago to catch up; ``resting`` counts rules
    that ran up to a later day than this one.
    """

    day: dt.date
    first: dt.date
    rules: tuple[RuleDone, ...]
    left_out: bool = False
    resting: int = 0

    @property
    def made(self) -> int:
        """How many follow-ups in all."""
        return sum(one.made for one in self.rules)


def preview(
    session: Session, rule: RuleDraft, day: dt.date | None = None, rule_id: int = 0
) -> Preview:
    """What a rule would make on a day, as typed; ``rule_id`` is the rule it changes, if any.

    Raises ``UserError`` for a draft that is not sound.
    """
    on = day or clock.today()
    draft = rules.checked(session, rule)
    kept = rules.get(session, rule_id) if rule_id else None
    row = RuleRow(
        id=rule_id,
        code=kept.code if kept else "",
        name=draft.name or (kept.name if kept else ""),
        own_name=draft.name,
        trigger=rules.trigger_of(draft.trigger),
        numbers=draft.numbers,
        filter=draft.filter,
        template=draft.template,
        active=True,
        last_run_on=kept.last_run_on if kept and kept.active else None,
        begun_on=kept.begun_on if kept else None,
    )
    if row.last_run_on is not None and row.last_run_on > on:
        return Preview(0, ())
    found = _new(session, row, on, _Gone(session))
    sample = tuple(
        _planned(row, one, names, on) for one, names in _with_names(session, found[:SAMPLE])
    )
    return Preview(len(found), sample)


def outlook(
    session: Session,
    day: dt.date | None = None,
    *,
    only: Sequence[int] = (),
    progress: Progress = no_progress,
) -> RunResult:
    """What a run would make, without making it."""
    return _run(session, day or clock.today(), progress, only, write=False)


def run(
    session: Session,
    day: dt.date | None = None,
    *,
    only: Sequence[int] = (),
    progress: Progress = no_progress,
) -> RunResult:
    """Make what the active rules ask for on ``day`` and on every day since they ran last.

    ``only`` names rules to run, switched on or not; else all active ones run. One write is one
    undo step; stopped half way, nothing is made.
    """
    return _run(session, day or clock.today(), progress, only, write=True)


def due(session: Session, day: dt.date) -> bool:
    """True while an active rule has not run on ``day``; those that ran later rest."""
    return any(
        row.active and (row.last_run_on is None or row.last_run_on < day)
        for row in rules.rules(session)
    )


def _run(
    session: Session,
    day: dt.date,
    progress: Progress,
    only: Sequence[int] = (),
    *,
    write: bool,
) -> RunResult:
    chosen = [row for row in rules.rules(session) if (row.id in only if only else row.active)]
    ready = [row for row in chosen if row.last_run_on is None or row.last_run_on <= day]
    done: list[RuleDone] = []
    gone = _Gone(session)
    for number, row in enumerate(ready):
        progress(number, len(ready), row.name)
        try:
            found = _new(session, row, day, gone)
        except UserError as problem:
            # One rule that cannot run must not keep the others from it.
            done.append(RuleDone(row.id, row.name, 0, problem.what))
            continue
        if write:
            _make(session, row, found, day, progress)
        done.append(RuleDone(row.id, row.name, len(found)))
    progress(len(ready), len(ready))
    return RunResult(
        day=day,
        first=min((_first(row, day) for row in ready), default=day),
        rules=tuple(done),
        left_out=any(_left_out(row, day) for row in ready),
        resting=len(chosen) - len(ready),
    )


def _first(row: RuleRow, day: dt.date) -> dt.date:
    """The first day a run looks at: the one after the last run, or this one for a new rule."""
    if row.last_run_on is None:
        return day
    return min(day, max(row.last_run_on + dt.timedelta(1), day - dt.timedelta(CATCH_UP_DAYS)))


def _left_out(row: RuleRow, day: dt.date) -> bool:
    return row.last_run_on is not None and (day - row.last_run_on).days > CATCH_UP_DAYS


def _new(session: Session, row: RuleRow, day: dt.date, gone: _Gone) -> list[Occasion]:
    """The occasions of a rule not made yet, the oldest first.

    Raises ``UserError`` when its filter is not one this version can read.
    """
    _check_filter(session, row, day)
    first = _first(row, day)
    most = 0
    if row.trigger.standing and row.template.most:
        most = row.template.most * ((day - first).days + 1)
        # A second run has no second allowance, nor has one after the first was taken back.
        most -= gone.number(f"{row.id}/", day)
        if row.last_run_on == day:
            most -= _made_today(session, row.id)
        if most <= 0:
            return []
    if row.last_run_on is not None and row.begun_on is not None:
        late = max(row.last_run_on - dt.timedelta(LATE_DAYS), row.begun_on)
        first = min(first, max(late, day - dt.timedelta(CATCH_UP_DAYS)))
    prefix = f"{row.id}/"
    # Those that are gone are found anew and left out below.
    wanted = most and most + gone.number(prefix)
    asked = Asked(session, first, day, row.numbers, prefix, row.filter, wanted)
    occasions = {_key(row, one): one for one in row.trigger.find(asked)}
    for key in _used(session, list(occasions), gone):
        del occasions[key]
    found = sorted(occasions.values(), key=lambda one: (one.on, one.contact_id or 0, one.subject))
    return found[:most] if most else found


def _made_today(session: Session, rule_id: int) -> int:
    """How many of a rule's making are there that were made today."""
    query = select(func.count()).where(
        FollowUp.rule_id == rule_id, FollowUp.created_at >= clock.start_of(clock.today())
    )
    return session.scalars(query).one()


def _check_filter(session: Session, row: RuleRow, day: dt.date) -> None:
    try:
        conditions.clause(session, row.filter, day)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise UserError(
            _("The filter of the rule “{name}” cannot be read.").format(name=row.name),
            _("Nothing was changed."),
            _("Set it anew."),
        ) from None


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, _BATCH)):
        yield some


def _each(values: list[Any]) -> Any:
    """Thousands of values as one, which is many times quicker than one parameter for each."""
    return select(func.json_each(json.dumps(values)).table_valued("value").c.value)


def _key(row: RuleRow, occasion: Occasion) -> str:
    return f"{row.id}/{occasion.subject}"


def _used(session: Session, keys: list[str], gone: _Gone) -> set[str]:
    """Which keys a follow-up has, or had."""
    used: set[str] = set()
    for some in _batches(keys):
        used.update(
            key
            for key in session.scalars(
                select(FollowUp.rule_key).where(FollowUp.rule_key.in_(_each(some)))
            )
            if key
        )
    left = set(keys) - used
    return used | (left & gone.made.keys()) if left else used


class _Gone:
    """The keys of follow-ups the file holds no longer: their making was undone, or the bin was
    emptied. The log keeps the rows; it is read when first asked."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def made(self) -> dict[str, str]:
        """All of them, with the instant they were made, in UTC as the log writes it."""
        rows = self._session.scalars(
            select(Change.before).where(
                Change.table_name == FollowUp.__tablename__, Change.operation == "D"
            )
        )
        # Cut out of the row as the log writes it: reading a hundred thousand whole takes a second.
        return {_cut(before, "rule_key"): _cut(before, "created_at") for before in map(str, rows)}

    def number(self, prefix: str, day: dt.date | None = None) -> int:
        """How many begin so; with a ``day``, of those made since it began."""
        since = f"{clock.start_of(day):{_INSTANT}}" if day else ""
        return sum(key.startswith(prefix) and at >= since for key, at in self.made.items())


def _cut(row: str, column: str) -> str:
    return row.partition(f'"{column}":"')[2].partition('"')[0]


_COLUMNS = (
    "title", "due_on", "contact_id", "person_id", "kind", "reason", "priority", "owner_id",
    "deal_id", "sale_id", "rule_id", "rule_key", "created_at",
)  # fmt: skip


def _make(
    session: Session, row: RuleRow, found: Sequence[Occasion], day: dt.date, progress: Progress
) -> None:
    rows: list[tuple[Any, ...]] = []
    now = f"{clock.now():{_INSTANT}}"
    for one, names in _with_names(session, found):
        if len(rows) % _BATCH == 0:
            progress(len(rows), len(found), row.name)
        planned = _planned(row, one, names, day)
        owner = row.template.owner_id or names.get(one.contact_id, _NOBODY)[1] or one.owner_id
        rows.append(
            (
                planned.title, planned.due_on.isoformat(), one.contact_id, one.person_id,
                row.template.kind, f"{planned.reason} · {row.name}", row.template.priority, owner,
                one.deal_id, one.sale_id, row.id, _key(row, one), now,
            )
        )  # fmt: skip
    bulk.insert_rows(session, FollowUp, _COLUMNS, rows)
    rules.ran(session, row.id, day)


Names = dict[int | None, tuple[str, int | None]]
"""Name and owner of customers by their ids."""

_NOBODY: tuple[str, int | None] = ("", None)


def _with_names(session: Session, found: Iterable[Occasion]) -> Iterator[tuple[Occasion, Names]]:
    for some in _batches(found):
        names = _names(session, some)
        for one in some:
            yield one, names


def _names(session: Session, occasions: Iterable[Occasion]) -> Names:
    ids = {one.contact_id for one in occasions}
    rows = session.execute(
        select(Contact.id, Contact.name, Contact.owner_id).where(Contact.id.in_(_each([*ids])))
    )
    return {contact_id: (name, owner) for contact_id, name, owner in rows}


def _planned(row: RuleRow, one: Occasion, names: Names, day: dt.date) -> Planned:
    """What was due while nobody looked keeps its day; what stood longer is due today."""
    name = names.get(one.contact_id, _NOBODY)[0]
    facts = {**one.facts, "name": name}
    fires = one.on if one.on >= _first(row, day) else day
    return Planned(
        contact_id=one.contact_id,
        contact_name=name,
        title=rule_words.title_of(row.trigger, row.template.title, facts),
        reason=rule_words.reason_of(row.trigger, one.facts),
        due_on=fires + dt.timedelta(row.template.due_days),
    )
