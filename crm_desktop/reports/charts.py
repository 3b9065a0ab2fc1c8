"""The charts, as matplotlib figures for paper and screen alike, in one style.

No frame, at most three hairlines, values written beside the marks; dark, light and line stay
apart in black and white. Figures are 72 dots per inch, so their units are points; text is set
in the shipped fonts and never parsed as mathematics. pyplot is not used: nothing is global.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from babel import dates

from crm_desktop.core import i18n
from crm_desktop.reports import fonts, typeset, values
from crm_desktop.reports.document import AgeBar, Bars, Chart, RankedBars, StackedMonths
from crm_desktop.reports.paper import BODY, PAPER, REMARK, SMALL, Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AXIS_ROOM = 24.0  # points left of the bars for the scale
_MONTH_ROOM = 15.0  # points below the bars for the months
_TOP_ROOM = 11.0  # points above the highest bar for its figure
_BAR = 0.68  # width of a bar where months are 1 apart
ROW = 18.0
"""Points from one ranked bar to the next."""


def figure(
    chart: Chart, width: float, height: float, currency: str, palette: Palette = PAPER
) -> Figure:
    """The matplotlib figure of ``chart``, ``width`` by ``height`` points."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="none")
    if isinstance(chart, StackedMonths):
        _stacked_months(made, chart, currency, palette)
    elif isinstance(chart, RankedBars):
        _ranked_bars(made, chart, currency, palette)
    elif isinstance(chart, Bars):
        from crm_desktop.reports import charts_bars

        charts_bars.draw(made, chart, currency, palette)
    else:
        _age_bar(made, chart, palette)
    return made


def height_of(chart: Chart) -> float:
    """The height in points that ``chart`` wants on paper."""
    if isinstance(chart, StackedMonths):
        return 118.0
    if isinstance(chart, Bars):
        legend = ROW if len(chart.series) > 1 else 0.0
        return legend + (140.0 if chart.upright else ROW * max(len(chart.labels), 1))
    if isinstance(chart, RankedBars):
        return ROW * max(len(chart.labels), 1)
    return 11.0


def unit_of(chart: StackedMonths, currency: str) -> values.AxisUnit:
    """The unit in which the scale of ``chart`` is written."""
    return values.axis_unit(_largest(chart), currency)


def scale_steps(largest: int) -> tuple[int, ...]:
    """At most three round steps up to about ``largest``: 40, 80, 120 for 118."""
    magnitude = 1
    while magnitude * 10 <= largest:
        magnitude *= 10
    for twentieths in (2, 4, 5, 8, 10, 20, 40, 50, 80, 100):
        step = magnitude * twentieths // 20
        if step and 3 * step >= largest * 0.85:
            return tuple(n * step for n in (1, 2, 3) if n * step <= largest * 1.08)
    return ()


def _largest(chart: StackedMonths) -> int:
    totals = (low + up for low, up in zip(chart.lower, chart.upper, strict=True))
    return max([*totals, *(mark for mark in chart.marks if mark is not None), 1])


def axes_in(made: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Axes inside margins given in points, without frame, ticks or background."""
    width, height = (float(inches) * 72 for inches in made.get_size_inches())
    axes = made.add_axes(
        (
            left / width,
            bottom / height,
            (width - left - right) / width,
            (height - bottom - top) / height,
        )
    )
    axes.set_axis_off()
    return axes


def write(
    axes: Axes,
    text: str,
    at: tuple[float, float],
    offset: tuple[float, float],
    size: float,
    *,
    colour: str,
    coordinates: Any = "data",
    align: str = "center",
    strong: bool = False,
) -> None:
    """``text`` with its baseline ``offset`` points from ``at``; never parsed as mathematics."""
    axes.annotate(
        fonts.printable(text),
        at,
        offset,
        xycoords=coordinates,
        textcoords="offset points",
        color=colour,
        fontproperties=fonts.for_matplotlib(strong, size),
        ha=align,
        va="baseline",
        annotation_clip=False,
        parse_math=False,
    )


def write_name(axes: Axes, name: str, middle: float, room: float, colour: str) -> None:
    """The name of a lying bar, in small lines where it is wider than its ``room`` in points."""
    lines: tuple[str, ...] = (typeset.one_line(name),)
    size, step = BODY, 0.0
    if fonts.width(lines[0], BODY) > room:
        lines, size, step = typeset.wrap(name, SMALL, room, lines=2), SMALL, 8.2
    for number, line in enumerate(lines):
        down = -3.1 + step * ((len(lines) - 1) / 2 - number)
        write(axes, line, (0, middle), (0, down), size, colour=colour, align="left")


def _stacked_months(made: Figure, chart: StackedMonths, currency: str, palette: Palette) -> None:
    axes = axes_in(made, AXIS_ROOM, _MONTH_ROOM, 0, _TOP_ROOM)
    steps = scale_steps(_largest(chart))
    places = range(len(chart.months))
    axes.set_xlim(-0.55, len(places) - 0.45)
    axes.set_ylim(min(0, *chart.lower), max(_largest(chart), *steps))
    _write_scale(axes, steps, unit_of(chart, currency), palette)
    axes.bar(places, chart.lower, _BAR, color=palette.accent, zorder=2)
    above = [max(low, 0) for low in chart.lower]
    axes.bar(places, chart.upper, _BAR, bottom=above, color=palette.light, zorder=2)
    starts, ends = [p - _BAR / 2 for p in places], [p + _BAR / 2 for p in places]
    axes.hlines(chart.lower, starts, ends, color=palette.ground, linewidth=0.8, zorder=2.5)
    for place, mark in enumerate(chart.marks):
        if mark is not None:
            ends_at = (place - 0.45, place + 0.45)
            # A light edge keeps the mark apart from a dark bar behind it.
            axes.hlines(mark, *ends_at, color=palette.ground, linewidth=3.1, zorder=3)
            axes.hlines(mark, *ends_at, color=palette.text3, linewidth=1.5, zorder=3)
    axes.axhline(0, color=palette.rule, linewidth=0.75, zorder=4)
    _write_months(axes, chart, currency, palette)


def _write_scale(
    axes: Axes, steps: tuple[int, ...], unit: values.AxisUnit, palette: Palette
) -> None:
    digits = 0 if all(step % unit.minor == 0 for step in steps) else unit.digits
    plain = values.AxisUnit(unit.minor, unit.label, digits)
    for step in steps:
        axes.axhline(step, color=palette.hairline, linewidth=0.5, zorder=1)
        write(
            axes,
            plain.text(step),
            (0, step),
            (-4, -2.7),
            SMALL,
            colour=palette.text3,
            coordinates=axes.get_yaxis_transform(),
            align="right",
        )


def _write_months(axes: Axes, chart: StackedMonths, currency: str, palette: Palette) -> None:
    last = len(chart.months) - 1
    for place, month in enumerate(chart.months):
        write(
            axes,
            _month_short(month),
            (place, 0),
            (0, -11),
            SMALL,
            colour=palette.text if place == last else palette.text3,
            coordinates=axes.get_xaxis_transform(),
            strong=place == last,
        )
    total = chart.lower[last] + chart.upper[last]
    peak = max(total, chart.marks[last] or 0, 0)
    text = unit_of(chart, currency).text(total)
    write(axes, text, (last, peak), (0, 3.5), REMARK, colour=palette.text, strong=True)


def _month_short(month: dt.date) -> str:
    if i18n.language() == "zh_CN":
        return str(month.month)
    return dates.format_date(month, "LLL", locale="en")


def _ranked_bars(made: Figure, chart: RankedBars, currency: str, palette: Palette) -> None:
    from matplotlib.patches import FancyBboxPatch

    width = float(made.get_size_inches()[0]) * 72
    figures = [values.amount(amount, currency) for amount in chart.amounts]
    label_room = min(max(fonts.width(fonts.printable(t), BODY) for t in chart.labels), width * 0.34)
    left = label_room + 8
    right = max(fonts.width(text, BODY, strong=True) for text in figures) + 8
    axes = axes_in(made, 0, 0, 0, 0)
    axes.set_xlim(0, width)
    axes.set_ylim(-ROW * len(figures), 0)
    longest = max(*chart.amounts, 1)
    for place, (label, amount, text) in enumerate(
        zip(chart.labels, chart.amounts, figures, strict=True)
    ):
        middle = -ROW * (place + 0.5)
        bar = max(amount, 0) / longest * (width - left - right)
        colour = palette.accent if place == 0 else palette.light
        if bar > 0:
            style = f"round,pad=0,rounding_size={min(1.5, bar / 2)}"
            box = FancyBboxPatch((left, middle - 3.75), bar, 7.5, boxstyle=style, fc=colour, lw=0)
            axes.add_patch(box)
        write_name(axes, label, middle, label_room, palette.text2)
        strong = place == 0
        write(
            axes,
            text,
            (width, middle),
            (0, -3.1),
            BODY,
            colour=palette.text,
            align="right",
            strong=strong,
        )


def _age_bar(made: Figure, chart: AgeBar, palette: Palette) -> None:
    axes = axes_in(made, 0, 0, 0, 0)
    total = max(sum(chart.amounts), 1)
    axes.set_xlim(0, total)
    axes.set_ylim(0, 1)
    start = 0
    for place, amount in enumerate(chart.amounts):
        colour = palette.ages[min(place, len(palette.ages) - 1)]
        axes.barh(
            0.5, amount, 1, left=start, color=colour, edgecolor=palette.ground, linewidth=0.75
        )
        start += amount
