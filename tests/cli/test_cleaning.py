"""duplicates, merge, bin."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from tests.cli.conftest import Cli


def add(path: Path, *drafts: ContactDraft) -> list[int]:
    with Store.open(path) as store:
        return [store.write("New", contacts.create, draft).value for draft in drafts]


def test_pairs_are_listed_merged_and_taken_apart(cli: Cli, file: Path) -> None:
    one, other = add(
        file,
        ContactDraft("王芳", phones=("13800571234",)),
        ContactDraft("王芳", phones=("138 0057 1234",)),
    )
    answer = cli("duplicates", file)
    assert answer.out == f"{one} 王芳 · {other} 王芳  (sure: phone, name)\n"
    merged = cli("merge", file, one, other, "--json").json
    assert merged["id"] == one
    assert cli("duplicates", file).out == "Nobody is there twice.\n"
    assert "merged into 王芳" in cli("bin", file).out
    assert cli("undo", file, merged["action"]).status == 0
    assert cli("duplicates", file, "--json").json["count"] == 1


def test_merging_somebody_unknown_is_a_sentence(cli: Cli, file: Path) -> None:
    (one,) = add(file, ContactDraft("王芳"))
    answer = cli("merge", file, one, 999)
    assert answer.status == 1 and "does not exist" in answer.err
    assert cli("merge", file, one, one).status == 1


def test_the_deleted_are_put_back(cli: Cli, file: Path) -> None:
    (one,) = add(file, ContactDraft("王芳"))
    assert cli("bin", file).out == "The recycle bin is empty.\n"
    with Store.open(file) as store:
        store.write("Delete", contacts.remove, [one])
    assert f"contact {one} · 王芳 · " in cli("bin", file).out
    assert cli("bin", file, "--restore", one).out == "1 customer put back\n"
    assert cli("bin", file, "--json").json["records"] == []
