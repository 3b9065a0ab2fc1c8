"""document and document-templates."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.records import attachments
from crm_desktop.services.timeline import timeline
from tests.cli.conftest import Cli
from tests.exchange.office_files import docx, para, paragraphs


def customer(file: Path) -> int:
    with Store.open(file) as store:
        return int(store.write("New", contacts.create, ContactDraft("Anna")).value)


def test_a_letter_is_written_noted_and_kept(cli: Cli, file: Path, tmp_path: Path) -> None:
    who, out = customer(file), tmp_path / "letter.docx"
    answer = cli("document", file, "letter", "--customer", who, "-o", out, "--keep")
    assert answer.status == 0, answer.err
    assert answer.out.startswith(f"The document is in {out}.\nBlank, nothing known: ")
    assert "Dear Anna," in paragraphs(out.read_bytes())
    with Store.open(file, read_only=True) as store, store.read() as session:
        assert "document" in [row.kind for row in timeline.entries(session, who)]
        assert attachments.of_record(session, "contact", who)[0].name == "letter.docx"


def test_without_a_note_the_file_is_only_read(cli: Cli, file: Path, tmp_path: Path) -> None:
    who, out = customer(file), tmp_path / "letter.docx"
    with Store.open(file):  # a window has it open
        answer = cli(
            "document", file, "letter", "--customer", who, "-o", out, "--no-note", "--json"
        )
    assert answer.json["ok"] and answer.json["contact_id"] == who and answer.json["unknown"] == []


def test_own_templates(cli: Cli, file: Path, tmp_path: Path) -> None:
    source = tmp_path / "Offer.docx"
    source.write_bytes(docx(para("{{客户名称}} {{oops}}")))
    listed = cli("document-templates", file, "--add", source).out
    assert listed.splitlines()[0].split() == ["Offer.docx", ".docx", "Offer"]
    out = tmp_path / "o.docx"
    answer = cli("document", file, "offer", "--customer", customer(file), "-o", out)
    assert "Left as they are, unknown: {{oops}}" in answer.out
    assert paragraphs(out.read_bytes()) == ["Anna {{oops}}"]
    assert "Offer" not in cli("document-templates", file, "--remove", "offer").out
    assert cli("document-templates", file, "--remove", "quote").status == 1


def test_fields_are_listed_with_examples(cli: Cli, file: Path) -> None:
    assert (
        "{{customer.name}}  «Customer name»  Yunxi Guesthouse"
        in cli("document", file, "--fields").out
    )
    assert "«客户名称»  云栖民宿" in cli("document", file, "--fields", "--lang", "zh_CN").out


def test_wrong_calls_are_usage_and_missing_records_sentences(
    cli: Cli, file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "x.docx"
    assert cli("document", file, "letter", "-o", out).status == 2
    assert cli("document", file, "letter", "--customer", 1, "--deal", 2, "-o", out).status == 2
    assert cli("document", file, "letter", "--customer", 1).status == 2
    assert cli("document", file, "letter", "--customer", 999, "-o", out).status == 1
    assert cli("document", file, "nothing", "--customer", customer(file), "-o", out).status == 1
    assert not out.exists()
