"""import of another data file: two shops made one, foreseen, once, undone."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from tests.cli.conftest import Cli
from tests.cli.test_importing import names, workbook


def test_another_shop_comes_in_by_its_bytes(cli: Cli, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "branch.dat"
    with Store.create(tmp_path / "branch.crm") as store:
        store.write("Add", contacts.create, ContactDraft("王小明", phones=("13800138000",)))
    (tmp_path / "branch.crm").rename(other)
    trial = cli("import", file, other, "--dry-run", "--json").json
    assert (trial["tables"]["contact"]["new"], trial["dry_run"]) == (1, True)
    assert names(file) == []
    told = cli("import", file, other, "--branch", "West")
    assert told.status == 0, told.err
    assert "Customers and contacts: 1 new" in told.out
    assert names(file) == ["王小明"]
    assert "known already" in cli("import", file, other).out
    assert cli("undo", file).status == 0
    assert names(file) == []


def test_a_shop_among_workbooks_is_refused(cli: Cli, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.crm"
    Store.create(other).close()
    book = workbook(tmp_path / "a.xlsx", [["王小明", "13800138000", ""]])
    answer = cli("import", file, book, other)
    assert answer.status == 1
    assert "on its own" in answer.err
    assert names(file) == []
