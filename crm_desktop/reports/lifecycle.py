"""Stages of customers: where they stand, how that changed in a year, who stays too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
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
    Styled,
    Summary,
    Table,
    Tone,
)
from crm_desktop.services.lifecycle.lifecycle import StageRow, stages
from crm_desktop.services.summaries import stage_figures
from crm_desktop.services.summaries.stage_figures import MonthOfStages, StageCount, StalledRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions


_LISTED = 40


def build(session: Session, options: ReportOptions, progress: Progress = no_progress) -> Report:
    """The document as of today, in the language in force."""
    today = clock.today()
    every = stages(session)
    counts = stage_figures.counts(session, today)
    months = stage_figures.months(session, today, progress=progress)
    late = stage_figures.stalled(session, today, _LISTED)
    stalled = stage_figures.stalled_count(session, today)
    blocks: list[Block] = [
        Summary(_sentences(counts, stalled)),
        Section(_("Where they stand"), "", (_counts(counts),)),
        *_moves(every, months[-1]),
        Section(_("12 months"), _("at the end of the month"), (_months(every, months),)),
    ]
    if late:
        title, remark = _("Too long in their stage"), formats.integer(stalled)
        if stalled > len(late):
            remark = _("{count}, the {shown} longest shown").format(count=remark, shown=len(late))
        blocks.append(Section(title, remark, (_stalled(late, title),)))
    words = _("Entered and left are moves from stage to stage; who is new on file did not move.")
    blocks.append(Note(words))
    kind = catalogue.find("lifecycle")
    return letterhead.report(session, options, kind, formats.date_long(today), (tuple(blocks),))


def _sentences(counts: list[StageCount], stalled: int) -> tuple[str, ...]:
    total = sum(one.count for one in counts)
    words = ngettext("{n} customer has a stage.", "{n} customers have a stage.", total)
    said = [words.format(n=formats.integer(total))]
    moved = sum(one.entered for one in counts)
    words = ngettext("{n} moved this month.", "{n} moved this month.", moved)
    said.append(words.format(n=formats.integer(moved)))
    if stalled:
        words = ngettext(
            "{n} stays longer than the stage allows.", "{n} stay longer than their stage allows.",
            stalled,
        )  # fmt: skip
        said.append(words.format(n=formats.integer(stalled)))
    return tuple(said)


def _counts(counts: list[StageCount]) -> Table:
    columns = (
        Column(_("Stage"), share=2.0, strong=True),
        Column(_("Customers"), Kind.INTEGER),
        Column(pgettext("stage", "Entered"), Kind.INTEGER),
        Column(pgettext("stage", "Left"), Kind.INTEGER),
        Column(pgettext("stage", "Too long"), Kind.INTEGER),
    )
    rows = tuple(
        Row((one.stage.name, one.count, one.entered, one.left, one.stalled or None))
        for one in counts
    )
    return Table(columns, rows, sheet=_("Where they stand"))


def _moves(every: list[StageRow], month: MonthOfStages) -> tuple[Block, ...]:
    if not month.moves:
        return ()
    table = stage_figures.matrix(month, every)
    columns = (
        Column(_("Stage"), share=1.5, strong=True),
        *(Column(stage.name, Kind.INTEGER) for stage in every),
    )
    rows = tuple(
        Row((stage.name, *(number or None for number in numbers)))
        for stage, numbers in zip(every, table, strict=True)
    )
    title = _("Moves this month")
    return (Section(title, _("from row to column"), (Table(columns, rows, sheet=title),)),)


def _months(every: list[StageRow], months: list[MonthOfStages]) -> Table:
    columns = (
        Column(pgettext("report", "Month"), share=1.5, strong=True),
        *(Column(stage.name, Kind.INTEGER) for stage in every),
    )
    rows = tuple(
        Row((formats.month_year(one.first), *(one.counts.get(stage.id, 0) for stage in every)))
        for one in reversed(months)
    )
    return Table(columns, rows, sheet=_("12 months"))


def _stalled(late: list[StalledRow], title: str) -> Table:
    columns = (
        Column(_("Customer"), share=2.4, strong=True),
        Column(_("Stage"), share=1.2),
        Column(_("Owner"), share=1.2),
        Column(pgettext("stage", "There for"), Kind.DAYS),
        Column(pgettext("stage", "Over by"), Kind.DAYS),
    )
    rows = tuple(
        Row((one.name, one.stage.name, one.owner, one.days, Styled(one.over, tone=Tone.BAD)))
        for one in late
    )
    return Table(columns, rows, sheet=title)
