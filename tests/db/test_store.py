"""Opening, locking and writing the data file."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import (
    DamagedFile,
    FileInUse,
    FileProblem,
    NewerFile,
    NotFound,
    NotOurFile,
    ReadOnlyFile,
)
from crm_desktop.db import inspection
from crm_desktop.db.inspection import check_integrity
from crm_desktop.db.models import Action, Contact, ContactPhone
from crm_desktop.db.store import Store


def add_contact(session: Session, name: str) -> int:
    contact = Contact(name=name)
    session.add(contact)
    session.flush()
    session.add(ContactPhone(contact_id=contact.id, number="138 0013 8000", key="+8613800138000"))
    return contact.id


def names(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(Contact.name).order_by(Contact.id)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "shop.crm"


def test_a_new_file_is_recognisable_and_leaves_nothing_beside_it(path: Path) -> None:
    Store.create(path).close()
    head = path.read_bytes()[:100]
    assert head[68:72] == b"CRMD"
    assert {file.name for file in path.parent.iterdir()} <= {"shop.crm", "shop.crm.lock"}


def test_create_never_overwrites(path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(FileProblem, match="exists already"):
        Store.create(path)
    assert path.read_text() == "precious"


def test_what_is_written_is_there_when_opened_again(path: Path) -> None:
    with Store.create(path) as store:
        outcome = store.write("Add customer", add_contact, "张三")
        assert outcome.changes.ids == {"contact": {1}, "contact_phone": {1}}
    with Store.open(path) as store:
        assert names(store) == ["张三"]


def test_the_file_runs_in_wal_with_foreign_keys(path: Path) -> None:
    with Store.create(path) as store, store.read() as session:
        pragma = session.connection().exec_driver_sql
        assert pragma("PRAGMA journal_mode").scalar() == "wal"
        assert pragma("PRAGMA foreign_keys").scalar() == 1
        assert pragma("PRAGMA busy_timeout").scalar() == 5000


def test_a_failing_service_writes_nothing(path: Path) -> None:
    def half(session: Session) -> None:
        add_contact(session, "half")
        session.flush()
        raise ValueError("stop")

    with Store.create(path) as store:
        with pytest.raises(ValueError, match="stop"):
            store.write("Half", half)
        assert names(store) == []
        with store.read() as session:
            assert session.scalar(select(func.count(Action.id))) == 0
        store.write("Whole", add_contact, "whole")
        assert names(store) == ["whole"]


def test_a_call_that_changes_nothing_leaves_no_action(path: Path) -> None:
    with Store.create(path) as store:
        outcome = store.write("Nothing", lambda session: session.get(Contact, 1))
        assert not outcome.changes
        assert store.next_undo() is None


def test_a_read_session_cannot_write(path: Path) -> None:
    with Store.create(path) as store:
        with pytest.raises(ReadOnlyFile), store.read() as session:
            session.add(Contact(name="smuggled"))
            session.flush()
        assert names(store) == []


def test_missing_file(path: Path) -> None:
    with pytest.raises(NotFound, match="does not exist"):
        Store.open(path)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + b"0" * 200])
def test_not_our_file(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(NotOurFile, match="not a CRM Desktop file"):
        Store.open(path)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == ["shop.crm"]


def test_another_programs_database(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(NotOurFile):
        Store.open(path)


def test_damaged_file(path: Path) -> None:
    with Store.create(path) as store:
        for number in range(300):
            store.write("Add", add_contact, f"customer {number} " + "x" * 200)
    with path.open("r+b") as file:
        file.seek(-60 * 4096, os.SEEK_END)
        file.write(b"\xff" * 50 * 4096)
    before = path.read_bytes()
    with pytest.raises(DamagedFile, match=r"damaged.*not changed.*backup"):
        Store.open(path)
    assert path.read_bytes() == before
    with pytest.raises(DamagedFile):
        Store.open(path)


def test_truncated_file(path: Path) -> None:
    Store.create(path).close()
    path.write_bytes(path.read_bytes()[: 4096 * 5])
    with pytest.raises(DamagedFile):
        Store.open(path)


def test_a_large_file_is_checked_once_it_is_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.create(path) as store:
        for number in range(300):
            store.write("Add", add_contact, f"customer {number} " + "x" * 200)
    with path.open("r+b") as file:
        file.seek(-60 * 4096, os.SEEK_END)
        file.write(b"\xff" * 50 * 4096)
    monkeypatch.setattr(inspection, "SMALL", 4096)
    with Store.open(path, read_only=True) as store:
        assert not store.verified
        with pytest.raises(DamagedFile):
            store.verify()


def test_a_newer_file_is_refused_and_not_touched(path: Path) -> None:
    Store.create(path).close()
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    before = path.read_bytes()
    with pytest.raises(NewerFile, match="newer version"):
        Store.open(path)
    assert path.read_bytes() == before
    # A refusal must not leave the lock behind.
    with pytest.raises(NewerFile):
        Store.open(path)


def test_open_in_another_window(path: Path) -> None:
    with Store.create(path) as store:
        store.write("Add", add_contact, "first")
        with pytest.raises(FileInUse, match="open in another window"):
            Store.open(path)
        with Store.open(path, read_only=True) as looker:
            assert names(looker) == ["first"]
            with pytest.raises(ReadOnlyFile):
                looker.write("Add", add_contact, "second")
    with Store.open(path) as store:
        assert names(store) == ["first"]


_HOLDER = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from crm_desktop.db.models import Contact
    from crm_desktop.db.store import Store

    def add(session, wait):
        session.add(Contact(name="lost" if wait else "kept"))
        session.flush()
        if wait:
            print("ready", flush=True)
            time.sleep(60)

    store = Store.open(Path(sys.argv[1]))
    store.write("Add", add, False)
    store.write("Add", add, True)
    """
)


def test_the_lock_and_the_file_survive_a_killed_writer(path: Path) -> None:
    Store.create(path).close()
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "ready\n"
        with pytest.raises(FileInUse):
            Store.open(path)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with Store.open(path) as store:
        assert names(store) == ["kept"]
    assert check_integrity(path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder(path: Path) -> None:
    Store.create(path).close()
    path.with_name("shop.crm.lock").unlink(missing_ok=True)
    path.parent.chmod(0o500)
    try:
        with pytest.raises(ReadOnlyFile):
            Store.open(path)
    finally:
        path.parent.chmod(0o700)


def test_a_path_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReadOnlyFile, match="cannot be written"):
        Store.create(tmp_path / "file" / "shop.crm")


def test_a_full_disk_leaves_the_file_as_it_was(path: Path) -> None:
    with Store.create(path) as store:
        store.write("Add", add_contact, "kept")
    script = textwrap.dedent(
        """
        import resource, sys
        from pathlib import Path
        from crm_desktop.core.errors import UserError
        from crm_desktop.db.models import Contact
        from crm_desktop.db.store import Store
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        path = Path(sys.argv[1])
        store = Store.open(path)

        def add(session):
            session.add_all(Contact(name="x" * 2000) for _ in range(3000))

        room = path.stat().st_size + 300_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        try:
            store.write("Add", add)
        except UserError as error:
            print(error)
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert "disk is full" in done.stdout
    assert "shop.crm is as it was before" in done.stdout
    with Store.open(path) as store:
        assert names(store) == ["kept"]


def test_a_copied_file_opens_elsewhere(path: Path, tmp_path: Path) -> None:
    with Store.create(path) as store:
        store.write("Add", add_contact, "moved")
    other = tmp_path / "elsewhere"
    other.mkdir()
    shutil.copy(path, other / "copy.crm")
    with Store.open(other / "copy.crm") as store:
        assert names(store) == ["moved"]
