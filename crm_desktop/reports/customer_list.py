"""The customer list on paper: everybody the list shows, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Report,
    Row,
    Styled,
    Summary,
    Table,
    Value,
)
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery, ContactRow
from crm_desktop.services.settings import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions

_BATCH = 2_000  # customers between two looks at whether to stop


def build(session: Session, options: ReportOptions, progress: Progress = no_progress) -> Report:
    """The document as of today, in the language in force."""
    query = ContactQuery(sort="name", descending=False)
    total = contact_list.count(session, query)
    rows: list[ContactRow] = []
    for start in range(0, total, _BATCH):
        progress(start, total)
        rows += contact_list.page(session, query, start, _BATCH, total)
    kind = catalogue.find("customers")
    currency = settings.get(session, settings.CURRENCY)
    day = formats.date_long(clock.today())
    return letterhead.report(session, options, kind, day, (_blocks(rows, currency),))


def _blocks(rows: list[ContactRow], currency: str) -> tuple[Block, ...]:
    if not rows:
        return (Summary((_("There are no customers yet."),)),)
    words = ngettext("{n} customer.", "{n} customers.", len(rows))
    columns = (
        Column(_("Customer"), share=2.2, strong=True),
        Column(_("Phone"), share=1.5),
        Column(_("Level"), share=0.8),
        Column(_("Stage"), share=0.9),
        Column(_("Owner"), share=1.0),
        Column(_("Last purchase"), Kind.DATE, share=1.3),
        Column(_("Spent in all"), Kind.MONEY, share=1.1),
        Column(_("Owed"), Kind.MONEY, share=1.0),
    )
    table = Table(columns, tuple(_row(row, currency) for row in rows), sheet=_("Customers"))
    return (Summary((words.format(n=formats.integer(len(rows))),)), table)


def _row(row: ContactRow, currency: str) -> Row:
    return Row(
        (
            row.name,
            row.phone,
            row.level,
            row.stage,
            row.owner,
            letterhead.full_day(row.last_sale_on),
            _money(row.spent_minor, row.currency, currency),
            _money(row.owed_minor, row.currency, currency),
        )
    )


def _money(minor: int, theirs: str, currency: str) -> Value | Styled:
    """Nothing for zero; a sum in another currency than the shop's carries its sign."""
    if not minor or theirs == currency:
        return minor or None
    return Styled(None, text=formats.money_exact(minor, theirs))
