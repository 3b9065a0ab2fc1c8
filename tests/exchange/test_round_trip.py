"""Exported, imported into an empty file and exported again, nothing differs (imports_tasks)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crm_desktop.core import i18n
from crm_desktop.core.i18n import using
from crm_desktop.db.store import Store
from crm_desktop.exchange import job, write_csv, write_xlsx
from crm_desktop.services import new_file
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.demo import demo
from crm_desktop.services.exports import export_rows, export_words
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.timeline import timeline
from tests.services import random_shop

_FITTING = (
    "UPDATE sale_line SET discount_minor = 0, unit_price_minor = abs(amount_minor),"
    " quantity_milli = CASE WHEN amount_minor < 0 THEN -1000 ELSE 1000 END",
    "DELETE FROM sale_line WHERE sale_id IN (SELECT id FROM sale WHERE kind = 'opening')",
)
Tables = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
Write = Callable[[Store, Path], list[Path]]


def contents(store: Store) -> Tables:
    found: Tables = {}
    with store.read() as session:
        for kind in export_rows.KINDS:
            table = export_rows.table(session, kind)
            heads = [column.heading for column in table.columns]
            rows = list(table.rows)
            keep = [n for n, head in enumerate(heads) if "computed" not in head]
            found[kind] = ([heads[n] for n in keep], [tuple(row[n] for n in keep) for row in rows])
    return found


def as_xlsx(store: Store, folder: Path) -> list[Path]:
    with store.read() as session:
        tables = [export_rows.table(session, kind) for kind in export_rows.KINDS]
        write_xlsx.write(tables, folder / "all.xlsx", export_rows.about(session, tables))
    return [folder / "all.xlsx"]


def as_csv(store: Store, folder: Path) -> list[Path]:
    paths = []
    with store.read() as session:
        for kind in export_rows.KINDS:
            table = export_rows.table(session, kind)
            if table.count:
                paths.append(folder / f"{kind}.csv")
                write_csv.write(table, paths[-1])
    return paths


def comes_back(store: Store, tmp_path: Path, write: Write, read_in: str = "") -> None:
    paths = write(store, tmp_path)
    with Store.create(tmp_path / "other.crm") as other:
        other.set_up(new_file.seed, i18n.language())
        with using(read_in or i18n.language()):
            report = other.write("Import", job.apply, job.prepare(paths)).value
        assert report.rows_failed == 0
        before, after = contents(store), contents(other)
        for kind, (heads, rows) in before.items():
            assert after[kind][0] == heads
            for number, (old, new) in enumerate(zip(rows, after[kind][1], strict=True)):
                assert dict(zip(heads, new, strict=True)) == dict(zip(heads, old, strict=True)), (
                    kind, number,
                )  # fmt: skip


@pytest.mark.parametrize("write", [as_xlsx, as_csv])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_sample_shop(tmp_path: Path, language: str, write: Write) -> None:
    with using(language), Store.create(tmp_path / "demo.crm") as store:
        store.set_up(demo.fill, 150, language=language)
        comes_back(store, tmp_path, write)


def test_written_in_english_and_read_in_chinese(tmp_path: Path) -> None:
    with Store.create(tmp_path / "demo.crm") as store:
        store.set_up(demo.fill, 60, language="en")
        comes_back(store, tmp_path, as_xlsx, read_in="zh_CN")


@pytest.mark.parametrize("seed", range(4))
def test_random_shops(tmp_path: Path, seed: int) -> None:
    with Store.create(tmp_path / "random.crm") as store:
        store.set_up(new_file.seed, "en")
        shop = random_shop.invent(seed)
        for person in shop.people:
            person.deleted = False  # what is in the bin stays there
        store.write("Fill", random_shop.store_rows, shop)
        # Its lines hold what figures trip over, not a price that fits.
        for statement in _FITTING:
            store.write("Fit", lambda session, sql: session.execute(text(sql)), statement)
        comes_back(store, tmp_path, as_xlsx)


def test_what_is_hard_to_bring_back(store: Store, tmp_path: Path) -> None:
    def fill(session: Any) -> None:
        custom_fields.define(session, "Shoe size", "number")
        custom_fields.define(session, "Member", "yes_no")
        first = contacts.create(
            session,
            ContactDraft("Same Name", remark="two\nlines", tags=("a b", "VIP"),
                         birthday=(None, 8, 15), birth_lunar=True),
        )  # fmt: skip
        size, member = (one.key for one in custom_fields.fields(session))
        contacts.edit(session, first, custom={size: "42.5", member: "yes"})
        second = contacts.create(session, ContactDraft("Same Name", source="Fair"))
        contacts.create(
            session,
            ContactDraft("Acme Ltd", kind="company",
                         people=(PersonDraft("Ann"), PersonDraft("Bob"))),
        )  # fmt: skip
        for who, price in ((first, 1000), (second, 2550), (first, 330)):
            line = LineDraft(description="Loose screw", quantity_milli=1500, unit_price_minor=price)
            sales.record(session, SaleDraft((line,), who, discount_minor=5))
        tea = LineDraft(description="Tea", unit_price_minor=800, options="Leaf: Green · Size: L")
        sales.record(session, SaleDraft((tea,), payments=(PaymentDraft(800, "cash"),)))
        follow_ups.create(session, FollowUpDraft("Call both", contact_id=second, kind="call"))
        follow_ups.create(session, FollowUpDraft("Tidy up"))
        timeline.add_note(session, second, "visit", "=SUM(1)\nsecond line", direction="in")

    store.write("Fill", fill)
    comes_back(store, tmp_path, as_xlsx)


def test_words_of_both_languages_mean_the_same() -> None:
    for language in i18n.LANGUAGES:
        with using(language):
            words = dict(export_words.states())
        assert [export_words.meant(export_words.states, word) for word in words.values()] == list(
            words
        )
    assert export_words.meant(export_words.legal_forms, "other") == ""
