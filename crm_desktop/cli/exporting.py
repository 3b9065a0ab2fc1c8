"""The command that writes records to a file other programs read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from crm_desktop.core.jobs import Progress

What = Literal["customers", "sales", "followups", "entries", "products", "all", "everything"]
Version = Literal["3.0", "4.0"]
Encoding = Literal["utf-8", "gb18030", "big5"]
Delimiter = Literal["comma", "semicolon", "tab"]

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_ENDINGS = {
    ".xlsx": ("customers", "sales", "followups", "entries", "products", "all"),
    ".csv": ("customers", "sales", "followups", "entries", "products"),
    ".vcf": ("customers",),
    ".ics": ("followups",),
}

Whats = Annotated[
    What,
    typer.Argument(
        metavar="WHAT",
        help=N_(
            "customers, sales, followups, entries, products, all, or everything: a folder of "
            "open formats."
        ),
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "-o", "--output", metavar="OUT", help=N_("File to write: .xlsx, .csv, .vcf or .ics.")
    ),
]
EncodingOption = Annotated[
    Encoding, typer.Option(metavar="NAME", help=N_("Of .csv: utf-8, gb18030 or big5."))
]
DelimiterOption = Annotated[
    Delimiter, typer.Option(metavar="NAME", help=N_("Of .csv: comma, semicolon or tab."))
]
VersionOption = Annotated[
    Version, typer.Option(metavar="N", help=N_("Of .vcf: 3.0, which phones read, or 4.0."))
]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "export", N_("Write customers, sales, follow-ups or products to a file."))(export)


def export(
    file: DataFile,
    what: Whats,
    out: Out,
    *,
    encoding: EncodingOption = "utf-8",
    delimiter: DelimiterOption = "comma",
    version: VersionOption = "3.0",
) -> Done:
    """Write the records; the ending of the file says how."""
    if what == "everything":
        return _everything(file, out)
    ending = out.suffix.lower()
    if what not in _ENDINGS.get(ending, ()):
        suited = " ".join(one for one, kinds in _ENDINGS.items() if what in kinds)
        raise typer.BadParameter(
            _("{what} can be written to: {endings}").format(what=what, endings=suited),
            param_hint=str(out),
        )
    written = _writer(what, out, _DELIMITERS[delimiter], encoding, version)
    with (
        reading(file) as store,
        store.read() as session,
        progress_bar(_("Writing {name}").format(name=out.name)) as progress,
    ):
        count = written(session, progress)
    from crm_desktop.core import formats

    told = ngettext("{count} row written to {out}.", "{count} rows written to {out}.", count)
    return Done(
        (told.format(count=formats.integer(count), out=out),), {"output": out, "rows": count}
    )


def _everything(file: Path, folder: Path) -> Done:
    """A folder with every record in open formats."""
    from crm_desktop.exchange import export_everything

    with (
        reading(file) as store,
        store.read() as session,
        progress_bar(_("Writing {name}").format(name=folder.name)) as progress,
    ):
        path, count = export_everything.write(session, folder, file.stem, progress)
    return Done((_("Everything is in {out}.").format(out=path),), {"output": path, "rows": count})


def _writer(
    what: str, out: Path, delimiter: str, encoding: str, version: str
) -> Callable[[Any, Progress], int]:
    """What writes the file for the ending of ``out``; heavy libraries are imported only then."""
    match out.suffix.lower():
        case ".xlsx":
            return _workbook(what, out)
        case ".csv":
            return _csv(what, out, delimiter, encoding)
        case ".vcf":
            return _vcards(out, version)
        case _:
            return _calendar(out)


def _workbook(what: str, out: Path) -> Callable[[Any, Progress], int]:
    def write(session: Any, progress: Progress) -> int:
        from crm_desktop.exchange import write_xlsx
        from crm_desktop.services.exports import export_rows

        kinds = export_rows.KINDS if what == "all" else (what,)
        tables = [export_rows.table(session, kind) for kind in kinds]
        about = export_rows.about(session, tables)
        return write_xlsx.write(tables, out, about, progress)

    return write


def _csv(what: str, out: Path, delimiter: str, encoding: str) -> Callable[[Any, Progress], int]:
    def write(session: Any, progress: Progress) -> int:
        from crm_desktop.exchange import write_csv
        from crm_desktop.services.exports import export_rows

        named = "utf-8-sig" if encoding == "utf-8" else encoding
        table = export_rows.table(session, what)
        return write_csv.write(table, out, progress, delimiter=delimiter, encoding=named)

    return write


def _vcards(out: Path, version: str) -> Callable[[Any, Progress], int]:
    def write(session: Any, progress: Progress) -> int:
        from crm_desktop.exchange import write_vcard
        from crm_desktop.services.exports import export_cards

        total, cards = export_cards.cards(session)
        return write_vcard.write(cards, total, out, progress, version=version)

    return write


def _calendar(out: Path) -> Callable[[Any, Progress], int]:
    def write(session: Any, progress: Progress) -> int:
        from crm_desktop.exchange import write_ical
        from crm_desktop.services.exports import export_cards

        total, entries = export_cards.entries(session)
        return write_ical.write(entries, total, out, progress)

    return write
