"""The follow-ups due on a day as a sheet to take along and tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead
from crm_desktop.reports.document import Block, Column, Kind, Report, Row, Section, Summary, Table
from crm_desktop.services.contacts import contact_rows
from crm_desktop.services.follow_ups import follow_up_list
from crm_desktop.services.follow_ups.follow_up_list import FollowUpRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions

_MOST = 5_000  # more than anybody prints for a day


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The document for the day in ``options``, or today, in the language in force."""
    day = options.day or clock.today()
    due = follow_up_list.due_today(session, day, _MOST)
    late = follow_up_list.overdue(session, day, _MOST)
    ids = {row.contact_id for row in (*due, *late) if row.contact_id is not None}
    phones = {one.id: one.phone for one in contact_rows.rows(session, sorted(ids))}
    kind = catalogue.find("calls")
    period = f"{formats.date_long(day)} {formats.weekday(day)}"
    blocks = _blocks(due, late, phones)
    return letterhead.report(session, options, kind, period, (blocks,))


def _blocks(
    due: list[FollowUpRow], late: list[FollowUpRow], phones: dict[int, str]
) -> tuple[Block, ...]:
    if not due and not late:
        return (Summary((_("No follow-up is due on this day, and none is overdue."),)),)
    words = ngettext("{n} follow-up is due.", "{n} follow-ups are due.", len(due))
    said = [words.format(n=formats.integer(len(due)))]
    if late:
        words = ngettext("{n} is overdue.", "{n} are overdue.", len(late))
        said.append(words.format(n=formats.integer(len(late))))
    blocks: list[Block] = [Summary(tuple(said))]
    parts = ((pgettext("sheet", "Due on the day"), due), (pgettext("sheet", "Overdue"), late))
    for title, rows in parts:
        if rows:
            table = _table(title, rows, phones)
            blocks.append(Section(title, formats.integer(len(rows)), (table,)))
    return tuple(blocks)


def _table(title: str, rows: list[FollowUpRow], phones: dict[int, str]) -> Table:
    columns = (
        Column(pgettext("sheet", "Done"), share=0.5),
        Column(pgettext("sheet", "Due"), Kind.DATE, share=0.75),
        Column(_("Time"), share=0.6),
        Column(_("Customer"), share=1.7, strong=True),
        Column(_("Phone"), share=1.4),
        Column(pgettext("sheet", "What to do"), share=2.4),
        Column(_("Owner"), share=1.2),
        Column(pgettext("sheet", "Result"), share=1.7),
    )
    made = tuple(_row(row, phones) for row in rows)
    return Table(columns, made, sheet=title, detail_title=_("Note"))


def _row(row: FollowUpRow, phones: dict[int, str]) -> Row:
    values = (
        "□",
        letterhead.short_day(row.due_on),
        row.due_time,
        row.contact_name,
        phones.get(row.contact_id or 0, ""),
        row.title,
        row.owner_name,
        "",
    )
    return Row(values, detail=" ".join(row.note.split()))
