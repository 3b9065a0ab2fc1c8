"""Copies of the data file that can be trusted: made while working, verified, then named."""

from __future__ import annotations

import contextlib
import glob
import os
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from crm_desktop.core import clock
from crm_desktop.core.errors import DamagedFile, NotFound, NotOurFile, ReadOnlyFile
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.engine import APPLICATION_ID, explain, file_problem, open_to_look

PAGES_PER_STEP = 2_000
KEEP_NEWEST = 14
KEEP_DAYS = 30
"""Daily copies stay while they are among the newest or younger than this."""


def default_destination(path: Path) -> Path:
    """A dated name, not taken yet, in the folder of backups beside the file."""
    stamp = clock.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    folder = path.with_name(f"{path.stem}-backups")
    names = (f"{path.stem}-{stamp}{suffix}{path.suffix}" for suffix in _suffixes())
    return next(folder / name for name in names if not (folder / name).exists())


def _suffixes() -> Iterator[str]:
    yield ""
    yield from (f"-{number}" for number in count(2))


def made_today(path: Path) -> bool:
    """Whether the folder of backups holds one of this business day."""
    today = f"{path.stem}-{clock.today():%Y-%m-%d}-"
    return any(copy.name.startswith(today) for copy in _dated(path))


def prune(path: Path) -> list[Path]:
    """Remove dated copies that are neither among the newest nor recent; returns them."""
    oldest_kept = clock.now().timestamp() - KEEP_DAYS * 86_400
    old = [copy for copy in _dated(path)[:-KEEP_NEWEST] if copy.stat().st_mtime < oldest_kept]
    for copy in old:
        copy.unlink()
    return old


def _dated(path: Path) -> list[Path]:
    """The dated copies beside the file, oldest first."""
    digit = "[0-9]"
    day = "-".join((digit * 4, digit * 2, digit * 2, digit * 6))
    folder = path.with_name(f"{path.stem}-backups")
    return sorted(folder.glob(f"{glob.escape(path.stem)}-{day}*{path.suffix}"))


def back_up(path: Path, destination: Path, progress: Progress = no_progress) -> Path:
    """Copy the data file at ``path``, open or not, to ``destination``; returns it.

    The copy is written under a temporary name, flushed and checked before it takes its name, so
    a full disk, a cancel or a crash leaves no half backup. Raises ``FileProblem``.
    """
    if not path.is_file():
        raise NotFound(_("{name} does not exist.").format(name=path.name))
    unfinished = destination.with_name(destination.name + ".part")
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        _copy(path, unfinished, progress)
        verify(unfinished)
        _flush(unfinished)
        unfinished.replace(destination)
    except sqlite3.Error as error:
        raise explain(error, destination) or error from error
    except OSError as error:
        raise file_problem(ReadOnlyFile, destination) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return destination


def _copy(source: Path, target: Path, progress: Progress) -> None:
    with (
        contextlib.closing(
            sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
        ) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(
            new,
            pages=PAGES_PER_STEP,
            progress=lambda _status, left, total: progress(total - left, total, _("Backing up")),
        )
        # A copy stands alone: no write-ahead file beside it.
        new.execute("PRAGMA journal_mode = DELETE")


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def verify(path: Path) -> None:
    """Check that ``path`` is a sound data file; raises ``NotOurFile`` or ``DamagedFile``."""
    try:
        with contextlib.closing(open_to_look(path)) as file:
            (application,) = file.execute("PRAGMA application_id").fetchone()
            (verdict,) = file.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise explain(error, path) or error from error
    if application != APPLICATION_ID:
        raise file_problem(NotOurFile, path)
    if verdict != "ok":
        raise file_problem(DamagedFile, path)


def restore(backup: Path, path: Path, progress: Progress = no_progress) -> Path | None:
    """Put ``backup`` in the place of ``path``; the present file is backed up first.

    Returns where the replaced file was kept, or ``None`` when there was none. The caller holds
    the writer lock of ``path``. Raises ``FileProblem`` and then leaves ``path`` as it was.
    """
    if not backup.is_file():
        raise NotFound(_("{name} does not exist.").format(name=backup.name))
    verify(backup)
    kept = _keep_present(path, progress) if path.exists() else None
    for leftover in ("-wal", "-shm"):
        path.with_name(path.name + leftover).unlink(missing_ok=True)
    back_up(backup, path, progress)
    return kept


def _keep_present(path: Path, progress: Progress) -> Path:
    destination = default_destination(path)
    try:
        return back_up(path, destination, progress)
    except DamagedFile:
        # Restoring over a damaged file is the very case; keep it as it is for rescue.
        rescued = destination.with_suffix(".damaged")
        destination.parent.mkdir(parents=True, exist_ok=True)
        path.replace(rescued)
        return rescued
