"""The statement of account of one customer for a month, among the other reports."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from crm_desktop.core import clock
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import catalogue, statement
from crm_desktop.reports.document import Report
from crm_desktop.services.figures.sales_figures import month_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.reports.catalogue import ReportOptions


def build(session: Session, options: ReportOptions, _progress: Progress = no_progress) -> Report:
    """The statement of the customer in ``options`` for its month, up to today.

    Raises ``UserError`` when no customer is chosen, ``NotFound`` for one who is gone.
    """
    month = month_of(options.month)
    last = max(month.first, min(month.last, clock.today()))
    order = statement.StatementOrder(catalogue.customer_of(options), month.first, last)
    return dataclasses.replace(statement.build(session, order), language=options.language)
