"""Reports that are made by themselves: which are due, and writing them into the chosen folder.

A month is reported on once it is over, a week once its Sunday is. What was made is remembered per
report as the last month or week, so nothing is made twice; what was missed while the computer was
off is made up for, as far back as ``MOST_MONTHS`` and ``MOST_WEEKS``. The plan is kept for a user
on a computer, not in the data file: a file from elsewhere must not choose where something is
written.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core import i18n
from crm_desktop.core.errors import ReadOnlyFile, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, job
from crm_desktop.reports.catalogue import ReportKind, ReportOptions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST_MONTHS = 24
MOST_WEEKS = 26
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made where. ``month`` and ``week`` are keys of reports; ``done`` tells for
    ``month:KEY`` and ``week:KEY`` the first day of the month or week made last."""

    folder: Path | None
    month: tuple[str, ...]
    week: tuple[str, ...]
    language: str
    done: Mapping[str, dt.date]


@dataclass(frozen=True, slots=True)
class Due:
    """One report to make: ``every`` is ``month`` or ``week``, ``first`` its first day."""

    key: str
    every: str
    first: dt.date

    @property
    def name(self) -> str:
        """What it is called in ``Plan.done``."""
        return f"{self.every}:{self.key}"

    @property
    def code(self) -> str:
        """Its month or week, for the name of a file."""
        if self.every == "month":
            return f"{self.first:%Y-%m}"
        year, week, _day = self.first.isocalendar()
        return f"{year}-W{week:02}"


@dataclass(frozen=True, slots=True)
class Made:
    """What was written, in order, and why the rest was not (``None``: all was)."""

    files: tuple[tuple[Due, Path], ...]
    problem: UserError | None


def offered(every: str) -> tuple[ReportKind, ...]:
    """The reports that can be made each month or each week."""
    fitting = (every, "now")
    return tuple(kind for kind in catalogue.REPORTS if kind.period in fitting and not kind.customer)


def read_plan(kept: Mapping[str, str]) -> Plan:
    """The plan as preferences hold it; what is not understood is left out."""
    return Plan(
        Path(kept["folder"]) if kept["folder"] else None,
        _known(kept["month"], "month"),
        _known(kept["week"], "week"),
        kept["language"],
        dict(_read_done(kept["done"])),
    )


def written_down(done: Mapping[str, dt.date]) -> str:
    """``Plan.done`` as preferences hold it."""
    return ",".join(f"{name}={day.isoformat()}" for name, day in sorted(done.items()))


def _known(words: str, every: str) -> tuple[str, ...]:
    keys = {kind.key for kind in offered(every)}
    return tuple(word for word in words.split(",") if word in keys)


def _read_done(words: str) -> Iterator[tuple[str, dt.date]]:
    for word in filter(None, words.split(",")):
        name, _equals, day = word.partition("=")
        try:
            yield name, dt.date.fromisoformat(day)
        except ValueError:
            continue


def due(plan: Plan, today: dt.date) -> tuple[Due, ...]:
    """What is to be made on ``today``, the oldest first; of a report that was never made only the
    latest month or week that is over. A clock set back makes nothing due."""
    if plan.folder is None:
        return ()
    found = [
        Due(key, every, first)
        for every, keys in (("month", plan.month), ("week", plan.week))
        for key in keys
        for first in _missing(key, every, plan.done.get(f"{every}:{key}"), today)
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.every, one.key)))


def _missing(key: str, every: str, last: dt.date | None, today: dt.date) -> Sequence[dt.date]:
    """First days of the months or weeks that are over and were not reported on; only the latest
    for a report of how things stand now, which cannot be made up for."""
    latest = before = _before(every, today)
    firsts = []
    for _number in range(MOST_MONTHS if every == "month" else MOST_WEEKS):
        if (last is None and before != latest) or (last is not None and before <= last):
            break
        firsts.append(before)
        before = _before(every, before)
    return firsts[:1] if catalogue.find(key).period == "now" else firsts[::-1]


def _before(every: str, day: dt.date) -> dt.date:
    """The first day of the month or week before that of ``day``."""
    if every == "month":
        return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    return day - dt.timedelta(days=day.weekday()) - _WEEK


def check_folder(folder: Path) -> None:
    """Raises ``ReadOnlyFile`` when nothing can be written there; it need not be there yet."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if not (there.is_dir() and os.access(there, os.W_OK)):
        raise ReadOnlyFile(
            _("Nothing can be written into {folder}.").format(folder=folder),
            _("The plan was not changed."),
            _("Choose another folder."),
        )


def make(session: Session, plan: Plan, today: dt.date, progress: Progress = no_progress) -> Made:
    """Write what is due into the folder of ``plan``; nothing that is there is replaced.

    Stops at the first that cannot be written: what was written before counts. Raises
    ``Cancelled`` when stopped.
    """
    files: list[tuple[Due, Path]] = []
    if plan.folder is None:
        return Made((), None)
    for one in due(plan, today):
        try:
            files.append((one, _write(session, plan.folder, one, plan.language, progress)))
        except UserError as problem:
            return Made(tuple(files), problem)
    return Made(tuple(files), None)


def _write(session: Session, folder: Path, one: Due, language: str, progress: Progress) -> Path:
    options = ReportOptions(one.first, language or i18n.language(), day=one.first)
    pdf = job.render_bytes(session, one.key, options, progress)
    with i18n.using(options.language):
        name = _(catalogue.find(one.key).name)
    return job.write_new(pdf, folder, f"{name} {one.code}")


def after(plan: Plan, made: Made) -> dict[str, dt.date]:
    """``Plan.done`` once ``made`` is written."""
    done = dict(plan.done)
    for one, _path in made.files:
        done[one.name] = max(one.first, done.get(one.name, one.first))
    return done
