"""import of .ics files."""

from __future__ import annotations

import json
from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpQuery
from tests.cli.conftest import Cli

CONTENT = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
DTSTART:20990618T080000
SUMMARY:Visit
END:VEVENT
BEGIN:VEVENT
UID:2
broken
SUMMARY:No day
END:VEVENT
END:VCALENDAR
"""


def titles(file: Path) -> list[str]:
    with Store.open(file, read_only=True) as store, store.read() as session:
        return [one.title for one in follow_ups.page(session, FollowUpQuery("all"), 0, 99)]


def test_a_calendar_comes_in_once_and_goes_out_again(cli: Cli, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "phone.ics"
    path.write_text(CONTENT)
    answer = cli("import", file, path, "--dry-run")
    assert answer.out.splitlines()[1] == "This was a trial; nothing was changed."
    assert titles(file) == []
    answer = cli("import", file, path)
    assert answer.out.splitlines() == [
        "1 new follow-up.",
        "Line 9: The line is no property: broken",
        "Line 7: An event without a day: No day",
    ]
    assert titles(file) == ["Visit"]
    answer = cli("import", file, path, "--json")
    found = json.loads(answer.out)["calendars"][0]
    assert (found["same"], found["anything"], found["problem_count"]) == (1, False, 2)
    assert cli("export", file, "followups", "-o", tmp_path / "out.ics").status == 0
    assert b"UID:1\r\n" in (tmp_path / "out.ics").read_bytes()
    assert cli("undo", file).status == 0
    assert titles(file) == []


def test_no_calendar_is_a_sentence(cli: Cli, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "phone.ics"
    path.write_bytes(b"PK\x03\x04")
    answer = cli("import", file, path)
    assert answer.status == 1 and "phone.ics is no calendar" in answer.err
