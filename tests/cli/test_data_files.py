"""new, demo, check, backup, restore."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from crm_desktop.db import inspection
from crm_desktop.db.store import Store
from crm_desktop.services.settings import settings
from tests.cli.conftest import Cli


def test_new_makes_a_file_of_the_asked_shop_language_and_currency(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.crm"
    answer = cli("new", path, "--shop", "泉", "--currency", "usd", "--lang", "zh_CN", "--json")
    assert answer.status == 0
    assert answer.json == {"ok": True, "file": str(path)}
    with Store.open(path, read_only=True) as store, store.read() as session:
        assert settings.get(session, settings.SHOP_NAME) == "泉"
        assert settings.get(session, settings.CURRENCY) == "USD"
        assert settings.get(session, settings.LANGUAGE) == "zh_CN"


def test_new_never_overwrites(cli: Cli, file: Path) -> None:
    before = file.read_bytes()
    answer = cli("new", file)
    assert answer.status == 1
    assert "exists already" in answer.err
    assert file.read_bytes() == before


def test_new_where_nothing_can_be_written(cli: Cli, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder")
    answer = cli("new", blocked / "a.crm")
    assert answer.status == 1
    assert "cannot be written here" in answer.err


def test_demo_is_the_same_for_the_same_numbers(cli: Cli, tmp_path: Path) -> None:
    one, two = tmp_path / "1.crm", tmp_path / "2.crm"
    options = ("--customers", 40, "--seed", 5, "--today", "2026-06-18", "--json")
    first, second = cli("demo", one, *options), cli("demo", two, *options)
    assert first.status == second.status == 0
    assert first.json["customers"] == 40
    assert {**first.json, "file": ""} == {**second.json, "file": ""}
    tables = ("contact", "contact_phone", "sale", "sale_line", "follow_up", "timeline_entry")
    for table in tables:
        assert dump(one, table) == dump(two, table)
    assert dump(one, "sale") != []


def dump(path: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    kept = ", ".join(name for name in columns if name not in ("created_at",))
    rows = connection.execute(f"SELECT {kept} FROM {table} ORDER BY id").fetchall()
    connection.close()
    return rows


def test_demo_wants_a_real_day(cli: Cli, tmp_path: Path) -> None:
    answer = cli("demo", tmp_path / "x.crm", "--today", "2026-02-30")
    assert answer.status == 2
    assert not (tmp_path / "x.crm").exists()


def test_a_demo_that_fails_leaves_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_desktop.services.demo import demo

    def full(*_values: object, **_options: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "x.crm"))

    monkeypatch.setattr(demo, "fill", full)
    answer = cli("demo", tmp_path / "x.crm")
    assert answer.status == 1
    assert "disk is full" in answer.err
    assert [one.name for one in tmp_path.glob("x.crm*") if one.suffix != ".lock"] == []


def test_check_of_a_sound_and_of_a_tampered_file(cli: Cli, demo_file: Path) -> None:
    assert cli("check", demo_file).status == 0
    connection = sqlite3.connect(demo_file)
    connection.execute("UPDATE contact_stats SET spent_minor = spent_minor + 1")
    connection.commit()
    connection.close()
    answer = cli("check", demo_file, "--json")
    assert answer.status == 1
    assert answer.json["ok"] is False
    assert {one["check"] for one in answer.json["findings"]} == {"figures"}


@pytest.mark.parametrize("checked_first", [True, False])
def test_check_of_a_damaged_file(
    cli: Cli, demo_file: Path, monkeypatch: pytest.MonkeyPatch, checked_first: bool
) -> None:
    monkeypatch.setattr(inspection, "is_small", lambda _path: checked_first)
    data = bytearray(demo_file.read_bytes())
    data[20_000:60_000] = b"\xff" * 40_000
    demo_file.write_bytes(data)
    answer = cli("check", demo_file)
    assert answer.status == 1
    assert "damaged" in answer.err


def test_backup_beside_the_file_to_a_name_and_into_a_folder(
    cli: Cli, demo_file: Path, tmp_path: Path
) -> None:
    beside = Path(cli("backup", demo_file, "--json").json["backup"])
    assert beside.parent == tmp_path / "demo-backups"
    named = tmp_path / "deep" / "copy.crm"
    assert cli("backup", demo_file, named).status == 0
    folder = tmp_path / "usb"
    folder.mkdir()
    inside = Path(cli("backup", demo_file, folder, "--json").json["backup"])
    assert inside.parent == folder
    for copy in (beside, named, inside):
        assert dump(copy, "contact") == dump(demo_file, "contact")


def test_looking_and_backing_up_work_while_a_window_has_the_file(
    cli: Cli, demo_file: Path, tmp_path: Path
) -> None:
    with Store.open(demo_file):
        assert cli("backup", demo_file, tmp_path / "copy.crm").status == 0
        assert cli("log", demo_file).status == 0
        answer = cli("undo", demo_file)
        assert answer.status == 1
        assert "open in another window" in answer.err
        assert cli("restore", tmp_path / "copy.crm", demo_file).status == 1


def test_restore_keeps_what_was_there(cli: Cli, demo_file: Path, file: Path) -> None:
    empty = dump(file, "contact")
    answer = cli("restore", demo_file, file, "--json")
    assert answer.status == 0
    assert dump(file, "contact") == dump(demo_file, "contact")
    assert dump(Path(answer.json["kept"]), "contact") == empty


def test_restore_of_no_backup_changes_nothing(cli: Cli, file: Path, tmp_path: Path) -> None:
    junk = tmp_path / "junk.crm"
    junk.write_text("hello")
    before = file.read_bytes()
    answer = cli("restore", junk, file)
    assert answer.status == 1
    assert file.read_bytes() == before
