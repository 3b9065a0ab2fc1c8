"""The command that shows and defines fields of the shop's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.services.fields.custom_fields import FieldRow


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "fields", N_("List the fields of the shop's own, or add one."))(fields)


def fields(
    file: DataFile,
    label: Annotated[
        str, typer.Argument(metavar="[NAME]", help=N_("The name of a field to add."))
    ] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--type",
            metavar="TYPE",
            help=N_("text, number, money, date, yes_no, choice or choices; text if not said."),
        ),
    ] = "text",
    option: Annotated[
        list[str] | None,
        typer.Option("--option", metavar="WORDS", help=N_("A choice; say it once for each.")),
    ] = None,
) -> Done:
    """List the fields of customers, or define one more."""
    from crm_desktop.services.fields import custom_fields

    if label:
        with writing(file) as store:
            store.write(N_("Add a field"), custom_fields.define, label, kind, option or ())
    with reading(file) as store, store.read() as session:
        rows = custom_fields.fields(session, counts=True)
    lines = list(map(_line, rows)) or [_("No fields of your own yet.")]
    return Done(tuple(lines), {"fields": list(map(_record, rows))})


def _line(field: FieldRow) -> str:
    from crm_desktop.core import formats
    from crm_desktop.services.fields.custom_fields import type_name

    parts = [field.label, type_name(field.type), ", ".join(field.options)]
    filled = formats.integer(field.filled or 0)
    return " · ".join(part for part in [*parts, filled] if part)


def _record(field: FieldRow) -> dict[str, object]:
    return {
        "key": field.key,
        "label": field.label,
        "type": field.type,
        "options": list(field.options),
        "filled": field.filled,
    }
