"""A quote on paper: to whom, what for how much, until when, and room to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.core import amount_words, formats, i18n
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.reports import letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    Kind,
    Note,
    Report,
    Row,
    Section,
    Signatures,
    Styled,
    Summary,
    Table,
)
from crm_desktop.services.quotes import quote_record
from crm_desktop.services.quotes.quote_record import QuoteDetail
from crm_desktop.services.sales.sale_draft import LineDraft

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def build(session: Session, quote_id: int) -> Report:
    """The paper of one version, in the language in force. Raises ``NotFound``."""
    quote = quote_record.detail(session, quote_id)
    day = quote.draft.quoted_on
    blocks: list[Block] = [Summary((_sentence(quote),)), _goods(quote), _sums(quote)]
    if not quote.latest:
        words = _("This version was replaced by version {n}, which counts.")
        blocks.append(Note(words.format(n=quote.versions[0].version)))
    if words := _in_words(quote):
        blocks.append(Note(words))
    if quote.draft.terms:
        terms = tuple(Note(line) for line in quote.draft.terms.splitlines() if line.strip())
        blocks.append(Section(_("Terms"), "", terms))
    seller = _("Offered by: {name}").format(name=quote.staff) if quote.staff else _("Offered by")
    blocks.append(Signatures((seller, _("Agreed by the customer"), _("Date"))))
    return Report(
        key="quote",
        title=pgettext("paper", "Quote"),
        period=" · ".join((name(quote), formats.date_long(day) if day else "")),
        shop=letterhead.shop(session),
        footer=letterhead.printed(),
        language=i18n.language(),
        currency=quote.currency,
        pages=(tuple(blocks),),
    )


def name(quote: QuoteDetail) -> str:
    """The number of a quote with its version, if there was one before: ``BJ-0001 v2``."""
    return quote.number if quote.version == 1 else f"{quote.number} v{quote.version}"


def _sentence(quote: QuoteDetail) -> str:
    who = quote.contact_name
    if quote.person_name:
        who = _("{company}, attention {person}").format(company=who, person=quote.person_name)
    until = quote.draft.valid_until
    if until is None:
        return _("For {name}.").format(name=who)
    return _("For {name}, good until {day}.").format(name=who, day=formats.date_long(until))


def _goods(quote: QuoteDetail) -> Table:
    discounts = any(line.discount_bp or line.discount_minor for line in quote.draft.lines)
    columns = (
        Column(pgettext("paper", "No."), Kind.INTEGER, share=0.4),
        Column(_("Product"), share=3.4, strong=True),
        Column(_("Quantity"), Kind.INTEGER, share=0.9),
        Column(_("Unit price"), Kind.MONEY_EXACT, share=1.2),
        *((Column(_("Discount"), Kind.INTEGER, share=1.0),) if discounts else ()),
        Column(_("Amount"), Kind.MONEY_EXACT, share=1.2),
    )
    rows = []
    for number, (line, amount) in enumerate(
        zip(quote.draft.lines, quote.amounts, strict=True), start=1
    ):
        many = f"{formats.quantity(line.quantity_milli)} {line.unit}".strip()
        off = (Styled(None, text=_off(line, quote.currency)),) if discounts else ()
        quantity = Styled(None, text=many)
        rows.append(Row((number, line.name, quantity, line.unit_price_minor, *off, amount)))
    return Table(columns, tuple(rows), sheet=pgettext("paper", "Quote"))


def _off(line: LineDraft, currency: str) -> str:
    parts = []
    if line.discount_bp:
        parts.append(f"−{formats.percent(line.discount_bp, 2 if line.discount_bp % 100 else 0)}")
    if line.discount_minor:
        parts.append(f"−{formats.money_exact(line.discount_minor, currency)}")
    return " ".join(parts)


def _sums(quote: QuoteDetail) -> Table:
    """Subtotal, discount, tax and total under the amounts."""
    columns = (Column("", Kind.INTEGER, share=4.0), Column("", Kind.MONEY_EXACT, share=1.2))
    lines: list[tuple[str, int, bool]] = []
    if quote.draft.discount_minor:
        lines.append((_("Subtotal"), quote.subtotal_minor, False))
        lines.append((_("Discount"), -quote.draft.discount_minor, False))
    if quote.tax_minor:
        label = _("Tax included") if quote.draft.tax_included else _("Tax")
        lines.append((label, quote.tax_minor, False))
    lines.append((_("Total"), quote.total_minor, True))
    rows = tuple(
        Row((Styled(None, text=label, strong=strong), _sum(amount, quote.currency, strong=strong)))
        for label, amount, strong in lines
    )
    return Table(columns, rows, header=False)


def _sum(minor: int, currency: str, *, strong: bool) -> Styled:
    """The total says its currency."""
    shown = formats.money_exact(minor, currency) if strong else ""
    return Styled(minor, text=shown, strong=strong)


def _in_words(quote: QuoteDetail) -> str:
    """The total in capital numerals, as Chinese papers have it."""
    if i18n.language() != "zh_CN" or quote.currency != "CNY":
        return ""
    words = amount_words.capitals(quote.total_minor)
    return _("In words: {words}").format(words=words) if words else ""
