"""Labels by the sheet, envelopes and letter paper: their names and measures in millimetres."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _

_A4 = (210.0, 297.0)
_LETTER = (215.9, 279.4)
_INCH = 25.4
_GRID = re.compile(r"(?:a4-)?(\d{1,2})[x×*](\d{1,2})", re.IGNORECASE)
_MOST = 20
P = TypeVar("P", "Envelope", "MailPaper")


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Labels in ``columns`` and ``rows``; ``left`` and ``top`` is the corner of the first,
    ``across`` and ``down`` the distance from one to the next."""

    key: str
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    @property
    def count(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """Upper left corner of label ``place`` (from 0, row by row) on its sheet."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.across, self.top + row * self.down


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope lying: ``name`` is a msgid. ``boxes`` are for the digits of a postcode, as
    GB/T 1416 has them."""

    key: str
    name: str
    width: float
    height: float
    boxes: bool = False


@dataclass(frozen=True, slots=True)
class MailPaper:
    """Paper for letters or cards; ``up`` cards of half its height stand on a sheet."""

    key: str
    name: str
    width: float
    height: float
    up: int = 1


def _avery(
    key: str, columns: int, rows: int, size: tuple[float, float], at: tuple[float, ...]
) -> LabelSheet:
    """A sheet of A4; ``at`` is left, top and the distance across. Rows touch."""
    width, height = size
    left, top, across = at
    return LabelSheet(key, _A4, columns, rows, width, height, left, top, across, height)


def _inches(
    key: str, columns: int, rows: int, size: tuple[float, float], at: tuple[float, ...]
) -> LabelSheet:
    """A sheet of US Letter, in inches."""
    width, height = (one * _INCH for one in size)
    left, top, across = (one * _INCH for one in at)
    return LabelSheet(key, _LETTER, columns, rows, width, height, left, top, across, height)


def _grid(columns: int, rows: int, height: float = 0.0) -> LabelSheet:
    """A whole A4 sheet cut into equal labels; ``height`` says theirs where a margin is left."""
    width, high = _A4[0] / columns, height or _A4[1] / rows
    top = (_A4[1] - rows * high) / 2
    key = f"{columns}x{rows}"
    return LabelSheet(key, _A4, columns, rows, width, high, 0.0, top, width, high)


LABELS: tuple[LabelSheet, ...] = (
    _avery("L7160", 3, 7, (63.5, 38.1), (7.21, 15.15, 66.04)),
    _avery("L7159", 3, 8, (63.5, 33.9), (7.21, 12.9, 66.04)),
    _avery("L7161", 3, 6, (63.5, 46.6), (7.21, 8.7, 66.04)),
    _avery("L7162", 2, 8, (99.1, 33.9), (4.65, 12.9, 101.6)),
    _avery("L7163", 2, 7, (99.1, 38.1), (4.65, 15.15, 101.6)),
    _avery("L7165", 2, 4, (99.1, 67.7), (4.65, 13.1, 101.6)),
    _avery("L7651", 5, 13, (38.1, 21.2), (4.75, 10.7, 40.6)),
    _inches("5160", 3, 10, (2.625, 1.0), (0.1875, 0.5, 2.75)),
    _inches("5161", 2, 10, (4.0, 1.0), (0.15625, 0.5, 4.1875)),
    _inches("5162", 2, 7, (4.0, 4 / 3), (0.15625, 0.8333, 4.1875)),
    _inches("5163", 2, 5, (4.0, 2.0), (0.15625, 0.5, 4.1875)),
    _grid(3, 8, 37.0),
    _grid(3, 7),
    _grid(2, 7),
    _grid(2, 8, 37.0),
    _grid(2, 4),
    _grid(4, 10),
)
"""Sheets that are offered; ``label_sheet`` takes any grid of A4 as well."""

ENVELOPES: tuple[Envelope, ...] = (
    Envelope("cn-dl", N_("Chinese no. 5, 220 × 110 mm"), 220, 110, boxes=True),
    Envelope("cn-zl", N_("Chinese no. 6, 230 × 120 mm"), 230, 120, boxes=True),
    Envelope("cn-b6", N_("Chinese no. 3, 176 × 125 mm"), 176, 125, boxes=True),
    Envelope("cn-c5", N_("Chinese no. 7, 229 × 162 mm"), 229, 162, boxes=True),
    Envelope("cn-c4", N_("Chinese no. 9, 324 × 229 mm"), 324, 229, boxes=True),
    Envelope("dl", N_("DL, 220 × 110 mm"), 220, 110),
    Envelope("c6", N_("C6, 162 × 114 mm"), 162, 114),
    Envelope("c5", N_("C5, 229 × 162 mm"), 229, 162),
    Envelope("10", N_("US no. 10, 9.5 × 4.125 in"), 9.5 * _INCH, 4.125 * _INCH),
)

LETTERS: tuple[MailPaper, ...] = (
    MailPaper("a4", N_("A4"), 210, 297),
    MailPaper("letter", N_("US Letter"), 215.9, 279.4),
    MailPaper("a5", N_("A5"), 148, 210),
)

CARDS: tuple[MailPaper, ...] = (
    MailPaper("a6", N_("Card, A6 lying"), 148, 105),
    MailPaper("a5", N_("Card, A5 lying"), 210, 148),
    MailPaper("a4", N_("Two cards on A4, to cut"), 210, 297, up=2),
)


def label_sheet(key: str) -> LabelSheet:
    """The sheet called ``key``, or a grid of A4 such as ``3x8``. Raises ``UserError``."""
    for one in LABELS:
        if one.key.casefold() == key.strip().casefold().removeprefix("a4-").replace("×", "x"):
            return one
    found = _GRID.fullmatch(key.strip())
    if found and 1 <= int(found[1]) <= _MOST and 1 <= int(found[2]) <= _MOST:
        return _grid(int(found[1]), int(found[2]))
    known = ", ".join(one.key for one in LABELS)
    raise UserError(
        _("There is no label sheet “{key}”.").format(key=key),
        "",
        _(
            "Choose one of {known}, or say how many across and down an A4 sheet has, such as 3x9."
        ).format(known=known),
    )


def envelope(key: str) -> Envelope:
    """The envelope called ``key``. Raises ``UserError``."""
    return _chosen(ENVELOPES, key)


def letter_paper(key: str) -> MailPaper:
    """The letter paper called ``key``. Raises ``UserError``."""
    return _chosen(LETTERS, key)


def card(key: str) -> MailPaper:
    """The card called ``key``. Raises ``UserError``."""
    return _chosen(CARDS, key)


def _chosen(papers: tuple[P, ...], key: str) -> P:
    for one in papers:
        if one.key == key.strip().casefold():
            return one
    raise UserError(
        _("There is no paper “{key}”.").format(key=key),
        "",
        _("Choose one of: {keys}.").format(keys=", ".join(one.key for one in papers)),
    )
