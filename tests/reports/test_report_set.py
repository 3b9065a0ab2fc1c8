"""The smaller reports: each says on paper and in Excel what the raw rows say."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from crm_desktop.core import formats
from crm_desktop.core.jobs import no_progress
from crm_desktop.db.models import Contact, Product, ProductCategory
from crm_desktop.db.store import Store
from crm_desktop.reports import catalogue, customer_list, job
from crm_desktop.reports.catalogue import REPORTS, ReportKind, ReportOptions
from crm_desktop.reports.document import Chart, Styled, Summary, blocks_in
from crm_desktop.services import new_file
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.payments import debtors
from crm_desktop.services.summaries import cash_up, goods_sold, movement
from tests.reports import page_looks, samples
from tests.services.random_shop import RandomShop, invent, store_rows

MAY = dt.date(2026, 5, 1)
LAST = dt.date(2026, 5, 31)
HOSTILE = "=cmd|' /C calc'!A0 <b>&"
SMALL = [kind.key for kind in REPORTS if kind.key != "monthly" and not kind.customer]


def _dress(session: Session) -> None:
    """Birthdays in May and names that try to be something else."""
    session.add(ProductCategory(id=1, name="Filters <i>"))
    session.flush()
    for product in session.query(Product):
        product.name = f"{HOSTILE} {product.id}"
        product.category_id = None if product.id == 1 else 1
    who = next(c for c in session.query(Contact) if not c.deleted_at and not c.archived_at)
    who.name, who.birth_month, who.birth_day, who.birth_year = HOSTILE, 5, 9, 1980


@pytest.fixture(scope="module")
def shop() -> RandomShop:
    return invent()


@pytest.fixture(scope="module")
def shop_file(shop: RandomShop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("set") / "shop.crm") as store:
        store.set_up(new_file.seed, "en", shop_name="Clearspring Water")
        store.set_up(store_rows, shop)
        store.set_up(_dress)
        yield store


@pytest.fixture
def reading(shop_file: Store, frozen_clock: Callable[[dt.datetime], None]) -> Iterator[Session]:
    with shop_file.read() as session:
        yield session


def _text(session: Session, key: str, language: str = "en") -> str:
    made = job.render_bytes(session, key, ReportOptions(MAY, language))
    return " ".join(" ".join(samples.page_texts(made)).split())


def _cells(session: Session, key: str, path: Path) -> list[list[object]]:
    job.render(session, key, ReportOptions(MAY, "en"), path)
    book = load_workbook(path)
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [list(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("key", SMALL)
def test_every_report_is_made_in_both_languages(reading: Session, key: str) -> None:
    kind = next(one for one in REPORTS if one.key == key)
    assert kind.name in _text(reading, key)
    assert "Total" not in _text(reading, key, "zh_CN")


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.key)
def test_the_first_page_looks_as_it_did(
    reading: Session, shop: RandomShop, kind: ReportKind
) -> None:
    whom = next(r.contact_id for r in shop.receipts if r.purchase) if kind.customer else None
    options = ReportOptions(MAY, "zh_CN", day=MAY.replace(day=20), contact_id=whom)
    unlike = page_looks.unlike(job.render_bytes(reading, kind.key, options), kind.key)
    assert not unlike, f"{unlike}: look at the page, then keep it (tests/reports/page_looks.py)"


def test_reports_with_charts_say_so(reading: Session, shop: RandomShop) -> None:
    """The library for charts is imported while figures are added up, where it is needed."""
    whom = next(r.contact_id for r in shop.receipts if r.purchase)
    for kind in REPORTS:
        options = ReportOptions(MAY, "en", day=MAY, contact_id=whom)
        made = kind.build(reading, options, no_progress)
        charts = [one for one in blocks_in(made) if isinstance(one, Chart)]
        assert kind.charts == bool(charts), kind.key


def test_an_eye_would_notice_a_missing_line(reading: Session) -> None:
    options = ReportOptions(MAY, "zh_CN", day=MAY.replace(day=20))
    report = catalogue.find("products").build(reading, options, no_progress)
    first, *others = report.pages[0]
    whole = page_looks.picture(samples.as_pdf(report))
    assert not page_looks.difference(whole, whole)
    without = dataclasses.replace(report, pages=((*others,),))
    assert page_looks.difference(page_looks.picture(samples.as_pdf(without)), whole)
    renamed = dataclasses.replace(report, title="商品")
    assert page_looks.difference(page_looks.picture(samples.as_pdf(renamed)), whole)
    assert isinstance(first, Summary)


@pytest.mark.parametrize("key", SMALL)
def test_an_empty_file_says_so(store: Store, key: str) -> None:
    with store.read() as session:
        made = job.render_bytes(session, key, ReportOptions(MAY, "en"))
    assert len(samples.page_texts(made)) == 1


def test_goods_add_up_to_the_sales_of_the_month(
    reading: Session, shop: RandomShop, tmp_path: Path
) -> None:
    mine = [r for r in shop.receipts if r.counts and MAY <= r.sold_on <= LAST]
    made = goods_sold.goods_sold(reading, MAY, LAST)
    assert made.total_minor == made.lines_minor == sum(r.total for r in mine)
    row = made.rows[0]
    of_it = [r for r in mine if row.name == f"{HOSTILE} {r.product_id}"]
    assert row.quantity_milli == sum(r.quantity for r in of_it)
    assert row.amount_minor == sum(r.total for r in of_it)
    assert row.orders == sum(r.kind == "sale" for r in of_it)
    assert row.customers == len({r.contact_id for r in of_it if r.purchase})
    parts = {part.name: part.amount_minor for part in made.categories}
    in_it = [r for r in mine if r.product_id != 1]
    assert parts["Filters <i>"] == sum(r.total for r in in_it)
    assert sum(parts.values()) == made.lines_minor
    cells = _cells(reading, "products", tmp_path / "a.xlsx")
    line = next(one for one in cells if one[0] == row.name and len(one) > 4)
    assert line[2] == row.quantity_milli / 1000
    assert "Filters <i>" in _text(reading, "products")


def test_ageing_is_what_debtors_owed_at_the_end_of_the_month(
    reading: Session, tmp_path: Path
) -> None:
    owed = debtors.debtors(reading, LAST)
    _cells(reading, "receivables", tmp_path / "a.xlsx")
    heading, *debts = load_workbook(tmp_path / "a.xlsx")["Customers"].values
    at = heading.index("Owed")
    assert sum(round(float(str(row[at])) * 100) for row in debts) == owed.total_minor
    assert formats.money_exact(owed.total_minor, "CNY") in _text(reading, "receivables")


def test_who_came_was_lost_and_came_back(reading: Session, shop: RandomShop) -> None:
    year = dt.timedelta(days=365)
    new, lost, back = set(), set(), set()
    first, last = dt.date(2025, 1, 1), dt.date(2026, 6, 18)
    for person in (p for p in shop.people if not p.deleted):
        days = sorted(
            r.sold_on for r in shop.receipts
            if r.purchase and r.contact_id == person.id and r.sold_on <= last
        )  # fmt: skip
        inside = [day for day in days if day >= first]
        before = [day for day in days if day < first]
        if inside and not before and not shop.bought_before(person.id):
            new.add(person.id)
        if inside and before and inside[0] - before[-1] > year:
            back.add(person.id)
        if days and not person.archived:
            lost_on = days[-1] + year + dt.timedelta(days=1)
            lost |= {person.id} if first <= lost_on <= last else set()
    made = movement.movement(reading, first, last)
    assert {row.contact_id for row in made.new} == new
    assert {row.contact_id for row in made.lost} == lost
    assert {row.contact_id for row in made.won_back} == back
    assert new and lost


def test_a_birthday_of_the_month_has_its_day_and_age(reading: Session, tmp_path: Path) -> None:
    cells = _cells(reading, "birthdays", tmp_path / "a.xlsx")
    line = next(row for row in cells if HOSTILE in row)
    assert str(line[0]).startswith("2026-05-09") and line[3] == 46
    assert "Phone" in _text(reading, "birthdays")
    assert "<b>&" in _text(reading, "birthdays")


def test_the_till_holds_what_the_payments_of_the_day_say(
    reading: Session, shop: RandomShop, tmp_path: Path
) -> None:
    taken = [
        (day, amount)
        for r in shop.receipts
        if r.currency == "CNY"
        for day, amount in r.payments
    ]  # fmt: skip
    day = max({on for on, _amount in taken}, key=lambda on: sum(one == on for one, _ in taken))
    amounts = [amount for on, amount in taken if on == day]
    made = cash_up.cash_up(reading, day)
    assert made.net_minor == sum(amounts) and len(made.payments) == len(amounts)
    sold = sum(r.total for r in shop.receipts if r.counts and r.sold_on == day)
    assert made.sales.amount_minor == sold
    job.render(reading, "cash-up", ReportOptions(MAY, "en", day=day), tmp_path / "a.xlsx")
    rows = list(load_workbook(tmp_path / "a.xlsx")["By method"].iter_rows(values_only=True))
    assert round(float(str(rows[-1][4])) * 100) == sum(amounts)


def test_the_sheet_for_the_day_has_what_is_due_and_what_is_late(
    store: Store, today: dt.date
) -> None:
    who = store.write("New", contacts.create, ContactDraft(HOSTILE, phones=("13800000001",))).value
    for title, ahead in (("Call about salt", 0), ("Send quote", -400), ("Not yet", 1)):
        draft = FollowUpDraft(title, today + dt.timedelta(ahead), contact_id=who)
        store.write("Plan", follow_ups.create, draft)
    with store.read() as session:
        text = _text(session, "calls")
        later = ReportOptions(MAY, "en", day=today + dt.timedelta(1))
        tomorrow = " ".join(samples.page_texts(job.render_bytes(session, "calls", later)))
    assert "1 follow-up is due. 1 is overdue." in text
    assert "Call about salt" in text and "Send quote" in text and "Not yet" not in text
    assert "<b>&" in text and "138" in text
    assert "Not yet" in tomorrow


def test_the_list_has_every_customer_once(
    reading: Session, shop: RandomShop, tmp_path: Path
) -> None:
    _cells(reading, "customers", tmp_path / "a.xlsx")
    rows = list(load_workbook(tmp_path / "a.xlsx")["Customers"].iter_rows(values_only=True))
    there = [p for p in shop.people if not p.deleted and not p.archived]
    names = {str(row[0]) for row in rows[1:]}
    assert len(rows) - 1 == len(there) == len(names)
    assert names - {HOSTILE} <= {p.name for p in there} and HOSTILE in names
    assert f"{len(there)} customers." in _text(reading, "customers")


def test_a_customer_of_another_currency_keeps_its_sign(reading: Session) -> None:
    (row,) = contact_list.page(reading, ContactQuery(), 0, 1)
    row = dataclasses.replace(row, currency="USD", spent_minor=12_50, owed_minor=0)
    *_others, spent, owed = customer_list._row(row, "CNY").values
    assert isinstance(spent, Styled) and spent.text == "$12.50" and owed is None
