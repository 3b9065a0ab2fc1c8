"""Urging whoever is to do a follow-up: in a few words, with how often it was done before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.follow_ups import follow_up_list, follow_ups, urging
from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
from crm_desktop.services.follow_ups.urging import UrgeRow
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.text import Label

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_MOST_SAID = 3
_LOOKED_AT = 500  # of many, to say at once why none may be urged


def ask_urge(host: QWidget, shell: Shell, follow_up_ids: Sequence[int]) -> UrgeDialog | None:
    """Ask for a message and urge; where that may not be, say why at once."""
    if not follow_up_ids:
        return None
    why = shell.workspace.read(_why_not, follow_up_ids)
    if why:
        shell.toast(why, "info")
        return None
    dialog = UrgeDialog(host, shell, follow_up_ids)
    dialog.open()
    return dialog


class UrgeDialog(Dialog):
    """One line, which may stay empty."""

    def __init__(self, host: QWidget, shell: Shell, follow_up_ids: Sequence[int]) -> None:
        self._shell, self._ids = shell, tuple(follow_up_ids)
        self.message = LineEdit(lambda: _("e.g. please ring them before noon"))
        self.before: list[Label] = []
        title = partial(_many, len(self._ids))
        lines: list[QWidget] = []
        if len(self._ids) == 1:
            row: FollowUpRow = shell.workspace.read(follow_ups.get, self._ids[0])
            title = partial(_one, row)
            said = shell.workspace.read(urging.urges, row.id)
            spoken = [partial(_line, one) for one in said[:_MOST_SAID]]
            spoken = [partial(_so_far, len(said)), *spoken] if said else []
            self.before = [Label(words, "caption", "text3", wrap=True) for words in spoken]
            lines = [Label(row.title, "body", "text2", wrap=True), *self.before]
        message = Field(
            lambda: _("What to tell them"),
            self.message,
            lambda: _("It stands first on their Today until it is done."),
        )
        content = column(*lines, message, gap=8)
        super().__init__(
            host, title, plain(content), lambda: _("Urge"), self._urge, width=420, enter=True
        )

    def _urge(self) -> None:
        count = self._shell.workspace.execute(
            urging.ACTION, urging.urge, self._ids, self.message.value()
        )
        words = ngettext("{n} follow-up urged", "{n} follow-ups urged", count)
        self._shell.toast(words.format(n=formats.integer(count)), "megaphone", undo=True)


def _why_not(session: Session, follow_up_ids: Sequence[int]) -> str:
    rows = follow_up_list.rows(session, follow_up_ids[:_LOOKED_AT], clock.today())
    return urging.why_not(rows, urging.urger(session))


def _one(row: FollowUpRow) -> str:
    return _("Urge {name}").format(name=row.owner_name) if row.owner_name else _("Urge")


def _many(count: int) -> str:
    words = ngettext("Urge {n} follow-up", "Urge {n} follow-ups", count)
    return words.format(n=formats.integer(count))


def _line(one: UrgeRow) -> str:
    day = formats.date_relative(one.at.astimezone().date(), clock.today())
    when = f"{day} {formats.time_of_day(one.at)}"
    return " · ".join(part for part in (when, one.by, one.message) if part)


def _so_far(count: int) -> str:
    words = ngettext("Urged {n} time so far", "Urged {n} times so far", count)
    return words.format(n=formats.integer(count))
