"""The command for territories: list, rule, preview, assign, put by hand."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core import clock
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.contacts.territories import TerritoryRow
    from crm_desktop.services.contacts.territory_assignment import Assignment

Name = Annotated[str, typer.Argument(metavar="[NAME]", help=N_("A territory, by name or number."))]
Add = Annotated[bool, typer.Option("--add", help=N_("Add a territory of this name."))]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="FIELD=VALUE",
        help=N_("Its rule: city=杭州市, or tag~VIP for “contains”; say it once for each."),
    ),
]
Rule = Annotated[
    str, typer.Option("--rule", metavar="JSON", help=N_("Its rule as a whole filter."))
]
Staff = Annotated[
    str, typer.Option("--staff", metavar="NAME", help=N_("Who looks after its customers."))
]
Put = Annotated[
    list[int] | None,
    typer.Option("--put", metavar="ID", help=N_("Put this customer there by hand, to stay.")),
]
NewName = Annotated[str, typer.Option("--name", metavar="WORDS", help=N_("A new name."))]
Place = Annotated[
    int, typer.Option("--place", metavar="N", help=N_("When its rule is tried, 1 the first."))
]
Remove = Annotated[bool, typer.Option("--remove", help=N_("Take the territory away."))]
Preview = Annotated[
    bool, typer.Option("--preview", help=N_("Say who would move; nothing is changed."))
]
Assign = Annotated[
    bool, typer.Option("--assign", help=N_("Give every customer the first rule they meet."))
]
OverHand = Annotated[
    bool, typer.Option("--over-hand", help=N_("Move also those put somewhere by hand."))
]
Owners = Annotated[
    bool, typer.Option("--owners", help=N_("Customers without an owner get the territory's."))
]


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "territories", N_("List territories, set their rules, and assign customers."))(
        areas
    )


def areas(
    file: DataFile,
    name: Name = "",
    *,
    add: Add = False,
    where: Where = None,
    rule: Rule = "",
    staff: Staff = "",
    new_name: NewName = "",
    place: Place = 0,
    put: Put = None,
    remove: Remove = False,
    preview: Preview = False,
    assign: Assign = False,
    over_hand: OverHand = False,
    owners: Owners = False,
) -> Done:
    """Change one territory when named, then assign or preview, then list."""
    if name and (add or where or rule or staff or new_name or place or put or remove):
        changes: dict[str, Any] = {"staff": staff} if staff else {}
        changes |= {"name": new_name} if new_name else {}
        changes |= {"place": place} if place else {}
        if where or rule:
            changes["rule"] = _rule(where or [], rule)
        with writing(file) as store:
            store.write(N_("Change a territory"), _apply, name, changes, put or [],
                        add=add, remove=remove)  # fmt: skip
    elif name:
        return _members(file, name)
    if assign or preview:
        return _assigned(file, really=assign, over_hand=over_hand, owners=owners)
    with reading(file) as store, store.read() as session:
        from crm_desktop.services.contacts import territories

        rows = territories.territories(session)
    lines = list(map(_line, rows)) or [_("No territories yet.")]
    return Done(tuple(lines), {"territories": list(map(asdict, rows))})


def _line(row: TerritoryRow) -> str:
    from crm_desktop.core import formats

    parts = [f"{formats.integer(row.count):>8}  {row.name}", row.staff]
    if row.rule is None:
        parts.append(_("by hand only"))
    return " · ".join(part for part in parts if part)


def _members(file: DataFile, name: str) -> Done:
    from crm_desktop.services.contacts import contact_list, territories
    from crm_desktop.services.contacts.contact_list import ContactQuery

    with reading(file) as store, store.read() as session:
        territory_id = territories.named(session, name)
        condition = {"field": "territory", "op": "is", "value": territory_id}
        query = ContactQuery(conditions=condition, sort="name", descending=False)
        rows = contact_list.page(session, query, 0, contact_list.FOUND_AT_MOST)
        count = contact_list.count(session, query)
    lines = [f"{row.id}  {row.name}" for row in rows] or [_("Nobody.")]
    people = [{"id": row.id, "name": row.name} for row in rows]
    return Done(tuple(lines), {"count": count, "customers": people})


def _assigned(file: DataFile, *, really: bool, over_hand: bool, owners: bool) -> Done:
    from crm_desktop.services.contacts import territories, territory_assignment

    today = clock.today()
    if really:
        with writing(file) as store, progress_bar(_(territory_assignment.ACTION)) as progress:
            told: Assignment = store.write(
                territory_assignment.ACTION, territory_assignment.assign, today, progress,
                over_hand=over_hand, owners=owners,
            ).value  # fmt: skip
    else:
        with reading(file) as store, store.read() as session:
            told = territory_assignment.preview(session, today, over_hand=over_hand, owners=owners)
    with reading(file) as store, store.read() as session:
        known: dict[int | None, str] = dict(territories.names(session))
    lines = [
        f"{move.count:>8}  {known.get(move.from_id, '—')} → {known.get(move.to_id, '—')}"
        for move in told.moves
    ]
    lines.extend(territory_assignment.words(told, really=really))
    return Done(tuple(lines), asdict(told) | {"count": told.count, "assigned": really})


def _rule(where: list[str], rule: str) -> dict[str, Any]:
    if rule:
        try:
            found = json.loads(rule)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise UserError(_("The rule is no JSON object."), _("Nothing was changed."))
        return found
    parts = []
    for one in where:
        sign = "~" if "~" in one and "=" not in one.split("~", 1)[0] else "="
        field, found_sign, value = one.partition(sign)
        if not found_sign:
            raise UserError(
                _("“{text}” is no condition.").format(text=one),
                _("Nothing was changed."),
                _("Write it like city=杭州市."),
            )
        op = "contains" if sign == "~" else "is"
        parts.append({"field": field.strip(), "op": op, "value": value.strip()})
    return {"all": parts}


def _apply(
    session: Session,
    name: str,
    changes: dict[str, Any],
    put: list[int],
    *,
    add: bool,
    remove: bool,
) -> None:
    from crm_desktop.services.contacts import territories
    from crm_desktop.services.records import contact_record, staff

    territory_id = territories.add(session, name) if add else territories.named(session, name)
    if remove:
        territories.remove(session, territory_id)
        return
    if "staff" in changes:
        changes["staff_id"] = staff.by_name(session, changes.pop("staff"), active=True)
    place = changes.pop("place", 0)
    territories.edit(session, territory_id, **changes)
    if place:
        order = [one for one, _name in territories.names(session)]
        territories.step(session, territory_id, place - 1 - order.index(territory_id))
    if put:
        ids = [contact_record.found(session, one).id for one in put]
        territories.set_by_hand(session, ids, territory_id)
