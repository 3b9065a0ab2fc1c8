"""The command that takes workbooks and text tables in."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm_desktop.db.store import Store
    from crm_desktop.exchange.job import Prepared
    from crm_desktop.services.imports.imports_data import ImportReport, MatchKey

OnDuplicate = Literal["fill", "overwrite", "skip", "create", "ask"]


Sources = Annotated[
    list[Path],
    typer.Argument(
        metavar="SOURCE...",
        help=N_("Files to read: .xlsx, .xls, .ods, .csv, .vcf, .ics, .crm; - for standard input."),
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=N_("Only say what would happen; change nothing."))
]
Errors = Annotated[
    Path | None,
    typer.Option(
        metavar="OUT", help=N_("Write the rows that could not be taken, and why, to OUT.xlsx.")
    ),
]
Way = Annotated[
    OnDuplicate,
    typer.Option(
        metavar="WAY",
        help=N_(
            "For customers there already: fill what is blank, overwrite, skip, create anew, "
            "or ask: leave the row out until you decide."
        ),
    ),
]
Match = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY",
        help=N_(
            "By what a customer is recognised: number, phone, name_phone or name_address; "
            "say it once for each. All four if not said; a name alone never is one."
        ),
    ),
]
Answers = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PROBLEM=ANSWER",
        help=N_("What to do with one kind of problem, such as month_start=month_end."),
    ),
]
Rows = Annotated[
    bool, typer.Option("--rows", help=N_("With --dry-run: what becomes of every row."))
]
Hidden = Annotated[
    Literal["keep", "skip"],
    typer.Option(
        metavar="WAY", help=N_("Hidden rows and columns: keep them (if not said) or skip.")
    ),
]
NoRecipe = Annotated[
    bool, typer.Option("--no-recipe", help=N_("Read lists afresh, not as the last time."))
]
Branch = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help=N_("With another .crm file: the branch of what it says no branch of."),
    ),
]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "import", N_("Take customers and sales in from Excel, WPS or CSV files."))(import_)


def import_(
    file: DataFile,
    sources: Sources,
    *,
    dry_run: DryRun = False,
    errors: Errors = None,
    on_duplicate: Way = "fill",
    match: Match = None,
    answer: Answers = None,
    rows: Rows = False,
    hidden: Hidden = "keep",
    no_recipe: NoRecipe = False,
    branch: Branch = "",
) -> Done:
    """Read, understand and write everything in one step that one undo takes back."""
    if (done := _elsewhere(file, sources, branch, dry_run=dry_run)) is not None:
        return done
    with reading(file) if dry_run else writing(file) as store:
        prepared, report = take_in(
            store,
            sources,
            on_duplicate,
            match=match,
            answers=answer or (),
            hidden=hidden,
            recipe=not no_recipe,
            dry_run=dry_run,
        )
    lines = told(report, dry_run=dry_run)
    data: dict[str, Any] = {**asdict(replace(report, fates=())), "dry_run": dry_run}
    del data["fates"]
    if rows:
        fates = list(_each_row(report))
        data["rows"] = fates
        lines += list(map(_row_line, fates))
    if errors is not None:
        from crm_desktop.exchange.write_problems import write_problems

        count = write_problems(prepared, report.problems, errors)
        lines.append(_("The rows left out are in {out}.").format(out=errors))
        data |= {"errors": errors, "rows_in_errors": count}
    return Done(tuple(lines), data)


def _elsewhere(file: Path, sources: Sequence[Path], branch: str, *, dry_run: bool) -> Done | None:
    """What is no table: calendars, another shop's data file; ``None`` for tables."""
    from crm_desktop.cli import calendars, joining
    from crm_desktop.services.shop_merge import shop_merge

    if calendars.all_calendars(sources):
        return calendars.take_in(file, sources, dry_run=dry_run)
    if (shop := shop_merge.other_shop(sources)) is not None:
        return joining.take_in_shop(file, shop, branch, dry_run=dry_run)
    return None


def take_in(
    store: Store,
    sources: Sequence[Path],
    on_duplicate: str,
    *,
    match: Sequence[str] | None = None,
    answers: Sequence[str] = (),
    hidden: str = "keep",
    recipe: bool = True,
    dry_run: bool = False,
) -> tuple[Prepared, ImportReport]:
    """Import ``sources`` into an open file, or only foresee it; what was read, what it did."""
    from crm_desktop.exchange import job
    from crm_desktop.services.fields import custom_fields
    from crm_desktop.services.imports import import_recipes, imports_data
    from crm_desktop.services.settings import settings

    with store.read() as session:
        options = imports_data.ImportOptions(
            imports_data.OnDuplicate(on_duplicate),
            settings.get(session, settings.CURRENCY),
            settings.get(session, settings.AREA_CODE),
            tuple(one.label for one in custom_fields.fields(session)),
            _keys(match),
            hidden=hidden == "keep",
            recipes=import_recipes.recipes(session) if recipe else (),
        )
    with progress_bar(_("Reading")) as progress, TemporaryDirectory() as folder:
        sources = [_piped(Path(folder)) if str(one) == "-" else one for one in sources]
        prepared = _answered(job.prepare(sources, options, progress), answers)
        if dry_run:
            with store.read() as session:
                return prepared, job.preview(session, prepared, progress)
        return prepared, store.write(N_("Import"), job.apply, prepared, progress).value


def _piped(folder: Path) -> Path:
    """What is piped in, as a file."""
    from crm_desktop.exchange.encodings import decode
    from crm_desktop.exchange.pasted_source import pasted_file

    return pasted_file(decode(sys.stdin.buffer.read())[0], folder)


def _keys(said: Sequence[str] | None) -> frozenset[MatchKey]:
    from crm_desktop.services.imports.imports_data import MatchKey

    unknown = set(said or ()) - set(MatchKey)
    if unknown:
        raise typer.BadParameter(
            _("Keys: {keys}").format(keys=" ".join(MatchKey)), param_hint="--match"
        )
    return frozenset(map(MatchKey, said or MatchKey))


def _answered(prepared: Prepared, answers: Sequence[str]) -> Prepared:
    """The same with the answers given on the command line."""
    from crm_desktop.exchange.answers import Answer, answered, offered

    for said in answers:
        code, _mark, words = said.partition("=")
        problems = [one for one in prepared.problems() if one.code == code]
        if not problems:
            continue  # an answer to what this file does not ask
        choices = offered(code, problems[0].severity)
        if words not in choices:
            raise typer.BadParameter(
                _("{code} can be answered with: {answers}").format(
                    code=code, answers=" ".join(choices) or "-"
                ),
                param_hint="--answer",
            )
        prepared = answered(prepared, problems, Answer(words))
    return prepared


def _each_row(report: ImportReport) -> Iterator[dict[str, Any]]:
    """What becomes of every row, as the preview of the window shows it."""
    for table in report.fates:
        for index in range(len(table.codes)):
            one = table.row(index)
            yield {
                "file": one.file, "sheet": one.sheet, "row": one.row, "fate": str(one.fate),
                "who": one.who, "contact_id": one.contact_id,
                "gains": {_(gain.field): [gain.before, gain.after] for gain in one.gains},
            }  # fmt: skip


def _row_line(row: dict[str, Any]) -> str:
    gains = [f"{name} {after}" for name, (_before, after) in row["gains"].items()]
    return "  ".join(filter(None, (f"{row['row']:>6}", row["fate"], row["who"], ", ".join(gains))))


def told(report: ImportReport, *, dry_run: bool) -> list[str]:
    """What an import did, in sentences, parts that are nothing left out."""
    from crm_desktop.core import formats

    def line(words: str, count: int) -> list[str]:
        return [words.format(count=formats.integer(count))] if count else []

    lines = [
        *line(
            ngettext("{count} new customer.", "{count} new customers.", report.contacts_new),
            report.contacts_new,
        ),
        *line(
            ngettext(
                "{count} known customer filled in.",
                "{count} known customers filled in.",
                report.contacts_updated,
            ),
            report.contacts_updated,
        ),
        *line(
            ngettext("{count} new product.", "{count} new products.", report.products_new),
            report.products_new,
        ),
        *_sales_told(report),
        *line(
            ngettext(
                "{count} row could not be taken.",
                "{count} rows could not be taken.",
                report.rows_failed,
            ),
            report.rows_failed,
        ),
    ]
    if not lines:
        return [_("Everything in there is known already. Nothing was changed.")]
    if dry_run:
        lines.append(_("This was a trial; nothing was changed."))
    return lines


def _sales_told(report: ImportReport) -> list[str]:
    from crm_desktop.core import formats

    if not report.sales_new:
        return []
    amounts = " + ".join(formats.money_exact(sum_, one) for one, sum_ in report.totals.items())
    words = ngettext(
        "{count} new sale for {amount}.", "{count} new sales for {amount}.", report.sales_new
    )
    return [words.format(count=formats.integer(report.sales_new), amount=amounts)]
