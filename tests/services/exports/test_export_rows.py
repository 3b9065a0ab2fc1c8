"""Rows that leave the program (export_rows, export_customers, export_table, export_walk)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import i18n
from crm_desktop.db.models import ContactPhone, CustomField, CustomValue
from crm_desktop.db.store import Store
from crm_desktop.exchange.headings import fields_of
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.exports import export_rows
from crm_desktop.services.exports.export_customers import birthday
from crm_desktop.services.exports.export_walk import Beside, quantity
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.products import products, stock
from crm_desktop.services.products.products import ProductDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import LineDraft, PaymentDraft, SaleDraft

Read = Callable[..., Any]


def rows(session: Session, kind: str) -> list[dict[str, Any]]:
    table = export_rows.table(session, kind)
    headings = [column.heading for column in table.columns]
    found = [dict(zip(headings, row, strict=True)) for row in table.rows]
    assert len(found) == table.count
    return found


@pytest.fixture
def filled(store: Store) -> Store:
    def fill(session: Session) -> None:
        first = contacts.create(
            session,
            ContactDraft(
                "王小明",
                phones=("13800138000", "0571-88886666"),
                emails=("a@b.cn",),
                wechat=("wx1",),
                addresses=("杭州市西湖区1号",),
                tags=("VIP", "old"),
                birthday=(1980, 3, 22),
                gender="male",
                level="Gold",
                customer_no="007",
                since=dt.date(2024, 5, 1),
                remark="=1+1",
            ),
        )
        contacts.create(
            session,
            ContactDraft("Acme", kind="company", people=(PersonDraft("Ann Lee"),), tags=("old",)),
        )
        gone = contacts.create(session, ContactDraft("Gone", phones=("13900139000",)))
        contacts.remove(session, [gone])
        draft = ProductDraft("Filter", code="F1", price_minor=4500, category="Filters / RO")
        filter_ = products.create(session, draft)
        stock.move(session, filter_, stock.MovementDraft(9_500, "bought"))
        sales.record(
            session,
            SaleDraft(
                contact_id=first,
                sold_on=dt.date(2026, 6, 1),
                lines=(
                    LineDraft(product_id=filter_, quantity_milli=2000, unit_price_minor=4500),
                    LineDraft(description="Visit", quantity_milli=1500, unit_price_minor=10000),
                ),
                payments=(PaymentDraft(amount_minor=10000),),
                discount_minor=1000,
            ),
        )
        sales.record(
            session,
            SaleDraft(
                sold_on=dt.date(2026, 5, 1),
                lines=(LineDraft(description="Cup", quantity_milli=1000, unit_price_minor=500),),
                payments=(PaymentDraft(amount_minor=500),),
            ),
        )
        follow_ups.create(
            session,
            FollowUpDraft(
                "Call back", dt.date(2026, 6, 20), "10:30", contact_id=first, kind="call"
            ),
        )
        field = CustomField(entity="contact", key="water", label="Water", type="text")
        session.add(field)
        session.flush()
        session.add(CustomValue(field_id=field.id, record_id=first, text="hard"))

    store.write("Fill", fill)
    return store


def test_customers_with_all_their_parts(filled: Store) -> None:
    with filled.read() as session:
        first, company = rows(session, "customers")
    assert first["Customer"] == "王小明"
    assert first["Customer number"] == "007"
    assert first["Legal form"] == "person"
    assert first["Phone"] == "13800138000 / 0571-88886666"
    assert first["WeChat"] == "wx1"
    assert first["E-mail"] == "a@b.cn"
    assert first["Birthday"] == dt.date(1980, 3, 22)
    assert first["Gender"] == "male"
    assert set(first["Tags"].split("、")) == {"VIP", "old"}
    assert first["Address"] == "杭州市西湖区1号"
    assert first["Customer since"] == dt.date(2024, 5, 1)
    assert first["Remark"] == "=1+1"
    assert first["Bought in all (computed)"] == Decimal("230.00")
    assert first["Still open (computed)"] == Decimal("130.00")
    assert first["Bought how often (computed)"] == 1
    assert first["Water"] == "hard"
    assert (company["Legal form"], company["Contact person"]) == ("company", "Ann Lee")
    assert (company["Phone"], company["Tags"], company["Water"]) == ("", "old", "")


def test_sales_by_line_with_what_was_paid_once_per_order(filled: Store) -> None:
    with filled.read() as session:
        cup, goods, visit = rows(session, "sales")
    assert (cup["Customer"], cup["Amount"]) == ("walk-in", Decimal("5.00"))
    assert (goods["Product"], goods["Product code"]) == ("Filter", "F1")
    assert (goods["Quantity"], goods["Amount"]) == (Decimal(2), Decimal("90.00"))
    assert (visit["Product"], visit["Quantity"]) == ("Visit", Decimal("1.5"))
    assert (goods["Amount paid"], visit["Amount paid"]) == (Decimal("100.00"), None)
    assert (goods["Off the whole order"], visit["Off the whole order"]) == (Decimal(10), None)
    assert goods["Order number"] == visit["Order number"] != cup["Order number"]


def test_follow_ups_and_products(filled: Store) -> None:
    with filled.read() as session:
        (follow_up,) = rows(session, "followups")
        (product,) = rows(session, "products")
    assert follow_up["Next follow-up"] == dt.date(2026, 6, 20)
    assert (follow_up["Hour"], follow_up["Way"]) == ("10:30", "call")
    assert (follow_up["Customer"], follow_up["Progress"]) == ("王小明", "open")
    assert (product["Product"], product["Unit price"]) == ("Filter", Decimal("45.00"))
    assert (product["Category"], product["Stock"]) == ("Filters / RO", Decimal("7.5"))


def test_record_counts_and_about(filled: Store) -> None:
    with filled.read() as session:
        counts = export_rows.record_counts(session)
        tables = [export_rows.table(session, "customers")]
        about = export_rows.about(session, tables)
    assert counts == {"customers": 2, "sales": 2, "followups": 1, "products": 1}
    assert about[0] == "Clearspring Water"
    assert about[1].startswith("Written by CRM Desktop on 18 Jun 2026 at 09:40")
    assert about[2] == "Customers: 2 rows, all of them"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_our_import_knows_the_headings_and_leaves_computed_figures_alone(
    filled: Store, language: str
) -> None:
    with i18n.using(language), filled.read() as session:
        columns = [
            column.heading
            for kind in export_rows.KINDS
            for column in export_rows.table(session, kind).columns
        ]
    computed = [one for one in columns if one.endswith(("(computed)", "（系统计算）"))]
    assert len(computed) == 4
    assert {fields_of(one)[0] for one in computed} == {("ignore",)}
    known = [one for one in columns if fields_of(one)[1] == 0.95]
    assert len(known) >= len(columns) - len(computed) - 12


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((None, None, None, False, False), None),
        ((1980, 3, 22, False, False), dt.date(1980, 3, 22)),
        ((None, 3, 2, False, False), "03-02"),
        ((1981, 2, 29, False, False), "1981-02-29"),
        ((1980, 8, 15, True, False), "农历1980-8-15"),
        ((None, 4, 3, True, True), "农历闰4-3"),
    ],
)
def test_birthdays(parts: tuple[Any, ...], shown: object) -> None:
    assert birthday(*parts) == shown


@pytest.mark.parametrize(
    ("milli", "shown"), [(0, "0"), (1000, "1"), (1500, "1.5"), (-2000, "-2"), (100_000, "100")]
)
def test_quantities(milli: int, shown: str) -> None:
    assert str(quantity(milli)) == shown


def test_beside_gives_each_id_its_rows_and_skips_the_others(filled: Store) -> None:
    with filled.read() as session:
        query = select(ContactPhone.contact_id, ContactPhone.number).order_by(ContactPhone.id)
        phones = Beside(session, query)
        assert phones.joined(1, ", ") == "13800138000, 0571-88886666"
        assert phones.joined(2, ", ") == ""
        skipping = Beside(session, query)
        assert skipping.joined(3, ", ") == ""
        assert skipping.joined(4, ", ") == "13900139000"
