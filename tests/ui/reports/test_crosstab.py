"""The cross-tab in the window: fields dragged and by keys, sorting, drilling down, keeping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QPageSize
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.jobs import check
from crm_desktop.services.crosstab import crosstab_saved
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.reports import crosstab_work
from crm_desktop.ui.reports.crosstab_filter import FilterDialog
from crm_desktop.ui.reports.crosstab_sales import SalesDialog
from crm_desktop.ui.reports.crosstab_view import CrosstabView
from crm_desktop.ui.reports.page import ReportsPage
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.dialogs import Dialog

Left = Qt.MouseButton.LeftButton


@pytest.fixture
def view(open_window: Callable[[], MainWindow], qtbot: QtBot) -> CrosstabView:
    """Customers by month, answered and drawn; two sales in May, of 123 and 456."""
    window = open_window()
    window.go("reports", "crosstab")
    page = window.stack.page()
    assert isinstance(page, ReportsPage)
    shown = page.crosstab.view
    assert shown is not None
    wait(shown, qtbot)
    return shown


def wait(view: CrosstabView, qtbot: QtBot) -> None:
    """Until what is asked is answered and the chart is drawn."""
    qtbot.waitUntil(
        lambda: view.made is not None and view.made.question == view.question, timeout=20_000
    )
    qtbot.waitUntil(lambda: view.desk.chart.picture is not None, timeout=20_000)


def drag(start: QWidget, at: QPointF, end: QWidget, to: QPointF, *, drop: bool = True) -> None:
    """Press, move in two steps, let go: as a hand does."""
    from PySide6.QtTest import QTest

    inside = start.mapFromGlobal(end.mapToGlobal(to.toPoint()))
    QTest.mousePress(start, Left, pos=at.toPoint())
    for point in (at.toPoint() + QPoint(15, 15), inside):
        QTest.mouseMove(start, point)
        QApplication.processEvents()
        # Without a screen the pointer of QTest carries no button; the widget keeps its own.
    if drop:
        QTest.mouseRelease(start, Left, pos=inside)


def put_customers(view: CrosstabView, qtbot: QtBot) -> None:
    """Customers in the rows, months in the columns."""
    view.panel.put("rows", "customer")
    view.panel.put("columns", "month")
    for well, key in (("rows", "salesperson"), ("columns", "quarter")):
        number = [one.key for one in view.panel.wells[well].pieces].index(key)
        view.panel.wells[well].setFocus()
        view.panel.wells[well].current = number
        qtbot.keyClick(view.panel.wells[well], Qt.Key.Key_Delete)
    wait(view, qtbot)


def press_menu(qtbot: QtBot, words: str) -> None:
    """Choose a line of the menu that is open."""
    menu = next(m for m in QApplication.topLevelWidgets() if isinstance(m, QMenu) and m.isVisible())
    action = next(one for one in menu.actions() if one.text() == words)
    action.trigger()
    menu.close()


def texts(view: CrosstabView) -> list[tuple[str, ...]]:
    """The table as it is painted."""
    found = view.desk.grid.texts
    assert found is not None
    numbers = [*range(len(found.lines)), -1]
    return [
        (*found.labels(n), *(found.text(n, at) for at in range(len(found.figures))))
        for n in numbers
    ]


def test_fields_are_dragged_between_wells_and_out_of_them(view: CrosstabView, qtbot: QtBot) -> None:
    panel, rows, columns = view.panel, view.panel.wells["rows"], view.panel.wells["columns"]
    number = [one.key for one in panel.fields.pieces].index("customer")
    drag(panel.fields, panel.fields.box(number).center(), rows, QPointF(3, 10))
    assert view.question.rows == ("customer", "salesperson")
    drag(rows, rows.boxes()[1].center(), columns, QPointF(columns.width() - 4, 12))
    assert (view.question.rows, view.question.columns) == (
        ("customer",),
        ("quarter", "salesperson"),
    )
    drag(columns, columns.boxes()[1].center(), view.desk.grid, QPointF(30, 30))
    assert view.question.columns == ("quarter",)
    before = view.question
    drag(rows, rows.boxes()[0].center(), panel.wells["measures"], QPointF(9, 9))
    assert view.question.measures == before.measures and view.question.rows == ()
    assert view.desk.said.isVisibleTo(view.desk) or view.asking.waiting()
    view.change(before)
    drag(rows, rows.boxes()[0].center(), columns, QPointF(9, 9), drop=False)
    assert columns.hole == 0
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert columns.hole == -1 and view.question == before
    wait(view, qtbot)
    assert texts(view)[-1] == ("Total", "579", "579")


def test_everything_goes_by_keys_and_menus_too(view: CrosstabView, qtbot: QtBot) -> None:
    put_customers(view, qtbot)
    assert view.question.rows == ("customer",) and view.question.columns == ("month",)
    assert texts(view) == [
        ("Harvest Kitchen", "456", "456"),
        ("Yao Hui", "123", "123"),
        ("Total", "579", "579"),
    ]
    panel = view.panel
    panel.adds["measures"].setFocus()
    qtbot.keyClick(panel.adds["measures"], Qt.Key.Key_Space)
    press_menu(qtbot, "Orders")
    measures = panel.wells["measures"]
    measures.setFocus()
    qtbot.keyClick(measures, Qt.Key.Key_Right)
    qtbot.keyClick(measures, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view.question.measures == ("count", "amount")
    panel.fields.setFocus()
    qtbot.keyClick(panel.fields, Qt.Key.Key_Down)
    qtbot.keyClick(panel.fields, Qt.Key.Key_Return)
    press_menu(qtbot, "Add to the rows")
    assert view.question.rows == ("customer", "product")
    panel.top.setCurrentIndex(panel.top.findData("5"))
    panel.top.activated.emit(1)
    assert view.question.top == 5
    panel.period.setCurrentIndex(panel.period.findData("month"))
    panel.period.activated.emit(1)
    qtbot.waitUntil(lambda: view.desk.currentWidget() is view.desk.said)
    assert view.desk.said.title.text() == "No sales are recorded that this asks for."


def test_a_heading_sorts_and_a_cell_shows_its_sales(view: CrosstabView, qtbot: QtBot) -> None:
    put_customers(view, qtbot)
    grid = view.desk.grid

    def click(at: int) -> None:
        box = grid.box(0, at)
        place = QPoint(round(box.center().x()), grid.head() - 8)
        qtbot.mouseClick(grid.viewport(), Left, pos=place)
        wait(view, qtbot)

    click(1)
    assert (view.question.sort, view.question.by, view.question.reverse) == ("value", (), True)
    assert [line[0] for line in texts(view)] == ["Yao Hui", "Harvest Kitchen", "Total"]
    click(-1)
    assert view.question.sort == "name" and texts(view)[0][0] == "Harvest Kitchen"
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.accessibleName() == "Yao Hui, May 2026, 123"
    qtbot.keyClick(grid, Qt.Key.Key_Return)
    window = view.window()
    assert isinstance(window, MainWindow)
    dialog = window.findChildren(SalesDialog)[-1]
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert (dialog.title.text(), dialog.about.text()) == (
        "Yao Hui · May 2026",
        "1 sale or return",
    )
    qtbot.mouseClick(dialog.customer, Left)
    qtbot.waitUntil(lambda: window.stack.page().name == "contacts")
    window.go("reports")
    qtbot.mouseDClick(grid.viewport(), Left, pos=grid.box(0, 0).center().toPoint())
    dialog = window.findChildren(SalesDialog)[-1]
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    assert dialog.title.text() == "Harvest Kitchen · May 2026"
    longest = paint.width("31 Dec 2025", "body")
    assert dialog.table.columnWidth(0) > longest + 40, "the day of another year is not cut"
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.stack.page().name == "sales")


def test_a_filter_is_found_by_typing_and_ticked(view: CrosstabView, qtbot: QtBot) -> None:
    put_customers(view, qtbot)
    view.panel.put("filters", "customer")
    dialog = view.window().findChildren(FilterDialog)[-1]
    qtbot.keyClicks(dialog.search, "yao")
    qtbot.waitUntil(lambda: [one.label for one in dialog.list.rows] == ["Yao Hui"])
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.action, Left)
    wait(view, qtbot)
    assert view.panel.wells["filters"].pieces[0].words() == "Customer: Yao Hui"
    assert texts(view) == [("Yao Hui", "123", "123"), ("Total", "123", "123")]
    qtbot.keyClick(view.panel.wells["filters"], Qt.Key.Key_Delete)
    assert view.question.filters == ()


def test_kept_renamed_deleted_and_brought_back(view: CrosstabView, qtbot: QtBot) -> None:
    put_customers(view, qtbot)
    window = view.window()
    assert isinstance(window, MainWindow)
    page = window.stack.page()
    assert isinstance(page, ReportsPage)

    def names() -> list[str]:
        return [str(one.name) for one in page.list._kinds if one.key.startswith("crosstab:")]

    def type_name(name: str) -> None:
        dialog = next(one for one in window.findChildren(Dialog) if one.isVisible())
        qtbot.keyClicks(dialog.content.editor, name)
        qtbot.keyClick(dialog.content.editor, Qt.Key.Key_Return)

    qtbot.mouseClick(view.bar.save, Left)
    type_name("By <b>&month")
    assert names() == ["By <b>&month"] and view.bar.title.text() == "By <b>&month"
    qtbot.mouseClick(view.bar.more, Left)
    press_menu(qtbot, "Rename")
    type_name("Months")
    assert names() == ["Months"] and page.list.current() == "crosstab:Months"
    window.workspace.undo()
    assert names() == ["By <b>&month"] and view.bar.title.text() == "By <b>&month"
    assert page.list.current() == "crosstab:By <b>&month"
    window.workspace.redo()
    assert view.bar.title.text() == "Months" and page.list.current() == "crosstab:Months"
    page.show_kind("crosstab")
    assert view.question.rows == ("salesperson",)
    page.show_kind("crosstab:Months")
    assert view.question.rows == ("customer",)
    qtbot.mouseClick(view.bar.more, Left)
    press_menu(qtbot, "Delete")
    assert names() == [] and page.list.current() == "crosstab"
    window.workspace.undo()
    assert names() == ["Months"]
    assert window.workspace.read(crosstab_saved.saved) == ("Months",)


@pytest.mark.parametrize("suffix", ["pdf", "xlsx"])
def test_the_file_says_what_the_screen_does(
    view: CrosstabView, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    put_customers(view, qtbot)
    view.panel._take("columns", "month")
    wait(view, qtbot)
    out = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(out), ""))
    qtbot.mouseClick(view.bar.pdf if suffix == "pdf" else view.bar.excel, Left)
    path = out.with_suffix(f".{suffix}")
    qtbot.waitUntil(lambda: path.exists() and not view.shell.jobs.running(), timeout=20_000)
    if suffix == "pdf":
        assert path.read_bytes()[:5] == b"%PDF-"
    else:
        book = openpyxl.load_workbook(path)
        assert book.sheetnames[1:] == ["Cross-tab", "Data", "Chart"]
        plain = [[cell.value for cell in row] for row in book["Data"].rows]
        assert plain[0] == ["Customer", "Amount"] and ["Yao Hui", 123] in plain[1:]
        assert "Total" not in {row[0] for row in plain}
        assert [cell.value for cell in book["Cross-tab"][2]] == ["Harvest Kitchen", 456]
        assert book["Chart"]._charts


def test_it_is_looked_at_on_paper_before_it_is_printed(
    view: CrosstabView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_customers(view, qtbot)
    view.panel._take("columns", "month")
    wait(view, qtbot)
    window = view.window()
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    paper = view.paper()
    assert paper is not None and paper.isVisible() and not view.desk.isVisible()
    qtbot.waitUntil(lambda: paper.made is not None, timeout=20_000)
    assert paper.about.text() == "A4, 1 page"
    chart = paper.paper.charts()[0]
    assert [mark.words for mark in chart.marks] == ["Harvest Kitchen: ¥456", "Yao Hui: ¥123"]
    paper.page.paper.set_value("a5")
    paper.page.way.set_value("lying")
    paper.page.way.activated.emit(1)
    qtbot.waitUntil(lambda: paper.about.text() == "A5, 1 page", timeout=20_000)
    assert paper.made is not None and paper.made.facts.width > paper.made.facts.height
    printed: list[str] = []

    def ask(dialog: QPrintDialog) -> int:
        size = dialog.printer().pageLayout().pageSize().size(QPageSize.Unit.Millimeter)
        printed.append(f"{size.width():.0f} {size.height():.0f}")
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(QPrintDialog, "exec", ask)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert printed == ["148 210"]
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert view.paper() is None and view.desk.isVisible()


def test_the_chart_says_its_figures_opens_and_is_copied(view: CrosstabView, qtbot: QtBot) -> None:
    put_customers(view, qtbot)
    view.panel._take("columns", "month")
    wait(view, qtbot)
    chart = view.desk.chart
    qtbot.waitUntil(lambda: len(chart.boxes()) == 2)
    qtbot.waitUntil(lambda: not view.shell.jobs.running() and not chart._settle.isActive())
    qtbot.mouseMove(chart, QPoint(1, 1))
    qtbot.mouseMove(chart, chart.boxes()[1].center().toPoint())
    qtbot.waitUntil(lambda: chart.current == 1)
    assert chart.words(1) == "Yao Hui: ¥123"
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.accessibleDescription() == "Harvest Kitchen: ¥456"
    qtbot.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(chart.copied, timeout=20_000):
        pass
    copied = QGuiApplication.clipboard().image()
    assert copied.width() > chart.width() and copied.pixelColor(0, 0).name() == "#ffffff"
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    dialog = view.window().findChildren(SalesDialog)[-1]
    assert dialog.title.text() == "Harvest Kitchen"
    dialog.done()


def test_a_key_that_comes_to_a_table_that_is_gone_opens_nothing(
    view: CrosstabView, qtbot: QtBot
) -> None:
    put_customers(view, qtbot)
    view.change(replace(view.question, filters=(("weekday", "9"),)))
    qtbot.waitUntil(view.desk.said.isVisible, timeout=20_000)
    qtbot.keyClick(view.desk.grid, Qt.Key.Key_Return)
    assert not view.findChildren(SalesDialog)
    view.change(replace(view.question, filters=()))
    wait(view, qtbot)
    assert view.desk.grid.isVisible() and texts(view)[-1][0] == "Total"


def test_a_slow_question_is_stopped_and_the_table_before_stays(
    view: CrosstabView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_customers(view, qtbot)
    before = view.question
    slow = True

    def answer(session: object, question: object, *, progress: Callable[..., None]) -> object:
        while slow and question != before:
            progress(0, 0)
        return real(session, question, progress=progress)

    real = crosstab_work.answer
    monkeypatch.setattr(crosstab_work, "answer", answer)
    view.panel.put("rows", "product")
    qtbot.waitUntil(lambda: view.asking.job is not None and view.desk.busy.isVisible())
    assert [line[0] for line in texts(view)] == ["Harvest Kitchen", "Yao Hui", "Total"]
    assert not view.bar.print.isEnabled() or view.made is not None
    view.asking.job.cancel()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: view.asking.job is None)
    assert view.question == before and not view.desk.busy.isVisible()
    view.panel.put("rows", "product")
    qtbot.waitUntil(lambda: view.asking.job is not None)
    slow = False
    view.panel.put("rows", "level")
    wait(view, qtbot)
    assert view.made is not None and view.made.question.rows == ("customer", "product", "level")
    check()


def test_where_only_one_has_room_the_chart_takes_the_place_of_the_table(
    view: CrosstabView, qtbot: QtBot
) -> None:
    put_customers(view, qtbot)
    view.panel._take("columns", "month")
    wait(view, qtbot)
    view.panel.put("measures", "margin")
    wait(view, qtbot)
    view.window().resize(1000, 900)
    desk = view.desk
    qtbot.waitUntil(lambda: desk.chart.isVisible() and desk.notes.isVisible())
    lines_end = desk.grid.geometry().bottom()
    assert desk.notes.geometry().top() <= lines_end + 2
    view.window().resize(1000, 450)
    qtbot.waitUntil(desk.chart.isHidden)
    for words in ("Show the chart instead of the table",) * 2:
        shown = desk.chart.isVisible()
        qtbot.mouseClick(view.bar.more, Left)
        press_menu(qtbot, words)
        assert desk.chart.isVisible() is not shown and desk.table.isVisible() is shown


def test_the_list_brings_what_is_chosen_into_view_and_tells_the_whole_of_a_line(
    view: CrosstabView, qtbot: QtBot
) -> None:
    page = view.window().stack.page()  # type: ignore[attr-defined]
    view.window().resize(1400, 500)
    box = page.list._boxes()[1][-1][1]
    page.show_kind("monthly")
    page.show_kind("crosstab")
    qtbot.waitUntil(lambda: page.list.visibleRegion().contains(box.center().toPoint()))
    where = box.center().toPoint()
    event = QHelpEvent(QEvent.Type.ToolTip, where, page.list.mapToGlobal(where))
    QApplication.sendEvent(page.list, event)
    assert QToolTip.text() == "Cross-tab\nSales by anything, in rows and columns"


def test_in_a_small_window_the_fields_take_the_place_of_the_table(view: CrosstabView) -> None:
    view.window().resize(760, 600)
    assert view.panel.isHidden() and view.kinds.isVisible()
    view.bar.options.click()
    assert view.panel.isVisible() and not view.desk.isVisible()
    assert view.go_back()
    assert view.desk.isVisible()
    view.shell.set_language("zh_CN")
    assert view.panel.fields.pieces[0].label == "客户"
