"""Writing what a merge came to: new rows in bulk, blank facts of known records filled."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import count, islice
from typing import Any

from sqlalchemy import Table, insert

from crm_desktop.db import bulk
from crm_desktop.db.models import AttachmentContent, Base, ImportBatch, Shop
from crm_desktop.services.fields import custom_values
from crm_desktop.services.shop_merge.shop_merge_fill import Gains
from crm_desktop.services.shop_merge.shop_merge_join import Join, Pairs, model_of, writing
from crm_desktop.services.shop_merge.shop_merge_memory import KIND, mapping_of
from crm_desktop.services.shop_merge.shop_merge_rows import RECORD
from crm_desktop.services.shop_merge.shop_merge_tables import living, parents, taken_tables
from crm_desktop.services.today import sticky_notes

_CHUNK = 20_000

_Change = Callable[[int, dict[str, int], list[Any]], None]
"""Changes the values of one new row: its id, where each column stands, the values."""


def write(join: Join, file_name: str, branch: str, gains: Mapping[str, Gains]) -> None:
    """Write everything; references among the new rows hold at the end of the transaction."""
    connection = join.session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    batch = {"id": join.batch_id, "file_name": file_name, "kind": KIND}
    join.session.execute(insert(ImportBatch).values(**batch, mapping=mapping_of(join)))
    for table in taken_tables():
        if join.part(table.name).fresh:
            _write_table(join, table)
        if table.name == "shop" and join.branch_is_new:
            bulk.insert_rows(join.session, Shop, ("name",), [(branch,)])
    _write_contents(join)
    _pin_notes(join)
    for name, found in gains.items():
        _fill(join, name, found)


def _write_table(join: Join, table: Table) -> None:
    columns = [column.name for column in table.columns if column.name != "id"]
    rows = _new_rows(join, table, columns)
    while chunk := list(islice(rows, _CHUNK)):
        bulk.insert_rows(join.session, model_of(table.name), columns, chunk)


def _new_rows(join: Join, table: Table, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """The rows to be made, with the ids of the open file, in the order these were given out."""
    part = join.part(table.name)
    at = {name: index for index, name in enumerate(columns)}
    leads = [(at[column], pairs) for column, pairs in _leads(join, table)]
    change = _change(join, table.name)
    for other_id, *row in join.other.read(table.name, ("id", *columns), living(table)):
        own_id = part.to.get(other_id, 0)
        if own_id < part.first:
            continue
        join.tick(writing())
        if change is not None:
            change(own_id, at, row)
        for index, pairs in leads:
            if row[index] is not None:
                row[index] = pairs.get(row[index]) or None
        _mark(join, at, row)
        yield tuple(row)


def _leads(join: Join, table: Table) -> Iterator[tuple[str, Pairs]]:
    for column, parent in parents(table).items():
        if parent in join.parts:
            yield column, join.parts[parent].to


def _mark(join: Join, at: Mapping[str, int], row: list[Any]) -> None:
    """What is the open file's own on every new row."""
    if "import_batch_id" in at:
        row[at["import_batch_id"]] = join.batch_id
    if "rule_key" in at:
        row[at["rule_key"]] = None
    if "shop_id" in at and row[at["shop_id"]] is None:
        row[at["shop_id"]] = join.branch_id or None


def _change(join: Join, table: str) -> _Change | None:
    """What else changes in rows of single tables."""
    match table:
        case "sale":

            def paid(own_id: int, at: dict[str, int], row: list[Any]) -> None:
                row[at["paid_minor"]] = join.paid.get(own_id, 0)

            return paid
        case "custom_field":
            return _free_keys(join)
        case "custom_value":
            return _values(join)
        case "attachment" | "import_row":
            return _recorded(join, table)
        case "duplicate_verdict":

            def ordered(_own_id: int, at: dict[str, int], row: list[Any]) -> None:
                pair = at["first_id"], at["second_id"]
                first, second = sorted(pair, key=lambda one: join.own_id("contact", row[one]) or 0)
                row[pair[0]], row[pair[1]] = row[first], row[second]

            return ordered
    return None


def _recorded(join: Join, table: str) -> _Change:
    def change(_own_id: int, at: dict[str, int], row: list[Any]) -> None:
        row[at[RECORD]] = join.own_id(join.record_table(table, row, at), row[at[RECORD]])

    return change


def _free_keys(join: Join) -> _Change:
    """Keys of own fields stay the ones in use where both files made one."""
    taken = {row[0] for row in join.own.ask("SELECT key FROM custom_field")}

    def change(_own_id: int, at: dict[str, int], row: list[Any]) -> None:
        key = row[at["key"]]
        names = (key if number == 1 else f"{key}_{number}" for number in count(1))
        row[at["key"]] = next(name for name in names if name not in taken)
        taken.add(row[at["key"]])

    return change


def _values(join: Join) -> _Change:
    """Values of a field that is of another type here are read anew."""
    recorded = _recorded(join, "custom_value")
    query = "SELECT id, type, options FROM custom_field"
    ours = {row[0]: row[1:] for row in join.own.ask(query)}
    others = {}
    for field_id, kind, options in join.other.ask(query):
        own = ours.get(join.own_id("custom_field", field_id) or 0, (kind, options))
        others[field_id] = (own[0], json.loads(own[1] or "[]"), own[0] != kind)

    def change(own_id: int, at: dict[str, int], row: list[Any]) -> None:
        kind, options, differs = others[row[at["field_id"]]]
        recorded(own_id, at, row)
        if differs:
            value = custom_values.read(kind, row[at["text"]], options)
            row[at["text"]], row[at["number_milli"]] = value.text, value.number_milli
            row[at["date"]] = value.date.isoformat() if isinstance(value.date, date) else None

    return change


def _write_contents(join: Join) -> None:
    """The bytes of new files that are not there yet, one at a time: they may be large."""
    part = join.part("attachment")
    statement = (
        "SELECT DISTINCT sha256 FROM attachment WHERE id BETWEEN ? AND ?"
        " AND sha256 NOT IN (SELECT sha256 FROM attachment_content)"
    )
    for (digest,) in list(join.own.ask(statement, part.run())):
        content = join.other.one(
            "SELECT content FROM attachment_content WHERE sha256 = ?", (digest,)
        )
        join.tick(writing())
        # Other bytes under this digest would stand in the way of the right ones for ever.
        if content is not None and hashlib.sha256(content).hexdigest() == digest:
            join.session.execute(insert(AttachmentContent).values(sha256=digest, content=content))


def _pin_notes(join: Join) -> None:
    """New sticky notes keep the customer they are pinned to, which a setting says."""
    part = join.part("sticky_note")
    statement = "SELECT key, value FROM setting WHERE key GLOB ?"
    theirs = sticky_notes.pins_of(join.other.ask(statement, (f"{sticky_notes.PIN}*",)))
    for note_id, contact_id in theirs.items():
        own_note, own_contact = part.to.get(note_id, 0), join.own_id("contact", contact_id)
        if own_note >= part.first and own_contact:
            sticky_notes.put_pin(join.session, own_note, own_contact)


def _fill(join: Join, table: str, gains: Gains) -> None:
    """Set what known records gain, one statement for all that gain the same columns."""
    assert table in Base.metadata.tables
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for own_id, values in gains.items():
        groups.setdefault(tuple(values), []).append((*values.values(), own_id))
    for columns, rows in groups.items():
        settings = ", ".join(f"{column} = ?" for column in columns)
        join.session.connection().exec_driver_sql(
            f"UPDATE {table} SET {settings} WHERE id = ?", rows
        )
