"""Templates: those that come along, and the shop's own inside the data file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.core import i18n
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.db import backup
from crm_desktop.db.store import Store
from crm_desktop.services.documents import document_templates
from tools import make_templates

Read = Callable[..., Any]


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_templates_that_come_along_are_what_the_tool_makes(read: Read, language: str) -> None:
    shipped = document_templates.shipped(language)
    assert {one.name for one in shipped} == set(make_templates.TEMPLATES)
    for one in shipped:
        made = make_templates.TEMPLATES[one.name](language)
        assert unpacked(read(document_templates.content, one)) == unpacked(made), one.name


def test_own_templates_come_first_are_replaced_by_name_and_can_be_undone(
    store: Store, read: Read
) -> None:
    store.write("Add", document_templates.add, "../Quote.docx", b"one")
    store.write("Add", document_templates.add, "quote.DOCX", b"two")
    (own,) = read(document_templates.own)
    assert own.name == "quote.DOCX" and own.format == "docx"
    assert read(document_templates.content, read(document_templates.find, "QUOTE")) == b"two"
    store.undo()
    assert read(document_templates.content, read(document_templates.find, "quote")) == b"one"
    store.write("Remove", document_templates.remove, "Quote")
    assert read(document_templates.find, "quote").id is None
    with pytest.raises(NotFound, match="come with the program"):
        store.write("Remove", document_templates.remove, "quote")


def test_a_backup_holds_them(store: Store, tmp_path: Path) -> None:
    store.write("Add", document_templates.add, "Offer.docx", b"bytes")
    copy = backup.back_up(store.path, tmp_path / "copy.crm")
    with Store.open(copy, read_only=True) as kept, kept.read() as session:
        (own,) = document_templates.own(session)
        assert document_templates.content(session, own) == b"bytes"


@pytest.mark.parametrize("name", ["quote.exe", "quote.docm", "quote", "x.docx.lnk"])
def test_other_kinds_of_files_are_no_templates(store: Store, read: Read, name: str) -> None:
    with pytest.raises(UserError, match="neither"):
        store.write("Add", document_templates.add, name, b"x")
    assert read(document_templates.own) == []


def test_nobody_called_that_is_a_sentence(read: Read) -> None:
    with pytest.raises(NotFound, match="no template"):
        read(document_templates.find, "../../etc/passwd")
