"""The command for the papers of a sale: receipt, delivery note, sheet with prices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _

SaleNumber = Annotated[
    str, typer.Argument(metavar="SALE", help=N_("The sale, by the number printed on it."))
]
Output = Annotated[Path, typer.Argument(metavar="OUT", help=N_("The PDF to write."))]
Style = Annotated[
    str,
    typer.Option("--style", metavar="STYLE", help=N_("58 or 80 (a roll in mm), delivery, sheet.")),
]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "receipt", N_("Write the receipt or delivery note of a sale."))(receipt)


def receipt(file: DataFile, sale: SaleNumber, out: Output, *, style: Style = "80") -> Done:
    """Write one paper of a sale as PDF, in the language in force."""
    from crm_desktop.reports import receipt as paper
    from crm_desktop.services import document_data

    if style not in paper.STYLES:
        known = ", ".join(paper.STYLES)
        raise typer.BadParameter(_("{text} is none of {known}.").format(text=style, known=known))
    with reading(file) as store, store.read() as session:
        sale_id = document_data.sale_numbered(session, sale)
        paper.write(session, sale_id, style, out)
    title = _(paper.STYLES[style])
    return Done(
        (_("“{title}” is in {out}.").format(title=title, out=out),),
        {"sale": sale_id, "style": style, "output": out, "bytes": out.stat().st_size},
    )
