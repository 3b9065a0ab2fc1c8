"""Conditions on how they buy (services.condition_purchases)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.sales import sales

DAY = dt.date(2026, 6, 18)


def test_their_own_rhythm(store: Store, read: Callable[..., Any]) -> None:
    def shop(session: Session) -> None:
        for name, gaps in (("monthly", (90, 60, 30)), ("slow", (400, 200, 30)), ("lost", ())):
            contact_id = contacts.create(session, contacts.ContactDraft(name))
            for ago in gaps or (1100, 1090, 1080):
                day = DAY - dt.timedelta(ago + 20)
                line = sales.LineDraft(description="x", unit_price_minor=100)
                sales.record(session, sales.SaleDraft((line,), contact_id, day))

    store.write("Shop", shop)

    def past(percent: int) -> set[str]:
        condition = {"field": "rhythm", "op": "past", "value": percent}
        query = ContactQuery(conditions=condition, today=DAY)
        return {row.name for row in read(contact_list.page, query, 0, 10)}

    assert past(100) == {"monthly"}
    assert past(200) == set()
    assert past(10) == {"monthly", "slow"}
