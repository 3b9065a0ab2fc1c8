"""From one member of staff to another: customers with their open deals and follow-ups.

What was done stays with who did it: entries, sales, closed deals and finished follow-ups keep their
staff. Each customer's timeline says who handed them to whom, and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm_desktop.core import clock, formats, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db import bulk
from crm_desktop.db.contact_stats import NO_TALK
from crm_desktop.db.models import Contact, ContactStats, Deal, FollowUp, Record, TimelineEntry
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.records import staff
from crm_desktop.services.records.listed import CONTACT_PERSON
from crm_desktop.services.settings import settings

ACTION = N_("Hand over")

NAMED = 6
"""How many customers a preview names for each receiver."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class HandoverOrder:
    """What is to go to whom.

    ``to_ids`` share it evenly. Without ``contact_ids`` and ``view_id``, a saved view, it is all
    that ``from_id`` has; without ``from_id``, whoever has those customers. ``deals`` and
    ``follow_ups`` say whether the open ones go along.
    """

    to_ids: tuple[int, ...]
    from_id: int | None = None
    contact_ids: tuple[int, ...] | None = None
    view_id: int | None = None
    reason: str = ""
    deals: bool = True
    follow_ups: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """What one of the receivers gets; amounts in minor units of the file's currency. ``best``
    names the first ``NAMED`` of the customers, who spent most first."""

    staff_id: int
    name: str
    customers: int = 0
    deals: int = 0
    deals_minor: int = 0
    follow_ups: int = 0
    owed_minor: int = 0
    best: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverPreview:
    """What a handover would do. ``total`` adds up the shares; ``giver`` is empty when several
    give. ``left_out`` are chosen customers who belong to others, or to the receiver already."""

    giver: str
    total: Share
    shares: tuple[Share, ...]
    left_out: int
    currency: str


@dataclass(slots=True)
class Plan:
    """Who gets what, by id: of the customers, deals and follow-ups to their receiver."""

    givers: dict[int, int | None] = field(default_factory=dict)
    contacts: dict[int, int] = field(default_factory=dict)
    deals: dict[int, int] = field(default_factory=dict)
    follow_ups: dict[int, int] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    owed: dict[int, int] = field(default_factory=dict)
    worth: dict[int, int] = field(default_factory=dict)
    left_out: int = 0

    def __len__(self) -> int:
        return len(self.contacts) + len(self.deals) + len(self.follow_ups)


def preview(session: Session, order: HandoverOrder) -> HandoverPreview:
    """What ``run`` would do. Raises ``UserError`` for receivers who cannot be."""
    names = _checked_names(session, order)
    plan = planned(session, order)
    shares = tuple(
        replace(_share(plan, one, names[one]), best=_best(session, plan, one))
        for one in order.to_ids
    )
    total = Share(
        0,
        "",
        **{
            figure: sum(getattr(one, figure) for one in shares)
            for figure in ("customers", "deals", "deals_minor", "follow_ups", "owed_minor")
        },
    )
    giver = names.get(order.from_id, "") if order.from_id is not None else ""
    currency = settings.get(session, settings.CURRENCY)
    return HandoverPreview(giver, total, shares, plan.left_out, currency)


def run(session: Session, order: HandoverOrder, progress: Progress = no_progress) -> int:
    """Hand over; returns how many customers went.

    Raises ``UserError`` for receivers who cannot be and when there is nothing to hand over.
    """
    names = _checked_names(session, order)
    plan = planned(session, order)
    if not plan:
        raise UserError(_("There is nothing to hand over."), _("Nothing was changed."))
    done = 0
    moved: tuple[tuple[type[Record], Mapping[int, int]], ...] = (
        (Contact, {**plan.contacts, **dict.fromkeys(plan.people, order.to_ids[0])}),
        (Deal, plan.deals),
        (FollowUp, plan.follow_ups),
    )
    for model, owners in moved:
        for receiver, some in _batches(owners):
            progress(done, len(plan))
            statement: Any = update(model).where(model.id.in_(some))
            session.execute(statement.values(owner_id=receiver))
            done += len(some)
    _write_entries(session, plan, names, text.clean(order.reason))
    return len(plan.contacts)


def planned(session: Session, order: HandoverOrder) -> Plan:
    """Who gets what. Customers are dealt out from the one who spent most on, back and forth, so
    that nobody gets more than one more than another, nor all of the good ones; what belongs to a
    customer goes with them."""
    plan = Plan()
    _plan_contacts(session, order, plan)
    if order.deals:
        columns = (Deal.id, Deal.contact_id, Deal.owner_id, Deal.amount_minor, Deal.currency)
        currency = settings.get(session, settings.CURRENCY)
        for one in _open_of(session, order, plan, columns, Deal):
            plan.deals[one.id] = plan.contacts.get(one.contact_id, 0)
            plan.worth[one.id] = one.amount_minor if one.currency == currency else 0
    if order.follow_ups:
        tasks = (FollowUp.id, FollowUp.contact_id, FollowUp.owner_id)
        for one in _open_of(session, order, plan, tasks, FollowUp):
            plan.follow_ups[one.id] = plan.contacts.get(one.contact_id, 0)
    # What hangs on nobody who is handed over is dealt out in turn.
    receivers = cycle(order.to_ids)
    for owners in (plan.deals, plan.follow_ups):
        for loose in [one for one, receiver in owners.items() if not receiver]:
            owners[loose] = next(receivers)
    return plan


def _plan_contacts(session: Session, order: HandoverOrder, plan: Plan) -> None:
    query = (
        select(
            Contact.id,
            Contact.owner_id,
            Contact.party,
            Contact.currency,
            ContactStats.spent_minor,
            ContactStats.owed_minor,
        )
        .outerjoin(ContactStats, ContactStats.contact_id == Contact.id)
        .where(Contact.deleted_at.is_(None))
    )
    rows: list[Any] = []
    chosen = _chosen_ids(session, order)
    if chosen is None:
        rows = list(session.execute(query.where(Contact.owner_id == order.from_id)))
    else:
        for some in runs(chosen):
            rows += session.execute(query.where(Contact.id.in_(some)))
    currency = settings.get(session, settings.CURRENCY)
    mine = [one for one in rows if _goes(one, order)]
    plan.left_out = len(rows) - len(mine)
    plan.people = [one.id for one in mine if one.party == CONTACT_PERSON]
    customers = [one for one in mine if one.party != CONTACT_PERSON]
    customers.sort(key=lambda one: (-(one.spent_minor or 0), one.id))
    for one, receiver in zip(customers, _back_and_forth(order.to_ids), strict=False):
        plan.contacts[one.id] = receiver
        plan.givers[one.id] = one.owner_id
        plan.owed[one.id] = (one.owed_minor or 0) if one.currency == currency else 0


def _chosen_ids(session: Session, order: HandoverOrder) -> Sequence[int] | None:
    if order.view_id is not None:
        return contact_list.all_ids(session, ContactQuery(view_id=order.view_id))
    return None if order.contact_ids is None else tuple(dict.fromkeys(order.contact_ids))


def _goes(contact: Any, order: HandoverOrder) -> bool:
    if contact.owner_id in order.to_ids:
        return False
    return order.from_id is None or contact.owner_id == order.from_id


def _back_and_forth(receivers: Sequence[int]) -> Iterator[int]:
    while True:
        yield from receivers
        yield from reversed(receivers)


def _open_of(
    session: Session,
    order: HandoverOrder,
    plan: Plan,
    columns: Sequence[Any],
    model: type[Deal] | type[FollowUp],
) -> Iterator[Any]:
    """The open ones of the customers that go, unless somebody else than the giver has them; with
    everything that the giver has, also those of other customers and of none."""
    query = select(*columns).where(model.state == "open", model.deleted_at.is_(None))
    seen: set[int] = set()
    for some in runs(tuple(plan.contacts)):
        for one in session.execute(query.where(model.contact_id.in_(some))):
            if one.owner_id is None or one.owner_id == plan.givers[one.contact_id]:
                seen.add(one.id)
                yield one
    everything = order.contact_ids is None and order.view_id is None
    if everything and order.from_id is not None:
        for one in session.execute(query.where(model.owner_id == order.from_id)):
            if one.id not in seen:
                yield one


def share_line(share: Share, currency: str) -> str:
    """Who gets it, and what goes."""
    return _("{name}: {words}").format(name=share.name, words=share_words(share, currency))


def best_line(share: Share) -> str:
    """Whom, by name: ``Riverside Bistro, Boya Dental and 79 more``; empty without customers."""
    listed = pgettext("list separator", ", ").join(share.best)
    more = share.customers - len(share.best)
    if not more:
        return listed
    words = ngettext("{names} and {n} more", "{names} and {n} more", more)
    return words.format(names=listed, n=formats.integer(more))


def share_words(share: Share, currency: str) -> str:
    """What goes, with counts and amounts; parts that are nothing are left out."""
    deals = ngettext("{n} open deal, {amount}", "{n} open deals, {amount}", share.deals)
    worth = formats.money_whole(share.deals_minor, currency)
    counted = (
        (share.customers, ngettext("{n} customer", "{n} customers", share.customers)),
        (share.deals, deals),
        (share.follow_ups, ngettext("{n} open follow-up", "{n} open follow-ups", share.follow_ups)),
    )
    parts = [
        words.format(n=formats.integer(number), amount=worth) for number, words in counted if number
    ]
    if share.owed_minor:
        parts.append(
            _("{amount} owed").format(amount=formats.money_whole(share.owed_minor, currency))
        )
    return " · ".join(parts) or _("nothing")


def _write_entries(session: Session, plan: Plan, names: Mapping[int, str], reason: str) -> None:
    now = clock.now().astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    day, me = clock.today().isoformat(), staff.me(session)
    rows = []
    for contact, receiver in plan.contacts.items():
        giver = plan.givers[contact]
        said = f"{names.get(giver or 0, '—')} → {names[receiver]}"
        body = "\n".join(filter(None, (said, reason)))
        rows.append((contact, NO_TALK, day, now, body, me))
    columns = ("contact_id", "kind", "happened_on", "happened_at", "body", "staff_id")
    bulk.insert_rows(session, TimelineEntry, columns, rows)


def _share(plan: Plan, receiver: int, name: str) -> Share:
    contacts, deals = _given(plan.contacts, receiver), _given(plan.deals, receiver)
    return Share(
        staff_id=receiver,
        name=name,
        customers=len(contacts),
        deals=len(deals),
        deals_minor=sum(plan.worth[one] for one in deals),
        follow_ups=len(_given(plan.follow_ups, receiver)),
        owed_minor=sum(plan.owed[one] for one in contacts),
    )


def _best(session: Session, plan: Plan, receiver: int) -> tuple[str, ...]:
    ids = _given(plan.contacts, receiver)[:NAMED]
    rows = session.execute(select(Contact.id, Contact.name).where(Contact.id.in_(ids)))
    names = {one.id: one.name for one in rows}
    return tuple(names[one] for one in ids)


def _given(owners: Mapping[int, int], receiver: int) -> list[int]:
    return [one for one, to in owners.items() if to == receiver]


def _batches(owners: Mapping[int, int]) -> Iterator[tuple[int, Sequence[int]]]:
    for receiver in sorted(set(owners.values())):
        for some in runs(tuple(_given(owners, receiver))):
            yield receiver, some


def runs(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """The ids, as many at a time as one statement takes."""
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _checked_names(session: Session, order: HandoverOrder) -> dict[int, str]:
    """The names of all staff by id; raises ``UserError`` for receivers who cannot be."""
    members = {one.id: one for one in staff.members(session)}
    receivers = [members[one] for one in order.to_ids if one in members]
    nothing = _("Nothing was changed.")
    if not receivers or len(receivers) < len(order.to_ids):
        raise UserError(_("It is not said who receives."), nothing, _("Choose one or more."))
    if order.from_id in order.to_ids:
        raise UserError(
            _("{name} cannot hand over to themselves.").format(name=members[order.from_id].name),
            nothing,
            _("Choose somebody else."),
        )
    for one in receivers:
        if not one.active:
            raise UserError(
                _("{name} works here no more and cannot receive.").format(name=one.name),
                nothing,
                _("Choose somebody else."),
            )
    return {one.id: one.name for one in members.values()}
