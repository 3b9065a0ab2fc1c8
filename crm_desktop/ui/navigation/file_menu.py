"""The menu under the shop's name: open, new, recent data files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import paths
from crm_desktop.core.i18n import _
from crm_desktop.core.preferences import Preferences
from crm_desktop.ui.widgets.menu import MenuItem, build


def show(
    button: QWidget,
    preferences: Preferences,
    current: Path | None,
    open_file: Callable[[Path], object],
    new_file: Callable[[Path], object],
) -> None:
    """Open the menu below ``button``."""
    items: list[MenuItem | None] = [
        MenuItem(_("Open a data file…"), lambda: _open(button, open_file), "floppy-disk"),
        MenuItem(_("New data file…"), lambda: _new(button, new_file), "plus"),
    ]
    recent = [path for path in preferences.recent_files() if path != current]
    if recent:
        items.append(None)
    for path in recent:
        items.append(MenuItem(path.stem, lambda path=path: open_file(path), "clock"))  # type: ignore[misc]
    menu = build(button, items)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def _filter() -> str:
    return _("Data files") + f" (*{paths.DATA_SUFFIX})"


def _open(parent: QWidget, then: Callable[[Path], object]) -> None:
    folder = str(paths.default_data_folder())
    name, _kind = QFileDialog.getOpenFileName(
        parent.window(), _("Open a data file"), folder, _filter()
    )
    if name:
        then(Path(name))


def _new(parent: QWidget, then: Callable[[Path], object]) -> None:
    suggestion = str(unused_path())
    name, _kind = QFileDialog.getSaveFileName(
        parent.window(), _("New data file"), suggestion, _filter()
    )
    if name:
        path = Path(name)
        then(
            path
            if path.suffix == paths.DATA_SUFFIX
            else path.with_name(path.name + paths.DATA_SUFFIX)
        )


def unused_path(name: str = "") -> Path:
    """A path in the default folder that no file has yet."""
    folder, stem = paths.default_data_folder(), name or _("My shop")
    path = folder / (stem + paths.DATA_SUFFIX)
    number = 2
    while path.exists():
        path = folder / f"{stem} {number}{paths.DATA_SUFFIX}"
        number += 1
    return path
