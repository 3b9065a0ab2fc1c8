"""Files kept on a record, inside the data file, so that every backup holds them."""

from __future__ import annotations

import datetime as dt
import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.core.errors import NotFound, UserError
from crm_desktop.core.i18n import _
from crm_desktop.db.models import Attachment, AttachmentContent, Contact

MOST_BYTES = 50 * 1024 * 1024
"""A larger file would make every backup slow; a link in the notes serves better."""

_LONGEST_NAME = 150
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileRow:
    """``media_type`` is guessed from the name; ``size`` is in bytes."""

    id: int
    name: str
    media_type: str
    size: int
    added_at: dt.datetime

    @property
    def is_picture(self) -> bool:
        """True for what a viewer of pictures may try to show."""
        return self.media_type in ("image/png", "image/jpeg", "image/gif", "image/bmp",
                                   "image/webp")  # fmt: skip


def of_record(session: Session, table: str, record_id: int) -> list[FileRow]:
    """A record's files, the latest first."""
    query = (
        select(Attachment)
        .where(
            Attachment.record_table == table,
            Attachment.record_id == record_id,
            Attachment.deleted_at.is_(None),
        )
        .order_by(Attachment.id.desc())
    )
    return [
        FileRow(one.id, one.name, one.media_type, one.size, one.created_at)
        for one in session.scalars(query)
    ]


def add(session: Session, table: str, record_id: int, name: str, content: bytes) -> int:
    """Keep a file; the same bytes are stored once. Returns its id.

    Raises ``UserError`` for an empty file and one over ``MOST_BYTES``.
    """
    name = safe_name(name)
    if not content:
        raise UserError(
            _("“{name}” is empty.").format(name=name), _("It was not added; nothing was changed.")
        )
    if len(content) > MOST_BYTES:
        raise UserError(
            _("“{name}” is larger than {n} MB.").format(name=name, n=MOST_BYTES // 1024 // 1024),
            _("It was not added; nothing was changed."),
            _("Keep it beside the data file and write where it is."),
        )
    digest = hashlib.sha256(content).hexdigest()
    known = session.scalar(select(exists().where(AttachmentContent.sha256 == digest)))
    if not known:
        session.add(AttachmentContent(sha256=digest, content=content))
    attachment = Attachment(
        record_table=table,
        record_id=record_id,
        name=name,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=len(content),
        sha256=digest,
    )
    session.add(attachment)
    session.flush()
    return attachment.id


def content(session: Session, attachment_id: int) -> bytes:
    """The bytes of a file. Raises ``NotFound``, also when they are not the bytes it had."""
    attachment = _found(session, attachment_id)
    stored = session.get(AttachmentContent, attachment.sha256)
    if stored is None or hashlib.sha256(stored.content).hexdigest() != attachment.sha256:
        raise NotFound(
            _("The content of “{name}” is damaged or gone.").format(name=attachment.name),
            _("Nothing was changed."),
            _("Look for it in a backup."),
        )
    return stored.content


def rename(session: Session, attachment_id: int, name: str) -> None:
    """Give a file another name."""
    _found(session, attachment_id).name = safe_name(name)
    session.flush()


def remove(session: Session, attachment_id: int) -> None:
    """Take a file away; undo brings it back."""
    _found(session, attachment_id).deleted_at = clock.now()
    session.flush()


def safe_name(name: str) -> str:
    """A file name that is no path, opens on every system and hides nothing."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(one for one in name if unicodedata.category(one) not in ("Cc", "Cf"))
    clean = _NOT_IN_NAMES.sub("_", visible).strip(". ")
    if not clean or _RESERVED.match(clean):
        clean = f"_{clean}"
    stem, dot, ending = clean.rpartition(".")
    if len(clean) > _LONGEST_NAME and dot:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending[:20]}"
    return clean[:_LONGEST_NAME]


def _found(session: Session, attachment_id: int) -> Attachment:
    attachment = session.get(Attachment, attachment_id)
    if attachment is None or attachment.deleted_at is not None:
        raise NotFound(_("This file does not exist any more."), _("Nothing was changed."))
    return attachment


def of_all_contacts(session: Session) -> Iterator[tuple[str, str, bytes]]:
    """Every file kept on a living customer: whose, its name, its bytes; one at a time."""
    query = (
        select(Contact.name, Attachment.name, Attachment.sha256)
        .join(Contact, Contact.id == Attachment.record_id)
        .where(
            Attachment.record_table == "contact",
            Attachment.deleted_at.is_(None),
            Contact.deleted_at.is_(None),
        )
        .order_by(Contact.id, Attachment.id)
    )
    for owner, name, digest in session.execute(query).all():
        kept = session.scalar(
            select(AttachmentContent.content).where(AttachmentContent.sha256 == digest)
        )
        if kept is not None:
            yield owner, name, kept
