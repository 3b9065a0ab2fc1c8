"""Every customer of a file to Excel and to CSV, read and written.

Both read the rows from the file; the floors then hand them to openpyxl's write-only mode and to
``csv.writer`` as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from benchmarks import comparing, files
from crm_desktop.db.store import Store
from crm_desktop.exchange import write_csv, write_xlsx
from crm_desktop.services.exports import export_rows
from crm_desktop.services.exports.export_table import ExportTable

_COLUMNS = 20


def main() -> None:
    options = comparing.arguments(__doc__ or "", rows=100_000, rounds=2)
    out = files.scratch() / "export"
    with Store.open(files.contacts(options.rows), read_only=True) as store:

        def run(write: Callable[[ExportTable, Path], object]) -> Callable[[], None]:
            def once() -> None:
                with store.read() as session:
                    write(cut(export_rows.table(session, "customers")), out)

            return once

        books = comparing.in_turn(
            run(openpyxl_alone),
            run(lambda table, path: write_xlsx.write([table], path)),
            options.rounds,
        )
        texts = comparing.in_turn(run(csv_alone), run(write_csv.write), options.rounds)
    comparing.say(f"export {options.rows:,} customers x {_COLUMNS} to xlsx", books, "x1.1")
    comparing.say(f"export {options.rows:,} customers x {_COLUMNS} to csv", texts, "x1.5")


def cut(table: ExportTable) -> ExportTable:
    """The table with as many columns as the target speaks of."""
    short = (row[:_COLUMNS] for row in table.rows)
    return ExportTable(table.title, table.columns[:_COLUMNS], table.count, short)


def openpyxl_alone(table: ExportTable, out: Path) -> None:
    """The usual way: plain cells, nothing styled, text that may become a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table.rows:
        sheet.append(row)
    book.save(out)


def csv_alone(table: ExportTable, out: Path) -> None:
    """The standard library's writer."""
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(table.rows)


if __name__ == "__main__":
    main()
