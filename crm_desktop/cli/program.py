"""All commands put together."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import typer
from typer.main import get_command

from crm_desktop import __version__
from crm_desktop.cli import (
    adding,
    areas,
    asking,
    branding,
    changes,
    cleaning,
    crosstabbing,
    data_files,
    dating,
    day,
    deal_staging,
    dealing,
    defining,
    documenting,
    earning,
    equipping,
    examining,
    exporting,
    forecasting,
    grading,
    handing_over,
    importing,
    listing,
    looking,
    mailing,
    noting,
    ordering,
    paying,
    planning,
    pricing,
    product_fields,
    quoting,
    rates,
    recalling,
    recording,
    reminding,
    report_schedule,
    reporting,
    ruling,
    searching,
    selling,
    shelving,
    spending,
    staffing,
    stages,
    starting,
    sticking,
    stocking,
    storing,
)
from crm_desktop.cli.command import JsonOption, LangOption, SpokenGroup
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_

_MODULES = (
    data_files,
    day,
    importing,
    recalling,
    starting,
    exporting,
    searching,
    asking,
    noting,
    paying,
    planning,
    sticking,
    reminding,
    dating,
    ruling,
    dealing,
    deal_staging,
    forecasting,
    defining,
    staffing,
    earning,
    rates,
    shelving,
    product_fields,
    stocking,
    pricing,
    quoting,
    ordering,
    equipping,
    storing,
    spending,
    listing,
    selling,
    branding,
    recording,
    documenting,
    mailing,
    handing_over,
    adding,
    cleaning,
    examining,
    stages,
    grading,
    areas,
    report_schedule,
    reporting,
    crosstabbing,
    changes,
    looking,
)


@cache
def program() -> Any:
    """The command line as typer runs it."""
    app = typer.Typer(
        cls=SpokenGroup,
        add_completion=False,
        rich_markup_mode=None,
        help=N_("CRM Desktop: customers, sales and follow-ups of a small shop in one local file."),
    )
    app.callback(invoke_without_command=True)(_start)
    for module in _MODULES:
        module.declare(app)
    return get_command(app)


def _start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help=N_("Show the version."), show_default=False)
    ] = False,
    json: JsonOption = False,  # noqa: ARG001  read by cli.main, here so that help names it
    lang: LangOption = None,  # noqa: ARG001
) -> Done | None:
    if version:
        return Done((f"CRM Desktop {__version__}",), {"version": __version__})
    if context.invoked_subcommand is None:
        from crm_desktop.cli.window import open_window

        return Done(status=open_window(None))
    return None
