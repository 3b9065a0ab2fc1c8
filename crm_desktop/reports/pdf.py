"""The one renderer for paper: A4, header and page number on every page, text as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import fonts, roll, typeset
from crm_desktop.reports.chart_places import ChartPlace
from crm_desktop.reports.document import Block, Report, Shop
from crm_desktop.reports.paper import BODY, PAPER, PERIOD, SHOP, SMALL, TITLE, PageSetup
from crm_desktop.reports.pdf_blocks import Setting, lay_out
from crm_desktop.reports.pen import Pen, new_canvas
from crm_desktop.reports.strips import Sheet, break_pages, draw_stack

_LOGO = 30.0
_DENSITIES = ((15.0, 16.1), (12.0, 16.1), (9.0, 16.1), (8.0, 14.2))
"""Space between blocks and height of table rows, from generous to tight."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand on a page of ``width`` by ``height`` points with margins of ``edge``."""

    width: float
    height: float
    edge: float

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.edge

    @property
    def foot(self) -> float:
        """Where the rule above the footer is."""
        return self.height - self.edge - 9

    def top(self, *, first: bool) -> float:
        """Where blocks begin: below the letterhead, or below the running header."""
        return self.edge + (51 if first else 30)

    def room(self, *, first: bool) -> float:
        """Height that is there for blocks."""
        return self.foot - self.top(first=first) - 6


def write(
    report: Report,
    file: BinaryIO,
    progress: Progress = no_progress,
    setup: PageSetup | None = None,
) -> int:
    """Write ``report`` as PDF to ``file``; returns the number of pages."""
    return write_all((report,), file, progress, setup=setup)


def write_all(
    reports: Sequence[Report],
    file: BinaryIO,
    progress: Progress = no_progress,
    *,
    charts: list[ChartPlace] | None = None,
    setup: PageSetup | None = None,
) -> int:
    """Write ``reports``, at least one, as one PDF to ``file``; returns the number of pages.

    Each begins on a page of its own under its letterhead; pages are counted through. ``charts``
    is filled with where they stand. Raises ``UserError`` for paper that cannot be.
    """
    setup = setup or PageSetup()
    setup.check()
    if setup.roll:
        return roll.write(reports, file, setup)
    frame = _Frame(*setup.size, setup.edge)
    laid = [
        (report, sheet, number)
        for report in reports
        for number, sheet in enumerate(_sheets(report, frame), start=1)
    ]
    title = " · ".join(f"{report.title} {report.period}" for report in reports)
    first = reports[0]
    canvas = new_canvas(file, setup.size, title, author=first.shop.name, language=first.language)
    pen = Pen(canvas, frame.height)
    for page, (report, sheet, number) in enumerate(laid, start=1):
        progress(page - 1, len(laid))
        if number == 1 and len(reports) > 1:
            pen.chapter(f"{report.title} · {report.period}")
        _draw_page(pen, report, frame, sheet, first=number == 1)
        _footer(pen, report, frame, f"{page} / {len(laid)}")
        pen.next_page()
    canvas.save()
    if charts is not None:
        charts.extend(pen.charts)
    progress(len(laid), len(laid))
    return len(laid)


def prepare() -> None:
    """Import and register what ``write`` needs; worth a thread while the figures are added up,
    since the database works without the interpreter."""
    import matplotlib.figure  # noqa: F401
    import reportlab.pdfgen.canvas  # noqa: F401

    from crm_desktop.reports import chart_canvas  # noqa: F401

    fonts.register()


def _sheets(report: Report, frame: _Frame) -> list[Sheet]:
    """The pages of ``report``, laid out."""
    sheets: list[Sheet] = []
    for page in report.pages:
        sheets.extend(_fit(page, report.currency, frame, first=not sheets))
    return sheets


def _fit(page: tuple[Block, ...], currency: str, frame: _Frame, *, first: bool) -> list[Sheet]:
    """``page`` on one sheet if less space between its blocks achieves that, else on several."""
    room, next_room = frame.room(first=first), frame.room(first=False)
    roomy: list[Sheet] = []
    for between, row in _DENSITIES:
        strips = lay_out(page, frame.inner, Setting(currency, room, between, row))
        sheets = break_pages(strips, room, next_room)
        if len(sheets) == 1 or len(sheets) > 2:
            return sheets
        roomy = roomy or sheets
    return roomy


def _draw_page(pen: Pen, report: Report, frame: _Frame, sheet: Sheet, *, first: bool) -> None:
    if first:
        _letterhead(pen, report, frame)
    else:
        _running_header(pen, report, frame)
    draw_stack(pen, sheet.strips, frame.edge, frame.top(first=first))


def _letterhead(pen: Pen, report: Report, frame: _Frame) -> None:
    left, right, top = frame.edge, frame.edge + frame.inner, frame.edge
    title, size = fonts.printable(report.title), TITLE
    while size > PERIOD and fonts.width(title, size, strong=True) > frame.inner * 0.55:
        size -= 0.5
    period = typeset.shorten(report.period, PERIOD, frame.inner * 0.62, strong=True)
    wide = max(fonts.width(title, size, strong=True), fonts.width(period, PERIOD, strong=True))
    used = _logo(pen, report.shop, left, top) + 9
    room = frame.inner - used - wide - 16
    name = typeset.shorten(report.shop.name, SHOP, room, strong=True)
    pen.text(left + used, top + 12.5, name, SHOP, strong=True)
    line = typeset.shorten(report.shop.line, BODY, room)
    pen.text(left + used, top + 26.5, line, BODY, colour=PAPER.text3)
    pen.text(right, top + 13.5, report.title, size, strong=True, align="right")
    pen.text(right, top + 29, period, PERIOD, colour=PAPER.accent_text, strong=True, align="right")
    pen.rule(left, top + 41, frame.inner, 1.5, PAPER.text)


def _logo(pen: Pen, shop: Shop, x: float, y: float) -> float:
    """The shop's own logo, or its first character as a mark; returns its width."""
    if shop.logo:
        return pen.logo(shop.logo, x, y, _LOGO, 3 * _LOGO)
    pen.box(x, y, _LOGO, _LOGO, colour=PAPER.accent, radius=7)
    mark = fonts.printable(shop.name.strip()[:1].upper())
    pen.text(x + _LOGO / 2, y + 20.6, mark, 16, colour=PAPER.ground, strong=True, align="center")
    return _LOGO


def _running_header(pen: Pen, report: Report, frame: _Frame) -> None:
    left, top = frame.edge, frame.edge
    heading = typeset.shorten(f"{report.title}·{report.period}", BODY, frame.inner * 0.7)
    room = frame.inner - fonts.width(heading, BODY) - 16
    name = typeset.shorten(report.shop.name, BODY, room, strong=True)
    pen.text(left, top + 8, name, BODY, strong=True)
    pen.text(left + frame.inner, top + 8, heading, BODY, colour=PAPER.text2, align="right")
    pen.rule(left, top + 15, frame.inner, 0.75, PAPER.text)


def _footer(pen: Pen, report: Report, frame: _Frame, pages: str) -> None:
    pen.rule(frame.edge, frame.foot, frame.inner, 0.5, PAPER.rule)
    text = typeset.shorten(report.footer, SMALL, frame.inner - 50)
    baseline, right = frame.foot + 10, frame.edge + frame.inner
    pen.text(frame.edge, baseline, text, SMALL, colour=PAPER.text3)
    pen.text(right, baseline, pages, SMALL, colour=PAPER.text3, align="right")
