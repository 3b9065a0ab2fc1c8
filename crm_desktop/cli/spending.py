"""The commands about money spent: list, add with a receipt, pay back, the sheet of a month."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day, read_month
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_amount
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    import datetime as dt

    from crm_desktop.services.expenses import ExpenseRow

Month = Annotated[
    str, typer.Option("--month", metavar="MONTH", help=N_("Like 2026-05; this one if not said."))
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help=N_("Only what this person spent."))]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "expenses", N_("List the expenses of a month or of a customer."))(list_expenses)
    command(app, "expense-add", N_("Keep an expense with its receipt."))(add)
    command(app, "expense-paid", N_("Mark expenses as paid back, or delete them."))(paid)
    command(app, "expense-sheet", N_("Write the sheet of a month's expenses."))(sheet)


def list_expenses(
    file: DataFile,
    *,
    month: Month = "",
    customer: Annotated[
        int,
        typer.Option("--customer", metavar="ID", help=N_("All that was spent on this customer.")),
    ] = 0,
    by: By = "",
) -> Done:
    """The last day first, and the sum of each currency."""
    from crm_desktop.core import formats
    from crm_desktop.reports.expense_sheet import month_of
    from crm_desktop.services import expenses
    from crm_desktop.services.records import staff

    with reading(file) as store, store.read() as session:
        person = staff.by_name(session, by) if by else None
        period = None if customer and not month else month_of(_month(month))
        rows = expenses.rows(session, period, contact_id=customer or None, staff_id=person)
    sums = expenses.totals(rows)
    lines = [_line(row) for row in rows] or [_("No expenses.")]
    lines += [
        _("Total: {sum}").format(sum=formats.money_exact(sum_, code)) for code, sum_ in sums.items()
    ]
    return Done(tuple(lines), {"expenses": [asdict(row) for row in rows], "totals": sums})


Kind = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=N_("travel, meal, gift, delivery, material, office, other, or your own word."),
    ),
]
Receipt = Annotated[
    Path | None,
    typer.Option("--receipt", metavar="FILE", help=N_("A photo or a PDF of the receipt.")),
]


def add(
    file: DataFile,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help=N_("Above zero, like 85.50."))],
    note: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help=N_("What it was for."))
    ] = None,
    *,
    kind: Kind = "other",
    customer: Annotated[
        int, typer.Option("--customer", metavar="ID", help=N_("It was spent on this customer."))
    ] = 0,
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help=N_("Who spent it; else who sits here."))
    ] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help=N_("The day; today if not said."))
    ] = "",
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help=N_("Such as USD; else the shop's."))
    ] = "",
    receipt: Receipt = None,
) -> Done:
    """Keep an expense; a photo is kept upright and small."""
    from crm_desktop.services import expenses
    from crm_desktop.services.records import staff
    from crm_desktop.services.settings import settings

    with writing(file) as store:
        with store.read() as session:
            code = currency.upper() or settings.get(session, settings.CURRENCY)
            person = staff.by_name(session, by, active=True) if by else None
        draft = expenses.ExpenseDraft(
            amount_minor=read_amount(amount, code),
            spent_on=read_day(on) if on else None,
            kind=kind,
            note=" ".join(note or ()),
            contact_id=customer or None,
            staff_id=person,
            currency=code,
        )
        kept = _receipt(receipt) if receipt is not None else None
        made = store.write(expenses.ADD_ACTION, expenses.add, draft, kept).value
        with store.read() as session:
            row = expenses.row(session, made)
    return Done((_line(row),), asdict(row))


def paid(
    file: DataFile,
    expense: Annotated[
        list[int], typer.Argument(metavar="ID...", help=N_("Numbers, as expenses shows them."))
    ],
    *,
    no: Annotated[bool, typer.Option("--no", help=N_("They are not paid back after all."))] = False,
    delete: Annotated[bool, typer.Option("--delete", help=N_("Delete them instead."))] = False,
) -> Done:
    """Whoever laid out the money has it back."""
    from crm_desktop.services import expenses

    with writing(file) as store:
        if delete:
            count = store.write(expenses.REMOVE_ACTION, expenses.remove, expense).value
            words = ngettext("{n} expense deleted", "{n} expenses deleted", count)
        else:
            count = store.write(
                expenses.PAID_ACTION, expenses.mark_paid, expense, paid=not no
            ).value
            words = ngettext("{n} expense changed", "{n} expenses changed", count)
    return Done((words.format(n=count),), {"count": count})


def sheet(
    file: DataFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help=N_("Where to: .pdf, .xlsx or .csv."))],
    *,
    month: Month = "",
    by: By = "",
    currency: Annotated[
        str, typer.Option("--currency", metavar="CODE", help=N_("Such as USD; else the shop's."))
    ] = "",
) -> Done:
    """A table per person, the sums by kind and customer, and the receipts."""
    from crm_desktop.reports import expense_sheet
    from crm_desktop.services.records import staff

    with reading(file) as store, store.read() as session:
        person = staff.by_name(session, by) if by else None
        order = expense_sheet.SheetOrder(_month(month), person, currency.upper())
        expense_sheet.write(session, order, out)
    return Done((_("The sheet is in {out}.").format(out=out),), {"out": out})


def _month(typed: str) -> dt.date:
    from crm_desktop.core import clock

    return read_month(typed) if typed else clock.today()


def _receipt(path: Path) -> tuple[str, bytes]:
    from crm_desktop.services import expenses

    return path.name, expenses.read_receipt(path)


def _line(row: ExpenseRow) -> str:
    from crm_desktop.core import formats
    from crm_desktop.services import expenses

    receipts = ngettext("{n} receipt", "{n} receipts", row.receipts).format(n=row.receipts)
    parts = (
        str(row.id),
        row.spent_on.isoformat(),
        formats.money_exact(row.amount_minor, row.currency),
        expenses.kind_name(row.kind),
        row.staff,
        row.contact_name,
        row.note,
        receipts if row.receipts else "",
        _("paid back") if row.reimbursed else "",
    )
    return "  ".join(part for part in parts if part)
