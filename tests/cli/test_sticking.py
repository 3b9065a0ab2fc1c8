"""sticky-notes, stick, edit-note, note-done, urge."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.timeline import timeline
from tests.cli.conftest import Cli


def test_a_note_from_the_line_to_the_timeline(cli: Cli, file: Path) -> None:
    with Store.open(file) as store:
        anna = store.write("New", contacts.create, ContactDraft("Anna Schmidt")).value
    assert cli("sticky-notes", file).out == "No notes.\n"
    assert (
        cli("stick", file, "ask", "Anna Schmidt").out
        == "1  Yellow  ask Anna Schmidt  Anna Schmidt\n"
    )
    assert cli("edit-note", file, 1, "ask", "again", "--colour", "red").out == (
        "1  Red  ask again  Anna Schmidt\n"
    )
    assert cli("edit-note", file, 1, "--customer", "0").out == "1  Red  ask again\n"
    assert cli("stick", file, "=1+1", "--customer", anna, "--json").json["contact_id"] == anna
    assert cli("note-done", file, 2).out == "Done.\n"
    with Store.open(file, read_only=True) as store, store.read() as session:
        assert timeline.entries(session, anna)[0].body == "=1+1"
    assert cli("note-done", file, 1, "--plan", "2099-01-02").out == "Follow-up 1, 2099-01-02.\n"
    assert cli("undo", file).status == 0
    assert cli("note-done", file, 1, "--delete").status == 0
    assert cli("sticky-notes", file, "--json").json["notes"] == []
    gone = cli("note-done", file, 1)
    assert gone.status == 1 and "does not exist any more" in gone.err


def test_urging_counts(cli: Cli, file: Path) -> None:
    for name in ("Lin", "Chen"):
        cli("staff", file, name, "--add")
    with Store.open(file) as store:
        store.write("Plan", follow_ups.create, FollowUpDraft("Collect", owner_id=2))
    cli("urge", file, 1)
    answer = cli("urge", file, 1, "--message", "before noon", "--by", "lin")
    assert answer.out == "1 follow-up urged\n1  Chen  Collect  Urged ×2\n"
    listed = cli("follow-ups", file, "--when", "urged").out
    assert listed == "1  -  task  Collect  Urged ×2  Lin: before noon\n"
    own = cli("urge", file, 1, "--by", "Chen")
    assert own.status == 1 and "Nobody was urged." in own.err
