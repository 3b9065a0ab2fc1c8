"""Menus: icon, label, shortcut; the destructive item last after a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidget, QWidgetAction

from crm_desktop.core import i18n
from crm_desktop.ui import icons, theme
from crm_desktop.ui.theme import Text


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu. ``keys`` is shown, not bound; ``checked`` makes it a tick item."""

    label: Text
    on: Callable[[], object]
    icon: str = ""
    keys: str = ""
    enabled: bool = True
    danger: bool = False
    checked: bool | None = None


def build(parent: QWidget, items: Iterable[MenuItem | None]) -> QMenu:
    """A menu of ``items``; ``None`` is a rule. It deletes itself when closed."""
    menu = QMenu(parent)
    menu.setFont(theme.font("body"))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for item in items:
        if item is None:
            menu.addSeparator()
        else:
            menu.addAction(_action(menu, item))
    return menu


def _action(menu: QMenu, item: MenuItem) -> QAction:
    action = QAction(theme.as_typed(theme.text_of(item.label)), menu)
    if item.icon:
        action.setIcon(icons.icon(item.icon, 16, "redText" if item.danger else "text2"))
    if item.keys:
        action.setShortcut(QKeySequence(item.keys))
        # Shown only: the window binds the key itself.
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
    if item.checked is not None:
        action.setCheckable(True)
        action.setChecked(item.checked)
    action.setEnabled(item.enabled)
    action.triggered.connect(lambda _checked=False: item.on())
    return action


def popup_below(widget: QWidget, items: Iterable[MenuItem | None]) -> QMenu:
    """Open a menu under a button."""
    menu = build(widget, items)
    menu.popup(widget.mapToGlobal(widget.rect().bottomLeft()))
    return menu


def calendar_menu(parent: QWidget, start: dt.date, done: Callable[[dt.date], object]) -> QMenu:
    """A popup calendar; ``done(date)`` once when a day is clicked or Enter is pressed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    calendar = QCalendarWidget()
    calendar.setFont(theme.font("body"))
    calendar.setLocale(QLocale("zh_CN" if i18n.language() == "zh_CN" else "en_GB"))
    calendar.setGridVisible(False)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setSelectedDate(QDate(start.year, start.month, start.day))
    calendar.setMinimumWidth(theme.m(300))

    def chosen(day: QDate) -> None:
        menu.close()
        done(dt.date(day.year(), day.month(), day.day()))

    calendar.clicked.connect(chosen)
    calendar.activated.connect(chosen)
    holder = QWidgetAction(menu)
    holder.setDefaultWidget(calendar)
    menu.addAction(holder)
    calendar.setFocus()
    return menu
