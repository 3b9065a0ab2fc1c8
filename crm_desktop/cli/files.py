"""Opening data files for one command: the command line's only bridge to ``db``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.cli import language
from crm_desktop.cli.progress import progress_bar
from crm_desktop.core import preferences
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress

if TYPE_CHECKING:
    from crm_desktop.db.store import Store


@contextmanager
def reading(path: Path) -> Iterator[Store]:
    """The file to look at; works while a window has it open."""
    from crm_desktop.db.store import Store

    with Store.open(path, read_only=True) as store:
        _begin(store)
        yield store


@contextmanager
def writing(path: Path) -> Iterator[Store]:
    """The file to change; no window may have it open."""
    from crm_desktop.db.store import Store

    with progress_bar(_("Opening {name}").format(name=path.stem)) as progress:
        opened = Store.open(path, progress=progress)
    with opened as store:
        _begin(store)
        yield store


@contextmanager
def creating(path: Path, fill: Callable[[Store], Any]) -> Iterator[Store]:
    """A new file filled by ``fill``; whatever goes wrong while filling, no file is left."""
    from crm_desktop.db.store import Store

    store = Store.create(path)
    try:
        fill(store)
    except BaseException:
        store.close()
        for leftover in ("", "-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
        raise
    with store:
        yield store


def put_back(backup: Path, path: Path, progress: Progress) -> Path | None:
    """Restore ``backup`` over ``path``; returns where the replaced file was kept, if there was one.

    Raises ``FileInUse`` while a window has ``path`` open.
    """
    from crm_desktop.db import backup as backups
    from crm_desktop.db.lock import WriterLock

    lock = WriterLock(path)
    lock.acquire()
    try:
        return backups.restore(backup, path, progress)
    finally:
        lock.release()


def integrity_faults(path: Path) -> list[str]:
    """What SQLite finds wrong with the file itself; empty when it is sound."""
    from crm_desktop.db.inspection import check_integrity
    from crm_desktop.db.store import Store

    Store.open(path, read_only=True).close()  # its sentences for what is no file of ours
    return check_integrity(path)


def _begin(store: Store) -> None:
    """Speak the language of the file, and know who sits at this computer."""
    from crm_desktop.services.records import staff
    from crm_desktop.services.settings import settings

    sitting = preferences.load().sitting(store.path)
    with store.read() as session:
        language.file_speaks(settings.get(session, settings.LANGUAGE))
        store.sit_down(*staff.seat(session, sitting))
