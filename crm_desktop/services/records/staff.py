"""Who works here: added, changed, gone, back; and who of them sits at this computer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session, aliased

from crm_desktop.core import formats, text
from crm_desktop.core.errors import Conflict, NotFound, UserError
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.db.models import Contact, Deal, FollowUp, Shop, Staff
from crm_desktop.db.store import ME
from crm_desktop.services.records.listed import hidden


@dataclass(frozen=True, slots=True)
class StaffDraft:
    """A member of staff as typed. ``shop`` is a name, made when new; empty for none."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    shop: str = ""
    manager_id: int | None = None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of staff with what is theirs: customers, open deals, open follow-ups.

    ``active`` is False for somebody who left.
    """

    id: int
    name: str
    role: str
    phone: str
    email: str
    shop: str
    manager_id: int | None
    manager: str
    active: bool
    customers: int
    deals: int
    follow_ups: int


_PLAIN = ("name", "role", "phone", "email")


def me(session: Session) -> int | None:
    """Who sits at this computer, as ``Store.sit_down`` was told; ``None`` when nobody said."""
    return session.info.get(ME)


def seat(session: Session, staff_id: int | None) -> tuple[int | None, str]:
    """What ``Store.sit_down`` takes: the id and name of one who works here, or nobody."""
    person = session.get(Staff, staff_id) if staff_id is not None else None
    if person is None or person.deleted_at is not None or not person.active:
        return None, ""
    return person.id, person.name


def or_me(session: Session, staff_id: int | None) -> int | None:
    """Who was named, else who sits at this computer."""
    return staff_id if staff_id is not None else me(session)


def branch_of(session: Session, staff_id: int | None) -> int | None:
    """The shop somebody works in, ``None`` when none is said."""
    person = session.get(Staff, staff_id) if staff_id is not None else None
    return person.shop_id if person is not None else None


def members(session: Session) -> list[MemberRow]:
    """Everybody, those who left last; each group by name."""
    boss = aliased(Staff)
    query = (
        select(Staff, boss.name, Shop.name)
        .outerjoin(boss, boss.id == Staff.manager_id)
        .outerjoin(Shop, Shop.id == Staff.shop_id)
        .where(Staff.deleted_at.is_(None))
        .order_by(Staff.active.desc(), Staff.name, Staff.id)
    )
    customers, deals, tasks = _customers(session), _deals(session), _follow_ups(session)
    return [
        MemberRow(
            id=one.id,
            name=one.name,
            role=one.role,
            phone=one.phone,
            email=one.email,
            shop=shop or "",
            manager_id=one.manager_id,
            manager=manager or "",
            active=one.active,
            customers=customers.get(one.id, 0),
            deals=deals.get(one.id, 0),
            follow_ups=tasks.get(one.id, 0),
        )
        for one, manager, shop in session.execute(query)
    ]


def member(session: Session, staff_id: int) -> MemberRow:
    """One of them. Raises ``NotFound``."""
    _found(session, staff_id)
    return next(one for one in members(session) if one.id == staff_id)


def leads(session: Session) -> dict[int, int]:
    """Who is led by whom, among those who work here: id to the manager's id."""
    boss = aliased(Staff)
    query = (
        select(Staff.id, boss.id)
        .join(boss, boss.id == Staff.manager_id)
        .where(Staff.active, Staff.deleted_at.is_(None), boss.active, boss.deleted_at.is_(None))
    )
    found: dict[int, int] = {}
    for led, leader in session.execute(query):
        found[led] = leader
    return found


def above(leads: Mapping[int, int], staff_id: int | None) -> list[int]:
    """Those who lead somebody, the nearest first; ``leads`` as of the function of that name."""
    found: list[int] = []
    leader = leads.get(staff_id) if staff_id is not None else None
    while leader is not None and leader not in found:  # a file from elsewhere may hold a circle
        found.append(leader)
        leader = leads.get(leader)
    return found


def shops(session: Session) -> list[str]:
    """Names of the branches, in the shop's order."""
    query = select(Shop.name).where(Shop.deleted_at.is_(None)).order_by(Shop.position, Shop.id)
    return list(session.scalars(query))


def add(session: Session, draft: StaffDraft) -> int:
    """Add somebody; returns the id. Raises ``UserError`` without a name or for one taken."""
    person = Staff(name=_checked_name(session, draft.name))
    session.add(person)
    session.flush()
    edit(session, person.id, draft)
    return person.id


def edit(session: Session, staff_id: int, draft: StaffDraft) -> None:
    """Make the draft the facts of a member of staff.

    Raises ``NotFound``, and ``UserError`` for a name that is taken and for a manager who would,
    over some steps, be led by the one they lead.
    """
    person = _found(session, staff_id)
    _check_manager(session, staff_id, draft.manager_id)
    person.name = _checked_name(session, draft.name, staff_id)
    for name in _PLAIN[1:]:
        setattr(person, name, text.clean(getattr(draft, name)))
    person.manager_id = draft.manager_id
    person.shop_id = _shop_id(session, draft.shop)
    session.flush()


def change(session: Session, staff_id: int, changes: Mapping[str, Any]) -> None:
    """Change some facts, named as in ``StaffDraft``; the others stay."""
    one = member(session, staff_id)
    facts = {name: getattr(one, name) for name in (*_PLAIN, "shop", "manager_id")}
    edit(session, staff_id, StaffDraft(**{**facts, **changes}))


def leave(session: Session, staff_id: int) -> None:
    """Say that somebody works here no more. What is theirs stays theirs until it is handed over;
    the team reports to the next one up."""
    person = _found(session, staff_id)
    if not person.active:
        raise Conflict(
            _("{name} has left already.").format(name=person.name), _("Nothing was changed.")
        )
    person.active = False
    for one in session.scalars(select(Staff).where(Staff.manager_id == staff_id)):
        one.manager_id = person.manager_id
    session.flush()


def come_back(session: Session, staff_id: int) -> None:
    """Say that somebody works here again."""
    person = _found(session, staff_id)
    person.name = _checked_name(session, person.name, staff_id)
    person.active = True
    session.flush()


def name_of(session: Session, staff_id: int | None) -> str:
    """Their name; empty for nobody."""
    member = session.get(Staff, staff_id) if staff_id is not None else None
    return member.name if member else ""


def by_name(session: Session, typed: str, *, active: bool = False) -> int:
    """The id of the one so called, or numbered; ``active`` leaves out who has left.

    Raises ``NotFound`` with the names there are.
    """
    wanted = text.fold(typed)
    known = [one for one in members(session) if one.active or not active]
    for one in known:
        if wanted in (text.fold(one.name), str(one.id)):
            return one.id
    names = pgettext("list separator", ", ").join(one.name for one in known)
    raise NotFound(
        _("Nobody called “{name}” works here.").format(name=text.clean(typed)),
        _("Nothing was changed."),
        _("There are: {names}.").format(names=names) if names else _("Add them first."),
    )


def facts(one: MemberRow) -> str:
    """What stands below the name: role, shop, manager, and what is theirs."""
    parts = [one.role, one.shop]
    if one.manager:
        parts.append(_("led by {name}").format(name=one.manager))
    counted = (
        (one.customers, ngettext("{n} customer", "{n} customers", one.customers)),
        (one.deals, ngettext("{n} open deal", "{n} open deals", one.deals)),
        (one.follow_ups, ngettext("{n} open follow-up", "{n} open follow-ups", one.follow_ups)),
    )
    parts += [words.format(n=formats.integer(number)) for number, words in counted if number]
    return " · ".join(part for part in parts if part)


def _customers(session: Session) -> dict[int, int]:
    return _counted(session, Contact.owner_id, not_(hidden()))


def _deals(session: Session) -> dict[int, int]:
    return _counted(session, Deal.owner_id, Deal.state == "open", Deal.deleted_at.is_(None))


def _follow_ups(session: Session) -> dict[int, int]:
    mine = (FollowUp.state == "open", FollowUp.deleted_at.is_(None))
    return _counted(session, FollowUp.owner_id, *mine)


def _counted(session: Session, owner: Any, *where: Any) -> dict[int, int]:
    query = select(owner, func.count()).where(owner.is_not(None), *where).group_by(owner)
    return dict(session.execute(query).all())


def _checked_name(session: Session, typed: str, staff_id: int = 0) -> str:
    name = text.clean(typed)
    if not name:
        raise UserError(_("A member of staff needs a name."), _("Nothing was changed."))
    query = select(Staff.name).where(
        Staff.deleted_at.is_(None), Staff.active.is_(True), Staff.id != staff_id
    )
    if text.fold(name) in map(text.fold, session.scalars(query)):
        raise UserError(
            _("Somebody called “{name}” works here already.").format(name=name),
            _("Nothing was changed."),
            _("Choose a name that tells the two apart."),
        )
    return name


def _check_manager(session: Session, staff_id: int, manager_id: int | None) -> None:
    step, seen = manager_id, set[int]()
    while step is not None and step != staff_id and step not in seen:
        seen.add(step)
        step = _found(session, step).manager_id
    if step == staff_id:
        raise UserError(
            _("Nobody can lead the one who leads them."),
            _("Nothing was changed."),
            _("Choose another manager."),
        )


def _shop_id(session: Session, typed: str) -> int | None:
    name = text.clean(typed)
    if not name:
        return None
    for shop_id, known in session.execute(
        select(Shop.id, Shop.name).where(Shop.deleted_at.is_(None))
    ):
        if text.fold(known) == text.fold(name):
            return int(shop_id)
    shop = Shop(name=name, position=len(shops(session)))
    session.add(shop)
    session.flush()
    return shop.id


def _found(session: Session, staff_id: int) -> Staff:
    person = session.get(Staff, staff_id)
    if person is None or person.deleted_at is not None:
        raise NotFound(
            _("This member of staff does not exist any more."), _("Nothing was changed.")
        )
    return person
