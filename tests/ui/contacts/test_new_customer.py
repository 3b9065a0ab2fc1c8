"""The form for a new customer: a name is enough, a known phone is warned of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list, contacts
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.ui.contacts.new_customer import NewCustomerForm
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow
from tests.ui.contacts.conftest import CUSTOMERS, current_name

Ask = Callable[..., Any]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(page: ContactsPage, demo_window: MainWindow, qtbot: QtBot) -> NewCustomerForm:
    qtbot.keyClick(page.side.pane.table, Qt.Key.Key_N, CTRL)
    return next(one for one in demo_window.findChildren(NewCustomerForm) if one.isVisible())


def test_a_name_is_enough(
    page: ContactsPage, form: NewCustomerForm, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    assert demo_window.focusWidget() is form.name
    qtbot.keyClicks(form.name, "Newcomer Ltd")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert not form.isVisible()
    assert page.side.pane.model.rowCount() == CUSTOMERS + 1
    assert current_name(page) == "Newcomer Ltd"
    assert page.side.panel.head.name.text() == "Newcomer Ltd"
    assert demo_window._toast.text() == "Newcomer Ltd is now a customer"
    demo_window.undo()
    assert ask(contact_list.count, ContactQuery()) == CUSTOMERS


def test_without_a_name_the_form_stays_and_says_so(
    form: NewCustomerForm, qtbot: QtBot, ask: Ask
) -> None:
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert form.isVisible()
    assert form.name_field.below.text() == "Type a name."
    assert ask(contact_list.count, ContactQuery()) == CUSTOMERS


def test_everything_typed_is_kept(
    page: ContactsPage, form: NewCustomerForm, qtbot: QtBot, ask: Ask
) -> None:
    qtbot.keyClicks(form.name, "Tall Tree Cafe")
    qtbot.keyClicks(form.phone, "139 0000 1111, 0571-88990000")
    qtbot.keyClicks(form.wechat, "talltree")
    qtbot.keyClicks(form.address, "7 River Rd")
    qtbot.keyClicks(form.tags, "Cafe, Fair")
    form.level.set_value("Gold")
    qtbot.keyClicks(form.remark, "Rings twice")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    draft = ask(contacts.card, page.side.panel.contact_id).draft
    assert len(draft.phones) == 2
    assert draft.wechat == ("talltree",)
    assert draft.addresses == ("7 River Rd",)
    assert set(draft.tags) == {"Cafe", "Fair"}
    assert (draft.level, draft.remark) == ("Gold", "Rings twice")


def test_a_phone_somebody_has_is_warned_of_but_not_refused(
    form: NewCustomerForm, page: ContactsPage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(form.phone, "138-0571-2260")
    qtbot.waitUntil(
        lambda: (
            form.phone_field.below.text()
            == "Harvest Kitchen 138 0571 2260 has this number already."
        )
    )
    qtbot.keyClicks(form.name, "Second branch")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert page.side.pane.model.rowCount() == CUSTOMERS + 1


def test_kind_is_guessed_from_the_name_until_it_is_chosen(
    form: NewCustomerForm, qtbot: QtBot
) -> None:
    form.name.setText("绿城物业有限公司")
    assert form.kind.current() == "company"
    form.name.setText("王芳")
    assert form.kind.current() == "person"
    qtbot.keyClick(form.kind, Qt.Key.Key_Right)
    form.name.setText("王小芳")
    assert form.kind.current() == "company"


def test_escape_keeps_nothing(form: NewCustomerForm, qtbot: QtBot, ask: Ask) -> None:
    qtbot.keyClicks(form.name, "Nobody")
    qtbot.keyClick(form.name, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert ask(contact_list.count, ContactQuery()) == CUSTOMERS
