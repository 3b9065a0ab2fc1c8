"""The command that records a day's sales from one sheet: customers or shops by product."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import writing
from crm_desktop.cli.numbers import read_quantity
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from crm_desktop.services.sale_grid import Table
    from crm_desktop.services.sales import SaleDetail


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "sell-sheet", N_("Record a day's sales from a sheet, a row for each customer."))(
        sell_sheet
    )


def sell_sheet(
    file: DataFile,
    sheet: Annotated[
        Path,
        typer.Argument(
            metavar="SHEET", help=N_("An Excel or CSV file: names on the left, products on top.")
        ),
    ],
    *,
    shops: Annotated[
        bool, typer.Option("--shops", help=N_("The rows are shops, not customers."))
    ] = False,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help=N_("The day; today if not said."))
    ] = "",
    method: Annotated[
        str,
        typer.Option(
            "--method", metavar="WORDS", help=N_("How it was all paid; on credit if not said.")
        ),
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="WORDS", help=N_("Why below the lowest price."))
    ] = "",
) -> Done:
    """All rows or none, in one step of undo; prices are those each customer is offered."""
    from crm_desktop.services import sale_grid, sales

    day = read_day(on) if on else clock.today()
    by = sale_grid.SHOPS if shops else sale_grid.CUSTOMERS
    block = _block(sheet)
    with writing(file) as store:
        with store.read() as session:
            found = sale_grid.table(session, by, block)
        cells = _quantities(found)
        with progress_bar(_("Recording sales")) as progress:
            made = store.write(
                sale_grid.ACTION, sale_grid.record, by, day, cells, method=method,
                below_floor_reason=reason, progress=progress,
            ).value  # fmt: skip
        with store.read() as session:
            return _told([sales.detail(session, one) for one in made])


def _block(sheet: Path) -> list[list[str]]:
    from crm_desktop.exchange import read, values

    book = read.open_workbook(sheet)
    return [[values.shown(cell) for cell in line] for line in book.sheets[0].rows]


def _told(recorded: list[SaleDetail]) -> Done:
    from crm_desktop.core import formats

    total = sum(sale.total_minor for sale in recorded)
    said = ngettext("{n} sale recorded, {amount}", "{n} sales recorded, {amount}", len(recorded))
    words = said.format(n=len(recorded), amount=formats.money_exact(total))
    numbers = [sale.number for sale in recorded]
    return Done((words,), {"sales": len(recorded), "total_minor": total, "numbers": numbers})


def _quantities(found: Table) -> dict[tuple[int, int], int]:
    """Thousandths by row and product; a cell that is no quantity is told with its place."""
    names = {one.id: one.name for one in found.rows}
    products = {one.id: one.name for one in found.columns}
    cells = {}
    for (row, product), typed in found.cells.items():
        place = f"{names[row]}, {products[product]}"
        try:
            many = read_quantity(typed)
        except typer.BadParameter as problem:
            raise UserError(f"{place}: {problem.message}", _("Nothing was changed.")) from problem
        if many < 0:
            words = _("{place}: a quantity must be above zero.").format(place=place)
            raise UserError(words, _("Nothing was changed."))
        if many:
            cells[row, product] = many
    return cells
