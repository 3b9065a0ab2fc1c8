"""The monthly statement of commission: one person a sheet, every rate and every sale behind it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from crm_desktop.core import formats, i18n
from crm_desktop.core.i18n import _, ngettext, pgettext
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
from crm_desktop.services.commission import commission
from crm_desktop.services.commission.commission import Statement, StatementRow
from crm_desktop.services.commission.commission_bases import BASES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def build(session: Session, day: dt.date, staff_id: int | None = None) -> Report:
    """The month of ``day`` of one person, or of everybody, in the language in force."""
    if staff_id is None:
        made = commission.statements(session, day)
    else:
        made = [commission.statement(session, staff_id, day)]
    month = formats.month_year(day)
    return Report(
        key="commission",
        title=_("Commission statement"),
        period=month,
        shop=letterhead.shop(session),
        footer=letterhead.printed(),
        language=i18n.language(),
        currency=made[0].currency if made else "",
        pages=tuple(_page(one) for one in made) or ((Summary((_("Nobody works here yet."),)),),),
    )


def rate_words(rate_bp: int) -> str:
    """A rate with no more digits than it needs."""
    digits = 0 if rate_bp % 100 == 0 else 1 if rate_bp % 10 == 0 else 2
    return formats.percent(rate_bp, digits)


def row_words(row: StatementRow, currency: str) -> str:
    """What a row of a statement is for: a product, category or level, or a band."""
    if row.label:
        return row.label
    if not row.from_minor:
        return _("everything else")
    return _("from {amount}").format(amount=formats.money_whole(row.from_minor, currency))


def _page(one: Statement) -> tuple[Block, ...]:
    blocks: list[Block] = [Summary(tuple(_sentences(one)))]
    if one.rows:
        title = _("Commission")
        blocks.append(Section(title, one.name, (_rates(one),)))
        count = len({sale.sale_id for sale in one.sales})
        words = ngettext("{n} sale or return", "{n} sales and returns", count)
        said = words.format(n=formats.integer(count))
        blocks.append(Section(_("What it is reckoned from"), said, (_sales(one),)))
    blocks.append(Note(_("Each row is rounded half up once, to the smallest unit of money.")))
    if one.without_cost:
        words = ngettext(
            "{n} line of the shop's sales has no cost and counts for no margin.",
            "{n} lines of the shop's sales have no cost and count for no margin.",
            one.without_cost,
        )
        blocks.append(Note(words.format(n=formats.integer(one.without_cost))))
    signed = pgettext("commission", "Received by: {name}").format(name=one.name)
    blocks.append(Signatures((pgettext("signature", "Manager"), signed, _("Date"))))
    return tuple(blocks)


def _sentences(one: Statement) -> list[str]:
    month = formats.month_year(one.month)
    if not one.rows:
        return [_("{name} earned no commission in {month}.").format(name=one.name, month=month)]
    amount = formats.money_exact(one.commission_minor, one.currency)
    said = [_("{name} earned {amount} in {month}.").format(
        name=one.name, amount=amount, month=month)]  # fmt: skip
    if one.returned_minor:
        taken = formats.money_exact(-one.returned_minor, one.currency)
        said.append(_("Returns of {amount} are taken off.").format(amount=taken))
    said.append(
        _("The month is locked: its sales can change no more.")
        if one.locked
        else _("The month is not locked: this may still change.")
    )
    return said


def _rates(one: Statement) -> Table:
    columns = (
        Column(pgettext("commission", "Plan"), share=1.4),
        Column(pgettext("commission", "Reckoned on"), share=1.1),
        Column(pgettext("commission", "For"), share=1.5, strong=True),
        Column(_("Amount"), Kind.MONEY_EXACT, share=1.1),
        Column(_("Rate"), Kind.PERCENT, share=0.7),
        Column(_("Commission"), Kind.MONEY_EXACT, share=1.1),
    )
    rows = [
        Row(
            (
                row.plan,
                _(BASES[row.basis]),
                row_words(row, one.currency),
                row.base_minor,
                Styled(row.rate_bp, text=rate_words(row.rate_bp)),
                row.commission_minor,
            )
        )
        for row in one.rows
    ]
    total = Styled(one.commission_minor, strong=True)
    blank = Styled(None, text=" ")
    rows.append(Row((Styled(_("Total"), strong=True), "", "", blank, blank, total)))
    # A workbook has one sheet a person; the name keeps them apart.
    return Table(columns, tuple(rows), sheet=one.name)


def _sales(one: Statement) -> Table:
    several = len({row.plan for row in one.rows}) > 1
    columns = (
        Column(_("Date"), Kind.DATE, share=0.9),
        Column(_("Number"), share=1.0),
        Column(_("Customer"), share=2.0),
        *((Column(pgettext("commission", "Plan"), share=1.3),) if several else ()),
        Column(_("Amount"), Kind.MONEY_EXACT, share=1.1),
    )
    rows = [
        Row(
            (
                sale.day,
                sale.number,
                sale.customer or _("Walk-in"),
                *((sale.plan,) if several else ()),
                sale.amount_minor,
            ),
            detail=_("Return") if sale.returned else "",
        )
        for sale in one.sales
    ]
    return Table(columns, tuple(rows), sheet=_("Sales of {name}").format(name=one.name))
