"""pay, receivables, balance, statement."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from tests.cli.conftest import Cli


@pytest.fixture
def shop(file: Path) -> Path:
    """Anna owes 100.00 since two months, due a month ago, and 50.00 of today."""
    with Store.open(file) as store:
        anna = store.write("New", contacts.create, ContactDraft("Anna")).value
        for days, amount in ((60, 100_00), (0, 50_00)):
            day = clock.today() - dt.timedelta(days=days)
            line = LineDraft(description="x", unit_price_minor=amount)
            store.write("Sell", sales.record, SaleDraft((line,), anna, day))
    return file


def test_paying_twice_refunds_and_credit(cli: Cli, shop: Path) -> None:
    answer = cli("pay", shop, 1, "120", "--method", "Cash")
    assert answer.out == "Entered: ¥120.00.\n¥30.00 is owed.\n"
    answer = cli("pay", shop, 1, "120", "--method", "Cash")
    assert answer.status == 1 and "--again" in answer.err
    done = cli("pay", shop, 1, "120", "--method", "Cash", "--again", "--json").json
    assert (done["balance_minor"], done["credit_minor"]) == (-90_00, 90_00)
    assert cli("pay", shop, 1, "90.01", "--refund").status == 1
    assert cli("pay", shop, 1, "40", "--refund", "--json").json["credit_minor"] == 50_00
    assert cli("pay", shop, 1, "60", "--credit").status == 1
    assert cli("pay", shop, 1, "0").status == 2
    assert cli("balance", shop, 1).out == "¥50.00 is kept for the customer.\n"
    assert cli("undo", shop).status == 0
    assert cli("balance", shop, 1, "--json").json["balances"] == {"CNY": -90_00}


def test_receivables_of_any_day_and_collecting(cli: Cli, shop: Path) -> None:
    found = cli("receivables", shop, "--json").json
    assert (found["total_minor"], found["rows"][0]["ages"][1]) == (150_00, 100_00)
    before = clock.today() - dt.timedelta(days=61)
    assert cli("receivables", shop, "--on", before).out == "Nobody owes anything.\n"
    unpaid = cli("receivables", shop, "--unpaid", "--json").json
    assert (len(unpaid["sales"]), unpaid["rescued_bp"]) == (1, 0)
    answer = cli("receivables", shop, "--collect", clock.today())
    assert answer.out == "1 follow-up planned.\n"
    assert "Collect ¥100.00, up to 30 days late" in cli("follow-ups", shop).out


def test_the_statement_is_written(cli: Cli, shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "statement.pdf"
    answer = cli("statement", shop, 1, "--from", "2020-01-01", "--out", out, "--json")
    assert answer.json["closing_minor"] == 150_00
    assert out.read_bytes().startswith(b"%PDF")
    assert cli("statement", shop, 99).status == 1
