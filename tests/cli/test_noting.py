"""note."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.timeline import timeline
from tests.cli.conftest import Cli


def test_a_line_is_kept_with_the_follow_up_it_names(cli: Cli, file: Path) -> None:
    with Store.open(file) as store:
        who = store.write("New", contacts.create, ContactDraft("Anna")).value
    answer = cli("note", file, who, "call", "wants", "quote", "2099-06-19", "10:00")
    assert answer.out == "Kept on the timeline\nFollow-up 2099-06-19 10:00: wants quote\n"
    with Store.open(file, read_only=True) as store, store.read() as session:
        assert "call" in [row.kind for row in timeline.entries(session, who)]


def test_nobody_of_that_number_is_a_sentence(cli: Cli, file: Path) -> None:
    answer = cli("note", file, 999, "call")
    assert answer.status == 1 and "does not exist" in answer.err
