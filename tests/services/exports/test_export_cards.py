"""Contacts as cards and follow-ups as calendar entries (export_cards)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.exports import export_cards
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft


def fill(session: Session) -> None:
    first = contacts.create(
        session,
        ContactDraft(
            "王小明",
            phones=("13800138000",),
            emails=("a@b.cn",),
            wechat=("wx1",),
            addresses=("杭州市西湖区1号",),
            tags=("VIP",),
            birthday=(None, 3, 22),
            title="采购",
            remark="早上联系",
        ),
    )
    contacts.create(
        session,
        ContactDraft("Acme", kind="company", birthday=(1980, 8, 15), birth_lunar=True,
                     people=(PersonDraft("Ann Lee", phones=("13900139000",)),)),
    )  # fmt: skip
    contacts.archive(session, [contacts.create(session, ContactDraft("Old"))])
    day = dt.date(2026, 6, 20)
    follow_ups.create(session, FollowUpDraft("Call", day, "10:30", contact_id=first, minutes=20))
    done = follow_ups.create(session, FollowUpDraft("Tidy up"))
    follow_ups.complete(session, done)


def test_cards(store: Store) -> None:
    store.write("Fill", fill)
    with store.read() as session:
        count, found = export_cards.cards(session)
        cards = {card.name: card for card in found}
    assert count == len(cards) == 3
    person, company, ann = cards["王小明"], cards["Acme"], cards["Ann Lee"]
    assert person.birthday == (0, 3, 22)
    assert person.phones[0][1] == "13800138000"
    assert person.handles == (("wechat", "wx1"),)
    assert person.addresses[0].text == "杭州市西湖区1号"
    assert (person.tags, person.title, person.note) == (("VIP",), "采购", "早上联系")
    assert company.is_company
    assert company.birthday is None  # lunar: no calendar of a phone would show the right day
    assert (ann.company, ann.phones[0][1]) == ("Acme", "13900139000")
    assert len({card.uid for card in cards.values()}) == 3


def test_entries(store: Store) -> None:
    store.write("Fill", fill)
    with store.read() as session:
        count, found = export_cards.entries(session)
        entries = {entry.title: entry for entry in found}
        again = {entry.title: entry.uid for entry in export_cards.entries(session)[1]}
    assert count == len(entries) == 2
    call, tidy = entries["Call"], entries["Tidy up"]
    assert (call.customer, call.day, call.time, call.minutes) == (
        ("王小明", dt.date(2026, 6, 20), "10:30", 20)
    )
    assert (tidy.state, tidy.day, tidy.customer) == ("done", None, "")
    assert tidy.done_at is not None
    assert again == {title: entry.uid for title, entry in entries.items()}
