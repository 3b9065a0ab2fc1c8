"""Bars of any figure over any labels: upright as time passes, or lying from the largest down.

Every bar carries its place, so that the window can say what lies under the pointer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.reports import fonts, typeset, values
from crm_desktop.reports.charts import ROW, axes_in, scale_steps, write, write_name
from crm_desktop.reports.document import Bars, Kind
from crm_desktop.reports.paper import BODY, REMARK, SMALL, Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SCALE_ROOM = 34.0  # points left of upright bars
_NAMES_ROOM = 15.0  # points below them
_TOP_ROOM = 12.0
_BAR = 0.68
_DENSE = 40  # more bars than this stand close, without an edge between them
_MONEY = (Kind.MONEY, Kind.MONEY_EXACT)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a bar lies, in points from the lower left corner of the figure, and what it shows."""

    x: float
    y: float
    width: float
    height: float
    series: int
    place: int


def draw(made: Figure, chart: Bars, currency: str, palette: Palette) -> None:
    """Draw ``chart`` into the empty figure ``made``."""
    legend = ROW if len(chart.series) > 1 else 0.0
    if legend:
        _legend(made, chart, palette)
    if chart.upright:
        _upright(made, chart, currency, palette, legend=legend)
    else:
        _lying(made, chart, currency, palette, legend=legend)


def marks(made: Figure) -> tuple[Mark, ...]:
    """The bars of a figure drawn from ``Bars``."""
    found = []
    for axes in made.axes:
        for patch in axes.patches:
            if not patch.get_gid():
                continue
            box = patch.get_window_extent()
            series, place = map(int, str(patch.get_gid()).split(":"))
            scale = 72 / made.dpi
            x, y = min(box.x0, box.x1) * scale, min(box.y0, box.y1) * scale
            wide, high = abs(box.width) * scale, abs(box.height) * scale
            found.append(Mark(x, y, wide, high, series, place))
    return tuple(found)


def text_of(value: int | None, chart: Bars, currency: str) -> str:
    """A figure of the chart as people read it, money in whole units with its sign."""
    if value is not None and chart.kind in _MONEY:
        return values.money_text(value, currency)
    return values.shown(value, chart.kind, currency)


def _totals(chart: Bars) -> list[int]:
    columns = zip(*(one.values for one in chart.series), strict=True)
    return [sum(value or 0 for value in column) for column in columns]


def _highest(chart: Bars) -> tuple[int, int]:
    """The lowest and the highest end of a bar."""
    columns = list(zip(*(one.values for one in chart.series), strict=True))
    up = [sum(max(value or 0, 0) for value in column) for column in columns]
    down = [sum(min(value or 0, 0) for value in column) for column in columns]
    return min([*down, 0]), max([*up, 1])


def _legend(made: Figure, chart: Bars, palette: Palette) -> None:
    width, height = (float(inches) * 72 for inches in made.get_size_inches())
    axes = axes_in(made, 0, 0, 0, 0)
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    from matplotlib.patches import Rectangle

    x, room = 0.0, width / len(chart.series)
    for number, one in enumerate(chart.series):
        colour = palette.series[number % len(palette.series)]
        axes.add_patch(Rectangle((x, height - 9), 6.5, 6.5, fc=colour, lw=0))
        name = typeset.shorten(one.name, REMARK, room - 20)
        write(axes, name, (x + 10, height - 8.5), (0, 0), REMARK, colour=palette.text2,
              align="left")  # fmt: skip
        x += min(fonts.width(name, REMARK) + 24, room)


def _upright(made: Figure, chart: Bars, currency: str, palette: Palette, *, legend: float) -> None:
    lowest, highest = _highest(chart)
    steps = scale_steps(highest)
    axes = axes_in(made, _SCALE_ROOM, _NAMES_ROOM, 0, _TOP_ROOM + legend)
    axes.set_xlim(-0.55, max(len(chart.labels), 1) - 0.45)
    axes.set_ylim(lowest, max(highest, *steps, 1))
    _scale(axes, steps, chart, currency, palette)
    up, down = [0] * len(chart.labels), [0] * len(chart.labels)
    dense = len(chart.labels) > _DENSE
    wide, edge = (0.9, 0.0) if dense else (_BAR, 0.6)
    for number, one in enumerate(chart.series):
        for place, value in enumerate(one.values):
            if not value:
                continue
            base = up if value > 0 else down
            bar = axes.bar(place, value, wide, bottom=base[place], zorder=2, lw=edge,
                           color=_colour(palette, number, place, chart),
                           edgecolor=palette.ground)  # fmt: skip
            bar.patches[0].set_gid(f"{number}:{place}")
            base[place] += value
    axes.axhline(0, color=palette.rule, linewidth=0.75, zorder=4)
    _names(made, axes, chart, palette)
    _peak(axes, chart, currency, palette)


def _colour(palette: Palette, number: int, place: int, chart: Bars) -> str:
    """Of one series alone, the highest bar is dark and all others light; among very many, which are
    thin, all are dark."""
    if len(chart.series) > 1:
        return palette.series[number % len(palette.series)]
    if chart.upright and len(chart.labels) > _DENSE:
        return palette.accent
    totals = _totals(chart)
    return palette.accent if totals[place] == max(totals) else palette.light


def _scale(
    axes: Axes, steps: tuple[int, ...], chart: Bars, currency: str, palette: Palette
) -> None:
    unit = values.axis_unit(max(steps, default=1), currency)
    if all(step % unit.minor == 0 for step in steps):
        unit = values.AxisUnit(unit.minor, unit.label, 0)
    for step in steps:
        axes.axhline(step, color=palette.hairline, linewidth=0.5, zorder=1)
        money = chart.kind in _MONEY
        text = unit.text(step) if money else values.shown(step, chart.kind, currency)
        write(axes, text, (0, step), (-4, -2.7), SMALL, colour=palette.text3,
              coordinates=axes.get_yaxis_transform(), align="right")  # fmt: skip
    if steps and chart.kind in _MONEY:
        write(axes, unit.label, (0, steps[-1]), (-4, 6), SMALL, colour=palette.text3,
              coordinates=axes.get_yaxis_transform(), align="right")  # fmt: skip


def _names(made: Figure, axes: Axes, chart: Bars, palette: Palette) -> None:
    """As many labels below the bars as there is room for."""
    width = float(made.get_size_inches()[0]) * 72 - _SCALE_ROOM
    longest = max((fonts.width(fonts.printable(one), SMALL) for one in chart.labels), default=0)
    pitch, last = width / max(len(chart.labels), 1), len(chart.labels) - 1
    ends = longest > pitch * 1.1  # the last one ends with its bar instead of running off the edge
    each = max(1, math.ceil((longest * (1.5 if ends else 1) + 5) / pitch))
    for place, label in enumerate(chart.labels):
        if (last - place) % each == 0:
            said = typeset.shorten(label, SMALL, width / 2)
            align, shift = ("right", pitch * 0.5) if ends and place == last else ("center", 0.0)
            write(axes, said, (place, 0), (shift, -11), SMALL, colour=palette.text3,
                  coordinates=axes.get_xaxis_transform(), align=align)  # fmt: skip


def _peak(axes: Axes, chart: Bars, currency: str, palette: Palette) -> None:
    """The figure of the highest bar, written above it."""
    totals = _totals(chart)
    place = totals.index(max(totals))
    if totals[place] > 0:
        text = text_of(totals[place], chart, currency)
        last = len(totals) - 1
        align = "center" if 0 < place < last else "left" if place == 0 and last else "right"
        shift = {"left": -0.34, "right": 0.34}.get(align, 0.0) if last else 0.0
        write(axes, text, (place + shift, totals[place]), (0, 3.5), REMARK, colour=palette.text,
              strong=True, align=align if last else "center")  # fmt: skip


def _lying(made: Figure, chart: Bars, currency: str, palette: Palette, *, legend: float) -> None:
    from matplotlib.patches import Rectangle

    width, height = (float(inches) * 72 for inches in made.get_size_inches())
    room = height - legend
    shown = max(1, min(len(chart.labels), int(room // ROW)))
    totals = _totals(chart)[:shown]
    figures = [text_of(value, chart, currency) for value in totals]
    names = [fonts.width(fonts.printable(one), BODY) for one in chart.labels[:shown]]
    left = min(max(names, default=0), width * 0.36) + 8
    right = max((fonts.width(one, BODY, strong=True) for one in figures), default=0) + 8
    axes = axes_in(made, 0, 0, 0, legend)
    axes.set_xlim(0, width)
    axes.set_ylim(-room, 0)
    longest = max(_highest(chart)[1], 1)
    for place in range(shown):
        middle, x = -ROW * (place + 0.5), left
        for number, one in enumerate(chart.series):
            bar = max(one.values[place] or 0, 0) / longest * (width - left - right)
            if bar > 0:
                colour = _colour(palette, number, place, chart)
                patch = Rectangle((x, middle - 4.5), bar, 9, fc=colour, lw=0.6, ec=palette.ground)
                patch.set_gid(f"{number}:{place}")
                axes.add_patch(patch)
                x += bar
        write_name(axes, chart.labels[place], middle, left - 8, palette.text2)
        write(axes, figures[place], (width, middle), (0, -3.1), BODY, colour=palette.text,
              align="right")  # fmt: skip
