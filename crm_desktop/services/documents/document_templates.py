"""The templates of documents: those that come with the program, and the shop's own.

The shop's own are files kept in the data file, so that every backup holds them and every change
can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy.orm import Session

from crm_desktop.core import i18n, paths, text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.records import attachments

TABLE = "document_template"
"""Under this name the attachments of the shop's own templates are kept, on record 0."""

FORMATS = ("docx", "xlsx")
_SHIPPED = (
    ("quote", "docx"),
    ("quote_sheet", "xlsx"),
    ("contract", "docx"),
    ("proposal", "docx"),
    ("letter", "docx"),
    ("expense_claim", "xlsx"),
)


@dataclass(frozen=True, slots=True)
class Template:
    """A template. ``name`` is the file's, ``id`` that of its attachment, ``None`` when shipped.

    A shipped one is named by ``key`` and comes in ``language``.
    """

    key: str
    title: str
    name: str
    format: str
    id: int | None = None
    size: int = 0
    language: str = ""


def templates(session: Session, language: str | None = None) -> list[Template]:
    """The shop's own by name, then those shipped, in ``language`` or else the one in force."""
    return [*own(session), *shipped(language)]


def own(session: Session) -> list[Template]:
    """The templates the shop added, by name."""
    found = [
        Template(row.name, PurePath(row.name).stem, row.name, _format(row.name), row.id, row.size)
        for row in attachments.of_record(session, TABLE, 0)
    ]
    return sorted(found, key=lambda one: text.fold(one.name))


def shipped(language: str | None = None) -> list[Template]:
    """Those that come with the program."""
    language = language or i18n.language()
    return [
        Template(key, _title(key), f"{key}.{kind}", kind, language=language)
        for key, kind in _SHIPPED
    ]


def find(session: Session, name: str, language: str | None = None) -> Template:
    """The template of a name, key or title as listed; the shop's own come first.

    Raises ``NotFound``.
    """
    wanted = text.fold(name)
    for one in templates(session, language):
        if wanted in {text.fold(one.key), text.fold(one.name), text.fold(one.title)}:
            return one
    raise NotFound(
        _("There is no template called “{name}”.").format(name=name),
        _("Nothing was written."),
        _("Look at the list of templates."),
    )


def content(session: Session, template: Template) -> bytes:
    """The bytes of a template. Raises ``NotFound``."""
    if template.id is not None:
        return attachments.content(session, template.id)
    return paths.resource("templates", template.language, template.name).read_bytes()


def add(session: Session, name: str, content: bytes) -> int:
    """Keep a template of the shop's own; one of the same name is replaced. Returns its id.

    The caller has looked into ``content``. Raises ``UserError`` for a name of another kind.
    """
    name = attachments.safe_name(name)
    if _format(name) not in FORMATS:
        raise UserError(
            _("“{name}” is neither a Word nor an Excel document.").format(name=name),
            _("It was not added; nothing was changed."),
            _("Choose a .docx or .xlsx file."),
        )
    for one in own(session):
        if one.id is not None and text.fold(one.name) == text.fold(name):
            attachments.remove(session, one.id)
    return attachments.add(session, TABLE, 0, name, content)


def remove(session: Session, name: str) -> None:
    """Take one of the shop's own templates away; undo brings it back. Raises ``NotFound``."""
    wanted = text.fold(name)
    for one in own(session):
        if one.id is not None and wanted in {text.fold(one.name), text.fold(one.title)}:
            attachments.remove(session, one.id)
            return
    raise NotFound(
        _("You have no template called “{name}”.").format(name=name),
        _("Nothing was changed."),
        _("Templates that come with the program stay."),
    )


def title(template: Template) -> str:
    """What a template is called in the language in force; an own one as its file."""
    return template.title if template.id is not None else _title(template.key)


def _format(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def _title(key: str) -> str:
    return {
        "quote": pgettext("template", "Quote"),
        "quote_sheet": pgettext("template", "Quote as a sheet"),
        "contract": pgettext("template", "Contract"),
        "proposal": pgettext("template", "Proposal"),
        "letter": pgettext("template", "Letter"),
        "expense_claim": pgettext("template", "Expense claim"),
    }[key]
