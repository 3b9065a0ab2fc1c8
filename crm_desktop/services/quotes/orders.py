"""Orders: sales that are promised for a day, kept in steps, and delivered in parts.

An order is a confirmed sale with a promised day, a milestone, a delivery or a quote behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.core import clock, formats, text
from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Delivery, DeliveryLine, OrderMilestone, Quote, Sale, SaleLine
from crm_desktop.services.quotes import order_goods
from crm_desktop.services.records import attachments
from crm_desktop.services.records.attachments import FileRow
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sales import SaleDetail, SaleLineRow

PROMISE_ACTION = N_("Promise an order for a day")
STEPS_ACTION = N_("Change the milestones of an order")
TICK_ACTION = N_("Tick a milestone of an order")
DELIVER_ACTION = N_("Deliver goods of an order")
RECEIVED_ACTION = N_("Mark a delivery as received")
CORRECT_ACTION = N_("Change a delivery")
TAKE_BACK_ACTION = N_("Take a delivery back")
CONTRACT_ACTION = N_("Keep the contract of an order")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of an order. ``id`` is 0 for a new one; ``done_on`` is ``None`` while it is open."""

    name: str
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    id: int = 0

    def late(self, today: dt.date) -> bool:
        """True when it should have been done by now."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class DeliveryDraft:
    """Goods on their way. ``quantities`` are thousandths by id of the sale's line; without any,
    everything that is left goes."""

    quantities: Mapping[int, int] | None = None
    shipped_on: dt.date | None = None
    carrier: str = ""
    tracking_no: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery; ``quantities`` are thousandths by id of the sale's line."""

    id: int
    shipped_on: dt.date | None
    received_on: dt.date | None
    carrier: str
    tracking_no: str
    address: str
    note: str
    quantities: dict[int, int]


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """A sale as an order. ``left`` are the thousandths not yet sent, by id of the line."""

    sale: SaleDetail
    promised_on: dt.date | None
    quote_id: int | None
    quote_number: str
    milestones: tuple[Milestone, ...]
    deliveries: tuple[DeliveryRow, ...]
    left: dict[int, int]
    files: tuple[FileRow, ...]

    @property
    def delivered(self) -> bool:
        """True when nothing is left to send."""
        return not any(self.left.values())

    @property
    def came_back(self) -> bool:
        """True when all of it was taken back before any of it went."""
        return self.delivered and not self.deliveries

    def sent(self, line_id: int) -> int:
        """Thousandths of a line that went."""
        return sum(one.quantities.get(line_id, 0) for one in self.deliveries)

    def sent_words(self, line: SaleLineRow) -> str:
        """How much of a line went: ``1 of 2 pc sent``; what came back unsent counts no more."""
        sent, left = self.sent(line.id), self.left.get(line.id, 0)
        if not sent + left:
            return _("came back")
        whole = f"{formats.quantity(sent + left)} {line.unit}".strip()
        return _("{sent} of {ordered} sent").format(sent=formats.quantity(sent), ordered=whole)

    def days_late(self, today: dt.date) -> int:
        """How many days the promise is broken; 0 when it is not."""
        if self.delivered or self.promised_on is None or self.sale.status != "confirmed":
            return 0
        return max(0, (today - self.promised_on).days)


def detail(session: Session, sale_id: int) -> OrderDetail:
    """One order. Raises ``NotFound``."""
    sale = _found(session, sale_id)
    quote = session.get(Quote, sale.quote_id) if sale.quote_id is not None else None
    return OrderDetail(
        sale=sales.detail(session, sale_id),
        promised_on=sale.promised_on,
        quote_id=quote.id if quote is not None and quote.deleted_at is None else None,
        quote_number=quote.number if quote is not None else "",
        milestones=milestones(session, sale_id),
        deliveries=_deliveries(session, sale_id),
        left=left_of(session, sale_id),
        files=tuple(attachments.of_record(session, "sale", sale_id)),
    )


def named(session: Session, number: str) -> int:
    """The id of the sale of this number, the latest of them. Raises ``NotFound``."""
    found = session.scalar(
        select(Sale.id)
        .where(Sale.number == number.strip(), Sale.deleted_at.is_(None))
        .order_by(Sale.id.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound(
            _("There is no sale {number}.").format(number=number.strip()), _("Nothing was changed.")
        )
    return found


def promise(session: Session, sale_id: int, day: dt.date | None) -> None:
    """Promise the goods for a day, or take the promise back.

    Raises ``UserError`` for a day before the sale.
    """
    sale = _open(session, sale_id)
    if day is not None and day < sale.sold_on:
        raise UserError(
            _("The promised day is before the sale."),
            _("Nothing was changed."),
            _("Choose a later day."),
        )
    sale.promised_on = day
    session.flush()


def milestones(session: Session, sale_id: int) -> tuple[Milestone, ...]:
    """The steps of an order, in its order."""
    query = (
        select(OrderMilestone)
        .where(OrderMilestone.sale_id == sale_id)
        .order_by(OrderMilestone.position, OrderMilestone.id)
    )
    return tuple(
        Milestone(one.name, one.due_on, one.done_on, one.id) for one in session.scalars(query)
    )


def set_milestones(session: Session, sale_id: int, wanted: tuple[Milestone, ...]) -> None:
    """Replace the steps of an order; those with an ``id`` stay the same records.

    Raises ``UserError`` for a step without a name.
    """
    _open(session, sale_id)
    kept = {one.id for one in milestones(session, sale_id)} & {one.id for one in wanted}
    session.execute(
        delete(OrderMilestone).where(
            OrderMilestone.sale_id == sale_id, OrderMilestone.id.not_in(kept)
        )
    )
    for position, one in enumerate(wanted):
        name = text.clean(one.name)
        if not name:
            raise UserError(_("A milestone needs a name."), _("Nothing was changed."))
        row = session.get_one(OrderMilestone, one.id) if one.id in kept else None
        if row is None:
            row = OrderMilestone(sale_id=sale_id, name=name)
            session.add(row)
        row.name, row.due_on, row.done_on, row.position = name, one.due_on, one.done_on, position
    session.flush()


def tick(session: Session, milestone_id: int, done_on: dt.date | None) -> None:
    """Mark a step as done on a day, or as open again. Raises ``NotFound``."""
    step = session.get(OrderMilestone, milestone_id)
    if step is None:
        raise NotFound(_("This milestone does not exist any more."), _("Nothing was changed."))
    _open(session, step.sale_id)
    step.done_on = done_on
    session.flush()


def deliver(session: Session, sale_id: int, draft: DeliveryDraft) -> int:
    """Send goods of an order, all that is left or a part; returns the delivery's id.

    Raises ``UserError`` for more than is left, for nothing, and for a day before the sale.
    """
    sale = _open(session, sale_id)
    left = left_of(session, sale_id)
    wanted = dict(left if draft.quantities is None else draft.quantities)
    sent = {line: many for line, many in wanted.items() if many}
    if not sent:
        raise UserError(_("There is nothing to deliver."), _("Nothing was saved."))
    if any(many < 0 or many > left.get(line, 0) for line, many in sent.items()):
        raise UserError(
            _("More would be delivered than was ordered."),
            _("Nothing was saved."),
            _("Type at most what is left."),
        )
    made = Delivery(sale_id=sale_id)
    _describe(made, sale, draft)
    session.add(made)
    session.flush()
    for line, many in sent.items():
        session.add(DeliveryLine(delivery_id=made.id, sale_line_id=line, quantity_milli=many))
    session.flush()
    return made.id


def correct(session: Session, delivery_id: int, draft: DeliveryDraft) -> None:
    """Say anew who brings a delivery, under which number, where to and since when; what it carries
    stays. Raises ``UserError`` for a day before the sale or after it was received."""
    made = _delivery(session, delivery_id)
    _describe(made, _found(session, made.sale_id), draft)
    session.flush()


def mark_received(session: Session, delivery_id: int, day: dt.date | None) -> None:
    """The customer has it since a day, or not yet.

    Raises ``UserError`` for a day before it left.
    """
    made = _delivery(session, delivery_id)
    if day is not None and made.shipped_on is not None and day < made.shipped_on:
        raise UserError(_("It was received before it was sent."), _("Nothing was changed."))
    made.received_on = day
    session.flush()


def receive_all(session: Session, sale_id: int, day: dt.date) -> int:
    """The customer has everything that is on the way; returns how many deliveries that were."""
    waiting = [one for one in _deliveries(session, sale_id) if one.received_on is None]
    for one in waiting:
        mark_received(session, one.id, day)
    return len(waiting)


def take_back(session: Session, delivery_id: int) -> None:
    """Take a delivery away, as if it had never left; what it carried is left again."""
    made = _delivery(session, delivery_id)
    session.delete(made)
    session.flush()


def keep_contract(session: Session, sale_id: int, name: str, content: bytes) -> int:
    """Keep a file, the signed contract, with an order; returns the file's id."""
    _found(session, sale_id)
    return attachments.add(session, "sale", sale_id, name, content)


def left_of(session: Session, sale_id: int) -> dict[int, int]:
    """Thousandths still to send, by id of the line. A line of a return is not delivered."""
    line = aliased(SaleLine)
    query = (
        select(line.id, order_goods.left_milli(line))
        .where(line.sale_id == sale_id, line.quantity_milli > 0)
        .order_by(line.position, line.id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _describe(made: Delivery, sale: Sale, draft: DeliveryDraft) -> None:
    shipped_on = draft.shipped_on or clock.today()
    if shipped_on < sale.sold_on:
        raise UserError(
            _("The delivery is before the sale."), _("Nothing was saved."), _("Choose a later day.")
        )
    if made.received_on is not None and made.received_on < shipped_on:
        raise UserError(_("It was received before it was sent."), _("Nothing was changed."))
    made.shipped_on = shipped_on
    made.carrier, made.tracking_no = text.clean(draft.carrier), text.clean(draft.tracking_no)
    made.address, made.note = text.clean(draft.address), text.clean(draft.note)


def _deliveries(session: Session, sale_id: int) -> tuple[DeliveryRow, ...]:
    carried: dict[int, dict[int, int]] = {}
    lines = (
        select(DeliveryLine)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.sale_id == sale_id)
    )
    for line in session.scalars(lines):
        carried.setdefault(line.delivery_id, {})[line.sale_line_id] = line.quantity_milli
    query = select(Delivery).where(Delivery.sale_id == sale_id).order_by(Delivery.id)
    return tuple(
        DeliveryRow(
            one.id,
            one.shipped_on,
            one.received_on,
            one.carrier,
            one.tracking_no,
            one.address,
            one.note,
            carried.get(one.id, {}),
        )
        for one in session.scalars(query)
    )


def _found(session: Session, sale_id: int) -> Sale:
    sale = session.get(Sale, sale_id)
    if sale is None or sale.deleted_at is not None:
        raise NotFound(_("This sale does not exist any more."), _("Nothing was changed."))
    return sale


def _open(session: Session, sale_id: int) -> Sale:
    sale = _found(session, sale_id)
    if sale.status != "confirmed" or sale.kind != "sale":
        raise Conflict(
            _("Sale {number} is no order: it was cancelled or is a return.").format(
                number=sale.number
            ),
            _("Nothing was changed."),
        )
    return sale


def _delivery(session: Session, delivery_id: int) -> Delivery:
    made = session.get(Delivery, delivery_id)
    if made is None:
        raise NotFound(_("This delivery does not exist any more."), _("Nothing was changed."))
    return made
