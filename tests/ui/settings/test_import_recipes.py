"""How lists were read, in the settings: seen, renamed, forgotten, undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services.imports import import_recipes
from crm_desktop.services.imports.import_recipes import Recipe
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.settings.import_recipes import ImportRecipes
from crm_desktop.ui.settings.page import SettingsPage
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.form import LineEdit


def test_a_recipe_is_renamed_and_forgotten(
    page: SettingsPage, shown_window: MainWindow, qtbot: QtBot
) -> None:
    kept = Recipe(0, "march.csv", "customers", {"/姓名": "name", "/手机": "mobile"})
    shown_window.workspace.execute("Import", import_recipes.remember, [kept])
    page.show_part("imports")
    part = page.part("imports")
    assert isinstance(part, ImportRecipes)
    qtbot.waitUntil(lambda: len(part.lines) == 1)
    edit, _off = part.lines[0].findChildren(IconButton)
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    field = shown_window.focusWidget()
    assert isinstance(field, LineEdit)
    field.setText("Monthly list")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.recipes[0].name == "Monthly list")
    part.forget(part.recipes[0])
    qtbot.waitUntil(lambda: part.none.isVisible() and not part.lines)
    shown_window.undo()
    qtbot.waitUntil(lambda: len(part.lines) == 1)
