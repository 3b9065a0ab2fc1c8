from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
from crm_desktop.services.sales import sales
from crm_desktop.services.summaries import kpis
from crm_desktop.services.today import dashboard
from crm_desktop.ui import theme
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.today import words
from crm_desktop.ui.today.follow_up_list import Heading
from crm_desktop.ui.today.page import TodayPage
from tests.ui.conftest import TODAY


@pytest.fixture
def page(open_window: Callable[[], MainWindow], qtbot: QtBot) -> TodayPage:
    shown = open_window().stack.page()
    assert isinstance(shown, TodayPage)
    qtbot.waitUntil(lambda: bool(shown.tasks.list.rows), timeout=5000)
    return shown


def task(page: TodayPage, title: str) -> FollowUpRow:
    return next(
        row for row in page.tasks.list.rows if not isinstance(row, Heading) and row.title == title
    )


def titles(page: TodayPage, state: str = "open") -> list[str]:
    rows = [row for row in page.tasks.list.rows if not isinstance(row, Heading)]
    return [row.title for row in rows if row.state == state]


def toast(page: TodayPage) -> str:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window._toast.text()


def settle(page: TodayPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.running(), timeout=5000)


def test_it_greets_and_lists_what_is_late_and_due(page: TodayPage) -> None:
    assert page.title.text() == "Thursday 18 June"
    assert page.hello.text() == "Good morning. 2 follow-ups left today, and 1 is overdue."
    assert titles(page) == ["Collect the balance", "Call about the quote", "Send a sample"]
    headings = [row for row in page.tasks.list.rows if isinstance(row, Heading)]
    assert [(heading.text, heading.count) for heading in headings] == [("Overdue", 1), ("Today", 2)]


def test_a_follow_up_done_reads_no_figures_again_and_a_sale_does(
    page: TodayPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(page, qtbot)
    read: list[int] = []
    figures = kpis.kpis
    monkeypatch.setattr(kpis, "kpis", lambda *a, **k: (read.append(1), figures(*a, **k))[1])
    workspace = page.shell.workspace
    before = page._today
    assert before is not None
    workspace.execute("Done", follow_ups.complete, task(page, "Send a sample").id)
    settle(page, qtbot)
    assert (read, page._today is before, titles(page, "done")) == ([], False, ["Send a sample"])
    # A sale, and before it is read another follow-up: the figures still follow the sale.
    line = sales.LineDraft(description="x", unit_price_minor=7_700)
    buyer = task(page, "Call about the quote").contact_id
    workspace.execute("Sell", sales.record, sales.SaleDraft((line,), buyer, TODAY))
    workspace.execute("Done", follow_ups.complete, task(page, "Call about the quote").id)
    settle(page, qtbot)
    shown = page._today
    assert shown is not None
    assert shown.kpis.sales.value == before.kpis.sales.value + 7_700
    assert shown == workspace.read(dashboard.today, TODAY)
    assert len(read) >= 2


def test_the_figures_are_those_of_the_service(page: TodayPage, qtbot: QtBot) -> None:
    settle(page, qtbot)
    today = page.shell.workspace.read(dashboard.today, TODAY)
    assert [kpi.figure for kpi in page.kpis._kpis] == [
        kpi.figure for kpi in words.key_figures(today.kpis, today.currency)
    ]


def test_the_circle_ticks_off_and_the_toast_takes_it_back(page: TodayPage, qtbot: QtBot) -> None:
    tasks = page.tasks.list
    number = tasks.rows.index(task(page, "Call about the quote"))
    place = QPoint(28, tasks.box(number).center().toPoint().y())
    qtbot.mouseClick(tasks, Qt.MouseButton.LeftButton, pos=place)
    assert toast(page) == "Done: Call about the quote"
    qtbot.waitUntil(lambda: titles(page, "done") == ["Call about the quote"], timeout=5000)
    window = page.window()
    assert isinstance(window, MainWindow)
    window._toast.button.click()
    qtbot.waitUntil(lambda: "Call about the quote" in titles(page), timeout=5000)


def test_the_painted_buttons_act(page: TodayPage, qtbot: QtBot) -> None:
    tasks = page.tasks.list
    number = tasks.rows.index(task(page, "Collect the balance"))
    label, place = tasks._buttons(tasks.box(number))[1]
    assert label == "Tomorrow"
    qtbot.mouseClick(tasks, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert toast(page) == "Moved to Tomorrow: Collect the balance"
    qtbot.waitUntil(lambda: "Collect the balance" not in titles(page), timeout=5000)


def test_the_keyboard_reaches_the_same_acts(page: TodayPage, qtbot: QtBot) -> None:
    tasks = page.tasks.list
    tasks.setFocus()
    assert tasks.accessibleName().startswith("Collect the balance, Harvest Kitchen, 3 days ago")
    qtbot.keyClick(tasks, Qt.Key.Key_Down)
    qtbot.keyClick(tasks, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: titles(page, "done") == ["Call about the quote"], timeout=5000)
    tasks.current = tasks.rows.index(task(page, "Call about the quote"))
    qtbot.keyClick(tasks, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: titles(page, "done") == [], timeout=5000)


def test_another_day_can_be_chosen(page: TodayPage, qtbot: QtBot) -> None:
    page.acts()._move(task(page, "Send a sample"), TODAY + dt.timedelta(days=5))
    assert toast(page) == "Moved to 23 Jun: Send a sample"
    qtbot.waitUntil(lambda: "Send a sample" not in titles(page), timeout=5000)


def test_a_typed_line_becomes_a_follow_up_of_the_customer_it_names(
    page: TodayPage, qtbot: QtBot
) -> None:
    page.tasks.quick.setText("today 4pm call Yao Hui")
    qtbot.keyClick(page.tasks.quick, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "call Yao Hui" in titles(page), timeout=5000)
    made = task(page, "call Yao Hui")
    assert made.due_time == "16:00"
    assert page.tasks.quick.text() == ""
    assert toast(page) == "Planned for Today 16:00: call Yao Hui"


def test_opening_a_row_leads_to_the_customer(
    page: TodayPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[tuple[object, ...]] = []
    monkeypatch.setattr(page.shell, "go", lambda *where: went.append(where))
    page.tasks.list.opened.emit(task(page, "Call about the quote"))
    page.tasks.list.opened.emit(task(page, "Send a sample"))
    assert [where[0] for where in went] == ["contacts"]


def test_a_new_day_is_noticed(page: TodayPage, qtbot: QtBot) -> None:
    clock.freeze(dt.datetime(2026, 6, 19, 0, 5).astimezone())
    page._look_at_clock()
    qtbot.waitUntil(lambda: page.title.text() == "Friday 19 June", timeout=5000)


def test_a_small_window_shows_the_line_to_plan_with(page: TodayPage, qtbot: QtBot) -> None:
    page.notes.begin()  # the cards beside it are the longer ones
    page.window().resize(1280, 720)
    settle(page, qtbot)
    qtbot.waitUntil(lambda: page.tasks.plan.mapTo(page, QPoint(0, 40)).y() < page.height())
    assert page.owed.mapTo(page, QPoint(0, 0)).y() - page.tasks.geometry().bottom() < 300


def test_cards_stand_below_each_other_when_narrow(page: TodayPage, qtbot: QtBot) -> None:
    wide = page.reorder.mapTo(page, QPoint(0, 0)).x()
    window = page.window()
    window.resize(900, 700)
    qtbot.wait(1)
    assert page.reorder.mapTo(page, QPoint(0, 0)).x() < wide / 2
    theme.look.use(scale=2.0)
    window.resize(720, 450)

    def fits() -> bool:
        cards = (page.tasks, page.owed, page.reorder)
        rights = [card.mapTo(page, QPoint(card.width(), 0)).x() for card in cards]
        return max(rights) <= page.width()

    qtbot.waitUntil(fits, timeout=2000)  # once the layouts have settled


@pytest.mark.parametrize(
    ("hour", "due", "late", "said"),
    [
        (9, 4, 2, "Good morning, Lin. 4 follow-ups left today, and 2 are overdue."),
        (13, 1, 0, "Good afternoon, Lin. 1 follow-up left today."),
        (19, 0, 1, "Good evening, Lin. 1 follow-up is overdue."),
        (9, 0, 0, "Good morning, Lin. Nothing is due today."),
    ],
)
def test_the_greeting_says_what_the_day_holds(hour: int, due: int, late: int, said: str) -> None:
    assert words.greeting("Lin", hour, due, late) == said


def test_the_greeting_in_chinese() -> None:
    from crm_desktop.ui.language import use_language

    use_language("zh_CN")
    said = words.greeting("林老板", 9, 4, 2)
    assert said == "早上好，林老板。今天还有 4 件跟进，另有 2 件已逾期。"
