"""The command that finds customers and products."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "search", N_("Find customers and products by name, pinyin, phone, tag …"))(search)


def search(
    file: DataFile,
    query: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help=N_("What to look for, as you would say it.")),
    ],
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, help=N_("How many to show; 50 if not said.")),
    ] = 50,
) -> Done:
    """List what is found, best first."""
    from crm_desktop.services import search as finding

    words = " ".join(query)
    with reading(file) as store, store.read() as session:
        hits = finding.search(session, words, limit)
        count = finding.count(session, words)
    lines = [" · ".join(filter(None, (hit.name, hit.detail))) for hit in hits]
    if not hits:
        lines = [_("Nothing found for “{words}”.").format(words=words)]
    elif count > len(hits):
        lines.append(_("{count} more").format(count=count - len(hits)))
    return Done(tuple(lines), {"count": count, "hits": [asdict(hit) for hit in hits]})
