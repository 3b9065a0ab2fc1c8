"""Rules that make follow-ups: the tab, the dialog, and the daily run in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core import clock
from crm_desktop.db.store import Store
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpQuery
from crm_desktop.services.rules import rule_run, rules
from crm_desktop.services.rules.rules import RuleDraft, RuleRow, Template
from crm_desktop.ui.follow_ups.edit_dialog import FollowUpForm, edit_follow_up
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.rule_runner import DailyRules
from crm_desktop.ui.settings.follow_up_rule_dialog import FollowUpRuleDialog
from crm_desktop.ui.settings.follow_up_rules import FollowUpRules
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.settings.rule_preview import describe
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.toast import Toast
from tests.conftest import NOW

LEFT = Qt.MouseButton.LeftButton
DAY = NOW.date()


def birthdays(path: Path, number: int) -> None:
    """Customers whose birthday it is, and the rule for them alone."""

    def fill(session: Any) -> None:
        for n in range(number):
            contacts.create(session, ContactDraft(f"Child {n}", birthday=(2016, 6, 18)))
        for row in rules.rules(session):
            rules.switch(session, row.id, False)
        rules.create(session, RuleDraft("birthday", "Wishes", {}, None, Template("For {who}")))

    with Store.open(path) as store:
        store.write("New", fill)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.jobs.running(), timeout=10_000)


def made(window: MainWindow) -> list[str]:
    query = FollowUpQuery("all", today=DAY)
    rows = window.workspace.read(follow_ups.page, query, 0, 1_000)
    return [row.title for row in rows if row.title.startswith("For ")]


def daily(window: MainWindow) -> DailyRules:
    found = window.findChild(DailyRules)
    assert isinstance(found, DailyRules)
    return found


def said(window: MainWindow) -> str:
    toast = window.findChild(Toast)
    assert isinstance(toast, Toast)
    return toast.text()


@pytest.fixture
def part(page: SettingsPage) -> FollowUpRules:
    page.show_part("rules")
    found = page.part("rules")
    assert isinstance(found, FollowUpRules)
    return found


def rule(part: FollowUpRules, name: str) -> RuleRow:
    return next(one for one in part.rules if one.name == name)


@pytest.fixture
def birthday_shop(data_file: Path) -> Path:
    birthdays(data_file, 14)
    return data_file


def test_the_list_tells_what_each_rule_would_make_and_switches_it(
    birthday_shop: Path, part: FollowUpRules, shown_window: MainWindow, qtbot: QtBot
) -> None:
    settle(shown_window, qtbot)
    wishes = rule(part, "Wishes")
    assert part.counts[wishes.id].text() == "14 today"
    assert part.counts[rule(part, "Payment due").id].text() == "nothing today"
    # One more customer, and what the rule would make is counted again.
    born = ContactDraft("Child 14", birthday=(2016, 6, 18))
    shown_window.workspace.execute("New customer", contacts.create, born)
    qtbot.waitUntil(lambda: part.counts[wishes.id].text() == "15 today")
    qtbot.mouseClick(part.switches[wishes.id], LEFT)
    assert not rule(part, "Wishes").active
    shown_window.undo()
    assert rule(part, "Wishes").active
    qtbot.mouseClick(part.lines[wishes.id].findChildren(IconButton)[1], LEFT)
    assert wishes.id not in part.lines


def test_a_rule_is_written_with_its_numbers_conditions_and_a_preview(
    birthday_shop: Path, part: FollowUpRules, shown_window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(part.add, LEFT)
    dialog = next(iter(shown_window.findChildren(FollowUpRuleDialog)))
    assert [list(one.editors) for one in dialog.numbers] == [["Gold", "Silver", "Basic", "*"]]
    dialog.trigger.set_value("birthday")
    dialog.trigger.activated.emit(0)
    assert not dialog.most_field.isVisible()
    assert dialog.kind.value() == "wechat"
    days: Any = dialog.numbers[0].editors[""]
    qtbot.waitUntil(lambda: dialog.found.text() == "Would make 14 follow-ups today", timeout=5_000)
    assert dialog.preview.found.text() == dialog.found.text()
    assert [describe(one) for one in dialog.preview.list.rows][::13] == [
        f"Child {n}, Birthday wishes for Child {n}, Child {n}: birthday on 18 Jun 2026 (10 years)"
        for n in (0, 13)
    ]
    days.setText("-7, 3, 0, -60")
    assert (
        dialog.numbers[0]
        .field.below.text()
        .startswith("60, 7 days before, on the day, 3 days after · ")
    )
    days.setText("-1")
    qtbot.waitUntil(lambda: dialog.found.text() == "Would make 0 follow-ups today", timeout=5_000)
    assert dialog.preview.list.isHidden()
    days.setText("soon")
    dialog.submit()
    assert dialog.isVisible()
    assert "separated by commas, like -60, -30, -7" in dialog.numbers[0].field.below.text()
    days.setText("-1, 0")
    dialog.submit()
    assert dialog.name_field.below.text().startswith("A rule needs a name.")
    qtbot.keyClicks(dialog.name, "Congratulate")
    dialog.title_line.setText("Send {amount}")
    dialog.submit()
    assert "{amount}" in dialog.title_field.below.text()
    qtbot.waitUntil(lambda: "{amount}" in dialog.preview.found.text())
    assert dialog.found.text() == ""  # a sentence that long has no room beside the buttons
    dialog.title_line.selectAll()
    qtbot.keyClicks(dialog.title_line, "For {who}, {age}")
    assert dialog.title_field.below.text().startswith("May hold {name} ")
    dialog.conditions.append_group()
    dialog.submit()
    kept = rule(part, "Congratulate")
    qtbot.waitUntil(part.edits[kept.id].hasFocus)  # it stands at the foot of the list
    assert not part.edits[kept.id].visibleRegion().isEmpty()
    assert (kept.numbers["days"], kept.template.title) == ([-1, 0], "For {who}, {age}")
    assert kept.filter == {"all": [{"any": [{"field": "stage", "op": "filled"}]}]}
    changed = part.edit(kept)
    assert changed.name.value() == "Congratulate"
    changed.trigger.set_value("own_rhythm")
    changed.trigger.activated.emit(0)
    changed.most.setText("many")
    changed.submit()
    assert changed.most_field.below.text() == "A whole number"
    changed.most.setText("5")
    changed.title_line.setText("")
    changed.submit()
    assert rule(part, "Congratulate").template.most == 5


def test_ready_rules_that_were_taken_away_come_back_switched_off(
    part: FollowUpRules, shown_window: MainWindow, qtbot: QtBot
) -> None:
    quote = rule(part, "Quote ends in 3 days")
    assert quote.active
    assert part.ready.isHidden()
    qtbot.mouseClick(part.lines[quote.id].findChildren(IconButton)[1], LEFT)
    qtbot.mouseClick(part.ready, LEFT)
    back = rule(part, "Quote ends in 3 days")
    assert (back.id, back.active) == (quote.id, False)


def test_the_day_s_rules_run_once_by_themselves_and_again_on_the_next_day(
    birthday_shop: Path,
    open_window: Callable[[], MainWindow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_window()
    daily(window).look()
    qtbot.waitUntil(lambda: len(made(window)) == 14, timeout=10_000)
    settle(window, qtbot)
    assert said(window) == "14 follow-ups made by the rules"
    window.undo()
    assert made(window) == []
    daily(window).look()
    settle(window, qtbot)
    assert made(window) == []
    # The run that made nothing is no step of undo.
    assert window.workspace.can_undo()
    assert not window.workspace.read(rule_run.due, DAY)
    clock.freeze(NOW + dt.timedelta(days=366))
    toasts: list[str] = []
    monkeypatch.setattr(window, "toast", lambda text, *_args, **_more: toasts.append(text))
    daily(window).look()
    qtbot.waitUntil(lambda: len(made(window)) == 14, timeout=10_000)
    settle(window, qtbot)
    words = "14 follow-ups made by the rules · only the last 92 days were caught up"
    assert words in toasts


def test_many_are_asked_about_first_and_not_again_that_day(
    data_file: Path,
    open_window: Callable[[], MainWindow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = rule_run.run

    def stopped(*args: Any, progress: Any, **kwargs: Any) -> Any:
        """The real run, in which somebody presses Stop once it has begun to write."""

        def tell(done: int, total: int, text: str = "") -> None:
            for job in window.jobs.running():
                job.cancel()
            progress(done, total, text)

        return run(*args, progress=tell, **kwargs)

    birthdays(data_file, 201)
    window = open_window()
    runner = daily(window).runner
    window.go("settings", "rules")
    form = window.findChildren(FollowUpRules)[0].new()
    daily(window).look()
    settle(window, qtbot)
    assert runner.question is None  # not over what somebody is typing
    form.done()
    daily(window).look()
    qtbot.waitUntil(lambda: runner.question is not None, timeout=10_000)
    question = runner.question
    assert question is not None
    assert question.title.text() == "Make 201 follow-ups?"
    question.done()
    runner.question = None
    daily(window).look()
    settle(window, qtbot)
    assert runner.question is None
    runner.run(asked_for=True)
    qtbot.waitUntil(lambda: runner.question is not None, timeout=10_000)
    assert runner.question is not None
    # Stopped at once: nothing is made, and it may be asked for again.
    monkeypatch.setattr(rule_run, "run", stopped)
    runner.question.submit()
    qtbot.waitUntil(lambda: said(window) == "Stopped; no follow-up was made", timeout=10_000)
    assert made(window) == []
    monkeypatch.setattr(rule_run, "run", run)
    runner.question = None
    runner.run(asked_for=True)
    qtbot.waitUntil(lambda: runner.question is not None, timeout=10_000)
    runner.question.submit()
    qtbot.waitUntil(lambda: len(made(window)) == 201, timeout=10_000)
    settle(window, qtbot)
    window.undo()
    assert made(window) == []


def test_a_rule_that_asks_for_many_does_not_keep_the_others_waiting(
    data_file: Path, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    birthdays(data_file, 201)
    few = {"all": [{"field": "name", "op": "is", "value": "Child 7"}]}
    with Store.open(data_file) as store:
        only = RuleDraft("birthday", "One", {}, few, Template("One for {who}"))
        store.write("New", rules.create, only)
    window = open_window()
    runner = daily(window).runner
    daily(window).look()
    qtbot.waitUntil(lambda: runner.question is not None, timeout=10_000)
    assert runner.question is not None
    assert runner.question.title.text() == "Make 201 follow-ups?"
    query = FollowUpQuery("all", today=DAY)
    rows = window.workspace.read(follow_ups.page, query, 0, 1_000)
    assert [row.title for row in rows if row.title.startswith("One")] == ["One for Child 7"]
    assert made(window) == []
    runner.question.done()


def test_a_follow_up_says_why_it_is_there_and_leads_to_its_rule(
    birthday_shop: Path, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    daily(window).look()
    qtbot.waitUntil(lambda: len(made(window)) == 14, timeout=10_000)
    settle(window, qtbot)
    rows = window.workspace.read(follow_ups.page, FollowUpQuery("today", today=DAY), 0, 100)
    one = next(row for row in rows if row.title == "For Child 3")
    dialog = edit_follow_up(window, window, one.id)
    form = dialog.findChild(FollowUpForm)
    assert isinstance(form, FollowUpForm)
    assert form.why.text() == "Child 3: birthday on 18 Jun 2026 (10 years) · Wishes"
    qtbot.mouseClick(form.rule, LEFT)
    assert window.stack.page().name == "settings"
    assert not dialog.isVisible()
    part = window.findChild(FollowUpRules)
    assert isinstance(part, FollowUpRules)
    qtbot.waitUntil(part.edits[rule(part, "Wishes").id].hasFocus)
    planned = edit_follow_up(window, window, next(r.id for r in rows if not r.reason))
    form = planned.findChild(FollowUpForm)
    assert isinstance(form, FollowUpForm)
    assert form.why.isHidden()
    assert form.rule.isHidden()


def test_an_older_file_gets_the_ready_rules_and_running_nothing_says_so(
    data_file: Path, open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(data_file)) as file:
        file.execute("DELETE FROM follow_up_rule")
        file.commit()
    window = open_window()
    daily(window).look()
    settle(window, qtbot)
    assert len(window.workspace.read(rules.rules)) == 19
    daily(window).runner.run(asked_for=True)
    settle(window, qtbot)
    assert said(window) == "The rules ask for nothing new"
