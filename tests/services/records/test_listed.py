"""Which contacts lists leave out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from crm_desktop.db.models import Contact
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.records import listed


def test_deleted_archived_and_people_at_companies(store: Store, read: Callable[..., Any]) -> None:
    shown, archived, deleted = (
        store.write("New", contacts.create, ContactDraft(name)).value for name in "ABC"
    )
    person = store.write("Add", contacts.add_person, shown, contacts.PersonDraft("D")).value
    store.write("Archive", contacts.archive, [archived])
    store.write("Delete", contacts.remove, [deleted])
    assert set(read(lambda session: session.scalars(listed.hidden_ids()).all())) == {
        archived, deleted, person,
    }  # fmt: skip


def test_the_index_over_them_serves(store: Store) -> None:
    query = str(listed.hidden_ids().compile(compile_kwargs={"literal_binds": True}))
    with store.read() as session:
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
        assert Contact.__tablename__ == "contact"
    assert "ix_contact_hidden" in plan[0][3]
