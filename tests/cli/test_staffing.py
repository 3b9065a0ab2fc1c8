"""staff."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.records import staff
from tests.cli.conftest import Cli


def test_staff_are_added_led_and_gone(cli: Cli, file: Path) -> None:
    assert cli("staff", file).out == "Nobody yet.\n"
    assert cli("staff", file, "Lin", "--add", "--role", "owner").out == "1 Lin · owner\n"
    answer = cli("staff", file, "Chen", "--add", "--led-by", "lin", "--shop", "West Lake")
    assert answer.out == "2 Chen · West Lake · led by Lin\n"
    assert cli("staff", file, "2", "--rename", "Chen Jie", "--led-by", "").out == (
        "2 Chen Jie · West Lake\n"
    )
    assert cli("staff", file, "Chen Jie", "--left").out.endswith("works here no more\n")
    assert cli("undo", file).status == 0
    names = [one["name"] for one in cli("staff", file, "--json").json["staff"]]
    assert names == ["Chen Jie", "Lin"]


def test_a_wrong_name_adds_nobody(cli: Cli, file: Path) -> None:
    cli("staff", file, "Lin", "--add")
    answer = cli("staff", file, "Lim", "--role", "sales")
    assert answer.status == 1 and "There are: Lin." in answer.err
    assert cli("staff", file, "--left").status == 1
    with Store.open(file, read_only=True) as store, store.read() as session:
        assert [one.name for one in staff.members(session)] == ["Lin"]


def test_who_sits_here_signs_what_is_done(cli: Cli, file: Path) -> None:
    cli("staff", file, "Lin", "--add")
    assert cli("staff", file, "Lin", "--me").out == "1 Lin · sits at this computer\n"
    assert cli("staff", file, "--json").json["staff"][0]["me"] is True
    cli("staff", file, "Chen", "--add")
    assert cli("log", file, "--limit", "1", "--json").json["actions"][0]["actor"] == "Lin"
