"""assets, asset, asset-add, asset-read, asset-fault, asset-service, asset-renew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.products import products
from crm_desktop.services.sales import sales
from tests.cli.conftest import Cli


def test_from_the_sale_to_the_next_service(
    cli: Cli, file: Path, frozen_clock: Callable[[dt.datetime], None]
) -> None:
    with Store.open(file) as store:
        anna = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
        product = products.ProductDraft(
            "RO-800", code="RO", is_service=False, warranty_months=24, service_months=1
        )
        made = store.write("New", products.create, product).value
        day = clock.today() - dt.timedelta(days=40)
        sold = sales.SaleDraft((sales.LineDraft(made),), contact_id=anna, sold_on=day)
        store.write("Sale", sales.record, sold)
    assert cli("assets", file).out == "No equipment.\n"
    assert cli("asset-add", file, anna, "--sold").out == "1  2026-05-09  RO-800 ×1\n"
    shown = cli("asset-add", file, anna, "--sale-line", 1, "--serial", "=1+1").out.splitlines()
    assert shown == [
        "1  Anna  RO-800",
        "Serial number: =1+1",
        "Installed: 2026-05-09",
        "Warranty until: 2028-05-09",
        "Next service: 2026-06-09, every 1 month",
    ]
    assert cli("asset-add", file, anna, "--sold").out == "Nothing sold is left to add.\n"
    twice = cli("asset-add", file, anna, "--sale-line", 1)
    assert twice.status == 1 and "added from the sale before" in twice.err
    assert cli("assets", file, "--due", 0).out == (
        "1  Anna  RO-800  =1+1  service 2026-06-09  warranty until 2028-05-09\n"
    )
    assert cli("asset-read", file, 1, "120.5", "--json").json["history"][0]["value_milli"] == 120500
    assert cli("asset-read", file, 1, "100").status == 1
    assert "2026-06-18  Fault: leaks" in cli("asset-fault", file, 1, "leaks").out
    served = cli("asset-service", file, 1, "--part", "RO", "--note", "filter").out
    assert "Next service: 2026-07-18" in served
    assert "2026-06-18  Serviced · RO-800 · filter" in served
    assert "Warranty until: 2029-05-09" in cli("asset-renew", file, 1, "--months", 12).out
    assert cli("asset-renew", file, 1).status == 2
    assert cli("undo", file).status == 0
    assert cli("asset", file, 1, "--json").json["draft"]["warranty_until"] == "2028-05-09"
    assert "Out of use since: 2026-06-18" in cli("asset", file, 1, "--retire").out
    assert cli("assets", file, "--json").json["assets"] == []
    assert cli("asset", file, 1, "--use").status == 0
    by_hand = cli("asset-add", file, anna, "Pump", "--next-service", "2026-08-01").out
    assert "Next service: 2026-08-01, set by hand" in by_hand


def test_pieces_of_a_sale_are_added_one_by_one_and_deleted(cli: Cli, file: Path) -> None:
    with Store.open(file) as store:
        anna = store.write("New", contacts.create, contacts.ContactDraft("Anna")).value
        made = store.write("New", products.create, products.ProductDraft("RO-800")).value
        sold = sales.SaleDraft((sales.LineDraft(made, quantity_milli=3_000),), contact_id=anna)
        store.write("Sale", sales.record, sold)
    one = cli("asset-add", file, anna, "--sale-line", 1, "--serial", "A", "--quantity", 1)
    assert one.status == 0
    assert cli("asset-add", file, anna, "--sold").out.endswith("RO-800 ×2\n")
    assert cli("asset-add", file, anna, "--sale-line", 1, "--quantity", 3).status == 1
    assert "deleted" in cli("asset", file, 1, "--remove").out
    assert cli("asset", file, 1).status == 1
    assert cli("asset-add", file, anna, "--sold").out.endswith("RO-800 ×3\n")
