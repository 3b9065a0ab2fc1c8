"""Fonts by role: platform families where they are good, else the shipped Noto Sans SC."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase

from crm_desktop.core import i18n, paths

SHIPPED = "Noto Sans SC"

# role -> (pixels at 100 %, weight). Two weights only: Chinese system fonts have no 500.
ROLES: dict[str, tuple[int, QFont.Weight]] = {
    "figure": (24, QFont.Weight.DemiBold),
    "headline": (22, QFont.Weight.DemiBold),
    "title": (20, QFont.Weight.DemiBold),
    "dialog": (18, QFont.Weight.DemiBold),
    "query": (18, QFont.Weight.Normal),
    "wizard": (16, QFont.Weight.DemiBold),
    "card": (14, QFont.Weight.DemiBold),
    "lead": (14, QFont.Weight.Normal),
    "body": (13, QFont.Weight.Normal),
    "strong": (13, QFont.Weight.DemiBold),
    "caption": (12, QFont.Weight.Normal),
    "caption_strong": (12, QFont.Weight.DemiBold),
    "small": (11, QFont.Weight.Normal),
    "small_strong": (11, QFont.Weight.DemiBold),
}

_PLATFORM = {
    "win32": (
        ("Segoe UI Variable Text", "Segoe UI"),
        ("Microsoft YaHei UI", "Microsoft YaHei"),
    ),
    "darwin": ((".AppleSystemUIFont",), ("PingFang SC",)),
    "linux": (
        ("Inter", "Noto Sans"),
        ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN"),
    ),
}


def families() -> list[str]:
    """Families in order of preference; loads the shipped one if the platform has no good one.

    The SC family is always named, or Linux may pick Japanese glyph shapes.
    """
    latin, chinese = _PLATFORM.get(sys.platform, _PLATFORM["linux"])
    present = set(QFontDatabase.families())
    found = [name for name in latin if name in present or name.startswith(".")][:1]
    good = [name for name in chinese if name in present][:1]
    return found + (good or [_load_shipped(present)])


def _load_shipped(present: set[str]) -> str:
    if SHIPPED not in present:
        folder = paths.resource("fonts", "noto-sans-sc")
        for file in ("NotoSansSC-Regular.ttf", "NotoSansSC-SemiBold.ttf"):
            QFontDatabase.addApplicationFont(str(folder / file))
    return SHIPPED


def make(names: list[str], role: str, scale: float) -> QFont:
    """The font of a role. Figures below 20 px are tabular, so that columns of numbers align."""
    pixels, weight = ROLES[role]
    font = QFont()
    font.setFamilies(names)
    # macOS counts points at 72 dpi, the others at 96.
    font.setPointSizeF(pixels * scale * (1 if sys.platform == "darwin" else 0.75))
    font.setWeight(weight)
    if pixels < 20:
        font.setFeature(QFont.Tag("tnum"), 1)
    if names[0] == SHIPPED:
        # A Chinese font sets quotes and dots in full-width squares, which tears English apart.
        # Set for Chinese too, or a widget keeps what it had before the language was switched.
        narrow = int(i18n.language() != "zh_CN")
        font.setFeature(QFont.Tag("pwid"), narrow)
        font.setFeature(QFont.Tag("palt"), narrow)
    return font
