"""The side panel of one customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import NotFound
from crm_desktop.db.models import Attachment, Staff
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_panel, contacts
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.records import contact_record
from crm_desktop.services.sales import sales

DAY = dt.date(2026, 6, 18)


def test_everything_in_one_reading(store: Store, read: Callable[..., Any]) -> None:
    draft = contacts.ContactDraft(
        "悦禾餐饮", kind="company", phones=("138 0571 2260",), addresses=("文三路 128 号", "二店"),
        level="Gold", tags=("餐饮",), birthday=(None, 9, 3), since=dt.date(2023, 4, 1),
        people=(contacts.PersonDraft("周师傅", "厨房"),
                contacts.PersonDraft("沈悦", "店主", ("13900139000",), decides=True)),
    )  # fmt: skip
    who = store.write("New", contacts.create, draft).value
    for due in (30, 25):
        sale = sales.SaleDraft(
            (sales.LineDraft(description="x", unit_price_minor=300_000),), who,
            dt.date(2026, 6, 8), dt.date(2026, 6, due), payments=(sales.PaymentDraft(100_000),),
        )  # fmt: skip
        store.write("Sale", sales.record, sale)
    plan = follow_ups.FollowUpDraft("Survey", DAY, "14:30", who)
    store.write("Plan", follow_ups.create, plan)

    def rest(session: Any) -> None:
        lin = Staff(name="Lin")
        session.add(lin)
        session.flush()
        contact_record.found(session, who).owner_id = lin.id
        session.add(Attachment(record_table="contact", record_id=who, name="plan.pdf", size=1,
                               sha256="x"))  # fmt: skip

    store.write("Rest", rest)
    panel = read(contact_panel.panel, who, DAY)
    assert (panel.name, panel.level, panel.level_colour) == ("悦禾餐饮", "Gold", "amber")
    assert (panel.stage_code, panel.stage, panel.owner) == ("repeat", "Repeat", "Lin")
    assert [(p.name, p.role, p.phone, p.decides) for p in panel.people] == [
        ("沈悦", "店主", "13900139000", True), ("周师傅", "厨房", "", False),
    ]  # fmt: skip
    assert (panel.phones, panel.address) == (("138 0571 2260",), "文三路 128 号")
    assert (panel.birthday, panel.since) == ((None, 9, 3), dt.date(2023, 4, 1))
    assert (panel.spent_minor, panel.owed_minor) == (600_000, 400_000)
    assert panel.owed_due_on == dt.date(2026, 6, 25)
    assert (panel.next_due_on, panel.next_due_time) == (DAY, "14:30")
    counts = panel.counts
    assert (counts.sales, counts.follow_ups, counts.tickets, counts.files) == (2, 1, 0, 1)
    assert counts.timeline == 6  # two sales, two payments, two moves between stages
    assert panel.suggestion is not None and panel.suggestion.title == "Survey"
    assert panel.employer is None
    person = read(contact_panel.panel, panel.people[0].contact_id, DAY)
    assert person.employer == (who, "悦禾餐饮")


def test_an_empty_customer_and_one_that_is_gone(store: Store, read: Callable[..., Any]) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value
    panel = read(contact_panel.panel, who, DAY)
    assert (panel.owed_due_on, panel.birthday, panel.address, panel.people) == (None, None, "", ())
    assert panel.counts == contact_panel.TabCounts(0, 0, 0, 0, 0)
    with pytest.raises(NotFound):
        read(contact_panel.panel, 99, DAY)
