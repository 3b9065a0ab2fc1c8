"""The birthday list: whose birthday is kept in the month, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead
from crm_desktop.reports.document import Block, Column, Kind, Report, Row, Summary, Table
from crm_desktop.services.contacts import reach, relations
from crm_desktop.services.figures.sales_figures import month_of
from crm_desktop.services.records import birthdays
from crm_desktop.services.records.birthdays import BirthdayRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The document for the month in ``options``, in the language in force."""
    month = month_of(options.month)
    days = (month.last - month.first).days + 1
    rows = birthdays.coming(session, month.first, days, limit=birthdays.EVERYBODY)
    phones = reach.phones(session, [row.contact_id for row in rows])
    name = formats.month_year(month.first)
    kind = catalogue.find("birthdays")
    return letterhead.report(session, options, kind, name, (_blocks(rows, phones, name),))


def _blocks(rows: list[BirthdayRow], phones: dict[int, str], month: str) -> tuple[Block, ...]:
    if not rows:
        none = _("No birthday is known in {month}.").format(month=month)
        return (Summary((none, _("Birthdays are written down on the page of a customer."))),)
    words = ngettext(
        "{n} birthday is kept in {month}.", "{n} birthdays are kept in {month}.", len(rows)
    )
    columns = (
        Column(_("Day"), Kind.DATE, share=0.9),
        Column(pgettext("birthday", "Weekday"), share=0.9),
        Column(_("Name"), share=1.9, strong=True),
        Column(pgettext("birthday", "Turns"), Kind.INTEGER, share=0.6),
        Column(_("Phone"), share=1.3),
        Column(_("Level"), share=0.7),
        Column(pgettext("birthday", "Remark"), share=1.6),
    )
    table = Table(columns, tuple(_row(row, phones) for row in rows), sheet=_("Birthday list"))
    return (Summary((words.format(n=formats.integer(len(rows)), month=month),)), table)


def _row(row: BirthdayRow, phones: dict[int, str]) -> Row:
    remarks = []
    if row.of:
        of = _("{relation} of {name}")
        remarks.append(of.format(relation=relations.kind_name(row.relation), name=row.of))
    if row.lunar:
        remarks.append(_("lunar calendar"))
    return Row(
        (
            row.on,
            formats.weekday(row.on),
            row.name,
            row.age,
            phones.get(row.contact_id, ""),
            row.level,
            pgettext("list separator", ", ").join(remarks),
        )
    )
