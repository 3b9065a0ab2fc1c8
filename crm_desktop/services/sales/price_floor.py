"""What a sale or a quote may cost at least, and who may say yes to less."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import formats, money
from crm_desktop.core.errors import BelowFloor, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Product, Staff
from crm_desktop.services.lifecycle import stage_policy
from crm_desktop.services.lifecycle.stage_policy import NO_POLICY, WHOLE_BP, Policy
from crm_desktop.services.sales import sale_draft
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from crm_desktop.services.settings import settings


def problem(session: Session, draft: SaleDraft, day: dt.date, whole: str) -> BelowFloor | None:
    """Why an offer is too cheap on a day, or ``None``; ``whole`` is what all of it is called.

    The floor of a line is the higher of its product's lowest price and that of the customer's
    stage. Each line is compared, and all together, so that an amount off the whole does not get
    around it; what has no floor may bear it. Gifts, goods coming back and products priced in
    another currency are let be.
    """
    currency = draft.currency or settings.get(session, settings.CURRENCY)
    policy = NO_POLICY
    if draft.contact_id is not None:
        policy = stage_policy.of_contact(session, draft.contact_id, day)
    ids = {line.product_id for line in draft.lines}
    goods = {one.id: one for one in session.scalars(select(Product).where(Product.id.in_(ids)))}
    least_of_all, asked_of_all = 0, -draft.discount_minor
    for line in draft.lines:
        if line.gift or line.quantity_milli <= 0:
            continue
        amount = sale_draft.line_total(line)
        asked_of_all += amount
        product = goods.get(line.product_id or 0)
        if product is None or product.currency != currency:
            continue
        own, of_stage = _floors(line, product, policy)
        least = max(own, of_stage)
        if amount < least:
            what = line.description or product.name
            return _too_cheap(what, least, currency, policy if of_stage > own else NO_POLICY)
        least_of_all += least
    if asked_of_all < least_of_all:
        return _too_cheap(whole, least_of_all, currency, policy)
    return None


def check(
    session: Session, draft: SaleDraft, approver_id: int | None, day: dt.date, whole: str
) -> None:
    """Raise ``BelowFloor`` for an offer that is too cheap, unless it says why and who agreed.

    Who agreed must be named wherever the shop has staff. Raises ``UserError`` for somebody who
    does not work here.
    """
    agreed = session.get(Staff, approver_id) if approver_id is not None else None
    if approver_id is not None and (agreed is None or not agreed.active or agreed.deleted_at):
        raise UserError(_("Who agreed does not work here."), _("Nothing was saved."))
    if draft.below_floor_reason.strip() and (agreed is not None or not approvers(session)):
        return
    found = problem(session, draft, day, whole)
    if found is not None:
        raise found


def approvers(session: Session) -> list[tuple[int, str]]:
    """Who may agree: everybody who works here, id and name, by name."""
    query = (
        select(Staff.id, Staff.name)
        .where(Staff.deleted_at.is_(None), Staff.active.is_(True))
        .order_by(Staff.name, Staff.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def _floors(line: LineDraft, product: Product, policy: Policy) -> tuple[int, int]:
    """What the line must come to by its product's lowest price and by the customer's stage."""
    own = of_stage = 0
    if product.floor_price_minor is not None:
        own = money.line_amount(line.quantity_milli, product.floor_price_minor)
    if policy.lowest_price_bp is not None and product.price_minor is not None:
        off = WHOLE_BP - policy.lowest_price_bp
        of_stage = money.line_amount(line.quantity_milli, product.price_minor, off)
    return own, of_stage


def _too_cheap(what: str, least_minor: int, currency: str, policy: Policy) -> BelowFloor:
    sentence = _("{what} is below the lowest price: it must come to {amount} at least.")
    stage = percent = ""
    if policy.lowest_price_bp is not None:
        sentence = _(
            "{what} must cost at least {amount} for a customer in stage {stage} ({percent})."
        )
        stage, percent = policy.stage, formats.percent(policy.lowest_price_bp)
    said = sentence.format(
        what=what,
        amount=formats.money_exact(least_minor, currency),
        stage=stage,
        percent=percent,
    )
    return BelowFloor(
        said, _("Nothing was saved."), _("Raise the price, or write down why and who agreed.")
    )
