"""The receipt of a sale for a roll of 58 or 80 mm: one page, as long as what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core import formats, i18n
from crm_desktop.core.i18n import N_, _
from crm_desktop.reports import fonts, job, letterhead, sale_paper, typeset
from crm_desktop.reports.document import Shop
from crm_desktop.reports.paper import MM
from crm_desktop.reports.pen import Pen, new_canvas
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import SaleDetail

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STYLES: dict[str, str] = {
    "58": N_("Receipt, 58 mm"),
    "80": N_("Receipt, 80 mm"),
    "delivery": N_("Delivery note, A4"),
    "sheet": N_("Sale with prices, A4"),
}
"""What can be made of a sale, and what it is called."""

_WIDTHS = {"58": 58 * MM, "80": 80 * MM}
_PRINTED = {"58": 48 * MM, "80": 72 * MM}  # what the head of such a printer reaches
_LOGO = 14 * MM
_SIZE = 8.5
_STEP = 12.5


@dataclass(frozen=True, slots=True)
class _Line:
    """Text at the left, the middle or, as ``right``, across from it."""

    text: str
    right: str = ""
    strong: bool = False
    size: float = _SIZE
    middle: bool = False
    rule: bool = False


def make(
    session: Session,
    sale_id: int,
    style: str,
    language: str = "",
    *,
    delivery_id: int | None = None,
) -> bytes:
    """A PDF of the sale in one of ``STYLES``, in ``language`` or the one in force; with
    ``delivery_id`` the delivery note of that part of the order. Raises ``NotFound``."""
    with i18n.using(language or i18n.language()):
        if style not in _WIDTHS:
            delivery = style == "delivery"
            part = delivery_id if delivery else None
            paper = sale_paper.build(session, sale_id, delivery=delivery, delivery_id=part)
            return job.document_bytes(paper)
        return make_many(session, [sale_id], style)


def make_many(session: Session, sale_ids: Sequence[int], style: str) -> bytes:
    """A PDF of the receipts of sales, each on its own page; ``style`` is ``58`` or ``80``.

    Raises ``NotFound``.
    """
    found = [sales.detail(session, one) for one in sale_ids]
    pages = [_lines(session, sale, _PRINTED[style]) for sale in found]
    numbers = " ".join(sale.number for sale in found)
    return _draw(pages, numbers, style, letterhead.shop(session))


def _lines(session: Session, sale: SaleDetail, width: float) -> list[_Line]:
    shop = letterhead.shop(session)
    made = [
        _Line(one, strong=True, size=11, middle=True)
        for one in typeset.wrap(shop.name, 11, width, strong=True)
    ]
    if shop.line:
        made += [_Line(one, middle=True) for one in typeset.wrap(shop.line, _SIZE, width)]
    made += [
        _Line("", rule=True),
        _Line(sale.number, formats.date_long(sale.sold_on)),
        *_beside(sale.contact_name or _("Walk-in"), sale.staff, width),
        _Line("", rule=True),
    ]
    for line in sale.lines:
        made += [_Line(one) for one in typeset.wrap(line.whole_name, _SIZE, width)]
        many = f"{formats.quantity(line.quantity_milli)} {line.unit}".strip()
        price = formats.amount_exact(line.unit_price_minor, sale.currency)
        off = sale_paper.taken_off(line, sale.currency).strip()
        amount = formats.amount_exact(line.amount_minor, sale.currency)
        made.append(_Line(f"  {many} × {price} {off}".rstrip(), amount))
    made.append(_Line("", rule=True))
    made += [
        _Line(
            label,
            (formats.money_exact if strong else formats.amount_exact)(minor, sale.currency),
            strong,
            10 if strong else _SIZE,
        )
        for label, minor, strong in sale_paper.sums(sale)
    ]
    if sale.remark:
        made += [_Line(one) for one in typeset.wrap(sale.remark, _SIZE, width)]
    return [*made, _Line("", rule=True), _Line(_("Thank you"), middle=True)]


def _beside(name: str, right: str, width: float) -> list[_Line]:
    """A name over as many lines as it takes, ``right`` across from the first."""
    room = width - (fonts.width(fonts.printable(right), _SIZE) + 6 if right else 0)
    first, *rest = typeset.wrap(name, _SIZE, max(room, width / 2))
    return [_Line(first, right), *(_Line(one) for one in rest)]


def _draw(pages: list[list[_Line]], numbers: str, style: str, shop: Shop) -> bytes:
    paper, width = _WIDTHS[style], _PRINTED[style]
    file, left = BytesIO(), (paper - width) / 2
    title = f"{_(STYLES[style])} {numbers}"
    canvas = new_canvas(file, (paper, paper), title, author=shop.name, language=i18n.language())
    # All as long as the longest: a printer takes one size of paper for a job.
    logo = _LOGO + 3 * MM if shop.logo else 0
    height = 6 * MM + logo + max(sum(map(_height, lines)) for lines in pages) + 8 * MM
    canvas.setPageSize((paper, height))
    for lines in pages:
        pen, y = Pen(canvas, height), 6 * MM + logo
        if shop.logo:
            pen.logo(shop.logo, left, 6 * MM, _LOGO, width, middle=True)
        for line in lines:
            if line.rule:
                pen.rule(left, y + 3, width, 0.6, "#000000")
            else:
                _write(pen, line, left, y, width)
            y += _height(line)
        pen.next_page()
    canvas.save()
    return file.getvalue()


def _write(pen: Pen, line: _Line, left: float, y: float, width: float) -> None:
    base, ink = y + line.size, "#000000"  # thermal paper knows no grey
    right = fonts.printable(line.right)
    room = width - (fonts.width(right, line.size, line.strong) + 6 if right else 0)
    text = typeset.shorten(line.text, line.size, max(room, 20), line.strong)
    if line.middle:
        pen.text(left + width / 2, base, text, line.size, colour=ink, strong=line.strong,
                 align="center")  # fmt: skip
        return
    pen.text(left, base, text, line.size, colour=ink, strong=line.strong)
    pen.text(left + width, base, right, line.size, colour=ink, strong=line.strong, align="right")


def _height(line: _Line) -> float:
    return 7 if line.rule else _STEP + line.size - _SIZE


def write(
    session: Session, sale_id: int, style: str, path: Path, *, delivery_id: int | None = None
) -> Path:
    """Write what ``make`` gives as ``path``, whole or not at all; returns it.

    Raises ``NotFound``, and ``UserError`` when it cannot be written.
    """
    pdf = make(session, sale_id, style, delivery_id=delivery_id)
    return job.write_bytes(pdf, path)
