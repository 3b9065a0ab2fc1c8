"""Customers by how lately, how often and for how much they buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats, money
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Section,
    Summary,
    Table,
)
from crm_desktop.services.figures import health, rfm
from crm_desktop.services.figures.rfm import Buyer, Rfm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions

_LISTED = 15
_LISTS = ("risk", "best", "new", "cooling")


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The document as of today, in the language in force."""
    made = rfm.rfm(session, clock.today())
    kind = catalogue.find("rfm")
    return letterhead.report(session, options, kind, formats.date_long(made.day), (_blocks(made),))


def _blocks(made: Rfm) -> tuple[Block, ...]:
    if not made.buyers:
        return (Summary((_("Nobody has bought yet."), _("Record sales or import them."))),)
    blocks: list[Block] = [
        Summary(_sentences(made)),
        Section(_("Groups"), "", (_groups(made),)),
        Section(_("How lately and how often"), _("customers"), (_cells(made),)),
    ]
    for group in _LISTS:
        found = made.of(group)
        if found:
            remark = formats.integer(len(found))
            if len(found) > _LISTED:
                remark = _("{count}, the {shown} biggest shown").format(count=remark, shown=_LISTED)
            table = _table(found[:_LISTED], rfm.group_name(group))
            blocks.append(Section(rfm.group_name(group), remark, (table,)))
    scored = health.how_it_is_scored().splitlines()[:3]
    blocks.append(Note(" ".join((*scored, _meaning()))))
    return tuple(blocks)


def _sentences(made: Rfm) -> tuple[str, ...]:
    count, best, risk = len(made.buyers), made.of("best"), made.of("risk")
    words = ngettext("{n} customer has bought.", "{n} customers have bought.", count)
    said = [words.format(n=formats.integer(count))]
    whole = sum(one.spent_minor for one in made.buyers)
    part = sum(one.spent_minor for one in best)
    if best and whole > 0:
        words = ngettext(
            "The best one brought {share} of all.", "The {n} best brought {share} of all.",
            len(best),
        )  # fmt: skip
        share = formats.percent(money.divide_half_up(part * 10_000, whole))
        said.append(words.format(n=formats.integer(len(best)), share=share))
    if risk:
        words = ngettext(
            "{n} who bought often has fallen silent: {name} should hear from you first.",
            "{n} who bought often have fallen silent: {name} should hear from you first.",
            len(risk),
        )
        said.append(words.format(n=formats.integer(len(risk)), name=risk[0].name))
    return tuple(said)


def _groups(made: Rfm) -> Table:
    whole = sum(one.spent_minor for one in made.buyers)
    columns = (
        Column(pgettext("rfm", "Group"), share=2.0, strong=True),
        Column(_("Customers"), Kind.INTEGER),
        Column(_("Spent in all"), Kind.MONEY, share=1.3),
        Column(_("Share"), Kind.PERCENT),
    )
    rows = []
    for group in rfm.GROUPS:
        found = made.of(group)
        spent = sum(one.spent_minor for one in found)
        share = money.divide_half_up(spent * 10_000, whole) if whole > 0 else None
        rows.append(Row((rfm.group_name(group), len(found), spent, share)))
    return Table(columns, tuple(rows), sheet=_("Groups"))


def _cells(made: Rfm) -> Table:
    cells = made.cells()
    columns = (
        Column(_("Recency R"), share=1.4, strong=True),
        *(Column(f"F {often}", Kind.INTEGER) for often in range(5, 0, -1)),
    )
    rows = tuple(
        Row((f"R {late}", *(cells[late, often] or None for often in range(5, 0, -1))))
        for late in range(5, 0, -1)
    )
    return Table(columns, rows, sheet=_("How lately and how often"))


def _table(found: tuple[Buyer, ...], sheet: str) -> Table:
    columns = (
        Column(_("Customer"), share=2.4, strong=True),
        Column(_("Last purchase"), Kind.DATE, share=1.2),
        Column(pgettext("rfm", "Orders, 12 months"), Kind.INTEGER),
        Column(_("Spent in all"), Kind.MONEY, share=1.1),
        Column("R", Kind.INTEGER, share=0.4),
        Column("F", Kind.INTEGER, share=0.4),
        Column("M", Kind.INTEGER, share=0.4),
    )
    rows = tuple(
        Row(
            (
                one.name,
                letterhead.full_day(one.last_on),
                one.year_orders,
                one.spent_minor,
                one.recency,
                one.frequency,
                one.spend,
            )
        )
        for one in found
    )
    return Table(columns, rows, sheet=sheet)


def _meaning() -> str:
    return _(
        "Best: R and F from 4. Regular: both from 3. New: R from 4, F below 3. At risk: F from 3, "
        "R up to 2. Cooling: R of 3, F below 3. Asleep: all others."
    )
