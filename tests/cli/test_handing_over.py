"""handover."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft
from tests.cli.conftest import Cli


@pytest.fixture
def shop(file: Path) -> Path:
    """Lin has two customers, Chen none."""
    with Store.open(file) as store:
        lin, _chen = (
            store.write("Add", staff.add, StaffDraft(name)).value for name in ("Lin", "Chen")
        )
        for name in ("Anna", "Ben"):
            store.write("New", contacts.create, ContactDraft(name, owner_id=lin, level="VIP"))
    return file


def customers(cli: Cli, file: Path) -> dict[str, int]:
    return {one["name"]: one["customers"] for one in cli("staff", file, "--json").json["staff"]}


def test_a_preview_writes_the_sheet_and_changes_nothing(
    cli: Cli, shop: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.pdf"
    answer = cli("handover", shop, "Lin", "Chen", "--preview", "--sheet", out)
    assert answer.out.startswith(
        "Chen: 2 customers\n  Anna, Ben\nThis was a trial; nothing was changed.\n"
    )
    assert out.read_bytes().startswith(b"%PDF")
    assert customers(cli, shop) == {"Lin": 2, "Chen": 0}


def test_all_go_and_come_back(cli: Cli, shop: Path) -> None:
    done = cli("handover", shop, "lin", "chen", "--reason", "moves", "--json").json
    assert (done["total"]["customers"], done["giver"]) == (2, "Lin")
    assert customers(cli, shop) == {"Lin": 0, "Chen": 2}
    assert cli("undo", shop, done["action"]).status == 0
    assert customers(cli, shop) == {"Lin": 2, "Chen": 0}


def test_some_of_anybody_go(cli: Cli, shop: Path) -> None:
    answer = cli("handover", shop, "-", "Chen", "--customer", "1")
    assert answer.out == "Chen: 1 customer\nHanded over.\n"
    answer = cli("handover", shop, "Lin", "Chen", "--of", "unreachable")
    assert answer.out == (
        "Chen: 1 customer\n1 customer belongs to others and stays.\nHanded over.\n"
    )
    assert customers(cli, shop) == {"Lin": 0, "Chen": 2}


def test_a_wrong_name_is_a_sentence(cli: Cli, shop: Path) -> None:
    answer = cli("handover", shop, "Lin", "Nobody")
    assert answer.status == 1 and "There are: Chen, Lin." in answer.err
    assert cli("handover", shop, "Lin", "Lin").status == 1
    assert cli("handover", shop, "Lin", "Chen", "--of", "nothing of the kind").status == 1
