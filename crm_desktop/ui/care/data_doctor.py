"""What is wrong in the data, how much is right, and setting it right in one go."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.care import data_doctor
from crm_desktop.services.care.data_doctor import Diagnosis
from crm_desktop.services.care.doctor_checks import FIXABLE, KINDS
from crm_desktop.ui import theme
from crm_desktop.ui.care.choosing_list import ChoosingList
from crm_desktop.ui.care.findings import FindingList
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

_HEIGHT = 44


class DataDoctor(ScanningPart):
    """Kinds at left, the findings of the current one at right, each with what the fix would write.

    Space takes a finding out of the fix or back into it, Enter opens the customer.
    """

    scan = data_doctor.examine
    telling = ("contact", "contact_phone", "contact_email", "contact_handle", "company_person")

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.diagnosis: Diagnosis | None = None
        self.head = Validity()
        self.kinds = _KindList()
        self.kinds.moved.connect(self._show_kind)
        self.card = Card(lambda: _("What is wrong"))
        kinds = column(self.kinds, None, margins=(0, 4, 0, 8))
        self.card.body.addWidget(ScrollArea(plain(kinds)), 1)
        self.list = FindingList()
        self.list.opened.connect(lambda one: shell.go("contacts", OpenRecord(one.contact_id)))
        self.list.ticked.connect(self._say)
        self.right = Card(" ")
        self.why = Label("", "caption", "text3", wrap=True)
        self.more = Label("", "caption", "text3")
        self.fix = Button("", kind="primary", on=self.fix_current)
        self.right.body.addLayout(column(self.why, margins=(20, 0, 20, 6)))
        inside = column(self.list, self.more, None, margins=(0, 0, 0, 8))
        self.right.body.addWidget(ScrollArea(plain(inside)), 1)
        self.right.body.addLayout(row(self.fix, None, margins=(20, 10, 20, 14)))
        self.both = plain(row((self.card, 5), (self.right, 7), gap=16))
        self.nothing = EmptyState(
            "check-circle", lambda: _("Nothing is wrong."), lambda: _("As far as can be told.")
        )
        self.setLayout(
            column(self.head, (self.both, 1), (self.nothing, 1), gap=12, margins=(24, 16, 24, 24))
        )
        for widget in (self.both, self.nothing, self.head):
            show_if(widget, False)

    # reading

    def scan_title(self) -> str:
        return _("Looking at the data")

    def scanned(self, found: Diagnosis) -> None:
        workspace, today = self.shell.workspace, clock.today()
        workspace.note(data_doctor.note_validity, found.validity_bp, today, owner=self)
        past = dict(workspace.read(data_doctor.history)) | {today: found.validity_bp}
        self.show_diagnosis(found, [past[day] for day in sorted(past)])

    def show_diagnosis(self, found: Diagnosis, history: list[int]) -> None:
        """Show what a scan found; ``history`` is the validity day by day, today last."""
        self.diagnosis = found
        present = [kind for kind in KINDS if found.counts.get(kind)]
        self.kinds.counts = found.counts
        self.kinds.set_rows(present)
        self.head.show_validity(found, history)
        self.head.setVisible(bool(found.customers))
        self.both.setVisible(bool(present))
        self.nothing.setVisible(not present)
        self._show_kind()

    def current(self) -> str:
        """The kind that is shown, empty without any."""
        number = self.kinds.current
        return str(self.kinds.rows[number]) if self.kinds.selectable(number) else ""

    def _show_kind(self) -> None:
        kind, found = self.current(), self.diagnosis
        if not kind or found is None:
            return
        name, why, _serious = KINDS[kind]
        self.right.title.say(partial(_, name))
        self.why.say(partial(_, why))
        self.list.show_findings(found.findings[kind], fixable=kind in FIXABLE)
        left = found.counts[kind] - len(self.list.rows)
        words = ngettext("and {n} more like these", "and {n} more like these", left)
        self.more.say(words.format(n=formats.integer(left)) if left > 0 else "")
        self.more.setVisible(left > 0)
        self._say()

    def _say(self) -> None:
        kind = self.current()
        self.fix.setVisible(kind in FIXABLE and bool(self._to_fix()))
        number = self._to_fix()
        words = ngettext("Set {n} right", "Set {n} right", number)
        self.fix.say(words.format(n=formats.integer(number)))

    def _to_fix(self) -> int:
        if self.diagnosis is None or not self.current():
            return 0
        more = self.diagnosis.counts[self.current()] - len(self.list.rows)
        return self.list.proposed() + max(0, more)

    # setting right

    def fix_current(self) -> None:
        """Write what is proposed for the current kind, but for what was left out."""
        kind = self.current()
        if not kind:
            return

        def told(count: Any) -> None:
            words = ngettext("{n} record set right", "{n} records set right", count)
            self.shell.toast(words.format(n=formats.integer(count)), "check-circle", undo=True)

        self.shell.workspace.execute_job(
            N_("Set data right"),
            data_doctor.fix_kind,
            kind,
            self.list.left_out(),
            owner=self,
            done=told,
            title=lambda: _("Setting right"),
        )


class Validity(QWidget):
    """How much of the data is right, and how that went over time."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Diagnosis | None = None
        self._history: list[int] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.live(self, lambda: self.setFixedHeight(theme.m(64)))

    def show_validity(self, found: Diagnosis, history: list[int]) -> None:
        """Show a scan and the days before it."""
        self._found, self._history = found, history
        self.setAccessibleName(f"{self.percent()} {self._words()}")
        self.update()

    def percent(self) -> str:
        """The validity as shown."""
        return formats.percent(self._found.validity_bp, 1) if self._found else ""

    def _words(self) -> str:
        if self._found is None:
            return ""
        words = ngettext("of {n} customer valid", "of {n} customers valid", self._found.customers)
        return words.format(n=formats.integer(self._found.customers))

    def sizeHint(self) -> QSize:
        return QSize(theme.m(400), theme.m(64))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        box = QRectF(self.rect())
        paint.rounded(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), theme.m(10), "surface", "line")
        left = theme.m(INSET)
        used = paint.txt(painter, box.adjusted(left, 0, 0, 0), self.percent(), "figure")
        words = box.adjusted(left + used + theme.m(12), 0, 0, 0)
        paint.txt(painter, words, self._words(), "body", "text2")
        if len(self._history) > 1:
            wide = theme.m(160)
            line = QRectF(box.right() - left - wide, theme.m(16), wide, box.height() - theme.m(32))
            paint.sparkline(painter, line, self._history)
        painter.end()


class _KindList(ChoosingList):
    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        super().__init__(_HEIGHT, self._paint, self._words)

    def _words(self, kind: str) -> str:
        return f"{_(KINDS[kind][0])}: {formats.integer(self.counts.get(kind, 0))}"

    def _paint(self, painter: QPainter, box: QRectF, kind: str, _hot: bool) -> None:
        self.paint_ground(painter, box, kind)
        left, right = theme.m(INSET), box.right() - theme.m(INSET)
        count = formats.integer(self.counts.get(kind, 0))
        tone = "red" if KINDS[kind][2] else "gray"
        wide = paint.chip(painter, right, box.center().y(), count, tone, align="right")
        room = QRectF(left, box.y(), right - wide - theme.m(10) - left, box.height())
        paint.txt(painter, room, _(KINDS[kind][0]))
