"""The head of a customer's panel: face, name, level, one line about them, quick actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.contacts.columns import level_icon, tone_of
from crm_desktop.ui.contacts.quick_action import QuickAction
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.layout import column, row
from crm_desktop.ui.widgets.text import Label


class PanelHead(QWidget):
    """``on_open`` shows the whole profile, ``on_close`` takes the panel away."""

    def __init__(self, on_open: Callable[[], object], on_close: Callable[[], object]) -> None:
        super().__init__()
        self.avatar = Avatar("", 0, size=48)
        self.name = Label("", "dialog", elide=True)
        self.chip = Chip("")
        # As wide as the name needs, so that the chip follows it.
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.about = Label("", "caption", "text2", elide=True)
        self.open = IconButton(
            "arrow-square-out", lambda: _("Open profile"), keys="Enter", on=on_open
        )
        self.close_ = IconButton("x", lambda: _("Close"), keys="Esc", on=on_close)
        self._name_row = row(self.name, self.chip, None, gap=10)
        self.setLayout(
            row(
                self.avatar,
                (column(self._name_row, self.about, gap=2), 1),
                column(row(self.open, self.close_, gap=0), None, gap=0),
                gap=14,
                margins=(20, 18, 8, 8),
            )
        )

    def show_contact(self, contact_id: int, name: str, company: bool, about: Text) -> None:
        """Who it is."""
        self.avatar.show_contact(name, contact_id, company)
        self.name.say(name)
        self.about.say(about)

    def show_level(self, level: str, colour: str) -> None:
        """The level as a chip; none when there is no level."""
        self.chip.setVisible(bool(level))
        if level:
            self.chip.say(level, tone_of(colour), level_icon(colour))


class QuickActions(QWidget):
    """Call, WeChat, sale, follow-up and more."""

    def __init__(
        self,
        call: Callable[[], object],
        wechat: Callable[[], object],
        sale: Callable[[], object],
        follow_up: Callable[[], object],
        more: Callable[[], object],
    ) -> None:
        super().__init__()
        self.call = QuickAction("phone", lambda: _("Call"), call)
        self.wechat = QuickAction("chat-circle-dots", lambda: _("WeChat"), wechat)
        self.sale = QuickAction("receipt", lambda: _("Sale"), sale, strong=True, keys="Ctrl R")
        self.follow_up = QuickAction(
            "calendar-plus", lambda: _("Follow up"), follow_up, keys="Ctrl U"
        )
        self.more = QuickAction("dots-three", lambda: _("More"), more)
        self.setLayout(
            row(
                self.call,
                self.wechat,
                self.sale,
                self.follow_up,
                self.more,
                gap=2,
                margins=(12, 0, 12, 0),
            )
        )
