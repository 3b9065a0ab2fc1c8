"""Where the shop draws the lines between the grades of leads, with what that does to the counts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.core import formats
from crm_desktop.core.changes import Changes
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.services.contacts.cookbook import Question
from crm_desktop.services.deals import lead_grade
from crm_desktop.services.deals.lead_grade import GRADES, QUESTIONS, Scale
from crm_desktop.ui.page import Shell
from crm_desktop.ui.widgets.buttons import Button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.form import CheckBox, Field, LineEdit
from crm_desktop.ui.widgets.layout import clear, column, row, show_if
from crm_desktop.ui.widgets.text import Label

_PAUSE_MS = 300


class LeadGrading(QWidget):
    """Typed points are counted at once; nothing is changed before the button is pressed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._kept = lead_grade.SHIPPED
        self._asked = 0
        self.points = {letter: LineEdit() for letter in ("A", "B", "C")}
        self.needed = {
            one.key: CheckBox(partial(_, one.label)) for one in QUESTIONS
        }  # fmt: skip
        self.wrong = Label("", "caption", "redText", wrap=True)
        self._place = column(gap=4)
        self.lines: dict[str, Label] = {}
        self.use = Button(lambda: _("Grade by this"), kind="primary", small=True, on=self.apply)
        self.shipped = Button(lambda: _("As shipped"), small=True, on=self._as_shipped)
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._count)
        for line in self.points.values():
            line.textChanged.connect(self._pause.start)
        for box in self.needed.values():
            box.toggled.connect(self._pause.start)

    def _build(self) -> None:
        questions = Card(lambda: _("Four questions"))
        told = column(gap=6, margins=(20, 2, 20, 16))
        told.addWidget(Label(_explained, "caption", "text3", wrap=True))
        for one in QUESTIONS:
            told.addWidget(Label(partial(_said, one), "body", "text2", wrap=True))
        questions.body.addLayout(told)
        card = Card(lambda: _("Lead grade"))
        fields = [(Field(partial(_from, letter), line), 1) for letter, line in self.points.items()]
        card.body.addLayout(
            column(
                row(*fields, gap=12),
                Label(lambda: _("It is D without any"), "caption", "text2"),
                row(*self.needed.values(), None, gap=16),
                self.wrong,
                self._place,
                row(self.use, self.shipped, None, gap=8),
                gap=10,
                margins=(20, 4, 20, 16),
            )
        )
        show_if(self.wrong, False)
        self.setLayout(column(questions, card, None, gap=16))

    def refresh(self, changes: Changes | None) -> None:
        """Show the lines in force, unless others are being typed; count again."""
        if changes is not None and not changes.touches("contact", "setting"):
            return
        typed = self._typed()
        untouched = changes is None or typed == self._kept
        self._kept = self._shell.workspace.read(lead_grade.scale)
        if untouched:
            self._show(self._kept)
        self._count()

    def _show(self, scale: Scale) -> None:
        for letter, least in scale.least().items():
            self.points[letter].setText(str(least))
        for key, box in self.needed.items():
            box.setChecked(key in scale.needed)

    def _typed(self) -> Scale | None:
        """The lines as typed; ``None`` when one is no number."""
        values = [line.value() for line in self.points.values()]
        if not all(one.isdecimal() and len(one) < 4 for one in values):
            return None
        needed = tuple(key for key, box in self.needed.items() if box.isChecked())
        a, b, c = map(int, values)
        return Scale(a, b, c, needed)

    def _count(self) -> None:
        scale = self._typed()
        self.use.setEnabled(False)
        self._asked += 1
        try:
            if scale is None:
                raise UserError(_("A whole number"))
            lead_grade.check_scale(scale)
        except UserError as problem:
            self.wrong.say(problem.what)
            self.wrong.show()
            return
        self.wrong.hide()
        if self._shell.workspace.is_open:
            self._shell.workspace.ask(
                lead_grade.compared, scale, owner=self, done=partial(self._tell, self._asked, scale)
            )

    def _tell(self, asked: int, scale: Scale, found: dict[str, tuple[int, int]]) -> None:
        if asked != self._asked:
            return
        clear(self._place)
        self.lines = {}
        for letter in GRADES:
            now, then = found[letter]
            words = formats.integer(now) if now == then else (
                f"{formats.integer(now)} → {formats.integer(then)}")  # fmt: skip
            label = Label(f"{letter}  {words}", "body", "text2" if now == then else "text")
            who = Button(lambda: _("List them"), kind="link", small=True,
                         on=partial(self._list, letter))  # fmt: skip
            show_if(who, bool(now))
            self.lines[letter] = label
            self._place.addLayout(row(label, who, None, gap=8))
        self.use.setEnabled(scale != self._kept)

    def apply(self) -> None:
        """Grade every lead by what is typed."""
        scale = self._typed()
        if scale is not None:
            action = N_("Change how leads are graded")
            self._shell.workspace.execute(action, lead_grade.set_scale, scale)
            self._shell.toast(_("Leads are graded anew"), undo=True)

    def _as_shipped(self) -> None:
        self._show(lead_grade.SHIPPED)

    def _list(self, letter: str) -> None:
        part = {"field": "grade", "op": "is", "value": letter}
        name = _("Leads graded {letter}").format(letter=letter)
        self._shell.go("contacts", Question("", name, "", (part,), sort="last_contact"))


def _from(letter: str) -> str:
    return _("{letter} from points").format(letter=letter)


def _explained() -> str:
    return _("Answered on the customer’s page with 0 to 3 points each.")


def _said(one: lead_grade.Question) -> str:
    """``Need: 0 no need, 1 vague need, 2 clear need, 3 urgent need``."""
    answers = (f"{number} {_(words)}" for number, words in enumerate(one.answers))
    listed = pgettext("list separator", ", ").join(answers)
    return _("{question}: {answers}").format(question=_(one.label), answers=listed)
