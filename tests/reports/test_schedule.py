"""Reports made by themselves: once each, caught up, never over somebody's file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crm_desktop.core.errors import FileProblem
from crm_desktop.db.store import Store
from crm_desktop.reports import job, schedule
from crm_desktop.reports.schedule import Plan

TODAY = dt.date(2026, 6, 18)  # a Thursday


def _plan(folder: Path | None, done: dict[str, dt.date] | None = None, **keys: str) -> Plan:
    kept = {"folder": str(folder or ""), "month": "", "week": "", "language": "en", **keys}
    return schedule.read_plan({**kept, "done": schedule.written_down(done or {})})


def _codes(plan: Plan, today: dt.date = TODAY) -> list[str]:
    return [f"{one.key} {one.code}" for one in schedule.due(plan, today)]


def test_what_is_over_is_due_and_what_was_missed_too(tmp_path: Path) -> None:
    assert _codes(_plan(None, month="monthly")) == []
    assert _codes(_plan(tmp_path, month="monthly,nonsense,statement")) == ["monthly 2026-05"]
    assert _codes(_plan(tmp_path, week="weekly")) == ["weekly 2026-W24"]
    off = _plan(tmp_path, {"month:monthly": dt.date(2026, 2, 1)}, month="monthly")
    assert _codes(off) == ["monthly 2026-03", "monthly 2026-04", "monthly 2026-05"]
    weeks = _plan(tmp_path, {"week:weekly": dt.date(2025, 12, 22)}, week="weekly")
    assert _codes(weeks, dt.date(2026, 1, 12)) == ["weekly 2026-W01", "weekly 2026-W02"]
    long_ago = _plan(tmp_path, {"month:monthly": dt.date(1999, 1, 1)}, month="monthly")
    assert len(_codes(long_ago)) == schedule.MOST_MONTHS
    now = _plan(tmp_path, {"month:customers": dt.date(2026, 1, 1)}, month="customers")
    assert _codes(now) == ["customers 2026-05"]


def test_a_clock_set_back_makes_nothing_due(tmp_path: Path) -> None:
    plan = _plan(tmp_path, {"month:monthly": dt.date(2026, 5, 1)}, month="monthly")
    assert (
        _codes(plan)
        == _codes(plan, dt.date(2026, 2, 1))
        == _codes(plan, dt.date(2026, 6, 30))
        == []
    )
    assert _codes(plan, dt.date(2026, 7, 1)) == ["monthly 2026-06"]


def test_it_is_written_once_and_never_over_a_file(store: Store, tmp_path: Path) -> None:
    mine = tmp_path / "out" / "Birthday list 2026-05.pdf"
    mine.parent.mkdir()
    mine.write_text("mine")
    plan = _plan(mine.parent, month="birthdays")
    with store.read() as session:
        made = schedule.make(session, plan, TODAY)
        done = schedule.after(plan, made)
        again = schedule.make(session, _plan(mine.parent, done, month="birthdays"), TODAY)
    assert made.problem is None and again.files == ()
    ((_due, path),) = made.files
    assert path.name == "Birthday list 2026-05 (2).pdf" and path.read_bytes()[:4] == b"%PDF"
    assert mine.read_text() == "mine"
    assert sorted(one.name for one in mine.parent.iterdir()) == sorted([mine.name, path.name])


def test_a_folder_that_cannot_be_written_keeps_what_was_due(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    plan = _plan(tmp_path / "file" / "x", month="birthdays,movement")
    with store.read() as session:
        made = schedule.make(session, plan, TODAY)
    assert made.files == () and isinstance(made.problem, FileProblem)
    assert schedule.after(plan, made) == {}


def test_a_file_that_comes_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = tmp_path / "r.pdf"
    exists = Path.exists

    def late(path: Path, **more: bool) -> bool:
        """Somebody writes the file just after it was looked for."""
        there = exists(path, **more)
        if path == taken and not there:
            taken.write_text("theirs")
        return there

    monkeypatch.setattr(Path, "exists", late)
    assert job.write_new(b"%PDF", tmp_path, "r").name == "r (2).pdf"
    assert taken.read_text() == "theirs"


def test_what_preferences_hold_is_read_back(tmp_path: Path) -> None:
    done = {"month:monthly": dt.date(2026, 5, 1), "week:weekly": dt.date(2026, 6, 8)}
    assert _plan(tmp_path, done).done == done
    kept = {"folder": "", "month": "", "week": "", "language": "", "done": "a=b,,=,x=2026-01-01"}
    assert schedule.read_plan(kept).done == {"x": dt.date(2026, 1, 1)}
