"""What the window has done in the background for a cross-tab: answer, picture, files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import charts, crosstab_chart, job
from crm_desktop.reports.charts_bars import Mark, marks
from crm_desktop.reports.crosstab_chart import Plan
from crm_desktop.reports.paper import PageSetup, Palette
from crm_desktop.services.crosstab import crosstab
from crm_desktop.services.crosstab.crosstab import Crosstab, Question


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as drawn: ``marks`` in points, ``pixels`` for one of them."""

    image: QImage
    marks: tuple[Mark, ...]
    pixels: float


def answer(session: Any, question: Question, *, progress: Progress = no_progress) -> Crosstab:
    """Answer a question; watched, so that it can be stopped."""
    progress(0, 0)
    return crosstab.ask(session, question)


def picture(
    plan: Plan, size: tuple[float, float], pixels: float, currency: str, palette: Palette
) -> Picture:
    """Draw a chart of ``size`` points with ``pixels`` for each of them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = charts.figure(plan.bars, *size, currency, palette)
    found = marks(figure)
    figure.set_dpi(72 * pixels)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    wide, high = canvas.get_width_height()
    data = bytes(canvas.buffer_rgba())
    image = QImage(data, wide, high, 4 * wide, QImage.Format.Format_RGBA8888).copy()
    return Picture(image, found, pixels)


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """An answer, what it is called, and the paper of a PDF."""

    made: Crosstab
    name: str
    page: PageSetup


def write(session: Any, order: PaperOrder, path: Path, *, progress: Progress = no_progress) -> Path:
    """Write the answer; the suffix decides the format. Returns the path."""
    suffix = path.suffix.lower()
    report = crosstab_chart.document(session, order.made, order.name, suffix, order.page)
    return job.write_document(report, path, progress, order.page)
