"""Masked numbers: nothing that leaves a service shows more than the last four characters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.services import search
from crm_desktop.services.care import data_doctor, duplicates, merge
from crm_desktop.services.contacts import contact_list, contact_panel, contact_rows, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.exports import export_cards, export_customers
from crm_desktop.services.fields import custom_fields, ready_fields
from crm_desktop.services.imports.imports_data import ImportOptions
from crm_desktop.services.records import masking
from crm_desktop.services.settings import settings
from crm_desktop.services.timeline import history
from tests.exchange import workbooks

DAY = dt.date(2026, 6, 18)
Read = Callable[..., Any]
SECRETS = (
    "13800138001",
    "13900139002",
    "文三路 128 号 3 单元",
    "330106198001011234",
    "138-0013-8001",
)


@pytest.fixture
def shop(store: Store) -> Store:
    firm = ContactDraft(
        "悦禾餐饮", kind="company", phones=(SECRETS[0],), addresses=(SECRETS[2],),
        people=(PersonDraft("沈悦", "店主", (SECRETS[1],)),),
    )  # fmt: skip
    store.write("New", contacts.create, firm)
    store.write("New", contacts.create, ContactDraft("悦禾", phones=(SECRETS[4],)))
    store.write("On", ready_fields.switch_on, ["id_number", "hobbies"])
    store.write("Fill", custom_fields.set_value, [1], "ready_id_number", SECRETS[3])
    store.write("Fill", custom_fields.set_value, [1], "ready_hobbies", "fishing")
    return store


def everything(session: Any) -> list[str]:
    """What views, search, pairs, merges, exports and the doctor say, each as text."""
    parts = [*contact_rows.PARTS, "custom:ready_id_number", "custom:ready_hobbies"]
    ids = contact_list.all_ids(session, ContactQuery())
    table = export_customers.customers(session)
    _count, cards = export_cards.cards(session)
    return [
        *(str(asdict(row)) for row in contact_rows.rows(session, ids, parts)),
        *(str(asdict(contact_panel.panel(session, one, DAY))) for one in ids),
        *(
            str(hit)
            for words in ("悦禾", "8001", "文三路")
            for hit in search.search(session, words)
        ),
        *map(str, duplicates.scan(session)),
        *map(str, duplicates.likely(session, "x", [SECRETS[0]])),
        str(merge.compare(session, *ids[:2])),
        *map(str, table.rows),
        *map(str, cards),
        *map(str, data_doctor.findings(session, "phone_format", DAY)),
    ]


def seen(read: Read) -> set[str]:
    said = "\n".join(read(everything))
    return {secret for secret in SECRETS if secret in said}


def test_without_the_setting_all_is_seen(shop: Store, read: Read) -> None:
    assert seen(read) == set(SECRETS)


def test_with_it_nothing_more_than_four_characters_leaves(shop: Store, read: Read) -> None:
    shop.write("Mask", settings.put, settings.MASK, True)
    assert seen(read) == set()
    panel = read(contact_panel.panel, 1, DAY)
    assert (panel.phones, panel.masked) == (("••••8001",), True)
    assert panel.address == "••••3 单元"
    shown = {one.key: (one.shown, one.typed) for one in panel.custom}
    assert shown == {"ready_id_number": ("••••1234", ""), "ready_hobbies": ("fishing", "fishing")}
    assert [hit.name for hit in read(search.search, "8001")] == ["悦禾", "悦禾餐饮"]
    doctor = read(data_doctor.findings, "phone_format", DAY)
    assert doctor[0].before == "••••8001"
    assert shop.write("Fix", data_doctor.fix_kind, "phone_format").value == 1, "on the whole one"


def test_a_masked_export_comes_back_without_adding_anything(
    shop: Store, read: Read, tmp_path: Path
) -> None:
    shop.write("Mask", settings.put, settings.MASK, True)

    def exported(session: Any) -> list[list[str]]:
        table = export_customers.customers(session)
        rows = [[str(cell if cell is not None else "") for cell in row] for row in table.rows]
        return [[column.heading for column in table.columns], *rows]

    rows = read(exported)
    assert any("••••8001" in row for row in rows)
    before = [read(contacts.card, one) for one in (1, 3)]
    labels = tuple(one.label for one in read(custom_fields.fields))
    path = workbooks.csv(tmp_path / "masked.csv", rows)
    prepared = job.prepare([path], ImportOptions(own_fields=labels))
    report = shop.write("Import", job.apply, prepared).value
    assert [read(contacts.card, one) for one in (1, 3)] == before
    assert report.contacts_new <= 2, "without a number they may be recognised by number alone"


def test_looking_is_logged_and_not_undone(shop: Store, read: Read) -> None:
    shop.write("Mask", settings.put, settings.MASK, True)
    before = shop.next_undo()
    shop.record(masking.REVEAL_ACTION, masking.reveal, 1)
    assert read(contact_panel.panel, 1, DAY, revealed=True).phones == (SECRETS[0],)
    assert shop.next_undo() == before
    latest = read(history.recent, 1)[0]
    assert (latest.name, latest.rows) == (masking.REVEAL_ACTION, 1)
    table, row_id, _operation = read(history.of_action, latest.id)[0]
    assert table == "setting" and row_id


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13800138001", "••••8001"), ("1234", "••••"), ("", ""), (" 5 ", "••••"),
        ("一二三四五", "••••二三四五"),
    ],
)  # fmt: skip
def test_masked(value: str, shown: str) -> None:
    assert masking.masked(value) == shown
