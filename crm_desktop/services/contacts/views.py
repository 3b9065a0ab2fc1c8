"""Saved views: named filters over the customer list, with live counts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.db import bulk
from crm_desktop.db.models import SavedView, SavedViewMember
from crm_desktop.services.conditions import conditions
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view. ``colour`` is a colour role; ``pinned`` ones stand in the navigation.

    ``sort`` and ``descending`` are how its list opens, ``columns`` the columns it has of its own,
    none for those of all lists. ``count`` is ``None`` when not asked for.
    """

    id: int
    code: str
    name: str
    colour: str
    pinned: bool
    frozen: bool
    conditions: conditions.Condition | None
    sort: str
    descending: bool
    columns: tuple[str, ...] = ()
    count: int | None = None


def views(session: Session, today: dt.date | None = None, *, counts: bool = True) -> list[ViewRow]:
    """All saved views in order, with how many customers each holds today."""
    query = (
        select(SavedView)
        .where(SavedView.deleted_at.is_(None), SavedView.entity == "contact")
        .order_by(SavedView.position, SavedView.id)
    )
    day = today or clock.today()
    return [
        _row(view, _count(session, view.id, day) if counts else None)
        for view in session.scalars(query)
    ]


def get(session: Session, view_id: int) -> ViewRow:
    """One view, without its count. Raises ``NotFound``."""
    return _row(_found(session, view_id), None)


def create(
    session: Session,
    name: str,
    condition: conditions.Condition | None,
    *,
    colour: str = "gray",
    sort: str = "last_contact",
    descending: bool = True,
    pinned: bool = True,
) -> int:
    """Keep a filter under a name; returns the view's id. Raises ``UserError`` without a name."""
    last = session.scalar(select(func.max(SavedView.position)))
    view = SavedView(
        name=_checked_name(name),
        conditions=_checked(session, condition),
        colour=colour,
        sort=_sort_text(sort, descending),
        pinned=pinned,
        position=(last or 0) + 1,
    )
    session.add(view)
    session.flush()
    return view.id


def edit(
    session: Session,
    view_id: int,
    *,
    name: str | None = None,
    condition: conditions.Condition | None = None,
    colour: str | None = None,
    pinned: bool | None = None,
    sort: tuple[str, bool] | None = None,
    columns: Sequence[str] | None = None,
) -> None:
    """Change what is given; ``sort`` is a key and whether it descends."""
    view = _found(session, view_id)
    if name is not None:
        view.name = _checked_name(name)
    if condition is not None:
        view.conditions = _checked(session, condition)
    if colour is not None:
        view.colour = colour
    if pinned is not None:
        view.pinned = pinned
    if sort is not None:
        view.sort = _sort_text(*sort)
    if columns is not None:
        view.columns = json.dumps(list(columns)) if columns else ""
    session.flush()


def remove(session: Session, view_id: int) -> None:
    """Take a view away; the customers stay."""
    _found(session, view_id).deleted_at = clock.now()
    session.flush()


def freeze(
    session: Session, query: ContactQuery, name: str, *, colour: str = "gray", pinned: bool = True
) -> int:
    """Keep those whom a query finds now as a fixed list of its own; returns the view's id."""
    members = contact_list.all_ids(session, replace(query, sort="created", descending=False))
    return keep_list(session, members, name, colour=colour, pinned=pinned)


def keep_list(
    session: Session,
    contact_ids: Sequence[int],
    name: str,
    *,
    colour: str = "gray",
    pinned: bool = True,
) -> int:
    """Keep these customers as a fixed list; returns the view's id."""
    view_id = create(session, name, None, colour=colour, pinned=pinned)
    session.get_one(SavedView, view_id).frozen = True
    session.flush()
    add_members(session, view_id, contact_ids)
    return view_id


def add_members(session: Session, view_id: int, contact_ids: Sequence[int]) -> int:
    """Put customers on a fixed list; returns how many were not on it yet.

    Raises ``NotFound``, and ``UserError`` for a view that follows its conditions.
    """
    _fixed(session, view_id)
    present = set(_members(session, view_id))
    rows = [(view_id, one) for one in dict.fromkeys(contact_ids) if one not in present]
    bulk.insert_rows(session, SavedViewMember, ("saved_view_id", "contact_id"), rows)
    return len(rows)


def remove_members(session: Session, view_id: int, contact_ids: Sequence[int]) -> int:
    """Take customers off a fixed list; returns how many were on it."""
    _fixed(session, view_id)
    gone = set(contact_ids)
    query = select(SavedViewMember).where(SavedViewMember.saved_view_id == view_id)
    members = [member for member in session.scalars(query) if member.contact_id in gone]
    for member in members:
        session.delete(member)
    session.flush()
    return len(members)


def _members(session: Session, view_id: int) -> list[int]:
    query = select(SavedViewMember.contact_id).where(SavedViewMember.saved_view_id == view_id)
    return list(session.scalars(query))


def _fixed(session: Session, view_id: int) -> SavedView:
    view = _found(session, view_id)
    if not view.frozen:
        raise UserError(
            _("“{name}” follows its conditions.").format(name=view.name or default_name(view.code)),
            _("Nothing was changed."),
            _("Keep it as a fixed list first."),
        )
    return view


def default_name(code: str) -> str:
    """What a shipped view is called until the shop names it."""
    names = {
        "high_value": pgettext("view", "High value"),
        "no_contact": pgettext("view", "No contact 30d"),
        "birthday_month": pgettext("view", "Birthdays"),
        "replenishment": pgettext("view", "Due to reorder"),
        "unpaid": pgettext("view", "Unpaid balance"),
    }
    return names.get(code, code)


def _row(view: SavedView, number: int | None) -> ViewRow:
    return ViewRow(
        id=view.id,
        code=view.code,
        name=view.name or default_name(view.code),
        colour=view.colour,
        pinned=view.pinned,
        frozen=view.frozen,
        conditions=json.loads(view.conditions) if view.conditions else None,
        sort=view.sort.removeprefix("-") or "last_contact",
        descending=view.sort.startswith("-") or not view.sort,
        columns=tuple(json.loads(view.columns)) if view.columns else (),
        count=number,
    )


def _count(session: Session, view_id: int, today: dt.date) -> int:
    return contact_list.count(session, ContactQuery(view_id=view_id, today=today))


def _checked(session: Session, condition: conditions.Condition | None) -> str:
    """The condition as kept, after trying that it can be answered."""
    if not condition:
        return ""
    conditions.clause(session, condition, clock.today())
    return json.dumps(condition, ensure_ascii=False)


def _checked_name(name: str) -> str:
    name = text.clean(name)
    if not name:
        raise UserError(_("A view needs a name."), _("Nothing was changed."))
    return name


def _sort_text(sort: str, descending: bool) -> str:
    return f"-{sort}" if descending else sort


def _found(session: Session, view_id: int) -> SavedView:
    view = session.get(SavedView, view_id)
    if view is None or view.deleted_at is not None:
        raise NotFound(_("This view does not exist any more."), _("Nothing was changed."))
    return view
