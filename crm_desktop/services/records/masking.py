"""Phones, addresses and ID numbers as their last four characters, in one place below every view.

Services that hand out such a value ask ``shown_by(session)`` how to show it. Searching and
matching work on the whole value; only what leaves is masked. Looking at the whole of one customer
is a named entry of the change log (``reveal``, run with ``Store.record``).
"""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import clock, text
from crm_desktop.core.i18n import N_
from crm_desktop.db.models import Setting
from crm_desktop.services.records import contact_record
from crm_desktop.services.settings import settings

REVEAL_ACTION = N_("Look at masked numbers")
_LAST = "last_reveal"
_LEFT = 4

Show = Callable[[str], str]


def is_on(session: Session) -> bool:
    """True when the file is set to mask."""
    return settings.get(session, settings.MASK)


def shown_by(session: Session, *, revealed: bool = False) -> Show:
    """How to show a phone, an address or an ID number."""
    return masked if is_on(session) and not revealed else str


def masked(value: str) -> str:
    """``••••8000``: the last four characters; nothing of what has no more than those."""
    value = value.strip()
    if not value:
        return ""
    return text.MASK + value[-_LEFT:] if len(value) > _LEFT else text.MASK


def reveal(session: Session, contact_id: int) -> None:
    """Note in the change log that somebody looks at the whole numbers of a customer now.

    Raises ``NotFound``.
    """
    name = contact_record.found(session, contact_id).name
    _note(session, {"contact": contact_id, "name": name})


def reveal_many(session: Session, count: int) -> None:
    """Note in the change log that somebody takes the whole numbers of ``count`` customers out."""
    _note(session, {"contacts": count})


def _note(session: Session, whose: dict[str, int | str]) -> None:
    words = {**whose, "at": clock.now().isoformat()}
    row = session.scalar(select(Setting).where(Setting.key == _LAST))
    if row is None:
        row = Setting(key=_LAST)
        session.add(row)
    row.value = json.dumps(words, ensure_ascii=False)
    session.flush()
