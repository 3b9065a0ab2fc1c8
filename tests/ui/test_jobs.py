from __future__ import annotations

import threading
import time
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.ui.jobs import READ, WRITE, Job, Jobs
from crm_desktop.ui.widgets import progress_panel
from crm_desktop.ui.widgets.progress_panel import ProgressWatch


@pytest.fixture
def jobs(qtbot: QtBot) -> Any:
    made = Jobs()
    yield made
    made.stop()


def test_the_result_arrives_on_the_main_thread(jobs: Jobs, qtbot: QtBot) -> None:
    seen: dict[str, Any] = {}

    def work(a: int, b: int) -> int:
        seen["worked in"] = threading.current_thread()
        return a + b

    def done(result: int) -> None:
        seen["result"] = result
        seen["main"] = QThread.currentThread().isMainThread()

    jobs.run(work, 2, b=3, done=done)
    qtbot.waitUntil(lambda: "result" in seen)
    assert seen["result"] == 5
    assert seen["main"]
    assert seen["worked in"] is not threading.main_thread()
    assert jobs.running() == []


def test_a_failure_reaches_its_owner_or_else_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    def fail() -> None:
        raise UserError("The disk is full.")

    own: list[BaseException] = []
    jobs.run(fail, failed=own.append)
    qtbot.waitUntil(lambda: bool(own))
    assert str(own[0]) == "The disk is full."
    with qtbot.waitSignal(jobs.failed) as heard:
        jobs.run(fail)
    assert isinstance(heard.args[0], UserError)


def test_progress_is_reported_and_cancelling_stops_it(jobs: Jobs, qtbot: QtBot) -> None:
    reached: list[int] = []

    def work(progress: Any) -> None:
        for number in range(10_000):
            progress(number, 10_000, "rows")
            reached.append(number)
            time.sleep(0.001)

    job = jobs.run(work, progress=True)
    with qtbot.waitSignal(job.progressed, timeout=2000) as heard:
        pass
    assert heard.args[1:] == [10_000, "rows"]
    with qtbot.waitSignal(job.cancelled, timeout=2000):
        job.cancel()
    assert len(reached) < 10_000


def test_a_job_cancelled_before_it_began_never_runs(jobs: Jobs, qtbot: QtBot) -> None:
    release = threading.Event()
    ran: list[int] = []
    jobs.run(release.wait, 5)
    waiting = jobs.run(lambda: ran.append(1))
    waiting.cancel()
    with qtbot.waitSignal(waiting.cancelled):
        release.set()
    assert ran == []


def test_an_owner_that_is_gone_is_not_called(jobs: Jobs, qtbot: QtBot) -> None:
    owner = QObject()
    release = threading.Event()
    called: list[int] = []
    job = jobs.run(release.wait, 5, owner=owner, done=lambda _: called.append(1))
    owner.deleteLater()
    del owner
    qtbot.wait(1)
    with qtbot.waitSignal(job.ended):
        release.set()
    assert called == []


def test_work_that_ends_after_its_job_is_gone_tells_nobody(qtbot: QtBot) -> None:
    job = Job(lambda: shiboken6.delete(job), "", READ)
    job.work()  # as at the end of the program, while a long read still runs


def test_readers_go_on_while_a_writer_works(jobs: Jobs, qtbot: QtBot) -> None:
    release = threading.Event()
    jobs.run(release.wait, 5, lane=WRITE)
    seen: list[int] = []
    jobs.run(lambda: 1, done=seen.append)
    qtbot.waitUntil(lambda: seen == [1])
    assert len(jobs.running(WRITE)) == 1
    release.set()


@pytest.fixture
def watched(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> tuple[QWidget, ProgressWatch]:
    monkeypatch.setattr(progress_panel, "PANEL_MS", 120)
    monkeypatch.setattr(progress_panel, "BUSY_MS", 20)
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    watch = ProgressWatch(host)
    jobs.started.connect(watch.watch)
    return host, watch


def counting(progress: Any) -> str:
    for number in range(400):
        progress(number, 400, "Reading rows")
        time.sleep(0.005)
    return "done"


def test_long_work_shows_its_count_and_can_be_cancelled(
    jobs: Jobs, watched: tuple[QWidget, ProgressWatch], qtbot: QtBot
) -> None:
    _host, watch = watched
    done: list[str] = []
    job = jobs.run(counting, progress=True, title="Importing", lane=WRITE, done=done.append)
    assert watch.visible() is None
    qtbot.waitUntil(lambda: watch.visible() is not None, timeout=2000)
    shown = watch.visible()
    assert shown is not None
    qtbot.waitUntil(lambda: "/ 400" in shown.count.text(), timeout=2000)
    assert shown.title.text() == "Importing"
    with qtbot.waitSignal(job.cancelled, timeout=2000):
        shown.stop.click()
    assert done == []
    assert watch.visible() is None


def test_short_work_shows_nothing(
    jobs: Jobs, watched: tuple[QWidget, ProgressWatch], qtbot: QtBot
) -> None:
    _host, watch = watched
    with qtbot.waitSignal(jobs.run(lambda: None, title="Saving", lane=WRITE).ended):
        pass
    qtbot.wait(200)
    assert watch.visible() is None


def test_a_reader_does_not_lock_the_window(
    jobs: Jobs, watched: tuple[QWidget, ProgressWatch], qtbot: QtBot
) -> None:
    host, watch = watched
    job = jobs.run(counting, progress=True, title="Making the report")
    qtbot.waitUntil(lambda: watch.visible() is not None, timeout=2000)
    shown = watch.visible()
    assert shown is not None
    corner = shown.parentWidget()
    assert corner is not None
    assert corner.width() < host.width() / 1.5
    job.cancel()
    qtbot.waitUntil(lambda: not jobs.running(), timeout=2000)


def test_a_cancelled_job_is_no_failure(jobs: Jobs, qtbot: QtBot) -> None:
    def stop() -> None:
        raise Cancelled

    with qtbot.assertNotEmitted(jobs.failed), qtbot.waitSignal(jobs.run(stop).cancelled):
        pass
