"""Asks why a deal is lost, and who got it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.deals import deal_list, deals
from crm_desktop.services.deals.deal_list import DealRow
from crm_desktop.services.records import competitors
from crm_desktop.services.records.competitors import CompetitorRow
from crm_desktop.ui.deals.deal_words import short_title
from crm_desktop.ui.deals.moving import dropped_words
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row

_PER_LINE = 3


class ReasonInput(QWidget):
    """A line for the reason, with the most frequent ones to press below it."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__()
        self.line = LineEdit(lambda: _("e.g. too dear, no budget, too slow"))
        self.field = Field(lambda: _("Reason"), self.line)
        offered = [
            Button(_short(reason), small=True, tip=reason, on=partial(self.line.setText, reason))
            for reason in reasons
        ]
        lines = [
            row(*offered[at : at + _PER_LINE], None, gap=6)
            for at in range(0, len(offered), _PER_LINE)
        ]
        self.setLayout(column(self.field, *lines, gap=6))

    def value(self) -> str:
        """What was typed; empty after saying that something is missing."""
        if not self.line.value():
            self.field.set_error(lambda: _("Say why, in a few words."))
            self.line.setFocus()
        return self.line.value()


class LostDialog(Dialog):
    """Reason (needed) and competitor."""

    def __init__(self, host: QWidget, shell: Shell, deal: DealRow) -> None:
        self._shell, self._deal = shell, deal
        self.reason = ReasonInput(shell.workspace.read(deal_list.reasons))
        known: list[CompetitorRow] = shell.workspace.read(competitors.competitors)
        self.competitor = LineEdit(lambda: _("Name, or empty"))
        completer = QCompleter([one.name for one in known], self.competitor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.competitor.setCompleter(completer)
        content = column(self.reason, Field(lambda: _("Who got it"), self.competitor), gap=12)
        super().__init__(
            host,
            lambda: _("Why is “{title}” lost?").format(title=short_title(deal)),
            plain(content),
            lambda: _("Mark as lost"),
            self._lose,
            enter=True,
        )

    def _lose(self) -> bool:
        reason = self.reason.value()
        if not reason:
            return False
        workspace = self._shell.workspace
        dropped = workspace.execute(
            deals.LOST_ACTION, deals.lost, self._deal.id, reason, self.competitor.value()
        )
        said = _("{title} is lost: {reason}").format(title=self._deal.title, reason=reason)
        self._shell.toast(said + dropped_words(dropped), "x-circle", undo=True)
        return True


def _short(reason: str) -> str:
    return reason if len(reason) <= 18 else reason[:17] + "…"
