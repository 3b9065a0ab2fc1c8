from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from crm_desktop.core.errors import NotFound, NotOurFile, UserError
from crm_desktop.db import inspection
from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.settings import file_facts
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.workspace import Workspace


@pytest.fixture
def workspace(qtbot: QtBot) -> Any:
    jobs = Jobs()
    made = Workspace(jobs)
    yield made
    jobs.stop()
    made.close()


@pytest.fixture
def opened(workspace: Workspace, data_file: Path, qtbot: QtBot) -> Workspace:
    with qtbot.waitSignal(workspace.opened, timeout=10_000):
        workspace.open(data_file)
    return workspace


def how_many(session: Session) -> int:
    return session.query(Contact).count()


def test_a_file_is_opened_in_the_background(
    workspace: Workspace, data_file: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(workspace.opened, timeout=10_000) as heard:
        workspace.open(data_file)
        assert workspace.is_opening
        assert not workspace.is_open
    assert heard.args == [data_file]
    assert workspace.path == data_file


@pytest.mark.parametrize(
    ("content", "kind"), [(None, NotFound), (b"not a database at all", NotOurFile)]
)
def test_what_cannot_be_opened_is_said(
    content: bytes | None, kind: type[UserError], workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "old.crm"
    if content is not None:
        path.write_bytes(content)
    with qtbot.waitSignal(workspace.failed, timeout=10_000) as heard:
        workspace.open(path)
    assert isinstance(heard.args[0], kind)
    assert not workspace.is_open
    assert not workspace.is_opening


def test_a_write_is_one_action_and_everybody_hears_of_it(opened: Workspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.changed) as heard:
        made = opened.execute("New customer", contacts.create, ContactDraft("Grace Chen"))
    assert heard.args[0].has("contact", made)
    assert opened.last_action == heard.args[0].action_id
    assert opened.read(how_many) == 4


def test_undo_and_redo(opened: Workspace, qtbot: QtBot) -> None:
    opened.execute("New customer", contacts.create, ContactDraft("Grace Chen"))
    with qtbot.waitSignal(opened.changed):
        outcome = opened.undo()
    assert outcome is not None
    assert outcome.name == "New customer"
    assert opened.read(how_many) == 3
    assert opened.redo() is not None
    assert opened.read(how_many) == 4
    assert opened.redo() is None


def test_a_refused_write_changes_nothing_and_says_why(opened: Workspace, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(opened.changed), pytest.raises(UserError):
        opened.execute("New customer", contacts.create, ContactDraft("  "))
    assert opened.read(how_many) == 3


def test_reading_in_the_background(opened: Workspace, qtbot: QtBot) -> None:
    answers: list[int] = []
    opened.ask(how_many, owner=None, done=answers.append)
    qtbot.waitUntil(lambda: answers == [3])


def test_an_answer_of_a_file_closed_meanwhile_is_dropped(
    opened: Workspace, data_file: Path, qtbot: QtBot
) -> None:
    answers: list[int] = []
    refused: list[BaseException] = []
    opened.jobs.failed.connect(refused.append)
    job = opened.ask(how_many, owner=None, done=answers.append)
    with qtbot.waitSignal(job.ended, timeout=10_000):
        opened.close()
    assert answers == []
    assert refused == []


def test_a_long_write_that_is_cancelled_leaves_the_file_as_it_was(
    opened: Workspace, qtbot: QtBot
) -> None:
    def many(session: Session, progress: Any) -> None:
        for number in range(5000):
            contacts.create(session, ContactDraft(f"Person {number}"))
            progress(number, 5000)
            time.sleep(0.001)

    job = opened.execute_job("Import", many, owner=None, done=lambda _: None)
    with qtbot.waitSignal(job.progressed, timeout=3000):
        pass
    with qtbot.waitSignal(job.cancelled, timeout=3000), qtbot.assertNotEmitted(opened.changed):
        job.cancel()
    assert opened.read(how_many) == 3


def test_a_new_file_is_seeded_and_filled(
    workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    def fill(session: Session, progress: Any) -> None:
        contacts.create(session, ContactDraft("Grace Chen"))

    path = tmp_path / "deep" / "new.crm"
    with qtbot.waitSignal(workspace.opened, timeout=10_000):
        workspace.create(path, fill)
    assert workspace.read(how_many) == 1
    assert not workspace.can_undo()


def test_a_new_file_that_cannot_be_filled_leaves_nothing_behind(
    workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    def fill(session: Session, progress: Any) -> None:
        raise UserError("The sample is missing.")

    path = tmp_path / "new.crm"
    with qtbot.waitSignal(workspace.failed, timeout=10_000):
        workspace.create(path, fill)
    assert list(tmp_path.glob("new.crm*")) in ([], [tmp_path / "new.crm.lock"])


def test_a_file_that_cannot_be_opened_leaves_the_present_one_open(
    opened: Workspace, data_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(opened.failed, timeout=10_000):
        opened.open(tmp_path / "gone.crm")
    assert opened.path == data_file
    assert opened.read(how_many) == 3


def test_another_file_takes_the_place_of_the_present_one(
    opened: Workspace, data_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = Path(shutil.copy(data_file, tmp_path / "other.crm"))
    with qtbot.waitSignals([opened.closed, opened.opened], timeout=10_000):
        opened.open(other)
    assert opened.path == other
    Store.open(data_file).close()


def test_what_was_written_is_flushed_soon_after(
    opened: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(Store, "make_durable", lambda store: flushed.append(1))
    opened.execute("New customer", contacts.create, ContactDraft("Grace Chen"))
    assert flushed == []
    qtbot.waitUntil(lambda: flushed == [1], timeout=3000)


def test_a_backup_is_made_and_noted(opened: Workspace, data_file: Path, qtbot: QtBot) -> None:
    copies: list[Path] = []
    with qtbot.waitSignal(opened.changed, timeout=10_000):
        opened.back_up(None, owner=None, done=copies.append)
    qtbot.waitUntil(lambda: bool(copies))
    assert copies[0].parent == data_file.with_name("Corner shop-backups")
    assert opened.read(file_facts.last_backup_at) is not None
    with Store.open(copies[0], read_only=True) as copy, copy.read() as session:
        assert how_many(session) == 3


def test_a_backup_is_restored_and_the_present_file_kept(opened: Workspace, qtbot: QtBot) -> None:
    copies: list[Path] = []
    opened.back_up(None, owner=None, done=copies.append)
    qtbot.waitUntil(lambda: bool(copies), timeout=10_000)
    opened.execute("New customer", contacts.create, ContactDraft("Grace Chen"))
    kept: list[Path | None] = []
    with qtbot.waitSignal(opened.opened, timeout=10_000):
        opened.restore(copies[0], done=kept.append)
    assert opened.read(how_many) == 3
    assert kept[0] is not None
    with Store.open(kept[0], read_only=True) as before, before.read() as session:
        assert how_many(session) == 4


def test_a_backup_that_is_none_leaves_the_file_open_as_it_was(
    opened: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    wrong = tmp_path / "holiday.crm"
    wrong.write_bytes(b"not a data file")
    heard: list[BaseException] = []
    opened.jobs.failed.connect(heard.append)
    with qtbot.waitSignal(opened.opened, timeout=10_000):
        opened.restore(wrong, done=lambda _: None)
    assert isinstance(heard[0], UserError)
    assert opened.read(how_many) == 3


def test_closing_gives_the_file_back(opened: Workspace, data_file: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.closed):
        opened.close()
    with Store.open(data_file) as again, again.read() as session:
        assert how_many(session) == 3


def test_an_open_file_is_checked_and_backed_up_once_a_day(
    workspace: Workspace, data_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "SMALL", 0)
    workspace._upkeep.setInterval(1)
    with qtbot.waitSignal(workspace.changed, timeout=10_000):
        workspace.open(data_file)
    (copy,) = data_file.with_name(f"{data_file.stem}-backups").iterdir()
    assert workspace.read(file_facts.last_backup_at) is not None
    assert workspace._store is not None and workspace._store.verified
    workspace.look_after()
    qtbot.waitUntil(lambda: not workspace.jobs.running(), timeout=10_000)
    assert list(copy.parent.iterdir()) == [copy]
