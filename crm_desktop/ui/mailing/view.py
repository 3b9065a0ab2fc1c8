"""Labels, envelopes, letters and cards as they will lie on paper, before they are printed."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from PySide6.QtWidgets import QWidget

from crm_desktop.core import clock, formats, i18n
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import mail_paper, mailing
from crm_desktop.reports.mail_order import KINDS, USUAL_PAPER, WRITTEN, MailOrder
from crm_desktop.services.contacts import views
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.mailing.mailing import Audience, contact_ids
from crm_desktop.services.records import masking
from crm_desktop.ui.mailing import printed
from crm_desktop.ui.mailing.mail_to import MailTo
from crm_desktop.ui.mailing.printed import Printed
from crm_desktop.ui.mailing.text_editor import TextEditor
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports.paper_preview import PaperPreview, pages_words
from crm_desktop.ui.reports.printing import print_pdf
from crm_desktop.ui.widgets.form import CheckBox, ComboBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import column, plain, row
from crm_desktop.ui.widgets.text import Label

_GIVEN, _ALL, _BIRTHDAYS = "given", "all", "birthdays"


class MailingView(PaperPreview):
    """``show_audience`` begins; ``left`` when somebody goes back."""

    formats = ("pdf",)

    def __init__(self, shell: Shell) -> None:
        self._given: MailTo | None = None
        super().__init__(shell)
        self.title.say(lambda: _(KINDS[self.kind.value()]))

    def options_widget(self) -> QWidget:
        self.who = ComboBox()
        self.month = ComboBox()
        self.kind = ComboBox([(key, partial(_, name)) for key, name in KINDS.items()])
        self.sheet = ComboBox()
        self.text = TextEditor(self._shell)
        self.start, self.copies = LineEdit("", "1"), LineEdit("", "1")
        self.right, self.down = LineEdit("", "0"), LineEdit("", "0")
        self.phone = CheckBox(lambda: _("With the phone"))
        self.frame = CheckBox(self._frame_words)
        self.ours = CheckBox(lambda: _("With our name and address"), True)
        self.unwilling = CheckBox(lambda: _("Those who opted out too"))
        self.whole = CheckBox(lambda: _("Whole numbers; the log notes it"))
        self.language = ComboBox([("zh_CN", "中文"), ("en", "English")], i18n.language())
        self._begin_row = plain(
            row(
                Field(lambda: _("Begin at label"), self.start),
                Field(lambda: _("Copies each"), self.copies),
                gap=8,
            )
        )
        self._connect()
        return self._placed()

    def _placed(self) -> QWidget:
        right = Field(lambda: _("Right, mm"), self.right)
        down = Field(lambda: _("Down, mm"), self.down)
        return plain(
            column(
                Field(lambda: _("For"), self.who),
                self.month,
                self.about,
                Field(lambda: pgettext("mailing", "What"), self.kind),
                Field(lambda: _("Paper"), self.sheet),
                self.text,
                self._begin_row,
                self.phone,
                self.ours,
                self.frame,
                self.unwilling,
                self.whole,
                Label(lambda: _("Move, when the printer is off"), "caption", "text2"),
                plain(row(right, down, gap=8)),
                Field(lambda: _("Language"), self.language),
                None,
                gap=10,
                margins=(20, 4, 18, 16),
            )
        )

    def _connect(self) -> None:
        self.who.activated.connect(lambda _index: self._who_chosen())
        self.kind.activated.connect(lambda _index: self._kind_chosen())
        for box in (self.month, self.sheet, self.language):
            box.activated.connect(self.settle)
        self.whole.toggled.connect(self._note_whole)
        for tick in (self.phone, self.frame, self.ours, self.unwilling, self.whole):
            tick.toggled.connect(self.settle)
        for edit in (self.start, self.copies, self.right, self.down):
            edit.textChanged.connect(self.settle)
        self.text.changed.connect(self.settle)

    # for whom

    def show_audience(self, given: MailTo | None) -> None:
        """Write to ``given``, or to whom is chosen here."""
        self._given = given
        self._offer_audiences()
        self.whole.setVisible(self._shell.workspace.read(masking.is_on))
        self._kind_chosen()
        self.begin()

    def back_to(self) -> str:
        """The page Esc leads to; empty for that of the reports."""
        return self._given.back if self._given is not None else ""

    def _offer_audiences(self) -> None:
        choices: list[tuple[str, Any]] = []
        if self._given is not None:
            choices.append((_GIVEN, self._given.name))
        choices.append((_BIRTHDAYS, lambda: _("Everybody with a birthday in")))
        for one in self._shell.workspace.read(views.views, counts=False):
            choices.append((str(one.id), one.name))
        choices.append((_ALL, lambda: _("All customers")))
        self.who.set_choices(choices)
        first = clock.today().replace(day=1)
        months = [first + relativedelta(months=number) for number in range(12)]
        self.month.set_choices(
            [(one.isoformat(), partial(formats.month_year, one)) for one in months]
        )
        self.month.setVisible(self.who.value() == _BIRTHDAYS)

    def _who_chosen(self) -> None:
        self.month.setVisible(self.who.value() == _BIRTHDAYS)
        self.settle()

    def audience(self) -> Audience:
        """Whom to write to."""
        chosen = self.who.value()
        if chosen == _GIVEN and self._given is not None:
            return self._given.audience
        if chosen == _BIRTHDAYS:
            return Audience(birthdays=dt.date.fromisoformat(self.month.value()))
        view_id = int(chosen) if chosen.isdigit() else None
        return Audience(ContactQuery(view_id, sort="name", descending=False))

    # what, on which paper

    def choose_kind(self, kind: str) -> None:
        """Make labels, envelopes, letters or cards."""
        self.kind.set_value(kind)
        self._kind_chosen()

    def _kind_chosen(self) -> None:
        kind = self.kind.value()
        self.title.say(lambda: _(KINDS[self.kind.value()]))
        self.sheet.set_choices(_papers(kind), USUAL_PAPER[kind])
        self._begin_row.setVisible(kind == "labels")
        self.phone.setVisible(kind != "cards")
        self.ours.setVisible(kind in ("envelopes", "letters"))
        self.frame.setVisible(kind in ("labels", "envelopes"))
        self.frame.say(self._frame_words)
        self.text.setVisible(kind in WRITTEN)
        if kind in WRITTEN:
            self.text.show_kind(kind)
        self.settle()

    def _frame_words(self) -> str:
        if self.kind.value() == "labels":
            return _("Draw the edges of the labels")
        return _("Print the boxes of the postcode")

    def order(self) -> MailOrder | None:
        """What is chosen now; ``None`` while a number is none, which its field shows."""
        start, copies = _whole(self.start), _whole(self.copies)
        right, down = _millimetres(self.right), _millimetres(self.down)
        if start is None or copies is None or right is None or down is None:
            return None
        kind = self.kind.value()
        return MailOrder(
            kind,
            self.audience(),
            self.sheet.value(),
            self.text.body() if kind in WRITTEN else "",
            start,
            copies,
            right_mm=right,
            down_mm=down,
            phone=self.phone.isChecked(),
            sender=self.ours.isChecked(),
            frame=self.frame.isChecked(),
            unwilling=self.unwilling.isChecked(),
            revealed=self.whole.isChecked() and not self.whole.isHidden(),
            language=self.language.value(),
        )

    @staticmethod
    def make_document(
        session: Any, order: MailOrder, *, progress: Progress = no_progress
    ) -> Printed:
        """Render the first of it. Raises ``UserError`` when there is nobody to write to."""
        return printed.rendered(session, order, progress, most=printed.FIRST_LOOK)

    @staticmethod
    def write_document(
        session: Any, order: MailOrder, path: Path, *, progress: Progress = no_progress
    ) -> Path:
        mailing.write(session, order, path, progress)
        return path

    def back_words(self) -> str:
        return _("Back")

    def save_words(self) -> str:
        return _("Save the labels and letters")

    def file_name(self, order: MailOrder, suffix: str) -> str:
        return f"{_(KINDS[order.kind])} {clock.today().isoformat()}.{suffix}"

    def pages_to_print(self) -> int:
        """The last pages say who is left out: not on the labels that lie in the printer."""
        made = self.made
        return made.to_send if isinstance(made, Printed) else 0

    def print_it(self) -> None:
        """Make what is not shown as well, then the print dialog."""
        made = self.made
        if not isinstance(made, Printed) or made.mail.shown == made.mail.printed:
            super().print_it()
            return
        self._shell.workspace.ask(
            printed.rendered,
            made.order,
            owner=self,
            done=self._print_whole,
            failed=self._shell.show_problem,
            progress=True,
        )

    def _print_whole(self, made: Printed) -> None:
        if self.order() == made.order:  # nothing else was chosen meanwhile
            print_pdf(self, self._shell, self.title.text(), made.pdf, made.facts,
                      proposed=made.to_send)  # fmt: skip

    def say(self) -> None:
        super().say()
        made = self.made
        if not isinstance(made, Printed):
            return
        mail = made.mail
        words = [
            ngettext("{n} customer", "{n} customers", mail.printed).format(
                n=formats.integer(mail.printed)
            ),
            pages_words(made.facts),
        ]
        if mail.shown < mail.printed:
            first = _("The first {n} are shown; all are printed and saved.")
            words[1] = first.format(n=formats.integer(mail.shown))
        if mail.left_out:
            left = ngettext(
                "{n} without an address or wanting no advertising: last page",
                "{n} without an address or wanting no advertising: last page",
                mail.left_out,
            )
            words.append(left.format(n=formats.integer(mail.left_out)))
        if mail.unknown:
            words.append(_("Nobody knows {fields}").format(fields=" ".join(mail.unknown)))
        if mail.masked:
            words.append(_("Numbers and addresses are masked in it."))
        self.about.say("\n".join(words))

    def _note_whole(self, on: bool) -> None:
        """Whole numbers are looked at from here on: the change log says so, as everywhere."""
        if on:
            workspace = self._shell.workspace
            count = len(workspace.read(contact_ids, self.audience()))
            workspace.record(masking.REVEAL_ACTION, masking.reveal_many, count)


def _papers(kind: str) -> list[tuple[str, Any]]:
    """Keys and names of the papers of a kind."""
    if kind == "labels":
        return [(one.key, _sheet_words(one)) for one in mail_paper.LABELS]
    papers: dict[str, Any] = {
        "envelopes": mail_paper.ENVELOPES,
        "letters": mail_paper.LETTERS,
        "cards": mail_paper.CARDS,
    }
    return [(one.key, partial(_, one.name)) for one in papers[kind]]


def _sheet_words(sheet: mail_paper.LabelSheet) -> str:
    """``Avery L7160 · 63.5 × 38.1 mm · 21``."""
    name = f"A4 {sheet.key}" if "x" in sheet.key else f"Avery {sheet.key}"
    return f"{name} · {sheet.width:.4g} × {sheet.height:.4g} mm · {sheet.count}"


def _whole(edit: LineEdit) -> int | None:
    """A number from 1 on; the field shows that it is none."""
    typed = edit.value()
    good = typed.isdecimal() and 0 < len(typed) < 4 and int(typed) > 0
    edit.set_error(not good)
    return int(typed) if good else None


def _millimetres(edit: LineEdit) -> float | None:
    """A distance such as ``-1.5``; nothing is none."""
    try:
        found: float | None = float(edit.value().replace(",", ".") or 0)
    except ValueError:
        found = None
    edit.set_error(found is None)
    return found
