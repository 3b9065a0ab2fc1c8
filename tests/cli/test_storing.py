"""recharge, stored-value."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from tests.cli.conftest import Cli


def test_money_and_bonus_go_in_and_pay(cli: Cli, file: Path) -> None:
    with Store.open(file) as store:
        anna = store.write("New", contacts.create, ContactDraft("Anna")).value
        line = LineDraft(description="Cut", unit_price_minor=110_00)
        store.write("Sell", sales.record, SaleDraft((line,), anna))
    assert cli("stored-value", file).out == "Nobody has anything stored.\n"
    made = cli("recharge", file, anna, "1000", "--bonus", "100", "--method", "Cash")
    assert made.out == f"{anna}  Anna: ¥1,000.00 and a bonus of ¥100.00\n"
    assert cli("pay", file, anna, "110", "--credit").status == 0
    said = cli("stored-value", file, anna).out.splitlines()
    assert said[0] == f"{anna}  Anna: ¥900.00 and a bonus of ¥90.00"
    assert [line.split("  ", 1)[1] for line in said[1:]] == [
        "used  -¥100.00, bonus -¥10.00  XS-0001", "put in  ¥1,000.00, bonus ¥100.00",
    ]  # fmt: skip
    assert cli("stored-value", file, "--json").json["holdings"][0]["bonus_minor"] == 90_00
    assert cli("recharge", file, anna, "0").status == 1
