"""The command that writes price lists, catalogues and stock lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.products.product_list import ProductQuery

Output = Annotated[
    Path, typer.Argument(metavar="OUT", help=N_("File to write: .pdf, .xlsx, .csv."))
]
Style = Annotated[
    str, typer.Option("--style", metavar="STYLE", help=N_("list (if not said), catalogue, stock."))
]
View = Annotated[
    str,
    typer.Option("--view", metavar="VIEW", help=N_("sold (if not said), low, priceless, all.")),
]
Words = Annotated[
    str, typer.Option("--find", metavar="WORDS", help=N_("Only those found by these words."))
]
CategoryPath = Annotated[
    str, typer.Option("--category", metavar="PATH", help=N_("Only this one and below."))
]
Levels = Annotated[
    list[str] | None,
    typer.Option("--level", metavar="LEVEL", help=N_("The price of this level too.")),
]
Plain = Annotated[
    bool, typer.Option("--no-quantities", help=N_("Without prices from a quantity on."))
]
Remark = Annotated[str, typer.Option("--note", metavar="WORDS", help=N_("A line at the end."))]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "price-list", N_("Write a price list, a catalogue or a stock list."))(price_list)


def price_list(
    file: DataFile,
    out: Output,
    *,
    style: Style = "list",
    view: View = "sold",
    find: Words = "",
    category: CategoryPath = "",
    level: Levels = None,
    no_quantities: Plain = False,
    note: Remark = "",
) -> Done:
    """Write what is found, by category, in the language in force."""
    from crm_desktop.reports import job
    from crm_desktop.reports.price_list import STYLES, PriceListOptions, build

    if style not in STYLES:
        known = ", ".join(STYLES)
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=style, known=known))
    with reading(file) as store, store.read() as session:
        options = PriceListOptions(
            style,
            _query(session, view, find, category),
            levels=tuple(level or ()),
            quantities=not no_quantities,
            note=note,
        )
        with progress_bar(_("Writing {name}").format(name=out.name)) as progress:
            made = build(session, options, progress)
            job.write_document(made, out, progress)
    return Done(
        (_("“{title}” is in {out}.").format(title=made.title, out=out),),
        {"style": style, "output": out, "bytes": out.stat().st_size},
    )


def _query(session: Session, view: str, words: str, category: str) -> ProductQuery:
    from crm_desktop.cli.shelving import category_id
    from crm_desktop.services.products.product_list import VIEWS, ProductQuery

    if view not in VIEWS:
        known = ", ".join(VIEWS)
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=view, known=known))
    return ProductQuery(view, words, category_id(session, category) if category else None)
