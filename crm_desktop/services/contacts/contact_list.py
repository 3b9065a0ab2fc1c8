"""The customer list: counting, paging and summing any query without loading the table.

Sorts by a figure walk an index of ``contact_stats`` and join the contacts of one page late, from
the nearer end, so that the last page costs what the first one does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, money
from crm_desktop.core.errors import NotFound
from crm_desktop.core.i18n import _
from crm_desktop.db.models import (
    Contact,
    ContactStats,
    SavedView,
    SavedViewMember,
)
from crm_desktop.services import search
from crm_desktop.services.conditions import conditions
from crm_desktop.services.contacts.contact_orders import SORTS, column_of, order_of
from crm_desktop.services.contacts.contact_rows import ContactRow, rows
from crm_desktop.services.records.listed import CONTACT_PERSON, hidden, hidden_ids
from crm_desktop.services.settings import settings

__all__ = [
    "CONTACT_PERSON",
    "FOUND_AT_MOST",
    "SORTS",
    "ContactQuery",
    "ContactRow",
    "ContactSummary",
    "all_ids",
    "best_ids",
    "count",
    "page",
    "page_ids",
    "rows",
    "summary",
]

FOUND_AT_MOST = 5_000
"""A text narrows the list to this many best hits; whoever gets more types another letter."""


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """What a list shows: a saved view, further conditions and words, all of which must hold.

    ``sort`` is one of ``SORTS``, ``custom:KEY``, or ``best`` for the order of the search while
    there is a text.
    ``today`` is the day relative conditions mean.
    """

    view_id: int | None = None
    conditions: conditions.Condition | None = field(default=None, hash=False)
    text: str = ""
    sort: str = "last_contact"
    descending: bool = True
    archived: bool = False
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ContactSummary:
    """The line below the list; the average is per contact, rounded half up."""

    count: int
    spent_minor: int
    average_minor: int
    currency: str


def count(session: Session, query: ContactQuery) -> int:
    """How many contacts match."""
    if _is_plain(query):
        everybody = session.scalar(select(func.count()).select_from(ContactStats))
        return (everybody or 0) - (session.scalar(select(func.count()).where(hidden())) or 0)
    if query.sort == "best" and query.text.strip():
        return len(best_ids(session, query))
    late = query.sort == "best" or _late(query)
    matching = _matching(session, query, "created" if late else "name").subquery()
    return session.scalar(select(func.count()).select_from(matching)) or 0


def page(
    session: Session,
    query: ContactQuery,
    offset: int,
    limit: int,
    total: int | None = None,
    *,
    parts: Collection[str] = (),
) -> list[ContactRow]:
    """``limit`` rows from ``offset`` on, with these ``parts`` (see ``contact_rows``).

    ``total``, if known, saves counting for far pages."""
    return rows(session, page_ids(session, query, offset, limit, total), parts)


def summary(session: Session, query: ContactQuery) -> ContactSummary:
    """Number, total spend and average of all that match."""
    number, spent = _count_and_spent(session, query)
    average = money.divide_half_up(spent, number) if number else 0
    return ContactSummary(number, spent, average, settings.get(session, settings.CURRENCY))


def all_ids(session: Session, query: ContactQuery) -> list[int]:
    """Every matching id in order: for acting on all, and for exact order in the background."""
    number = count(session, query)
    return page_ids(session, query, 0, number, number)


def page_ids(
    session: Session, query: ContactQuery, offset: int, limit: int, total: int | None = None
) -> list[int]:
    """Ids of one page, fetched from the nearer end of the order."""
    if query.sort == "best":
        return best_ids(session, query)[offset : offset + limit]
    sort, column = order_of(query.sort), column_of(session, query.sort)
    matching = _matching(session, query, query.sort)
    if not sort.nullable or (query.descending and sort.late):
        if total is None and offset > 10 * limit:
            total = count(session, query)
        return _slice(session, matching, query, (offset, limit), total)
    # The ones without a value come last either way: nobody looks for an empty date first.
    filled = matching.where(column.is_not(None))
    found: list[int] = []
    known = None
    if offset > 10 * limit:
        known = _count_filled(session, query, filled)
    if known is None or offset < known:
        room = limit if known is None else min(limit, known - offset)
        found = _slice(session, filled, query, (offset, room), known)
    if len(found) < limit:
        if known is None:
            known = offset + len(found) if found else _count_filled(session, query, filled)
        empty = matching.where(column.is_(None))
        window = max(0, offset - known), limit - len(found)
        found += _slice(session, empty, query, window, total - known if total else None)
    return found


def _count_filled(session: Session, query: ContactQuery, filled: Select[int]) -> int:
    """How many matches have a value in the column sorted by; if all are asked, all of the
    index but the hidden."""
    if _is_plain(query) and _late(query):
        number = select(func.count(order_of(query.sort).column))
        hidden = ContactStats.contact_id.in_(hidden_ids())
        return (session.scalar(number) or 0) - (session.scalar(number.where(hidden)) or 0)
    return session.scalar(select(func.count()).select_from(filled.subquery())) or 0


def _count_and_spent(session: Session, query: ContactQuery) -> tuple[int, int]:
    number = func.count()
    spent = func.coalesce(func.sum(ContactStats.spent_minor), 0)
    if _is_plain(query):
        hidden = ContactStats.contact_id.in_(hidden_ids())
        whole = session.execute(select(number, spent).select_from(ContactStats)).one()
        out = session.execute(select(number, spent).where(hidden)).one()
        return whole[0] - out[0], whole[1] - out[1]
    matching = _matching(session, query, "spent").with_only_columns(number, spent)
    found = session.execute(matching).one()
    return found[0], found[1]


def best_ids(session: Session, query: ContactQuery, most: int = FOUND_AT_MOST) -> list[int]:
    """Those of the first ``most`` hits that match, in the order of the search; without a text
    everybody, the latest made first."""
    by_age = replace(query, sort="created", descending=True)
    if not query.text.strip():
        return all_ids(session, by_age)
    found = search.contact_ids(session, query.text, most)
    others = _matching(session, replace(by_age, text=""), "created")
    matching = set(session.scalars(others.where(ContactStats.contact_id.in_(_each(found)))))
    return [contact_id for contact_id in found if contact_id in matching]


def _each(ids: list[int]) -> Select[Any]:
    """Ids as rows, whatever their number."""
    return select(func.json_each(json.dumps(ids)).table_valued("value").c.value)


def _is_plain(query: ContactQuery) -> bool:
    return not (query.view_id or query.conditions or query.text or query.archived)


def _late(query: ContactQuery) -> bool:
    return order_of(query.sort).late


def _slice(
    session: Session,
    matching: Select[int],
    query: ContactQuery,
    window: tuple[int, int],
    total: int | None,
) -> list[int]:
    offset, limit = window
    backwards = total is not None and offset > total - offset - limit
    if backwards:
        assert total is not None
        limit, offset = max(0, min(limit, total - offset)), max(0, total - offset - limit)
    descending = query.descending != backwards
    column = column_of(session, query.sort)
    tie = ContactStats.contact_id if _late(query) else Contact.id
    order = (column.desc(), tie.desc()) if descending else (column.asc(), tie.asc())
    found = list(session.scalars(matching.order_by(*order).offset(offset).limit(limit)))
    return found[::-1] if backwards else found


def _matching(session: Session, query: ContactQuery, sort: str) -> Select[int]:
    """Ids that match, from the figures alone when those can answer."""
    clauses, from_contact = _clauses(session, query)
    if order_of(sort).late and not from_contact:
        left_out = hidden_ids()
        return select(ContactStats.contact_id).where(
            ContactStats.contact_id.not_in(left_out), *clauses
        )
    if order_of(sort).late:
        found: Select[int] = select(ContactStats.contact_id).join(
            Contact, Contact.id == ContactStats.contact_id
        )
    else:
        found = select(Contact.id)
        if clauses:
            found = found.join(ContactStats, ContactStats.contact_id == Contact.id)
    if query.archived:
        visible = and_(Contact.archived_at.is_not(None), Contact.deleted_at.is_(None))
        return found.where(visible, *clauses)
    if not clauses:
        return found.where(Contact.id.not_in(hidden_ids()))
    return found.where(
        Contact.deleted_at.is_(None),
        Contact.archived_at.is_(None),
        Contact.party != CONTACT_PERSON,
        *clauses,
    )


def _clauses(session: Session, query: ContactQuery) -> tuple[list[ColumnElement[bool]], bool]:
    """The conditions of a query, and whether the contact row must be read for them."""
    today = query.today or clock.today()
    asked: list[conditions.Condition] = []
    clauses: list[ColumnElement[bool]] = []
    if query.view_id is not None:
        view = session.get(SavedView, query.view_id)
        if view is None or view.deleted_at is not None:
            raise NotFound(_("This view does not exist any more."))
        if view.frozen:
            members = select(SavedViewMember.contact_id).where(
                SavedViewMember.saved_view_id == view.id
            )
            clauses.append(ContactStats.contact_id.in_(members))
        elif view.conditions:
            asked.append(json.loads(view.conditions))
    if query.conditions:
        asked.append(query.conditions)
    clauses += [conditions.clause(session, condition, today) for condition in asked]
    if query.text.strip():
        found = search.contact_ids(session, query.text, FOUND_AT_MOST)
        clauses.append(ContactStats.contact_id.in_(_each(found)))
    return clauses, query.archived or any(map(conditions.needs_contact, asked))
