"""Files in the data file: whole, once each, under names that are safe everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.records import attachments

Read = Callable[..., Any]


@pytest.fixture
def anna(store: Store) -> int:
    return int(store.write("New", contacts.create, contacts.ContactDraft("Anna")).value)


def test_a_file_comes_back_as_it_was(store: Store, read: Read, anna: int) -> None:
    content = bytes(range(256)) * 500
    made = store.write("Add", attachments.add, "contact", anna, "合同.pdf", content).value
    (row,) = read(attachments.of_record, "contact", anna)
    assert (row.name, row.media_type, row.size) == ("合同.pdf", "application/pdf", len(content))
    assert read(attachments.content, made) == content
    store.undo()
    assert read(attachments.of_record, "contact", anna) == []
    store.redo()
    assert read(attachments.content, made) == content


def test_the_same_bytes_are_stored_once(store: Store, read: Read, anna: int) -> None:
    for name in ("a.txt", "b.txt"):
        store.write("Add", attachments.add, "contact", anna, name, b"the same")
    first = read(attachments.of_record, "contact", anna)[1]
    store.write("Remove", attachments.remove, first.id)
    assert [one.name for one in read(attachments.of_record, "contact", anna)] == ["b.txt"]

    def stored(session: Any) -> int:
        return int(session.scalar(text("SELECT count(*) FROM attachment_content")))

    assert read(stored) == 1
    second = read(attachments.of_record, "contact", anna)[0]
    assert read(attachments.content, second.id) == b"the same"
    with pytest.raises(NotFound):
        read(attachments.content, first.id)


def test_a_backup_holds_them(store: Store, read: Read, anna: int, tmp_path: Path) -> None:
    made = store.write("Add", attachments.add, "contact", anna, "a.txt", b"kept").value
    copy = store.back_up(tmp_path / "copy.crm")
    with Store.open(copy, read_only=True) as other, other.read() as session:
        assert attachments.content(session, made) == b"kept"


def test_damage_is_noticed(store: Store, read: Read, anna: int) -> None:
    made = store.write("Add", attachments.add, "contact", anna, "a.txt", b"kept").value

    def damage(session: Any) -> None:
        attachments.rename(session, made, "b.txt")  # a write that changes no record is not kept
        session.execute(text("UPDATE attachment_content SET content = x'00'"))

    store.write("Damage", damage)
    with pytest.raises(NotFound, match="damaged"):
        read(attachments.content, made)


def test_empty_and_huge_files_are_refused(
    store: Store, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UserError, match="empty"):
        store.write("Add", attachments.add, "contact", anna, "a.txt", b"")
    monkeypatch.setattr(attachments, "MOST_BYTES", 10)
    with pytest.raises(UserError, match="larger"):
        store.write("Add", attachments.add, "contact", anna, "a.txt", b"x" * 11)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\run.bat", "run.bat"),
        ("a<b>:c?.txt", "a_b__c_.txt"),
        ("con.txt", "_con.txt"),
        ("...", "_"),
        ("", "_"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("tab\tname.txt", "tabname.txt"),
        ("照片 (1).JPG", "照片 (1).JPG"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert attachments.safe_name(name) == safe
    assert attachments.safe_name(safe) == safe


def test_a_very_long_name_keeps_its_ending() -> None:
    made = attachments.safe_name("x" * 500 + ".pdf")
    assert len(made) <= 150 and made.endswith("x.pdf")
