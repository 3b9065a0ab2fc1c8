"""Quick actions on one customer: call, WeChat, sale, follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.contacts.contact_panel import ContactPanel
from crm_desktop.ui.contacts.phone_words import shown_phone
from crm_desktop.ui.contacts.revealing import in_full
from crm_desktop.ui.page import NewRecord, Shell

if TYPE_CHECKING:
    from crm_desktop.ui.contacts.history_tabs import HistoryTabs


class QuickContact:
    """``history`` of the panel or profile takes the note about a call."""

    def __init__(self, shell: Shell, host: QWidget) -> None:
        self._shell = shell
        self._host = host

    @property
    def _history(self) -> HistoryTabs:
        history: HistoryTabs = self._host.history  # type: ignore[attr-defined]
        return history

    def call(self, panel: ContactPanel) -> None:
        """Put the number on the clipboard and get the note about the call ready."""
        if not panel.phones:
            return
        panel = in_full(self._shell, panel)
        QGuiApplication.clipboard().setText(panel.phones[0])
        self._shell.toast(
            _("{number} copied. Write down what was said.").format(
                number=shown_phone(panel.phones[0])
            ),
            "phone",
        )
        self._history.write_note()
        self._history.note.set_kind("call")

    def wechat(self, panel: ContactPanel) -> None:
        """The same with the WeChat account; without one the phone finds them there."""
        if not panel.wechat and panel.phones:
            panel = in_full(self._shell, panel)
        account = next(iter((*panel.wechat, *panel.phones)), "")
        if account:
            QGuiApplication.clipboard().setText(account)
            said = _("{account} copied. Write down what was said.").format(account=account)
            self._shell.toast(said, "chat-circle-dots")
        self._history.write_note()
        self._history.note.set_kind("wechat")

    def sale(self, panel: ContactPanel) -> None:
        """Record a sale to them."""
        self._shell.go("sales", NewRecord(panel.id))

    def follow_up(self, panel: ContactPanel) -> None:
        """Plan what to do for them next."""
        from crm_desktop.ui.follow_ups.edit_dialog import plan_follow_up

        plan_follow_up(self._host, self._shell, panel.id)
