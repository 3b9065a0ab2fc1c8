"""The command that lists how lists were read, and forgets it."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "recipes", N_("List how lists were read when they were imported."))(recipes)


def recipes(
    file: DataFile,
    forget: Annotated[
        int, typer.Option("--forget", metavar="N", help=N_("Read such lists afresh from now on."))
    ] = 0,
    rename: Annotated[
        int, typer.Option("--rename", metavar="N", help=N_("Call it otherwise, with --name."))
    ] = 0,
    name: Annotated[
        str, typer.Option("--name", metavar="WORDS", help=N_("The new name for --rename."))
    ] = "",
) -> Done:
    """List the recipes, after forgetting or renaming one."""
    from crm_desktop.services.imports import import_recipes

    if forget or rename:
        with writing(file) as store:
            if forget:
                store.write(N_("Forget how a list was read"), import_recipes.forget, forget)
            if rename:
                store.write(N_("Rename a list's reading"), import_recipes.rename, rename, name)
    with reading(file) as store, store.read() as session:
        found = import_recipes.recipes(session)
    lines = [f"{one.id:>4}  {one.name}  {one.kind}  {len(one.fields)}" for one in found]
    listed = [
        {"id": one.id, "name": one.name, "kind": one.kind, "fields": dict(one.fields),
         "used_on": one.used_on, "include": one.include}
        for one in found
    ]  # fmt: skip
    return Done(tuple(lines or [_("Nothing was imported yet.")]), {"recipes": listed})
