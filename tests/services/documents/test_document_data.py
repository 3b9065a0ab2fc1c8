"""What fields hold: of a customer, a deal with its latest quote, a sale with its goods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm_desktop.core import i18n
from crm_desktop.core.errors import NotFound
from crm_desktop.db.models import Deal, Quote, QuoteLine, Staff
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.documents import document_customer, document_data
from crm_desktop.services.documents.document_data import Source
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import LineDraft, SaleDraft
from crm_desktop.services.settings import settings

Read = Callable[..., Any]


@pytest.fixture
def company(store: Store) -> int:
    draft = ContactDraft(
        "Yunxi",
        kind="company",
        phones=("057186001234",),
        addresses=("12 Lakeside Road",),
        birthday=(None, 8, 15),
        birth_lunar=True,
        people=(PersonDraft("Li"), PersonDraft("Zhou", "Manager", ("13800138000",), decides=True)),
    )
    return int(store.write("New", contacts.create, draft).value)


def texts(read: Read, source: Source, **options: Any) -> dict[str, str]:
    found = read(document_data.data, source, **options)
    return {key: value.text for key, value in found.values.items() if value.text}


def test_a_customer(store: Store, read: Read, company: int, today: dt.date) -> None:
    found = texts(read, Source("contact", company))
    assert found["customer.name"] == "Yunxi" and found["customer.contact"] == "Zhou"
    assert found["customer.contact_role"] == "Manager"
    assert found["customer.contact_phone"].replace(" ", "") == "13800138000"
    assert found["customer.birthday"] == "lunar 八月十五"
    assert found["shop.name"] == "Clearspring Water" and found["today.date"] == "18 Jun 2026"
    with i18n.using("zh_CN"):
        assert texts(read, Source("contact", company))["today.date"] == "2026年6月18日"


def test_only_what_is_wanted_is_looked_up(store: Store, read: Read, company: int) -> None:
    """Every field by itself (document_customer, document_data) holds what it holds among all."""
    whole = read(document_data.data, Source("contact", company)).values
    assert whole["customer.addressee"].text == "Zhou"
    for key, value in whole.items():
        alone = read(document_data.data, Source("contact", company), wanted={key}).values
        assert alone[key] == value and (
            len(alone) == 1 or key.removeprefix("customer.") in document_customer.FIGURES
        )


def test_a_sale_with_its_goods(store: Store, read: Read, company: int) -> None:
    lines = (
        LineDraft(description="Filter", quantity_milli=2_500, unit_price_minor=10_000, unit="pcs"),
        LineDraft(
            description="Visit", quantity_milli=1_000, unit_price_minor=5_050, discount_bp=1_000
        ),
    )
    draft = SaleDraft(
        contact_id=company, lines=lines, sold_on=dt.date(2026, 6, 1), remark="by noon"
    )
    sale = store.write("Sell", sales.record, draft).value
    found = read(document_data.data, Source("sale", sale))
    values = {key: value.text for key, value in found.values.items()}
    assert values["order.total"] == "¥295.45" and values["order.date"] == "1 Jun 2026"
    assert values["order.total_words"] == "CNY 295.45" and values["order.remark"] == "by noon"
    assert [row["line.amount"].text for row in found.lines] == ["¥250.00", "¥45.45"]
    assert found.lines[0]["line.quantity"].text == "2.5"
    assert [row["line.discount"].text for row in found.lines] == ["", "10%"]
    assert found.contact_id == company and found.about == f"Yunxi {values['order.number']}"
    assert read(document_data.sale_numbered, values["order.number"]) == sale
    with i18n.using("zh_CN"):
        words = texts(read, Source("sale", sale))["order.total_words"]
    assert words == "贰佰玖拾伍元肆角伍分"


def make_deal(session: Session, contact_id: int) -> int:
    staff = Staff(name="Lin")
    session.add(staff)
    session.flush()
    deal = Deal(contact_id=contact_id, title="Filter", amount_minor=100, owner_id=staff.id)
    session.add(deal)
    session.flush()
    return deal.id


def add_quote(session: Session, deal_id: int, version: int, status: str = "sent") -> None:
    quote = Quote(
        deal_id=deal_id, number="Q1", version=version, quoted_on=dt.date(2026, 6, 1), status=status,
        subtotal_minor=version * 100, total_minor=version * 100, terms="half now",
    )  # fmt: skip
    session.add(quote)
    session.flush()
    session.add(QuoteLine(quote_id=quote.id, description=f"V{version}", quantity_milli=1_000))


def test_a_deal_speaks_through_its_latest_quote(store: Store, read: Read, company: int) -> None:
    deal = store.write("New", make_deal, company).value
    bare = texts(read, Source("deal", deal))
    assert (bare["order.total"], bare["deal.owner"], bare["staff.name"]) == ("¥1.00", "Lin", "Lin")
    for version, status in ((1, "sent"), (2, "sent"), (3, "rejected")):
        store.write("Quote", add_quote, deal, version, status)
    found = read(document_data.data, Source("deal", deal))
    assert found.values["order.total"].text == "¥2.00"
    assert [row["line.name"].text for row in found.lines] == ["V2"]
    assert found.values["order.terms"].text == "half now"
    assert read(document_data.contact_of, Source("deal", deal)) == company


def test_masked_numbers_stay_masked_unless_revealed(store: Store, read: Read, company: int) -> None:
    store.write("Set", settings.put, settings.MASK, True)
    source = Source("contact", company)
    assert texts(read, source)["customer.phone"].startswith("••••")
    assert texts(read, source)["customer.address"].startswith("••••")
    assert texts(read, source, revealed=True)["customer.address"] == "12 Lakeside Road"


def test_what_is_gone_is_a_sentence(store: Store, read: Read) -> None:
    for source in (Source("sale", 999), Source("deal", 999), Source("contact", 999)):
        with pytest.raises(NotFound):
            read(document_data.data, source)
    with pytest.raises(NotFound):
        read(document_data.sale_numbered, "XS-none")
