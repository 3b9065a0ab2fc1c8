"""The weekly report for the boss: the week on a page, and three things to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead, staff_month, values
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Kpi,
    Kpis,
    Note,
    Numbered,
    Report,
    Row,
    Section,
    SideBySide,
    Styled,
    Summary,
    Table,
    Tone,
)
from crm_desktop.services.summaries import week, week_words
from crm_desktop.services.summaries.week import Week, WeekFigures

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions

_FEW = 6


def build(session: Session, options: ReportOptions, progress: Progress = no_progress) -> Report:
    """The document for the week of the day in ``options``, in the language in force."""
    today = clock.today()
    made = week.week(session, options.day or today, today, progress)
    kind = catalogue.find("weekly")
    period = formats.days_long(made.period.first, made.period.last)
    return letterhead.report(session, options, kind, period, (_blocks(made),))


def _blocks(made: Week) -> tuple[Block, ...]:
    to_do = week_words.to_do(made)
    blocks: list[Block | None] = [
        Summary(week_words.summary(made)),
        _figures(made),
        Section(to_do.title, "", (Numbered(to_do.sentences),)) if to_do.sentences else None,
        SideBySide((_days(made),), _beside(made), share=0.4),
        *_moving(made),
        _work(made),
    ]
    if not made.complete:
        day = formats.date_long(made.period.last)
        words = _("The week still runs: up to {day}, compared with the same days of other weeks.")
        blocks.append(Note(words.format(day=day)))
    return tuple(block for block in blocks if block is not None)


def _figures(made: Week) -> Kpis:
    def kpi(label: str, kind: Kind, figure: Callable[[WeekFigures], int | None]) -> Kpi:
        before = figure(made.week_ago) if made.week_ago else None
        last_year = figure(made.year_ago) if made.year_ago else None
        compare = "percent" if kind is Kind.MONEY else "difference"
        return Kpi(label, figure(made.now), kind, before, last_year, compare)

    return Kpis(
        (
            kpi(pgettext("report", "Sales"), Kind.MONEY, lambda one: one.sales.amount_minor),
            kpi(_("Orders"), Kind.INTEGER, lambda one: one.sales.orders),
            kpi(pgettext("league", "Received"), Kind.MONEY, lambda one: one.received_minor),
            kpi(_("New customers"), Kind.INTEGER, lambda one: one.sales.new_customers),
            kpi(_("Deals won"), Kind.MONEY, lambda one: one.won_minor),
        ),
        sheet=_("Key figures"),
        earlier="week",
    )


def _days(made: Week) -> Block:
    columns = (
        Column(pgettext("birthday", "Weekday"), share=1.2),
        Column(_("Day"), Kind.DATE),
        Column(pgettext("report", "Sales"), Kind.MONEY, share=1.3, strong=True),
    )
    rows = tuple(Row((formats.weekday(day), day, amount)) for day, amount in made.by_day)
    title = _("Day by day")
    return Section(title, "", (Table(columns, rows, sheet=title),))


def _beside(made: Week) -> tuple[Block, ...]:
    title = _("New customers")
    if not made.new:
        return (Section(title, "0", (Note(_("Nobody bought for the first time.")),)),)
    columns = (
        Column(_("Customer"), share=2.0, strong=True),
        Column(pgettext("movement", "First purchase"), Kind.DATE),
        Column(_("Amount"), Kind.MONEY),
    )
    rows = tuple(Row((one.name, one.on, one.amount_minor)) for one in made.new[:_FEW])
    table = Table(columns, rows, sheet=title)
    return (Section(title, values.listed(len(made.new), len(rows)), (table,)),)


def _moving(made: Week) -> tuple[Block | None, ...]:
    """Falling customers and deals, beside each other where there are both."""
    fell, deals = _falling(made), _deals(made)
    return (SideBySide((fell,), (deals,)),) if fell and deals else (fell, deals)


def _falling(made: Week) -> Block | None:
    if not made.falling:
        return None
    columns = (
        Column(_("Customer"), share=2.4, strong=True),
        Column(_("90 days before"), Kind.MONEY),
        Column(_("Last 90 days"), Kind.MONEY),
    )
    rows = tuple(
        Row(
            (
                one.name,
                one.before_minor,
                Styled(one.now_minor, tone=Tone.BAD),
            )
        )
        for one in made.falling[:_FEW]
    )
    title = _("Falling customers")
    remark = _("half or less of before, most money first")
    return Section(title, remark, (Table(columns, rows, sheet=title),))


def _deals(made: Week) -> Block | None:
    if not made.deals:
        return None
    columns = (
        Column(_("Deal"), share=2.2, strong=True),
        Column(pgettext("deal", "Now at"), share=1.2),
        Column(_("Amount"), Kind.MONEY),
    )
    rows = tuple(
        Row(
            (
                pgettext("list separator", ", ").join(filter(None, (one.title, one.customer))),
                _("{stage} (new)").format(stage=one.stage) if one.started else one.stage,
                one.amount_minor
                if one.currency == made.currency
                else Styled(None, text=formats.money_exact(one.amount_minor, one.currency)),
            )
        )
        for one in made.deals[:_FEW]
    )
    title = _("Deals that moved")
    remark = values.listed(made.moved, len(rows))
    return Section(title, remark, (Table(columns, rows, sheet=title),))


def _work(made: Week) -> Block | None:
    if not made.work:
        return None
    columns = (
        Column(_("Name"), share=1.6, strong=True),
        Column(_("Calls, messages"), Kind.INTEGER),
        Column(pgettext("work", "Visits"), Kind.INTEGER, share=0.8),
        Column(_("Follow-ups done"), Kind.INTEGER),
        Column(pgettext("work", "Deals moved"), Kind.INTEGER),
        Column(_("Orders"), Kind.INTEGER, share=0.8),
        Column(_("Sales"), Kind.MONEY),
    )
    rows = tuple(
        Row(
            (
                one.name or _("Nobody named"),
                one.contacts,
                one.visits,
                one.done,
                one.moved,
                one.orders,
                one.sales_minor,
            )
        )
        for one in made.work
    )
    title = _("Who did what")
    shared = sum(one.orders for one in made.work) > made.now.sales.orders
    notes = (staff_month.shared_note(),) if shared else ()
    return Section(title, "", (Table(columns, rows, sheet=title), *notes))
