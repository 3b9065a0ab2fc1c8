"""The commands about sticky notes and about urging somebody to do a follow-up."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.services.today.sticky_notes import StickyNoteRow

NoteId = Annotated[
    int, typer.Argument(metavar="ID", help=N_("Number of the note, as sticky-notes shows it."))
]
Colour = Annotated[
    str, typer.Option("--colour", metavar="NAME", help=N_("yellow, green, blue, purple or red."))
]
Customer = Annotated[
    int | None,
    typer.Option("--customer", metavar="ID", help=N_("Pin it to this customer; 0 takes it off.")),
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "sticky-notes", N_("List the notes on Today."))(sticky_notes)
    command(app, "stick", N_("Put a note on Today."))(stick)
    command(app, "edit-note", N_("Change a note on Today."))(edit_note)
    command(app, "note-done", N_("Take a note off Today."))(note_done)
    command(app, "urge", N_("Urge whoever is to do a follow-up."))(urge)


def sticky_notes(file: DataFile) -> Done:
    """The latest first; yours and those of nobody."""
    from crm_desktop.services.today import sticky_notes as service

    with reading(file) as store, store.read() as session:
        rows = service.notes(session)
    lines = [_line(row) for row in rows] or [_("No notes.")]
    return Done(tuple(lines), {"notes": [asdict(row) for row in rows]})


def stick(
    file: DataFile,
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help=N_("What to remember."))],
    colour: Colour = "",
    customer: Customer = None,
) -> Done:
    """A customer whom the line names is pinned to it."""
    from crm_desktop.services.today import sticky_notes as service

    with writing(file) as store:
        made = store.write(
            service.ADD,
            service.add,
            " ".join(words),
            colour=colour,
            contact_id=customer or None,
        ).value
        with store.read() as session:
            row = service.get(session, made)
    return Done((_line(row),), asdict(row))


def edit_note(
    file: DataFile,
    note: NoteId,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help=N_("Other words for it."))
    ] = None,
    colour: Colour = "",
    customer: Customer = None,
) -> Done:
    """What is not said stays."""
    from crm_desktop.services.today import sticky_notes as service

    def change(session: Session) -> None:
        if words:
            service.edit(session, note, " ".join(words))
        if colour:
            service.paint(session, note, colour)
        if customer is not None:
            service.pin(session, note, customer or None)

    with writing(file) as store:
        store.write(N_("Change a note"), change)
        with store.read() as session:
            row = service.get(session, note)
    return Done((_line(row),), asdict(row))


def note_done(
    file: DataFile,
    note: NoteId,
    *,
    delete: Annotated[
        bool, typer.Option("--delete", help=N_("Without a word on the customer's timeline."))
    ] = False,
    plan: Annotated[
        str, typer.Option("--plan", metavar="DAY", help=N_("Make a follow-up of it, for that day."))
    ] = "",
) -> Done:
    """What is pinned to a customer is kept on the customer's timeline."""
    from crm_desktop.cli.planning import day_of
    from crm_desktop.services.today import sticky_notes as service

    day = day_of(plan) if plan else None
    with writing(file) as store:
        if day is not None:
            made = store.write(service.TO_FOLLOW_UP, service.to_follow_up, note, day).value
            words = _("Follow-up {id}, {day}.").format(id=made, day=day)
            return Done((words,), {"id": note, "follow_up_id": made})
        action, off = (service.DELETE, service.remove) if delete else (service.DONE, service.done)
        store.write(action, off, note)
    return Done((_("Done."),), {"id": note})


def urge(
    file: DataFile,
    follow_ups: Annotated[
        list[int],
        typer.Argument(
            metavar="ID...", help=N_("Numbers of follow-ups, as follow-ups shows them.")
        ),
    ],
    message: Annotated[
        str, typer.Option("--message", metavar="WORDS", help=N_("What to tell them."))
    ] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help=N_("Who urges; else who sits here."))
    ] = "",
) -> Done:
    """They see it first on Today, with the words and how often they were urged."""
    from crm_desktop.services.follow_ups import follow_up_list, urging
    from crm_desktop.services.records import staff

    def press(session: Session) -> int:
        from_id = staff.by_name(session, by, active=True) if by else None
        return urging.urge(session, follow_ups, message, from_id)

    with writing(file) as store:
        count = store.write(urging.ACTION, press).value
        with store.read() as session:
            rows = [follow_up_list.get(session, one) for one in follow_ups]
    words = ngettext("{n} follow-up urged", "{n} follow-ups urged", count)
    lines = [words.format(n=count)]
    lines += [f"{row.id}  {row.owner_name}  {row.title}  {urging.badge(row)}" for row in rows]
    return Done(tuple(lines), {"urged": count, "follow_ups": [_urged(row) for row in rows]})


def _urged(row: Any) -> dict[str, Any]:
    return {"id": row.id, "owner": row.owner_name, "title": row.title, "urges": row.urges}


def _line(row: StickyNoteRow) -> str:
    from crm_desktop.services.today import sticky_notes as service

    parts = (str(row.id), service.colour_name(row.colour), row.text, row.contact_name, row.by)
    return "  ".join(part for part in parts if part)
