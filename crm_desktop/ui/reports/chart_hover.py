"""Charts of the page on the desk: what a mark says under the mouse, and a chart as a picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from crm_desktop.reports.chart_places import ChartPlace
from crm_desktop.ui.reports import pdf_pages

_DOTS_PER_INCH = 200
_EDGE = 6.0  # points around a chart that is copied


def words_at(charts: tuple[ChartPlace, ...], page: int, spot: QPointF) -> str:
    """What the mark at ``spot``, in points of the page, says; empty where there is none."""
    for chart in charts:
        if chart.page != page:
            continue
        for mark in chart.marks:
            if QRectF(mark.left, mark.top, mark.width, mark.height).contains(spot):
                return mark.words
    return ""


def picture(pdf: bytes, chart: ChartPlace) -> QImage:
    """A chart with its heading as it lies on paper, cut out of its page."""
    scale = _DOTS_PER_INCH / pdf_pages.POINTS_PER_INCH
    whole = pdf_pages.page_image(pdf, chart.page, scale)
    box = QRectF(chart.left, chart.top, chart.width, chart.height)
    box = box.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
    left, top = round(box.left() * scale), round(box.top() * scale)
    return whole.copy(left, top, round(box.width() * scale), round(box.height() * scale))
