"""The main job end to end: an old workbook in, a printed report out, in the window and without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop import app, self_test
from crm_desktop.cli.looking import sample_workbook
from crm_desktop.core import clock
from crm_desktop.core.preferences import Preferences
from crm_desktop.db.store import Store
from crm_desktop.services.exports import export_rows
from crm_desktop.services.summaries import monthly
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.navigation.destinations import DESTINATIONS
from crm_desktop.ui.page import ImportFile


def command(*words: object) -> Any:
    """Run one command as a process of its own; its JSON answer."""
    done = subprocess.run(
        [sys.executable, "-m", "crm_desktop", *map(str, words), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def counts(file: Path) -> dict[str, int]:
    with Store.open(file, read_only=True) as store, store.read() as session:
        return export_rows.record_counts(session)


def test_from_the_command_line(tmp_path: Path) -> None:
    file, report = tmp_path / "shop.crm", tmp_path / "report.pdf"
    command("new", file, "--shop", "清源净水", "--lang", "zh_CN")
    done = command("import", file, sample_workbook())
    assert done["contacts_new"] > 0
    assert counts(file)["customers"] >= done["contacts_new"]
    with Store.open(file, read_only=True) as store, store.read() as session:
        rows = list(export_rows.table(session, "sales").rows)
    month = max(row[0] for row in rows).replace(day=1)
    command("report", file, "monthly", "--month", f"{month:%Y-%m}", "-o", report)
    text = pypdfium2.PdfDocument(report)[0].get_textpage().get_text_range()
    assert "清源净水" in text
    with Store.open(file, read_only=True) as store, store.read() as session:
        figures = monthly.monthly_figures(session, month, clock.today())
        assert f"{figures.now.sales.amount_minor // 100:,}" in text
    command("undo", file)
    assert counts(file) == {"customers": 0, "sales": 0, "followups": 0, "products": 0}


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    opened = app.build_window(Preferences(language="en"))
    qtbot.addWidget(opened)
    opened.show()
    opened.complete()
    yield opened
    opened.let_go()
    opened.jobs.stop()
    opened.workspace.close()


def test_in_the_window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "shop.crm"
    window.new_file(file)
    qtbot.waitUntil(lambda: window.workspace.is_open, timeout=20_000)
    window.go("exchange", ImportFile(sample_workbook()))
    page: Any = window.stack.page()
    qtbot.waitUntil(lambda: page.found is not None, timeout=20_000)
    page.import_now()
    qtbot.waitUntil(lambda: page.found is None and not window.jobs.running(), timeout=20_000)
    assert self_test.problem_of(window) == ""
    imported = counts(file)
    assert imported["customers"] > 0
    assert imported["sales"] > 0
    # The command line looks on while the window has the file.
    assert command("search", file, "13")["count"] > 0
    window.undo()
    assert counts(file)["customers"] == 0
    window.redo()
    assert counts(file) == imported


@pytest.mark.parametrize("file", [True, False])
def test_the_self_test_of_the_built_program(
    demo: Callable[[], Path], tmp_path: Path, file: bool
) -> None:
    words = ["open", *([str(demo())] if file else []), "--self-test"]
    done = subprocess.run(
        [sys.executable, "-m", "crm_desktop", *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    every = [place.name for place in DESTINATIONS]
    assert done.stdout.split() == (every if file else ["welcome"])


@pytest.fixture
def demo(tmp_path: Path) -> Callable[[], Path]:
    def make() -> Path:
        command("demo", tmp_path / "demo.crm", "--customers", 40)
        return tmp_path / "demo.crm"

    return make
