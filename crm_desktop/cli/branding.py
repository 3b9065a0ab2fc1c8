"""The command about the logo printed on papers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "logo", N_("Choose the logo printed on papers, or take it away."))(logo)


def logo(
    file: DataFile,
    picture: Annotated[
        Path | None, typer.Argument(metavar="[PICTURE]", help=N_("A PNG or JPEG file."))
    ] = None,
    *,
    remove: Annotated[bool, typer.Option("--remove", help=N_("Print no logo any more."))] = False,
) -> Done:
    """Say whether there is a logo, or change it."""
    from crm_desktop.services.documents import shop_logo

    if picture is not None and remove:
        raise typer.BadParameter(_("Say a picture or --remove, not both."))
    if remove:
        with writing(file) as store:
            store.write(shop_logo.REMOVE_ACTION, shop_logo.remove)
    elif picture is not None:
        content = _content(picture)
        with writing(file) as store:
            store.write(shop_logo.SET_ACTION, shop_logo.choose, picture.name, content)
    with reading(file) as store, store.read() as session:
        size = len(shop_logo.read(session))
    words = _("A logo is printed on papers.") if size else _("No logo is printed.")
    return Done((words,), {"logo": bool(size), "bytes": size})


def _content(picture: Path) -> bytes:
    try:
        return picture.read_bytes()
    except OSError as problem:
        raise UserError(
            _("“{name}” could not be read.").format(name=picture.name), _("Nothing was changed.")
        ) from problem
