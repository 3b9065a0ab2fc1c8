"""Everything in open formats, and when it is due."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from crm_desktop.core import clock
from crm_desktop.core.errors import FileProblem
from crm_desktop.db.store import Store
from crm_desktop.exchange import export_everything, job
from crm_desktop.exchange.scheduled_export import Every, is_due
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.demo import demo
from crm_desktop.services.records import attachments
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft

D = dt.date


def everything(store: Store, folder: Path) -> Path:
    with store.read() as session:
        return export_everything.write(session, folder, "shop")[0]


def test_the_folder_holds_all_and_comes_back(tmp_path: Path) -> None:
    with Store.create(tmp_path / "demo.crm") as store:
        store.set_up(demo.fill, 60, language="en")
        who = store.write("Add", contacts.create, ContactDraft("../Evil: Name")).value
        for name in ("a.txt", "A.txt", "../b.txt"):
            store.write("File", attachments.add, "contact", who, name, name.encode())
        folder = everything(store, tmp_path / "out")
    assert folder == tmp_path / "out" / f"shop {clock.today().isoformat()}"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert names >= {
        "everything.xlsx", "customers.csv", "sales.csv", "follow-ups.csv", "contact-log.csv",
        "products.csv", "customers.vcf", "follow-ups.ics", "README.txt",
    }  # fmt: skip
    kept = [path for path in (folder / "files").rglob("*") if path.is_file()]
    assert len(kept) == 3
    assert all(path.resolve().is_relative_to(folder.resolve()) for path in kept)
    assert "files: the files kept on customers, by customer: 3." in (
        folder / "README.txt"
    ).read_text("utf-8-sig")
    with Store.create(tmp_path / "other.crm") as other:
        found = job.prepare([folder / "everything.xlsx"])
        assert other.write("Import", job.apply, found).value.contacts_new >= 60
    assert [path.name for path in (tmp_path / "out").iterdir()] == [folder.name]


def test_a_second_one_of_the_day_takes_the_place_of_the_first(store: Store, tmp_path: Path) -> None:
    first = everything(store, tmp_path)
    (first / "stray").write_text("x")
    assert everything(store, tmp_path) == first
    assert not (first / "stray").exists()


def test_a_folder_that_cannot_be_written_is_a_sentence(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileProblem):
        everything(store, tmp_path / "file" / "in")


@pytest.mark.parametrize(
    ("every", "last", "today", "due"),
    [
        ("", None, D(2026, 3, 5), False),
        ("day", None, D(2026, 3, 5), True),
        ("day", D(2026, 3, 5), D(2026, 3, 5), False),
        ("day", D(2026, 3, 4), D(2026, 3, 5), True),
        ("week", D(2026, 3, 2), D(2026, 3, 8), False),
        ("week", D(2026, 3, 1), D(2026, 3, 2), True),
        ("month", D(2026, 2, 28), D(2026, 3, 1), True),
        ("month", D(2026, 3, 1), D(2026, 3, 31), False),
        ("day", D(2027, 1, 1), D(2026, 3, 5), False),
    ],
)
def test_when_it_is_due(every: str, last: dt.date | None, today: dt.date, due: bool) -> None:
    assert is_due(Every(every), last, today) is due


def test_other_programs_read_the_views(tmp_path: Path) -> None:
    path = tmp_path / "shop.crm"
    with Store.create(path) as store:
        draft = ContactDraft("张伟", phones=("13812345671", "13812345672"), tags=("VIP", "老客户"))
        who = store.write("Add", contacts.create, draft).value
        line = LineDraft(description="米", quantity_milli=1500, unit_price_minor=1000)
        sale = SaleDraft((line,), who, payments=(PaymentDraft(500, "现金"),), sold_on=D(2026, 3, 5))
        store.write("Sell", sales.record, sale)
        # Beside the open program, as a reader.
        reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        customer = reader.execute("SELECT name, phone, tags, spent, owed FROM v_customers")
        assert customer.fetchall() == [("张伟", "13812345671", "VIP, 老客户", 15.0, 10.0)]
        assert reader.execute("SELECT total, paid, owed FROM v_sales").fetchall() == [
            (15.0, 5.0, 10.0)
        ]
        lines = reader.execute("SELECT product, quantity, price, amount FROM v_sale_lines")
        assert lines.fetchall() == [("米", 1.5, 10.0, 15.0)]
        assert reader.execute("SELECT amount, method FROM v_payments").fetchall() == [(5.0, "现金")]
        for view in ("v_follow_ups", "v_products"):
            assert reader.execute(f"SELECT * FROM {view}").fetchall() == []
        reader.close()
