"""The window under test: real data files, real events, English at 100 %, a frozen clock."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop import app
from crm_desktop.core import clock, i18n
from crm_desktop.core.preferences import Preferences
from crm_desktop.db.store import Store
from crm_desktop.services import new_file
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.ui import theme
from crm_desktop.ui.language import use_language
from crm_desktop.ui.main_window import MainWindow
from tests.conftest import NOW

TODAY = NOW.date()
LOOKS = (("en", "light", 1.0), ("zh_CN", "dark", 1.0), ("zh_CN", "light", 2.0))
"""Each language, theme and size once: language, theme, scale. All eight take too long."""


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> None:
    """The style and the style sheet, put on once: that is slow."""
    qapp.setStyle("Fusion")
    theme.look.use("light", 1.0, False)
    theme.look.dress()


@pytest.fixture(autouse=True)
def fresh_look(dressed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, light, 100 %, settings in a folder of the test, Thursday morning."""
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr("crm_desktop.core.paths.documents", lambda: tmp_path / "documents")
    clock.freeze(NOW)
    use_language("en")
    theme.look.use("light", 1.0, False)
    yield
    clock.freeze(None)
    i18n.set_language("en")


@pytest.fixture
def data_file(shop_template: Path, tmp_path: Path) -> Path:
    """A small shop: three customers, one follow-up overdue, two due today."""
    return Path(shutil.copy(shop_template, tmp_path / "Corner shop.crm"))


@pytest.fixture(scope="session")
def shop_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; tests work on copies."""
    path = tmp_path_factory.mktemp("shop") / "template.crm"
    clock.freeze(NOW)
    with Store.create(path) as store:
        store.set_up(new_file.seed, "en", shop_name="Corner shop")
        names = ("Yao Hui", "Harvest Kitchen", "Daniel Lee")
        ids = [
            store.write(
                "seed", contacts.create, ContactDraft(name, phones=(f"1390000000{n}",))
            ).value
            for n, name in enumerate(names)
        ]
        for draft in (
            FollowUpDraft("Collect the balance", TODAY - dt.timedelta(days=3), contact_id=ids[1]),
            FollowUpDraft("Call about the quote", TODAY, "10:00", ids[0], "call"),
            FollowUpDraft("Send a sample", TODAY),
        ):
            store.write("seed", follow_ups.create, draft)
    return path


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The whole window without a data file."""
    made = app.build_window(Preferences(), "en")
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.complete()
    yield made
    made.close()


@pytest.fixture
def open_window(window: MainWindow, data_file: Path, qtbot: QtBot) -> Callable[[], MainWindow]:
    """Open ``data_file`` in the window and wait until Today has its rows."""

    def opened() -> MainWindow:
        window.start(data_file)
        qtbot.waitUntil(lambda: window.workspace.is_open, timeout=10_000)
        qtbot.waitUntil(lambda: not window.jobs.running(), timeout=10_000)
        return window

    return opened
