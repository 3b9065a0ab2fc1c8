"""Every field and operator of the filters, against a reading of the records by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.db.models import (
    Contact,
    ContactAddress,
    CustomField,
    CustomValue,
    Deal,
    DealStage,
    Membership,
    PointsEntry,
    ProductCategory,
    Quote,
    SavedView,
    SavedViewMember,
    Staff,
    Ticket,
)
from crm_desktop.db.store import Store
from crm_desktop.services.conditions import conditions
from crm_desktop.services.contacts import contact_list, contacts, territories
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.deals import lead_grade
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.lifecycle import lifecycle
from crm_desktop.services.products import products
from crm_desktop.services.records import contact_record
from crm_desktop.services.sales import sales
from crm_desktop.services.timeline import timeline

DAY = dt.date(2026, 6, 18)
LIST_ID = 7


@pytest.fixture
def shop(store: Store) -> Store:
    """Three customers who differ in everything a filter can ask for."""
    anna = contacts.ContactDraft(
        "Anna", phones=("13800138001",), emails=("anna@example.com",), addresses=("西湖区 1 号",),
        tags=("VIP", "别墅"), level="Gold", birthday=(None, 6, 18), gender="f", remark="50% off",
        customer_no="A1", since=dt.date(2023, 4, 1), wechat=("anna_wx",),
    )  # fmt: skip
    bo = contacts.ContactDraft("博雅口腔", kind="company", tags=("VIP",), birthday=(1980, 7, 1))
    chen = contacts.ContactDraft("陈", level="Silver", phones=("11111111111",))
    ids = [store.write("New", contacts.create, draft).value for draft in (anna, bo, chen)]

    def rest(session: Any) -> None:
        staff = Staff(name="Lin")
        field = CustomField(entity="contact", key="water", label="Water", type="text")
        session.add_all([staff, field])
        session.flush()
        contact_record.found(session, ids[0]).owner_id = staff.id
        session.add(CustomValue(field_id=field.id, record_id=ids[0], text="TDS 118",
                                number_milli=118_000, date=dt.date(2026, 1, 1)))  # fmt: skip
        lost = next(stage.id for stage in lifecycle.stages(session) if stage.code == "lost")
        lifecycle.move(session, [ids[2]], lost)
        contact_record.found(session, ids[1]).stage_id = None
        territories.set_by_hand(session, [ids[0]], territories.add(session, "West"))
        lead_grade.answer(session, ids[0], need=3, money=3, authority=3, timing=1)
        lead_grade.answer(session, ids[2], need=0, money=3, authority=3, timing=3)
        timeline.add_note(session, ids[0], "call", "x", happened_on=DAY - dt.timedelta(3))
        timeline.add_note(session, ids[1], "call", "x", happened_on=DAY - dt.timedelta(40))
        follow_ups.create(session, follow_ups.FollowUpDraft("x", DAY, contact_id=ids[0]))
        filter_ = products.create(
            session, products.ProductDraft("Filter", category="Consumables", days_of_use=180)
        )
        for days, amount in ((170, 3_000_000), (20, 10_000)):
            line = sales.LineDraft(filter_, unit_price_minor=amount)
            day = DAY - dt.timedelta(days)
            sales.record(session, sales.SaleDraft((line,), ids[0 if days == 20 else 1], day))
            if days == 20:
                earlier = day - dt.timedelta(60)
                sales.record(session, sales.SaleDraft((line,), ids[0], earlier))

    store.write("Rest", rest)
    store.write("Work", open_work, ids)
    return store


def open_work(session: Session, ids: list[int]) -> None:
    """A deal, a quote, a ticket, a card, a fixed list, a place, and a day of entering."""
    anna, bo, chen = ids
    stage = DealStage(code="visit", name="Visit")
    card = Membership(contact_id=anna, level="Silver card", card_no="1")
    kept = SavedView(name="Kept", frozen=True)
    session.add_all([stage, card, kept])
    session.flush()
    assert kept.id == LIST_ID, "the condition below names the list by its id"
    now = dt.datetime(2026, 6, 17, 8, tzinfo=dt.UTC)
    session.add_all([
        Deal(contact_id=bo, title="Chairs", stage_id=stage.id),
        Deal(contact_id=chen, title="Won long ago", stage_id=stage.id, state="won"),
        Quote(contact_id=bo, status="sent", quoted_on=DAY),
        Quote(contact_id=chen, status="accepted", quoted_on=DAY),
        Ticket(contact_id=chen, subject="Leaks", received_at=now, status="waiting"),
        Ticket(contact_id=bo, subject="Leaked", received_at=now, status="closed"),
        PointsEntry(membership_id=card.id, happened_on=DAY, points=300, reason="x"),
        PointsEntry(membership_id=card.id, happened_on=DAY, points=-100, reason="y"),
        SavedViewMember(saved_view_id=kept.id, contact_id=bo),
        ContactAddress(contact_id=chen, text="浙江省杭州市滨江区", province="浙江省",
                       city="杭州市", district="滨江区"),
    ])  # fmt: skip
    above = ProductCategory(name="Everything")
    session.add(above)
    session.flush()
    session.query(ProductCategory).filter_by(name="Consumables").update({"parent_id": above.id})
    for contact_id, day in ((anna, 17), (bo, 1), (chen, 1)):
        session.get_one(Contact, contact_id).created_at = dt.datetime(
            2026, 6, day, 8, tzinfo=dt.UTC
        )


A, B, C = "Anna", "博雅口腔", "陈"
CASES: list[tuple[dict[str, Any], set[str]]] = [
    ({"field": "name", "op": "is", "value": "Anna"}, {A}),
    ({"field": "name", "op": "is_not", "value": "Anna"}, {B, C}),
    ({"field": "name", "op": "contains", "value": "nn"}, {A}),
    ({"field": "name", "op": "contains", "value": "boya"}, {B}),
    ({"field": "name", "op": "contains", "value": "%"}, set()),
    ({"field": "kind", "op": "is", "value": "company"}, {B}),
    ({"field": "party", "op": "is", "value": "customer"}, {A, B, C}),
    ({"field": "level", "op": "any_of", "value": ["Gold", "Silver"]}, {A, C}),
    ({"field": "level", "op": "empty"}, {B}),
    ({"field": "level", "op": "filled"}, {A, C}),
    ({"field": "stage", "op": "is", "value": "lost"}, {C}),
    ({"field": "stage", "op": "is_not", "value": "lost"}, {A, B}),
    ({"field": "stage", "op": "any_of", "value": ["lost", "repeat"]}, {A, C}),
    ({"field": "stage", "op": "filled"}, {A, B, C}),
    ({"field": "stage", "op": "empty"}, set()),
    ({"field": "owner", "op": "is", "value": "Lin"}, {A}),
    ({"field": "owner", "op": "is_not", "value": "Lin"}, {B, C}),
    ({"field": "owner", "op": "empty"}, {B, C}),
    ({"field": "customer_no", "op": "filled"}, {A}),
    ({"field": "remark", "op": "contains", "value": "0%"}, {A}),
    ({"field": "gender", "op": "is", "value": "f"}, {A}),
    ({"field": "customer_type", "op": "empty"}, {A, B, C}),
    ({"field": "industry", "op": "empty"}, {A, B, C}),
    ({"field": "source", "op": "empty"}, {A, B, C}),
    ({"field": "since", "op": "before", "value": "2024-01-01"}, {A}),
    ({"field": "since", "op": "after", "value": "2024-01-01"}, {B, C}),
    ({"field": "since", "op": "between", "value": ["2023-04-01", "2023-04-01"]}, {A}),
    ({"field": "birthday", "op": "this_month"}, {A}),
    ({"field": "birthday", "op": "month", "value": 7}, {B}),
    ({"field": "birthday", "op": "within_days", "value": 13}, {A, B}),
    ({"field": "birthday", "op": "within_days", "value": 12}, {A}),
    ({"field": "birthday", "op": "empty"}, {C}),
    ({"field": "tag", "op": "is", "value": "VIP"}, {A, B}),
    ({"field": "tag", "op": "is_not", "value": "别墅"}, {B, C}),
    ({"field": "tag", "op": "any_of", "value": ["别墅", "none"]}, {A}),
    ({"field": "tag", "op": "empty"}, {C}),
    ({"field": "phone", "op": "contains", "value": "8001"}, {A}),
    ({"field": "phone", "op": "filled"}, {A, C}),
    ({"field": "phone_problem", "op": "is", "value": "placeholder"}, {C}),
    ({"field": "email", "op": "filled"}, {A}),
    ({"field": "address", "op": "contains", "value": "西湖"}, {A}),
    ({"field": "city", "op": "is", "value": "杭州市"}, {C}),
    ({"field": "city", "op": "empty"}, {A, B}),
    ({"field": "province", "op": "any_of", "value": ["浙江省", "江苏省"]}, {C}),
    ({"field": "district", "op": "contains", "value": "滨江"}, {C}),
    ({"field": "wechat", "op": "is", "value": "anna_wx"}, {A}),
    ({"field": "wechat", "op": "empty"}, {B, C}),
    ({"field": "created", "op": "days_ago_within", "value": 7}, {A}),
    ({"field": "created", "op": "days_ago_over", "value": 7}, {B, C}),
    ({"field": "created", "op": "before", "value": "2026-06-10"}, {B, C}),
    ({"field": "created", "op": "after", "value": "2026-06-10"}, {A}),
    ({"field": "created", "op": "between", "value": ["2026-06-01", "2026-06-17"]}, {A, B, C}),
    ({"field": "in_list", "op": "is", "value": LIST_ID}, {B}),
    ({"field": "in_list", "op": "is_not", "value": str(LIST_ID)}, {A, C}),
    ({"field": "last_contact", "op": "days_ago_over", "value": 30}, {B, C}),
    ({"field": "last_contact", "op": "days_ago_within", "value": 3}, {A}),
    ({"field": "last_contact", "op": "empty"}, {C}),
    ({"field": "last_sale", "op": "days_ago_over", "value": 30}, {B}),
    ({"field": "first_sale", "op": "filled"}, {A, B}),
    ({"field": "next_due", "op": "filled"}, {A}),
    ({"field": "next_due", "op": "within_days", "value": 0}, {A}),
    ({"field": "spent", "op": "at_least", "value": 2_000_000}, {B}),
    ({"field": "spent", "op": "at_most", "value": 20_000}, {A, C}),
    ({"field": "spent", "op": "between", "value": [1, 20_000]}, {A}),
    ({"field": "owed", "op": "at_least", "value": 1}, {A, B}),
    ({"field": "sale_count", "op": "is", "value": 2}, {A}),
    ({"field": "spent_within", "op": "at_least", "value": {"days": 100, "amount": 20_000}}, {A}),
    ({"field": "spent_within", "op": "at_least", "value": {"days": 200, "amount": 20_000}}, {A, B}),
    ({"field": "spent_within", "op": "at_least", "value": {"days": 9, "amount": 0}}, {A, B, C}),
    ({"field": "spent_within", "op": "at_most", "value": {"days": 100, "amount": 0}}, {B, C}),
    ({"field": "overdue", "op": "late_over", "value": 130}, {B}),
    ({"field": "overdue", "op": "late_over", "value": 0}, {A, B}),
    ({"field": "rhythm", "op": "past", "value": 100}, set()),
    ({"field": "deal", "op": "filled"}, {B}),
    ({"field": "deal", "op": "empty"}, {A, C}),
    ({"field": "deal", "op": "is", "value": "visit"}, {B}),
    ({"field": "deal", "op": "is", "value": "other"}, set()),
    ({"field": "quote", "op": "filled"}, {B}),
    ({"field": "quote", "op": "empty"}, {A, C}),
    ({"field": "ticket", "op": "filled"}, {C}),
    ({"field": "ticket", "op": "empty"}, {A, B}),
    ({"field": "member_level", "op": "is", "value": "Silver card"}, {A}),
    ({"field": "member_level", "op": "empty"}, {B, C}),
    ({"field": "points", "op": "at_least", "value": 200}, {A}),
    ({"field": "points", "op": "at_least", "value": 201}, set()),
    ({"field": "replenishment", "op": "due"}, {B}),
    ({"field": "bought", "op": "bought", "value": {"product": "Filter"}}, {A, B}),
    ({"field": "bought", "op": "bought", "value": {"category": "Consumables", "days": 180,
                                                   "times": 2}}, {A}),
    ({"field": "bought", "op": "bought", "value": {"product": "Filter", "days": 30}}, {A}),
    ({"field": "bought", "op": "bought", "value": {"category": "Everything"}}, {A, B}),
    ({"field": "bought", "op": "bought", "value": {"days": 30}}, {A}),
    ({"field": "bought", "op": "not_bought", "value": {"product": "Filter"}}, {C}),
    ({"field": "custom:water", "op": "contains", "value": "118"}, {A}),
    ({"field": "custom:water", "op": "is", "value": "TDS 118"}, {A}),
    ({"field": "custom:water", "op": "is_not", "value": "TDS 118"}, {B, C}),
    ({"field": "custom:water", "op": "empty"}, {B, C}),
    ({"field": "custom:water", "op": "filled"}, {A}),
    ({"field": "custom:water", "op": "at_least", "value": 100_000}, {A}),
    ({"field": "custom:water", "op": "after", "value": "2026-01-01"}, set()),
    ({"all": [{"field": "tag", "op": "is", "value": "VIP"},
              {"field": "kind", "op": "is", "value": "person"}]}, {A}),
    ({"any": [{"field": "level", "op": "is", "value": "Silver"},
              {"all": [{"field": "tag", "op": "is", "value": "VIP"},
                       {"field": "spent", "op": "at_least", "value": 2_000_000}]}]}, {B, C}),
    ({"all": []}, {A, B, C}),
    ({"field": "territory", "op": "is", "value": "West"}, {A}),
    ({"field": "territory", "op": "is_not", "value": "West"}, {B, C}),
    ({"field": "territory", "op": "any_of", "value": ["West", 99]}, {A}),
    ({"field": "territory", "op": "filled"}, {A}),
    ({"field": "territory", "op": "empty"}, {B, C}),
    ({"field": "grade", "op": "is", "value": "A"}, {A}),
    ({"field": "grade", "op": "any_of", "value": ["A", "D"]}, {A, C}),
    ({"field": "grade", "op": "empty"}, {B}),
    ({"field": "stage_since", "op": "days_ago_within", "value": 5}, {A, B, C}),
    ({"field": "stage_since", "op": "days_ago_over", "value": 5}, set()),
    ({"field": "stalled", "op": "late_over", "value": 0}, set()),
    ({"field": "moved", "op": "moved", "value": {"from": "prospect", "month": "1900-01"}}, set()),
    ({"field": "in_season", "op": "filled"}, set()),
    ({"field": "in_season", "op": "empty"}, {A, B, C}),
    ({"any": []}, {A, B, C}),
    ({}, {A, B, C}),
]  # fmt: skip


@pytest.mark.parametrize("sort", ["spent", "name", "level"])
def test_every_condition_finds_whom_it_says(
    shop: Store, read: Callable[..., Any], sort: str
) -> None:
    for condition, expected in CASES:
        query = ContactQuery(conditions=condition, sort=sort, today=DAY)
        found = {row.name for row in read(contact_list.page, query, 0, 10)}
        assert found == expected, condition
        assert read(contact_list.count, query) == len(expected), condition
        assert read(contact_list.summary, query).count == len(expected), condition


def test_every_field_and_operator_is_tried_here() -> None:
    tried = {(case["field"], case["op"]) for case, _names in CASES if "field" in case}
    assert {field for field, _op in tried if ":" not in field} == set(conditions.FIELDS)
    assert tried >= {
        (field, op) for field in ("birthday", "bought", "stage", "replenishment", "owner")
        for op in conditions.FIELDS[field].ops
    }  # fmt: skip


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "shoe_size", "op": "is", "value": 3},
        {"field": "spent", "op": "contains", "value": "3"},
        {"all": [{"field": "name; DROP TABLE contact", "op": "is"}]},
    ],
)
def test_what_this_version_does_not_know_is_said_so(
    read: Callable[..., Any], condition: dict[str, Any]
) -> None:
    with pytest.raises(UserError, match="does not know"):
        read(contact_list.count, ContactQuery(conditions=condition))
