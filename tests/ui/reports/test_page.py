"""Reports: the preview of the real PDF, choices, files, printing, failures."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QToolTip
from pytestqt.qtbot import QtBot

from crm_desktop.core.errors import UserError
from crm_desktop.reports.paper import PageSetup
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.reports import pdf_pages, preview
from crm_desktop.ui.reports.page import ReportsPage
from crm_desktop.ui.reports.report_target import ReportOf
from crm_desktop.ui.reports.together_dialog import TogetherDialog
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import LineEdit
from tests.ui.reports.conftest import sell_in_may, wait_for_preview


def _text(pdf: bytes) -> str:
    # By the page's own lock: its worker may be drawing at this moment.
    with pdf_pages._opened(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_the_preview_is_the_pdf_of_the_last_full_month(page: ReportsPage) -> None:
    assert page.made is not None
    text = _text(page.made.pdf)
    assert "May 2026" in text
    assert "¥579" in text  # 123 + 456
    assert page.about.text() == f"May 2026 · A4 · {page.made.facts.pages} pages"
    paper = page.paper.sheet.image()
    assert abs(paper.height() / paper.width() - 1.4142) < 0.01


def test_another_month_other_parts_another_language(page: ReportsPage, qtbot: QtBot) -> None:
    page.options.month.setFocus()
    qtbot.keyClick(page.options.month, Qt.Key.Key_Left)
    qtbot.keyClick(page.options.sections, Qt.Key.Key_Space)
    page.options.language.setCurrentIndex(page.options.language.findData("zh_CN"))
    page.options.language.activated.emit(0)
    wait_for_preview(page, qtbot)
    assert page.made is not None
    options = page.made.options
    assert (options.month, options.language) == (dt.date(2026, 4, 1), "zh_CN")
    assert "summary" not in options.sections
    assert "2026 年 4 月" in _text(page.made.pdf)


def test_pages_turn_and_zoom_by_keys(page: ReportsPage, qtbot: QtBot) -> None:
    pages = page.paper.pages()
    assert pages > 1
    qtbot.keyClick(page.paper, Qt.Key.Key_PageDown)
    assert page.paper.number == 1
    assert page.paper.bar.page.text() == f"Page 2 / {pages}"
    qtbot.keyClick(page.paper, Qt.Key.Key_PageUp)
    qtbot.keyClick(page.paper, Qt.Key.Key_PageUp)
    assert page.paper.number == 0
    qtbot.keyClick(page.paper, Qt.Key.Key_End)
    assert page.paper.number == pages - 1
    qtbot.keyClick(page.paper, Qt.Key.Key_G)
    dialog = page.window().findChildren(Dialog)[-1]
    qtbot.keyClicks(dialog.findChild(LineEdit), "1")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert page.paper.number == 0
    fit = page.paper.zoom()
    qtbot.keyClick(page.paper, Qt.Key.Key_Plus)
    assert page.paper.zoom() > fit
    before = page.paper.sheet.image().width()
    qtbot.waitUntil(lambda: page.paper.sheet.image().width() > before)
    qtbot.keyClick(page.paper, Qt.Key.Key_0)
    assert page.paper.zoom() == pytest.approx(fit)


def test_a_chart_says_its_values_and_is_copied_as_a_picture(
    page: ReportsPage, qtbot: QtBot
) -> None:
    first = page.paper.charts()[0]
    assert first.title == "Sales by month" and page.paper.bar.copy.isVisible()
    mark = first.marks[-1]  # May, the last of twelve months
    assert mark.words.startswith("May 2026: ¥579.00\n")
    middle = QPointF(mark.left + mark.width / 2, mark.top + mark.height / 2)
    spot = middle * page.paper.points() + page.paper.sheet.paper().topLeft()
    qtbot.mouseMove(page.paper.sheet, spot.toPoint())
    qtbot.waitUntil(lambda: QToolTip.text() == mark.words)
    qtbot.mouseMove(page.paper.sheet, QPoint(1, 1))
    qtbot.waitUntil(lambda: QToolTip.text() != mark.words or not QToolTip.isVisible())
    page.paper.words_at = lambda _spot: "<img src=x>"  # type: ignore[method-assign]
    qtbot.mouseMove(page.paper.sheet, spot.toPoint())
    qtbot.waitUntil(lambda: QToolTip.text() == "<qt>&lt;img src=x&gt;</qt>")
    with qtbot.waitSignal(page.paper.copied, timeout=20_000):
        page.paper.copy_chart(first)
    picture = QGuiApplication.clipboard().image()
    assert picture.width() / picture.height() == pytest.approx(
        (first.width + 12) / (first.height + 12), rel=0.02
    )
    qtbot.keyClick(page.paper, Qt.Key.Key_PageDown)
    assert not page.paper.charts() and not page.paper.bar.copy.isVisible()


def test_a_new_sale_is_in_the_preview_at_once(page: ReportsPage, qtbot: QtBot) -> None:
    before = page.made
    page.shell.workspace.execute("Sell", sell_in_may)
    qtbot.waitUntil(lambda: page.made is not before and page.asking.job is None, timeout=20_000)
    assert page.made is not None
    assert "¥1,158" in _text(page.made.pdf)


@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_the_file_written_says_what_the_screen_does(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, proposal: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(proposal).name)
        return str(tmp_path / "May"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    button = page.pdf if suffix == "pdf" else page.excel
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    out = tmp_path / f"May.{suffix}"
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=20_000)
    assert asked == [f"Monthly customer report 2026-05.{suffix}"]
    if suffix == "pdf":
        assert page.made is not None
        assert _text(out.read_bytes()) == _text(page.made.pdf)
    else:
        assert openpyxl.load_workbook(out).sheetnames
    window = page.window()
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: window._toast.text() == f"{out.name} saved in {tmp_path.name}")


def test_other_paper_is_seen_and_printed_on(page: ReportsPage, qtbot: QtBot) -> None:
    choice = page.options.page
    qtbot.keyClick(choice.paper, Qt.Key.Key_Down)
    choice.paper.activated.emit(1)
    qtbot.keyClick(choice.way, Qt.Key.Key_Down)
    choice.way.activated.emit(1)
    qtbot.waitUntil(lambda: page.made is not None and page.made.options.page.lying)
    made = page.made
    assert made is not None and made.options.page == PageSetup("a5", lying=True)
    assert (round(made.facts.width), round(made.facts.height)) == (595, 420)
    assert page.about.text() == f"May 2026 · A5 · {made.facts.pages} pages"
    choice.paper.set_value("80")
    choice.paper.activated.emit(3)
    assert not choice.way.isEnabled() and not choice.margin.isEnabled()
    qtbot.waitUntil(lambda: page.made is not None and page.made.facts.width < 230)
    assert page.made is not None and page.made.facts.pages == 1


def test_printing_sends_the_pages_chosen(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "paper.pdf"

    def accept(dialog: QPrintDialog) -> QDialog.DialogCode:
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printer.setFromTo(1, 1)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=20_000)
    assert pdf_pages.facts(out.read_bytes()).pages == 1


def test_what_cannot_be_made_is_said_in_the_page_and_can_be_tried_again(
    page: ReportsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise UserError("The report cannot be made.", "Your data is safe.", "Try later.")

    with monkeypatch.context() as broken:
        broken.setattr(preview.job, "render_shown", fail)
        page.make()
        qtbot.waitUntil(lambda: page.desk.currentWidget() is page.problem)
    assert page.problem.title.text() == "The report cannot be made."
    assert page.problem.line.text() == "Your data is safe. Try later."
    assert not page.print.isEnabled()
    qtbot.mouseClick(page.problem.button, Qt.MouseButton.LeftButton)
    wait_for_preview(page, qtbot)
    assert page.desk.currentWidget() is page.paper


def test_a_report_follows_the_language_of_the_window(page: ReportsPage, qtbot: QtBot) -> None:
    page.shell.set_language("zh_CN")
    wait_for_preview(page, qtbot)
    assert page.options.language.value() == "zh_CN"
    assert page.title.text() == "客户月报"
    assert page.made is not None
    assert "客户月报" in _text(page.made.pdf)


def test_on_a_small_window_the_options_take_the_place_of_the_paper(page: ReportsPage) -> None:
    page.window().resize(800, 600)
    assert not page.side.isVisible()
    assert not page.options.isVisible()
    page.more.click()
    assert page.options.isVisible()
    assert not page.desk.isVisible()
    assert page.go_back()
    assert page.desk.isVisible()


def test_a_report_of_one_customer_asks_for_whom(page: ReportsPage, qtbot: QtBot) -> None:
    page.show_kind("customer-brief")
    assert page.desk.currentWidget() is page.problem and not page.print.isEnabled()
    field = page.options.customer
    qtbot.keyClicks(field, "harv")
    qtbot.keyClick(field.completer().popup(), Qt.Key.Key_Down)
    qtbot.keyClick(field.completer().popup(), Qt.Key.Key_Return)
    wait_for_preview(page, qtbot)
    name = "Harvest Kitchen"
    assert page.made is not None and name in _text(page.made.pdf)
    assert name in page.about.text() and page.options.period_code() == name
    page.show_kind("monthly")
    assert page.options.options().contact_id is None and field.isHidden()


def test_the_customers_page_leads_to_the_brief(page: ReportsPage, qtbot: QtBot) -> None:
    page.shell.go("reports", ReportOf("customer-brief", 2, "Whoever"))
    wait_for_preview(page, qtbot)
    assert page.made is not None and page.made.options.contact_id == 2


def test_several_reports_go_into_one_pdf(
    page: ReportsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "all.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "all"), ""))
    qtbot.mouseClick(page.options.together, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(TogetherDialog)
    assert isinstance(dialog, TogetherDialog)
    assert dialog.ticked() == ["monthly"] and "customer-brief" not in dialog.boxes
    dialog.boxes["monthly"].setChecked(False)
    assert not dialog.action.isEnabled()
    for key in ("products", "staff"):
        dialog.boxes[key].setChecked(True)
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(out.exists, timeout=20_000)
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=20_000)
    text = _text(out.read_bytes())
    assert "Products and categories" in text and "Staff performance" in text and "May 2026" in text


def test_a_report_of_one_day_asks_for_the_day(page: ReportsPage, qtbot: QtBot) -> None:
    page.show_kind("cash-up")
    wait_for_preview(page, qtbot)
    field = page.options.day
    assert page.options.month.isHidden() and not field.isHidden()
    field.selectAll()
    qtbot.keyClicks(field, "2026-05-05")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait_for_preview(page, qtbot)
    assert page.made is not None and page.made.options.day == dt.date(2026, 5, 5)
    assert "5 May 2026" in page.about.text()
    page.show_kind("weekly")
    wait_for_preview(page, qtbot)
    assert "4–10 May 2026" in page.about.text() and page.options.period_code() == "2026-W19"
    page.show_kind("cash-up")
    field.selectAll()
    qtbot.keyClicks(field, "31 of never")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.options.options().day == dt.date(2026, 5, 5)
    page.show_kind("monthly")
    assert page.options.options().day is None and field.isHidden()
