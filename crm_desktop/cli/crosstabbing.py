"""The command that adds up sales by any fields: crosstab."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_day
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.reporting import LandscapeOption, MarginOption, PaperOption
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.reports.document import Report
    from crm_desktop.reports.paper import PageSetup
    from crm_desktop.services.crosstab.crosstab import Crosstab, Question
    from crm_desktop.services.figures.sales_figures import Period


_PAGE = 1_000  # SQLite takes so many values at once and some more

Rows = Annotated[
    str, typer.Option("--rows", metavar="FIELDS", help=N_("Such as area,salesperson."))
]
Columns = Annotated[str, typer.Option("--columns", metavar="FIELDS", help=N_("Such as month."))]
Measures = Annotated[
    str, typer.Option("--measure", metavar="FIELDS", help=N_("Such as amount,customers."))
]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUT", help=N_("File to write: .pdf, .xlsx, .csv.")),
]
Filters = Annotated[
    list[str] | None,
    typer.Option("--filter", metavar="FIELD=VALUE", help=N_("Only these; may be repeated.")),
]


First = Annotated[
    str, typer.Option("--from", metavar="DATE", help=N_("First day; a year back if not said."))
]
Last = Annotated[str, typer.Option("--to", metavar="DATE", help=N_("Last day; today if not said."))]
Top = Annotated[int, typer.Option("--top", metavar="N", help=N_("Only the first rows."))]
Sort = Annotated[str, typer.Option("--sort", metavar="HOW", help=N_("name, value, or a measure."))]
Reverse = Annotated[bool, typer.Option("--reverse", help=N_("The other way round."))]
Behind = Annotated[bool, typer.Option("--behind", help=N_("List the sales it counts as well."))]
Save = Annotated[
    str, typer.Option("--save", metavar="NAME", help=N_("Keep the question by this name."))
]
Saved = Annotated[str, typer.Option("--saved", metavar="NAME", help=N_("Ask one that was kept."))]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "crosstab", N_("Add up sales by any fields, in rows and columns."))(show)
    command(app, "crosstabs", N_("List the cross-tabs kept in the file, rename or delete one."))(
        kept
    )


def kept(
    file: DataFile,
    *,
    rename: Annotated[
        str, typer.Option("--rename", metavar="NAME", help=N_("Which one gets another name."))
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="NAME", help=N_("The name it gets."))] = "",
    delete: Annotated[
        str, typer.Option("--delete", metavar="NAME", help=N_("Which one is deleted."))
    ] = "",
) -> Done:
    """The names kept, after what was asked for."""
    from crm_desktop.services.crosstab import crosstab_saved

    if rename or delete:
        with writing(file) as store:
            if rename:
                action = crosstab_saved.RENAME_ACTION
                store.write(action, crosstab_saved.rename, rename, to)
            if delete:
                store.write(crosstab_saved.REMOVE_ACTION, crosstab_saved.remove, delete)
    with reading(file) as store, store.read() as session:
        names = crosstab_saved.saved(session)
    return Done(names, {"names": names})


def show(
    file: DataFile,
    *,
    rows: Rows = "",
    columns: Columns = "",
    measure: Measures = "amount",
    where: Filters = None,
    first: First = "",
    last: Last = "",
    top: Top = 0,
    sort: Sort = "",
    reverse: Reverse = False,
    save: Save = "",
    saved: Saved = "",
    behind: Behind = False,
    out: Out = None,
    paper: PaperOption = "a4",
    landscape: LandscapeOption = False,
    margin: MarginOption = 15.0,
) -> Done:
    """Sales by any fields. ``--save`` writes into the file."""
    from crm_desktop.reports.paper import PageSetup
    from crm_desktop.services.crosstab import crosstab, crosstab_saved

    page = PageSetup(paper, landscape, margin)
    period, where_ = _period(first, last), _values(file, _pairs(where or []))
    measures, by_measure = _fields(measure), sort if sort in crosstab.MEASURES else ""
    how = "value" if by_measure else sort
    page.check()
    question = crosstab.Question(
        period, _fields(rows), _fields(columns), measures, where_, top, how, reverse, (), by_measure
    )
    if save:
        with writing(file) as store:
            action, span_key = crosstab_saved.SAVE_ACTION, _period_key(first, last)
            store.write(action, crosstab_saved.save, save, question, span_key)
    with reading(file) as store, store.read() as session:
        if saved:
            span = period if first or last else _kept_period(session, saved)
            question = crosstab_saved.load(session, saved, span)
        made = crosstab.ask(session, question)
        report = _document(session, made, saved or save, out, page)
        sales = _behind(session, question) if behind else []
    return Done((*_lines(report), *map(_told, sales)), _data(made) | {"sales": sales})


def _behind(session: Any, question: Question) -> list[dict[str, Any]]:
    """The sales and returns a cross-tab counts, newest first; amounts in minor units."""
    from crm_desktop.services.crosstab import crosstab
    from crm_desktop.services.sales import sale_list

    ids = list(crosstab.sales_behind(session, question))
    return [
        {
            "id": one.id,
            "number": one.number,
            "sold_on": one.sold_on.isoformat(),
            "contact_id": one.contact_id,
            "customer": one.contact_name,
            "total": one.total_minor,
            "currency": one.currency,
        }
        for start in range(0, len(ids), _PAGE)
        for one in sale_list.rows(session, ids[start : start + _PAGE])
    ]


def _told(sale: dict[str, Any]) -> str:
    from crm_desktop.core import formats

    total = formats.money_exact(sale["total"], sale["currency"])
    customer = sale["customer"] or _("Walk-in")
    return "  ".join((sale["sold_on"], sale["number"], customer, total))


def _period(first: str, last: str) -> Period:
    from crm_desktop.services.crosstab import crosstab_periods
    from crm_desktop.services.figures import sales_figures

    end = read_day(last) if last else clock.today()
    begin = read_day(first) if first else crosstab_periods.period(crosstab_periods.USUAL, end).first
    return sales_figures.Period(begin, end)


def _period_key(first: str, last: str) -> str:
    """Days that were typed are kept as they are."""
    from crm_desktop.services.crosstab import crosstab_periods

    return crosstab_periods.OWN if first or last else crosstab_periods.USUAL


def _kept_period(session: Any, name: str) -> Period:
    from crm_desktop.services.crosstab import crosstab_saved

    _key, period = crosstab_saved.period_of(session, name, clock.today())
    return period


def _fields(typed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in typed.split(",") if part.strip())


def _pairs(typed: list[str]) -> tuple[tuple[str, str], ...]:
    if wrong := [one for one in typed if "=" not in one]:
        raise typer.BadParameter(_("{text} is no filter like area=North.").format(text=wrong[0]))
    parts = (one.partition("=") for one in typed)
    return tuple((key.strip(), value.strip()) for key, _sign, value in parts)


def _values(file: Path, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The pairs with what the file calls by these names."""
    from crm_desktop.services.crosstab import crosstab_values

    with reading(file) as store, store.read() as session:
        named = partial(crosstab_values.named, session)
        return tuple((key, value) for key, name in pairs for value in named(key, name))


def _document(session: Any, made: Crosstab, name: str, out: Path | None, page: PageSetup) -> Report:
    """The answer as a document, which is written where that was asked for."""
    from crm_desktop.reports import crosstab_chart, job

    suffix = out.suffix.lower() if out else ".csv"
    report = crosstab_chart.document(session, made, name, suffix, page)
    if out:
        job.write_document(report, out, page=page)
    return report


def _lines(report: Report) -> tuple[str, ...]:
    from crm_desktop.reports import document, values

    lines: list[str] = []
    for block in document.blocks_in(report):
        if isinstance(block, document.Table):
            lines.append("  ".join(column.title for column in block.columns))
            for row in block.rows:
                cells = zip(row.values, block.columns, strict=True)
                shown = (values.shown(one, column.kind, report.currency) for one, column in cells)
                lines.append("  ".join(shown))
        elif isinstance(block, document.Note):
            lines.append(block.text)
        elif isinstance(block, document.Summary):
            lines += block.sentences
    return tuple(lines)


def _data(made: Crosstab) -> dict[str, Any]:
    measures = made.question.measures
    return {
        "question": _asked(made.question),
        "currency": made.currency,
        "left_out": made.left_out,
        "lines": [
            {
                "row": _shown(made, made.question.rows, line.key),
                "key": line.key,
                "cells": [
                    {
                        "column": _shown(made, made.question.columns, key),
                        **{one: cell.value(one) for one in measures},
                    }
                    for key, cell in sorted(line.cells.items())
                ],
            }
            for line in made.lines
        ],
    }


def _shown(made: Crosstab, dimensions: tuple[str, ...], key: tuple[str, ...]) -> list[str]:
    return [made.shown(one, value) for one, value in zip(dimensions, key, strict=False)]


def _asked(question: Question) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(question)
