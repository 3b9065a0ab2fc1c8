"""The recycle bin: deleted records, the days they have left, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from crm_desktop.core import clock, formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.care import merge, recycle_bin
from crm_desktop.services.care.recycle_bin import BinRow
from crm_desktop.ui import icons, theme
from crm_desktop.ui.page import Shell
from crm_desktop.ui.tabbed_page import TabPart
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.dialogs import confirm
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import column, plain
from crm_desktop.ui.widgets.row_list import INSET, RowList
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

_HEIGHT = 48
_ICONS = {
    "contact": "",
    "sale": "receipt",
    "deal": "columns",
    "follow_up": "calendar-blank",
    "product": "package",
}
_SOON = 7


class RecycleBin(TabPart):
    """A list; Enter takes the current record out, Del removes it for good."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.card = Card(lambda: _("Recycle bin"), link=lambda: _("Empty the bin…"),
                         on_link=self.ask_to_empty)  # fmt: skip
        self.list = _BinList(self.take_out, self.ask_to_remove)
        self.card.body.addWidget(self.list)
        self.card.body.addSpacing(theme.m(8))
        self.line = Label(self._explain, "caption", "text3", wrap=True)
        self.nothing = EmptyState(
            "trash",
            lambda: _("The recycle bin is empty."),
            lambda: _("What you delete comes here."),
        )
        inside = column(self.line, self.card, self.nothing, None, gap=12, margins=(24, 16, 24, 24))
        self.setLayout(column(ScrollArea(plain(inside))))
        self._keep = 0
        self.card.hide()
        self.nothing.hide()

    def _explain(self) -> str:
        return _("Enter takes a record out again. Whom you merged can be taken apart here.")

    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.touches(*recycle_bin.KINDS):
            self.shell.workspace.ask(
                recycle_bin.rows, clock.today(), owner=self, done=self.show_rows
            )

    def show_rows(self, rows: Sequence[BinRow]) -> None:
        """Replace what is listed."""
        self.list.set_rows(rows)
        self.card.count.say(formats.integer(len(rows)))
        self.card.setVisible(bool(rows))
        self.line.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def take_out(self, record: BinRow) -> None:
        """Put a record back; one merged away is taken apart again."""
        workspace = self.shell.workspace
        if record.merged_into:
            action = workspace.read(merge.action_of, record.id)
            if workspace.undo(action) is not None:
                words = _("{name} and {other} are two customers again.")
                said = words.format(name=record.name, other=record.merged_into)
                self.shell.toast(said, "arrow-counter-clockwise")
            return
        workspace.execute(N_("Take out of the recycle bin"), recycle_bin.restore, [_key(record)])
        self.shell.toast(_("{name} is back.").format(name=record.name), undo=True)

    def ask_to_remove(self, record: BinRow) -> None:
        """Ask before one record goes for good."""
        if record.days_left is not None:
            self._ask([record])

    def ask_to_empty(self) -> None:
        """Ask before everything that can go goes for good."""
        gone = [record for record in self.list.rows if record.days_left is not None]
        if gone:
            self._ask(gone)

    def _ask(self, records: Sequence[BinRow]) -> None:
        count = len(records)
        title = ngettext("Delete {n} record for good?", "Delete {n} records for good?", count)
        confirm(
            self,
            title.format(n=formats.integer(count)),
            _("Their notes, follow-ups and files go with them. Sales stay as “Walk-in”, so reports"
              " don’t change."),
            _("Delete for good"),
            lambda: self._remove(records),
            type_to_confirm=_("delete {n}").format(n=count),
            safer=_("Keep in the bin"),
        )  # fmt: skip

    def _remove(self, records: Sequence[BinRow]) -> None:
        def told(count: Any) -> None:
            words = ngettext("{n} record deleted for good", "{n} records deleted for good", count)
            self.shell.toast(words.format(n=formats.integer(count)), "trash")

        self.shell.workspace.execute_job(
            N_("Delete for good"),
            recycle_bin.delete_for_good,
            [_key(record) for record in records],
            owner=self,
            done=told,
            progress=False,
        )


def _key(record: BinRow) -> tuple[str, int]:
    return record.table, record.id


class _BinList(RowList):
    def __init__(
        self, take_out: Callable[[BinRow], object], remove: Callable[[BinRow], object]
    ) -> None:
        super().__init__(_HEIGHT, _paint, _describe)
        self._remove = remove
        self.opened.connect(take_out)

    def pressed(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Delete and self.selectable(self.current):
            self._remove(self.rows[self.current])
            return True
        return super().pressed(key)


def _left_words(record: BinRow) -> str:
    if record.merged_into:
        return _("merged into {name}").format(name=record.merged_into)
    if record.days_left is None:
        return _("stays")
    words = ngettext("{n} day left", "{n} days left", record.days_left)
    return words.format(n=formats.integer(record.days_left))


def _when(record: BinRow) -> str:
    day = formats.date_relative(record.deleted_at.astimezone().date(), clock.today())
    return _("deleted {day}").format(day=day)


def _describe(record: BinRow) -> str:
    return f"{record.name}, {_when(record)}, {_left_words(record)}"


def _paint(painter: QPainter, box: QRectF, record: BinRow, hot: bool) -> None:
    side = theme.m(28)
    face = QRectF(theme.m(INSET), box.center().y() - side / 2, side, side)
    if record.table == "contact":
        paint.avatar(painter, face, record.name, record.id, record.kind == "company")
    else:
        paint.rounded(painter, face, theme.m(7), "graySoft")
        left = face.x() + (side - theme.m(16)) / 2
        icons.draw(painter, left, face.center().y(), _ICONS[record.table], 16, token="text2")
    right = box.right() - theme.m(INSET)
    room = theme.m(190)
    left_box = QRectF(right - room, box.y(), room, box.height())
    soon = record.days_left is not None and record.days_left <= _SOON
    words = (_("Put back") + "  ↵") if hot else _left_words(record)
    ink = "accentText" if hot else "redText" if soon else "text3"
    paint.txt(painter, left_box, words, "caption", ink, align="right")
    when = QRectF(left_box.x() - theme.m(160), box.y(), theme.m(150), box.height())
    paint.txt(painter, when, _when(record), "caption", "text3", align="right")
    start = face.right() + theme.m(12)
    name = QRectF(start, box.y(), when.x() - start - theme.m(8), box.height())
    paint.txt(painter, name, record.name or "—", "strong")
