"""What can be done with an entry of the timeline, and the kinds it can be narrowed to."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.services.timeline import timeline
from crm_desktop.services.timeline.timeline import NoteRow
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import ComboBox, Field, TextArea
from crm_desktop.ui.widgets.layout import column, plain, row


def kind_groups() -> dict[str, set[str]]:
    """Kinds of the timeline as people think of them."""
    return {
        "calls": {"call"},
        "visits": {"visit", "service", "meeting", "counter"},
        "messages": {"wechat", "email"},
        "notes": {"note", "referral", "merge", "follow_up", "document", "handover"},
        "sales": {"sale", "payment"},
        "deals": {"deal", "stage"},
        "tickets": {"ticket"},
        "imports": {"import"},
    }


def group_name(key: str) -> str:
    """What a group of kinds is called."""
    return {
        "calls": pgettext("timeline", "Calls"),
        "visits": pgettext("timeline", "Visits and meetings"),
        "messages": pgettext("timeline", "WeChat and e-mail"),
        "notes": pgettext("timeline", "Notes and follow-ups"),
        "sales": pgettext("timeline", "Sales and payments"),
        "deals": pgettext("timeline", "Deals and stages"),
        "tickets": pgettext("timeline", "Tickets"),
        "imports": pgettext("timeline", "Imports"),
    }[key]


class EntryMenu:
    """Only what was written by hand can be changed."""

    def __init__(self, shell: Shell, host: QWidget) -> None:
        self._shell = shell
        self._host = host

    def open(self, entry_id: int) -> None:
        """The menu of one entry, at the pointer."""
        entry: NoteRow = self._shell.workspace.read(timeline.note, entry_id)
        pin = _("Unpin") if entry.pinned else _("Pin")
        items = [
            menu.MenuItem(lambda: _("Edit…"), partial(self.edit, entry), "pencil-simple"),
            menu.MenuItem(
                pin,
                partial(self._write, N_("Pin an entry"), timeline.pin, entry.id, not entry.pinned),
                "push-pin",
            ),
            None,
            menu.MenuItem(
                lambda: _("Take away"),
                partial(self._write, N_("Take an entry away"), timeline.remove_note, entry.id),
                "trash",
                danger=True,
            ),
        ]
        menu.build(self._host, items).popup(QCursor.pos())

    def edit(self, entry: NoteRow) -> Dialog:
        """Its words, its kind, and whether it came from them or from us."""
        words = TextArea("", entry.body, lines=4)
        kind = ComboBox(
            [(one, partial(timeline.kind_name, one)) for one in timeline.KINDS], entry.kind
        )
        direction = ComboBox(
            [
                ("", lambda: pgettext("direction", "Not said")),
                ("in", lambda: pgettext("direction", "They reached us")),
                ("out", lambda: pgettext("direction", "We reached them")),
            ],
            entry.direction,
        )

        def save() -> None:
            changed = {"kind": kind.value(), "direction": direction.value()}
            self._write(
                N_("Change an entry"), timeline.edit_note, entry.id, words.value(), **changed
            )

        form = column(
            row(
                (Field(lambda: _("Kind"), kind), 1),
                (Field(lambda: _("Direction"), direction), 1),
                gap=12,
            ),
            Field(lambda: _("What happened"), words),
            gap=12,
        )
        dialog = Dialog(
            self._host, lambda: _("Change the entry"), plain(form), lambda: _("Save"), save
        )
        dialog.open()
        return dialog

    def _write(self, name: str, service: Any, /, *args: Any, **kwargs: Any) -> None:
        self._shell.workspace.execute(name, service, *args, **kwargs)
        self._shell.toast(_("Saved"), undo=True)
