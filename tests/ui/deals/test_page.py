"""The deals page: cards dragged and sent by key, deals won and lost, stalled ones decided on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.deals import deal_board, deal_history, deal_stages, deal_steps, deals
from crm_desktop.services.deals.deal_stages import StageDraft
from crm_desktop.services.deals.deals import DealDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpQuery
from crm_desktop.services.records import competitors, staff
from crm_desktop.services.records.staff import StaffDraft
from crm_desktop.ui.deals.board_column import BoardColumn
from crm_desktop.ui.deals.card_paint import card_box, stalled_strip
from crm_desktop.ui.deals.deal_dialog import DealDialog
from crm_desktop.ui.deals.deal_words import stage_colours
from crm_desktop.ui.deals.lost_dialog import LostDialog
from crm_desktop.ui.deals.move_dialog import MoveDialog
from crm_desktop.ui.deals.page import DealsPage
from crm_desktop.ui.deals.stalled_dialog import StalledDialog
from crm_desktop.ui.deals.target_dialog import TargetDialog
from crm_desktop.ui.documents.make_dialog import DocumentDialog
from crm_desktop.ui.follow_ups.edit_dialog import FollowUpForm
from crm_desktop.ui.page import NewRecord, OpenRecord
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox
from tests.e2e.test_hostile_names import NAMES, SHOWN
from tests.ui.conftest import TODAY
from tests.ui.deals.conftest import board, rows, toast

_LEFT = Qt.MouseButton.LeftButton
_CTRL = Qt.KeyboardModifier.ControlModifier


def open_dialog(page: DealsPage, kind: type[Dialog]) -> Dialog | None:
    return next((one for one in page.window().findChildren(kind) if one.isVisible()), None)


def card(page: DealsPage, title: str) -> tuple[BoardColumn, int, QPoint]:
    """Column, row and middle of a card in its viewport."""
    for column in page.board.columns:
        for number, row in enumerate(column.model.cards()):
            if row.title == title:
                index = column.model.index(number)
                return column, number, card_box(column.cards, index).center().toPoint()
    raise AssertionError(title)


def drag(page: DealsPage, qtbot: QtBot, title: str, to: str) -> None:
    """Carry a card over another column, with the button held."""
    column, _number, middle = card(page, title)
    port = column.cards.viewport()
    target = next(one for one in page.board.columns if one.stage.name == to)
    there = target.cards.viewport().mapToGlobal(QPoint(40, 60))
    qtbot.mousePress(port, _LEFT, pos=middle)
    qtbot.mouseMove(port, middle + QPoint(30, 0))
    qtbot.mouseMove(port, port.mapFromGlobal(there))


def current(page: DealsPage, title: str) -> QWidget:
    """Put the keyboard on a card; its list."""
    column, number, _middle = card(page, title)
    column.cards.setFocus()
    column.cards.choose(number)
    return column.cards


def test_the_board_shows_stages_sums_and_what_stalls(page: DealsPage) -> None:
    assert board(page) == {
        "Enquiry": ["Guest rooms", "Old kitchen"], "Need confirmed": [], "Site survey": [],
        "Quoted": ["Office"], "Negotiation": [], "Won": ["Pre-filter"],
    }  # fmt: skip
    colours = stage_colours([one.stage for one in page.board.columns])
    assert len(set(colours.values())) == len(page.board.columns)
    spoken = page.summary.accessibleName()
    assert "Under way ¥17,900 3 deals" in spoken
    assert "Stalled 1 ¥5,000 at risk" in spoken
    assert "Won in June ¥3,000 1 deal" in spoken


def test_the_stalled_ones_alone_are_asked_for_and_marked(page: DealsPage, qtbot: QtBot) -> None:
    page.summary.grab()
    where = page.summary._stalled.center().toPoint()
    qtbot.mouseMove(page.summary, where)
    assert page.summary.toolTip() == "Show the stalled ones alone"
    qtbot.mouseClick(page.summary, _LEFT, pos=where)
    assert board(page)["Enquiry"] == ["Old kitchen"] and page.summary.stalled_only
    qtbot.keyClick(page.board.columns[0].cards, Qt.Key.Key_Escape)
    assert len(board(page)["Enquiry"]) == 2 and not page.summary.stalled_only


def test_a_monthly_target_shows_how_much_of_it_is_won(page: DealsPage, qtbot: QtBot) -> None:
    page.acting.set_target()
    dialog = open_dialog(page, TargetDialog)
    assert isinstance(dialog, TargetDialog)
    dialog.amount.setText("-1")
    dialog.submit()
    assert dialog.isVisible()
    dialog.amount.setText("10,000")
    qtbot.keyClick(dialog.amount, Qt.Key.Key_Return)
    office = rows(page)["Office"].id
    page.shell.workspace.execute(
        "Move", deals.move, office, page.board.columns[4].stage.id
    )  # fmt: skip
    spoken = page.summary.accessibleName()
    assert spoken.endswith(
        "Stalled 1 ¥5,000 at risk, June target ¥10,000, won ¥3,000 · 30%, 39% with Negotiation"
    )
    page.filter.toggle_stalled()
    assert "Won in June" in page.summary.accessibleName()  # the target is the whole shop's


def test_a_dragged_card_changes_its_stage_and_undo_brings_it_back(
    page: DealsPage, qtbot: QtBot
) -> None:
    drag(page, qtbot, "Guest rooms", "Quoted")
    target = page.board.columns[3]
    assert "hole" in [target.model.place(n) for n in range(target.model.rowCount())]
    column = page.board.columns[0]
    qtbot.mouseRelease(column.cards.viewport(), _LEFT)
    assert board(page)["Quoted"] == ["Guest rooms", "Office"]
    assert toast(page) == "Guest rooms is in Quoted now"
    moves = page.shell.workspace.read(deal_history.history, rows(page)["Guest rooms"].id)
    assert (moves[0].from_stage, moves[0].to_stage, moves[0].trigger) == (
        "Enquiry", "Quoted", "hand",
    )  # fmt: skip
    page.shell.workspace.undo()
    assert board(page)["Enquiry"] == ["Guest rooms", "Old kitchen"]


def test_a_card_held_at_the_edge_brings_on_the_stages_beyond(
    page: DealsPage, qtbot: QtBot
) -> None:  # fmt: skip
    page.window().resize(720, 450)
    bar = page.board.area.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    column, _number, middle = card(page, "Guest rooms")
    port, view = column.cards.viewport(), page.board.area.viewport()
    qtbot.mousePress(port, _LEFT, pos=middle)
    qtbot.mouseMove(port, middle + QPoint(30, 0))
    edge = view.mapToGlobal(QPoint(view.width() - 10, 120))
    qtbot.mouseMove(port, port.mapFromGlobal(edge))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())  # the pointer stays where it is
    assert page.board.drag.target is page.board.columns[-1]
    qtbot.keyClick(column.cards, Qt.Key.Key_Escape)
    assert not page.board._edge.isActive() and rows(page)["Guest rooms"].stage == "Enquiry"


def test_esc_and_a_drop_at_home_leave_a_card_where_it_was(page: DealsPage, qtbot: QtBot) -> None:
    before = board(page)
    drag(page, qtbot, "Office", "Enquiry")
    home = page.board.columns[3].cards
    qtbot.keyClick(home, Qt.Key.Key_Escape)
    qtbot.mouseRelease(home.viewport(), _LEFT)
    assert board(page) == before and page.board.drag.row is None
    drag(page, qtbot, "Office", "Quoted")
    qtbot.mouseRelease(home.viewport(), _LEFT)
    assert board(page) == before


def test_unticked_exit_steps_are_asked_for(page: DealsPage, qtbot: QtBot) -> None:
    workspace = page.shell.workspace
    drafts = [
        StageDraft(one.name, one.id, one.probability_bp, one.allowed_days,
                   ("Budget known", "Boss met") if one.code == "quote" else one.exit_steps)
        for one in workspace.read(deal_stages.stages)
    ]  # fmt: skip
    workspace.execute(deal_stages.SAVE_ACTION, deal_stages.save, drafts)
    qtbot.keyClick(current(page, "Office"), Qt.Key.Key_Right, _CTRL)
    dialog = open_dialog(page, MoveDialog)
    assert isinstance(dialog, MoveDialog)
    dialog.boxes["Boss met"].setChecked(True)
    dialog.submit()
    assert dialog.isVisible() and board(page)["Quoted"] == ["Office"]
    qtbot.keyClicks(dialog.reason, "agreed by phone")
    dialog.submit()
    assert board(page)["Negotiation"] == ["Office"]
    move = workspace.read(deal_history.history, rows(page)["Office"].id)[0]
    assert (move.reason, move.steps_done) == ("agreed by phone", ("Boss met",))
    # Back again asks for nothing, and the keyboard stays on the card.
    qtbot.keyClick(page.board.columns[4].cards, Qt.Key.Key_Left, _CTRL)
    assert board(page)["Quoted"] == ["Office"] and page.board.columns[3].cards.hasFocus()


def test_an_opened_deal_keeps_ticks_on_save_and_can_be_acted_on(
    page: DealsPage, qtbot: QtBot
) -> None:  # fmt: skip
    workspace = page.shell.workspace
    drafts = [
        StageDraft(one.name, one.id, one.probability_bp, one.allowed_days,
                   ("Budget known", "Boss met") if one.code == "quote" else one.exit_steps)
        for one in workspace.read(deal_stages.stages)
    ]  # fmt: skip
    workspace.execute(deal_stages.SAVE_ACTION, deal_stages.save, drafts)
    office = rows(page)["Office"].id

    def ticked() -> list[str]:
        steps = workspace.read(deal_steps.steps, office)
        return [step.text for step in steps if step.done]

    for keep, kept in ((False, []), (True, ["Boss met"])):
        page.open_deal(office)
        dialog = open_dialog(page, DealDialog)
        assert isinstance(dialog, DealDialog)
        box = next(one for one in dialog.findChildren(CheckBox) if one.text() == "Boss met")
        box.setChecked(True)
        dialog.submit() if keep else dialog.done()
        assert ticked() == kept
    workspace.undo()
    assert ticked() == []

    page.open_deal(office)
    dialog = open_dialog(page, DealDialog)
    assert isinstance(dialog, DealDialog) and dialog.more.isVisible()
    dialog.form.title.setText("Whole office")
    dialog.more.click()
    shown = dialog.findChild(QMenu)
    assert isinstance(shown, QMenu)
    next(one for one in shown.actions() if one.text().startswith("Lost")).trigger()
    assert isinstance(open_dialog(page, LostDialog), LostDialog)
    assert "Whole office" in rows(page)  # what was typed is kept before the next act
    page.acting.add()
    fresh = open_dialog(page, DealDialog)
    assert isinstance(fresh, DealDialog) and not fresh.more.isVisible()


def test_won_and_lost_by_key_with_reason_and_competitor(page: DealsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(current(page, "Office"), Qt.Key.Key_Return, _CTRL)
    assert rows(page)["Office"].state == "won" and toast(page) == "Office is won"
    qtbot.keyClick(current(page, "Guest rooms"), Qt.Key.Key_Delete, _CTRL)
    dialog = open_dialog(page, LostDialog)
    assert isinstance(dialog, LostDialog)
    dialog.submit()
    assert dialog.isVisible() and rows(page)["Guest rooms"].state == "open"
    qtbot.keyClicks(dialog.reason.line, "too dear")
    qtbot.keyClicks(dialog.competitor, "Aqua Ltd")
    qtbot.keyClick(dialog.competitor, Qt.Key.Key_Return)
    lost = rows(page)["Guest rooms"]
    assert (lost.state, lost.lost_reason, lost.competitor) == ("lost", "too dear", "Aqua Ltd")
    assert toast(page) == "Guest rooms is lost: too dear · 1 follow-up taken off the list"
    page.shell.workspace.undo()
    assert rows(page)["Guest rooms"].next is not None
    assert page.shell.workspace.read(competitors.competitors) == []


def test_the_amber_strip_asks_what_becomes_of_a_stalled_deal(page: DealsPage, qtbot: QtBot) -> None:
    column, number, _middle = card(page, "Old kitchen")
    strip = stalled_strip(card_box(column.cards, column.model.index(number))).center().toPoint()
    for decision in ("push", "extend", "give_up"):
        assert rows(page)["Old kitchen"].stalled
        qtbot.mouseClick(column.cards.viewport(), _LEFT, pos=strip)
        dialog = open_dialog(page, StalledDialog)
        assert isinstance(dialog, StalledDialog)
        dialog.show_part(decision)
        dialog.day.setText("2026-06-25")
        dialog.until.setText("2026-06-25")
        if decision != "extend":
            dialog.submit()
            assert dialog.isVisible()  # a few words are missing
        dialog.plan.setText("Visit the boss")
        dialog.reason.line.setText("rebuilding")
        dialog.submit()
        row = rows(page)["Old kitchen"]
        assert not row.stalled
        if decision == "give_up":
            assert (row.state, row.lost_reason) == ("dormant", "rebuilding")
            assert "Old kitchen" not in board(page)["Enquiry"]
        else:
            assert row.extended_until == dt.date(2026, 6, 25)
            assert (row.next is not None) == (decision == "push")
        page.shell.workspace.undo()


def test_the_table_sorts_finds_and_is_exported(
    page: DealsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show_view("table")
    table = page.table.table

    def titles() -> list[str]:
        return [table.row(n).title for n in range(table.model().rowCount())]

    header = table.horizontalHeader()
    at = header.sectionViewportPosition(2) + 10
    qtbot.mouseClick(header.viewport(), _LEFT, pos=QPoint(at, 10))
    assert titles() == ["Guest rooms", "Old kitchen", "Office"]
    qtbot.mouseClick(header.viewport(), _LEFT, pos=QPoint(at, 10))
    assert titles() == ["Office", "Old kitchen", "Guest rooms"]
    assert page.table.total.text() == "3 deals · ¥17,900"
    qtbot.keyClicks(table, "kit")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert titles() == ["Old kitchen"]
    assert page.go_back()
    page.show_state("won")
    assert titles() == ["Pre-filter"]
    saved = tmp_path / "won.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(saved), ""))
    page.export_page()
    qtbot.waitUntil(lambda: toast(page) == "1 row saved in won.csv")
    assert "Pre-filter" in saved.read_text("utf-8-sig")
    page.show_state("lost")
    assert page.table.empty.isVisible()
    page.show_state("")
    page.filter.stalled_only()
    assert titles() == ["Old kitchen"]
    table.select_number(0)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert toast(page) == "Old kitchen deleted" and titles() == []


def test_a_long_column_leads_to_the_table(
    page: DealsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deal_board, "CARDS", 1)
    page.refresh(None)
    cards = page.board.columns[0].cards
    cards.setFocus()
    qtbot.keyClick(cards, Qt.Key.Key_Down)
    assert cards.currentIndex().data() == "1 more in the table"
    qtbot.keyClick(cards, Qt.Key.Key_Return)
    assert page.table.model.rowCount() == 2 and page.table.figure.text().strip() == "Enquiry"
    qtbot.keyClick(page.table.table, Qt.Key.Key_Escape)
    assert page.table.model.rowCount() == 3
    page.show_view("board")
    qtbot.keyClick(page.summary, Qt.Key.Key_Return)
    assert board(page)["Quoted"] == []
    qtbot.keyClick(page.summary, Qt.Key.Key_Return)
    assert board(page)["Quoted"] == ["Office"]


def test_a_deal_is_made_opened_and_changed(page: DealsPage, qtbot: QtBot) -> None:
    page.open_target(NewRecord())
    dialog = open_dialog(page, DealDialog)
    assert isinstance(dialog, DealDialog)
    dialog.submit()
    assert dialog.isVisible()  # no title
    dialog.form.title.setText("Laundry")
    dialog.form.amount.setText("one million")
    dialog.submit()
    assert dialog.isVisible()
    dialog.form.amount.setText("12,800.50")
    dialog.step.setText("send the quote")
    dialog.submit()
    made = rows(page)["Laundry"]
    assert made.amount_minor == 1_280_050 and made.next is not None
    assert made.next.due_on == TODAY + dt.timedelta(days=1)
    page.open_target(OpenRecord(made.id))
    dialog = open_dialog(page, DealDialog)
    assert isinstance(dialog, DealDialog)
    dialog.form.expected.setText("2026-07-01")
    dialog.submit()
    assert rows(page)["Laundry"].expected_on == dt.date(2026, 7, 1)
    before = page.shell.workspace.last_action
    page.open_target(OpenRecord(made.id))
    again = open_dialog(page, DealDialog)
    assert again is not None
    again.submit()
    assert page.shell.workspace.last_action == before  # nothing changed, nothing written


def test_a_customer_leads_to_its_deals_and_to_a_new_one(page: DealsPage, qtbot: QtBot) -> None:
    window: Any = page.window()
    found = page.shell.workspace.read(contact_list.page, ContactQuery(), 0, 1)[0]
    page.shell.workspace.execute("Edit", deals.edit, rows(page)["Office"].id, contact_id=found.id)
    window.go("contacts")
    window.stack.page().open_profile(found.id)
    side = window.stack.page().profile.side
    qtbot.waitUntil(lambda: bool(side.deals.rows))
    qtbot.keyClick(side.deals, Qt.Key.Key_Return)
    dialog = open_dialog(page, DealDialog)
    assert isinstance(dialog, DealDialog) and dialog.form.customer.text() == found.name
    assert window.stack.page() is page and page.board.columns[3].cards.current_place() is not None
    dialog.done()
    window.go("deals", NewRecord(found.id))
    fresh = open_dialog(page, DealDialog)
    assert isinstance(fresh, DealDialog) and fresh.form.customer.contact_id == found.id
    fresh.done()


def test_hostile_titles_and_reasons_break_nothing(page: DealsPage) -> None:
    run, window = page.shell.workspace.execute, page.window()
    made = [run(deals.CREATE_ACTION, deals.create, DealDraft(name)) for name in NAMES]
    run(deals.LOST_ACTION, deals.lost, made[3], "R&D; DROP TABLE deal", NAMES[4])
    window.resize(1000, 560)
    for view in ("board", "table"):
        page.show_view(view)
        assert not window.grab().isNull()
    run("Note", deals.edit, made[0], note="<img src=x>")
    page.show_view("board")
    tips = {
        page.board.columns[0].model.index(number).data(Qt.ItemDataRole.ToolTipRole)
        for number in range(len(NAMES))
    }
    assert "<qt>&lt;img src=x&gt;</qt>" in tips
    assert [one for one in SHOWN if one not in rows(page)] == []
    page.acting.lose(rows(page)["长" * 1000])
    dialog = open_dialog(page, LostDialog)
    assert isinstance(dialog, LostDialog)
    offered = dialog.reason.findChildren(Button)[0]
    assert offered.text() == "R&&D; DROP TABLE d…"  # shown with one &
    offered.click()
    assert dialog.reason.line.value() == "R&D; DROP TABLE deal"
    bottom = dialog.action.mapTo(window, QPoint(0, dialog.action.height())).y()
    assert bottom <= window.height() and dialog.title.text().count("长") == 59


def test_ended_deals_are_opened_again_and_a_gone_one_is_said(page: DealsPage) -> None:
    won = rows(page)["Pre-filter"]
    labels = [one.label() for one in page.acting.menu(won) if one and callable(one.label)]
    assert labels == ["Open", "Write a quote…", "Make a document…", "Open again", "Delete"]
    page.acting.write(won)
    (asked,) = page.window().findChildren(DocumentDialog)
    assert asked.template.value() == "quote"
    asked.done()
    page.acting.reopen(won)
    assert "Pre-filter" in board(page)["Enquiry"]
    page.acting.remove(rows(page)["Guest rooms"])
    assert toast(page) == "Guest rooms deleted · 1 follow-up taken off the list"
    assert page.shell.workspace.read(follow_ups.count, FollowUpQuery("open", today=TODAY)) == 3
    assert not page.filter.whose.isVisible()  # nobody to choose from
    for name in ("Lin", "Chen"):
        page.shell.workspace.execute("Hire", staff.add, StaffDraft(name))
    assert page.filter.whose.isVisible()
    lin = next(one for one in page.filter.whose_items() if one and one.label == "Lin")
    lin.on()
    assert board(page)["Quoted"] == [] and page.filter.whose.text().strip() == "Lin"
    window = page.window()
    window.resize(760, 500)
    assert page.filter.whose.isHidden()
    everybody = page.filter.which_items()[3]
    assert everybody is not None
    everybody.on()
    window.resize(1440, 900)
    assert board(page)["Quoted"] == ["Office"]
    page.open_target("stalled")
    assert board(page)["Enquiry"] == ["Old kitchen"] and board(page)["Quoted"] == []
    gone = rows(page)["Office"].id
    page.shell.workspace.execute(deals.REMOVE_ACTION, deals.remove, [gone])
    page.open_target(OpenRecord(gone))
    assert open_dialog(page, DealDialog) is None


def test_a_next_step_is_planned_with_everything_a_follow_up_has(page: DealsPage) -> None:
    workspace = page.shell.workspace
    ann = workspace.execute("New", staff.add, StaffDraft("Ann"))
    office = rows(page)["Office"].id
    workspace.execute("Change", deals.edit, office, owner_id=ann)
    page.acting.plan(rows(page)["Office"])
    form = page.window().findChildren(FollowUpForm)[-1]
    assert form.more.owner.value() == str(ann)
    form.title.setText("Show the samples")
    form._unfold()
    form.more.steps.setPlainText("PP\nRO")
    dialog = open_dialog(page, Dialog)
    assert dialog is not None
    dialog.submit()
    step = rows(page)["Office"].next
    assert step is not None and step.title == "Show the samples"
    one = workspace.read(follow_ups.get, step.id)
    assert (one.owner_name, one.steps, one.deal_id) == ("Ann", 2, office)
    workspace.undo()
    assert rows(page)["Office"].next is None
