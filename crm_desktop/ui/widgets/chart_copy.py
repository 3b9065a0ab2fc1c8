"""A painted chart on the clipboard, as it looks on the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.menu import MenuItem


def copy_picture(chart: QWidget) -> None:
    """Put ``chart`` on the clipboard, with the ground it stands on."""
    window = chart.window()
    place = QRect(chart.mapTo(window, QPoint(0, 0)), chart.size())
    QGuiApplication.clipboard().setPixmap(window.grab(place))


def offer_copy(chart: QWidget, place: QPoint) -> None:
    """The menu of a chart, at ``place`` on the screen."""
    item = MenuItem(lambda: _("Copy chart as picture"), lambda: copy_picture(chart), "copy")
    menu.build(chart, [item]).popup(place)
