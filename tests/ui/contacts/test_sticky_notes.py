"""Sticky notes beside the customer they are pinned to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.services.timeline import timeline
from crm_desktop.ui import theme
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.page import OpenRecord
from crm_desktop.ui.sticky_notes.dialog import StickyNoteDialog

LEFT = Qt.MouseButton.LeftButton


def test_one_is_written_seen_and_ticked_off_beside_the_customer(
    page: ContactsPage, qtbot: QtBot, ask: Callable[..., Any]
) -> None:
    panel = page.side.panel
    page.side.pane.table.select_number(0)
    qtbot.waitUntil(lambda: panel.shown_contact is not None and panel.isVisible())
    whom = panel.contact_id
    assert not panel.notes.isVisible()
    qtbot.mouseClick(panel.quick_actions.more, LEFT)
    menu = page.window().findChildren(QMenu)[-1]
    next(one for one in menu.actions() if one.text() == "New sticky note").trigger()
    menu.close()
    (dialog,) = page.window().findChildren(StickyNoteDialog)
    assert dialog.contact.contact_id == whom
    dialog.submit()
    assert dialog.isVisible()  # no words, no note
    qtbot.keyClicks(dialog.words, "left the umbrella")
    dialog.colour.set_value("green")
    dialog.submit()
    assert [(one.text, one.colour) for one in panel.notes.rows] == [("left the umbrella", "green")]
    page.window().go("contacts", OpenRecord(whom))  # type: ignore[attr-defined]
    notes = page.profile.side.notes
    qtbot.waitUntil(lambda: notes.isVisible() and notes.height() > 10)
    tick = QPoint(theme.m(16), notes.box(0).center().toPoint().y())
    qtbot.mouseClick(notes, LEFT, pos=tick)
    assert notes.rows == [] and not notes.isVisible()
    assert ask(timeline.entries, whom)[0].body == "left the umbrella"
