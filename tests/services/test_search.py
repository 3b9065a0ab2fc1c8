"""Search hits as shown: what matched, its stored text, counts and lists of ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    ContactTag,
    Product,
    Tag,
)
from crm_desktop.db.store import Store
from crm_desktop.services import search
from crm_desktop.services.search import SearchHit


@pytest.fixture
def shop(store: Store) -> Store:
    """One company with all that can be found, and a product."""

    def put(session: Session) -> None:
        session.add(
            Contact(name="悦禾餐饮", kind="company", customer_no="K-0042", remark="上门走后门")
        )
        session.flush()
        session.add(Contact(name="沈悦", party="contact_person"))
        session.flush()
        session.add_all(
            [
                ContactPhone(contact_id=1, number="0571-8826 3309", key="+8657188263309"),
                ContactPhone(
                    contact_id=1, number="138 0571 2260", key="+8613805712260", position=1
                ),
                ContactEmail(contact_id=1, address="Office@Yuehe.example", key="office@yuehe"),
                ContactHandle(contact_id=1, kind="wechat", value="yuehe_2026"),
                ContactAddress(contact_id=1, text="西湖区文三路 128 号"),
                CompanyPerson(company_id=1, person_id=2),
                Tag(name="月结"),
                Product(name="RO 反渗透膜", code="FSTM75"),
            ]
        )
        session.flush()
        session.add(ContactTag(contact_id=1, tag_id=1))

    store.write("Fill", put)
    return store


@pytest.mark.parametrize(
    ("query", "field", "detail"),
    [
        ("悦禾", "name", "0571-8826 3309"),
        ("餐饮", "name", "0571-8826 3309"),
        ("yhcy", "pinyin", "0571-8826 3309"),
        ("2260", "phone", "138 0571 2260"),
        ("138 0571", "phone", "138 0571 2260"),
        ("8826", "phone", "0571-8826 3309"),
        ("office", "email", "Office@Yuehe.example"),
        ("yuehe_2026", "handle", "yuehe_2026"),
        ("月结", "tag", "月结"),
        ("月結", "tag", "月结"),
        ("沈悦", "person", "沈悦"),
        ("文三", "address", "西湖区文三路 128 号"),
        ("后门", "remark", "上门走后门"),
        ("k-0042", "number", "K-0042"),
    ],
)
def test_a_hit_tells_what_matched(
    shop: Store, read: Callable[..., Any], query: str, field: str, detail: str
) -> None:
    assert read(search.search, query) == [SearchHit(1, None, "company", "悦禾餐饮", detail, field)]


def test_a_product_is_a_hit_of_its_own(shop: Store, read: Callable[..., Any]) -> None:
    hit = SearchHit(None, 1, "product", "RO 反渗透膜", "FSTM75", "name")
    assert read(search.search, "ro") == [hit]
    assert search.contacts_only(read(search.search, "ro")) == []


def test_an_archived_contact_says_so(shop: Store, read: Callable[..., Any]) -> None:
    def archive(session: Session) -> None:
        session.get_one(Contact, 1).archived_at = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)

    shop.write("Archive", archive)
    (hit,) = read(search.search, "悦禾")
    assert hit.archived


def test_count_and_ids_go_with_the_hits(shop: Store, read: Callable[..., Any]) -> None:
    def more(session: Session) -> None:
        session.add_all([Contact(name=f"悦来{number}店") for number in range(5)])

    shop.write("More", more)
    assert read(search.count, "悦") == len(read(search.search, "悦")) == 6
    assert read(search.count, "悦", 4) == 4
    assert read(search.contact_ids, "悦") == [h.contact_id for h in read(search.search, "悦")]
    assert read(search.contact_ids, "ro") == []
    assert len(read(search.search, "悦", 2)) == 2
