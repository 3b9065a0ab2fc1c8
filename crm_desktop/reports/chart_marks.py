"""What each mark of a chart says, and where it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crm_desktop.core import formats, money
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.reports import charts, charts_bars
from crm_desktop.reports.chart_places import Mark
from crm_desktop.reports.document import AgeBar, Bars, Chart, RankedBars, StackedMonths

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def marks(
    chart: Chart, drawn: Figure, width: float, height: float, currency: str
) -> tuple[Mark, ...]:
    """The marks of ``chart``, ``drawn`` ``width`` by ``height`` points."""
    if isinstance(chart, Bars):
        return tuple(_bars(chart, drawn, height, currency))
    if isinstance(chart, StackedMonths):
        return tuple(_months(chart, width, height, currency))
    if isinstance(chart, RankedBars):
        each = height / max(len(chart.labels), 1)
        return tuple(
            Mark(0, place * each, width, each, _valued(label, amount, currency))
            for place, (label, amount) in enumerate(zip(chart.labels, chart.amounts, strict=True))
        )
    return tuple(_ages(chart, width, height, currency))


def _bars(chart: Bars, drawn: Figure, height: float, currency: str) -> Iterator[Mark]:
    for bar in charts_bars.marks(drawn):
        series = chart.series[bar.series]
        value = charts_bars.text_of(series.values[bar.place], chart, currency)
        several = len(chart.series) > 1
        label = chart.labels[bar.place]
        what = f"{label} · {series.name}" if several and series.name else label
        words = _("{what}: {value}").format(what=what, value=value)
        yield Mark(bar.x, height - bar.y - bar.height, bar.width, bar.height, words)


def _valued(label: str, amount: int, currency: str) -> str:
    return _("{what}: {value}").format(what=label, value=formats.money_exact(amount, currency))


def _months(chart: StackedMonths, width: float, height: float, currency: str) -> Iterator[Mark]:
    each = (width - charts.AXIS_ROOM) / (len(chart.months) + 0.1)
    for place, month in enumerate(chart.months):
        lower, upper, mark = chart.lower[place], chart.upper[place], chart.marks[place]
        parts = [
            _valued(chart.lower_name, lower, currency),
            _valued(chart.upper_name, upper, currency),
        ]
        if mark is not None:
            parts.append(_valued(chart.marks_name, mark, currency))
        words = _valued(formats.month_year(month), lower + upper, currency)
        details = pgettext("list separator", ", ").join(parts)
        left = charts.AXIS_ROOM + (place + 0.05) * each
        yield Mark(left, 0, each, height, f"{words}\n{details}")


def _ages(chart: AgeBar, width: float, height: float, currency: str) -> Iterator[Mark]:
    total = max(sum(chart.amounts), 1)
    left = 0.0
    for label, amount in zip(chart.labels, chart.amounts, strict=True):
        wide = max(amount, 0) / total * width
        share = formats.percent(money.divide_half_up(amount * 10_000, total))
        if wide:
            words = f"{_valued(label, amount, currency)} · {share}"
            yield Mark(left, 0, wide, height, words)
        left += wide
