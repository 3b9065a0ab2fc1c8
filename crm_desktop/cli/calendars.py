"""Taking calendars (.ics) in: their events and things to do become follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from crm_desktop.exchange.read_ical import IcalFile
    from crm_desktop.services.calendar.ical_import import IcalReport

_SHOWN = 20


def all_calendars(sources: Sequence[Path]) -> bool:
    """True when every source is a calendar."""
    from crm_desktop.exchange import read_ical

    return all(str(one) != "-" and read_ical.is_calendar(one) for one in sources)


def take_in(file: Path, sources: Sequence[Path], *, dry_run: bool) -> Done:
    """Import calendars, each as one step of undo, or only foresee it."""
    lines: list[str] = []
    done = []
    with reading(file) if dry_run else writing(file) as store:
        for path in sources:
            with progress_bar(_("Reading {name}").format(name=path.name)) as progress:
                from crm_desktop.exchange import read_ical
                from crm_desktop.services.calendar import ical_import

                found = read_ical.read(path, progress)
                if dry_run:
                    with store.read() as session:
                        report = ical_import.foresee(
                            session, found.entries, clock.today(), progress
                        )
                else:
                    source = (found.name, found.sha256)
                    report = store.write(
                        ical_import.ACTION, ical_import.apply, found.entries, clock.today(),
                        source, progress,
                    ).value  # fmt: skip
            lines += _told(found, report, dry_run=dry_run)
            counts = {**asdict(report), "anything": report.anything, "file": path}
            counts["problems"] = [asdict(one) for one in (*found.problems, *report.problems)]
            done.append({**counts, "problem_count": found.problem_count + len(report.problems)})
    return Done(tuple(lines), {"calendars": done, "dry_run": dry_run})


def _told(found: IcalFile, report: IcalReport, *, dry_run: bool) -> list[str]:
    from crm_desktop.services.calendar import ical_words

    lines = ical_words.told(report)
    if report.anything and dry_run:
        lines.append(_("This was a trial; nothing was changed."))
    problems = (*found.problems, *report.problems)
    lines += [
        _("Line {line}: {text}").format(line=one.line, text=one.text) for one in problems[:_SHOWN]
    ]
    more = found.problem_count + len(report.problems) - min(len(problems), _SHOWN)
    return [*lines, _("{count} more").format(count=more)] if more else lines
