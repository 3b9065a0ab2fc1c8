"""``crm-desktop sell-sheet``."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.db.store import Store
from crm_desktop.services import contacts, products, sale_list
from crm_desktop.services.contacts import ContactDraft
from crm_desktop.services.products import ProductDraft
from crm_desktop.services.sale_list import SaleQuery
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
