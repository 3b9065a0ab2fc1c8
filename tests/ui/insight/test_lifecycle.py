"""The stages in the window: counted, listed, stalled ones acted on, moves over time."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.core.i18n import N_
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contact_list, contacts, territories
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.deals import lead_grade
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.lifecycle import lifecycle, stage_editing
from crm_desktop.services.summaries import stage_figures
from crm_desktop.services.timeline import timeline
from crm_desktop.ui.contacts import condition_words
from crm_desktop.ui.contacts.moved_value import MovedInput
from crm_desktop.ui.contacts.page import ContactsPage
from crm_desktop.ui.contacts.stage_dialog import STAY, StageDialog, ask_stage
from crm_desktop.ui.insight.lifecycle import Lifecycle
from crm_desktop.ui.insight.page import InsightPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.page import OpenRecord
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import LineEdit
from tests.conftest import NOW


@pytest.fixture(scope="module")
def template(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three customers of June, and one lead of April who stays longer than the 30 days allowed;
    one more was moved to Interested in May. Made once; tests work on copies."""
    path = Path(shutil.copy(shop_template, tmp_path_factory.mktemp("stages") / "template.crm"))
    with Store.open(path) as store:
        for name, days in (("Slow Lead", 60), ("Moved On", 40)):
            clock.freeze(NOW - dt.timedelta(days=days))
            made = store.write("New", contacts.create, contacts.ContactDraft(name)).value
        with store.read() as session:
            first, second = (one.id for one in lifecycle.stages(session)[:2])
        store.write("Days", stage_editing.edit, first, allowed_days=30)
        clock.freeze(NOW - dt.timedelta(days=20))
        store.write("Move", lifecycle.move, [made], second)
    clock.freeze(None)
    return path


@pytest.fixture
def data_file(template: Path, tmp_path: Path) -> Path:
    """A copy of it, opened by ``open_window``."""
    return Path(shutil.copy(template, tmp_path / "Corner shop.crm"))


@pytest.fixture
def shop(open_window: Callable[[], MainWindow]) -> MainWindow:
    """The window over that shop."""
    return open_window()


@pytest.fixture
def part(shop: MainWindow, qtbot: QtBot) -> Lifecycle:
    shop.go("insight")
    page = shop.stack.page()
    assert isinstance(page, InsightPage)
    found = page.part("lifecycle")
    assert isinstance(found, Lifecycle)
    qtbot.waitUntil(lambda: bool(found.months.months) and not shop.jobs.running())
    return found


def listed(shop: MainWindow, qtbot: QtBot) -> list[str]:
    page = shop.stack.page()
    assert isinstance(page, ContactsPage)
    qtbot.waitUntil(lambda: not shop.jobs.running())
    query = page.side.state.query()
    return sorted(row.name for row in shop.workspace.read(contact_list.page, query, 0, 50))


def settled(shop: MainWindow, qtbot: QtBot, until: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: until() and not shop.jobs.running())


def test_a_click_on_a_stage_lists_its_customers(
    part: Lifecycle, shop: MainWindow, qtbot: QtBot
) -> None:
    assert [one.count for one in part.stages.rows] == [4, 1, 0, 0, 0, 0]
    interested = part.stages.box(1).center().toPoint()
    qtbot.mouseClick(part.stages, Qt.MouseButton.LeftButton, pos=interested)
    assert listed(shop, qtbot) == ["Moved On"]


def test_a_click_on_the_alarm_lists_those_who_stay_too_long(
    part: Lifecycle, shop: MainWindow, qtbot: QtBot
) -> None:
    lead = part.stages.box(0).center().toPoint()
    alarm = QPoint(part.stages.width() - 40, lead.y())
    qtbot.mouseClick(part.stages, Qt.MouseButton.LeftButton, pos=alarm)
    assert listed(shop, qtbot) == ["Slow Lead"]


def test_the_days_begin_again_with_a_key_and_undo_brings_the_alarm_back(
    part: Lifecycle, shop: MainWindow, qtbot: QtBot
) -> None:
    assert [(one.name, one.over) for one in part.stalled.rows] == [("Slow Lead", 30)]
    part.stalled.setFocus()
    qtbot.keyClick(part.stalled, Qt.Key.Key_E)
    settled(shop, qtbot, lambda: not part.stalled.rows)
    assert part.nobody.isVisible()
    shop.undo()
    settled(shop, qtbot, lambda: len(part.stalled.rows) == 1)


def test_a_button_of_the_row_plans_a_follow_up(
    part: Lifecycle, shop: MainWindow, qtbot: QtBot
) -> None:
    _act, _label, place = part.stalled.buttons(part.stalled.box(0))[0]
    before = part.shell.workspace.read(follow_ups.count, follow_ups.FollowUpQuery("all"))
    qtbot.mouseClick(part.stalled, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    dialog = shop.findChild(Dialog)
    assert dialog is not None
    title = dialog.focusWidget()
    assert isinstance(title, LineEdit)
    qtbot.keyClicks(title, "Ask what is missing")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    query = follow_ups.FollowUpQuery("all", contact_id=part.stalled.rows[0].contact_id)
    assert part.shell.workspace.read(follow_ups.count, query) == 1
    assert part.shell.workspace.read(follow_ups.count, follow_ups.FollowUpQuery("all")) > before


def test_giving_up_keeps_the_reason_in_the_timeline(
    part: Lifecycle, shop: MainWindow, qtbot: QtBot
) -> None:
    who = part.stalled.rows[0].contact_id
    part.stalled.setFocus()
    qtbot.keyClick(part.stalled, Qt.Key.Key_Delete)
    dialog = shop.findChild(StageDialog)
    assert dialog is not None
    assert dialog.stage.currentText() == "Lost" and dialog.reason.hasFocus()
    assert dialog.action.text() == "Give up"
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert dialog.isVisible() and dialog.reason_field.below.text().startswith("Write why")
    qtbot.keyClicks(dialog.reason, "went to another shop")
    assert dialog.reason_field.below.text() == ""
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    settled(shop, qtbot, lambda: part.stages.rows[5].count == 1)
    told = shop.workspace.read(timeline.entries, who)
    assert any("went to another shop" in f"{one.title} {one.body}" for one in told)


def test_an_arrow_chooses_the_month_whose_moves_are_shown(
    part: Lifecycle, shop: MainWindow, qtbot: QtBot
) -> None:
    assert part.still.isVisible()
    part.months.setFocus()
    qtbot.keyClick(part.months, Qt.Key.Key_Left)
    month = part.months.month()
    assert month is not None and month.first == dt.date(2026, 5, 1)
    assert not part.still.isVisible()
    assert part.moves.accessibleName() == "Lead → Interested 1"
    assert part.months.accessibleName().startswith("May 2026: Lead 1, Interested 1")


def test_a_click_on_a_number_lists_those_who_moved(
    part: Lifecycle, shop: MainWindow, qtbot: QtBot
) -> None:
    part.months.choose(1)
    spot = part.moves.box(0, 1).center().toPoint()
    qtbot.mouseClick(part.moves, Qt.MouseButton.LeftButton, pos=spot)
    assert listed(shop, qtbot) == ["Moved On"]
    page = shop.stack.page()
    assert isinstance(page, ContactsPage)
    options = page.side.offered.options
    condition = page.side.state.conditions[0]
    assert condition_words.words(condition, options)[2] == "Lead → Interested · May 2026"
    inputs = MovedInput(condition["value"], options)
    qtbot.addWidget(inputs)
    assert inputs.read() == condition["value"]
    inputs.month.setText("2026-13")
    with pytest.raises(ValueError, match="no month"):
        inputs.read()


def test_grades_and_territories_stand_below_once_there_are_any(
    part: Lifecycle, shop: MainWindow, qtbot: QtBot
) -> None:
    assert not part.graded.isVisible() and not part.handed.isVisible()
    who = shop.workspace.read(contact_list.all_ids, ContactQuery(text="Yao"))
    shop.workspace.execute(N_("Grade a lead"), lead_grade.answer, who[0], need=3, money=3)
    west = shop.workspace.execute(N_("Add a territory"), territories.add, "West")
    shop.workspace.execute(N_("Put there"), territories.set_by_hand, who, west)
    settled(shop, qtbot, part.handed.isVisible)
    assert [(one.name, one.count) for one in part.grades.rows] == [
        ("A", 0), ("B", 0), ("C", 1), ("D", 0)
    ]  # fmt: skip
    spot = part.grades.box(2).center().toPoint()
    qtbot.mouseClick(part.grades, Qt.MouseButton.LeftButton, pos=spot)
    assert listed(shop, qtbot) == ["Yao Hui"]
    shop.go("insight")
    part.territories.setFocus()
    qtbot.keyClick(part.territories, Qt.Key.Key_Return)
    assert listed(shop, qtbot) == ["Yao Hui"]


def test_many_are_moved_from_the_list_with_one_reason_and_one_undo(
    shop: MainWindow, qtbot: QtBot
) -> None:
    shop.go("contacts")
    page = shop.stack.page()
    assert isinstance(page, ContactsPage)
    side = page.side
    qtbot.waitUntil(lambda: side.source is not None and not shop.jobs.running())
    side.pane.table.selectAll()
    button = side.pane.bulk.button("stage")
    assert button is not None
    button.click()
    dialog = shop.findChild(StageDialog)
    assert dialog is not None
    assert "5" in dialog.title.text()
    dialog.stage.setCurrentText("Interested")
    dialog.submit()
    assert counts(shop)[1] == 5
    shop.undo()
    assert counts(shop)[:2] == [4, 1]


def test_the_page_of_a_customer_moves_that_one_with_a_reason(
    shop: MainWindow, qtbot: QtBot
) -> None:
    who = shop.workspace.read(contact_list.all_ids, ContactQuery(text="Yao"))[0]
    shop.go("contacts", OpenRecord(who))
    page = shop.stack.page()
    assert isinstance(page, ContactsPage)
    qtbot.waitUntil(lambda: page.profile.shown_contact is not None)
    next(one for one in page.commands() if one.key == "contacts.stage").run()
    dialog = shop.findChild(StageDialog)
    assert dialog is not None
    assert dialog.title.text() == "Move Yao Hui to a stage"
    dialog.stage.setCurrentText("Loyal")
    qtbot.keyClicks(dialog.reason, "sends us friends")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert counts(shop)[4] == 1


def test_a_stalled_one_may_stay(shop: MainWindow) -> None:
    ids = shop.workspace.read(contact_list.all_ids, ContactQuery(text="Slow"))
    dialog = ask_stage(shop, shop, ids, "Slow Lead")
    dialog.stage.set_value(STAY)
    dialog.submit()
    assert shop.workspace.read(stage_figures.stalled_count, clock.today()) == 0
    assert counts(shop)[0] == 4


def test_a_stage_of_the_shops_own_is_listed_too(
    part: Lifecycle, shop: MainWindow, qtbot: QtBot
) -> None:
    ids = shop.workspace.read(contact_list.all_ids, ContactQuery(text="Yao"))
    vip = shop.workspace.execute(N_("Change a stage"), stage_editing.add, "VIP")
    shop.workspace.execute(N_("Move to a stage"), lifecycle.move, ids, vip)
    settled(shop, qtbot, lambda: part.stages.rows[5].count == 1)
    where = part.stages.box(5).center().toPoint()
    qtbot.mouseClick(part.stages, Qt.MouseButton.LeftButton, pos=where)
    assert listed(shop, qtbot) == ["Yao Hui"]


def counts(shop: MainWindow) -> list[int]:
    found = shop.workspace.read(stage_figures.counts, clock.today())
    return [one.count for one in found]
