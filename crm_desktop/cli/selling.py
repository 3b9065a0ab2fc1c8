"""The commands about one sale: its papers, and goods coming back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.numbers import read_quantity
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.sales.sale_returns import Returned
    from crm_desktop.services.sales.sales import SaleDetail

SaleNumber = Annotated[
    str, typer.Argument(metavar="SALE", help=N_("The sale, by the number printed on it."))
]
Output = Annotated[Path, typer.Argument(metavar="OUT", help=N_("The PDF to write."))]
Style = Annotated[
    str,
    typer.Option("--style", metavar="STYLE", help=N_("58 or 80 (a roll in mm), delivery, sheet.")),
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "receipt", N_("Write the receipt or delivery note of a sale."))(receipt)
    command(app, "return", N_("Take goods of a sale back."))(take_back)
    command(app, "sale-cancel", N_("Cancel a sale or a return."))(cancel)
    command(app, "held", N_("List the orders put aside at the counter."))(held)


def receipt(
    file: DataFile,
    sale: SaleNumber,
    out: Output,
    *,
    style: Style = "80",
    delivery: Annotated[
        int | None,
        typer.Option(
            "--delivery", metavar="N", min=1, help=N_("The note of the N-th delivery of an order.")
        ),
    ] = None,
) -> Done:
    """Write one paper of a sale as PDF, in the language in force."""
    from crm_desktop.reports import receipt as paper
    from crm_desktop.services.documents import document_data

    if style not in paper.STYLES:
        known = ", ".join(paper.STYLES)
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=style, known=known))
    with reading(file) as store, store.read() as session:
        sale_id = document_data.sale_numbered(session, sale)
        part = _delivery(session, sale_id, delivery) if delivery else None
        style = "delivery" if delivery else style
        paper.write(session, sale_id, style, out, delivery_id=part)
    title = _(paper.STYLES[style])
    return Done(
        (_("“{title}” is in {out}.").format(title=title, out=out),),
        {"sale": sale_id, "style": style, "output": out, "bytes": out.stat().st_size},
    )


def _delivery(session: Session, sale_id: int, number: int) -> int:
    """The id of the delivery of this number."""
    from crm_desktop.services.quotes import orders

    found = orders.detail(session, sale_id).deliveries
    if number > len(found):
        raise typer.BadParameter(_("The order has no delivery {n}.").format(n=number))
    return found[number - 1].id


def take_back(
    file: DataFile,
    sale: SaleNumber,
    *,
    line: Annotated[
        list[str] | None,
        typer.Option(
            "--line", metavar="N=QUANTITY", help=N_("Line and quantity, once for each; else all.")
        ),
    ] = None,
    method: Annotated[
        str, typer.Option("--method", metavar="WORDS", help=N_("How money is given back."))
    ] = "",
    credit: Annotated[
        bool, typer.Option("--credit", help=N_("Keep it as the customer's credit instead."))
    ] = False,
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help=N_("The day; today if not said."))
    ] = "",
) -> Done:
    """Record a return against the sale; its debt is lowered first, the rest is given back."""
    from crm_desktop.services.documents import document_data
    from crm_desktop.services.payments import customer_credit
    from crm_desktop.services.sales import sale_returns, sales

    if credit and method:
        raise typer.BadParameter(_("Say --method or --credit, not both."))
    way = customer_credit.METHOD if credit else method
    with writing(file) as store:
        with store.read() as session:
            sale_id = document_data.sale_numbered(session, sale)
            ids = [one.id for one in sales.detail(session, sale_id).lines]
        back = _quantities(ids, line or []) or None
        day = read_day(on) if on else None
        made = store.write(
            sale_returns.ACTION, sale_returns.take_back, sale_id, back, method=way, day=day
        ).value
        with store.read() as session:
            return _returned(made, sales.detail(session, made.sale_id))


def _returned(made: Returned, found: SaleDetail) -> Done:
    from crm_desktop.core import formats
    from crm_desktop.services.sales import sale_returns

    said = _("Return {number}: {total}, {refund} given back.")
    if made.credit_minor:
        said = _("Return {number}: {total}, {credit} kept as credit.")
    words = said.format(
        credit=formats.money_exact(made.credit_minor, found.currency),
        number=found.number,
        total=formats.money_exact(made.total_minor, found.currency),
        refund=formats.money_exact(made.refund_minor, found.currency),
    )
    lines = filter(None, (words, sale_returns.bonus_words(made, found.currency)))
    return Done(tuple(lines), {"number": found.number, **asdict(made)})


def cancel(file: DataFile, sale: SaleNumber) -> Done:
    """It keeps its number and counts no more; money paid becomes the customer's credit."""
    from crm_desktop.services.documents import document_data
    from crm_desktop.services.sales import sales

    with writing(file) as store:
        with store.read() as session:
            sale_id = document_data.sale_numbered(session, sale)
        store.write(N_("Cancel sale"), sales.cancel, sale_id)
        with store.read() as session:
            found = sales.detail(session, sale_id)
    words = _("Sale {number} cancelled").format(number=found.number)
    return Done((words,), {"number": found.number, "sale": sale_id})


def _quantities(ids: list[int], typed: list[str]) -> dict[int, int]:
    """``2=1.5`` is so much of the second line of the sale."""
    found = {}
    for one in typed:
        place, _mark, many = one.partition("=")
        if not (place.isdecimal() and 1 <= int(place) <= len(ids)):
            raise typer.BadParameter(_("{text} is no line of the sale.").format(text=one))
        found[ids[int(place) - 1]] = read_quantity(many)
    return found


def held(file: DataFile) -> Done:
    """The oldest first; they have no number yet and moved no stock."""
    from crm_desktop.core import formats
    from crm_desktop.services.sales import sale_holds

    with reading(file) as store, store.read() as session:
        rows = sale_holds.held(session)
    lines = [
        f"{row.id}  {row.name} · {formats.money_exact(row.total_minor)}"
        f" · {formats.date_long(row.held_at.date())}"
        for row in rows
    ]
    return Done(tuple(lines or [_("Nothing is put aside.")]), {"held": list(map(asdict, rows))})
