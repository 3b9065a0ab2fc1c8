"""calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from tests.cli.conftest import Cli
from tests.conftest import NOW


def test_a_week_is_listed_day_by_day(cli: Cli, file: Path) -> None:
    clock.freeze(NOW)
    with Store.open(file) as store:
        who = store.write(
            "New", contacts.create, ContactDraft("Anna", birthday=(1990, 6, 21))
        ).value
        draft = FollowUpDraft("quote", dt.date(2026, 6, 18), "10:00", who, kind="call")
        store.write("Plan", follow_ups.create, draft)
    answer = cli("calendar", file)
    assert answer.out.splitlines() == [
        "2026-06-18  Thu",
        "    10:00  Calls  Anna, quote",
        "2026-06-19  Fri  Dragon Boat",
        "2026-06-21  Sun  Father’s Day  Summer solstice",
        "           Birthdays  Anna, birthday · turns 36",
    ]
    answer = cli("calendar", file, "--kind", "birthday", "--to", "2026-06-21", "--json")
    assert [one["day"] for one in answer.json["dated"]] == ["2026-06-21"]


def test_an_unknown_kind_a_wrong_day_and_nothing_at_all(cli: Cli, file: Path) -> None:
    answer = cli("calendar", file, "--kind", "party")
    assert answer.status == 2 and "party" in answer.err and "birthday" in answer.err
    assert cli("calendar", file, "--from", "tomorrow").status == 2
    answer = cli("calendar", file, "--from", "2026-03-11", "--to", "2026-03-11")
    assert answer.out == "Nothing is dated between these days.\n"
    answer = cli("calendar", file, "--from", "1900-01-01", "--to", "2026-03-03")
    assert answer.status == 1 and "400" in answer.err


def test_a_month_is_printed(cli: Cli, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "june.pdf"
    answer = cli("calendar", file, "--view", "month", "--from", "2026-06-18", "-o", out, "--json")
    assert (answer.json["from"], answer.json["to"]) == ("2026-06-01", "2026-07-05")
    assert out.read_bytes().startswith(b"%PDF")
    assert cli("calendar", file, "-o", tmp_path / "june.doc").status == 2
    assert cli("calendar", file, "--view", "year").status == 2
