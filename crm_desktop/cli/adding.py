"""The command that adds many customers from a block of text."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.fast_entry import EntryRow, Known, Saved

OnKnown = Literal["ask", "fill", "skip", "create"]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "add-many", N_("Add customers from lines of text, or cells copied as text."))(
        add_many
    )


def add_many(
    file: DataFile,
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE", help=N_("A text file; - or nothing reads what is piped in.")
        ),
    ] = Path("-"),
    on_known: Annotated[
        OnKnown,
        typer.Option(
            "--on-duplicate",
            metavar="WAY",
            help=N_("For customers there already: fill what is blank, skip, or create anew."),
        ),
    ] = "ask",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Only say what would happen; change nothing."))
    ] = False,
) -> Done:
    """Read a block and keep every customer in it in one step that one undo takes back."""
    from crm_desktop.exchange import pasted
    from crm_desktop.services import fast_entry

    rows = pasted.read(_text(source))
    if not rows:
        raise UserError(_("No customer was found in the text."), _("Nothing was changed."))
    with reading(file) if dry_run else writing(file) as store:
        with store.read() as session:
            known = fast_entry.check(session, rows)
        if on_known != "ask":
            way = fast_entry.OnKnown("add" if on_known == "create" else on_known)
            rows = fast_entry.decide(rows, known, way)
        if dry_run:
            return _trial(rows, known)
        with progress_bar(_("Adding customers")) as progress:
            saved = store.write(N_("Add many customers"), fast_entry.save, rows, progress).value
    return Done(tuple(told(saved)), {**asdict(saved), "dry_run": False})


def _trial(rows: Sequence[EntryRow], known: Sequence[Known | None]) -> Done:
    pairs = list(zip(rows, known, strict=True))
    lines = [_foreseen(row, one) for row, one in pairs]
    lines.append(_("This was a trial; nothing was changed."))
    listed = [{**asdict(row), "known": asdict(one) if one else None} for row, one in pairs]
    return Done(tuple(lines), {"rows": listed, "dry_run": True})


def _text(source: Path) -> str:
    from crm_desktop.exchange.encodings import decode

    data = sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    return decode(data)[0]


def _foreseen(row: EntryRow, known: Known | None) -> str:
    from crm_desktop.services.fast_entry import OnKnown as Way

    called = row.name or row.company or row.phone or row.wechat or row.email
    shown = "  ".join(filter(None, (called, row.phone if called != row.phone else "", row.address)))
    if known is None:
        return _("new: {row}").format(row=shown)
    words = {
        Way.FILL: _("fills in {name}: {row}"),
        Way.SKIP: _("skipped, {name} is there: {row}"),
        Way.ADD: _("new, though {name} is there: {row}"),
    }[row.choice or known.proposed]
    return words.format(name=known.name, row=shown)


def told(saved: Saved) -> list[str]:
    """What was done, in sentences; parts that are nothing are left out."""
    from crm_desktop.core import formats

    parts: list[tuple[str, Any]] = [
        (ngettext("{count} new customer.", "{count} new customers.", len(saved.made)),
         len(saved.made)),
        (ngettext("{count} known customer filled in.", "{count} known customers filled in.",
                  len(saved.grown)), len(saved.grown)),
        (ngettext("{count} row was skipped.", "{count} rows were skipped.", saved.skipped),
         saved.skipped),
    ]  # fmt: skip
    lines = [words.format(count=formats.integer(count)) for words, count in parts if count]
    return lines or [_("Everything in there is known already. Nothing was changed.")]
