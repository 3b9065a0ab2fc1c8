"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.core.i18n import N_

DataFile = Annotated[Path, typer.Argument(metavar="FILE", help=N_("A data file, NAME.crm."))]
NewFile = Annotated[
    Path, typer.Argument(metavar="FILE", help=N_("The data file to make, NAME.crm."))
]
Product = Annotated[
    str, typer.Argument(metavar="PRODUCT", help=N_("Its code, bar code, name or number."))
]
