"""One thing to do next, the most pressing first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from crm_desktop.core import i18n
from crm_desktop.db.models import Deal
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.figures import suggestion
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.payments import payment_list, payments
from crm_desktop.services.products import products
from crm_desktop.services.sales import sales
from crm_desktop.services.timeline import timeline

DAY = dt.date(2026, 6, 18)


def test_each_reason_gives_way_to_a_more_pressing_one(
    store: Store, read: Callable[..., Any]
) -> None:
    who = store.write("New", contacts.create, contacts.ContactDraft("A")).value

    def said() -> tuple[str, str, str]:
        found = read(suggestion.suggest, who, DAY)
        return found.kind, found.title, found.reason

    assert said()[0] == "phone"
    store.write("Edit", contacts.edit, who, phones=("13800138001",))
    assert read(suggestion.suggest, who, DAY) is None
    store.write("Call", timeline.add_note, who, "call", "x", happened_on=DAY - dt.timedelta(31))
    assert said() == ("contact", "Get in touch again", "No contact for 31 days")
    deal = Deal(contact_id=who, title="3 dispensers", amount_minor=6_800_000)
    store.write("Deal", lambda session: session.add(deal))
    assert said() == ("deal", "Move the deal on: 3 dispensers", "Open deal of ¥68,000")
    draft = products.ProductDraft("RO 膜", days_of_use=180)
    product = store.write("Product", products.create, draft).value
    draft_sale = sales.SaleDraft(
        (sales.LineDraft(product, unit_price_minor=486_000),), who, DAY - dt.timedelta(160)
    )
    sale = store.write("Sale", sales.record, draft_sale).value
    store.write("Pay", payments.pay, who, 486_000)
    assert said() == ("reorder", "Offer RO 膜 again", "Lasts until 8 Jul by its days of use")
    store.write("Edit", contacts.edit, who, birthday=(None, 6, 20))
    assert said() == ("birthday", "Send birthday wishes", "Birthday: 20 Jun")
    plan = follow_ups.FollowUpDraft("Bring the quote", DAY, "14:30", who)
    plan_id = store.write("Plan", follow_ups.create, plan).value
    assert said() == ("follow_up", "Bring the quote", "Due today 14:30")
    store.write("Reason", follow_ups.edit, plan_id, reason="Asked about rental")
    assert said()[2] == "Asked about rental"
    store.undo()
    store.write("Move", follow_ups.reschedule, plan_id, DAY - dt.timedelta(2))
    assert said()[2] == "Was due on 16 Jun"
    with store.read() as session:
        payment = payment_list.of_contact(session, who)[0].id
    store.write("Take back", payments.remove, payment)
    days = (DAY - read(sales.detail, sale).due_on).days
    assert said() == ("collect", "Collect ¥4,860", f"The payment is {days} days late")
    with i18n.using("zh_CN"):
        assert said() == ("collect", "催收 ¥4,860", f"已逾期 {days} 天")
