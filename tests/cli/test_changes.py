"""undo, redo, log."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import tags
from tests.cli.conftest import Cli


def tag(path: Path, *names: str) -> None:
    with Store.open(path) as store:
        for name in names:
            store.write(f"Tag {name}", tags.tag_id, name)


def tags_of(path: Path) -> list[str]:
    with Store.open(path, read_only=True) as store, store.read() as session:
        return sorted(row.name for row in tags.tags(session))


def test_undo_and_redo_the_latest(cli: Cli, file: Path) -> None:
    tag(file, "vip", "new")
    assert tags_of(file) == ["new", "vip"]
    answer = cli("undo", file)
    assert answer.status == 0
    assert answer.out == "Taken back: Tag new.\n"
    assert tags_of(file) == ["vip"]
    assert cli("redo", file).out == "Done again: Tag new.\n"
    assert tags_of(file) == ["new", "vip"]


def test_undo_of_one_by_its_number(cli: Cli, file: Path) -> None:
    tag(file, "vip", "new")
    number = cli("log", file, "--json").json["actions"][1]["id"]
    assert cli("undo", file, number).status == 0
    assert tags_of(file) == ["new"]
    again = cli("undo", file, number)
    assert again.status == 1
    assert "undone already" in again.err
    assert cli("undo", file, 999).status == 1


def test_nothing_to_undo_or_redo(cli: Cli, file: Path) -> None:
    assert cli("undo", file).err == "Nothing to undo. Nothing was changed.\n"
    assert cli("redo", file).err == "Nothing to redo. Nothing was changed.\n"


def test_the_log_shows_the_latest_first(cli: Cli, file: Path) -> None:
    tag(file, "vip", "new")
    cli("undo", file)
    lines = cli("log", file).out.splitlines()
    assert lines[0].endswith("Undo: Tag new")
    assert lines[1].endswith("Tag new  (taken back)")
    assert lines[2].endswith("Tag vip")
    assert len(cli("log", file, "--limit", "1").out.splitlines()) == 1
