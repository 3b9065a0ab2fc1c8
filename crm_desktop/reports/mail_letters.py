"""Letters and cards: a text filled in for each customer, as typed and nothing interpreted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats
from crm_desktop.core.jobs import Progress
from crm_desktop.reports import fonts, mail_address, mail_block, mail_paper, typeset
from crm_desktop.reports.document import Shop
from crm_desktop.reports.mail_block import Part
from crm_desktop.reports.mail_order import MailOrder, Pages
from crm_desktop.reports.paper import MM, PAPER, SHOP, SMALL
from crm_desktop.reports.pen import Pen
from crm_desktop.services.care.merge_fields import Merge
from crm_desktop.services.documents import document_data, document_fields
from crm_desktop.services.documents.document_data import Source
from crm_desktop.services.mailing.mailing import Recipient

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_A4_WIDTH = 210 * MM
_TYPE = 11.0
_LEADING = 1.6
_TAB = "    "


class Filler:
    """Fills the fields of one text in, customer by customer; gathers ``unknown`` fields."""

    def __init__(self, session: Session, order: MailOrder) -> None:
        self._session = session
        self._order = order
        self._names = document_fields.names(session)
        self._unknown: dict[str, None] = {}
        found = Merge(self._names, {}, unknown=self._unknown).find(order.body)
        self._wanted = {one.key for one in found if one.key is not None}

    def text(self, contact_id: int) -> str:
        """The text for a customer."""
        source = Source("contact", contact_id)
        data = document_data.data(
            self._session, source, revealed=self._order.revealed, wanted=self._wanted
        )
        merge = Merge(self._names, data.values, unknown=self._unknown)
        return merge.text(self._order.body, {})

    @property
    def unknown(self) -> tuple[str, ...]:
        """Fields nobody knows, as typed."""
        return tuple(self._unknown)


def letters(
    pages: Pages, recipients: Sequence[Recipient], filler: Filler, progress: Progress
) -> None:
    """One letter each, on as many pages as its text needs."""
    for number, one in enumerate(recipients, start=1):
        text = filler.text(one.contact_id)
        pen = pages.begin()
        pen.bookmark(one.name, 0)
        _letter(pages, pen, one, text)
        progress(number, len(recipients))


def _letter(pages: Pages, pen: Pen, one: Recipient, text: str) -> None:
    order = pages.order
    small = pages.width < _A4_WIDTH
    edge = (16 if small else 25) * MM
    width = pages.width - 2 * edge
    size = _TYPE - 1 if small else _TYPE
    if order.sender:
        _head(pen, pages.shop, edge, width)
    # The address stands where the window of an envelope is, on A4 folded twice.
    top = (30 if small else 50) * MM
    room = (24 if small else 34) * MM
    lines = mail_block.fit(
        mail_address.parts(one, phone=order.phone), min(85 * MM, width * 0.62), room, size
    )
    mail_block.draw(pen, lines, edge, top)
    day = formats.date_long(clock.today())
    pen.text(edge + width, top + size, day, size, align="right")
    y, bottom = top + room + 10 * MM, pages.height - edge * 0.8
    for indent, line in _body(text, width, size):
        if y + size * _LEADING > bottom:
            pen, y = pages.begin(), edge
        pen.text(edge + indent, y + size, line, size)
        y += size * _LEADING


def _head(pen: Pen, shop: Shop, edge: float, width: float) -> None:
    y = 14 * MM
    for line in typeset.wrap(shop.name, SHOP, width, strong=True):
        pen.text(edge, y + SHOP * 0.8, line, SHOP, strong=True)
        y += SHOP * 1.3
    for line in typeset.wrap(shop.line, SMALL, width) if shop.line else ():
        pen.text(edge, y + SMALL, line, SMALL, colour=PAPER.text3)
        y += SMALL * 1.4
    pen.rule(edge, y + 4, width, 0.75, PAPER.rule)


def _body(text: str, width: float, size: float) -> Iterator[tuple[float, str]]:
    """The lines of a text; a paragraph whose first line was indented stays so."""
    for paragraph in text.replace("\t", _TAB).split("\n"):
        blank = paragraph[: len(paragraph) - len(paragraph.lstrip(" \u3000"))]
        indent = min(fonts.width(blank, size), width / 2)
        for number, line in enumerate(typeset.wrap(paragraph, size, width - indent)):
            yield (0.0 if number else indent), line


def cards(
    pages: Pages, recipients: Sequence[Recipient], filler: Filler, progress: Progress
) -> None:
    """One card each: a heading, the first line of the text, and the rest below it."""
    paper = mail_paper.card(pages.order.paper_key())
    high = pages.height / paper.up
    pen: Pen | None = None
    for number, one in enumerate(recipients):
        place = number % paper.up
        if pen is None or place == 0:
            pen = pages.begin()
            for cut in range(1, paper.up):
                pen.frame(0, cut * high, pages.width, 0, colour=PAPER.rule, dashed=True)
        pen.bookmark(one.name, place * high)
        _card(pen, filler.text(one.contact_id), pages.width, high, place * high)
        progress(number + 1, len(recipients))


def _card(pen: Pen, text: str, width: float, height: float, top: float) -> None:
    edge, inner = 7 * MM, 16 * MM
    pen.frame(
        edge, top + edge, width - 2 * edge, height - 2 * edge, colour=PAPER.accent, thickness=1.2,
        radius=9,
    )  # fmt: skip
    pen.frame(
        edge + 4, top + edge + 4, width - 2 * edge - 8, height - 2 * edge - 8,
        colour=PAPER.light, radius=6,
    )  # fmt: skip
    heading, _newline, rest = text.strip().partition("\n")
    room = width - 2 * inner
    title = mail_block.fit(
        (Part(heading, strong=True, colour=PAPER.accent_text),), room, height * 0.28, 22, even=True
    )
    y = mail_block.draw(pen, title, width / 2, top + height * 0.15, "center") + 5
    _dots(pen, width / 2, y)
    y += 12
    parts = [Part(line) for line in rest.strip("\n").split("\n")]
    size = 12 if height < 110 * MM else 14
    lines = mail_block.fit(parts, room, top + height - inner - y, size, even=True)
    spare = top + height - inner - y - mail_block.total(lines)
    mail_block.draw(pen, lines, width / 2, y + spare / 2, "center")


def _dots(pen: Pen, middle: float, y: float) -> None:
    """Three dots under the heading."""
    for place in (-1, 0, 1):
        colour = PAPER.accent if place == 0 else PAPER.light
        pen.box(middle + place * 9 - 1.5, y, 3, 3, colour=colour, radius=1.5)
