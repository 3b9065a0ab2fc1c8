from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from crm_desktop import app
from crm_desktop.core import i18n, preferences
from crm_desktop.core.errors import UserError
from crm_desktop.core.jobs import Progress
from crm_desktop.core.preferences import Preferences
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.ui import theme
from crm_desktop.ui.exchange.page import ImportPage
from crm_desktop.ui.first_run.page import FirstRunPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.navigation.destinations import DESTINATIONS
from crm_desktop.ui.navigation.page_stack import AbsentPage
from crm_desktop.ui.navigation.rail_items import ViewButton
from crm_desktop.ui.today.page import TodayPage

Ctrl = Qt.KeyboardModifier.ControlModifier
OpenWindow = Callable[[], MainWindow]


def test_the_first_paint_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from crm_desktop import app\n"
        "from crm_desktop.core.preferences import Preferences\n"
        "qt = app.make_application()\n"
        "window = app.build_window(Preferences(), 'zh_CN')\n"
        "window.show()\n"
        "qt.processEvents()\n"
        "heavy = {'sqlalchemy', 'alembic', 'babel', 'matplotlib', 'reportlab', 'openpyxl', 'numpy',"
        " 'pypinyin', 'phonenumbers', 'qtawesome', 'asyncio', 'PySide6.QtNetwork'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_file_the_welcome_is_shown(window: MainWindow) -> None:
    window.start(None)
    assert isinstance(window.stack.currentWidget(), FirstRunPage)
    assert not window.rail.buttons["contacts"].isEnabled()


def test_opening_a_file_shows_today_and_what_the_rail_knows(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    assert isinstance(window.stack.currentWidget(), TodayPage)
    qtbot.waitUntil(lambda: window.rail.shop.text() == "Corner shop")
    assert window.windowTitle().startswith("Corner shop")
    today = window.rail.buttons["today"]
    assert today.isChecked()
    qtbot.waitUntil(lambda: "3" in today.accessibleDescription())
    names = [button.text() for button in window.rail.findChildren(ViewButton)]
    assert "High value" in names


def test_the_file_is_remembered(open_window: OpenWindow, data_file: Path) -> None:
    open_window()
    assert preferences.load().recent_files() == [data_file.resolve()]


def test_a_file_that_cannot_be_opened_is_said_over_the_welcome(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.start(tmp_path / "gone.crm")
    qtbot.waitUntil(lambda: window.messages.open_dialog() is not None, timeout=10_000)
    assert isinstance(window.stack.currentWidget(), FirstRunPage)
    dialog = window.messages.open_dialog()
    assert dialog is not None
    assert "gone.crm" in dialog.title.text()


def test_numbers_lead_to_the_pages(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    pages = [place.name for place in DESTINATIONS if not place.foot]
    for number, name in enumerate(pages, 1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0.value + number), Ctrl)
        assert window.stack.current_name == name
        assert window.rail.buttons[name].isChecked()


def test_a_write_refreshes_the_page_and_can_be_undone_by_key(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    window.workspace.execute("New customer", contacts.create, ContactDraft("Grace Chen"))
    qtbot.keyClick(window, Qt.Key.Key_Z, Ctrl)
    assert window._toast.text() == "Undone: New customer"
    qtbot.keyClick(window, Qt.Key.Key_Y, Ctrl)
    assert "Done again" in window._toast.text()
    qtbot.keyClick(window, Qt.Key.Key_Y, Ctrl)
    assert window._toast.text() == "Nothing to redo"
    # The log keeps actions in English; who reads them does not.
    i18n.set_language("zh_CN")
    qtbot.keyClick(window, Qt.Key.Key_Z, Ctrl)
    assert window._toast.text() == "已撤销：新建客户"


def test_the_toasts_undo_takes_back_its_own_action(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    first = window.workspace.execute("One", contacts.create, ContactDraft("Grace Chen"))
    window.toast("Made", undo=True)
    window._toast.button.click()
    with pytest.raises(UserError):
        window.workspace.read(contacts.card, first)


def test_another_action_takes_the_toast_away(open_window: OpenWindow) -> None:
    window = open_window()
    window.workspace.execute("One", contacts.create, ContactDraft("Grace Chen"))
    window.toast("Made", undo=True)
    window.workspace.execute("Two", contacts.create, ContactDraft("Walter Guo"))
    assert window._toast.text() == ""


def test_a_toast_stays_above_a_page_built_after_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.toast("Saved")
    window.go("settings")
    middle = window._toast.geometry().center()
    above = window.stack.childAt(middle)
    assert above is not None
    assert above is window._toast or window._toast.isAncestorOf(above)


def test_shortcuts_rest_while_a_dialog_is_open(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_shortcuts()
    qtbot.keyClick(window, Qt.Key.Key_2, Ctrl)
    assert window.stack.current_name == "today"


def test_the_rail_folds_by_width_key_and_height(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    assert not window.rail.narrow
    window.resize(1200, 800)
    assert window.rail.narrow
    qtbot.keyClick(window, Qt.Key.Key_B, Ctrl)
    assert not window.rail.narrow
    qtbot.keyClick(window, Qt.Key.Key_B, Ctrl)
    window.resize(720, 450)
    assert window.rail.narrow
    theme.look.use(scale=2.0)
    assert window.rail.more.isVisible()
    shown = [name for name, button in window.rail.buttons.items() if button.isVisible()]
    assert 1 <= len(shown) < len(DESTINATIONS)
    theme.look.use(scale=1.0)
    window.resize(1440, 900)
    assert not window.rail.more.isVisible()


def test_language_theme_and_size_switch_while_running(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    window.set_language("zh_CN")
    assert window.rail.buttons["contacts"].text() == "客户"
    today = window.stack.page()
    assert isinstance(today, TodayPage)
    assert "星期四" in today.title.text()
    window.set_look(mode="dark", scale=1.5)
    image = window.grab().toImage()
    assert image.pixelColor(window.width() - 3, 3) == theme.color("canvas")
    saved = json.loads((Path(preferences._file())).read_text("utf-8"))
    assert (saved["language"], saved["mode"], saved["scale"]) == ("zh_CN", "dark", 1.5)


def test_f6_walks_through_the_parts(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    page = window.stack.page()
    assert isinstance(page, TodayPage)
    page.tasks.list.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is page.kpis
    qtbot.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.rail.isAncestorOf(window.focusWidget())


def test_a_page_this_build_lacks_says_so(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window = open_window()
    monkeypatch.setitem(sys.modules, "crm_desktop.ui.reports.page", None)
    monkeypatch.delitem(sys.modules, "crm_desktop.ui.reports.page")
    from crm_desktop.ui.navigation import destinations

    absent = destinations.Destination("nowhere", "users", "Customers", "NoPage")
    monkeypatch.setattr("crm_desktop.ui.navigation.page_stack.by_name", lambda name: absent)
    page = window.stack.show_page("nowhere")
    assert isinstance(page, AbsentPage)


def test_closing_remembers_the_place_and_frees_the_file(
    open_window: OpenWindow, data_file: Path
) -> None:
    window = open_window()
    window.resize(1111, 777)
    window.close()
    assert preferences.load().window[2:] == [1111, 777]
    assert not window.workspace.is_open


def test_closing_in_the_middle_of_a_write_stops_it_first(
    open_window: OpenWindow, data_file: Path, qtbot: QtBot
) -> None:
    window = open_window()

    def slow(session: Session, progress: Progress) -> None:
        for number in range(10_000):
            contacts.create(session, ContactDraft(f"Person {number}"))
            progress(number, 10_000)
            time.sleep(0.001)

    job = window.workspace.execute_job("Import", slow, owner=None, done=lambda _: None)
    with qtbot.waitSignal(job.progressed, timeout=5000):
        pass
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=5000)
    with Store.open(data_file) as store, store.read() as session:
        assert contact_list.count(session, contact_list.ContactQuery()) == 3


def test_a_window_off_the_screen_is_brought_back(qtbot: QtBot) -> None:
    made = app.build_window(Preferences(), "en")
    qtbot.addWidget(made)
    app.place_window(made, Preferences(window=[90_000, 90_000, 800, 600]))
    assert made.screen().availableGeometry().contains(made.pos())


def drop(window: MainWindow, path: Path) -> None:
    """Drag a file over the rail and let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, buttons = QPoint(10, 300), Qt.MouseButton.LeftButton
    copy, no_keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(at, copy, data, buttons, no_keys)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, data, buttons, no_keys))


def test_a_workbook_dropped_anywhere_is_imported(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    source = tmp_path / "customers.csv"
    source.write_text("Name,Mobile\nGrace Chen,13800571234\n", encoding="utf-8")
    drop(window, source)
    page = window.stack.currentWidget()
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: page.steps.current() > 0, timeout=10_000)
    assert page.found is not None


def test_a_data_file_dropped_on_the_window_is_opened(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    other = tmp_path / "other.crm"
    Store.create(other).close()
    with qtbot.waitSignal(window.workspace.opened, timeout=10_000) as heard:
        drop(window, other)
    assert heard.args == [other]
