"""Backups are verified copies; restoring keeps what it replaces."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import Cancelled, DamagedFile, NotFound, NotOurFile, ReadOnlyFile
from crm_desktop.db import backup
from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store


def add(session: Session, name: str) -> None:
    session.add(Contact(name=name))


def names(path: Path) -> list[str]:
    with Store.open(path, read_only=True) as store, store.read() as session:
        return list(session.scalars(select(Contact.name).order_by(Contact.id)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "shop.crm"
    with Store.create(file) as store:
        store.write("Add", add, "张三")
    return file


def test_a_backup_made_while_working_holds_everything_committed(path: Path) -> None:
    with Store.open(path) as store:
        store.write("Add", add, "only in the write-ahead file")
        made = store.back_up()
        store.write("Add", add, "later")
    assert made.parent == path.with_name("shop-backups")
    assert names(made) == ["张三", "only in the write-ahead file"]


def test_a_cancelled_backup_leaves_nothing(path: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    destination = tmp_path / "copies" / "copy.crm"
    with pytest.raises(Cancelled):
        backup.back_up(path, destination, stop)
    assert list(destination.parent.iterdir()) == []


def test_a_backup_does_not_replace_a_good_one_when_it_fails(path: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.crm"
    backup.back_up(path, good)
    before = good.read_bytes()
    with path.open("r+b") as file:
        file.seek(4096 * 4)
        file.write(b"\xff" * 4096 * 40)
    with pytest.raises(DamagedFile):
        backup.back_up(path, good)
    assert good.read_bytes() == before


def test_a_backup_to_a_path_that_cannot_be_made(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReadOnlyFile):
        backup.back_up(path, tmp_path / "file" / "copy.crm")


def test_restore_brings_back_and_keeps_what_it_replaced(path: Path) -> None:
    with Store.open(path) as store:
        copy = store.back_up()
        store.write("Add", add, "李四")
    kept = backup.restore(copy, path)
    assert names(path) == ["张三"]
    assert kept is not None and names(kept) == ["张三", "李四"]


def test_restore_over_a_damaged_file_keeps_it_for_rescue(path: Path) -> None:
    with Store.open(path) as store:
        copy = store.back_up()
    damage = path.read_bytes()[:-4096] + b"\xff" * 4096
    broken = damage[: 4096 * 2] + b"\xff" * 4096 * 30 + damage[4096 * 32 :]
    path.write_bytes(broken)
    kept = backup.restore(copy, path)
    assert names(path) == ["张三"]
    assert kept is not None and kept.read_bytes() == broken


def test_restore_refuses_what_is_no_backup(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    wrong = tmp_path / "wrong.crm"
    wrong.write_bytes(b"hello" * 100)
    with pytest.raises(NotOurFile):
        backup.restore(wrong, path)
    with pytest.raises(NotFound):
        backup.restore(tmp_path / "none.crm", path)
    assert path.read_bytes() == before


def test_the_first_backup_of_a_day_is_made_once(path: Path) -> None:
    with Store.open(path) as store:
        made = store.back_up_daily()
        assert made is not None and names(made) == ["张三"]
        assert store.back_up_daily() is None
        clock.freeze(clock.now() + dt.timedelta(days=1))
        assert store.back_up_daily() not in (None, made)


def test_old_copies_are_cleared_but_never_the_newest_or_what_is_not_ours(path: Path) -> None:
    folder = path.with_name("shop-backups")
    folder.mkdir()
    copies = [folder / f"shop-2025-01-{day:02}-090000.crm" for day in range(1, 21)]
    for copy in [
        *copies,
        folder / "shop-before-the-move.crm",
        folder / "other-2025-01-01-090000.crm",
    ]:
        copy.write_bytes(b"")
        os.utime(copy, (0, 0))
    recent = folder / "shop-2024-12-31-090000.crm"
    recent.write_bytes(b"")
    assert set(backup.prune(path)) == set(copies[:6])
    left = {copy.name for copy in folder.iterdir()}
    assert {recent.name, "shop-before-the-move.crm", "other-2025-01-01-090000.crm"} <= left
    assert len(left) == 17
