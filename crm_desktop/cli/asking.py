"""The command that answers ready questions and saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.contacts.contact_list import ContactQuery


def declare(app: typer.Typer) -> None:
    """Add the command of this module."""
    command(app, "ask", N_("List whom a ready question or a saved view finds."))(ask)


def ask(
    file: DataFile,
    what: Annotated[
        str,
        typer.Argument(
            metavar="[QUESTION]", help=N_("A question or a view; without one all are counted.")
        ),
    ] = "",
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, help=N_("How many to show; 50 if not said.")),
    ] = 50,
) -> Done:
    """Count every question and view, or list the customers of one."""
    with reading(file) as store, store.read() as session:
        if not what:
            return _counted(session)
        return _listed(session, find(session, what), limit)


def _counted(session: Session) -> Done:
    from crm_desktop.core import formats
    from crm_desktop.services.contacts import cookbook, views

    found = cookbook.counts(session)
    rows = [(one.code, found[one.code], _(one.name)) for one in cookbook.QUESTIONS]
    rows += [(view.name, view.count or 0, "") for view in views.views(session)]
    lines = [
        f"{formats.integer(number):>8}  {code}  {name}".rstrip() for code, number, name in rows
    ]
    return Done(tuple(lines), {"counts": {code: number for code, number, _name in rows}})


def find(session: Session, what: str) -> ContactQuery:
    """The query of a ready question or a saved view; raises ``UserError`` for neither."""
    from crm_desktop.services.contacts import cookbook, views
    from crm_desktop.services.contacts.contact_list import ContactQuery

    question = cookbook.question(what)
    if question is not None:
        return question.query()
    for view in views.views(session, counts=False):
        if what.casefold() in {view.name.casefold(), view.code.casefold()}:
            return ContactQuery(view_id=view.id, sort=view.sort, descending=view.descending)
    raise UserError(
        _("There is no question or view called “{name}”.").format(name=what),
        "",
        _("Call “ask” without one to see them all."),
    )


def _listed(session: Session, query: ContactQuery, limit: int) -> Done:
    from crm_desktop.core import formats
    from crm_desktop.services.contacts import contact_list

    rows = contact_list.page(session, query, 0, limit)
    count = contact_list.count(session, query)
    lines = [" · ".join(filter(None, (row.name, row.phone, row.level, row.stage))) for row in rows]
    if count > len(rows):
        lines.append(_("{count} more").format(count=formats.integer(count - len(rows))))
    if not rows:
        lines = [_("Nobody.")]
    people = [{"id": row.id, "name": row.name, "phone": row.phone} for row in rows]
    return Done(tuple(lines), {"count": count, "customers": people})
