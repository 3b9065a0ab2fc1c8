"""The customer brief: what to know before a visit, on one page."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, letterhead
from crm_desktop.reports import customer_tables as parts
from crm_desktop.reports.document import Block, Numbered, Report, Section, SideBySide, Summary
from crm_desktop.services.contacts import customer_brief
from crm_desktop.services.contacts.customer_brief import Brief

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions

_CONTACTS, _FEW, _GOODS = 5, 4, 6
_LINES = 4  # of a remark, so that the brief stays on its page


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The brief of the customer in ``options`` as of today, in the language in force.

    Raises ``UserError`` when no customer is chosen, ``NotFound`` for one who is gone.
    """
    kind = catalogue.find("customer-brief")
    day = clock.today()
    brief = customer_brief.brief(session, catalogue.customer_of(options), day, _CONTACTS)
    period = parts.dotted((brief.panel.name, formats.date_long(day)))
    page = letterhead.report(session, options, kind, period, (_blocks(brief),))
    return dataclasses.replace(page, currency=brief.panel.currency)


def _blocks(brief: Brief) -> tuple[Block, ...]:
    facts = parts.fact_table(parts.reach_facts(brief.panel), _("Customer"), _LINES)
    left: list[Block | None] = [
        Section(_("Customer"), "", (facts,)) if facts.rows else None,
        parts.people(brief, _FEW),
        parts.birthdays(brief, 3),
    ]
    right: list[Block | None] = [
        Section(_("Ask and offer"), "", (Numbered(brief.questions),)),
        parts.follow_ups(brief),
        parts.deals(brief, _FEW),
    ]
    below = (
        parts.goods(brief, _GOODS),
        parts.service(brief, _FEW),
        parts.contacts(brief.contacts, _("Last contacts")),
    )
    beside = SideBySide(_there(left), _there(right), share=0.46)
    return (Summary(parts.sentences(brief)), beside, *_there(below))


def _there(blocks: list[Block | None] | tuple[Block | None, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block is not None)
