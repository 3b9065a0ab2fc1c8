"""The one renderer for paper: A4, header and page number on every page, text as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import fonts, roll
from crm_desktop.reports.chart_places import ChartPlace
from crm_desktop.reports.document import Block, Report
from crm_desktop.reports.paper import PageSetup
from crm_desktop.reports.pdf_blocks import Setting, lay_out
from crm_desktop.reports.pdf_head import Head, head
from crm_desktop.reports.pen import Pen, new_canvas
from crm_desktop.reports.strips import Sheet, break_pages, draw_stack

_DENSITIES = ((15.0, 16.1), (12.0, 16.1), (9.0, 16.1), (8.0, 14.2))
"""Space between blocks and height of table rows, from generous to tight."""


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
    laid = [
        (page, sheet, number)
        for page in (head(report, setup) for report in reports)
        for number, sheet in enumerate(_sheets(page), start=1)
    ]
    title = " · ".join(f"{report.title} {report.period}" for report in reports)
    first = reports[0]
    canvas = new_canvas(file, setup.size, title, author=first.shop.name, language=first.language)
    pen = Pen(canvas, setup.size[1])
    for count, (page, sheet, number) in enumerate(laid, start=1):
        progress(count - 1, len(laid))
        begins = number == 1
        if begins and len(reports) > 1:
            pen.chapter(f"{page.report.title} · {page.report.period}")
        page.draw(pen, f"{count} / {len(laid)}", first=begins)
        draw_stack(pen, sheet.strips, page.edge, page.top(first=begins))
        pen.next_page()
    canvas.save()
    if charts is not None:
        charts.extend(pen.charts)
    progress(len(laid), len(laid))
    return len(laid)


def prepare(charts: bool) -> None:
    """Import and register what ``write`` needs, for ``charts`` if there are any; worth a thread
    while the figures are added up, since the database works without the interpreter."""
    import reportlab.pdfgen.canvas  # noqa: F401

    fonts.register()
    if charts:
        import matplotlib.figure  # noqa: F401

        from crm_desktop.reports import chart_canvas  # noqa: F401


def _sheets(page: Head) -> list[Sheet]:
    """The pages of a report, laid out."""
    sheets: list[Sheet] = []
    for blocks in page.report.pages:
        sheets.extend(_fit(blocks, page, first=not sheets))
    return sheets


def _fit(blocks: tuple[Block, ...], page: Head, *, first: bool) -> list[Sheet]:
    """``blocks`` on one sheet if less space between them achieves that, else on several."""
    room, next_room = page.room(first=first), page.room(first=False)
    roomy: list[Sheet] = []
    for between, row in _DENSITIES:
        setting = Setting(page.report.currency, room, between, row)
        sheets = break_pages(lay_out(blocks, page.inner, setting), room, next_room)
        if len(sheets) == 1 or len(sheets) > 2:
            return sheets
        roomy = roomy or sheets
    return roomy
