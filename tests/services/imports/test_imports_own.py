"""Columns that become fields of the shop's own, and come back from an export unchanged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.db.store import Store
from crm_desktop.exchange import job
from crm_desktop.exchange.mapping import EXTRA
from crm_desktop.services.contacts import contacts
from crm_desktop.services.exports import export_customers
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.imports.imports_data import OWN, ImportOptions, OnDuplicate
from crm_desktop.services.imports.imports_own import guess_type
from tests.exchange import workbooks

Read = Callable[..., Any]
SHEET = [
    ["姓名", "电话", "房屋面积", "水质"],
    ["张三", "13800138001", "89.5", "硬水"],
    ["李四", "13800138002", "120", "软水"],
    ["王五", "13800138003", "", "硬水"],
]


def options(read: Read, **more: Any) -> ImportOptions:
    labels = tuple(one.label for one in read(custom_fields.fields))
    return ImportOptions(own_fields=labels, **more)


def take_in(
    store: Store, read: Read, path: Path, chosen: dict[int, str] | None = None, **more: Any
) -> Any:
    prepared = job.prepare([path], options(read, **more))
    if chosen:
        prepared = prepared.changed(0, fields=chosen)
    return prepared, store.write("Import", job.apply, prepared)


def held(read: Read, name: str) -> dict[str, str]:
    number = next(one for one in range(1, 10) if read(contacts.card, one).draft.name == name)
    return {one.label: one.typed for one in read(custom_fields.of_contact, number)}


@pytest.fixture
def imported(store: Store, read: Read, tmp_path: Path) -> Path:
    path = workbooks.csv(tmp_path / "a.csv", SHEET)
    prepared, _outcome = take_in(store, read, path, {2: f"{OWN}房屋面积", 3: f"{OWN}水质"})
    assert [one.field for one in prepared.sheets[0].columns][2:] == ["own:房屋面积", "own:水质"]
    return path


def test_a_column_becomes_a_field_of_the_type_its_values_have(
    store: Store, read: Read, imported: Path
) -> None:
    fields = read(custom_fields.fields, counts=True)
    assert [(one.label, one.type, one.filled) for one in fields] == [
        ("房屋面积", "number", 2), ("水质", "text", 3),
    ]  # fmt: skip
    assert held(read, "张三") == {"房屋面积": "89.5", "水质": "硬水"}
    store.undo()
    assert read(custom_fields.fields) == []


def test_unknown_columns_stay_in_the_remark_and_known_ones_are_found_next_time(
    store: Store, read: Read, imported: Path, tmp_path: Path
) -> None:
    again = job.prepare([imported], ImportOptions())
    assert [one.field for one in again.sheets[0].columns][2:] == [EXTRA, EXTRA]
    longer = [
        [*SHEET[0], "备注"],
        *[[*row, ""] for row in SHEET[1:]],
        ["赵六", "13800138004", "60", "硬水", ""],
        ["张三", "13800138001", "99", "软水", ""],
    ]
    path = workbooks.csv(tmp_path / "b.csv", longer)
    prepared, outcome = take_in(store, read, path)
    assert [one.field for one in prepared.sheets[0].columns][2:4] == ["own:房屋面积", "own:水质"]
    assert outcome.value.contacts_new == 1
    assert held(read, "赵六") == {"房屋面积": "60", "水质": "硬水"}
    assert held(read, "张三")["房屋面积"] == "89.5", "blanks only are filled"
    take_in(store, read, path, on_duplicate=OnDuplicate.OVERWRITE)
    assert held(read, "张三") == {"房屋面积": "99", "水质": "软水"}
    store.undo()
    assert held(read, "张三") == {"房屋面积": "89.5", "水质": "硬水"}


def test_the_same_file_again_changes_nothing(store: Store, read: Read, imported: Path) -> None:
    before = read(custom_fields.fields, counts=True)
    _prepared, outcome = take_in(store, read, imported)
    assert not outcome.changes
    assert read(custom_fields.fields, counts=True) == before


def test_a_choice_learns_the_choices_a_sheet_brings(
    store: Store, read: Read, tmp_path: Path
) -> None:
    made = store.write("Field", custom_fields.define, "水质", "choice", ("硬水",)).value
    path = workbooks.csv(tmp_path / "a.csv", [[row[0], row[1], row[3]] for row in SHEET])
    take_in(store, read, path)
    assert read(custom_fields.get, made).options == ("硬水", "软水")
    assert not any(one.odd for one in read(custom_fields.of_contact, 1))


def test_an_export_comes_back_into_the_same_fields(
    store: Store, read: Read, imported: Path, tmp_path: Path
) -> None:
    def exported(session: Any) -> list[list[str]]:
        table = export_customers.customers(session)
        rows = [[str(cell if cell is not None else "") for cell in row] for row in table.rows]
        return [[column.heading for column in table.columns], *rows]

    rows = read(exported)
    assert rows[0][-3:-1] == ["房屋面积", "水质"]
    assert rows[1][-3:-1] == ["89.5", "硬水"]
    path = workbooks.csv(tmp_path / "export.csv", rows)
    prepared, outcome = take_in(store, read, path)
    assert prepared.sheets[0].columns[-2].field == "own:水质"
    assert (outcome.value.contacts_new, outcome.value.contacts_updated) == (0, 0)


@pytest.mark.parametrize(
    ("values", "count", "kind"),
    [
        (["1", "2.5", "1,000"], 3, "number"),
        (["007", "008"], 2, "text"),
        (["13800138000000"], 1, "text"),
        (["2024-01-02", "2024年3月4日"], 2, "date"),
        (["是", "否"], 9, "yes_no"),
        (["红", "绿"], 9, "choice"),
        (["红", "绿"], 2, "text"),
        (["a long remark about them"], 9, "text"),
    ],
)
def test_the_type_of_a_new_field(values: list[str], count: int, kind: str) -> None:
    assert guess_type(values, count) == kind
