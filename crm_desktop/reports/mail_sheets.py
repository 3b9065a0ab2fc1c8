"""Addresses on sheets of labels and on envelopes."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress
from crm_desktop.reports import mail_address, mail_block, mail_paper
from crm_desktop.reports.document import Shop
from crm_desktop.reports.mail_block import Part
from crm_desktop.reports.mail_order import MailOrder, Pages
from crm_desktop.reports.mail_paper import Envelope, LabelSheet
from crm_desktop.reports.paper import MM, PAPER
from crm_desktop.reports.pen import Pen
from crm_desktop.services.mailing.mailing import Recipient

_LABEL_TYPE = 12.0
_UNPRINTED = 6.0  # millimetres at the edge of a sheet that no printer reaches
_PAD_X, _PAD_Y = 3.5, 1.8  # millimetres within a label

# GB/T 1416: the upper left 90 by 26 mm are read by machine, the boxes alone may stand there.
_RED = "#D22630"
_BOX = (12.0, 10.0, 8.0, 10.0, 10.0)  # left, top, width, height, step, in millimetres
_STAMP = 20.0
_DIGITS = 6


def labels(pages: Pages, recipients: Sequence[Recipient], progress: Progress) -> None:
    """One label each, ``order.copies`` times, from ``order.start`` on."""
    order = pages.order
    sheet = mail_paper.label_sheet(order.paper_key())
    if not 1 <= order.start <= sheet.count:
        raise UserError(
            _("This sheet has {n} labels.").format(n=sheet.count),
            "",
            _("Begin at 1 to {n}.").format(n=sheet.count),
        )
    many = [one for one in recipients for _copy in range(order.copies)]
    pen: Pen | None = None
    for number, one in enumerate(many, start=order.start - 1):
        place = number % sheet.count
        if pen is None or place == 0:
            pen = pages.begin()
            _edges(pen, sheet, order)
        _label(pen, sheet, place, mail_address.parts(one, phone=order.phone))
        progress(number - order.start + 2, len(many))


def _edges(pen: Pen, sheet: LabelSheet, order: MailOrder) -> None:
    """The edges of all labels, for a test print or to cut along."""
    for place in range(sheet.count) if order.frame else ():
        x, y = sheet.corner(place)
        pen.frame(
            x * MM, y * MM, sheet.width * MM, sheet.height * MM, colour=PAPER.rule, thickness=0.3
        )


def _label(pen: Pen, sheet: LabelSheet, place: int, parts: Sequence[Part]) -> None:
    x, y = sheet.corner(place)
    left = max(x + _PAD_X, _UNPRINTED)
    right = min(x + sheet.width - _PAD_X, sheet.page[0] - _UNPRINTED)
    top = max(y + _PAD_Y, _UNPRINTED)
    bottom = min(y + sheet.height - _PAD_Y, sheet.page[1] - _UNPRINTED)
    width, height = (right - left) * MM, (bottom - top) * MM
    lines = mail_block.fit(parts, width, height, _LABEL_TYPE)
    mail_block.draw(pen, lines, left * MM, top * MM + (height - mail_block.total(lines)) / 2)


def envelopes(pages: Pages, recipients: Sequence[Recipient], progress: Progress) -> None:
    """One envelope each; Chinese ones with boxes for the digits of the postcode."""
    envelope = mail_paper.envelope(pages.order.paper_key())
    draw = _chinese if envelope.boxes else _western
    for number, one in enumerate(recipients, start=1):
        pen = pages.begin()
        pen.bookmark(one.name, 0)
        draw(pen, envelope, pages, one)
        progress(number, len(recipients))


def _chinese(pen: Pen, envelope: Envelope, pages: Pages, one: Recipient) -> None:
    order = pages.order
    code = one.postcode if len(one.postcode) == _DIGITS and one.postcode.isdecimal() else ""
    _boxes(pen, code, framed=order.frame)
    wide, high = envelope.width, envelope.height
    if order.frame:
        pen.frame((wide - 10 - _STAMP) * MM, 10 * MM, _STAMP * MM, _STAMP * MM, colour=_RED)
    parts = mail_address.parts(one, phone=order.phone, postcode=not code)
    top, bottom = max(32.0, high * 0.3), high - 34
    lines = mail_block.fit(parts, (wide - 50) * MM, (bottom - top) * MM, 14.5)
    spare = (bottom - top) * MM - mail_block.total(lines)
    mail_block.draw(pen, lines, 25 * MM, top * MM + spare / 2)
    if order.sender:
        _chinese_sender(pen, envelope, pages.shop)


def _boxes(pen: Pen, code: str, *, framed: bool) -> None:
    left, top, width, height, step = (one * MM for one in _BOX)
    for place in range(_DIGITS):
        x = left + place * step
        if framed:
            pen.frame(x, top, width, height, colour=_RED, thickness=0.8)
        if code:
            pen.text(x + width / 2, top + height / 2 + 6, code[place], 17, align="center")


def _chinese_sender(pen: Pen, envelope: Envelope, shop: Shop) -> None:
    """At the lower right; the strip left of it at the bottom is for the post's bar code."""
    right, high = (envelope.width - 12) * MM, envelope.height
    parts = [Part(one) for one in (shop.line, shop.name) if one]
    lines = mail_block.fit(parts, (envelope.width - 50) * MM, 12 * MM, 9.5)
    top = (high - 20) * MM - mail_block.total(lines)
    mail_block.draw(pen, lines, right, top, "right")
    if shop.postcode:
        pen.text(right, (high - 10) * MM, shop.postcode, 11, align="right")


def _western(pen: Pen, envelope: Envelope, pages: Pages, one: Recipient) -> None:
    order, shop = pages.order, pages.shop
    wide, high = envelope.width, envelope.height
    if order.sender:
        parts = [Part(shop.name, strong=True), *(Part(line) for line in (shop.line,) if line)]
        lines = mail_block.fit(parts, wide * 0.42 * MM, 18 * MM, 9)
        mail_block.draw(pen, lines, 12 * MM, 10 * MM)
    parts = mail_address.parts(one, phone=order.phone)
    left, top, bottom = wide * 0.43, high * 0.42, high - 16
    lines = mail_block.fit(parts, (wide - left - 12) * MM, (bottom - top) * MM, 13)
    mail_block.draw(pen, lines, left * MM, top * MM)
