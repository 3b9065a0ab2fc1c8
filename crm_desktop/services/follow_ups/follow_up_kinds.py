"""How a follow-up is done: the shipped kinds and the shop's own."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_desktop.core import text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Choice

KINDS = ("call", "visit", "wechat", "email", "meeting", "collect", "service", "task")
_LIST = "follow_up_kind"
_LONGEST = 30


def kinds(session: Session) -> list[str]:
    """The shipped kinds, then the shop's own by the name they were given."""
    query = (
        select(Choice.value)
        .where(Choice.list_key == _LIST, Choice.hidden.is_(False))
        .order_by(Choice.position, Choice.id)
    )
    return [*KINDS, *session.scalars(query)]


def checked(session: Session, kind: str) -> str:
    """``kind`` as it is kept; one the shop never used becomes one of its own.

    Raises ``UserError`` for an empty or endless name.
    """
    if kind in KINDS:
        return kind
    name = text.clean(kind)
    if not 0 < len(name) <= _LONGEST:
        raise UserError(
            _("A kind of follow-up needs a name of at most {n} characters.").format(n=_LONGEST),
            _("Nothing was changed."),
            _("Write it like: Trade fair."),
        )
    mine = Choice.list_key == _LIST
    known = session.scalar(select(Choice).where(mine, Choice.value == name))
    if known is None:
        last = session.scalar(select(func.max(Choice.position)).where(mine))
        session.add(Choice(list_key=_LIST, value=name, position=(last or 0) + 1))
    else:
        known.hidden = False
    return name
