"""The command that shows and changes who works here."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import preferences
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.db.store import Store
    from crm_desktop.services.records.staff import MemberRow


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "staff", N_("List who works here, or add or change one."))(staff)


def staff(
    file: DataFile,
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help=N_("One of them, by name or number."))
    ] = "",
    *,
    add: Annotated[bool, typer.Option("--add", help=N_("Add NAME."))] = False,
    rename: Annotated[
        str, typer.Option("--rename", metavar="WORDS", help=N_("Another name."))
    ] = "",
    role: Annotated[
        str | None, typer.Option("--role", metavar="WORDS", help=N_("What they do."))
    ] = None,
    phone: Annotated[
        str | None, typer.Option("--phone", metavar="NUMBER", help=N_("Their phone."))
    ] = None,
    shop: Annotated[
        str | None, typer.Option("--shop", metavar="SHOP", help=N_("Their shop, made if new."))
    ] = None,
    led_by: Annotated[
        str | None, typer.Option("--led-by", metavar="NAME", help=N_("Their manager."))
    ] = None,
    left: Annotated[bool, typer.Option("--left", help=N_("Works here no more."))] = False,
    back: Annotated[bool, typer.Option("--back", help=N_("Works here again."))] = False,
    me: Annotated[bool, typer.Option("--me", help=N_("Sits at this computer."))] = False,
) -> Done:
    """List everybody, or change one and list that one."""
    facts = {"name": rename or None, "role": role, "phone": phone, "shop": shop, "led_by": led_by}
    said = {key: value for key, value in facts.items() if value is not None}
    if not name:
        if said or add or left or back or me:
            raise UserError(_("Say of whom."), _("Nothing was changed."))
        return _listed(file)
    if add or said or left or back:
        with writing(file) as store:
            _change(store, name, said, add=add, left=left, back=back)
    return _listed(file, said.get("name") or name, sits=me)


def _change(
    store: Store, name: str, said: dict[str, str], *, add: bool, left: bool, back: bool
) -> None:
    from crm_desktop.services.records import staff as service
    from crm_desktop.services.records.staff import StaffDraft

    def change(session: Session) -> None:
        one = service.add(session, StaffDraft(name)) if add else service.by_name(session, name)
        changes: dict[str, Any] = dict(said)
        if "led_by" in changes:
            boss = changes.pop("led_by")
            changes["manager_id"] = service.by_name(session, boss) if boss else None
        if back:
            service.come_back(session, one)
        if changes:
            service.change(session, one, changes)
        if left:
            service.leave(session, one)

    store.write(N_("Add a member of staff") if add else N_("Change a member of staff"), change)


def _listed(file: Path, name: str = "", *, sits: bool = False) -> Done:
    from crm_desktop.services.records import staff as service

    with reading(file) as store, store.read() as session:
        rows = service.members(session)
        if name:
            found = service.by_name(session, name)
            rows = [one for one in rows if one.id == found]
    if sits:
        preferences.load().sit_down(file, rows[0].id)
    sitting = preferences.load().sitting(file)
    lines = [_line(one, sitting) for one in rows] or [_("Nobody yet.")]
    return Done(tuple(lines), {"staff": [{**asdict(one), "me": one.id == sitting} for one in rows]})


def _line(one: MemberRow, sitting: int | None) -> str:
    from crm_desktop.services.records import staff as service

    parts = [f"{one.id} {one.name}", service.facts(one)]
    if not one.active:
        parts.append(_("works here no more"))
    elif one.id == sitting:
        parts.append(_("sits at this computer"))
    return " · ".join(part for part in parts if part)
