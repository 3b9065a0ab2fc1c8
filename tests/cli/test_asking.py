"""``crm-desktop ask``: ready questions and saved views."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts, cookbook, views
from crm_desktop.services.contacts.contacts import ContactDraft
from tests.cli.conftest import Cli


def test_all_are_counted(cli: Cli, file: Path) -> None:
    said = cli("ask", file, "--json").json
    assert set(said["counts"]) >= {one.code for one in cookbook.QUESTIONS}
    assert "High value" in said["counts"]


def test_one_is_listed(cli: Cli, file: Path) -> None:
    with Store.open(file) as store:
        store.write("New", contacts.create, ContactDraft("Ghost 鬼"))
        gold = {"field": "name", "op": "is", "value": "Ghost 鬼"}
        store.write("View", views.create, "The Ghost", gold)
    assert "Ghost 鬼" in cli("ask", file, "unreachable").out
    said = cli("ask", file, "the ghost", "--json").json
    assert (said["count"], said["customers"][0]["name"]) == (1, "Ghost 鬼")
    assert cli("ask", file, "ticket_open").out.strip() == "Nobody."


def test_what_does_not_exist_is_said(cli: Cli, file: Path) -> None:
    said = cli("ask", file, "nonsense")
    assert said.status != 0
    assert "no question or view called “nonsense”" in said.err
