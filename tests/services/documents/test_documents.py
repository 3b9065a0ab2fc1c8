"""What a made document leaves with the customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.documents import documents
from crm_desktop.services.documents.document_data import Source
from crm_desktop.services.records import attachments
from crm_desktop.services.timeline import timeline

Read = Callable[..., Any]


@pytest.fixture
def anna(store: Store) -> int:
    return int(store.write("New", contacts.create, contacts.ContactDraft("Anna")).value)


def test_a_line_on_the_timeline_and_the_file_in_one_step(
    store: Store, read: Read, anna: int
) -> None:
    source = Source("contact", anna)
    store.write("Make", documents.note, anna, source, "Quote", "a/../q.docx", content=b"bytes")
    (row,) = [one for one in read(timeline.entries, anna) if one.kind == documents.KIND]
    assert (row.title, row.body) == ("Document · Quote", "q.docx")
    assert [one.name for one in read(attachments.of_record, "contact", anna)] == ["q.docx"]
    store.undo()
    assert read(attachments.of_record, "contact", anna) == []
    assert documents.KIND not in [one.kind for one in read(timeline.entries, anna)]


def test_a_file_that_cannot_be_kept_leaves_no_line(store: Store, read: Read, anna: int) -> None:
    with pytest.raises(UserError, match="empty"):
        store.write(
            "Make", documents.note, anna, Source("contact", anna), "Q", "q.docx", content=b""
        )
    assert documents.KIND not in [one.kind for one in read(timeline.entries, anna)]


def test_a_suggested_name_is_no_path() -> None:
    name = documents.suggested_name("Quote", "../../etc/A\\B: <c>\n", "docx")
    assert name.startswith("Quote") and name.endswith(".docx")
    assert not set('/\\:<>\n"') & set(name)
