"""The customer list: order, pages from either end, filters, sums."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm_desktop.core.names import pinyin_of
from crm_desktop.db import bulk
from crm_desktop.db.models import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactHandle,
    ContactPhone,
    ContactTag,
    FollowUp,
    Sale,
    Staff,
    Tag,
    Territory,
    TimelineEntry,
)
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.contact_orders import SORTS
from crm_desktop.services.contacts.contact_rows import PARTS
from crm_desktop.services.lifecycle import lifecycle

DAY = dt.date(2026, 6, 18)
NUMBER = 150


def many(session: Session) -> None:
    """Customers with every mixture of known and unknown figures, some archived or deleted."""
    chance = random.Random(5)
    names = [chance.choice("赵钱孙李周吴") + chance.choice("伟芳娜敏静") for _ in range(NUMBER)]
    stages = [stage.id for stage in lifecycle.stages(session)]
    owners = bulk.insert_rows(session, Staff, ["name"], [("Zoe",), ("Ann",)])
    areas = bulk.insert_rows(session, Territory, ["name", "position"], [("B", 2), ("A", 1)])
    ids = bulk.insert_rows(
        session,
        Contact,
        [
            "name",
            "pinyin",
            "level",
            "stage_id",
            "archived_at",
            "deleted_at",
            "birth_month",
            "birth_day",
            "source",
            "customer_no",
            "remark",
            "since",
            "industry",
            "owner_id",
            "need",
            "money",
            "timing",
            "territory_id",
        ],
        [
            (
                name,
                pinyin_of(name)[0],
                chance.choice(["Gold", "Silver", ""]),
                chance.choice([*stages, None]),
                "2026-01-01 00:00:00.000000" if number % 17 == 3 else None,
                "2026-01-01 00:00:00.000000" if number % 19 == 4 else None,
                chance.choice([6, 7, None]),
                chance.choice([1, 30]),
                chance.choice(["Referral", "Online", ""]),
                chance.choice(["", f"K-{number:03}"]),
                chance.choice(["", "gate", "Gate"]),
                chance.choice([None, "2024-02-03", "2025-12-31"]),
                chance.choice(["", "Food"]),
                chance.choice([None, *owners]),
                chance.choice([None, 0, 2, 3]),
                chance.choice([None, 0, 3]),
                chance.choice([None, 1, 3]),
                chance.choice([None, *areas]),
            )
            for number, name in enumerate(names)
        ],
    )
    some = [contact for contact in ids if chance.random() < 0.7]
    bulk.insert_rows(
        session,
        TimelineEntry,
        ["contact_id", "kind", "happened_on"],
        [(c, "call", str(DAY - dt.timedelta(chance.randrange(90)))) for c in some],
    )
    bulk.insert_rows(
        session,
        FollowUp,
        ["contact_id", "title", "due_on"],
        [(c, "Call", str(DAY + dt.timedelta(chance.randrange(-5, 9)))) for c in some[::2]],
    )
    bulk.insert_rows(
        session,
        Sale,
        ["contact_id", "sold_on", "subtotal_minor", "total_minor", "paid_minor"],
        [
            (c, str(DAY - dt.timedelta(chance.randrange(400))), amount, amount, paid)
            for c in some[::3]
            for amount in [chance.randrange(10_000, 5_000_000, 100)]
            for paid in [chance.choice([0, amount])]
        ],
    )
    bulk.insert_rows(
        session,
        ContactPhone,
        ["contact_id", "number", "position"],
        [(c, f"{n}380000{c:04}", n) for c in some for n in (1, 2)],
    )
    for part, column, extra in (
        (ContactEmail, "address", {}),
        (ContactAddress, "text", {}),
        (ContactHandle, "value", {"kind": "wechat"}),
    ):
        bulk.insert_rows(
            session,
            part,
            ["contact_id", column, *extra],
            [(c, f"{chance.choice('abc')}@{c}", *extra.values()) for c in some[::2]],
        )
    tags = bulk.insert_rows(session, Tag, ["name", "position"], [("z", 1), ("a", 2)])
    bulk.insert_rows(
        session,
        ContactTag,
        ["contact_id", "tag_id"],
        [(c, tag) for c in ids for tag in tags if chance.random() < 0.4],
    )


@pytest.fixture
def full(store: Store) -> Store:
    store.write("Fill", many)
    return store


KEYS: dict[str, Callable[[contact_list.ContactRow], Any]] = {
    "last_contact": lambda row: row.last_contact_on,
    "next_due": lambda row: row.next_due_on,
    "last_sale": lambda row: row.last_sale_on,
    "spent": lambda row: row.spent_minor,
    "owed": lambda row: row.owed_minor,
    "sale_count": lambda row: row.sale_count,
    "created": lambda row: row.id,
    "name": lambda row: pinyin_of(row.name)[0],
    "level": lambda row: {"Gold": 0, "Silver": 1}.get(row.level),
    "stage": lambda row: row.stage_id,
    "since": lambda row: row.since,
    "first_sale": lambda row: row.first_sale_on,
    "owner": lambda row: row.owner or None,
    "birthday": lambda row: row.birthday[1:] if row.birthday else None,
    "source": lambda row: row.source or None,
    "customer_type": lambda row: row.customer_type or None,
    "industry": lambda row: row.industry or None,
    "customer_no": lambda row: row.customer_no or None,
    "remark": lambda row: row.remark or None,
    "phone": lambda row: row.phone or None,
    "wechat": lambda row: row.wechat or None,
    "email": lambda row: row.email or None,
    "address": lambda row: row.address or None,
    "grade": lambda row: row.grade or None,
    "territory": lambda row: row.territory or None,
    "tags": lambda row: row.tags[0] if row.tags else None,
}


def in_order(rows: list[contact_list.ContactRow], sort: str, descending: bool) -> list[int]:
    key = KEYS[sort]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    known.sort(key=lambda row: (key(row), row.id), reverse=descending)
    unknown.sort(key=lambda row: row.id, reverse=descending)
    return [row.id for row in known + unknown]


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_order_is_right_and_pages_meet_without_gap_from_either_end(
    full: Store, read: Callable[..., Any], sort: str, descending: bool
) -> None:
    query = ContactQuery(sort=sort, descending=descending)
    total = read(contact_list.count, query)
    everybody = read(contact_list.page, query, 0, total + 50, parts=PARTS)
    assert [row.id for row in everybody] == in_order(everybody, sort, descending)
    ids = [row.id for row in everybody]
    assert len(set(ids)) == total
    for step, known in ((7, total), (7, None), (64, total)):
        paged = []
        for offset in range(0, total + step, step):
            paged += read(contact_list.page_ids, query, offset, step, known)
        assert paged == ids
    assert read(contact_list.all_ids, query) == ids


def test_archived_and_deleted_are_left_out_of_list_count_and_sum(
    full: Store, read: Callable[..., Any]
) -> None:
    def plain(session: Session) -> tuple[int, int]:
        rows = [
            (contact, row)
            for contact in session.query(Contact)
            if contact.deleted_at is None and contact.archived_at is None
            for row in contact_list.rows(session, [contact.id])
        ]
        return len(rows), sum(row.spent_minor for _contact, row in rows)

    number, spent = read(plain)
    assert NUMBER > number > 0
    summary = read(contact_list.summary, ContactQuery())
    assert (summary.count, summary.spent_minor) == (number, spent)
    assert summary.average_minor == round(spent / number)
    filtered = read(
        contact_list.summary,
        ContactQuery(conditions={"field": "spent", "op": "at_least", "value": 0}),
    )
    assert filtered == summary


def test_the_sum_of_nobody_is_nothing(store: Store, read: Callable[..., Any]) -> None:
    summary = read(contact_list.summary, ContactQuery(text="nobody"))
    assert (summary.count, summary.spent_minor, summary.average_minor) == (0, 0, 0)


def test_words_narrow_the_list_and_best_first_is_an_order(
    store: Store, read: Callable[..., Any]
) -> None:
    ids = {
        name: store.write("New", contacts.create, contacts.ContactDraft(name)).value
        for name in ("张三丰", "小张三", "张三", "李四")
    }
    found = read(contact_list.page, ContactQuery(text="张三", sort="best"), 0, 10)
    assert [row.name for row in found] == ["张三", "张三丰", "小张三"]
    assert read(contact_list.count, ContactQuery(text="张三", sort="best")) == 3
    assert read(contact_list.count, ContactQuery(text="zs")) == 2
    store.write("Archive", contacts.archive, [ids["张三"]])
    found = read(contact_list.page, ContactQuery(text="张三", sort="best"), 0, 10)
    assert [row.name for row in found] == ["张三丰", "小张三"]
    assert [row.name for row in read(contact_list.page, ContactQuery(sort="best"), 0, 10)] == [
        "李四", "小张三", "张三丰",
    ]  # fmt: skip


def test_the_stage_order_follows_the_positions_of_the_shop(
    full: Store, read: Callable[..., Any]
) -> None:
    from crm_desktop.db.models import LifecycleStage

    def turn_round(session: Session) -> None:
        for stage in session.query(LifecycleStage):
            stage.position = 10 - stage.position

    full.write("Order stages", turn_round)
    rows = read(contact_list.page, ContactQuery(sort="stage", descending=False), 0, NUMBER)
    stages = [row.stage_code for row in rows if row.stage_id]
    order = [stage.code for stage in read(lifecycle.stages)]
    assert order[0] == "lost"
    assert stages == sorted(stages, key=order.index)
