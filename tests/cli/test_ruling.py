"""rules, run-rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from tests.cli.conftest import Cli


def born(path: Path, number: int) -> None:
    def many(session: object) -> None:
        for n in range(number):
            contacts.create(
                session,  # type: ignore[arg-type]
                ContactDraft(f"Child {n}", birthday=(None, 6, 18)),
            )

    with Store.open(path) as store:
        store.write("New", many)


@pytest.fixture
def wishes(cli: Cli, file: Path) -> int:
    answer = cli("rules", file, "--add", "birthday", "--name", "Wishes", "--set", "days=0",
                 "--title", "For {who}", "--json")  # fmt: skip
    assert answer.status == 0, answer.err
    return int(answer.json["id"])


def test_rules_are_listed_made_changed_and_taken_away(cli: Cli, file: Path, wishes: int) -> None:
    assert "off  Contact rhythm by level  (rhythm)" in cli("rules", file).out
    assert f"{wishes:>4}  on  Wishes  (birthday)" in cli("rules", file).out
    cli("rules", file, wishes, "--set", "days=-3", "--priority", 2, "--off")
    shown = cli("rules", file, wishes, "--json").json
    assert (shown["active"], shown["numbers"]["days"], shown["template"]["priority"]) == (
        False,
        [-3],
        2,
    )
    assert shown["template"]["title"] == "For {who}"
    assert cli("rules", file, wishes, "--remove").status == 0
    assert cli("rules", file, wishes).status == 1
    assert cli("undo", file).status == 0
    assert cli("rules", file, wishes).status == 0


def test_a_rule_about_any_date_names_those_there_are(cli: Cli, file: Path) -> None:
    add = ("rules", file, "--add", "date", "--name", "Close", "--set", "days=-3")
    refused = cli(*add, "--set", "field=birthday")
    assert refused.status == 1
    assert "There are: since, first_sale, last_sale, last_contact, deal_expected" in refused.err
    made = cli(*add, "--set", "field=deal_expected", "--kind", "visit", "--json")
    assert (made.json["numbers"], made.json["template"]["kind"]) == (
        {"field": "deal_expected", "days": [-3]},
        "visit",
    )


def test_running_makes_them_once_and_many_only_when_told(cli: Cli, file: Path, wishes: int) -> None:
    born(file, 201)
    day = ("--day", "2026-06-18")
    assert cli("run-rules", file, *day, "--dry-run").out.startswith("201 follow-ups would be made")
    refused = cli("run-rules", file, *day)
    assert refused.status == 1
    assert "--yes" in refused.err
    made = cli("run-rules", file, *day, "--yes", "--json").json
    assert made["made"] == 201
    assert made["rules"][-1] == {"rule_id": wishes, "name": "Wishes", "made": 201, "problem": ""}
    assert cli("run-rules", file, *day).out == "0 follow-ups made\n"
    assert cli("undo", file).status == 0
    assert cli("run-rules", file, *day).out == "0 follow-ups made\n"
    assert "the clock was set back" in cli("run-rules", file, "--day", "2025-06-18").out


def test_triggers_tell_what_is_set_about_them(cli: Cli, file: Path) -> None:
    out = cli("rules", file, "--triggers").out
    assert "warranty  Warranty ending\n    days (days)  On which days\n    {name} {what}" in out
    assert "spring new_year_eve" in out


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--add", "moon", "--name", "x"), 1),
        (("--add", "date", "--name", "x", "--set", "days=soon"), 1),
        (("--add", "date", "--name", "x", "--set", "months=3"), 1),
        (("--add", "date", "--name", "x", "--set", "days"), 2),
        (("--add", "date", "--name", "x", "--filter", "[1"), 2),
        (("99", "--on"), 1),
    ],
)
def test_what_cannot_be_is_said(cli: Cli, file: Path, words: tuple[str, ...], status: int) -> None:
    before = cli("rules", file).out
    answer = cli("rules", file, *words)
    assert (answer.status, answer.out) == (status, "")
    assert answer.err.strip()
    assert cli("rules", file).out == before
