"""Commands that make documents: document, document-templates."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_desktop.cli.command import command
from crm_desktop.cli.files import reading, writing
from crm_desktop.cli.parameters import DataFile
from crm_desktop.cli.result import Done
from crm_desktop.core import i18n
from crm_desktop.core.i18n import N_, _

if TYPE_CHECKING:
    from crm_desktop.db.store import Store
    from crm_desktop.exchange.documents import Made
    from crm_desktop.services.documents.document_data import Source


Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="OUT", help=N_("File to write: .docx or .xlsx.")),
]
CustomerOption = Annotated[
    int | None, typer.Option(metavar="ID", help=N_("Number of the customer."))
]
DealOption = Annotated[int | None, typer.Option(metavar="ID", help=N_("Number of the deal."))]
SaleOption = Annotated[
    str, typer.Option(metavar="ID", help=N_("The sale, by the number printed on it."))
]
FieldsOption = Annotated[
    bool, typer.Option("--fields", help=N_("Show the fields a template may hold."))
]
KeepOption = Annotated[
    bool, typer.Option("--keep", help=N_("Keep the document with the customer's files."))
]
NoNoteOption = Annotated[
    bool, typer.Option("--no-note", help=N_("Leave nothing on the customer's timeline."))
]
WholeOption = Annotated[
    bool,
    typer.Option(
        "--whole-numbers", help=N_("Write masked numbers in full; the change log notes it.")
    ),
]


def declare(app: typer.Typer) -> None:
    """Add the commands of this module."""
    command(app, "document", N_("Fill a template in for a customer, deal or sale."))(document)
    command(app, "document-templates", N_("Show, add or remove templates of documents."))(templates)


def document(
    file: DataFile,
    template: Annotated[
        str,
        typer.Argument(metavar="TEMPLATE", help=N_("A template “document-templates” shows.")),
    ] = "",
    out: Out = None,
    *,
    customer: CustomerOption = None,
    deal: DealOption = None,
    sale: SaleOption = "",
    fields: FieldsOption = False,
    keep: KeepOption = False,
    no_note: NoNoteOption = False,
    whole_numbers: WholeOption = False,
) -> Done:
    """Make one document, in the language of the answer."""
    if fields:
        return _fields(file)
    given = {"contact": customer, "deal": deal, "sale": sale or None}
    if sum(value is not None for value in given.values()) != 1:
        raise typer.BadParameter(
            _("Say one of --customer, --deal and --sale."), param_hint="document"
        )
    if not template or out is None:
        raise typer.BadParameter(_("A template and -o OUT are needed."), param_hint="document")
    opened = reading if no_note and not keep and not whole_numbers else writing
    with opened(file) as store:
        source = _source(store, given)
        made = _make(store, template, source, out, revealed=whole_numbers)
        if keep or not no_note:
            _note(store, made, source, keep=keep)
    return Done(tuple(_told(made)), asdict(made))


def _source(store: Store, given: dict[str, Any]) -> Source:
    from crm_desktop.services.documents import document_data

    table, value = next((key, value) for key, value in given.items() if value is not None)
    if table == "sale":
        with store.read() as session:
            value = document_data.sale_numbered(session, value)
    return document_data.Source(table, value)


def _make(store: Store, name: str, source: Source, out: Path, *, revealed: bool) -> Made:
    from crm_desktop.exchange import documents
    from crm_desktop.services.documents import document_data, document_templates
    from crm_desktop.services.records import masking

    with store.read() as session:
        template = document_templates.find(session, name)
        contact = document_data.contact_of(session, source)
    if revealed and contact is not None:
        store.record(masking.REVEAL_ACTION, masking.reveal, contact)
    with store.read() as session:
        return documents.make(session, template, source, out, revealed=revealed)


def _note(store: Store, made: Made, source: Source, *, keep: bool) -> None:
    from crm_desktop.services.documents import documents

    if made.contact_id is None:
        return
    content = made.path.read_bytes() if keep else None
    store.write(
        N_("Make a document"),
        documents.note,
        made.contact_id,
        source,
        made.template,
        made.path.name,
        content=content,
    )


def _told(made: Made) -> list[str]:
    lines = [_("The document is in {out}.").format(out=made.path)]
    if made.unknown:
        lines.append(_("Left as they are, unknown: {fields}").format(fields=" ".join(made.unknown)))
    if made.blank:
        lines.append(_("Blank, nothing known: {fields}").format(fields=", ".join(made.blank)))
    if made.masked:
        lines.append(_("Numbers and addresses are masked in it."))
    return lines


def _fields(file: Path) -> Done:
    from crm_desktop.services.documents import document_fields

    with reading(file) as store, store.read() as session:
        rows = document_fields.fields(session)
    lines: list[str] = []
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            lines.append(document_fields.group_name(group))
        lines.append(f"  {{{{{row.key}}}}}  «{row.label}»  {row.example}".rstrip())
    return Done(tuple(lines), {"fields": [asdict(row) for row in rows]})


def templates(
    file: DataFile,
    add: Annotated[
        list[Path] | None,
        typer.Option("--add", metavar="PATH", help=N_("Keep a .docx or .xlsx as a template.")),
    ] = None,
    remove: Annotated[
        str, typer.Option("--remove", metavar="NAME", help=N_("Take an own template away."))
    ] = "",
) -> Done:
    """List the templates, after adding or removing some."""
    if not add and not remove:
        with reading(file) as store:
            return _listed(store)
    with writing(file) as store:
        for path in add or ():
            _add(store, path)
        if remove:
            from crm_desktop.services.documents import document_templates

            store.write(N_("Remove a template"), document_templates.remove, remove)
        return _listed(store)


def _add(store: Store, path: Path) -> None:
    from crm_desktop.exchange import documents

    store.write(N_("Add a template"), documents.add_template, path)


def _listed(store: Store) -> Done:
    from crm_desktop.services.documents import document_templates

    with store.read() as session:
        rows = document_templates.templates(session, i18n.language())
    width = max(len(row.key) for row in rows)
    lines = [f"{row.key:{width}}  .{row.format}  {row.title}" for row in rows]
    return Done(tuple(lines), {"templates": [asdict(row) for row in rows]})
