"""mail and mail-texts."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.settings import settings
from crm_desktop.services.timeline import history
from tests.cli.conftest import Cli
from tests.reports import samples


def test_letters_with_a_text_of_ones_own(cli: Cli, file: Path, tmp_path: Path) -> None:
    with Store.open(file) as store:
        store.write("New", contacts.create, ContactDraft("Anna", addresses=("1 Hill Road",)))
        store.write("New", contacts.create, ContactDraft("Bert"))
    typed, out = tmp_path / "spring.txt", tmp_path / "out.pdf"
    typed.write_text("Hello {{Customer name}}, {{nobody}}", "utf-8-sig")
    kept = cli("mail-texts", file, "--save", "Spring", "--text-file", typed)
    assert "Letters  Spring  (own)" in kept.out, kept.err
    answer = cli("mail", file, "letters", out, "--text", "spring", "--json")
    assert answer.json["printed"] == 2 and answer.json["left_out"] == 1, answer.err
    assert answer.json["unknown"] == ["{{nobody}}"]
    assert "Hello Anna, {{nobody}}" in samples.page_texts(out.read_bytes())[0]
    assert "(own)" not in cli("mail-texts", file, "--remove", "Spring").out
    labels = cli("mail", file, "labels", out, "--find", "anna", "--paper", "3x9")
    assert labels.out == f"For 1 customer: {out}\n", labels.err
    assert cli("mail", file, "labels", tmp_path / "out.docx").status != 0
    assert cli("mail", file, "letters", out, "--view", "nowhere").status != 0


def test_taking_whole_addresses_out_is_noted(cli: Cli, file: Path, tmp_path: Path) -> None:
    with Store.open(file) as store:
        store.write("New", contacts.create, ContactDraft("Anna", addresses=("1 Hill Road",)))
        store.write("Mask", settings.put, settings.MASK, True)
    out = tmp_path / "out.pdf"
    assert "masked" in cli("mail", file, "labels", out).out
    assert cli("mail", file, "labels", out, "--whole-numbers").status == 0
    assert "1 Hill Road" in samples.page_texts(out.read_bytes())[0]
    with Store.open(file, read_only=True) as store, store.read() as session:
        assert history.recent(session)[0].name == "Look at masked numbers"
