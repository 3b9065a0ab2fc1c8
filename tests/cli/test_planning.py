"""follow-ups, plan, done, postpone."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from tests.cli.conftest import Cli


def test_from_the_line_to_the_result(cli: Cli, file: Path) -> None:
    with Store.open(file) as store:
        who = store.write("New", contacts.create, ContactDraft("Anna Schmidt")).value
    planned = cli("plan", file, "call", "Anna", "2099-06-19", "10:00", "--json").json
    assert (planned["contact_id"], planned["title"]) == (who, "call Anna")
    number = planned["id"]
    listed = cli("follow-ups", file, "--when", "upcoming", "--text", "Schmidt").out
    assert listed == f"{number}  2099-06-19 10:00  call  call Anna  Anna Schmidt\n"
    assert cli("postpone", file, number, "2099-06-22").out == "Moved to 2099-06-22.\n"
    answer = cli("done", file, number, "wants", "two,", "visit", "2099-07-01")
    assert answer.out.splitlines()[0] == "Done."
    assert answer.out.splitlines()[1].startswith("Follow-up 2099-07-01")
    again = cli("done", file, number)
    assert again.status == 1 and "finished already" in again.err
    assert cli("follow-ups", file, "--json").json["count"] == 1
    assert cli("follow-ups", file, "--when", "overdue").out == "Nothing to list.\n"


def test_what_repeats_says_so_and_goes_on(cli: Cli, file: Path) -> None:
    answer = cli("plan", file, "every", "monday", "stock-taking")
    assert "every week: stock-taking" in answer.out
    number = cli("follow-ups", file, "--json").json["follow_ups"][0]["id"]
    assert f"The next is follow-up {number + 1}." in cli("done", file, number).out


def test_two_of_a_name_are_said(cli: Cli, file: Path) -> None:
    with Store.open(file) as store:
        for _n in range(2):
            store.write("New", contacts.create, ContactDraft("张伟"))
    assert "More than one customer is called 张伟." in cli("plan", file, "找张伟收款").out


def test_no_day_is_a_sentence(cli: Cli, file: Path) -> None:
    cli("plan", file, "count stock")
    answer = cli("postpone", file, 1, "someday")
    assert answer.status == 1 and "is no day" in answer.err
