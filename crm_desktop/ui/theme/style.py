"""QPalette and the one application style sheet, both made from tokens."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QPalette

from crm_desktop.core import paths
from crm_desktop.ui.theme.tokens import Tokens

_Role = QPalette.ColorRole
_PALETTE = {
    _Role.Window: "canvas",
    _Role.Base: "surface",
    _Role.AlternateBase: "sunken",
    _Role.Button: "surface",
    _Role.Text: "text",
    _Role.WindowText: "text",
    _Role.ButtonText: "text",
    _Role.BrightText: "redText",
    _Role.PlaceholderText: "text3",
    _Role.Highlight: "accent",
    _Role.HighlightedText: "onAccent",
    _Role.Link: "accentText",
    _Role.LinkVisited: "accentText",
    _Role.ToolTipBase: "tipbg",
    _Role.ToolTipText: "tipfg",
    _Role.Accent: "accent",
    _Role.Light: "line",
    _Role.Midlight: "line",
    _Role.Mid: "line2",
    _Role.Dark: "line3",
    _Role.Shadow: "shadow",
}
_DISABLED = (_Role.Text, _Role.WindowText, _Role.ButtonText)


def palette(tokens: Tokens) -> QPalette:
    """Qt's own roles in this theme's colours."""
    made = QPalette()
    for role, token in _PALETTE.items():
        made.setColor(role, QColor(tokens.colors[token]))
    for role in _DISABLED:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.colors["disabled"]))
    return made


def sheet(tokens: Tokens, scale: float) -> str:
    """The style sheet: ``@token`` becomes its colour and every ``12px`` is scaled.

    ``@icons`` is the folder of the few images a style sheet can only take as files.
    """
    text = paths.resource("themes", "app.qss").read_text("utf-8")
    text = text.replace("@icons", paths.resource("icons").as_posix())
    text = text.replace("@mode", "dark" if tokens.dark else "light")
    for name in sorted(tokens.colors, key=len, reverse=True):
        text = text.replace("@" + name, tokens.colors[name])
    return re.sub(r"(\d+)px", lambda hit: f"{_scaled(int(hit[1]), scale)}px", text)


def _scaled(pixels: int, scale: float) -> int:
    return pixels if pixels <= 1 else round(pixels * scale)
