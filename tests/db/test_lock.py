"""One writer per file, whichever thread opens and closes it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from crm_desktop.core.errors import FileInUse
from crm_desktop.db.lock import WriterLock


def test_a_second_writer_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "a.crm"), WriterLock(tmp_path / "a.crm")
    first.acquire()
    with pytest.raises(FileInUse):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


def test_a_lock_taken_on_one_thread_is_given_back_on_another(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "a.crm"), WriterLock(tmp_path / "a.crm")
    worker = threading.Thread(target=first.acquire)
    worker.start()
    worker.join()
    first.release()
    second.acquire()
    second.release()
