"""Making a document from the window: chosen, written, noted, opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.core.errors import NotFound
from crm_desktop.services.documents.document_data import Source
from crm_desktop.services.records import attachments
from crm_desktop.services.settings import settings
from crm_desktop.services.timeline import timeline
from crm_desktop.ui.documents import make_dialog
from crm_desktop.ui.main_window import MainWindow
from tests.exchange.office_files import paragraphs

YAO = 1


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Documents the system was asked to open."""
    paths: list[Path] = []
    monkeypatch.setattr(make_dialog, "open_made", paths.append)
    return paths


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Names the system's dialog offered; it answers with them, in a folder of the test."""
    offered: list[str] = []

    def answer(_host: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(start).name)
        return str(tmp_path / Path(start).name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def test_a_letter_is_written_noted_kept_and_opened(
    open_window: Callable[[], MainWindow], qtbot: QtBot, opened: list[Path], chosen: list[str]
) -> None:
    window = open_window()
    dialog = make_dialog.make_document(window, window, Source("contact", YAO))
    assert dialog.template.value() == "letter" and not dialog.whole.isVisible()
    dialog.language.set_current("zh_CN")
    dialog.keep.setChecked(True)
    dialog.submit()
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert chosen == ["信函 Yao Hui.docx"] and opened[0].name == chosen[0]
    assert "尊敬的 Yao Hui：" in paragraphs(opened[0].read_bytes())
    read = window.workspace.read
    assert read(timeline.entries, YAO)[0].kind == "document"
    assert [one.name for one in read(attachments.of_record, "contact", YAO)] == chosen
    window.undo()
    assert read(attachments.of_record, "contact", YAO) == []


def test_masked_numbers_are_written_in_full_only_when_asked(
    open_window: Callable[[], MainWindow], qtbot: QtBot, opened: list[Path], chosen: list[str]
) -> None:
    window = open_window()
    window.workspace.execute("Set", settings.put, settings.MASK, True)
    for whole in (False, True):
        dialog = make_dialog.make_document(window, window, Source("contact", YAO))
        assert dialog.whole.isVisible()
        dialog.template.set_value("contract")
        dialog.whole.setChecked(whole)
        dialog.submit()
        qtbot.waitUntil(lambda count=1 + whole: len(opened) == count)
        said = " ".join(paragraphs(opened[-1].read_bytes()))
        assert ("13900000000" in said.replace(" ", "")) is whole


def test_a_change_of_mind_writes_nothing(
    open_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch, opened: list[Path]
) -> None:
    window = open_window()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    dialog = make_dialog.make_document(window, window, Source("contact", YAO))
    dialog.submit()
    assert dialog.isVisible() and not window.jobs.running() and opened == []
    assert "document" not in [row.kind for row in window.workspace.read(timeline.entries, YAO)]


def test_a_deal_that_is_gone_is_a_sentence(open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    with pytest.raises(NotFound, match="deal"):
        make_dialog.make_document(window, window, Source("deal", 999))
