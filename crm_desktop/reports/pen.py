"""Drawing on a PDF page with distances measured down from its top, in points."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from crm_desktop.reports import fonts
from crm_desktop.reports.chart_places import HEADING_ROOM, ChartPlace, Mark, moved
from crm_desktop.reports.paper import PAPER

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

_ESCAPES = {code: f"\\{code:03o}" for code in (*range(32), *b"()\\", *range(127, 256))}
"""What may not stand in a string of a PDF page as it is, in octal."""


_MOST_KNOWN = 5_000  # texts whose operators are kept: days, kinds and names come again


def new_canvas(
    file: BinaryIO, size: tuple[float, float], title: str, *, author: str, language: str
) -> Canvas:
    """An empty PDF of pages of ``size`` points, that says what it is and in which language."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(
        file,
        pagesize=size,
        pageCompression=1,
        initialFontName=cast(Any, fonts.face()),
        lang=language.replace("_", "-"),
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("CRM Desktop")
    return canvas


class _Type:
    """Text as the operators of a PDF page name it.

    A table of thousands of rows is tens of thousands of short texts: reportlab's text objects
    take three times as long to say the same.
    """

    def __init__(self, canvas: Canvas) -> None:
        from reportlab.pdfbase import pdfmetrics

        self._document: Any = cast(Any, canvas)._doc
        self._fonts: dict[bool, Any] = {
            strong: pdfmetrics.getFont(fonts.face(strong)) for strong in (False, True)
        }
        self._names: dict[tuple[bool, int], str] = {}
        self._known: dict[tuple[str, bool], list[tuple[str, str]]] = {}

    def written(self, text: str, strong: bool) -> list[tuple[str, str]]:
        """``text`` in runs of one subset font: its name on the page, and the run escaped."""
        known = self._known.get((text, strong))
        if known is not None:
            return known
        font, names = self._fonts[strong], self._names
        runs: list[tuple[str, str]] = []
        for subset, codes in font.splitString(text, self._document):
            key = strong, subset
            if key not in names:
                names[key] = font.getSubsetInternalName(subset, self._document)
            runs.append((names[key], codes.decode("latin-1").translate(_ESCAPES)))
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[text, strong] = runs
        return runs


class Pen:
    """One page's drawing surface; every string is drawn literally, nothing is markup."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._type = _Type(canvas)
        self._height = height
        self._bookmarks = 0
        self._level = 0
        self._page = 0
        self._heading = ("", 0.0, 0.0)
        self.charts: list[ChartPlace] = []

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size: float,
        *,
        colour: str = PAPER.text,
        strong: bool = False,
        align: str = "left",
    ) -> None:
        """Draw printable ``text`` with ``x`` at its left end, right end or middle."""
        if align != "left":
            wide = fonts.width(text, size, strong)
            x -= wide if align == "right" else wide / 2
        runs = self._type.written(text, strong)
        shown = "".join(f"{name} {size:g} Tf ({run}) Tj " for name, run in runs)
        at = f"1 0 0 1 {x:.2f} {self._height - baseline:.2f} Tm"
        self._canvas.addLiteral(f"BT {_fill(colour)} {at} {shown}ET")

    def rule(
        self, x: float, y: float, width: float, thickness: float = 0.5, colour: str = PAPER.hairline
    ) -> None:
        """A horizontal rule whose upper edge is at ``y``."""
        self.box(x, y, width, thickness, colour=colour)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        colour: str,
        radius: float = 0,
    ) -> None:
        """A filled rectangle with its upper left corner at ``x``, ``y``."""
        bottom = self._height - y - height
        if radius:
            self._canvas.setFillColor(_colour(colour))
            self._canvas.roundRect(x, bottom, width, height, radius, stroke=0, fill=1)
        else:
            box = f"{x:.2f} {bottom:.2f} {width:.2f} {height:.2f} re f"
            self._canvas.addLiteral(f"{_fill(colour)} {box}")

    def frame(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        colour: str,
        thickness: float = 0.5,
        radius: float = 0,
        dashed: bool = False,
    ) -> None:
        """The outline of a rectangle with its upper left corner at ``x``, ``y``."""
        self._canvas.setStrokeColor(_colour(colour))
        self._canvas.setLineWidth(thickness)
        self._canvas.setDash([3, 3] if dashed else [])
        bottom = self._height - y - height
        self._canvas.roundRect(x, bottom, width, height, radius, stroke=1, fill=0)

    def shift(self, right: float, down: float) -> None:
        """Move what is drawn on this page from now on, for a printer that is off."""
        self._canvas.translate(right, -down)

    def resize(self, width: float, height: float) -> None:
        """Give this page, and those after it, another size in points."""
        self._canvas.setPageSize((width, height))
        self._height = height

    def figure(self, figure: Figure, x: float, y: float, height: float) -> None:
        """A matplotlib figure as vectors, its upper left corner at ``x``, ``y``."""
        from crm_desktop.reports import chart_canvas

        chart_canvas.place(self._canvas, figure, x, self._height - y - height)

    def heading(self, title: str, x: float, y: float) -> None:
        """Remember a heading, for the chart that may stand below it."""
        self._heading = (title, x, y)

    def note_chart(
        self, x: float, y: float, width: float, height: float, marks: tuple[Mark, ...]
    ) -> None:
        """Note in ``charts`` where a chart stands, with the heading above it."""
        title, left, top = self._heading
        if abs(left - x) > 1 or not 0 <= y - top <= HEADING_ROOM:
            title, top = "", y
        placed = tuple(moved(mark, x, y) for mark in marks)
        place = ChartPlace(self._page, title, x, top, width, y + height - top, placed)
        self.charts.append(place)

    def image(self, data: bytes, x: float, y: float, side: float) -> None:
        """A PNG or JPEG fitted into a square of ``side`` points."""
        from io import BytesIO

        from reportlab.lib.utils import ImageReader

        bottom = self._height - y - side
        picture = ImageReader(BytesIO(data))
        self._canvas.drawImage(
            picture, x, bottom, side, side, mask="auto", preserveAspectRatio=True
        )

    def logo(
        self, data: bytes, x: float, y: float, high: float, most: float, *, middle: bool = False
    ) -> float:
        """A PNG or JPEG ``high`` points high, but at most ``most`` wide, or in the ``middle`` of so
        much; returns its width."""
        from io import BytesIO

        from reportlab.lib.utils import ImageReader

        picture = ImageReader(BytesIO(data))
        wide, tall = picture.getSize()
        width = min(most, high * wide / max(1, tall))
        left = x + (most - width) / 2 if middle else x
        self._canvas.drawImage(
            picture,
            left,
            self._height - y - high,
            width,
            high,
            mask="auto",
            preserveAspectRatio=True,
        )
        return float(width)

    def bookmark(self, title: str, y: float) -> None:
        """Name this place in the reader's table of contents, below the chapter if there is one."""
        self._bookmarks += 1
        key = f"s{self._bookmarks}"
        self._canvas.bookmarkHorizontal(key, 0, self._height - y + 4)
        self._canvas.addOutlineEntry(fonts.printable(title), key, self._level)

    def chapter(self, title: str) -> None:
        """Begin a chapter of the table of contents at the top of this page."""
        self._level = 0
        self.bookmark(title, 0)
        self._level = 1

    def next_page(self) -> None:
        """Finish this page."""
        self._page += 1
        self._canvas.showPage()


@cache
def _fill(code: str) -> str:
    """The operator that fills with ``#RRGGBB``."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return f"{red:.4g} {green:.4g} {blue:.4g} rg"


@cache
def _colour(code: str) -> Color:
    """``#RRGGBB`` as reportlab's colour; few colours come thousands of times."""
    from reportlab.lib.colors import HexColor

    return HexColor(code)
