"""The texts of letters and cards: those that come with the program, and the shop's own.

A text is plain; fields in double braces are filled in for each customer (``document_fields``). The
first line of a card is its heading.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.services.settings import settings

SAVE_ACTION = N_("Save a text for letters")
REMOVE_ACTION = N_("Delete a text for letters")
KEPT = settings.Declared("mail_texts", "{}")
KINDS = ("letters", "cards")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class MailText:
    """A text of ``kind`` ``letters`` or ``cards``; ``own`` ones were saved by the shop."""

    name: str
    kind: str
    body: str
    own: bool = False


def texts(session: Session, kind: str) -> list[MailText]:
    """The shop's own by name, then those that come along, in the language in force."""
    own = [
        MailText(name, kind, body, own=True)
        for name, (of, body) in sorted(_all(session).items())
        if of == kind
    ]
    return [*own, *(one for one in _shipped() if one.kind == kind)]


def find(session: Session, kind: str, name: str) -> MailText:
    """The text called ``name``; the shop's own come first. Raises ``NotFound``."""
    wanted = text.fold(name)
    for one in texts(session, kind):
        if text.fold(one.name) == wanted:
            return one
    raise NotFound(
        _("There is no text “{name}”.").format(name=name), "", _("Look at the list of texts.")
    )


def save(session: Session, kind: str, name: str, body: str) -> str:
    """Keep a text, in place of one so called; returns its name. Raises ``UserError``."""
    name, body = text.clean(name), body.replace("\r\n", "\n").strip()
    unchanged = _("Nothing was changed.")
    if not name:
        raise UserError(_("A text needs a name."), unchanged)
    if not body:
        raise UserError(_("The text is empty."), unchanged, _("Write something first."))
    if len(body) > _LONGEST:
        raise UserError(_("The text is too long for a letter."), unchanged, _("Shorten it."))
    settings.put(session, KEPT, _json({**_all(session), name: (kind, body)}))
    return name


def remove(session: Session, name: str) -> None:
    """Forget one of the shop's own; undo brings it back. Raises ``NotFound``."""
    kept = _all(session)
    if name not in kept:
        raise NotFound(
            _("You have no text “{name}” of your own.").format(name=name),
            _("Nothing was changed."),
            _("Texts that come with the program stay."),
        )
    del kept[name]
    settings.put(session, KEPT, _json(kept))


def _all(session: Session) -> dict[str, tuple[str, str]]:
    """Kind and body by name; what cannot be read is passed over."""
    try:
        kept: Any = json.loads(settings.get(session, KEPT))
    except ValueError:
        return {}
    found = {}
    for name, value in kept.items() if isinstance(kept, dict) else ():
        if isinstance(value, list) and len(value) == 2 and value[0] in KINDS:
            found[name] = (str(value[0]), str(value[1]))
    return found


def _json(kept: dict[str, tuple[str, str]]) -> str:
    return json.dumps(kept, ensure_ascii=False)


def _shipped() -> list[MailText]:
    return [*_cards(), *_letters()]


def _cards() -> list[MailText]:
    return [
        MailText(
            pgettext("mail text", "Birthday"),
            "cards",
            _(
                "Happy birthday!\n"
                "Dear {{Customer addressee}},\n\n"
                "all of us wish you a wonderful day and a happy, healthy year.\n"
                "Thank you for being with us.\n\n"
                "{{Our shop name}}"
            ),
        ),
        MailText(
            pgettext("mail text", "New year"),
            "cards",
            _(
                "A happy new year!\n"
                "Dear {{Customer addressee}},\n\n"
                "thank you for your trust in the past year.\n"
                "We wish you and yours health, joy and good luck.\n\n"
                "{{Our shop name}}"
            ),
        ),
    ]


def _letters() -> list[MailText]:
    return [
        MailText(
            pgettext("mail text", "Letter"),
            "letters",
            _(
                "Dear {{Customer addressee}},\n\n"
                "thank you for buying from us. When something is missing or does not work, please "
                "call us at {{Our shop phone}}: we take care of it.\n\n"
                "{{Our staff name}}\n"
                "{{Our shop name}}"
            ),
        ),
        MailText(
            pgettext("mail text", "Invitation"),
            "letters",
            _(
                "Dear {{Customer addressee}},\n\n"
                "we would like to invite you to see what is new with us. Come by at any time, at "
                "{{Our shop address}}, or call {{Our shop phone}} for an appointment.\n\n"
                "We look forward to seeing you.\n\n"
                "{{Our staff name}}\n"
                "{{Our shop name}}"
            ),
        ),
    ]
