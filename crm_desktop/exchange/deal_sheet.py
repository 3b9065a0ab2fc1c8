"""Deals as a workbook or text table: those of a list, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from crm_desktop.core import clock, formats, money
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.exchange import write_csv, write_xlsx
from crm_desktop.services.deals import deal_list
from crm_desktop.services.deals.deal_list import DealQuery, DealRow
from crm_desktop.services.exports.export_table import Column, ExportTable
from crm_desktop.services.exports.export_walk import Value

_CHUNK = 500
SUFFIXES = (".xlsx", ".csv")


def write(
    session: Any, query: DealQuery, path: Path, progress: Progress = no_progress
) -> int:  # fmt: skip
    """Write what ``query`` finds; returns how many. The suffix says how.

    Raises ``UserError`` for another suffix, ``FileProblem`` when it cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UserError(
            _("Deals are written as .xlsx or .csv."),
            _("Nothing was written."),
            _("Choose a name that ends so."),
        )
    ids = deal_list.all_ids(session, query)
    table = ExportTable(_("Deals"), _columns(), len(ids), _rows(session, ids))
    if suffix == ".csv":
        return write_csv.write(table, path, progress)
    about = [_("Written on {day}").format(day=formats.date_long(clock.today()))]
    return write_xlsx.write([table], path, about, progress)


def _columns() -> tuple[Column, ...]:
    return (
        Column(pgettext("column", "Deal")),
        Column(pgettext("column", "Customer")),
        Column(pgettext("column", "Deal amount"), "money"),
        Column(pgettext("column", "Currency")),
        Column(pgettext("column", "Weighted amount"), "money"),
        Column(pgettext("column", "Deal stage")),
        Column(pgettext("column", "How it stands")),
        Column(pgettext("column", "Days in stage"), "number"),
        Column(pgettext("column", "Expected on"), "date"),
        Column(pgettext("column", "Next step")),
        Column(pgettext("column", "Day of next step"), "date"),
        Column(pgettext("column", "Owner")),
        Column(pgettext("column", "Source")),
        Column(pgettext("column", "Ended on"), "date"),
        Column(pgettext("column", "Reason")),
        Column(pgettext("column", "Competitor")),
        Column(pgettext("column", "Remark")),
    )


def _rows(session: Any, ids: Sequence[int]) -> Iterator[tuple[Value, ...]]:
    for start in range(0, len(ids), _CHUNK):
        for row in deal_list.rows(session, ids[start : start + _CHUNK]):
            yield _cells(row)


def _cells(row: DealRow) -> tuple[Value, ...]:
    running = row.state == "open"
    return (
        row.title,
        row.contact_name,
        money.to_major(row.amount_minor, row.currency),
        row.currency,
        money.to_major(row.weighted_minor, row.currency) if running else None,
        row.stage,
        deal_list.state_name(row.state),
        row.days_in_stage if running else None,
        row.expected_on,
        row.next.title if row.next is not None else "",
        row.next.due_on if row.next is not None else None,
        row.owner,
        row.source,
        row.closed_on,
        row.lost_reason,
        row.competitor,
        row.note,
    )
