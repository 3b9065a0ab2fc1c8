"""Theme: colour tokens, fonts by role, one scale, and live switching of all three."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.ui.theme.look import (
    MODES,
    SCALES,
    as_typed,
    color,
    font,
    hex_of,
    is_dark,
    live,
    look,
    m,
    metrics,
    scale,
    text_of,
    tip,
)

# A text that may be spoken again: plain, or a callable such as ``lambda: _("Customers")``.
Text = str | Callable[[], str]

__all__ = [
    "MODES",
    "SCALES",
    "Text",
    "as_typed",
    "color",
    "font",
    "hex_of",
    "is_dark",
    "live",
    "look",
    "m",
    "metrics",
    "scale",
    "text_of",
    "tip",
]
