"""Masked numbers in the window: hidden, asked for, logged, hidden again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import N_
from crm_desktop.services.records import masking
from crm_desktop.services.settings import settings
from crm_desktop.services.timeline import history
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.follow_ups.edit_dialog import FollowUpForm
from crm_desktop.ui.main_window import MainWindow
from tests.ui.contacts.conftest import choose

Ask = Callable[..., Any]
PHONE = "138 0571 2260"


@pytest.fixture
def masked(page: ContactsPage, demo_window: MainWindow) -> ContactsPage:
    change = (N_("Change settings"), settings.put, settings.MASK, True)
    demo_window.workspace.execute(*change)
    choose(page, "Harvest Kitchen")
    return page


def looks(ask: Ask) -> int:
    return sum(1 for one in ask(history.recent, 200) if one.name == masking.REVEAL_ACTION)


def test_a_fact_is_asked_for_and_hidden_again_with_the_next_customer(
    masked: ContactsPage, ask: Ask, qtbot: QtBot
) -> None:
    contact_id = masked.side.panel.contact_id
    masked.open_profile(contact_id)
    row = masked.profile.facts.row("phones")
    assert row is not None and row.fact.shown == "••••2260"
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert not row.editing
    assert row.fact.shown == PHONE
    assert looks(ask) == 1
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert row.editing
    qtbot.keyClick(row, Qt.Key.Key_Escape)
    masked.open_profile(choose(masked, "Boya Dental"))
    masked.open_profile(contact_id)
    assert masked.profile.facts.row("phones").fact.shown == "••••2260"  # type: ignore[union-attr]
    assert looks(ask) == 1


def test_the_list_shows_tails_and_does_not_edit_them(masked: ContactsPage) -> None:
    table = masked.side.pane.table
    assert {row.phone[:4] for row in map(table.row, range(5)) if row.phone} == {"••••"}
    masked.side.layout_.keep(("name", "phone", "level"))
    assert not table.editing.start(0, 1)
    assert table.editing.start(0, 2)
    table.editing.drop()


def test_a_call_takes_the_whole_number_and_is_logged(masked: ContactsPage, ask: Ask) -> None:
    panel = masked.side.panel
    assert panel.shown_contact is not None and panel.shown_contact.phones == ("••••2260",)
    panel.quick.call(panel.shown_contact)
    assert QGuiApplication.clipboard().text() == PHONE
    assert looks(ask) == 1


def test_a_follow_up_of_the_panel_is_planned_in_the_one_form(masked: ContactsPage) -> None:
    panel = masked.side.panel
    assert panel.shown_contact is not None
    panel.quick.follow_up(panel.shown_contact)
    form = masked.window().findChildren(FollowUpForm)[-1]
    assert form.contact.value() == panel.shown_contact.name
