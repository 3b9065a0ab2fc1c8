"""The way in: which language, which command, and what becomes of errors.

Exit status: 0 done, 1 could not be done (a sentence on standard error), 2 wrong usage.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from crm_desktop.cli import language
from crm_desktop.core import paths
from crm_desktop.core.errors import Cancelled, DiskFull, FileProblem, UserError
from crm_desktop.core.i18n import _


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit status. No arguments open the window."""
    _speak_utf8()
    language.choose(arguments)
    as_json = "--json" in arguments
    try:
        if (target := _window_target(arguments)) is not None:
            from crm_desktop.cli.window import open_window

            return open_window(*target)
        return _run_command(arguments, as_json=as_json)
    except BrokenPipeError:
        # Whoever read our output has enough; nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return _fail(Cancelled(), as_json=as_json)
    except OSError as error:
        return _fail(_sentence(error), as_json=as_json)
    except (UserError, Cancelled) as problem:
        return _fail(problem, as_json=as_json)


def _window_target(arguments: Sequence[str]) -> tuple[Path | None] | None:
    """What the window is to open, for the calls quick enough to skip parsing: none, or a file."""
    if not arguments or list(arguments) == ["open"]:
        return (None,)
    name = arguments[-1]
    # A double click in a file manager names just the file.
    plain = len(arguments) <= 2 and arguments[0] in ("open", name) and not name.startswith("-")
    return (Path(name),) if plain and name.lower().endswith(paths.DATA_SUFFIX) else None


def _run_command(arguments: Sequence[str], *, as_json: bool) -> int:
    import typer

    from crm_desktop.cli.program import program
    from crm_desktop.cli.result import Done, show
    from crm_desktop.cli.usage import explain

    try:
        answer = program().main(
            args=list(arguments), prog_name="crm-desktop", standalone_mode=False
        )
    except typer.TyperException as error:
        sys.stderr.write(explain(error) + "\n")
        return error.exit_code
    return show(answer, as_json=as_json) if isinstance(answer, Done) else int(answer or 0)


def _fail(problem: UserError | Cancelled, *, as_json: bool) -> int:
    from crm_desktop.cli.result import show_failure

    return show_failure(problem, as_json=as_json)


def _sentence(error: OSError) -> UserError:
    """A failure of the file system that no layer below has put into words."""
    name = Path(os.fsdecode(error.filename)).name if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(
            _("The disk is full or cannot be written."),
            _("Nothing was changed."),
            _("Free some space and try again."),
        )
    return FileProblem(
        _("{name} could not be read or written: {reason}.").format(
            name=name or _("A file"), reason=os.strerror(error.errno or 0)
        ),
        _("Nothing was changed."),
        _("Check the name, the folder and your permission to write there."),
    )


def _speak_utf8() -> None:
    """Answers are UTF-8 wherever they go; what a console cannot show becomes ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            piped = not stream.isatty()
            stream.reconfigure(encoding="utf-8" if piped else None, errors="replace")
