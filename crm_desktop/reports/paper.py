"""The look of paper: colours by role, type sizes and distances in points.

Paper is white whatever the window's theme; dark, light and line stay apart without colour.
"""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.reports.document import Tone

MM = 72 / 25.4

PAPERS: dict[str, str] = {
    "a4": N_("A4"),
    "a5": N_("A5"),
    "letter": N_("US Letter"),
    "80": N_("Roll, 80 mm"),
    "58": N_("Roll, 58 mm"),
}
"""What a report can be printed on, and what that is called."""

_SIZES = {"a4": (210.0, 297.0), "a5": (148.0, 210.0), "letter": (215.9, 279.4)}
_ROLLS = {"80": (80.0, 4.0), "58": (58.0, 5.0)}  # width, and what its printer does not reach
_LEAST, _MOST = 5.0, 40.0  # margins in millimetres


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper, upright or ``lying``, and the ``margin`` on all sides in millimetres.

    A roll has its own margin and is as long as what is on it.
    """

    paper: str = "a4"
    lying: bool = False
    margin: float = 15.0

    def check(self) -> None:
        """Raise ``UserError`` for paper nobody knows and margins that leave no room."""
        if self.paper not in PAPERS:
            raise UserError(
                _("There is no paper “{key}”.").format(key=self.paper),
                "",
                _("Choose one of: {keys}.").format(keys=", ".join(PAPERS)),
            )
        if not _LEAST <= self.margin <= _MOST:
            raise UserError(
                _("A margin of {n} mm cannot be printed.").format(n=f"{self.margin:g}"),
                "",
                _("Choose {least} to {most} mm.").format(least=round(_LEAST), most=round(_MOST)),
            )

    @property
    def roll(self) -> bool:
        """True for paper without an end."""
        return self.paper in _ROLLS

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points; the height of a roll is what a PDF can have at most."""
        if self.roll:
            return _ROLLS[self.paper][0] * MM, 14_000.0
        width, height = _SIZES[self.paper]
        return (height * MM, width * MM) if self.lying else (width * MM, height * MM)

    @property
    def edge(self) -> float:
        """The margin in points."""
        return (_ROLLS[self.paper][1] if self.roll else self.margin) * MM


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
