from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.ui import icons, theme

UI = Path(icons.__file__).parent
# Where each of these takes the name of an icon: position, or keyword.
TAKES: dict[str, int] = {
    "Button": 1,
    "IconButton": 0,
    "Icon": 0,
    "IconTile": 0,
    "EmptyState": 0,
    "MenuItem": 2,
    "PageButton": 0,
    "Destination": 1,
    "Command": 3,
    "toast": 1,
    "draw": 3,
    "pixmap": 0,
    "icon": 0,
    "exists": 0,
}


def constants(node: ast.AST | None) -> Iterator[str]:
    """The strings an expression can be: itself, or either side of an if."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def in_tables(node: ast.Assign) -> Iterator[str]:
    """Icons in a dictionary such as ``KIND_ICONS``."""
    if "ICONS" in ast.unparse(node.targets[0]) and isinstance(node.value, ast.Dict):
        for value in node.value.values:
            yield from constants(value)


def in_call(node: ast.Call) -> Iterator[str]:
    """Icons handed to a widget, a menu item or a painter."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    place = TAKES.get(called, len(node.args))
    if place < len(node.args):
        yield from constants(node.args[place])
    for keyword in node.keywords:
        if keyword.arg == "icon":
            yield from constants(keyword.value)


def named() -> Iterator[tuple[str, str]]:
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            found = (
                in_tables(node)
                if isinstance(node, ast.Assign)
                else in_call(node)
                if isinstance(node, ast.Call)
                else ()
            )
            for name in found:
                yield name, file.name


def test_every_icon_named_in_the_program_exists() -> None:
    found = {(name, file) for name, file in named() if name and name.replace("-", "").isalpha()}
    assert len(found) > 40
    assert sorted(pair for pair in found if not icons.exists(pair[0])) == []


@pytest.mark.parametrize("name", ["sun-horizon-fill", "users-fill", "check-bold", "minus-bold"])
def test_the_heavier_forms_exist_too(name: str) -> None:
    assert icons.exists(name)


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        icons.pixmap("kanban")


def test_an_icon_is_drawn_in_its_colour_and_size(qapp: QApplication) -> None:
    image = icons.pixmap("users", 64, "accent").toImage()
    assert image.width() == 64
    drawn = {
        image.pixelColor(x, y).name()
        for x in range(64)
        for y in range(64)
        if image.pixelColor(x, y).alpha() > 250
    }
    assert theme.color("accent").name() in drawn
