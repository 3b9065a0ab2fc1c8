"""Making a document: a template filled with what the file knows of a customer, deal or sale."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm_desktop.core import i18n
from crm_desktop.core.errors import SourceProblem, UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange import fill_word, fill_workbook, office_package
from crm_desktop.exchange.office_package import DOCX
from crm_desktop.exchange.write_target import writing_to
from crm_desktop.services.care.merge_fields import Merge
from crm_desktop.services.documents import document_data, document_fields, document_templates
from crm_desktop.services.documents.document_data import Source
from crm_desktop.services.documents.document_templates import Template


@dataclass(frozen=True, slots=True)
class Made:
    """A document written. ``unknown`` fields were left as they are, ``blank`` ones had no value.

    ``contact_id`` is ``None`` for a sale to a walk-in; ``masked`` when numbers were masked.
    """

    path: Path
    template: str
    about: str
    unknown: tuple[str, ...]
    blank: tuple[str, ...]
    lines: int
    contact_id: int | None
    masked: bool


def make(
    session: Any,
    template: Template,
    source: Source,
    out: Path,
    *,
    language: str | None = None,
    revealed: bool = False,
) -> Made:
    """Fill ``template`` from ``source`` and write it to ``out``, dates and money in ``language``.

    Raises ``UserError`` when the template may not be used, the record is gone, or ``out`` cannot
    be written or ends otherwise than the template; what stood at ``out`` is then still there.
    """
    if out.suffix.lower() != f".{template.format}":
        raise UserError(
            _("This template makes a .{format} file.").format(format=template.format),
            _("Nothing was written."),
            _("Let the name end in .{format}.").format(format=template.format),
        )
    package = office_package.open_package(
        document_templates.content(session, template), template.name
    )
    with i18n.using(language or i18n.language()):
        found = document_data.data(session, source, revealed=revealed)
        merge = Merge(document_fields.names(session), found.values, found.lines)
        filler = fill_word.fill if package.kind == DOCX else fill_workbook.fill
        content = filler(package, merge)
    with writing_to(out) as file:
        file.write(content)
    labels = {field.key: field.label for field in document_fields.fields(session)}
    return Made(
        out,
        template.title,
        found.about,
        tuple(merge.unknown),
        tuple(labels.get(key, key) for key in merge.blank),
        len(found.lines),
        found.contact_id,
        found.masked,
    )


def add_template(session: Any, path: Path) -> int:
    """Keep the file at ``path`` as a template of the shop's own; returns its id.

    Raises ``SourceProblem`` when it cannot be read or may not be a template.
    """
    try:
        with path.open("rb") as file:
            content = file.read(office_package.MOST_BYTES + 1)
    except OSError as error:
        raise SourceProblem(
            _("{name} could not be read.").format(name=path.name),
            _("It was not added; nothing was changed."),
            _("Check that the file is there and that you may read it."),
        ) from error
    kind = office_package.open_package(content, path.name).kind
    # The ending decides which program opens what is made of it.
    return document_templates.add(session, str(path.with_suffix(f".{kind}").name), content)


def save_copy(session: Any, template: Template, path: Path) -> None:
    """Write a template to ``path`` for somebody to work on. Raises ``FileProblem``."""
    content = document_templates.content(session, template)
    with writing_to(path) as file:
        file.write(content)
