"""Pairs that may be one customer: judged one by one, or the sure ones at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.care import duplicates, merge
from crm_desktop.services.care.duplicates import Confidence, DuplicatePair
from crm_desktop.ui import theme
from crm_desktop.ui.care import pair_words
from crm_desktop.ui.care.choosing_list import ChoosingList
from crm_desktop.ui.care.comparison import ComparisonGrid
from crm_desktop.ui.care.scanning import ScanningPart
from crm_desktop.ui.page import OpenRecord, Shell
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.layout import column, plain, row, show_if
from crm_desktop.ui.widgets.row_list import INSET
from crm_desktop.ui.widgets.scroll import ScrollArea
from crm_desktop.ui.widgets.text import Label

_LISTED = 200
_HEIGHT = 64


class Duplicates(ScanningPart):
    """The pairs at left, the current one side by side at right. Enter merges, Del says they are
    two."""

    scan = duplicates.scan
    telling = ("contact", "contact_phone", "contact_email", "contact_handle", "contact_address",
               "duplicate_verdict")  # fmt: skip

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._pairs: list[DuplicatePair] = []
        self._swapped = False
        self.sure = Button(lambda: "", kind="soft", small=True, on=self.merge_sure)
        self.card = Card(lambda: _("Perhaps twice"))
        self.list = _PairList(self.merge_current, self.keep_apart)
        self.list.moved.connect(self._compare)
        pairs = column(self.list, None, margins=(0, 4, 0, 8))
        self.card.body.addWidget(ScrollArea(plain(pairs)), 1)
        self.grid = ComparisonGrid()
        self.grid.swapped.connect(self._swap)
        self.grid.opened.connect(lambda one: shell.go("contacts", OpenRecord(one)))
        self.merge_button = Button(lambda: _("Merge"), kind="primary", on=self.merge_current)
        self.apart_button = Button(lambda: _("Not the same"), on=self.keep_apart)
        self.right = Card(lambda: _("Side by side"))
        inside = column(self.grid, None, margins=(20, 8, 20, 12))
        self.right.body.addWidget(ScrollArea(plain(inside)), 1)
        foot = row(self.merge_button, self.apart_button, None, margins=(20, 10, 20, 14))
        self.right.body.addLayout(foot)
        self.line = Label(self._explain, "caption", "text3", wrap=True)
        self.nothing = EmptyState(
            "users", lambda: _("Nobody is there twice."), lambda: _("As far as can be told."),
        )  # fmt: skip
        self.both = plain(row((self.card, 5), (self.right, 7), gap=16))
        top = row((self.line, 1), self.sure, gap=12)
        self.setLayout(
            column(top, (self.both, 1), (self.nothing, 1), gap=12, margins=(24, 16, 24, 24))
        )
        for widget in (self.both, self.nothing, self.sure):
            show_if(widget, False)

    def _explain(self) -> str:
        return _("A name alone never makes a pair. Merging can be taken back at any time.")

    # reading

    def scan_title(self) -> str:
        return _("Looking for duplicates")

    def scanned(self, pairs: Sequence[DuplicatePair]) -> None:
        self.show_pairs(pairs)

    def show_pairs(self, pairs: Sequence[DuplicatePair]) -> None:
        """Replace the pairs; the one at the same place becomes current."""
        self._pairs = list(pairs)
        self.list.set_rows(self._pairs[:_LISTED])
        self.card.count.say(formats.integer(len(pairs)))
        self.both.setVisible(bool(pairs))
        self.nothing.setVisible(not pairs)
        sure = len(self._sure())
        self.sure.setVisible(sure > 1)
        words = ngettext("Merge the {n} sure pair", "Merge the {n} sure pairs", sure)
        self.sure.say(words.format(n=formats.integer(sure)))
        self._compare()

    def current(self) -> DuplicatePair | None:
        """The pair that is judged."""
        number = self.list.current
        return self.list.rows[number] if self.list.selectable(number) else None

    def _ids(self, pair: DuplicatePair) -> tuple[int, int]:
        first, second = pair.first.id, pair.second.id
        return (second, first) if self._swapped else (first, second)

    def _compare(self) -> None:
        self._swapped = False
        self._show_comparison()

    def _swap(self) -> None:
        self._swapped = not self._swapped
        self._show_comparison()

    def _show_comparison(self) -> None:
        pair = self.current()
        if pair is None:
            return
        try:
            self.grid.show_pair(self.shell.workspace.read(merge.compare, *self._ids(pair)))
        except NotFound:  # written while this tab was hidden
            self.refresh(None)

    # judging

    def merge_current(self) -> None:
        """Make one of the current pair, as chosen."""
        pair = self.current()
        if pair is None:
            return
        keep, other = self._ids(pair)
        chosen = self.grid.chosen()
        done = self.shell.workspace.execute(merge.MERGE_ACTION, merge.merge, keep, other, chosen)
        self.shell.toast(_("{name} is one customer now").format(name=done.name), undo=True)

    def keep_apart(self) -> None:
        """Remember that the current pair are two customers."""
        pair = self.current()
        if pair is None:
            return
        self.shell.workspace.execute(
            N_("Two different customers"), duplicates.keep_apart, pair.first.id, pair.second.id
        )
        self.shell.toast(_("They are not proposed again"), "users", undo=True)

    def merge_sure(self) -> None:
        """Merge all pairs that agree in name and number, as one step."""

        def told(count: Any) -> None:
            words = ngettext("{n} customer merged", "{n} customers merged", count)
            self.shell.toast(words.format(n=formats.integer(count)), undo=True)

        pairs = [(pair.first.id, pair.second.id) for pair in self._sure()]
        self.shell.workspace.execute_job(
            N_("Merge sure duplicates"), merge.merge_many, pairs, owner=self, done=told,
            title=lambda: _("Merging"),
        )  # fmt: skip

    def _sure(self) -> list[DuplicatePair]:
        return [pair for pair in self._pairs if pair.confidence is Confidence.SURE]


class _PairList(ChoosingList):
    """Merging takes the button or Enter; Del says they are two."""

    def __init__(self, merge: Callable[[], object], apart: Callable[[], object]) -> None:
        super().__init__(_HEIGHT, self._paint, pair_words.describe)
        self._apart = apart
        self.opened.connect(lambda _pair: merge())

    def pressed(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Delete:
            self._apart()
            return True
        return key == Qt.Key.Key_Space

    def _paint(self, painter: QPainter, box: QRectF, pair: DuplicatePair, _hot: bool) -> None:
        self.paint_ground(painter, box, pair)
        left, side = theme.m(INSET), theme.m(26)
        upper = QRectF(left, box.y() + theme.m(8), box.width(), side)
        for number, one in enumerate((pair.first, pair.second)):
            face = QRectF(left + number * theme.m(18), upper.y(), side, side)
            paint.avatar(painter, face, one.name, one.id, one.kind == "company")
        words, tone = pair_words.confidence(pair)
        right = box.right() - theme.m(INSET)
        paint.chip(painter, right, upper.center().y(), words, tone, align="right")
        start = left + theme.m(18) + side + theme.m(10)
        room = right - paint.chip_width(words) - theme.m(10) - start
        names = pair.first.name
        if pair.second.name != names:
            names = _("{name} and {other}").format(name=names, other=pair.second.name)
        paint.txt(painter, QRectF(start, upper.y(), room, side), names, "strong")
        below = QRectF(start, upper.bottom(), right - start, theme.m(20))
        paint.txt(painter, below, " · ".join(pair_words.reasons(pair)), "caption", "text3")
