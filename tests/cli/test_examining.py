"""``crm-desktop doctor``."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from tests.cli.conftest import Cli


def test_what_is_wrong_is_counted_listed_and_set_right(cli: Cli, file: Path) -> None:
    with Store.open(file) as store:
        store.write("New", contacts.create, ContactDraft("Anna", emails=("anna@gmial.com",)))
        store.write("New", contacts.create, ContactDraft("Bo", phones=("13900139000",)))
    assert cli("doctor", file).out.splitlines() == [
        "50.0% of 2 customers valid", "       1  email_invalid  E-mail that cannot arrive",
    ]  # fmt: skip
    listed = cli("doctor", file, "--kind", "email_invalid")
    assert listed.out.strip() == "1 Anna · anna@gmial.com · → anna@gmail.com"
    assert cli("doctor", file, "--fix", "email_invalid").out.strip() == "1 record set right"
    assert cli("doctor", file, "--json").json["validity_bp"] == 10_000
    assert cli("undo", file).status == 0
    assert cli("doctor", file, "--json").json["validity_bp"] == 5_000


def test_an_unknown_kind_and_one_without_a_fix_are_sentences(cli: Cli, file: Path) -> None:
    assert "no such kind" in cli("doctor", file, "--kind", "nonsense").err
    said = cli("doctor", file, "--fix", "unreachable")
    assert said.status == 1 and "Kinds: birthday_impossible" in said.err
