"""The look of paper: colours by role, type sizes and distances in points.

Paper is white whatever the window's theme; dark, light and line stay apart without colour.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.reports.document import Tone

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
MARGIN = 15 * MM

TITLE = 17.0
SHOP = 13.0
PERIOD = 10.5
SUMMARY = 10.5
FIGURE = 17.0
HEADING = 10.5
TODO = 9.0
BODY = 8.5
REMARK = 8.0
SMALL = 7.5  # the floor: nothing on paper is smaller


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a report or chart by role, as ``#RRGGBB``."""

    text: str = "#161512"
    text2: str = "#4A4741"
    text3: str = "#68645C"
    rule: str = "#BDB8AC"
    hairline: str = "#DEDAD1"
    accent: str = "#0F6A5B"
    accent_text: str = "#0D6354"
    accent_soft: str = "#E1F0EB"
    light: str = "#A9CFC4"
    warning_text: str = "#875100"
    bad_text: str = "#B02E1C"
    ground: str = "#FFFFFF"
    # Not due, then later and later: each darker than the one before when printed grey.
    ages: tuple[str, ...] = ("#A9CFC4", "#DB9412", "#CC4A36", "#8F2415", "#4F120A")

    # Stacked parts of a bar, each lighter than the one before when printed grey.
    series: tuple[str, ...] = ("#0F6A5B", "#57A493", "#A9CFC4", "#DEDAD1")

    def tone(self, tone: Tone) -> str:
        """Text colour of ``tone``."""
        if tone is Tone.PLAIN:
            return self.text
        if tone is Tone.QUIET:
            return self.text3
        return self.warning_text if tone is Tone.WARNING else self.bad_text


PAPER = Palette()
