"""deals, deal-new, deal-move, deal-won, deal-lost, stalled, forecast, win-loss, deal-stages."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.deals import deal_history, deal_stages
from crm_desktop.services.deals.deal_stages import StageDraft
from tests.cli.conftest import Cli
from tests.conftest import NOW

Freeze = Callable[[dt.datetime], None]


@pytest.fixture
def shop(file: Path, frozen_clock: Freeze) -> Path:
    """A file with Anna, whose stage "Quoted" wants a signature before it is left."""
    with Store.open(file) as store:
        store.write("New", contacts.create, ContactDraft("Anna"))
        with store.read() as session:
            rows = deal_stages.stages(session)
        drafts = [
            StageDraft(
                row.name, row.id, row.probability_bp, row.allowed_days,
                ("Signature",) if row.code == "quote" else (),
            )
            for row in rows
        ]  # fmt: skip
        store.write("Stages", deal_stages.save, drafts)
    return file


def make(cli: Cli, shop: Path, *more: object) -> Any:
    return cli("deal-new", shop, "Softener", "--json", *more).json


def test_from_enquiry_to_won(cli: Cli, shop: Path) -> None:
    answer = cli("deal-new", shop, "Softener", "--customer", 1, "--amount", "2.18万",
                 "--expected", "2026-07-05", "--next", "Send it", "--on", "2026-06-20")  # fmt: skip
    line = "1  Softener · Anna · ¥21,800 · {} · 0 days · Send it 2026-06-20\n"
    assert answer.out == line.format("Enquiry")
    assert cli("deal-move", shop, 1, "quoted").out == line.format("Quoted")
    refused = cli("deal-won", shop, 1)
    assert refused.status == 1 and "Signature" in refused.err
    done = cli("deal-move", shop, 1, "negotiation", "--done", "Signature")
    assert done.out == line.format("Negotiation")
    assert cli("deal-won", shop, 1).out == "1  Softener · Anna · ¥21,800 · Won · 2026-06-18\n"
    assert cli("deals", shop).out == "No deals.\n"
    assert cli("deals", shop, "--state", "won", "--json").json["deals"][0]["state"] == "won"
    assert cli("undo", shop).status == 0
    assert cli("deals", shop, "--stage", "negotiation").out == line.format("Negotiation")


def test_lost_asks_why(cli: Cli, shop: Path) -> None:
    make(cli, shop)
    assert cli("deal-lost", shop, 1).status == 2
    assert cli("deal-lost", shop, 1, "--reason", " ").status == 1
    lost = cli("deal-lost", shop, 1, "--reason", "Too dear", "--competitor", "Qinyuan", "--json")
    assert (lost.json["lost_reason"], lost.json["competitor"]) == ("Too dear", "Qinyuan")
    shown = cli("win-loss", shop).out.splitlines()
    assert shown[0] == "All: won 0 for ¥0 (0%), lost 1 for ¥0"
    assert "  Too dear: won 0 for ¥0 (0%), lost 1 for ¥0" in shown
    assert cli("win-loss", shop, "--json").json["competitors"][0]["name"] == "Qinyuan"


def test_stalled_and_the_three_decisions(cli: Cli, shop: Path, frozen_clock: Freeze) -> None:
    for _n in range(4):
        make(cli, shop)
    frozen_clock(NOW + dt.timedelta(days=8))
    listed = cli("stalled", shop).out.splitlines()
    assert len(listed) == 4 and all(line.endswith("No next step · stalled") for line in listed)
    pushed = cli("stalled", shop, 1, "--push", "Visit", "--on", "2026-06-30")
    assert pushed.out == "1  Softener · ¥0 · Enquiry · 8 days · Visit 2026-06-30\n"
    assert cli("stalled", shop, 2, "--give-up", "No budget", "--json").json["state"] == "dormant"
    assert cli("stalled", shop, 3, "--extend", "2026-07-30").status == 0
    assert [one["id"] for one in cli("stalled", shop, "--json").json["deals"]] == [4]
    assert cli("stalled", shop, 4, "--extend", "2026-06-01").status == 1
    assert cli("stalled", shop, 4).status == 2
    assert cli("stalled", shop, 4, "--push", "x", "--give-up", "y").status == 2


def test_a_forecast_kept_and_compared(cli: Cli, shop: Path, frozen_clock: Freeze) -> None:
    make(cli, shop, "--amount", 1000, "--expected", "2026-07-05", "--stage", "quote")
    kept = cli("forecast", shop, "--keep").out.splitlines()
    assert kept[1] == "July 2026 (1): weighted ¥600, committed ¥0, best ¥1,000"
    assert kept[2] == "Kept as of 2026-06-18"
    frozen_clock(NOW + dt.timedelta(days=20))
    cli("deal-won", shop, 1, "--reason", "By phone")
    answer = cli("forecast", shop, "--against", "2026-06-18")
    assert "July 2026: ¥600 kept on 2026-06-18, now ¥1,000" in answer.out
    assert "  1  Softener · won · ¥600 → ¥1,000" in answer.out
    change = cli("forecast", shop, "--against", "2026-06-18", "--json").json["comparison"]
    assert change["months"][0]["won_minor"] == 100_000
    assert cli("forecast", shop, "--against", "2026-06-17").status == 1


def test_a_target_for_each_month(cli: Cli, shop: Path) -> None:
    assert cli("forecast", shop, "--target", "6万").out.endswith("Target of each month: ¥60,000\n")
    assert cli("forecast", shop, "--json").json["target_minor"] == 6_000_000
    assert cli("forecast", shop, "--target", "-5").status != 0
    assert "Target" not in cli("forecast", shop, "--target", "0").out


def test_conversion_by_stage_and_person(cli: Cli, shop: Path, frozen_clock: Freeze) -> None:
    make(cli, shop)
    frozen_clock(NOW + dt.timedelta(days=3))
    cli("deal-move", shop, 1, "quote")
    shown = cli("deal-stages", shop).out.splitlines()
    assert shown[0] == "Enquiry: 1 came, 0 there now, 100% went on, median 3 days"
    assert shown[-1] == "No owner: 1 open, 0 won, 0 lost (—), median — days to win"
    assert len(cli("deal-stages", shop, "--json").json["stages"]) == 5
    cli("staff", shop, "Lin", "--add")
    make(cli, shop, "--owner", "Lin")
    assert cli("deal-move", shop, 2, "need", "--approver", "Lin").status == 0
    lins = cli("deal-stages", shop, "--person", "lin").out.splitlines()
    assert lins[0].startswith("Enquiry: 1 came") and lins[-1].startswith("Lin: 1 open")
    assert cli("deal-stages", shop, "--person", "Nobody").status == 1
    with Store.open(shop) as store, store.read() as session:
        assert deal_history.history(session, 2)[0].approver == "Lin"


def test_written_to_a_table(cli: Cli, shop: Path, tmp_path: Path) -> None:
    make(cli, shop, "--customer", 1, "--amount", 900, "--next", "Send it", "--on", "2026-06-20")
    cli("deal-new", shop, "=1+1")
    out = tmp_path / "deals.csv"
    assert cli("deals", shop, "-o", out).out == "2 rows saved in deals.csv\n"
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Deal"] for row in rows] == ["Softener", "'=1+1"]
    first = rows[0]
    assert (first["Customer"], first["Deal amount"], first["Weighted amount"]) == (
        "Anna", "900.00", "90.00",
    )  # fmt: skip
    assert (first["How it stands"], first["Day of next step"]) == ("Under way", "2026-06-20")
    assert cli("deals", shop, "-o", tmp_path / "deals.pdf").status == 1


def test_what_cannot_be_is_said(cli: Cli, shop: Path) -> None:
    assert cli("deal-new", shop, "x", "--amount", "much").status == 2
    assert cli("deal-new", shop, "x", "--amount", "9" * 400).status == 2
    assert cli("deal-new", shop, "x", "--on", "2026-06-20").status == 2
    assert "Enquiry, Need" in cli("deal-move", shop, 1, "nowhere").err
    assert cli("deals", shop, "--state", "odd").status == 2
    assert cli("deal-won", shop, 99).status == 1
    assert cli("win-loss", shop, "--from", "2026-02-01", "--to", "2026-01-01").status == 2
    make(cli, shop)
    assert cli("deals", shop, "--limit", 1).out.count("\n") == 1
    make(cli, shop)
    assert cli("deals", shop, "--limit", 1).out.endswith("1 more\n")


def test_stages_of_deals_are_changed_added_and_taken_away(cli: Cli, shop: Path) -> None:
    make(cli, shop, "--stage", "survey")
    changed = cli("deal-stage", shop, "site survey", "--name", "Visit", "--sure", "45", "--days",
                  "-1", "--step", "Measured", "--step", "Boss met", "--place", "1")  # fmt: skip
    assert changed.out.splitlines()[0] == "Visit · 45% sure · 1 open deal · Measured · Boss met"
    refused = cli("deal-stage", shop, "Visit", "--remove-into", "Visit")
    assert refused.status == 1 and "1 open deal" in refused.err
    cli("deal-stage", shop, "Visit", "--remove-into", "quote")
    assert cli("deals", shop).out.startswith("1  Softener · ¥0 · Quoted")
    assert cli("deal-stage", shop, "Trial", "--add", "--sure", "70").status == 0
    rows = cli("deal-stage", shop, "won", "--name", "Signed", "--json").json["stages"]
    assert [row["name"] for row in rows] == [
        "Enquiry", "Need confirmed", "Quoted", "Negotiation", "Trial", "Signed", "Lost",
    ]  # fmt: skip
    assert cli("deal-stage", shop, "Signed", "--remove-into", "Trial").status == 2
    assert cli("deal-stage", shop, "--sure", "3").status == 2
