"""Pages of a PDF as images, on screen and on paper."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QColor, QPageLayout
from PySide6.QtPrintSupport import QPrinter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from crm_desktop.core.errors import Cancelled, UserError
from crm_desktop.ui.reports import pdf_pages


def _pdf(pages: int = 2, size: tuple[float, float] = A4) -> bytes:
    """Page 1 has a red square at its upper left corner, later ones a blue one."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for number in range(pages):
        canvas.setFillColorRGB(1 if number == 0 else 0, 0, 0 if number == 0 else 1)
        canvas.rect(0, size[1] - 100, 100, 100, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_the_facts_of_a_pdf() -> None:
    found = pdf_pages.facts(_pdf(3))
    assert found.pages == 3
    assert (round(found.width), round(found.height)) == (595, 842)


def test_a_page_is_drawn_at_the_scale_asked_for_in_true_colours() -> None:
    image = pdf_pages.page_image(_pdf(), 0, 2.0)
    assert (image.width(), image.height()) == (1191, 1684)
    assert image.pixelColor(100, 100) == QColor(255, 0, 0)
    assert image.pixelColor(600, 1600) == QColor(255, 255, 255)
    assert pdf_pages.page_image(_pdf(), 1, 1.0).pixelColor(50, 50) == QColor(0, 0, 255)


def test_paper_is_upright_or_lying_as_the_pdf_is() -> None:
    upright, lying = pdf_pages.facts(_pdf()), pdf_pages.facts(_pdf(size=landscape(A4)))
    assert pdf_pages.orientation(upright) == QPageLayout.Orientation.Portrait
    assert pdf_pages.orientation(lying) == QPageLayout.Orientation.Landscape
    assert pdf_pages.page_size(upright).name() == pdf_pages.page_size(lying).name() == "A4"


def _printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setPageSize(pdf_pages.page_size(pdf_pages.facts(_pdf())))
    return printer


@pytest.mark.usefixtures("qapp")
def test_the_pages_chosen_reach_the_paper_at_full_size(tmp_path: Path) -> None:
    out = tmp_path / "printed.pdf"
    assert pdf_pages.print_pages(_pdf(3), _printer(out), range(1, 3)) == 2
    printed = pypdfium2.PdfDocument(out)
    assert len(printed) == 2
    assert [round(side) for side in printed.get_page_size(0)] == [595, 842]
    bitmap = printed[0].render(scale=1).to_pil()
    red, green, blue = bitmap.getpixel((50, 50))[:3]
    assert (red < 20, green < 20, blue > 235) == (True, True, True)
    printed.close()


@pytest.mark.usefixtures("qapp")
def test_printing_can_be_stopped(tmp_path: Path) -> None:
    def stop(_done: int, _total: int, _text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        pdf_pages.print_pages(_pdf(), _printer(tmp_path / "x.pdf"), range(2), progress=stop)


@pytest.mark.usefixtures("qapp")
def test_a_printer_that_takes_nothing_is_a_sentence(tmp_path: Path) -> None:
    printer = _printer(tmp_path / "no such folder" / "x.pdf")
    with pytest.raises(UserError, match="did not take the pages"):
        pdf_pages.print_pages(_pdf(), printer, range(1))
