"""Colour tokens: the names that widgets, painters and QSS use instead of colours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.core import paths

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. ``colors`` maps a token to ``#RRGGBB``; ``avatars`` are (ground, ink) pairs."""

    dark: bool
    colors: Mapping[str, str]
    avatars: tuple[tuple[str, str], ...]
    shadow_alpha: float
    veil_alpha: float


def load(name: str, contrast: bool = False) -> Tokens:
    """Read ``light`` or ``dark``; ``contrast`` draws borders and captions one step stronger."""
    data = json.loads(paths.resource("themes", f"{name}.json").read_text("utf-8"))
    colors: dict[str, str] = data["colors"]
    if contrast:
        colors |= {"line2": colors["line3"], "text3": colors["text2"], "line": colors["line2"]}
    return Tokens(
        dark=data["dark"],
        colors=colors,
        avatars=tuple((ground, ink) for ground, ink in data["avatars"]),
        shadow_alpha=data["shadow_alpha"],
        veil_alpha=data["veil_alpha"],
    )
