"""Making the previewed PDF in the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import job
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.reports.chart_places import ChartPlace
from crm_desktop.ui.reports import pdf_pages


@dataclass(frozen=True, slots=True)
class Preview:
    """A finished report: its PDF and what that looks like."""

    key: str
    options: ReportOptions
    pdf: bytes
    facts: pdf_pages.PdfFacts
    charts: tuple[ChartPlace, ...] = ()


def make(
    session: Any, key: str, options: ReportOptions, *, progress: Progress = no_progress
) -> Preview:
    """Render a report. Raises ``UserError`` when it cannot be made."""
    pdf, charts = job.render_shown(session, key, options, progress)
    return Preview(key, options, pdf, pdf_pages.facts(pdf), charts)


def write_together(
    session: Any,
    keys: Sequence[str],
    options: ReportOptions,
    path: Any,
    *,
    progress: Progress = no_progress,
) -> Any:
    """Write several reports as one PDF. Returns the path."""
    return job.render_together(session, keys, options, path, progress)


def write(
    session: Any,
    key: str,
    options: ReportOptions,
    path: Any,
    *,
    progress: Progress = no_progress,
) -> Any:
    """Write a report file; its suffix decides the format. Returns the path."""
    return job.render(session, key, options, path, progress)
