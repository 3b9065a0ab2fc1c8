"""Areas customers are handed out by: a rule, a salesperson, and who belongs there.

Rules are applied by ``territory_assignment``. Who was put into one by hand stays there
until asked otherwise; that is kept as a fixed list no page shows (``SavedView.entity``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.db import bulk
from crm_desktop.db.models import (
    Contact,
    ContactStats,
    SavedView,
    SavedViewMember,
    Staff,
    Territory,
)
from crm_desktop.services.conditions import conditions
from crm_desktop.services.conditions.conditions import Condition
from crm_desktop.services.records.listed import hidden_ids

_BY_HAND = "territory_by_hand"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """A territory as shown. Without a rule only customers put there by hand belong to it.

    Money in minor units of the shop's currency.
    """

    id: int
    name: str
    rule: Condition | None
    staff_id: int | None
    staff: str
    position: int
    count: int
    spent_minor: int
    owed_minor: int


def territories(session: Session) -> list[TerritoryRow]:
    """All territories in the order in which they are tried, with their customers."""
    figures = {
        found[0]: tuple(found[1:])
        for found in session.execute(
            select(
                Contact.territory_id,
                func.count(),
                func.coalesce(func.sum(ContactStats.spent_minor), 0),
                func.coalesce(func.sum(ContactStats.owed_minor), 0),
            )
            .join(ContactStats, ContactStats.contact_id == Contact.id)
            .where(Contact.territory_id.is_not(None), Contact.id.not_in(hidden_ids()))
            .group_by(Contact.territory_id)
        )
    }
    query = living().outerjoin(Staff, Staff.id == Territory.staff_id).add_columns(Staff.name)
    return [
        TerritoryRow(
            one.id,
            one.name,
            json.loads(one.conditions) if one.conditions else None,
            one.staff_id,
            staff or "",
            one.position,
            *figures.get(one.id, (0, 0, 0)),
        )
        for one, staff in session.execute(query)
    ]


def names(session: Session) -> list[tuple[int, str]]:
    """Id and name of each, in order."""
    return [(one.id, one.name) for one in session.scalars(living())]


def name_of(session: Session, territory_id: int | None) -> str:
    """What a territory is called; empty for none."""
    found = session.get(Territory, territory_id) if territory_id is not None else None
    return found.name if found is not None and found.deleted_at is None else ""


def named(session: Session, words: str) -> int:
    """The id of the territory of a name or a number. Raises ``NotFound``."""
    wanted = text.fold(words)
    for territory_id, name in names(session):
        if wanted in (text.fold(name), str(territory_id)):
            return territory_id
    raise NotFound(
        _("There is no territory called “{name}”.").format(name=words),
        _("Nothing was changed."),
        _("Call “territories” to see them all."),
    )


def unassigned(session: Session) -> int:
    """How many listed customers have no territory."""
    query = select(func.count()).where(
        Contact.territory_id.is_(None), Contact.id.not_in(hidden_ids())
    )
    return session.scalar(query) or 0


# editing


def add(
    session: Session, name: str, rule: Condition | None = None, staff_id: int | None = None
) -> int:
    """A territory behind the others; returns its id. Raises ``UserError``."""
    last = session.scalar(select(func.max(Territory.position)))
    made = Territory(name=" ", position=0 if last is None else last + 1)
    session.add(made)
    session.flush()
    edit(session, made.id, name=name, rule=rule, staff_id=staff_id)
    return made.id


def edit(session: Session, territory_id: int, **changes: Any) -> None:
    """Change ``name``, ``rule`` (a condition, ``None`` for by hand only) or ``staff_id``.

    Customers stay where they are until the territories are assigned.
    Raises ``NotFound``, and ``UserError`` for a rule that cannot be answered.
    """
    territory = _found(session, territory_id)
    if "name" in changes:
        territory.name = _checked_name(session, territory_id, changes["name"])
    if "rule" in changes:
        territory.conditions = _checked_rule(session, changes["rule"])
    if "staff_id" in changes:
        territory.staff_id = changes["staff_id"]
    session.flush()


def step(session: Session, territory_id: int, by: int) -> None:
    """Try one ``by`` places earlier (negative) or later."""
    known = list(session.scalars(living()))
    at = known.index(_found(session, territory_id))
    known.insert(max(0, min(len(known) - 1, at + by)), known.pop(at))
    for position, one in enumerate(known):
        one.position = position
    session.flush()


def remove(session: Session, territory_id: int) -> int:
    """Take a territory away; returns how many customers are without one now."""
    territory = _found(session, territory_id)
    query = select(Contact.id).where(Contact.territory_id == territory_id)
    number = put(session, list(session.scalars(query)), None)
    territory.deleted_at = clock.now()
    session.flush()
    return number


# who belongs where


def set_by_hand(
    session: Session,
    contact_ids: Sequence[int],
    territory_id: int | None,
    progress: Progress = no_progress,
) -> int:
    """Put customers into a territory to stay there; ``None`` leaves them to the rules again.

    Returns how many were elsewhere. Raises ``NotFound``.
    """
    if territory_id is not None:
        _found(session, territory_id)
    number = 0
    hand = hand_list(session)
    for start in range(0, len(contact_ids), _BATCH):
        progress(start, len(contact_ids))
        some = contact_ids[start : start + _BATCH]
        number += put(session, some, territory_id)
        kept = SavedViewMember.saved_view_id == hand.id
        session.execute(delete(SavedViewMember).where(kept, SavedViewMember.contact_id.in_(some)))
        if territory_id is not None:
            rows = [(hand.id, one) for one in dict.fromkeys(some)]
            bulk.insert_rows(session, SavedViewMember, ("saved_view_id", "contact_id"), rows)
    return number


def put(session: Session, ids: Sequence[int], territory_id: int | None) -> int:
    """Write where contacts belong; returns how many were elsewhere."""
    number = 0
    for start in range(0, len(ids), _BATCH):
        changed = session.execute(
            update(Contact)
            .where(
                Contact.id.in_(ids[start : start + _BATCH]),
                Contact.territory_id.is_distinct_from(territory_id),
            )
            .values(territory_id=territory_id)
        )
        number += changed.rowcount  # type: ignore[attr-defined]
    return number


def by_hand() -> Any:
    """Contacts whose territory was set by hand."""
    return (
        select(SavedViewMember.contact_id)
        .join(SavedView, SavedView.id == SavedViewMember.saved_view_id)
        .where(SavedView.entity == _BY_HAND)
    )


def hand_list(session: Session) -> SavedView:
    """The list of those put somewhere by hand, made when first needed."""
    found = session.scalar(select(SavedView).where(SavedView.entity == _BY_HAND))
    if found is None:
        found = SavedView(entity=_BY_HAND, code=_BY_HAND, frozen=True)
        session.add(found)
        session.flush()
    return found


def living() -> Any:
    """The territories that are, in the order in which they are tried."""
    return (
        select(Territory)
        .where(Territory.deleted_at.is_(None))
        .order_by(Territory.position, Territory.id)
    )


def _found(session: Session, territory_id: int) -> Territory:
    territory = session.get(Territory, territory_id)
    if territory is None or territory.deleted_at is not None:
        raise NotFound(_("This territory does not exist any more."), _("Nothing was changed."))
    return territory


def _checked_name(session: Session, territory_id: int, typed: str) -> str:
    name = text.clean(typed)
    if not name:
        raise UserError(
            _("A territory needs a name."), _("Nothing was changed."), _("Type a name.")
        )
    same = text.fold(name)
    if any(text.fold(other) == same and one != territory_id for one, other in names(session)):
        raise UserError(
            _("There is a territory called “{name}” already.").format(name=name),
            _("Nothing was changed."),
            _("Choose another name."),
        )
    return name


def _checked_rule(session: Session, rule: Condition | None) -> str:
    """The rule as kept, after trying that it can be answered."""
    if not rule:
        return ""
    if "territory" in _fields(rule):
        raise UserError(
            _("A territory cannot depend on the territory a customer has."),
            _("Nothing was changed."),
            _("Take that condition out of the rule."),
        )
    conditions.clause(session, rule, clock.today())
    return json.dumps(rule, ensure_ascii=False)


def _fields(rule: Condition) -> set[str]:
    """The fields a rule looks at, groups and all."""
    found = {str(rule.get("field", ""))}
    for part in (*rule.get("all", ()), *rule.get("any", ())):
        found |= _fields(part)
    return found
