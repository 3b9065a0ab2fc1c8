from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from crm_desktop.core.errors import NotFound, NotOurFile, UserError
from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store
from crm_desktop.services import contacts
from crm_desktop.services.contacts import ContactDraft
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


def test_closing_gives_the_file_back(opened: Workspace, data_file: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.closed):
        opened.close()
    with Store.open(data_file) as again, again.read() as session:
        assert how_many(session) == 3
