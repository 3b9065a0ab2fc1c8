"""Forecast, conversion, wins and losses, and the stages themselves."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.services.deals import deal_stages, deals
from crm_desktop.ui.deals import forecast_list
from crm_desktop.ui.deals.outlook import Outlook, period
from crm_desktop.ui.deals.page import DealsPage
from crm_desktop.ui.deals.stage_editor import StageEditor
from tests.conftest import NOW
from tests.ui.conftest import TODAY
from tests.ui.deals.conftest import board, rows, toast


def settle(page: DealsPage, qtbot: QtBot) -> Outlook:
    """The outlook once it has read what it shows."""
    if page.views.current() != "outlook":
        page.show_view("outlook")
    qtbot.waitUntil(lambda: not page.shell.jobs.running())  # type: ignore[attr-defined]
    return page.outlook


def test_a_kept_forecast_tells_what_became_of_each_deal(page: DealsPage, qtbot: QtBot) -> None:
    run = page.shell.workspace.execute
    for title, day in (("Guest rooms", dt.date(2026, 7, 5)), ("Office", TODAY)):
        run("Edit", deals.edit, rows(page)[title].id, expected_on=day)
    outlook = settle(page, qtbot)
    spoken = [outlook.months._describe(line) for line in outlook.months.rows]
    assert spoken == [
        "June 2026, 1 deal, weighted ¥540, best case ¥900, won ¥3,000",
        "July 2026, 1 deal, weighted ¥1,200, best case ¥12,000",
        "No day, 1 deal, weighted ¥500, best case ¥5,000",
    ]
    june = forecast_list.bar_box(outlook.months.box(0)).center().toPoint()
    qtbot.mouseMove(outlook.months, june)
    said = "June 2026\nwon already: ¥3,000\nweighted: ¥540\nbest case: ¥900"
    qtbot.waitUntil(lambda: QToolTip.text() == said)
    assert outlook.since.isHidden() and outlook.kept.isHidden()
    outlook.keep()
    assert toast(page) == "Forecast kept, 2 deals"
    clock.freeze(NOW + dt.timedelta(days=3))
    run(deals.WON_ACTION, deals.won, rows(page)["Office"].id)
    run("Edit", deals.edit, rows(page)["Guest rooms"].id, expected_on=dt.date(2026, 8, 1))
    settle(page, qtbot)
    qtbot.keyClick(outlook.kept, Qt.Key.Key_Down)
    outlook.kept.activated.emit(1)
    settle(page, qtbot)
    assert [outlook.changes._describe(line) for line in outlook.changes.rows] == [
        "Office, won, ¥540 → ¥900, +¥360",
        "Guest rooms, later: July → August, ¥1,200 → ¥1,200, ±0",
    ]
    assert outlook.since.count.text() == "kept ¥1,740, now ¥2,100"
    assert "kept ¥1,200, now ¥0 · −¥1,200" in outlook.months._describe(outlook.months.rows[1])


def test_figures_lead_to_the_deals_behind_them(page: DealsPage, qtbot: QtBot) -> None:
    run = page.shell.workspace.execute
    run(deals.LOST_ACTION, deals.lost, rows(page)["Office"].id, "too dear", "Aqua Ltd")
    run("Rest", deals.rest, rows(page)["Old kitchen"].id, "rebuilding")
    outlook = settle(page, qtbot)
    assert outlook.total.text() == (
        "1 won, ¥3,000 · 1 lost, ¥900 · 1 resting, ¥5,000 · win rate 50%"
    )
    assert [line.name for line in outlook.tallies.rows] == ["rebuilding", "too dear"]
    outlook.tallies.setFocus()
    qtbot.keyClick(outlook.tallies, Qt.Key.Key_Down)
    qtbot.keyClick(outlook.tallies, Qt.Key.Key_Return)
    assert page.views.current() == "table" and page.table.figure.text().strip() == "too dear"
    assert [page.table.table.row(n).title for n in range(page.table.model.rowCount())] == ["Office"]
    page.table.figure.click()
    assert page.table.model.rowCount() == 4 and page.table.figure.isHidden()
    outlook = settle(page, qtbot)
    qtbot.mouseClick(outlook.stages, Qt.MouseButton.LeftButton,
                     pos=outlook.stages.box(0).center().toPoint())  # fmt: skip
    assert page.table.model.rowCount() == 3  # those that came to the first stage
    outlook = settle(page, qtbot)
    qtbot.keyClick(outlook.people, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert outlook.through.count.text() == "No owner" and outlook.people.rows[0].chosen
    outlook.parts.set_current("competitors")
    outlook.parts.chosen.emit("competitors")
    assert [line.name for line in outlook.tallies.rows] == ["Aqua Ltd"]
    outlook.period.set_value("last_year")
    outlook.period.activated.emit(0)
    settle(page, qtbot)
    assert outlook.nothing.isVisible() and outlook.tallies.isHidden()


def test_periods_end_today() -> None:
    day = dt.date(2026, 5, 31)
    assert period("quarter", day) == (dt.date(2026, 4, 1), day)
    assert period("last_year", day) == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert period("year_back", day) == (dt.date(2025, 5, 31), day)


def test_stages_are_named_weighed_ordered_and_taken_away(page: DealsPage, qtbot: QtBot) -> None:
    page.acting.edit_stages()
    editor = page.window().findChildren(StageEditor)[-1]
    enquiry, need, _survey, quoted, _negotiation = list(editor.lines)
    qtbot.mouseClick(need.fold, Qt.MouseButton.LeftButton)
    need.steps.setPlainText("Budget known\n\n Boss met ")
    need.name.setText("Needs")
    need.sure.setText("120")
    editor.submit()
    assert editor.isVisible()  # 120 %
    need.sure.setText("35 %")
    need.days.setText("")
    editor.step(quoted, -1)
    editor.drop(enquiry)
    assert list(editor.leaving) == [enquiry]
    editor.leaving[enquiry].set_value(str(need.stage.id if need.stage else 0))
    editor.add_stage()
    editor.lines[-1].name.setText("Trial")
    editor.submit()
    assert toast(page) == "Stages saved"
    found = page.shell.workspace.read(deal_stages.open_stages)
    assert [one.name for one in found] == [
        "Needs", "Quoted", "Site survey", "Negotiation", "Trial",
    ]  # fmt: skip
    first = found[0]
    assert (first.probability_bp, first.allowed_days) == (3_500, None)
    assert first.exit_steps == ("Budget known", "Boss met")
    assert sorted(board(page)["Needs"]) == ["Guest rooms", "Old kitchen"]
    page.shell.workspace.undo()
    assert "Enquiry" in board(page)
