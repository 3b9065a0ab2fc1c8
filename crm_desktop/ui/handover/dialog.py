"""Handing customers over: who receives, what goes along, why, and a sheet to sign."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import clock, formats, paths
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.services.contacts import views
from crm_desktop.services.handover import handover
from crm_desktop.services.handover.handover import HandoverOrder, HandoverPreview
from crm_desktop.services.records import staff
from crm_desktop.services.records.staff import MemberRow
from crm_desktop.ui.documents.make_dialog import open_made
from crm_desktop.ui.page import Shell
from crm_desktop.ui.theme import Text
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import clear, column, plain, row, show_if
from crm_desktop.ui.widgets.text import Label

_ABREAST = 3  # names in a line


class HandoverDialog(Dialog):
    """All that ``giver`` has, or those of a view; or ``contact_ids``, whoever has them.

    What would go is told while one chooses; handing over is one step of undo.
    """

    def __init__(
        self,
        host: QWidget,
        shell: Shell,
        giver: MemberRow | None = None,
        contact_ids: Sequence[int] | None = None,
    ) -> None:
        self._host, self._shell, self._giver = host, shell, giver
        self._contact_ids = None if contact_ids is None else tuple(contact_ids)
        self._asked = 0
        members = shell.workspace.read(staff.members)
        self._members = [
            one for one in members if one.active and (giver is None or one.id != giver.id)
        ]
        self.people = {one.id: CheckBox(one.name, elide=True) for one in self._members}
        self.which = ComboBox(self._offered())
        self.which.may_shrink(20)
        self.reason = LineEdit(lambda: _("e.g. moves to the other shop"))
        self.deals = CheckBox(lambda: _("Open deals"), True)
        self.follow_ups = CheckBox(lambda: _("Open follow-ups"), True)
        self.sheet = CheckBox(lambda: _("Save the sheet that both sign"), True)
        self.told = column(gap=2)
        self.said: list[Label] = []
        self.named: list[Label] = []
        title = partial(_title, giver, len(contact_ids or ()))
        super().__init__(
            host, title, plain(self._content()), lambda: _("Hand over"), self._take, width=520
        )
        self.action.setEnabled(False)
        for box in (*self.people.values(), self.deals, self.follow_ups):
            box.toggled.connect(lambda _on: self._ask())
        self.which.activated.connect(lambda _index: self._ask())
        self._say(lambda: _("Choose who receives.") if self.people else _nobody())

    def _offered(self) -> list[tuple[str, Text]]:
        everything: tuple[str, Text] = ("", lambda: _("All customers"))
        saved = self._shell.workspace.read(views.views, counts=False)
        return [everything, *((str(view.id), view.name) for view in saved)]

    def _content(self) -> Any:
        boxes = list(self.people.values())
        names = column(gap=6)
        for start in range(0, len(boxes), _ABREAST):
            some = boxes[start : start + _ABREAST]
            names.addLayout(row(*((box, 1) for box in some), *[None] * (_ABREAST - len(some))))
        which = Field(lambda: _("Which customers"), self.which)
        show_if(which, self._contact_ids is None)
        along = row(self.deals, self.follow_ups, None, gap=20)
        return column(
            Field(lambda: _("To; several share evenly"), plain(names)),
            self.told,
            which,
            Field(lambda: _("What goes along"), plain(along)),
            Field(lambda: _("Reason, for every timeline"), self.reason),
            self.sheet,
            gap=12,
        )

    def order(self) -> HandoverOrder:
        """What is chosen."""
        view = self.which.value() if self._contact_ids is None else ""
        return HandoverOrder(
            tuple(one for one, box in self.people.items() if box.isChecked()),
            self._giver.id if self._giver is not None else None,
            self._contact_ids,
            int(view) if view else None,
            self.reason.value(),
            deals=self.deals.isChecked(),
            follow_ups=self.follow_ups.isChecked(),
        )

    def _ask(self) -> None:
        order = self.order()
        self._asked += 1
        self.action.setEnabled(False)
        if not order.to_ids:
            self._say(lambda: _("Choose who receives."))
            return
        self._shell.workspace.ask(
            handover.preview,
            order,
            owner=self,
            done=partial(self._show, self._asked),
            failed=partial(self._refuse, self._asked),
        )

    def _show(self, asked: int, seen: HandoverPreview) -> None:
        if asked != self._asked:
            return
        lines: list[Text] = [handover.share_line(one, seen.currency) for one in seen.shares]
        if seen.left_out:
            lines.append(_left_out(seen.left_out))
        self._say(*lines, names=[handover.best_line(one) for one in seen.shares])
        total = seen.total
        self.action.setEnabled(bool(total.customers or total.deals or total.follow_ups))

    def _refuse(self, asked: int, problem: BaseException) -> None:
        if not isinstance(problem, UserError):
            raise problem
        if asked == self._asked:
            self._say(str(problem))

    def _say(self, *lines: Text, names: Sequence[str] = ()) -> None:
        """Say ``lines``, each of the first with the ``names`` of the customers below."""
        clear(self.told)
        self.said = [Label(words, "body", "text2", wrap=True) for words in lines]
        self.named = [Label(words, "caption", "text3", wrap=True) for words in names]
        for number, label in enumerate(self.said):
            self.told.addWidget(label)
            if number < len(names) and names[number]:
                self.told.addWidget(self.named[number])
        QTimer.singleShot(0, self, self._grow)  # once the lines are laid out

    def told_words(self) -> str:
        """What is said below the receivers, line by line."""
        return "\n".join(label.text() for label in self.said)

    def _take(self) -> bool:
        from crm_desktop.reports import handover as sheets

        order, out = self.order(), None
        if self.sheet.isChecked():
            out = _ask_path(self._host, self._giver)
            if out is None:
                return False
        names = [one.name for one in self._members if self.people[one.id].isChecked()]
        self._shell.workspace.execute_job(
            handover.ACTION,
            sheets.hand_over,
            order,
            out,
            owner=self._host,
            done=partial(_tell, self._shell, names, out),
            title=lambda: _("Handing over"),
        )
        return True


def ask_handover(
    host: QWidget,
    shell: Shell,
    giver: MemberRow | None = None,
    contact_ids: Sequence[int] | None = None,
) -> HandoverDialog:
    """Open the dialog."""
    dialog = HandoverDialog(host, shell, giver, contact_ids)
    dialog.open()
    return dialog


def _ask_path(host: QWidget, giver: MemberRow | None) -> Path | None:
    name = f"{_('Handover sheet')} {giver.name if giver else ''}".strip()
    start = paths.documents() / f"{name} {clock.today().isoformat()}.pdf".replace("/", "-")
    chosen, _kind = QFileDialog.getSaveFileName(
        host.window(), _("Save the sheet"), str(start), _("PDF (*.pdf)")
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".pdf")


def _tell(shell: Shell, names: Sequence[str], out: Path | None, count: int) -> None:
    words = ngettext("{n} customer handed to {names}", "{n} customers handed to {names}", count)
    listed = pgettext("list separator", ", ").join(names)
    said = words.format(n=formats.integer(count), names=listed)
    if out is not None:
        said += " · " + _("sheet in {name}").format(name=out.name)
        open_made(out)  # to be printed and signed
    shell.toast(said, "arrow-right", undo=True)


def _title(giver: MemberRow | None, count: int) -> str:
    if giver is not None:
        return _("Hand over from {name}").format(name=giver.name)
    words = ngettext("Hand over {n} customer", "Hand over {n} customers", count)
    return words.format(n=formats.integer(count))


def _left_out(count: int) -> str:
    words = ngettext(
        "{n} customer belongs to others and stays.",
        "{n} customers belong to others and stay.",
        count,
    )
    return words.format(n=formats.integer(count))


def _nobody() -> str:
    return _("There is nobody else. Add staff in the settings first.")
