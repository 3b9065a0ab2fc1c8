"""A customer with deals, for the tests of everything about deals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from crm_desktop.db.models import Staff
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.deals import deal_stages, deals
from crm_desktop.services.deals.deals import DealDraft
from tests.conftest import NOW

DAY = NOW.date()
Read = Callable[..., Any]
Freeze = Callable[[dt.datetime], None]


def stage(store: Store, code: str) -> int:
    """The id of the stage with this code."""
    with store.read() as session:
        return deal_stages.by_name(session, code).id


def customer(store: Store, name: str = "云栖民宿") -> int:
    found: int = store.write("New", contacts.create, contacts.ContactDraft(name)).value
    return found


def employ(store: Store, name: str) -> int:
    """Somebody who works here."""

    def hire(session: Any) -> int:
        person = Staff(name=name)
        session.add(person)
        session.flush()
        return int(person.id)

    return store.write("Hire", hire).value


def deal(store: Store, title: str = "Whole-house", amount: int = 1_000_00, **more: Any) -> int:
    """A new deal in the first stage, or the one of ``at`` (a code)."""
    at = more.pop("at", "enquiry")
    draft = DealDraft(title, amount, stage_id=stage(store, at), **more)
    made: int = store.write("New", deals.create, draft).value
    return made


def later(freeze: Freeze, days: int) -> dt.date:
    """Let ``days`` pass from the fixture's day on; returns the day then."""
    freeze(NOW + dt.timedelta(days=days))
    return DAY + dt.timedelta(days=days)
