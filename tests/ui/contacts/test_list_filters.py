"""Groups of conditions, ready questions, and fixed lists, used as a hand uses them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list, cookbook, views
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.ui.contacts.condition_dialog import ConditionDialog
from crm_desktop.ui.contacts.condition_inputs import ConditionInputs
from crm_desktop.ui.contacts.condition_tree import ConditionGroup
from crm_desktop.ui.contacts.cookbook_popover import CookbookPopover
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.main_window import MainWindow

Ask = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton


def dialog_of(window: MainWindow) -> ConditionDialog:
    return next(one for one in window.findChildren(ConditionDialog) if one.isVisible())


def choose(inputs: ConditionInputs, field: str, op: str) -> None:
    inputs.field.set_value(field)
    inputs.field.activated.emit(0)
    inputs.relation.set_value(op)
    inputs.relation.activated.emit(0)


def typed(qtbot: QtBot, inputs: ConditionInputs, text: str) -> None:
    field = inputs.value.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text)


def names(ask: Ask, condition: dict[str, Any]) -> set[str]:
    rows = ask(contact_list.page, ContactQuery(conditions=condition), 0, 100)
    return {row.name for row in rows}


def test_a_filter_of_groups_is_built_and_edited_again(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    qtbot.mouseClick(page.side.pane.filters.groups, LEFT)
    dialog = dialog_of(demo_window)
    qtbot.mouseClick(dialog.group.add, LEFT)
    first = dialog.group.lines[0].part
    assert isinstance(first, ConditionInputs)
    choose(first, "kind", "is")
    qtbot.mouseClick(dialog.group.add_group, LEFT)
    inner = dialog.group.lines[1].part
    assert isinstance(inner, ConditionGroup)
    assert inner.joined.current() == "any"
    spent = inner.lines[0].part
    assert isinstance(spent, ConditionInputs)
    choose(spent, "spent", "at_least")
    typed(qtbot, spent, "5000")
    qtbot.mouseClick(inner.add, LEFT)
    owed = inner.lines[1].part
    assert isinstance(owed, ConditionInputs)
    choose(owed, "owed", "at_least")
    typed(qtbot, owed, "1")
    wanted = {
        "all": [
            {"field": "kind", "op": "is", "value": "person"},
            {
                "any": [
                    {"field": "spent", "op": "at_least", "value": 500_000},
                    {"field": "owed", "op": "at_least", "value": 100},
                ]
            },
        ]
    }
    expected = names(ask, wanted)
    assert expected
    qtbot.waitUntil(lambda: dialog.found.text().startswith(f"{len(expected)} customer"))
    dialog.submit()
    assert {"all": page.side.state.conditions} == wanted
    chips = page.side.pane.filters.chips
    assert chips[1].accessibleName() == "Any of Total spend at least ¥5,000, Owed at least ¥1"
    assert page.side.pane.model.rowCount() == len(expected)
    qtbot.mouseClick(chips[1], LEFT)
    again = dialog_of(demo_window)
    assert again.group.read() == wanted
    qtbot.mouseClick(again.group.lines[0].off, LEFT)
    again.submit()
    assert page.side.state.conditions == wanted["all"][1:]


def test_any_at_the_root_is_kept_and_a_missing_value_keeps_the_window_open(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot
) -> None:
    page.side.set_conditions([{"field": "level", "op": "is", "value": "Gold"}])
    qtbot.mouseClick(page.side.pane.filters.groups, LEFT)
    dialog = dialog_of(demo_window)
    dialog.group.joined.set_current("any")
    qtbot.mouseClick(dialog.group.add, LEFT)
    part = dialog.group.lines[1].part
    assert isinstance(part, ConditionInputs)
    choose(part, "spent", "at_least")
    dialog.submit()
    assert dialog.isVisible()
    assert part.problem.text() == "Type an amount, e.g. 20000."
    typed(qtbot, part, "1")
    dialog.submit()
    gold = {"field": "level", "op": "is", "value": "Gold"}
    spent = {"field": "spent", "op": "at_least", "value": 100}
    assert page.side.state.conditions == [{"any": [gold, spent]}]


def test_a_ready_question_lists_whom_it_finds_and_can_be_kept(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    qtbot.mouseClick(page.side.pane.tabs.add, LEFT)
    popover = next(one for one in demo_window.findChildren(CookbookPopover) if one.isVisible())
    counts = ask(cookbook.counts)
    qtbot.waitUntil(lambda: popover._counts == counts)
    number = [one.code for one in cookbook.QUESTIONS].index("one_purchase")
    at = popover.list.box(number).center().toPoint()
    qtbot.mouseClick(popover.list, LEFT, pos=at)
    question = cookbook.question("one_purchase")
    assert question is not None
    assert page.side.pane.model.rowCount() == counts["one_purchase"] > 0
    assert (page.side.state.sort, page.side.state.descending) == ("last_sale", True)
    qtbot.mouseClick(page.side.pane.filters.save, LEFT)
    field = demo_window.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "Bought once and never again"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    made = next(one for one in ask(views.views) if one.name == "Bought once and never again")
    assert made.count == counts["one_purchase"]


def test_every_question_is_in_the_palette(page: ContactsPage) -> None:
    keys = {command.key for command in page.commands()}
    assert {f"contacts.question.{one.code}" for one in cookbook.QUESTIONS} <= keys


def test_a_list_is_kept_as_it_is_and_added_to(
    page: ContactsPage, demo_window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    page.side.set_conditions([{"field": "level", "op": "is", "value": "Gold"}])
    gold = names(ask, {"field": "level", "op": "is", "value": "Gold"})
    page.menus.filters.freeze()
    field = demo_window.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "June campaign")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.side.state.view_words() == "June campaign")
    made = page.side.state.view
    assert made is not None and made.frozen
    assert page.side.pane.model.rowCount() == len(gold)
    page.side.choose_view("all")
    others = [one.id for one in ask(contact_list.page, ContactQuery(sort="name"), 0, 100)
              if one.name not in gold][:3]  # fmt: skip
    page.menus.filters._add(made, others)
    qtbot.waitUntil(
        lambda: len(ask(contact_list.all_ids, ContactQuery(view_id=made.id))) > len(gold)
    )
    assert set(others) <= set(ask(contact_list.all_ids, ContactQuery(view_id=made.id)))
    demo_window.undo()
    assert len(ask(contact_list.all_ids, ContactQuery(view_id=made.id))) == len(gold)
