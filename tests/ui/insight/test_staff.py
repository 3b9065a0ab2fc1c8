"""The staff in the window: the league, targets, plans, statements and the month's lock."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services.commission import commission_plans, targets
from crm_desktop.services.commission.commission_plans import Band, PlanDraft, Rule
from crm_desktop.services.records import staff
from crm_desktop.services.sales import month_lock, sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.ui.insight.page import InsightPage
from crm_desktop.ui.insight.plan_dialog import PlanDialog
from crm_desktop.ui.insight.plan_rows import rate
from crm_desktop.ui.insight.staff import Staff
from crm_desktop.ui.insight.statement_dialog import StatementDialog
from crm_desktop.ui.insight.target_list import TargetsDialog
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.sales.share_dialog import ask_share
from crm_desktop.ui.widgets.dialogs import Dialog
from tests.conftest import NOW

PLAN = PlanDraft("Basic", bands=(Band(0, 200),), rules=(Rule("level", "No longer there", 900),))


@pytest.fixture(scope="module")
def template(shop_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lin sold for 1,000 in June, Chen for 200."""
    path = Path(shutil.copy(shop_template, tmp_path_factory.mktemp("staff") / "template.crm"))
    clock.freeze(NOW)
    with Store.open(path) as store:
        for name, amount in (("Lin", 1000_00), ("Chen", 200_00)):
            who = store.write("Add", staff.add, staff.StaffDraft(name)).value
            line = LineDraft(description="Filter", unit_price_minor=amount)
            draft = SaleDraft((line,), staff_id=who, payments=(PaymentDraft(amount),))
            store.write("Sell", sales.record, draft)
        store.write("Plan", commission_plans.save, PLAN)
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
def part(shop: MainWindow, qtbot: QtBot) -> Staff:
    shop.go("insight", "staff")
    page = shop.stack.page()
    assert isinstance(page, InsightPage)
    found = page.part("staff")
    assert isinstance(found, Staff)
    settled(shop, qtbot, lambda: len(found.table.rows) == 3)
    return found


def settled(shop: MainWindow, qtbot: QtBot, until: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: until() and not shop.jobs.running())


def opened(shop: MainWindow, kind: type[Dialog]) -> Dialog:
    return next(one for one in shop.findChildren(Dialog) if isinstance(one, kind))


def test_a_click_opens_a_statement_that_can_be_saved(
    part: Staff, shop: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [(row.name, row.commission_minor) for row in part.table.rows[1:]] == [
        ("Lin", 20_00), ("Chen", 4_00),
    ]  # fmt: skip
    heading = part.table.box(0).center().toPoint()
    qtbot.mouseClick(part.table, Qt.MouseButton.LeftButton, pos=heading)
    assert not shop.findChildren(Dialog)
    qtbot.mouseClick(
        part.table, Qt.MouseButton.LeftButton, pos=part.table.box(1).center().toPoint()
    )
    dialog = opened(shop, StatementDialog)
    assert isinstance(dialog, StatementDialog)
    assert not dialog.action.isEnabled()
    settled(shop, qtbot, lambda: dialog.made is not None)
    assert dialog.paper.pages() == 1
    assert dialog.page.paper.findData("80") < 0, "a statement is signed: no roll"
    dialog.page.paper.set_value("a5")
    dialog.page.paper.activated.emit(1)
    settled(shop, qtbot, lambda: dialog.made and pdf_pages.paper_name(dialog.made.facts) == "A5")
    out = tmp_path / "lin.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(out), ""))
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    settled(shop, qtbot, out.exists)
    assert pdf_pages.paper_name(pdf_pages.facts(out.read_bytes())) == "A5"


def test_targets_are_typed_for_all_at_once(part: Staff, shop: MainWindow, qtbot: QtBot) -> None:
    assert part.no_targets.isVisibleTo(part)
    part.set_targets()
    dialog = opened(shop, TargetsDialog)
    assert isinstance(dialog, TargetsDialog)
    _everything, chen, lin = dialog.amounts.values()
    lin.setFocus()
    qtbot.keyClicks(lin, "lots")
    qtbot.keyClick(lin, Qt.Key.Key_Return)
    assert dialog.isVisible() and not part.targets.rows, "that is no amount"
    lin.clear()
    qtbot.keyClicks(lin, "800")
    qtbot.keyClicks(chen, "400")
    qtbot.keyClick(chen, Qt.Key.Key_Return)
    settled(shop, qtbot, lambda: len(part.targets.rows) == 2)
    assert [(one.name, one.reached_bp) for one in part.targets.rows] == [
        ("Chen", 5_000), ("Lin", 12_500),
    ]  # fmt: skip
    shop.workspace.undo()
    settled(shop, qtbot, lambda: not part.targets.rows)
    assert shop.workspace.read(targets.targets, part.month) == []


def test_a_plan_is_changed_with_a_band_and_a_rate(
    part: Staff, shop: MainWindow, qtbot: QtBot
) -> None:
    part.plans.setFocus()
    qtbot.keyClick(part.plans, Qt.Key.Key_Return)
    dialog = opened(shop, PlanDialog)
    assert isinstance(dialog, PlanDialog)
    qtbot.mouseClick(dialog.bands.add_button, Qt.MouseButton.LeftButton)
    band = dialog.bands.rows[-1]
    qtbot.keyClicks(band.start, "500")  # type: ignore[attr-defined]
    qtbot.keyClicks(band.rate, "4.5%")  # type: ignore[attr-defined]
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(shop, qtbot, lambda: part.table.rows[1].commission_minor == 32_50)
    (plan,) = shop.workspace.read(commission_plans.plans)
    assert plan.draft.bands == (Band(0, 200), Band(500_00, 450))
    assert plan.draft.rules == PLAN.rules, "a level that is gone stays what it was"


def test_a_locked_month_says_so_and_can_be_unlocked(
    part: Staff, shop: MainWindow, qtbot: QtBot
) -> None:
    for locked in (True, False):
        qtbot.mouseClick(part.lock, Qt.MouseButton.LeftButton)
        question = shop.findChildren(Dialog)[-1]
        qtbot.mouseClick(question.action, Qt.MouseButton.LeftButton)
        settled(shop, qtbot, lambda now=locked: part.found is not None and part.found.locked == now)
        assert bool(shop.workspace.read(month_lock.locked)) == locked
        assert ("no more" in part.state.text()) == locked
        assert ("Unlock" in part.lock.text()) == locked
    part.turn(1)
    settled(shop, qtbot, lambda: part.title.text() == "May 2026")
    assert [row.sales_minor for row in part.table.rows[1:]] == [0, 0]


def test_a_sale_is_shared_in_per_cent(part: Staff, shop: MainWindow, qtbot: QtBot) -> None:
    dialog = ask_share(part, shop, 1)
    (chen,) = dialog.parts.values()
    qtbot.keyClicks(chen, "forty")
    qtbot.keyClick(chen, Qt.Key.Key_Return)
    assert dialog.isVisible(), "that is no part"
    chen.clear()
    qtbot.keyClicks(chen, "40")
    qtbot.keyClick(chen, Qt.Key.Key_Return)
    settled(shop, qtbot, lambda: part.table.rows[1].sales_minor == 600_00)
    assert ask_share(part, shop, 1).parts.popitem()[1].value() == "40"
    shop.workspace.undo()
    settled(shop, qtbot, lambda: part.table.rows[1].sales_minor == 1000_00)


@pytest.mark.parametrize("typed", ["", "x", "-1", "101", "1.234", "nan"])
def test_what_is_no_rate_is_refused(typed: str) -> None:
    from crm_desktop.core.errors import UserError

    with pytest.raises(UserError):
        rate(typed)
    assert (rate("4.5%"), rate("0.07"), rate("100")) == (450, 7, 10_000)
