"""Giving customers the first territory whose rule they meet: previewed, then in one action."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import N_, ngettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db.models import Contact, SavedViewMember
from crm_desktop.services.contacts import contact_list, territories
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.records.listed import hidden_ids

ACTION = N_("Assign territories")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Move:
    """How many customers go from one territory to another; ``None`` is no territory."""

    from_id: int | None
    to_id: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """What assigning would do or did: the moves, the largest first, how many change their owner,
    how many stay because they were put there by hand, and how many no rule finds."""

    moves: tuple[Move, ...]
    owners: int
    by_hand: int
    nowhere: int

    @property
    def count(self) -> int:
        """How many customers move."""
        return sum(move.count for move in self.moves)


def preview(
    session: Session,
    today: dt.date,
    progress: Progress = no_progress,
    *,
    over_hand: bool = False,
    owners: bool = False,
) -> Assignment:
    """What ``assign`` would do; nothing is changed."""
    return _told(session, *_plan(session, today, progress, over_hand=over_hand), owners=owners)


def assign(
    session: Session,
    today: dt.date,
    progress: Progress = no_progress,
    *,
    over_hand: bool = False,
    owners: bool = False,
) -> Assignment:
    """Give every listed customer the first territory whose rule they meet, or none.

    ``over_hand`` also moves those put somewhere by hand; ``owners`` gives customers whom nobody
    looks after to the territory's salesperson. Returns what was done.
    """
    planned, by_hand, nowhere = _plan(session, today, progress, over_hand=over_hand)
    told = _told(session, planned, by_hand, nowhere, owners=owners)
    salespeople = _salespeople(session) if owners else {}
    groups: dict[int | None, list[int]] = {}
    for contact_id, (_before, after) in planned.items():
        groups.setdefault(after, []).append(contact_id)
    done = 0
    for after, ids in groups.items():
        for start in range(0, len(ids), _BATCH):
            progress(done, len(planned))
            some = ids[start : start + _BATCH]
            territories.put(session, some, after)
            done += len(some)
    for territory_id, staff_id in salespeople.items():
        session.execute(
            update(Contact)
            .where(Contact.id.in_(_ownerless(territory_id)))
            .values(owner_id=staff_id)
        )
    if over_hand:
        hand = territories.hand_list(session)
        session.execute(delete(SavedViewMember).where(SavedViewMember.saved_view_id == hand.id))
    return told


def words(told: Assignment, *, really: bool) -> list[str]:
    """What an assignment did, or would do, a line for each fact."""
    moved = ngettext("{n} customer moved", "{n} customers moved", told.count)
    would = ngettext("{n} customer would move", "{n} customers would move", told.count)
    lines = [(moved if really else would).format(n=told.count)]
    if told.owners:
        given = ngettext("{n} gets an owner", "{n} get an owner", told.owners)
        lines.append(given.format(n=told.owners))
    if told.by_hand:
        stay = ngettext("{n} put by hand stays", "{n} put by hand stay", told.by_hand)
        lines.append(stay.format(n=told.by_hand))
    if told.nowhere:
        none = ngettext("{n} meets no rule", "{n} meet no rule", told.nowhere)
        lines.append(none.format(n=told.nowhere))
    return lines


Planned = dict[int, tuple[int | None, int | None]]


def _plan(
    session: Session, today: dt.date, progress: Progress, *, over_hand: bool
) -> tuple[Planned, int, int]:
    """Who moves from where to where, how many stay by hand, and how many have no rule."""
    goes: dict[int, int] = {}
    known = list(session.scalars(territories.living()))
    for number, one in enumerate(known):
        progress(number, len(known))
        if one.conditions:
            query = ContactQuery(conditions=json.loads(one.conditions), today=today, sort="created")
            for contact_id in contact_list.all_ids(session, query):
                goes.setdefault(contact_id, one.id)
    kept: set[int] = set() if over_hand else set(session.scalars(territories.by_hand()))
    planned: Planned = {}
    nowhere = stay = 0
    query_all = select(Contact.id, Contact.territory_id).where(Contact.id.not_in(hidden_ids()))
    for contact_id, before in session.execute(query_all):
        if contact_id in kept:
            stay += 1
            continue
        after = goes.get(contact_id)
        nowhere += after is None
        if after != before:
            planned[contact_id] = (before, after)
    return planned, stay, nowhere


def _told(
    session: Session, planned: Planned, by_hand: int, nowhere: int, *, owners: bool
) -> Assignment:
    counted = Counter(planned.values())
    moves = [Move(before, after, number) for (before, after), number in counted.most_common()]
    given = 0
    if owners:
        salespeople = _salespeople(session)
        now = select(Contact.id, Contact.territory_id).where(
            Contact.owner_id.is_(None), Contact.id.not_in(hidden_ids())
        )
        given = sum(
            planned.get(contact_id, (None, before))[1] in salespeople
            for contact_id, before in session.execute(now)
        )
    return Assignment(tuple(moves), given, by_hand, nowhere)


def _salespeople(session: Session) -> Mapping[int | None, int]:
    return {
        one.id: one.staff_id
        for one in session.scalars(territories.living())
        if one.staff_id is not None
    }


def _ownerless(territory_id: int | None) -> Any:
    return select(Contact.id).where(
        Contact.territory_id == territory_id,
        Contact.owner_id.is_(None),
        Contact.id.not_in(hidden_ids()),
    )
