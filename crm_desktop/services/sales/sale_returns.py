"""Goods coming back against the sale they were sold with: what is left to come, and the return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats, money
from crm_desktop.core.errors import Conflict, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Sale, SaleLine
from crm_desktop.services.payments import customer_credit, payments, stored_value
from crm_desktop.services.sales import sales, sold_equipment
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft, totals
from crm_desktop.services.sales.sales import SaleDetail, SaleLineRow

ACTION = N_("Take goods back")


@dataclass(frozen=True, slots=True)
class Returned:
    """A recorded return: its sale, its total (negative), the money given back, what was kept as
    credit and what went back to the bonus (positive); what is left of the total was taken off the
    debt on the old sale."""

    sale_id: int
    total_minor: int
    refund_minor: int
    credit_minor: int = 0
    bonus_minor: int = 0


def returnable(session: Session, sale_id: int) -> dict[int, int]:
    """By line of the sale how many thousandths may still come back. Raises ``NotFound``."""
    lines = sales.detail(session, sale_id).lines
    came = _came_back(session, sale_id)
    return {line.id: line.quantity_milli - came.get(line.id, (0, 0))[0] for line in lines}


def take_back(
    session: Session,
    sale_id: int,
    quantities: Mapping[int, int] | None = None,
    *,
    method: str = "",
    day: dt.date | None = None,
) -> Returned:
    """Record that goods of a sale came back: thousandths by line, or all that is left.

    Each line is worth what it was sold for, its part of the discounts included; parts taken back
    one by one add up to the whole. The worth lowers first what is owed on the sale. Of the rest,
    what was paid with a bonus goes back to the bonus; the money is given back by ``method``, or
    kept as the customer's credit where that is ``customer_credit.METHOD``. Raises ``UserError``
    for more than was sold, a walk-in's credit, or a locked month.
    """
    old = sales.detail(session, sale_id)
    wanted = _wanted(session, old, quantities)
    draft = _draft(session, old, wanted, day or clock.today())
    worth = -totals(draft).total_minor
    rest = max(0, worth - max(0, old.open_minor))
    extra = min(rest, _bonus_part(session, old, worth))
    cash = rest - extra
    kept = cash if method == customer_credit.METHOD else 0
    if kept and old.contact_id is None:
        raise UserError(
            _("A walk-in has no credit."),
            _("Nothing was saved."),
            _("Give the money back, or choose the customer at the sale."),
        )
    paid = (PaymentDraft(-cash, method),) if cash and not kept else ()
    return_id = sales.record(session, _with(draft, paid))
    _link(session, return_id, sale_id, list(wanted))
    on = draft.sold_on or clock.today()
    sold_equipment.retire_gone(session, wanted, on)
    if worth > rest:
        _set_off(session, old, return_id, worth - rest, on)
    if kept:
        _keep(session, old, return_id, kept, on)
    if extra:
        stored_value.give_back(session, return_id, extra, on)
    return Returned(return_id, -worth, cash - kept, kept, extra)


def _wanted(
    session: Session, old: SaleDetail, quantities: Mapping[int, int] | None
) -> dict[int, int]:
    """What comes back by line. Raises as ``take_back``."""
    if old.kind != "sale" or old.status != "confirmed":
        raise Conflict(_("Goods of this sale cannot come back."), _("Nothing was changed."))
    left = returnable(session, old.id)
    wanted = {line: many for line, many in (quantities or left).items() if many}
    if not wanted or any(not 0 < many <= left.get(line, 0) for line, many in wanted.items()):
        raise UserError(
            _("More cannot come back than was sold and is not back yet."),
            _("Nothing was saved."),
        )
    return wanted


def bonus_words(made: Returned, currency: str) -> str:
    """What is said of the bonus that went back, empty when none did."""
    if not made.bonus_minor:
        return ""
    words = _("{amount} of it back to the bonus")
    return words.format(amount=formats.money_exact(made.bonus_minor, currency))


def _bonus_part(session: Session, old: SaleDetail, worth_minor: int) -> int:
    """How much of ``worth_minor`` was paid with a bonus: the same part as of the whole sale, so
    that goods that come back one by one give back all of it."""
    paid = stored_value.paid_with_bonus(session, [old.id])
    if not paid:
        return 0
    returns = session.execute(
        select(Sale.id, Sale.total_minor).where(
            Sale.return_of_id == old.id, Sale.status == "confirmed", Sale.deleted_at.is_(None)
        )
    ).all()
    reached = worth_minor - sum(total for _id, total in returns)
    given = -stored_value.paid_with_bonus(session, [one for one, _total in returns])
    return max(0, money.divide_half_up(paid * reached, old.total_minor) - given)


def _draft(
    session: Session, old: SaleDetail, wanted: Mapping[int, int], day: dt.date
) -> SaleDraft:  # fmt: skip
    came = _came_back(session, old.id)
    by_id = {line.id: line for line in old.lines}
    lines = tuple(_line(by_id[one], many, *came.get(one, (0, 0))) for one, many in wanted.items())
    before = sum(amount for _many, amount in came.values())
    now = before - sum(_worth(line) for line in lines)
    rates = session.execute(
        select(SaleLine.id, SaleLine.tax_bp).where(SaleLine.sale_id == old.id)
    ).all()
    tax: dict[int, int] = {line: rate for line, rate in rates}  # noqa: C416 - rows, not pairs
    whole = old.subtotal_minor

    def share(amount: int) -> int:
        return money.divide_half_up(old.discount_minor * amount, whole) if whole else 0

    taxed = tuple(_taxed(line, tax[one]) for line, one in zip(lines, wanted, strict=True))
    return SaleDraft(
        taxed,
        old.contact_id,
        day,
        discount_minor=share(before) - share(now),
        tax_included=old.tax_included,
        remark=_("Return of {number}").format(number=old.number),
        shop_id=session.get_one(Sale, old.id).shop_id,
        currency=old.currency,
    )


def _line(line: SaleLineRow, many: int, came_milli: int, came_minor: int) -> LineDraft:
    """The line with ``many`` thousandths coming back, worth their exact part of its amount."""
    so_far = money.divide_half_up(line.amount_minor * (came_milli + many), line.quantity_milli)
    worth = so_far - came_minor
    plain = 0 if line.gift else money.line_amount(-many, line.unit_price_minor, line.discount_bp)
    return LineDraft(
        line.product_id,
        line.description,
        -many,
        line.unit_price_minor,
        line.discount_bp,
        plain + worth,
        line.unit,
        line.spec,
        gift=line.gift,
        options=line.options,
    )


def _worth(line: LineDraft) -> int:
    return totals(SaleDraft((line,))).subtotal_minor


def _taxed(line: LineDraft, tax_bp: int) -> LineDraft:
    return replace(line, tax_bp=tax_bp)


def _with(draft: SaleDraft, paid: tuple[PaymentDraft, ...]) -> SaleDraft:
    return replace(draft, payments=paid)


def _came_back(session: Session, sale_id: int) -> dict[int, tuple[int, int]]:
    """By line of the sale: thousandths that came back, and what they were worth."""
    query = (
        select(
            SaleLine.return_of_line_id,
            -func.sum(SaleLine.quantity_milli),
            -func.sum(SaleLine.amount_minor),
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.return_of_id == sale_id, Sale.status == "confirmed", Sale.deleted_at.is_(None))
        .group_by(SaleLine.return_of_line_id)
    )
    return {line: (many, amount) for line, many, amount in session.execute(query) if line}


def _link(session: Session, return_id: int, sale_id: int, lines: list[int]) -> None:
    session.get_one(Sale, return_id).return_of_id = sale_id
    made = session.scalars(
        select(SaleLine).where(SaleLine.sale_id == return_id).order_by(SaleLine.position)
    )
    for row, line in zip(made, lines, strict=True):
        row.return_of_line_id = line
        # What it cost then: the margin it once made is taken back, no more and no less.
        row.cost_minor = session.get_one(SaleLine, line).cost_minor
    session.flush()


def _set_off(session: Session, old: SaleDetail, return_id: int, minor: int, day: dt.date) -> None:
    """Lower the debt on the old sale by the worth of the return: two payments that add up to
    nothing, so that no money seems to have moved."""
    note = _("Set off against the return of {number}, {amount}").format(
        number=old.number, amount=formats.money_exact(minor, old.currency)
    )
    for amount, target in ((-minor, return_id), (minor, old.id)):
        payments.pay(
            session, old.contact_id, amount, paid_on=day, sale_ids=[target], note=note,
            currency=old.currency,
        )  # fmt: skip


def _keep(session: Session, old: SaleDetail, return_id: int, minor: int, day: dt.date) -> None:
    """Keep the worth of the return as its customer's credit: likewise two payments."""
    assert old.contact_id is not None
    note = _("Kept from the return of {number}, {amount}").format(
        number=old.number, amount=formats.money_exact(minor, old.currency)
    )
    payments.pay(
        session, old.contact_id, -minor, paid_on=day, sale_ids=[return_id], note=note,
        currency=old.currency,
    )  # fmt: skip
    customer_credit.deposit(
        session, old.contact_id, minor, paid_on=day, note=note, currency=old.currency
    )
