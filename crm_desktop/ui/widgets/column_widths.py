"""How wide the columns of a table are, and which give way when it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.ui import theme
from crm_desktop.ui.widgets.table_model import Column


def share_out(columns: Sequence[Column], room: int) -> dict[int, int]:
    """Width in real pixels of each column that is shown, by its index, in order.

    Columns of the highest rank disappear first until the least widths fit; rank 0 never does.
    What is missing after that is taken from those wider than their least width, what is left
    over is given to those that stretch.
    """
    shown = _shown(columns, room)
    widths = {i: theme.m(columns[i].width) for i in shown}
    spare = room - sum(widths.values())
    for i in shown:
        if spare >= 0:
            break
        cut = min(widths[i] - _least(columns[i]), -spare)
        widths[i] -= cut
        spare += cut
    weight = sum(columns[i].stretch for i in shown)
    if weight and spare > 0:
        for i in shown:
            widths[i] += spare * columns[i].stretch // weight
    return widths


def _least(column: Column) -> int:
    return theme.m(column.least or column.width)


def _shown(columns: Sequence[Column], room: int) -> list[int]:
    shown = list(range(len(columns)))
    for i in sorted(shown, key=lambda i: -columns[i].rank):
        if not columns[i].rank or sum(_least(columns[j]) for j in shown) <= room:
            break
        shown.remove(i)
    return shown
