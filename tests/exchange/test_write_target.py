"""Files appear whole or not at all, also when the disk is full."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.core.errors import DiskFull
from crm_desktop.exchange.write_target import writing_to


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file of this process may grow over 64 KiB; writing on fails as on a full disk."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_a_sentence_and_leaves_the_old_file(
    tmp_path: Path, small_disk: None
) -> None:
    path = tmp_path / "out.bin"
    path.write_bytes(b"before")
    with pytest.raises(DiskFull) as caught, writing_to(path) as file:
        file.write(b"x" * 200_000)
    assert "out.bin was not written" in str(caught.value)
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.bin"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "out.bin"
    with writing_to(path) as file:
        file.write(b"x")
        assert not path.exists()
    assert path.read_bytes() == b"x"


def test_a_bug_while_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing_to(tmp_path / "out.bin"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []
