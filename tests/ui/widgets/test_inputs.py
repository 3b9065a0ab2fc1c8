from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.core.date_words import parse_date
from crm_desktop.ui.language import use_language
from crm_desktop.ui.theme import look
from crm_desktop.ui.widgets.buttons import Button, IconButton
from crm_desktop.ui.widgets.chips import FilterChip
from crm_desktop.ui.widgets.choices import Choice, SegControl, Tabs
from crm_desktop.ui.widgets.form import ComboBox, Field, LineEdit, Toggle
from crm_desktop.ui.widgets.layout import plain, row
from crm_desktop.ui.widgets.search_box import SearchBox
from crm_desktop.ui.widgets.typed_edits import DateEdit, MoneyEdit

DAY = dt.date(2026, 6, 18)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-06-20", dt.date(2026, 6, 20)),
        ("26/7/1", dt.date(2026, 7, 1)),
        ("6.30", dt.date(2026, 6, 30)),
        ("6月30日", dt.date(2026, 6, 30)),
        ("20", dt.date(2026, 6, 20)),
        ("20260701", dt.date(2026, 7, 1)),
        ("  ", None),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, meant: dt.date | None) -> None:
    assert parse_date(typed, DAY) == meant


@pytest.mark.parametrize("typed", ["2026-02-30", "soon", "1-2-3-4", "13800138000000"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_date(typed, DAY)


def test_leaving_a_date_field_marks_what_is_no_date(qtbot: QtBot) -> None:
    edit, other = DateEdit(), LineEdit()
    both = plain(row(edit, other))
    qtbot.addWidget(both)
    with qtbot.waitActive(both):
        both.show()
        both.activateWindow()
    edit.setFocus()
    qtbot.keyClicks(edit, "6.31")
    other.setFocus()
    assert edit.property("error") is True
    edit.setText("6.30")
    edit.setFocus()
    other.setFocus()
    assert edit.property("error") is False
    assert edit.text() == "2026-06-30"


def test_money_is_exact(qtbot: QtBot) -> None:
    edit = MoneyEdit(123450)
    qtbot.addWidget(edit)
    assert edit.text() == "1234.50"
    edit.setText("￥1,000.005")
    assert edit.minor() == 100001
    edit.setText("12,5")
    assert edit.minor() == 1250
    edit.setText("")
    assert edit.minor() is None
    edit.setText("twelve")
    with pytest.raises(ValueError):
        edit.minor()


def test_a_field_shows_help_or_the_error(qtbot: QtBot) -> None:
    field = Field("Phone", LineEdit(), "With area code")
    qtbot.addWidget(field)
    assert field.below.text() == "With area code"
    field.set_error("One digit short")
    assert field.below.text() == "One digit short"
    assert field.editor.property("error") is True
    assert field.editor.accessibleDescription() == "One digit short"
    field.set_error("")
    assert field.below.text() == "With area code"
    assert field.editor.accessibleName() == "Phone"


def test_a_combo_box_keeps_its_key_through_a_language_switch(qtbot: QtBot) -> None:
    from crm_desktop.core.i18n import _

    box = ComboBox([("a", lambda: _("Today")), ("b", lambda: _("Tomorrow"))], "b")
    qtbot.addWidget(box)
    use_language("zh_CN")
    look.restyle()
    assert box.currentText() == "明天"
    assert box.value() == "b"


def test_a_toggle_answers_to_space(qtbot: QtBot) -> None:
    toggle = Toggle("Daily backup")
    qtbot.addWidget(toggle)
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert toggle.isChecked()


def test_an_icon_button_has_a_name(qtbot: QtBot) -> None:
    pressed = []
    button = IconButton("export", "Export", keys="Ctrl+E", on=lambda: pressed.append(1))
    qtbot.addWidget(button)
    button.click()
    assert pressed == [1]
    assert button.accessibleName() == "Export  Ctrl+E"


def test_a_click_leaves_no_ring_but_tab_gives_one(qtbot: QtBot) -> None:
    button = Button("Save")
    qtbot.addWidget(button)
    button.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.hasFocus()
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_search_waits_for_a_pause_and_clears_at_once(qtbot: QtBot) -> None:
    box = SearchBox("Search")
    qtbot.addWidget(box)
    heard: list[str] = []
    box.searched.connect(heard.append)
    qtbot.keyClicks(box, "yao")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["yao"], timeout=1000)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert heard == ["yao", ""]
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box, Qt.Key.Key_Escape)


def test_enter_searches_at_once_then_enters(qtbot: QtBot) -> None:
    box = SearchBox("Search")
    qtbot.addWidget(box)
    box.setText("yao")
    with qtbot.waitSignal(box.searched):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    with qtbot.waitSignal(box.entered):
        qtbot.keyClick(box, Qt.Key.Key_Return)


@pytest.mark.parametrize("kind", [SegControl, Tabs])
def test_choices_by_mouse_and_arrows(kind: type[SegControl] | type[Tabs], qtbot: QtBot) -> None:
    choices = kind([Choice("m", "Month"), Choice("w", "Week", 3), Choice("l", "List")])
    qtbot.addWidget(choices)
    choices.resize(choices.sizeHint())
    choices.show()
    with qtbot.waitSignal(choices.chosen) as chosen:
        left, wide = choices.spans()[1]
        place = choices.rect().center()
        place.setX(round(left + wide / 2))
        qtbot.mouseClick(choices, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["w"]
    qtbot.keyClick(choices, Qt.Key.Key_Right)
    assert choices.current() == "l"
    qtbot.keyClick(choices, Qt.Key.Key_Right)
    assert choices.current() == "m"
    with qtbot.assertNotEmitted(choices.chosen):
        choices.set_current("w")


def test_tabs_without_room_fold_into_a_menu(qtbot: QtBot) -> None:
    tabs = Tabs([Choice(str(n), f"A saved view {n}", n) for n in range(8)])
    qtbot.addWidget(tabs)
    tabs.resize(300, 38)
    tabs.show()
    with qtbot.waitSignal(tabs.folded) as folded:
        place = tabs.rect().center()
        place.setX(tabs.width() - 8)
        qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=place)
    assert folded.args[0][-1] == "7"
    assert "0" not in folded.args[0]


def test_a_filter_chip_is_edited_or_taken_off(qtbot: QtBot) -> None:
    chip = FilterChip("Stage", "is not", "Lost")
    qtbot.addWidget(chip)
    chip.show()
    assert chip.accessibleName() == "Stage is not Lost"
    with qtbot.waitSignal(chip.edited):
        qtbot.keyClick(chip, Qt.Key.Key_Return)
    with qtbot.waitSignal(chip.removed):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)
    cross = chip.rect().center()
    cross.setX(chip.width() - 10)
    with qtbot.waitSignal(chip.removed):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
