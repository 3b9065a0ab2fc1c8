"""A month's sales by the values of the shop's own fields, up to the printed report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from crm_desktop.db.store import Store
from crm_desktop.reports import job
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.services.contacts import contacts
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.figures.sales_figures import Period
from crm_desktop.services.sales import sales
from crm_desktop.services.summaries import field_figures
from crm_desktop.services.summaries.field_figures import ValueFigures

MAY = Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31))


def shop(store: Store) -> None:
    store.write("Field", custom_fields.define, "Water", "choice", ("hard", "soft"))
    store.write("Field", custom_fields.define, "Pets", "choices", ("cat", "dog"))
    store.write("Field", custom_fields.define, "Area", "number")
    store.write("Field", custom_fields.define, "Income", "choice", ("low",), sensitive=True)
    for number, (water, pets) in enumerate((("hard", "cat; dog"), ("hard", ""), ("soft", "cat"))):
        who = store.write("New", contacts.create, contacts.ContactDraft(f"C{number}")).value
        for key, typed in (("water", water), ("pets", pets), ("income", "low"), ("area", "9")):
            store.write("Fill", custom_fields.set_value, [who], key, typed)
        if number != 1:
            line = sales.LineDraft(description="x", unit_price_minor=1_000 * (number + 1))
            day = dt.date(2026, 5, 10)
            store.write("Sell", sales.record, sales.SaleDraft((line,), who, day))


def test_values_with_customers_buyers_and_amounts(store: Store, read: Callable[..., Any]) -> None:
    assert read(field_figures.by_own_fields, MAY, "CNY") == ()
    shop(store)
    water, pets = read(field_figures.by_own_fields, MAY, "CNY")
    assert (water.label, water.values) == (
        "Water", (ValueFigures("soft", 1, 1, 3_000), ValueFigures("hard", 2, 1, 1_000)),
    )  # fmt: skip
    assert pets.values == (ValueFigures("cat", 2, 2, 4_000), ValueFigures("dog", 1, 1, 1_000))


def test_they_are_in_the_report(store: Store, tmp_path: Path) -> None:
    shop(store)
    path = tmp_path / "may.xlsx"
    with store.read() as session:
        job.render(session, "monthly", ReportOptions(MAY.first, "en"), path)
    book = openpyxl.load_workbook(path)
    (name,) = [name for name in book.sheetnames if "Water" in name]
    cells = [cell.value for row in book[name] for cell in row]
    assert {"soft", "hard", 30, 10} <= set(cells)
    assert not [name for name in book.sheetnames if "Income" in name]
