"""The data behind every block as a table: what Excel and CSV write."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.core.i18n import _, pgettext
from crm_desktop.reports.document import (
    AgeBar,
    Bars,
    Block,
    Cards,
    Column,
    Kind,
    Kpis,
    RankedBars,
    Report,
    Row,
    StackedMonths,
    Table,
    blocks_in,
)

DataBlock = Table | Cards | Kpis | StackedMonths | RankedBars | AgeBar | Bars


def data_blocks(report: Report) -> list[DataBlock]:
    """The blocks of ``report`` that carry data for a sheet, in reading order."""
    return [block for block in blocks_in(report) if _has_sheet(block)]  # type: ignore[misc]


def _has_sheet(block: Block) -> bool:
    return isinstance(block, DataBlock) and bool(block.sheet)


def as_table(block: DataBlock) -> Table:
    """The data of ``block`` as rows under headings."""
    if isinstance(block, Table):
        return replace(block, rows=tuple(row for row in block.rows if not row.total))
    if isinstance(block, Cards):
        return block.table
    if isinstance(block, StackedMonths):
        return _months(block)
    if isinstance(block, Kpis):
        return _figures(block)
    if isinstance(block, Bars):
        return _series(block)
    columns = (Column(block.label_title), Column(block.amount_title, Kind.MONEY_EXACT))
    rows = tuple(Row(pair) for pair in zip(block.labels, block.amounts, strict=True))
    return Table(columns, rows, block.sheet)


def _months(block: StackedMonths) -> Table:
    columns = (
        Column(pgettext("report", "Month"), Kind.DATE),
        Column(block.lower_name, Kind.MONEY_EXACT),
        Column(block.upper_name, Kind.MONEY_EXACT),
        Column(block.marks_name, Kind.MONEY_EXACT),
    )
    cells = zip(block.months, block.lower, block.upper, block.marks, strict=True)
    return Table(columns, tuple(Row(values) for values in cells), block.sheet)


def _series(block: Bars) -> Table:
    columns = (Column(block.label_title), *(Column(one.name, block.kind) for one in block.series))
    cells = zip(block.labels, *(one.values for one in block.series), strict=True)
    return Table(columns, tuple(Row(values) for values in cells), block.sheet)


def _figures(block: Kpis) -> Table:
    """One column a figure, one row a time: now, a month ago, a year ago."""
    columns = (Column(""), *(Column(kpi.label, kpi.kind) for kpi in block.items))
    week = block.earlier == "week"
    rows = (
        Row((_("This week") if week else _("This month"), *(kpi.value for kpi in block.items))),
        Row((_("Last week") if week else _("Last month"), *(kpi.month_ago for kpi in block.items))),
        Row((_("A year ago"), *(kpi.year_ago for kpi in block.items))),
    )
    return Table(columns, rows, block.sheet)
