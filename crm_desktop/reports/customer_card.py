"""The customer card: everything on file about one customer."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead
from crm_desktop.reports import customer_tables as parts
from crm_desktop.reports.customer_tables import Fact
from crm_desktop.reports.document import Block, Column, Kind, Report, Row, Section, Summary, Table
from crm_desktop.services.contacts import customer_brief, relations
from crm_desktop.services.contacts.customer_brief import Brief

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions

_LATEST = 12


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The card of the customer in ``options`` as of today, in the language in force.

    Raises ``UserError`` when no customer is chosen, ``NotFound`` for one who is gone.
    """
    kind = catalogue.find("customer-card")
    day = clock.today()
    brief = customer_brief.brief(session, catalogue.customer_of(options), day, _LATEST)
    period = parts.dotted((brief.panel.name, formats.date_long(day)))
    page = letterhead.report(session, options, kind, period, (_blocks(brief),))
    return dataclasses.replace(page, currency=brief.panel.currency)


def _blocks(brief: Brief) -> tuple[Block, ...]:
    facts = [*parts.reach_facts(brief.panel), *_figures(brief), *_own_fields(brief)]
    blocks: tuple[Block | None, ...] = (
        Summary(parts.sentences(brief)),
        Section(_("Customer"), "", (parts.fact_table(facts, _("Customer")),)),
        parts.people(brief),
        _family(brief),
        _likes(brief),
        parts.birthdays(brief),
        parts.follow_ups(brief),
        parts.deals(brief),
        parts.goods(brief),
        parts.service(brief),
        _months(brief),
        parts.contacts(brief.happened, _("What happened last"), lines=4),
    )
    return tuple(block for block in blocks if block is not None)


def _figures(brief: Brief) -> list[Fact]:
    panel, profile = brief.panel, brief.profile

    def money(minor: int | None) -> str:
        return "" if minor is None else formats.money_exact(minor, panel.currency)

    rank = _("place {n} by spend").format(n=formats.integer(profile.rank)) if profile.rank else ""
    terms = ""
    if panel.payment_days is not None:
        terms = ngettext("{n} day", "{n} days", panel.payment_days).format(n=panel.payment_days)
    return [
        (_("Customer since"), formats.date_long(panel.since) if panel.since else ""),
        (_("Source"), panel.source),
        (pgettext("customer", "Grade"), panel.grade),
        (_("Spent in all"), parts.joined((money(panel.spent_minor or None), rank))),
        (_("Average order"), money(profile.average_minor)),
        (_("Spent on them"), money(profile.cost_minor or None)),
        (_("Days to pay"), terms),
        (pgettext("customer", "Health"), f"{panel.health.score} / 100" if panel.sale_count else ""),
    ]


def _own_fields(brief: Brief) -> list[Fact]:
    return [(one.label, one.shown) for one in brief.panel.custom]


def _family(brief: Brief) -> Block | None:
    if not brief.relations:
        return None
    columns = (
        Column(pgettext("person", "Role"), share=1.0),
        Column(_("Name"), share=1.6, strong=True),
        Column(_("Remark"), share=2.4),
    )
    rows = tuple(
        Row((relations.kind_name(one.kind), one.name, one.note)) for one in brief.relations
    )
    title = _("Family and connections")
    return Section(title, "", (Table(columns, rows, sheet=title),))


def _likes(brief: Brief) -> Block | None:
    if not brief.preferences:
        return None
    columns = (
        Column(pgettext("preference", "Topic"), share=1.2),
        Column(pgettext("preference", "What they like"), share=3.0, strong=True),
        Column(pgettext("preference", "Confirmed"), Kind.DATE, share=1.0),
    )
    rows = tuple(
        Row((one.topic, one.value, letterhead.full_day(one.confirmed_on)))
        for one in brief.preferences
    )
    title = _("Preferences")
    return Section(title, "", (Table(columns, rows, sheet=title),))


def _months(brief: Brief) -> Block | None:
    if not any(amount for _month, amount in brief.profile.months):
        return None
    columns = (
        Column(pgettext("report", "Month"), share=2.0),
        Column(pgettext("report", "Sales"), Kind.MONEY_EXACT, strong=True),
    )
    rows = tuple(
        Row((formats.month_year(month), amount)) for month, amount in reversed(brief.profile.months)
    )
    title = _("12 months")
    return Section(title, "", (Table(columns, rows, sheet=title),))
