"""Pages of a PDF as images, for the preview and for the printer.

The preview, the file and the paper are the same PDF, so they cannot differ. pdfium must not be
called from two threads at once: a reader worker that is still busy for a window just closed would
meet that of the next one. A lock keeps them apart.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

POINTS_PER_INCH = 72
_MM_PER_INCH = 25.4
_NAMES = {(210, 297): "A4", (148, 210): "A5", (105, 148): "A6", (216, 279): "Letter"}
_PDFIUM = threading.Lock()
_MOST_DOTS_PER_INCH = 300  # sharper costs time and memory and shows nothing more


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """How many pages there are and the size of the first in points."""

    pages: int
    width: float
    height: float


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    """The document, and pdfium for this thread alone."""
    import pypdfium2

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def facts(pdf: bytes) -> PdfFacts:
    """Look into a PDF."""
    with _opened(pdf) as document:
        width, height = document.get_page_size(0)
        return PdfFacts(len(document), width, height)


def page_image(pdf: bytes, number: int, scale: float) -> QImage:
    """Page ``number`` (from 0) at ``scale`` pixels per point."""
    with _opened(pdf) as document:
        # A page closes itself when it is forgotten, which must be inside as well.
        page = document[number]
        try:
            return _image(page.render(scale=scale))
        finally:
            page.close()


def _image(bitmap: object) -> QImage:
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride  # type: ignore[attr-defined]
    data = bytes(bitmap.buffer)  # type: ignore[attr-defined]
    # Copied: the bitmap's memory goes away with the document.
    return QImage(data, width, height, stride, QImage.Format.Format_BGR888).copy()


def page_size(found: PdfFacts) -> QPageSize:
    """The paper the PDF was laid out for."""
    size = QSizeF(min(found.width, found.height), max(found.width, found.height))
    return QPageSize(size, QPageSize.Unit.Point)


def paper_name(found: PdfFacts) -> str:
    """What the paper is called, or its measures in millimetres."""
    wide, high = (
        round(one * _MM_PER_INCH / POINTS_PER_INCH) for one in (found.width, found.height)
    )
    name = _NAMES.get((min(wide, high), max(wide, high)))
    return name or f"{wide} × {high} mm"


def orientation(found: PdfFacts) -> QPageLayout.Orientation:
    """Upright or lying."""
    lying = found.width > found.height
    return QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait


def print_pages(
    pdf: bytes, printer: QPrinter, pages: range, *, progress: Progress = no_progress
) -> int:
    """Send ``pages`` (numbers from 0) to the printer; returns how many were sent.

    Raises ``UserError`` when the printer does not take them.
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(
            _("The printer did not take the pages."),
            _("Nothing was printed."),
            _("Check that it is on and has paper, or save a PDF and print that."),
        )
    dots = min(_MOST_DOTS_PER_INCH, printer.resolution())
    try:
        for done, number in enumerate(pages):
            progress(done, len(pages), _("Page {number}").format(number=number + 1))
            if done:
                printer.newPage()
            image = page_image(pdf, number, dots / POINTS_PER_INCH)
            _fill(painter, image, printer.paperRect)
        return len(pages)
    finally:
        painter.end()


def _fill(painter: QPainter, image: QImage, paper: Callable[..., QRectF]) -> None:
    from PySide6.QtPrintSupport import QPrinter

    whole = paper(QPrinter.Unit.DevicePixel)
    scale = min(whole.width() / image.width(), whole.height() / image.height())
    size = QSizeF(image.width() * scale, image.height() * scale)
    painter.drawImage(QRectF(whole.topLeft(), size), image)
