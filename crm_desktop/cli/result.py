"""What a command answers: sentences for people, or one object for a program."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.core.i18n import _

EXIT_DONE, EXIT_FAILED, EXIT_USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Done:
    """A finished command: ``lines`` to read, ``data`` for ``--json``; ``status`` is the exit."""

    lines: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    status: int = EXIT_DONE


def show(done: Done, *, as_json: bool) -> int:
    """Write the answer to standard output; returns the exit status."""
    if as_json:
        print_json({"ok": done.status == EXIT_DONE, **done.data})
    else:
        for line in done.lines:
            sys.stdout.write(line + "\n")
    return done.status


def show_failure(problem: UserError | Cancelled, *, as_json: bool) -> int:
    """Write why nothing was done to standard error; with ``--json`` also as the one object."""
    if isinstance(problem, Cancelled):
        problem = UserError(_("Stopped."), _("The file is as it was before."))
    sys.stderr.write(f"{problem}\n")
    if as_json:
        print_json(
            {
                "ok": False,
                "error": type(problem).__name__,
                "what": problem.what,
                "kept": problem.kept,
                "do": problem.do,
            }
        )
    return EXIT_FAILED


def print_json(answer: Mapping[str, Any]) -> None:
    """One object on one line: dates as ISO text, paths as text, money as integer minor units."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value))
