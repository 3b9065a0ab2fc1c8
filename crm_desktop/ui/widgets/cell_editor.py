"""The input inside a cell of an entry grid."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.ui import theme


class CellEditor(QLineEdit):
    """As high as its row, with the focus ring as its border."""

    def __init__(self, parent: QWidget, column: int, right: bool) -> None:
        super().__init__(parent)
        self.column = column
        self.setFont(theme.font("body"))
        self.setProperty("cell", True)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        ground, ring, ink = (theme.hex_of(name) for name in ("surface", "focus", "text"))
        pad = theme.m(8)
        # The application's sheet fixes an input's height; in a cell the row decides it.
        self.setStyleSheet(
            f"QLineEdit {{ background: {ground}; color: {ink}; border: 2px solid {ring};"
            f" border-radius: {theme.m(4)}px; padding: 0 {pad}px;"
            " min-height: 0; max-height: 10000px; }"
        )
