"""Rows and columns in the design's lengths, kept right when the text size changes."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.ui import theme

# A widget, a layout, a number of design pixels, or None for the stretch that takes what is left;
# (item, factor) stretches the item itself.
Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
T = TypeVar("T", bound=QBoxLayout)
Margins = int | tuple[int, int, int, int]


def row(*items: Item, gap: int = 8, margins: Margins = 0) -> QHBoxLayout:
    """Items side by side. ``margins`` are left, top, right, bottom or one number for all."""
    return _fill(QHBoxLayout(), items, gap, margins)


def column(*items: Item, gap: int = 8, margins: Margins = 0) -> QVBoxLayout:
    """Items below each other."""
    return _fill(QVBoxLayout(), items, gap, margins)


def _fill(layout: T, items: tuple[Item, ...], gap: int, margins: Margins) -> T:
    spaces: list[tuple[QSpacerItem, int]] = []
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            spacer = QSpacerItem(0, 0)
            spaces.append((spacer, item))
            layout.addSpacerItem(spacer)
        elif isinstance(item, tuple):
            _add(layout, item[0], item[1])
        else:
            _add(layout, item, 0)
    edges = (margins,) * 4 if isinstance(margins, int) else margins

    def fit() -> None:
        layout.setContentsMargins(*(theme.m(edge) for edge in edges))
        layout.setSpacing(theme.m(gap))
        for spacer, length in spaces:
            wide = isinstance(layout, QHBoxLayout)
            spacer.changeSize(theme.m(length) if wide else 0, 0 if wide else theme.m(length))
        layout.invalidate()

    theme.live(layout, fit)
    return layout


def _add(layout: QBoxLayout, item: QWidget | QLayout, factor: int) -> None:
    if isinstance(item, QWidget):
        layout.addWidget(item, factor)
    else:
        layout.addLayout(item, factor)


def box(layout: QLayout, **properties: str | bool) -> QFrame:
    """A frame around ``layout`` with style sheet properties, e.g. ``box(.., card=True)``."""
    frame = QFrame()
    for name, value in properties.items():
        frame.setProperty(name, value)
    frame.setLayout(layout)
    return frame


def plain(layout: QLayout) -> QWidget:
    """A widget without a ground of its own around ``layout``."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def fixed_width(widget: QWidget, pixels: int) -> None:
    """A width in design pixels that follows the text size."""
    theme.live(widget, lambda: widget.setFixedWidth(theme.m(pixels)))


def fixed_height(widget: QWidget, pixels: int) -> None:
    """A height in design pixels that follows the text size."""
    theme.live(widget, lambda: widget.setFixedHeight(theme.m(pixels)))


def max_width(widget: QWidget, pixels: int) -> None:
    """A largest width in design pixels that follows the text size."""
    theme.live(widget, lambda: widget.setMaximumWidth(theme.m(pixels)))


def rule() -> QFrame:
    """A horizontal 1 px line."""
    frame = QFrame()
    frame.setProperty("rule", True)
    frame.setFixedHeight(1)
    frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return frame


def show_if(widget: QWidget, shown: bool) -> None:
    """``setVisible`` for a constructor: showing a widget that has no parent yet would open a
    window of its own for a moment, and take the focus with it."""
    if not shown or widget.parentWidget() is not None:
        widget.setVisible(shown)


def clear(layout: QLayout) -> None:
    """Take every widget and nested layout out of ``layout`` and delete them."""
    while (item := layout.takeAt(0)) is not None:
        widget, nested = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif nested is not None:
            clear(nested)
            nested.deleteLater()
