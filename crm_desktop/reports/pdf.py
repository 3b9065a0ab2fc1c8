"""The one renderer for paper: A4, header and page number on every page, text as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import fonts, typeset
from crm_desktop.reports.chart_places import ChartPlace
from crm_desktop.reports.document import Block, Report, Shop
from crm_desktop.reports.paper import (
    BODY,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PAPER,
    PERIOD,
    SHOP,
    SMALL,
    TITLE,
)
from crm_desktop.reports.pdf_blocks import Setting, lay_out
from crm_desktop.reports.pen import Pen, new_canvas
from crm_desktop.reports.strips import Sheet, break_pages, draw_stack

_WIDTH = PAGE_WIDTH - 2 * MARGIN
_FOOTER_RULE = PAGE_HEIGHT - MARGIN - 9
_FIRST_TOP = MARGIN + 51  # below the letterhead
_NEXT_TOP = MARGIN + 30  # below the running header
_LOGO = 30.0
_FIRST_ROOM = _FOOTER_RULE - _FIRST_TOP - 6
_NEXT_ROOM = _FOOTER_RULE - _NEXT_TOP - 6
_DENSITIES = ((15.0, 16.1), (12.0, 16.1), (9.0, 16.1), (8.0, 14.2))
"""Space between blocks and height of table rows, from generous to tight."""


def write(report: Report, file: BinaryIO, progress: Progress = no_progress) -> int:
    """Write ``report`` as PDF to ``file``; returns the number of pages."""
    return write_all((report,), file, progress)


def write_all(
    reports: Sequence[Report],
    file: BinaryIO,
    progress: Progress = no_progress,
    *,
    charts: list[ChartPlace] | None = None,
) -> int:
    """Write ``reports``, at least one, as one PDF to ``file``; returns the number of pages.

    Each begins on a page of its own under its letterhead; pages are counted through. ``charts``
    is filled with where they stand.
    """
    laid = [(report, sheet, number)
            for report in reports
            for number, sheet in enumerate(_sheets(report), start=1)]  # fmt: skip
    canvas = new_canvas(
        file,
        (PAGE_WIDTH, PAGE_HEIGHT),
        " · ".join(f"{report.title} {report.period}" for report in reports),
        author=reports[0].shop.name,
        language=reports[0].language,
    )
    pen = Pen(canvas)
    for page, (report, sheet, number) in enumerate(laid, start=1):
        progress(page - 1, len(laid))
        if number == 1 and len(reports) > 1:
            pen.chapter(f"{report.title} · {report.period}")
        _draw_page(pen, report, sheet, number, (page, len(laid)))
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


def _sheets(report: Report) -> list[Sheet]:
    """The pages of ``report``, laid out."""
    sheets: list[Sheet] = []
    for page in report.pages:
        sheets.extend(_fit(page, report.currency, _NEXT_ROOM if sheets else _FIRST_ROOM))
    return sheets


def _fit(page: tuple[Block, ...], currency: str, room: float) -> list[Sheet]:
    """``page`` on one sheet if less space between its blocks achieves that, else on several."""
    roomy: list[Sheet] = []
    for between, row in _DENSITIES:
        strips = lay_out(page, _WIDTH, Setting(currency, room, between, row))
        sheets = break_pages(strips, room, _NEXT_ROOM)
        if len(sheets) == 1 or len(sheets) > 2:
            return sheets
        roomy = roomy or sheets
    return roomy


def _draw_page(
    pen: Pen, report: Report, sheet: Sheet, number: int, counted: tuple[int, int]
) -> None:
    """``number`` is that within the report, ``counted`` page and pages of the whole file."""
    if number == 1:
        _letterhead(pen, report)
    else:
        _running_header(pen, report)
    draw_stack(pen, sheet.strips, MARGIN, _FIRST_TOP if number == 1 else _NEXT_TOP)
    _footer(pen, report, *counted)
    pen.next_page()


def _letterhead(pen: Pen, report: Report) -> None:
    left, right, top = MARGIN, MARGIN + _WIDTH, MARGIN
    title_width = fonts.width(fonts.printable(report.title), TITLE, strong=True)
    period = typeset.shorten(report.period, PERIOD, _WIDTH * 0.62, strong=True)
    wide = max(title_width, fonts.width(period, PERIOD, strong=True))
    used = _logo(pen, report.shop, left, top) + 9
    room = _WIDTH - used - wide - 16
    name = typeset.shorten(report.shop.name, SHOP, room, strong=True)
    pen.text(left + used, top + 12.5, name, SHOP, strong=True)
    line = typeset.shorten(report.shop.line, BODY, room)
    pen.text(left + used, top + 26.5, line, BODY, colour=PAPER.text3)
    pen.text(right, top + 13.5, report.title, TITLE, strong=True, align="right")
    pen.text(right, top + 29, period, PERIOD, colour=PAPER.accent_text, strong=True, align="right")
    pen.rule(left, top + 41, _WIDTH, 1.5, PAPER.text)


def _logo(pen: Pen, shop: Shop, x: float, y: float) -> float:
    """The shop's own logo, or its first character as a mark; returns its width."""
    if shop.logo:
        return pen.logo(shop.logo, x, y, _LOGO, 3 * _LOGO)
    pen.box(x, y, _LOGO, _LOGO, colour=PAPER.accent, radius=7)
    mark = fonts.printable(shop.name.strip()[:1].upper())
    pen.text(x + _LOGO / 2, y + 20.6, mark, 16, colour=PAPER.ground, strong=True, align="center")
    return _LOGO


def _running_header(pen: Pen, report: Report) -> None:
    heading = typeset.shorten(f"{report.title}·{report.period}", BODY, _WIDTH * 0.7)
    room = _WIDTH - fonts.width(heading, BODY) - 16
    name = typeset.shorten(report.shop.name, BODY, room, strong=True)
    pen.text(MARGIN, MARGIN + 8, name, BODY, strong=True)
    pen.text(MARGIN + _WIDTH, MARGIN + 8, heading, BODY, colour=PAPER.text2, align="right")
    pen.rule(MARGIN, MARGIN + 15, _WIDTH, 0.75, PAPER.text)


def _footer(pen: Pen, report: Report, number: int, count: int) -> None:
    pen.rule(MARGIN, _FOOTER_RULE, _WIDTH, 0.5, PAPER.rule)
    text = typeset.shorten(report.footer, SMALL, _WIDTH - 50)
    baseline = _FOOTER_RULE + 10
    pen.text(MARGIN, baseline, text, SMALL, colour=PAPER.text3)
    pages = f"{number} / {count}"
    pen.text(MARGIN + _WIDTH, baseline, pages, SMALL, colour=PAPER.text3, align="right")
