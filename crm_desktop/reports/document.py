"""What a report says, apart from how it is shown: one model for paper, Excel, CSV and screen.

A report is pages of blocks. Blocks hold values in the units of the data (integer minor money,
basis points, dates), so that paper prints them as people write them and Excel gets numbers.
Text is already in the reader's language; names are printed exactly as typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a value is, and so how each renderer writes it."""

    TEXT = "text"
    MONEY = "money"  # integer minor units; paper shows whole units
    MONEY_EXACT = "money_exact"  # integer minor units; paper shows all decimals
    INTEGER = "integer"
    QUANTITY = "quantity"  # integer thousandths, shown with no more digits than it needs
    PERCENT = "percent"  # integer basis points
    CHANGE = "change"  # integer basis points, always signed
    DATE = "date"
    DAYS = "days"  # a whole number of days


class Tone(Enum):
    """Weight of meaning: never carried by colour alone."""

    PLAIN = "plain"
    QUIET = "quiet"
    WARNING = "warning"
    BAD = "bad"


Value = str | int | dt.date | None


@dataclass(frozen=True, slots=True)
class Styled:
    """A value that is emphasised, or shown on paper in other words (``text``) than its number."""

    value: Value
    text: str = ""
    tone: Tone = Tone.PLAIN
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``share`` is its part of the width relative to its neighbours.

    ``lines`` caps how many lines a long text may take on paper (0: as many as it needs).
    """

    title: str
    kind: Kind = Kind.TEXT
    share: float = 1.0
    lines: int = 0
    tone: Tone = Tone.PLAIN
    strong: bool = False

    @property
    def right(self) -> bool:
        """Numbers and dates stack at the right edge, text at the left."""
        return self.kind is not Kind.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """Values of one row, one per column; ``detail`` is a second, quiet line below them. A ``total``
    of the rows above stands on paper alone: a sheet is there to be summed and pivoted."""

    values: tuple[Value | Styled, ...]
    detail: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. ``sheet`` names its Excel sheet; empty keeps an extract off Excel."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sheet: str = ""
    header: bool = True
    detail_title: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The report in one paragraph of true sentences."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure with the same figure one month (or week) and one year earlier (``None``: there is
    none).

    ``compare`` says how a change is told: in percent of the earlier figure, as a difference
    of counts, or in percentage points.
    """

    label: str
    value: int | None
    kind: Kind
    month_ago: int | None
    year_ago: int | None
    compare: str = "percent"  # percent | difference | points


@dataclass(frozen=True, slots=True)
class Kpis:
    """A strip of figures; ``sheet`` names its Excel sheet, ``earlier`` what ``month_ago`` of its
    figures means: ``month`` or ``week``."""

    items: tuple[Kpi, ...]
    sheet: str
    earlier: str = "month"


@dataclass(frozen=True, slots=True)
class StackedMonths:
    """Bars by month: ``lower`` and ``upper`` stacked, ``marks`` a line across (last year).

    Amounts in minor units; a mark is ``None`` where there was nothing to compare with.
    """

    months: tuple[dt.date, ...]
    lower: tuple[int, ...]
    upper: tuple[int, ...]
    marks: tuple[int | None, ...]
    lower_name: str
    upper_name: str
    marks_name: str
    sheet: str


@dataclass(frozen=True, slots=True)
class RankedBars:
    """One horizontal bar a row, largest first, amounts in minor units."""

    labels: tuple[str, ...]
    amounts: tuple[int, ...]
    label_title: str
    amount_title: str
    sheet: str


@dataclass(frozen=True, slots=True)
class AgeBar:
    """Parts of one sum from not due to long overdue, amounts in minor units, with a legend."""

    labels: tuple[str, ...]
    amounts: tuple[int, ...]
    label_title: str
    amount_title: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a ``Bars`` chart: a value for each label, ``None`` for nothing."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of stacked ``series`` over ``labels``: upright for time, else lying, values of one
    ``kind``."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Kind
    upright: bool
    label_title: str
    sheet: str


Chart = StackedMonths | RankedBars | AgeBar | Bars


@dataclass(frozen=True, slots=True)
class Numbered:
    """Short numbered sentences: what to do."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Quiet text: a remark, or what a figure means."""

    text: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, side by side, each over who signs there; paper alone has them."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridDay:
    """A day of a ``DayGrid``: what it is called beside its number, and what is on it; ``outside``
    when it belongs to another month."""

    day: dt.date
    name: str
    things: tuple[Styled, ...]
    outside: bool = False


@dataclass(frozen=True, slots=True)
class DayGrid:
    """Weeks of seven days under the names of the weekdays; paper alone has it."""

    heads: tuple[str, ...]
    weeks: tuple[tuple[GridDay, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a quiet remark beside it, over blocks."""

    title: str
    remark: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two stacks of blocks; ``share`` is the left one's part of the width."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    share: float = 0.5
    gap: float = 22.0


@dataclass(frozen=True, slots=True)
class Card:
    """A thing shown with its picture (JPEG or PNG bytes, empty for none): a bold title, quiet lines
    below it, and a figure in words."""

    title: str
    lines: tuple[str, ...]
    figure: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards ``across`` in a row; ``table`` says the same without pictures (Excel, CSV)."""

    items: tuple[Card, ...]
    table: Table
    across: int = 3

    @property
    def sheet(self) -> str:
        """The name of its Excel sheet."""
        return self.table.sheet


Block = (
    Summary
    | Kpis
    | Table
    | Chart
    | Numbered
    | Note
    | Signatures
    | Cards
    | DayGrid
    | Section
    | SideBySide
)


@dataclass(frozen=True, slots=True)
class Shop:
    """Who the report is from: name, one line of address and phone, logo as PNG or JPEG bytes, and
    the postcode that goes on envelopes."""

    name: str
    line: str = ""
    logo: bytes = b""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; each tuple of ``pages`` starts on a new sheet of paper."""

    key: str
    title: str
    period: str
    shop: Shop
    footer: str
    language: str
    currency: str
    pages: tuple[tuple[Block, ...], ...]


def blocks_in(report: Report) -> Iterator[Block]:
    """Every block of ``report`` in reading order, containers before what they hold."""
    for page in report.pages:
        yield from _walk(page)


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Section):
            yield from _walk(block.blocks)
        elif isinstance(block, SideBySide):
            yield from _walk(block.left)
            yield from _walk(block.right)
