"""Rules run over years of days: each follow-up once, catching up as if no day had been missed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.months import add_months
from crm_desktop.db.models import (
    Asset,
    CompanyPerson,
    Contact,
    CustomValue,
    Deal,
    DealStage,
    Delivery,
    FollowUp,
    FollowUpRule,
    LifecycleStage,
    Membership,
    OrderMilestone,
    Product,
    ProductPart,
    Quote,
    Relation,
    Sale,
    SaleLine,
    TimelineEntry,
    Voucher,
)
from crm_desktop.db.store import Store
from crm_desktop.services.care import recycle_bin
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.payments import receivables
from crm_desktop.services.rules import rule_numbers, rule_run, rules
from crm_desktop.services.rules.rule_triggers import TRIGGERS
from crm_desktop.services.rules.rules import RuleDraft, Template
from crm_desktop.services.settings import settings

FIRST = dt.date(2023, 6, 1)
LAST = dt.date(2026, 6, 18)
D = dt.date
Made = tuple[str, str, dt.date]  # customer, title, due day


def days(first: dt.date = FIRST, last: dt.date = LAST) -> list[dt.date]:
    return [first + dt.timedelta(n) for n in range((last - first).days + 1)]


def people(session: Session, *rows: dict[str, Any]) -> None:
    for row in rows:
        session.add(Contact(**{"created_at": dt.datetime(2023, 1, 1, tzinfo=dt.UTC), **row}))
    session.flush()


def sell(session: Session, contact: int, on: dt.date, product: int = 0, **more: Any) -> int:
    values = {"subtotal_minor": 10_000, "total_minor": 10_000, "paid_minor": 10_000, **more}
    values["subtotal_minor"] = values["total_minor"]
    sale = Sale(contact_id=contact, sold_on=on, number=f"S-{on}", **values)
    session.add(sale)
    session.flush()
    if product:
        session.add(
            SaleLine(
                sale_id=sale.id, product_id=product, quantity_milli=1000,
                unit_price_minor=10_000, amount_minor=10_000,
            )
        )  # fmt: skip
        session.flush()
    return sale.id


def only_rule(session: Session, draft: RuleDraft) -> int:
    session.execute(update(FollowUpRule).values(active=False))
    return rules.create(session, draft)


def made(session: Session) -> list[Made]:
    rows = session.execute(
        select(Contact.name, FollowUp.title, FollowUp.due_on)
        .outerjoin(Contact, Contact.id == FollowUp.contact_id)
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    return [(name or "", title, due) for name, title, due in rows]


def start_afresh(session: Session) -> None:
    # Without its key, what is deleted may be made again.
    session.execute(update(FollowUp).values(rule_key=None))
    session.execute(delete(FollowUp))
    session.execute(update(FollowUpRule).values(last_run_on=None))


def day_by_day(store: Store, near: set[dt.date]) -> list[Made]:
    """Three years, every day around those in ``near`` and every thirtieth elsewhere."""
    close = {day + dt.timedelta(n) for day in near for n in range(-2, 3)} & set(days())
    walked = sorted({*days()[::30], LAST, *close})

    def all_days(session: Session) -> None:
        for day in walked:
            rule_run.run(session, day)
            if day in near:
                rule_run.run(session, day)  # a second start of the program on that day

    store.set_up(all_days)
    with store.read() as session:
        return made(session)


def in_leaps(store: Store, of: list[dt.date]) -> list[Made]:
    """The computer is off for weeks at a time."""

    def some_days(session: Session) -> None:
        start_afresh(session)
        for day in sorted({of[0], *of[::61], of[-1]}):
            rule_run.run(session, day)

    store.set_up(some_days)
    with store.read() as session:
        return made(session)


def shop(session: Session) -> None:
    """One of everything a rule may find, in three years."""
    people(
        session,
        {"name": "Gold", "level": "Gold", "since": D(2023, 6, 20)},
        {"name": "Leap", "birth_year": 1992, "birth_month": 2, "birth_day": 29},
        # A lunar leap month: 2023 has a second second month, 2025 a second sixth.
        {"name": "Moon", "birth_year": 1974, "birth_month": 6, "birth_day": 15,
         "birth_lunar": True, "birth_leap": True},
        {"name": "Firm", "kind": "company", "birth_year": 2001, "birth_month": 9, "birth_day": 9},
        {"name": "Buyer", "party": "contact_person", "birth_month": 5, "birth_day": 4},
        {"name": "Silent", "low_touch": True, "no_marketing": True, "level": "Silver"},
        {"name": "Gone", "archived_at": clock.now(), "birth_month": 5, "birth_day": 4,
         "since": D(2023, 7, 1)},
    )  # fmt: skip
    session.add(CompanyPerson(company_id=4, person_id=5))
    session.add(Relation(contact_id=1, kind="child", name="Kid", birth_month=6, birth_day=1))
    session.add(Product(id=1, name="Purifier"))
    session.add(Product(id=2, name="Filter", days_of_use=180))
    session.flush()
    session.add(ProductPart(product_id=1, part_id=2, after_months=6))
    stage = session.scalars(select(DealStage).where(DealStage.code == "quote")).one()
    session.add(Deal(contact_id=4, title="Canteen", stage_id=stage.id, stage_since=D(2024, 2, 29)))
    session.add(Deal(title="No customer", stage_id=stage.id, stage_since=D(2024, 3, 1),
                     extended_until=D(2024, 5, 1)))  # fmt: skip
    session.add(
        Quote(contact_id=4, number="Q1", quoted_on=D(2024, 2, 1), valid_until=D(2024, 3, 1),
              status="sent", total_minor=5_000, subtotal_minor=5_000)
    )  # fmt: skip
    for name in ("Pump", "Pump"):
        session.add(Asset(contact_id=1, name=name, warranty_until=D(2025, 3, 1),
                          next_service_on=D(2024, 12, 31)))  # fmt: skip
    sell(session, 1, D(2023, 8, 31), product=1)
    sell(session, 4, D(2023, 9, 1), product=2, total_minor=30_000, paid_minor=0,
         due_on=D(2023, 10, 1))  # fmt: skip
    for number in range(4):
        sell(session, 2, D(2024, 1, 10) + dt.timedelta(20 * number))
    session.add(TimelineEntry(contact_id=1, kind="call", happened_on=D(2024, 4, 1)))
    field = custom_fields.define(session, "Lease ends", "date")
    session.add(CustomValue(field_id=field, record_id=4, text="2025-02-28", date=D(2025, 2, 28)))
    stage_id = session.scalars(
        select(LifecycleStage.id).where(LifecycleStage.code == "prospect")
    ).one()
    session.execute(update(Contact).where(Contact.name == "Firm").values(stage_id=stage_id))
    session.flush()


def on(*days: str) -> list[dt.date]:
    return list(map(dt.date.fromisoformat, days))


CASES: dict[str, tuple[RuleDraft, dict[str, list[dt.date]]]] = {
    "rhythm": (
        RuleDraft("rhythm", "R", {"levels": {"Gold": 7, "Silver": 30}}),
        # Once after the last contact there is: the log of calls stands still meanwhile.
        {"Gold": on("2024-04-08")},
    ),
    "birthday": (
        RuleDraft("birthday", "R", {"days": [0]}),
        {
            "Gold": on("2023-06-01", "2024-06-01", "2025-06-01", "2026-06-01"),
            "Leap": on("2024-02-29", "2025-02-28", "2026-02-28"),
            "Moon": on("2023-08-01", "2024-07-20", "2025-08-08"),
            "Firm": on("2024-05-04", "2025-05-04", "2026-05-04"),
        },
    ),
    "founding": (
        RuleDraft("birthday", "R", {"days": [-1], "who": "companies"}),
        {"Firm": on("2023-09-08", "2024-09-08", "2025-09-08")},
    ),
    "festival": (
        RuleDraft("festival", "R", {"festival": "spring", "days": [-3]},
                  {"all": [{"field": "kind", "op": "is", "value": "company"}]}),
        {"Firm": on("2024-02-07", "2025-01-26", "2026-02-14")},
    ),
    "yearly": (
        RuleDraft("yearly", "R", {"month_day": "02-29", "days": [0]},
                  {"all": [{"field": "level", "op": "is", "value": "Gold"}]}),
        {"Gold": on("2024-02-29", "2025-02-28", "2026-02-28")},
    ),
    "anniversary": (
        RuleDraft("anniversary", "R", {"field": "since", "days": [0]}),
        {"Gold": on("2024-06-20", "2025-06-20")},
    ),
    "date": (
        RuleDraft("date", "R", {"field": "custom:leaseends", "days": [-30, 0]}),
        {"Firm": on("2025-01-29", "2025-02-28")},
    ),
    "stage": (
        RuleDraft("stage", "R", {"over": 0}),
        # Entered on 1 January: long over when the rule is first run.
        {"Firm": [FIRST]},
    ),
    "sale": (
        RuleDraft("sale", "R"),
        {
            "Gold": on("2023-09-03", "2023-09-30", "2024-02-27"),
            "Firm": on("2023-09-04", "2023-10-01", "2024-02-28"),
            # Bought every 20 days: the later sale takes over after 30 days.
            "Leap": on("2024-01-13", "2024-02-02", "2024-02-22", "2024-03-13", "2024-04-09",
                       "2024-09-06"),
        },
    ),
    "quote": (RuleDraft("quote", "R"), {"Firm": on("2024-02-27")}),
    "payment": (
        RuleDraft("payment", "R", {"days": [0, 2]}),
        {"Firm": on("2023-10-01", "2023-10-03")},
    ),
    "unpaid": (RuleDraft("unpaid", "R"), {"Firm": on("2023-09-03")}),
    "own_rhythm": (
        RuleDraft("own_rhythm", "R", {"percent": 150}),
        {"Leap": on("2024-04-09")},
    ),
    "spend": (
        RuleDraft("spend", "R", {"percent": 50, "months": 3}),
        # 400 in January to March, nothing in April to June.
        {"Gold": on("2023-12-01"), "Firm": on("2024-01-01"), "Leap": on("2024-06-01")},
    ),
    "warranty": (
        RuleDraft("warranty", "R"),
        {"Gold": on("2024-12-31", "2025-01-30", "2025-02-22")},
    ),
    "service": (RuleDraft("service", "R"), {"Gold": on("2024-12-24")}),
    "part": (
        RuleDraft("part", "R", {"days": [-7]}),
        # Six months after 31 August is the last of February.
        {"Gold": on("2024-02-22")},
    ),
    "supply": (RuleDraft("supply", "R", {"days": [0]}), {"Firm": on("2024-02-28")}),
    "deal": (
        RuleDraft("deal", "R"),
        {"Firm": on("2024-03-15"), "": on("2024-05-02")},
    ),
}  # fmt: skip


@pytest.fixture
def full_shop(store: Store) -> Store:
    store.set_up(shop)
    return store


@pytest.mark.parametrize("name", CASES)
def test_three_years_of_days_fire_exactly_once_and_catching_up_is_the_same(
    full_shop: Store, name: str
) -> None:
    draft, expected = CASES[name]
    full_shop.set_up(only_rule, draft)
    each = day_by_day(full_shop, {day for days in expected.values() for day in days})
    found: dict[str, list[dt.date]] = {}
    for customer, _title, due in each:
        found.setdefault(customer, []).append(due)
    assert found == expected
    assert Counter(in_leaps(full_shop, days())) == Counter(each)


def test_all_rules_together_over_a_year_say_why_and_are_whose_customer_it_is(
    full_shop: Store,
) -> None:
    def run_all(session: Session) -> list[FollowUp]:
        session.execute(update(FollowUpRule).values(active=True))
        for day in days(D(2024, 1, 1), D(2024, 12, 31))[::30]:
            rule_run.run(session, day)
        return list(session.scalars(select(FollowUp)))

    rows = full_shop.set_up(run_all)
    assert len({row.rule_key for row in rows}) == len(rows) > 20
    assert all(row.reason and row.title and "{" not in row.reason + row.title for row in rows)
    assert all(row.rule_id and row.kind in follow_ups.KINDS for row in rows)


WISHES = RuleDraft("birthday", "Wishes", {"days": [0]}, None, Template("For {who}", "call", 0, 2))


def born_today(session: Session, number: int = 3) -> None:
    people(
        session,
        *({"name": f"Child {n}", "birth_month": 6, "birth_day": 18} for n in range(number)),
    )


def test_nothing_comes_back_after_it_was_done_cancelled_deleted_or_undone(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    store.set_up(born_today)
    store.set_up(only_rule, WISHES)
    done = store.write(rule_run.RUN_ACTION, rule_run.run, today)
    assert done.value.made == 3
    ids = read(lambda session: list(session.scalars(select(FollowUp.id))))
    store.write("done", follow_ups.complete, ids[0])
    store.write("cancel", follow_ups.cancel, ids[1:])
    assert store.write(rule_run.RUN_ACTION, rule_run.run, today).value.made == 0
    for _action in range(3):
        store.undo()
    assert read(lambda session: list(session.scalars(select(FollowUp.id)))) == []
    # Taken back: the rule does not insist, today or later; redo brings them back.
    assert read(rule_run.outlook, today).made == 0
    store.set_up(rule_run.run, today)
    assert read(lambda session: list(session.scalars(select(FollowUp.id)))) == []
    assert store.redo() is not None
    assert read(lambda session: list(session.scalars(select(FollowUp.id)))) == ids
    store.set_up(rule_run.run, today + dt.timedelta(1))
    assert read(lambda session: list(session.scalars(select(FollowUp.id)))) == ids


def test_nothing_comes_back_when_the_bin_is_emptied(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    """What stands for months is asked about once, whatever became of the follow-up."""
    names = [{"name": name, "since": D(2020, 1, n + 1)} for n, name in enumerate(("A", "B", "C"))]
    store.set_up(people, *names)
    store.set_up(only_rule, RuleDraft("rhythm", "R", {"levels": {"*": 90}}, None, Template(most=1)))
    assert store.write(rule_run.RUN_ACTION, rule_run.run, today).value.made == 1
    first = read(lambda session: session.scalars(select(FollowUp.id)).one())
    store.write("delete", follow_ups.remove, [first])
    store.write(recycle_bin.EMPTY_ACTION, recycle_bin.delete_for_good, [("follow_up", first)])
    assert read(made) == []
    assert read(rule_run.outlook, today + dt.timedelta(1)).made == 1
    store.set_up(rule_run.run, today + dt.timedelta(1))
    store.set_up(rule_run.run, today + dt.timedelta(5))
    assert [name for name, _title, _due in read(made)] == ["B", "C"]


def test_one_call_for_all_things_of_a_day_and_all_lines_of_a_sale(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    end = today + dt.timedelta(60)

    def filled(session: Session) -> None:
        people(session, {"name": "Gold"})
        session.add(Product(id=1, name="Filter", days_of_use=60))
        session.flush()
        for name in ("Pump", "Tap", "Pump"):
            session.add(Asset(contact_id=1, name=name, warranty_until=end))
        sale = sell(session, 1, today - dt.timedelta(53), product=1)
        session.add(SaleLine(sale_id=sale, product_id=1, quantity_milli=1000, amount_minor=0))
        # Bought twice on one day: one supply, not two.
        sell(session, 1, today - dt.timedelta(53), product=1)
        only_rule(session, RuleDraft("warranty", "W"))
        rules.create(session, RuleDraft("supply", "S"))
        rule_run.run(session, today)

    store.set_up(filled)
    titles = ["Warranty ending: Pump ×2, Tap", "Reorder Filter"]
    assert [title for _name, title, _due in read(made)] == titles

    def changed(session: Session) -> None:
        session.execute(delete(Asset).where(Asset.id == 1))
        session.execute(update(Asset).where(Asset.id == 3).values(name="Pump in the cellar"))
        rule_run.run(session, today + dt.timedelta(1))

    store.set_up(changed)
    assert [title for _name, title, _due in read(made)] == titles


def test_any_date_of_what_belongs_to_a_customer(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    soon = today + dt.timedelta(7)

    def dated(session: Session) -> None:
        people(session, {"name": "Gold"}, {"name": "Gone", "archived_at": clock.now()})
        lost = {"state": "lost", "closed_on": soon}
        for contact, title in ((1, "Canteen"), (None, "Nobody's"), (2, "Past")):
            session.add(Deal(contact_id=contact, title=title, expected_on=soon))
            session.add(Deal(contact_id=contact, title=f"Lost {title}", **lost))
        for contact in (1, 2):
            session.add(Quote(contact_id=contact, number="Q1", quoted_on=soon, status="sent"))
            session.add(Membership(contact_id=contact, card_no="M1", expires_on=soon))
            session.add(Asset(contact_id=contact, name="Pump", installed_on=soon))
            session.add(Voucher(contact_id=contact, code=f"V{contact}", valid_until=soon))
            sale = sell(session, contact, today, promised_on=soon)
            session.add(OrderMilestone(sale_id=sale, name="Install", due_on=soon))
        sent = sell(session, 1, today, promised_on=soon)
        session.add(Delivery(sale_id=sent, shipped_on=today))
        session.execute(update(FollowUpRule).values(active=False))
        for field, _label in rule_numbers.dates(session, TRIGGERS["date"].numbers[0])[4:]:
            numbers = {"field": field, "days": [-7]}
            rules.create(session, RuleDraft("date", field, numbers))
        rule_run.run(session, today)

    store.set_up(dated)
    assert sorted(read(made)) == sorted(
        [
            ("Gold", "Expected close of an open deal: Canteen", today),
            ("", "Expected close of an open deal: Nobody's", today),
            ("Gold", "A deal was lost: Lost Canteen", today),
            ("", "A deal was lost: Lost Nobody's", today),
            ("Gold", "A quote was sent and not answered: Q1", today),
            ("Gold", f"Promised delivery of an order: S-{today}", today),
            ("Gold", "A step of an order falls due: Install", today),
            ("Gold", "A thing was installed: Pump", today),
            ("Gold", "A member card ends: M1", today),
            ("Gold", "A voucher ends unused: V1", today),
        ]
    )


def test_a_payment_falls_due_when_the_receivables_say_so(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    def sold(session: Session) -> None:
        people(session, {"name": "Cash", "payment_days": 0}, {"name": "Credit", "payment_days": 45},
               {"name": "Usual"})  # fmt: skip
        settings.put(session, settings.PAYMENT_DAYS, 10)
        for contact in (1, 2, 3):
            sell(session, contact, today, paid_minor=0)
        only_rule(session, RuleDraft("payment", "P"))
        rule_run.run(session, today - dt.timedelta(1))
        rule_run.run(session, today + dt.timedelta(60))

    store.set_up(sold)
    owed = read(receivables.receivables, today, "CNY").open_sales
    assert sorted((one.name, one.due_on) for one in owed) == sorted(
        (name, due) for name, _title, due in read(made)
    )
    assert len(owed) == 3


def test_a_closed_stage_keeps_nobody_waiting(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    """The rule and the list of the stalled agree on who stands too long."""

    def staged(session: Session) -> None:
        stages = list(session.scalars(select(LifecycleStage).order_by(LifecycleStage.position)))
        stages[0].allowed_days, stages[1].allowed_days, stages[1].closed = 30, 30, True
        since = {"since": D(2015, 1, 1)}
        old, new = today - dt.timedelta(31), today - dt.timedelta(30)
        for name, stage, entered in (("Old", 0, old), ("New", 0, new), ("Closed", 1, old)):
            at = clock.start_of(entered)
            people(session, {"name": name, "stage_id": stages[stage].id, "created_at": at, **since})
        only_rule(session, RuleDraft("stage", "S"))

    store.set_up(staged)
    stalled = {"all": [{"field": "stalled", "op": "late_over", "value": 0}]}
    store.set_up(rule_run.run, today)
    listed = read(contact_list.count, ContactQuery(conditions=stalled, today=today))
    assert ([name for name, _title, _due in read(made)], listed) == (["Old"], 1)


def test_the_clock_set_back_makes_nothing_and_says_so(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    store.set_up(born_today)
    rule = store.set_up(only_rule, WISHES)
    later = today + dt.timedelta(400)
    store.set_up(rule_run.run, later)
    before = read(made)
    result = store.set_up(rule_run.run, today)
    assert (result.made, result.resting, read(made)) == (0, 1, before)
    assert not read(rule_run.due, today)
    assert read(rule_run.preview, WISHES, today, rule).count == 0
    # Switched off and on again it begins anew.
    store.set_up(rules.switch, rule, False)
    store.set_up(rules.switch, rule, True)
    assert store.set_up(rule_run.run, today).made == 3


def test_a_long_absence_is_caught_up_as_far_as_it_makes_sense(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    store.set_up(born_today)
    store.set_up(only_rule, RuleDraft("birthday", "B"))
    store.set_up(rule_run.run, today - dt.timedelta(366 * 2))
    result = store.set_up(rule_run.run, today + dt.timedelta(10))
    assert result.left_out
    assert result.first == today + dt.timedelta(10 - rule_run.CATCH_UP_DAYS)
    assert [due for _name, _title, due in read(made)] == [today] * 3


def test_what_is_entered_late_is_found_within_a_week(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    store.set_up(only_rule, RuleDraft("unpaid", "U", {"days": [2]}))
    store.set_up(people, {"name": "Late"})
    store.set_up(rule_run.run, today - dt.timedelta(9))
    store.set_up(rule_run.run, today)
    store.set_up(sell, 1, today - dt.timedelta(4), paid_minor=0)
    store.set_up(rule_run.run, today + dt.timedelta(1))
    assert read(made) == [("Late", "Unpaid: ¥100.00", today + dt.timedelta(1))]


def test_a_rule_that_has_just_begun_leaves_the_past_alone(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    store.set_up(people, {"name": "Old"})
    store.set_up(sell, 1, today - dt.timedelta(31))
    rule = store.set_up(only_rule, RuleDraft("sale", "S"))
    for later in range(5):
        store.set_up(rule_run.run, today + dt.timedelta(later))
    assert read(made) == []
    # The same holds for what is added to it afterwards.
    store.set_up(rules.edit, rule, RuleDraft("sale", "S", {"days": [3, 30, 33]}))
    store.set_up(rule_run.run, today + dt.timedelta(5))
    assert read(made) == []
    assert read(rules.get, rule).begun_on == today + dt.timedelta(5)


def test_so_many_a_day_the_longest_silent_first(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    silent = [{"name": f"{n}", "since": today - dt.timedelta(100 + n)} for n in range(10)]
    store.set_up(people, *silent)
    draft = RuleDraft("rhythm", "R", {"levels": {"*": 90}}, None, Template(most=2))
    store.set_up(only_rule, draft)
    store.set_up(rule_run.run, today)
    assert [name for name, _title, _due in read(made)] == ["9", "8"]
    store.set_up(rule_run.run, today)  # a second run has no second allowance
    assert [name for name, _title, _due in read(made)] == ["9", "8"]
    # Two days off make it four.
    store.set_up(rule_run.run, today + dt.timedelta(2))
    assert [name for name, _title, _due in read(made)] == ["9", "8", "7", "6", "5", "4"]


def test_a_lunar_birthday_says_which_day_it_is_of(store: Store, read: Callable[..., Any]) -> None:
    """Born in a leap month, kept in the plain one of a year without it."""
    moon = {"name": "Moon", "birth_year": 1987, "birth_month": 6, "birth_day": 15}
    store.set_up(people, {**moon, "birth_lunar": True, "birth_leap": True})
    draft = RuleDraft("birthday", "B", {"days": [0]}, None, Template())
    (found,) = read(rule_run.preview, draft, D(2026, 7, 28)).sample
    assert found.reason == "Moon: birthday on 28 Jul 2026, lunar 闰六月十五 (39 years)"


def test_a_run_taken_back_gives_no_second_allowance_for_its_day(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    """Who undoes a run has said no: the next look at the rules must not bring the next ones."""
    silent = [{"name": f"{n}", "since": today - dt.timedelta(100 + n)} for n in range(10)]
    store.set_up(people, *silent)
    draft = RuleDraft("rhythm", "R", {"levels": {"*": 90}}, None, Template(most=2))
    store.set_up(only_rule, draft)
    store.write(rule_run.RUN_ACTION, rule_run.run, today)
    store.undo()
    assert read(rule_run.outlook, today).made == 0
    store.set_up(rule_run.run, today)
    assert read(made) == []
    store.set_up(rule_run.run, today + dt.timedelta(1))
    assert [name for name, _title, _due in read(made)] == ["7", "6"]


def test_it_is_made_for_its_owner_with_what_the_template_says(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    from crm_desktop.db.models import Staff

    def setting(session: Session) -> None:
        session.add_all([Staff(id=1, name="An"), Staff(id=2, name="Bo")])
        session.flush()
        people(session, {"name": "Mine", "owner_id": 1}, {"name": "Nobody's"})
        sell(session, 1, today - dt.timedelta(3), staff_id=2)
        sell(session, 2, today - dt.timedelta(3), staff_id=2)
        template = Template("Ask {name}", "visit", 5, 2)
        only_rule(session, RuleDraft("sale", "S", {"days": [3]}, None, template))
        rule_run.run(session, today)

    store.set_up(setting)
    rows = read(lambda session: list(session.scalars(select(FollowUp).order_by(FollowUp.id))))
    assert [(row.title, row.kind, row.owner_id, row.priority) for row in rows] == [
        ("Ask Mine", "visit", 1, 2),
        ("Ask Nobody's", "visit", 2, 2),
    ]
    assert {row.due_on for row in rows} == {today + dt.timedelta(5)}
    assert rows[0].reason == "Bought on 15 Jun 2026, D+3 · S"
    assert rows[0].sale_id is not None


def test_preview_tells_what_running_makes(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    store.set_up(born_today, 14)
    found = read(rule_run.preview, WISHES, today)
    assert (found.count, found.sample[0].title) == (14, "For Child 0")
    assert found.sample[0].due_on == today
    rule = store.set_up(only_rule, WISHES)
    assert read(rule_run.outlook, today).made == 14
    assert read(rule_run.due, today)
    assert store.write(rule_run.RUN_ACTION, rule_run.run, today).value.made == 14
    assert read(rule_run.preview, WISHES, today, rule).count == 0


def test_a_rule_for_everybody_is_stopped_half_way_without_a_trace_and_undone_in_one_step(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    store.set_up(born_today, 6_000)
    store.set_up(only_rule, WISHES)

    def stop(done: int, total: int, text: str = "") -> None:
        if done >= 5_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        store.write(rule_run.RUN_ACTION, rule_run.run, today, progress=stop)
    assert read(made) == []
    assert read(rule_run.due, today)
    store.write(rule_run.RUN_ACTION, rule_run.run, today)
    assert len(read(made)) == 6_000
    store.undo()
    assert read(made) == []


def test_a_rule_that_cannot_be_read_does_not_keep_the_others_from_running(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    store.set_up(born_today)
    store.set_up(only_rule, WISHES)

    def spoil(session: Session) -> None:
        for filter_ in (
            '{"filter": {"all": [{"field": "shoe_size", "op": "is", "value": 44}]}}',
            '{"filter": {"all": [{"field": "spent", "op": "at_least", "value": "much"}]}}',
            '{"filter": {"all": [7]}}',
            '{"filter": {"all": 7}}',
        ):
            session.add(
                FollowUpRule(name="Spoilt", trigger="sale", active=True, conditions=filter_)
            )
        # What is set about a rule and cannot be read counts as not set.
        session.add(
            FollowUpRule(
                name="Odd",
                trigger="birthday",
                active=True,
                conditions='{"numbers": {"days": {"x": 1}, "who": 7}, "begun_on": "soon"}',
                template='{"title": 7, "due_days": 1000000000, "most": [], "owner_id": "me"}',
            )
        )
        session.add(FollowUpRule(name="Newer", trigger="moon_phase", active=True))
        session.add(FollowUpRule(name="Bad", trigger="rhythm", conditions="{", template="["))

    store.set_up(spoil)
    result = store.set_up(rule_run.run, today)
    ran = {one.name: one.made for one in result.rules if not one.problem}
    assert ran == {"Wishes": 3, "Odd": 3}
    problems = [one.problem for one in result.rules if one.problem]
    assert len(problems) == 4
    assert all("Spoilt" in one or "shoe_size" in one for one in problems)
    assert {due for _name, _title, due in read(made)} == {today}


def test_days_of_another_age_stop_nothing(
    store: Store, read: Callable[..., Any], today: dt.date
) -> None:
    def odd(session: Session) -> None:
        people(
            session,
            {"name": "Buyer", "since": D(1, 1, 1)},
            {"name": "New", "since": D(9999, 12, 31)},
            {"name": "Old", "since": D(1, 1, 1)},
        )
        session.add(Product(id=1, name="Rock", days_of_use=2_000_000_000))
        session.flush()
        session.add(ProductPart(product_id=1, part_id=1, after_months=2_000_000_000))
        for day in (D(1, 1, 1), D(1900, 1, 1), D(9999, 12, 31)):
            sell(session, 1, day, product=1, due_on=day, paid_minor=0)
            session.add(Asset(contact_id=1, warranty_until=day, next_service_on=day))
            session.add(Quote(contact_id=1, number="Q", quoted_on=day, valid_until=day,
                              status="sent"))  # fmt: skip
            stage = session.scalars(select(DealStage).where(DealStage.code == "need")).one()
            session.add(Deal(title="D", stage_id=stage.id, stage_since=day))
        session.execute(
            update(DealStage).where(DealStage.code == "lost").values(allowed_days=2**40)
        )
        session.execute(update(LifecycleStage).values(allowed_days=2**40))
        session.execute(update(FollowUpRule).values(active=True))

    store.set_up(odd)
    for later in (0, 1, 200):
        result = store.set_up(rule_run.run, today + dt.timedelta(later))
        assert not [one.problem for one in result.rules if one.problem]
    assert {title for _name, title, _due in read(made)} >= {"Push on: D", "Keep in touch"}


def test_months_end_with_their_last_day() -> None:
    assert add_months(D(2023, 8, 31), 6) == D(2024, 2, 29)
    assert add_months(D(2024, 1, 31), -11) == D(2023, 2, 28)
