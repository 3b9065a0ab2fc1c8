"""``crm-desktop sell`` and ``sell-sheet``."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.products import product_record, products
from crm_desktop.services.products.product_record import Option
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.records import staff
from crm_desktop.services.sales import sale_list
from crm_desktop.services.sales.sale_list import SaleQuery
from tests.cli.conftest import Cli


@pytest.fixture
def shop(file: Path) -> Path:
    """Two customers, two products with prices, one without."""
    with Store.open(file) as store:
        for name in ("Anna", "Ben"):
            store.write("c", contacts.create, ContactDraft(name))
        for name, price in (("Filter", 2_000), ("Salt", 333), ("Free", None)):
            store.write("p", products.create, ProductDraft(name, price_minor=price))
    return file


def _count(file: Path) -> int:
    with Store.open(file, read_only=True) as store, store.read() as session:
        return sale_list.count(session, SaleQuery())


def test_a_sheet_is_recorded_as_one_step(cli: Cli, shop: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "day.csv"
    sheet.write_text(",Filter,Salt\nAnna,3,0.5\nBen,,10\n", "utf-8")
    made = cli("sell-sheet", shop, sheet, "--on", "2026-06-18", "--method", "Cash", "--json")
    assert made.status == 0, made.err
    assert made.json["total_minor"] == 6_000 + 167 + 3_330 and len(made.json["numbers"]) == 2
    assert cli("undo", shop).status == 0
    assert _count(shop) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (",Filter\nAnna,x\n", "Anna, Filter: x is no quantity"),
        (",Filter\nAnna,-1\n", "Anna, Filter: a quantity must be above zero"),
        (",Filter\nAnna,1\nNobody,2\n", "“Nobody”"),
        (",Filter\nAnna,1\nAnna,2\n", "“Anna” stands twice"),
        (",Filter,Nothing\nAnna,1,1\n", "“Nothing”"),
        (",Filter\nAnna,1e12\n", "Anna, Filter: 1e12 is no quantity"),
        (",Filter\nAnna,999999999999\n", "too large to be meant"),
        (",Filter,Free\nAnna,1,1\n", "Free has no price"),
    ],
)
def test_nothing_is_recorded_of_a_sheet_with_one_wrong_cell(
    cli: Cli, shop: Path, tmp_path: Path, text: str, said: str
) -> None:
    sheet = tmp_path / "day.csv"
    sheet.write_text(text, "utf-8")
    answer = cli("sell-sheet", shop, sheet)
    assert answer.status != 0 and said in answer.err
    assert _count(shop) == 0


def test_a_sale_is_recorded_with_options_discounts_and_two_ways_to_pay(
    cli: Cli, shop: Path
) -> None:
    with Store.open(shop) as store:
        colours = [Option("Colour", "Red"), Option("Colour", "Blue", 50), Option("Size", "L")]
        store.write("o", product_record.set_options, 1, colours)
    made = cli("sell", shop, "1", "--line", "Filter[blue, l]=3@20-10%", "--line", "Salt",
               "--discount", "5", "--pay", "Cash=20", "--pay", "Card", "--json")  # fmt: skip
    assert made.status == 0, made.err
    sale = made.json["sale"]
    assert [one["options"] for one in sale["lines"]] == ["Colour: Blue · Size: L", ""]
    assert sale["total_minor"] == 5_400 + 333 - 500
    ways = [(one["method"], one["amount_minor"]) for one in sale["payments"]]
    assert ways == [("Cash", 2_000), ("Card", 3_233)]
    said = cli("sell", shop, "--line", "Filter[Red]=2", "--pay", "Cash=50").out
    assert "Filter (Colour: Red) · 2 × ¥20.00 · ¥40.00" in said and "Change: ¥10.00" in said
    assert cli("undo", shop).status == 0 and _count(shop) == 1


def test_what_cannot_be_sold_is_told_and_nothing_is_written(cli: Cli, shop: Path) -> None:
    with Store.open(shop) as store:
        store.write("f", lambda session: products.edit(session, 1, floor_price_minor=1_500))
        store.write("s", staff.add, staff.StaffDraft("Lin"))
    cheap = ("sell", shop, "1", "--line", "Filter=2@14.99")
    for words, said in (
        (("sell", shop, "--line", "Filter"), "A walk-in sale has"),
        (("sell", shop, "1"), "at least one line"),
        (("sell", shop, "1", "--line", "Filter=-1"), "above zero"),
        (("sell", shop, "1", "--line", "Filter[pink]"), "no option"),
        (("sell", shop, "1", "--line", "Free"), "no price"),
        (cheap, "must come to ¥30.00"),
        ((*cheap, "--reason", "last ones"), "must come to ¥30.00"),
        ((*cheap, "--reason", "last ones", "--approver", "Max"), "Nobody called"),
    ):
        answer = cli(*words)
        assert answer.status != 0 and said in answer.err, (words, answer)
    assert _count(shop) == 0
    made = cli(*cheap, "--reason", "last ones", "--approver", "Lin", "--json").json["sale"]
    assert (made["below_floor_reason"], made["approver"]) == ("last ones", "Lin")
    dear = cli("sell", shop, "1", "--line", "Filter=1@20", "--reason", "x", "--json").json["sale"]
    assert (dear["below_floor_reason"], dear["approver"]) == ("", "")


def test_a_part_off_is_no_amount_in_any_wording(cli: Cli, shop: Path) -> None:
    for off, total in (("9折", 1_800), ("10%", 1_800), ("5", 1_500), ("半价", 1_000)):
        made = cli("sell", shop, "1", "--line", f"Filter=1@20-{off}", "--pay", "Cash", "--json")
        assert made.status == 0, made.err
        assert made.json["sale"]["total_minor"] == total
    made = cli("sell", shop, "1", "--line", "Filter=1@20", "--discount", "9折", "--json")
    assert made.json["sale"]["total_minor"] == 1_800
    assert cli("sell", shop, "1", "--line", "Filter=1@9折", "--json").status != 0
