"""One writer per data file: a lock the system drops by itself when the program dies."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from crm_desktop.core.errors import FileInUse, ReadOnlyFile
from crm_desktop.db.engine import file_problem


class WriterLock:
    """Holds ``NAME.crm.lock`` while the file is open for writing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # A file is opened on a worker thread and closed on the main one: the lock is the program's.
        self._lock = FileLock(f"{path}.lock", timeout=0, thread_local=False)

    def acquire(self) -> None:
        """Take the lock; raises ``FileInUse`` or ``ReadOnlyFile``."""
        try:
            self._lock.acquire()
        except Timeout:
            raise file_problem(FileInUse, self._path) from None
        except OSError:
            raise file_problem(ReadOnlyFile, self._path) from None

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        self._lock.release()
