"""The reminder a sale offers: when what is sold is used up, or a part or a service falls due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.core.months import add_months
from crm_desktop.db.models import FollowUp, FollowUpRule, Product, ProductPart, Sale, SaleLine
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft

_LONGEST_DAYS = 40_000
_DAYS_OF_A_MONTH = 30.44
_IN_MONTHS, _YEAR = 59, 365  # days from which it is said so
_LONGEST_MONTHS = 1_200


@dataclass(frozen=True, slots=True)
class Reminder:
    """The first day something falls due, and what: to be replaced, or to be serviced."""

    due_on: dt.date
    names: tuple[str, ...]
    service: bool

    @property
    def what(self) -> str:
        """The names in one text."""
        return pgettext("list separator", ", ").join(self.names)


def offered(session: Session, product_ids: Collection[int], day: dt.date) -> Reminder | None:
    """What these products, sold on ``day``, need first; ``None`` for nothing.

    What an active rule makes follow-ups for by itself is left out: it would be done twice.
    """
    found = sorted(_due(session, set(product_ids), day))
    if not found:
        return None
    on, service, _name = found[0]
    names = [name for due, kind, name in found if (due, kind) == (on, service)]
    return Reminder(on, tuple(dict.fromkeys(names)), service)


def words(reminder: Reminder, day: dt.date) -> str:
    """``Remind in 6 months (18 Dec)``: months as people count them, the day exactly."""
    many = days = (reminder.due_on - day).days
    said = ngettext("Remind in {n} day ({day})", "Remind in {n} days ({day})", many)
    if days >= _IN_MONTHS:
        many = round(days / _DAYS_OF_A_MONTH)
        said = ngettext("Remind in {n} month ({day})", "Remind in {n} months ({day})", many)
    on = formats.day_month(reminder.due_on) if days < _YEAR else formats.date_long(reminder.due_on)
    return said.format(n=formats.integer(many), day=on)


def plan(session: Session, sale_id: int) -> int | None:
    """Make the follow-up a recorded sale offers; returns its id, ``None`` for a walk-in or where
    nothing falls due."""
    sale = session.get_one(Sale, sale_id)
    lines = select(SaleLine.product_id).where(
        SaleLine.sale_id == sale_id, SaleLine.product_id.is_not(None), SaleLine.quantity_milli > 0
    )
    sold = [one for one in session.scalars(lines) if one is not None]
    reminder = offered(session, sold, sale.sold_on)
    if sale.contact_id is None or reminder is None:
        return None
    title = _("Service: {goods}") if reminder.service else _("Offer new {goods}")
    draft = FollowUpDraft(
        title.format(goods=reminder.what),
        reminder.due_on,
        contact_id=sale.contact_id,
        kind="service" if reminder.service else "task",
        reason=_("Sold on {day}, {number}").format(
            day=formats.date_long(sale.sold_on), number=sale.number
        ),
        owner_id=sale.staff_id,
        sale_id=sale_id,
    )
    return follow_ups.create(session, draft)


def drop(session: Session, sale_id: int) -> None:
    """Cancel what is still to be done about a sale that was cancelled."""
    still = select(FollowUp.id).where(
        FollowUp.sale_id == sale_id, FollowUp.state == "open", FollowUp.deleted_at.is_(None)
    )
    follow_ups.cancel(session, session.scalars(still).all())


def _due(session: Session, ids: set[int], day: dt.date) -> Iterator[tuple[dt.date, bool, str]]:
    """Day, whether it is a service, and the name of what falls due."""
    active = select(FollowUpRule.trigger).where(
        FollowUpRule.active.is_(True), FollowUpRule.deleted_at.is_(None)
    )
    ruled = set(session.scalars(active))
    goods = session.scalars(select(Product).where(Product.id.in_(ids))).all() if ids else []
    for one in goods:
        if "supply" not in ruled and 0 < (one.days_of_use or 0) <= _LONGEST_DAYS:
            yield day + dt.timedelta(one.days_of_use or 0), False, one.name
        if "service" not in ruled and 0 < (one.service_months or 0) <= _LONGEST_MONTHS:
            yield add_months(day, one.service_months or 0), True, one.name
    if "part" in ruled or not ids:
        return
    part = aliased(Product)
    parts = (
        select(ProductPart.after_months, part.name)
        .join(part, part.id == ProductPart.part_id)
        .where(
            ProductPart.product_id.in_(ids),
            ProductPart.after_months.between(1, _LONGEST_MONTHS),
            part.deleted_at.is_(None),
        )
    )
    for months, name in session.execute(parts):
        yield add_months(day, months), False, name
