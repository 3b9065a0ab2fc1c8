"""Hidden rows and columns of a sheet: in, or left out, as the user says."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.exchange.mapping import map_columns
from crm_desktop.exchange.prepared_sheet import PreparedSheet
from crm_desktop.exchange.understand import RowKind


def counted(one: PreparedSheet) -> tuple[int, int]:
    """How many hidden rows of records and hidden columns a sheet has."""
    kinds = one.layout.kinds
    records = (RowKind.DATA, RowKind.HIDDEN)
    rows = sum(1 for row in one.sheet.hidden_rows if row < len(kinds) and kinds[row] in records)
    return rows, sum(1 for column in one.columns if column.hidden)


def left_out(one: PreparedSheet) -> PreparedSheet:
    """The same without what is hidden."""
    kinds = tuple(
        RowKind.HIDDEN if kind is RowKind.DATA and row in one.sheet.hidden_rows else kind
        for row, kind in enumerate(one.layout.kinds)
    )
    columns = tuple(
        replace(column, field="ignore", confidence=1.0) if column.hidden else column
        for column in one.columns
    )
    return replace(one, layout=replace(one.layout, kinds=kinds), columns=columns)


def shown(one: PreparedSheet) -> PreparedSheet:
    """The same with what is hidden; its columns go where they were taken to belong."""
    kinds = tuple(RowKind.DATA if kind is RowKind.HIDDEN else kind for kind in one.layout.kinds)
    layout = replace(one.layout, kinds=kinds)
    mapped = (
        map_columns(one.sheet, layout, one.kind)[1]
        if any(column.hidden for column in one.columns)
        else []
    )
    fields = {column.position: column for column in mapped if column.hidden}
    columns = tuple(fields.get(column.position, column) for column in one.columns)
    return replace(one, layout=layout, columns=columns)
