"""targets, commission, commission-plan, share-sale, league and lock-month."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import StaffDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from tests.cli.conftest import Cli
from tests.reports import samples


@pytest.fixture
def shop(file: Path) -> Path:
    """Lin sold for 1,000 today, Chen for 200."""
    with Store.open(file) as store:
        for name, amount in (("Lin", 1000_00), ("Chen", 200_00)):
            who = store.write("Add", staff.add, StaffDraft(name)).value
            line = LineDraft(description="Filter", unit_price_minor=amount)
            draft = SaleDraft((line,), staff_id=who, payments=(PaymentDraft(amount),))
            store.write("Sell", sales.record, draft)
    return file


def test_a_plan_is_made_changed_and_paid_by(cli: Cli, shop: Path, tmp_path: Path) -> None:
    made = cli("commission-plan", shop, "Basic", "--band", "0=2", "--band", "500=4.5")
    assert made.out.splitlines() == ["Basic · Sales", "  from ¥0: 2%", "  from ¥500: 4.5%"]
    letter = tmp_path / "letter.pdf"
    cli("commission", shop, "Lin", "--out", letter, "--paper", "letter", "--landscape")
    assert round(PdfDocument(letter)[0].get_width() / 72 * 25.4) == 279
    answer = cli("commission", shop, "Lin", "--out", tmp_path / "lin.pdf")
    assert answer.out.splitlines()[0] == "Lin: ¥32.50"
    paper = " ".join(samples.page_texts((tmp_path / "lin.pdf").read_bytes())).replace("\n", " ")
    assert "Lin earned ¥32.50" in paper and "4.5%" in paper and "may still change" in paper
    assert cli("share-sale", shop, "XS-0001", "Chen=40", "--json").json["shares"] == [
        {"staff_id": 1, "name": "Lin", "share_bp": 6_000},
        {"staff_id": 2, "name": "Chen", "share_bp": 4_000},
    ]
    cli("commission-plan", shop, "basic", "--whole", "--rate", "level:VIP=9", "--person", "Chen")
    earned = cli("commission", shop, "--json").json["statements"]
    assert [(one["name"], one["commission_minor"]) for one in earned] == [
        ("Chen", 27_00), ("Lin", 0),
    ]  # fmt: skip
    assert cli("commission-plan", shop, "Basic", "--rate", "level=9").status == 2
    assert cli("commission-plan", shop, "Basic", "--remove", "--json").json["plans"] == []


def test_targets_and_the_league(cli: Cli, shop: Path) -> None:
    answer = cli("targets", shop, "--person", "Lin", "--set", "800")
    assert answer.out == "Lin: Sales ¥1,000 of ¥800, 125%\n"
    rows = cli("league", shop, "--json").json["rows"]
    assert [(one["place"], one["name"], one["reached_bp"]) for one in rows] == [
        (1, "Lin", 12_500), (2, "Chen", None),
    ]  # fmt: skip
    assert "1 Lin · sold ¥1,000 · margin ¥0 · received ¥1,000 · 125% of the target" in (
        cli("league", shop).out
    )
    assert cli("targets", shop, "--person", "Nobody", "--set", "1").status == 1


def test_a_locked_month_refuses_an_import_and_its_own_undo(
    cli: Cli, shop: Path, tmp_path: Path
) -> None:
    month = f"{clock.today():%Y-%m}"
    before = cli("check", shop, "--json").json
    sheet = tmp_path / "sales.csv"
    rows = "".join(f"{month}-01,Customer {n},Tap,1,{n + 10}\n" for n in range(30))
    sheet.write_text("日期,客户名称,商品,数量,金额\n" + rows, encoding="utf-8")
    assert cli("lock-month", shop, month).status == 0
    answer = cli("import", shop, sheet)
    assert answer.status == 1 and "is locked. Nothing was saved." in answer.err
    assert cli("league", shop, "--json").json["rows"][0]["sales_minor"] == 1000_00
    assert cli("check", shop, "--json").json == before
    assert cli("lock-month", shop, month).status == 1
    assert cli("lock-month", shop, month, "--unlock").out == "No month is locked.\n"
    assert cli("import", shop, sheet).status == 0
    assert cli("lock-month", shop, "--unlock").status == 2
