"""Post for many as one PDF: labels by the sheet, envelopes, letters and cards.

Who cannot be written to stands on the last page with the reason; nobody is dropped unsaid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core import formats, i18n
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import job, letterhead, mail_letters, mail_sheets, typeset
from crm_desktop.reports.mail_order import KINDS, WRITTEN, MailOrder, Pages
from crm_desktop.reports.paper import BODY, HEADING, MM, PAPER
from crm_desktop.reports.pen import Pen, new_canvas
from crm_desktop.services.mailing import mailing
from crm_desktop.services.mailing.mailing import LeftOut, MailingList, Recipient

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_EDGE = 12 * MM
_LINE = 12.5


@dataclass(frozen=True, slots=True)
class MailMade:
    """The PDF; the last ``last_pages`` of its ``pages`` tell who is left out.

    ``shown`` of the ``printed`` customers are in it: all, but for a first look at many.
    ``unknown`` are fields of the text that nobody knows, as typed.
    """

    pdf: bytes
    pages: int
    last_pages: int
    printed: int
    shown: int
    left_out: int
    unknown: tuple[str, ...]
    masked: bool


def make(
    session: Session, order: MailOrder, progress: Progress = no_progress, *, most: int = 0
) -> MailMade:
    """Make it, in the language of ``order``; of the first ``most`` customers only, 0 for all.

    Raises ``UserError`` when there is nobody to write to or the order cannot be carried out.
    """
    with i18n.using(order.language):
        order.check()
        found = mailing.mailing_list(
            session,
            order.audience,
            unwilling=order.unwilling,
            by_hand=order.kind in WRITTEN,
            revealed=order.revealed,
        )
        if not found.recipients and not found.left_out:
            raise UserError(
                _("There is nobody to write to."),
                "",
                _("Choose other customers, or another month."),
            )
        return _made(session, order, found, progress, most)


def write(
    session: Session, order: MailOrder, path: Path, progress: Progress = no_progress
) -> MailMade:
    """Make it and put the PDF at ``path``, whole or not at all. Raises ``UserError``."""
    made = make(session, order, progress)
    job.write_bytes(made.pdf, path)
    return made


def _made(
    session: Session, order: MailOrder, found: MailingList, progress: Progress, most: int
) -> MailMade:
    shown = found.recipients[: most or None]
    shop = letterhead.shop(session)
    file = BytesIO()
    title = _(KINDS[order.kind])
    size = order.page_size()
    canvas = new_canvas(file, size, title, author=shop.name, language=order.language)
    pages = Pages(canvas, order, shop)
    filler = mail_letters.Filler(session, order)
    _draw(pages, shown, filler, progress)
    before = pages.count
    _last_pages(pages, found)
    canvas.save()
    return MailMade(
        file.getvalue(),
        pages.count,
        pages.count - before,
        len(found.recipients),
        len(shown),
        len(found.left_out),
        filler.unknown,
        found.masked,
    )


def _draw(
    pages: Pages, to: Sequence[Recipient], filler: mail_letters.Filler, progress: Progress
) -> None:
    match pages.order.kind:
        case "labels":
            mail_sheets.labels(pages, to, progress)
        case "envelopes":
            mail_sheets.envelopes(pages, to, progress)
        case "letters":
            mail_letters.letters(pages, to, filler, progress)
        case _:
            mail_letters.cards(pages, to, filler, progress)


def _last_pages(pages: Pages, found: MailingList) -> None:
    """Who is left out, with a phone to ask for the address, on as many pages as it takes."""
    pen: Pen | None = None
    width, y = pages.width - 2 * _EDGE, 0.0
    for one in found.left_out:
        row = _row(one, width)
        if pen is None or y + len(row) * _LINE > pages.height - _EDGE:
            first, pen, y = pen is None, pages.begin(), _EDGE
            if first:
                pen.bookmark(_("Who is left out"), 0)
            y = _last_heading(pen, pages.order.kind, len(found.left_out), width)
        for line in row:
            pen.text(_EDGE, y + BODY, line, BODY)
            y += _LINE
        pen.rule(_EDGE, y - 2, width)


def _last_heading(pen: Pen, kind: str, count: int, width: float) -> float:
    words = ngettext(
        "{n} customer has no address or wants no advertising",
        "{n} customers have no address or want no advertising",
        count,
    ).format(n=formats.integer(count))
    y = _EDGE
    for line in typeset.wrap(words, HEADING, width, strong=True):
        pen.text(_EDGE, y + HEADING, line, HEADING, strong=True)
        y += HEADING * 1.4
    what = _("This page belongs to: {title}").format(title=_(KINDS[kind]))
    pen.text(_EDGE, y + BODY, what, BODY, colour=PAPER.text3)
    return y + BODY + 10


def _row(one: LeftOut, width: float) -> tuple[str, ...]:
    parts = (one.name, one.phone, mailing.reason_words(one.reason))
    return typeset.wrap(" · ".join(part for part in parts if part), BODY, width)
