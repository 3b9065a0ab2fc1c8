"""The commands that record sales: one, or a day's from a sheet of customers or shops by product."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import writing
from crm_desktop.cli.numbers import read_amount, read_quantity
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.cli.typed_lines import Lines, check_tax, read_line
from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
    from crm_desktop.services.sales.sale_grid import Table
    from crm_desktop.services.sales.sales import SaleDetail

On = Annotated[str, typer.Option("--on", metavar="DATE", help=N_("The day; today if not said."))]
Reason = Annotated[
    str, typer.Option("--reason", metavar="WORDS", help=N_("Why it is below the lowest price."))
]
Approver = Annotated[str, typer.Option("--approver", metavar="NAME", help=N_("Who agreed to it."))]
Discount = Annotated[
    str, typer.Option("--discount", metavar="AMOUNT", help=N_("Off the whole, 50 or 5%."))
]
Tax = Annotated[
    str, typer.Option("--tax", metavar="HOW", help=N_("none, included or top; none if not said."))
]
Pay = Annotated[
    list[str] | None,
    typer.Option(
        "--pay", metavar="METHOD=AMOUNT", help=N_("Once for each way; without amount the rest.")
    ),
]
Due = Annotated[str, typer.Option("--due", metavar="DATE", help=N_("Until when the rest is paid."))]
Remark = Annotated[
    str, typer.Option("--remark", metavar="WORDS", help=N_("Printed below the sum."))
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "sell", N_("Record a sale, to a customer or over the counter."))(sell)
    command(app, "sell-sheet", N_("Record a day's sales from a sheet, a row for each customer."))(
        sell_sheet
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What the options say; empty for what was not said."""

    lines: list[str]
    discount: str
    tax: str
    pay: list[str]
    due: str
    on: str
    remark: str


def sell(
    file: DataFile,
    customer: Annotated[
        int | None,
        typer.Argument(metavar="[ID]", help=N_("Number of the customer; a walk-in if not said.")),
    ] = None,
    *,
    line: Lines = None,
    discount: Discount = "",
    tax: Tax = "none",
    pay: Pay = None,
    due: Due = "",
    on: On = "",
    remark: Remark = "",
    reason: Reason = "",
    approver: Approver = "",
) -> Done:
    """Prices are those the customer is offered; what is not paid is on credit."""
    from crm_desktop.services.records import staff
    from crm_desktop.services.sales import sales

    check_tax(tax)
    said = _Said(line or [], discount, tax, pay or [], due, on, remark)
    with writing(file) as store:
        with store.read() as session:
            draft = _draft(session, customer, said)
            agreed = staff.by_name(session, approver, active=True) if approver else None
        made = store.write(N_("Record sales"), sales.record_agreed, draft, reason, agreed).value
        with store.read() as session:
            return _shown(session, made, sales.totals(draft).change_minor)


def _draft(session: Session, customer: int | None, said: _Said) -> SaleDraft:
    from crm_desktop.exchange import entered
    from crm_desktop.services.sales.sale_draft import SaleDraft, totals
    from crm_desktop.services.settings import settings

    currency = settings.get(session, settings.CURRENCY)
    draft = SaleDraft(
        tuple(_line(session, one, customer, currency, taxed=said.tax != "none")
              for one in said.lines),
        customer,
        read_day(said.on) if said.on else clock.today(),
        read_day(said.due) if said.due else None,
        tax_included=said.tax != "top",
        remark=said.remark,
    )  # fmt: skip
    if said.discount:
        whole = totals(draft).subtotal_minor
        off = entered.off_whole(said.discount, whole, currency)
        draft = replace(draft, discount_minor=off)
    total = totals(draft).total_minor
    return replace(draft, payments=_payments(said.pay, total, currency))


def _line(
    session: Session, typed: str, customer: int | None, currency: str, *, taxed: bool
) -> LineDraft:
    """A line at what the customer is offered, where it says no price of its own."""
    from crm_desktop.services.sales import sale_entry
    from crm_desktop.services.sales.sale_draft import LineDraft

    said = read_line(session, typed, currency)
    offered = sale_entry.offer(
        session, said.product_id, customer, said.quantity_milli, said.chosen.extra_minor
    )
    return LineDraft(
        said.product_id,
        quantity_milli=said.quantity_milli,
        unit_price_minor=said.price(offered.price_minor),
        discount_bp=said.discount_bp,
        discount_minor=said.discount_minor,
        tax_bp=offered.tax_bp if taxed else 0,
        options=said.chosen.words,
    )


def _payments(typed: list[str], total_minor: int, currency: str) -> tuple[PaymentDraft, ...]:
    """``Cash=200``; without an amount what the ways before it leave."""
    from crm_desktop.services.sales.sale_draft import PaymentDraft

    found: list[PaymentDraft] = []
    for one in typed:
        method, mark, amount = one.rpartition("=")
        left = total_minor - sum(payment.amount_minor for payment in found)
        minor = read_amount(amount, currency) if mark else max(0, left)
        found.append(PaymentDraft(minor, (method if mark else amount).strip()))
    return tuple(found)


def _shown(session: Session, sale_id: int, change_minor: int) -> Done:
    from crm_desktop.core import formats
    from crm_desktop.services.sales import sales

    def money(minor: int) -> str:
        return formats.money_exact(minor, sale.currency)

    sale = sales.detail(session, sale_id)
    said = [f"{sale.number} · {sale.contact_name or _('Walk-in')}"]
    for line in sale.lines:
        many = f"{formats.quantity(line.quantity_milli)} {line.unit}".strip()
        price = money(line.unit_price_minor)
        said.append(f"  {line.name} · {many} × {price} · {money(line.amount_minor)}")
    said.append(_("Total: {amount}").format(amount=money(sale.total_minor)))
    if change_minor:
        said.append(_("Change: {amount}").format(amount=money(change_minor)))
    if sale.open_minor:
        said.append(_("Still owed: {amount}").format(amount=money(sale.open_minor)))
    return Done(tuple(said), {"sale": asdict(sale), "change_minor": change_minor})


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
    on: On = "",
    method: Annotated[
        str,
        typer.Option(
            "--method", metavar="WORDS", help=N_("How it was all paid; on credit if not said.")
        ),
    ] = "",
    reason: Reason = "",
    approver: Approver = "",
) -> Done:
    """All rows or none, in one step of undo; prices are those each customer is offered."""
    from crm_desktop.services.records import staff
    from crm_desktop.services.sales import sale_grid, sales

    day = read_day(on) if on else clock.today()
    by = sale_grid.SHOPS if shops else sale_grid.CUSTOMERS
    block = _block(sheet)
    with writing(file) as store:
        with store.read() as session:
            found = sale_grid.table(session, by, block)
            agreed = staff.by_name(session, approver, active=True) if approver else None
        cells = _quantities(found)
        with progress_bar(_("Recording sales")) as progress:
            made = store.write(
                sale_grid.ACTION, sale_grid.record, by, day, cells, method=method,
                below_floor_reason=reason, approver_id=agreed, progress=progress,
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
