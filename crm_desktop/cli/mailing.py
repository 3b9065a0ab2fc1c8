"""Commands that write to many: mail, mail-texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.days import read_month
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.progress import progress_bar
from crm_desktop.cli.result import Done
from crm_desktop.core.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm_desktop.db.store import Store
    from crm_desktop.reports.mail_order import MailOrder
    from crm_desktop.reports.mailing import MailMade
    from crm_desktop.services.mailing.mailing import Audience

What = Literal["labels", "envelopes", "letters", "cards"]
Written = Literal["letters", "cards"]

Kind = Annotated[
    What, typer.Argument(metavar="KIND", help=N_("labels, envelopes, letters, cards."))
]
Out = Annotated[Path, typer.Argument(metavar="OUT", help=N_("File to write: .pdf."))]
View = Annotated[
    str, typer.Option(metavar="NAME", help=N_("Who is in this saved view or ready question."))
]
Find = Annotated[str, typer.Option(metavar="WORDS", help=N_("Only those found by these words."))]
Customers = Annotated[
    list[int] | None, typer.Option("--customer", metavar="ID", help=N_("Number of the customer."))
]
Birthdays = Annotated[
    str, typer.Option(metavar="MONTH", help=N_("Whose birthday is kept in it, such as 2026-05."))
]
Paper = Annotated[
    str,
    typer.Option(
        metavar="KEY",
        help=N_("Such as L7160, 5160, 3x8; cn-dl, dl, c5, 10; a4, letter, a5, a6."),
    ),
]
Text = Annotated[str, typer.Option(metavar="NAME", help=N_("A text “mail-texts” shows."))]
TextFile = Annotated[
    Path | None, typer.Option(metavar="PATH", help=N_("The text itself, as a text file."))
]
Start = Annotated[int, typer.Option(metavar="N", help=N_("The first label to print on."))]
Copies = Annotated[int, typer.Option(metavar="N", help=N_("Labels for each."))]
Right = Annotated[float, typer.Option(metavar="MM", help=N_("Move everything to the right."))]
Down = Annotated[float, typer.Option(metavar="MM", help=N_("Move everything down."))]
Phone = Annotated[bool, typer.Option("--phone", help=N_("With the phone, for couriers."))]
NoSender = Annotated[bool, typer.Option("--no-sender", help=N_("Without our name and address."))]
Frame = Annotated[
    bool,
    typer.Option("--frame", help=N_("Draw edges of labels, boxes of Chinese envelopes.")),
]
Everyone = Annotated[
    bool, typer.Option("--everyone", help=N_("Also those who want no advertising."))
]
Whole = Annotated[
    bool,
    typer.Option(
        "--whole-numbers", help=N_("Write masked numbers in full; the change log notes it.")
    ),
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "mail", N_("Make labels, envelopes, letters or cards for many customers."))(mail)
    command(app, "mail-texts", N_("Show, keep or remove texts of letters and cards."))(texts)


def mail(
    file: DataFile,
    kind: Kind,
    out: Out,
    *,
    view: View = "",
    find: Find = "",
    customer: Customers = None,
    birthdays: Birthdays = "",
    paper: Paper = "",
    text: Text = "",
    text_file: TextFile = None,
    start: Start = 1,
    copies: Copies = 1,
    right: Right = 0.0,
    down: Down = 0.0,
    phone: Phone = False,
    no_sender: NoSender = False,
    frame: Frame = False,
    everyone: Everyone = False,
    whole_numbers: Whole = False,
) -> Done:
    """Write one PDF for all of them, in the language of the answer."""
    from crm_desktop.reports.mail_order import MailOrder

    if out.suffix.lower() != ".pdf":
        raise typer.BadParameter(_("Labels and letters are written as .pdf."), param_hint="OUT")
    with (writing if whole_numbers else reading)(file) as store:
        with store.read() as session:
            order = MailOrder(
                kind,
                _audience(session, view, find, customer, birthdays),
                paper,
                _body(session, kind, text, text_file),
                start,
                copies,
                right_mm=right,
                down_mm=down,
                phone=phone,
                sender=not no_sender,
                frame=frame,
                unwilling=everyone,
                revealed=whole_numbers,
            )
        return _written(store, order, out)


def _written(store: Store, order: MailOrder, out: Path) -> Done:
    from crm_desktop.reports import mailing
    from crm_desktop.services.mailing.mailing import contact_ids
    from crm_desktop.services.records import masking

    if order.revealed:
        with store.read() as session:
            count = len(contact_ids(session, order.audience))
        store.record(masking.REVEAL_ACTION, masking.reveal_many, count)
    with (
        store.read() as session,
        progress_bar(_("Writing {name}").format(name=out.name)) as progress,
    ):
        made = mailing.write(session, order, out, progress)
    return Done(
        tuple(_told(made, out)),
        {
            "output": out,
            "pages": made.pages,
            "printed": made.printed,
            "left_out": made.left_out,
            "unknown": list(made.unknown),
            "masked": made.masked,
        },
    )


def _told(made: MailMade, out: Path) -> list[str]:
    words = ngettext("For {n} customer: {out}", "For {n} customers: {out}", made.printed)
    lines = [words.format(n=made.printed, out=out)]
    if made.left_out:
        words = ngettext(
            "{n} has no address or wants no advertising; the last page says who.",
            "{n} have no address or want no advertising; the last page says who.",
            made.left_out,
        )
        lines.append(words.format(n=made.left_out))
    if made.unknown:
        lines.append(_("Left as they are, unknown: {fields}").format(fields=" ".join(made.unknown)))
    if made.masked:
        lines.append(_("Numbers and addresses are masked in it."))
    return lines


def _audience(
    session: Session, view: str, words: str, customers: list[int] | None, birthdays: str
) -> Audience:
    from crm_desktop.cli.asking import find
    from crm_desktop.services.contacts.contact_list import ContactQuery
    from crm_desktop.services.mailing.mailing import Audience

    query = find(session, view) if view else ContactQuery(sort="name", descending=False)
    month = read_month(birthdays) if birthdays else None
    chosen = tuple(customers) if customers else None
    return Audience(replace(query, text=words), chosen, month)


def _body(session: Session, kind: str, name: str, path: Path | None) -> str:
    """The text of letters and cards: from a file, by name, or the first that comes along."""
    from crm_desktop.services.mailing import mail_texts

    if kind not in mail_texts.KINDS:
        return ""
    if path is not None:
        return _read(path)
    if name:
        return mail_texts.find(session, kind, name).body
    return mail_texts.texts(session, kind)[0].body


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(
            _("{name} cannot be read as text.").format(name=path.name)
        ) from error


def texts(
    file: DataFile,
    save: Annotated[str, typer.Option(metavar="NAME", help=N_("Keep a text so called."))] = "",
    kind: Annotated[
        Written, typer.Option(metavar="KIND", help=N_("What it is for: letters, cards."))
    ] = "letters",
    text_file: TextFile = None,
    remove: Annotated[str, typer.Option(metavar="NAME", help=N_("Take an own text away."))] = "",
) -> Done:
    """List the texts, after keeping or removing one."""
    from crm_desktop.services.mailing import mail_texts

    if save and text_file is None:
        raise typer.BadParameter(_("Say --text-file as well."), param_hint="--save")
    if not save and not remove:
        with reading(file) as store:
            return _listed(store)
    with writing(file) as store:
        if save and text_file is not None:
            body = _read(text_file)
            store.write(mail_texts.SAVE_ACTION, mail_texts.save, kind, save, body)
        if remove:
            store.write(mail_texts.REMOVE_ACTION, mail_texts.remove, remove)
        return _listed(store)


def _listed(store: Store) -> Done:
    from crm_desktop.reports.mail_order import KINDS
    from crm_desktop.services.mailing import mail_texts

    with store.read() as session:
        rows = [one for kind in mail_texts.KINDS for one in mail_texts.texts(session, kind)]
    own = _("own")
    lines = [f"{_(KINDS[r.kind])}  {r.name}{f'  ({own})' if r.own else ''}" for r in rows]
    kept = [{"name": r.name, "kind": r.kind, "own": r.own, "body": r.body} for r in rows]
    return Done(tuple(lines), {"texts": kept})
