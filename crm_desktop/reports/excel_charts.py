"""Native Excel charts beside the data they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.reports.document import AgeBar, Bars, RankedBars, StackedMonths
from crm_desktop.reports.paper import PAPER
from crm_desktop.reports.tables import DataBlock

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def add(sheet: Worksheet, block: DataBlock, rows: int) -> None:
    """Put the chart of ``block`` right of its ``rows`` data rows, if it has one."""
    if isinstance(block, StackedMonths):
        _months(sheet, rows)
    elif isinstance(block, RankedBars | AgeBar):
        _bars(sheet, rows)
    elif isinstance(block, Bars):
        _series(sheet, block, rows)


def _months(sheet: Worksheet, rows: int) -> None:
    from openpyxl.chart import BarChart, LineChart, Reference

    bars = BarChart()
    bars.grouping, bars.overlap, bars.gapWidth = "stacked", 100, 50
    bars.add_data(
        Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=rows + 1), titles_from_data=True
    )
    months = Reference(sheet, min_col=1, min_row=2, max_row=rows + 1)
    bars.set_categories(months)
    for series, colour in zip(bars.series, (PAPER.accent, PAPER.light), strict=True):
        series.graphicalProperties.solidFill = colour[1:]
    last_year = LineChart()
    last_year.add_data(
        Reference(sheet, min_col=4, min_row=1, max_row=rows + 1), titles_from_data=True
    )
    line = last_year.series[0]
    line.graphicalProperties.line.noFill = True
    line.marker.symbol, line.marker.size = "dash", 9
    line.marker.graphicalProperties.solidFill = PAPER.text3[1:]
    bars += last_year
    bars.x_axis.number_format = "yyyy-mm"
    _place(sheet, bars, "F2")


def _bars(sheet: Worksheet, rows: int) -> None:
    from openpyxl.chart import BarChart, Reference

    bars = BarChart()
    bars.type, bars.gapWidth, bars.legend = "bar", 60, None
    bars.add_data(Reference(sheet, min_col=2, min_row=1, max_row=rows + 1), titles_from_data=True)
    bars.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    bars.x_axis.scaling.orientation = "maxMin"
    bars.series[0].graphicalProperties.solidFill = PAPER.accent[1:]
    _place(sheet, bars, "D2")


def _series(sheet: Worksheet, block: Bars, rows: int) -> None:
    from openpyxl.chart import BarChart, Reference
    from openpyxl.utils import get_column_letter

    bars = BarChart()
    bars.type, bars.gapWidth = "col" if block.upright else "bar", 50
    bars.grouping, bars.overlap = "stacked", 100
    width = len(block.series)
    values = Reference(sheet, min_col=2, max_col=1 + width, min_row=1, max_row=rows + 1)
    bars.add_data(values, titles_from_data=True)
    bars.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    if not block.upright:
        bars.x_axis.scaling.orientation = "maxMin"
    if width == 1:
        bars.legend = None
    for series, colour in zip(bars.series, PAPER.series, strict=False):
        series.graphicalProperties.solidFill = colour[1:]
    _place(sheet, bars, f"{get_column_letter(width + 3)}2")


def _place(sheet: Worksheet, chart: Any, cell: str) -> None:
    # Excel hides axes that do not say they are shown.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.title = None
    chart.width, chart.height = 18, 9
    sheet.add_chart(chart, cell)
