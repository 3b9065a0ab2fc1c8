"""Progress that reaches whoever watches, from however deep, and stops what was cancelled."""

from __future__ import annotations

import pytest

from crm_desktop.core import jobs
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.jobs import ThrottledProgress, watched_by


def test_reports_reach_the_watcher_and_nobody_else() -> None:
    told: list[tuple[int, int, str]] = []
    jobs.report(1, 2, "nobody")
    with watched_by(lambda *said: told.append(said)):  # type: ignore[arg-type]
        jobs.report(1, 2, "heard")
        jobs.check()
    jobs.report(2, 2, "nobody")
    assert told == [(1, 2, "heard")]


def test_a_check_stops_a_cancelled_job_without_a_word() -> None:
    told: list[object] = []
    stop: list[bool] = [False]
    watcher = ThrottledProgress(lambda *said: told.append(said), lambda: stop[0])
    with watched_by(watcher):
        jobs.check()
        stop[0] = True
        with pytest.raises(Cancelled):
            jobs.check()
        with pytest.raises(Cancelled):
            jobs.report(1, 2)
    assert told == []
