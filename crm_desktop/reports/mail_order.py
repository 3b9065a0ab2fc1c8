"""What post is to be made: the kind, for whom, on which paper, and how it is drawn on pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.core import i18n
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.reports import mail_paper
from crm_desktop.reports.document import Shop
from crm_desktop.reports.paper import MM
from crm_desktop.reports.pen import Pen
from crm_desktop.services.mailing.mailing import Audience

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

KINDS: dict[str, str] = {
    "labels": N_("Mailing labels"),
    "envelopes": N_("Envelopes"),
    "letters": N_("Letters"),
    "cards": N_("Cards"),
}
"""What can be made, and its title."""

WRITTEN = ("letters", "cards")
"""Kinds that carry a text."""

USUAL_PAPER = {"labels": "L7160", "envelopes": "cn-dl", "letters": "a4", "cards": "a6"}
_MOST_COPIES = 100
_MOST_OFF = 50.0  # millimetres


@dataclass(frozen=True, slots=True)
class MailOrder:
    """What is to be made, for whom, on which paper (a key of ``mail_paper``, or the usual one).

    ``body`` is the text of letters and cards. Labels begin at ``start`` (from 1), each
    ``copies`` times. ``right_mm`` and ``down_mm`` move everything for a printer that is off.
    ``frame`` draws the edges of labels, or what is printed on Chinese envelopes already.
    """

    kind: str
    audience: Audience = field(default_factory=Audience)
    paper: str = ""
    body: str = ""
    start: int = 1
    copies: int = 1
    right_mm: float = 0.0
    down_mm: float = 0.0
    phone: bool = False
    sender: bool = True
    frame: bool = False
    unwilling: bool = False
    revealed: bool = False
    language: str = field(default_factory=i18n.language)

    def check(self) -> None:
        """Raise ``UserError`` for what cannot be carried out."""
        if not 1 <= self.copies <= _MOST_COPIES:
            raise UserError(
                _("{n} copies of each cannot be made.").format(n=self.copies),
                "",
                _("Ask for 1 to {most}.").format(most=_MOST_COPIES),
            )
        if not max(abs(self.right_mm), abs(self.down_mm)) <= _MOST_OFF:
            raise UserError(
                _("No printer is that far off."),
                "",
                _("Move by {most} mm at most.").format(most=round(_MOST_OFF)),
            )
        if self.kind in WRITTEN and not self.body.strip():
            raise UserError(_("The text is empty."), "", _("Write something first."))

    def paper_key(self) -> str:
        """The paper asked for, or the usual one."""
        return self.paper or USUAL_PAPER[self.kind]

    def page_size(self) -> tuple[float, float]:
        """Width and height of a page in points. Raises ``UserError`` for unknown paper."""
        key = self.paper_key()
        if self.kind == "labels":
            width, height = mail_paper.label_sheet(key).page
            return width * MM, height * MM
        if self.kind == "envelopes":
            envelope = mail_paper.envelope(key)
            return envelope.width * MM, envelope.height * MM
        paper = mail_paper.letter_paper(key) if self.kind == "letters" else mail_paper.card(key)
        return paper.width * MM, paper.height * MM


class Pages:
    """The pages of a PDF one after the other, each moved as the printer needs it."""

    def __init__(self, canvas: Canvas, order: MailOrder, shop: Shop) -> None:
        self.order, self.shop = order, shop
        self.width, self.height = order.page_size()
        self._shift = (order.right_mm * MM, order.down_mm * MM)
        self._pen = Pen(canvas, self.height)
        self.count = 0

    def begin(self) -> Pen:
        """A new page."""
        if self.count:
            self._pen.next_page()
        self._pen.shift(*self._shift)
        self.count += 1
        return self._pen
