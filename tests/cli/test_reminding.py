"""reminders, snooze."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_desktop.core import told
from crm_desktop.core.told import Told
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.settings import settings
from tests.cli.conftest import Cli
from tests.conftest import NOW

MORNING = NOW.replace(hour=8, minute=0)


@pytest.fixture
def planned(file: Path, frozen_clock: Callable[[dt.datetime], None]) -> int:
    """Anna is to be called at 09:45, the clock stands at 09:40; all till 08:00 was told."""
    with Store.open(file) as store:
        who = store.write("New", contacts.create, ContactDraft("Anna")).value
        draft = FollowUpDraft("Call", NOW.date(), "09:45", who, "call")
        task: int = store.write("New", follow_ups.create, draft).value
        store.write("New", follow_ups.create, FollowUpDraft("Much later", NOW.date(), "23:00"))
        with store.read() as session:
            uuid = settings.get(session, settings.FILE_UUID)
    told.save(uuid, Told(MORNING))
    return task


def test_what_would_be_told_now(cli: Cli, file: Path, planned: int) -> None:
    assert cli("reminders", file).out == f"{planned}  2026-06-18 09:45  Call · Anna  (new)\n"
    answer = cli("reminders", file, "--json").json
    (one,) = answer["reminders"]
    assert (one["id"], one["customer"], one["told"]) == (planned, "Anna", False)
    assert answer["new"] == 1 and answer["next_at"].startswith("2026-06-18T01:45")


def test_snoozed_it_is_silent_until_then(
    cli: Cli, file: Path, planned: int, frozen_clock: Callable[[dt.datetime], None]
) -> None:
    answer = cli("snooze", file, planned, "--minutes", 30)
    assert answer.out == "Reminds again 2026-06-18 10:10\n"
    assert cli("reminders", file).out == "Nothing to be reminded of.\n"
    frozen_clock(NOW + dt.timedelta(minutes=30))
    assert "09:45" not in cli("reminders", file).out and "10:10" in cli("reminders", file).out
    assert cli("undo", file).status == 0


@pytest.mark.parametrize(
    ("until", "time"),
    [("2026-06-18T15:00", "2026-06-18 15:00"), ("tomorrow", "2026-06-19 09:00"),
     ("2026-06-18T08:00+00:00", "2026-06-18 16:00"), ("9999-12-31T23:59", "9999-12-31 23:59")],
)  # fmt: skip
def test_until_a_time(cli: Cli, file: Path, planned: int, until: str, time: str) -> None:
    assert cli("snooze", file, planned, "--until", until).out == f"Reminds again {time}\n"


def test_what_cannot_be_is_a_sentence(cli: Cli, file: Path, planned: int) -> None:
    assert "does not exist" in cli("snooze", file, 999).err
    assert "gone by" in cli("snooze", file, planned, "--until", "1900-01-01").err
    wrong = cli("snooze", file, planned, "--until", "soon")
    assert wrong.status == 2 and "no time like" in wrong.err
