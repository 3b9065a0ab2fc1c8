"""What is kept of a document that was made: a line on the timeline, and the file if wished."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_desktop.db.models import TimelineEntry
from crm_desktop.services.documents.document_data import Source
from crm_desktop.services.records import attachments
from crm_desktop.services.timeline import timeline

KIND = "document"
"""The kind of its entries on the timeline."""


def note(
    session: Session,
    contact_id: int,
    source: Source,
    template: str,
    file_name: str,
    *,
    content: bytes | None = None,
) -> int:
    """Note on the timeline that a document was made; with ``content`` the file is kept as well.

    Returns the entry's id. Raises ``UserError`` when the file cannot be kept; then nothing is.
    """
    name = attachments.safe_name(file_name)
    entry_id = timeline.add_note(session, contact_id, KIND, name, title=template)
    entry = session.get_one(TimelineEntry, entry_id)
    entry.deal_id = source.id if source.table == "deal" else None
    entry.sale_id = source.id if source.table == "sale" else None
    if content is not None:
        attachments.add(session, "contact", contact_id, name, content)
    session.flush()
    return entry_id


def suggested_name(template: str, about: str, ending: str) -> str:
    """A name for the file: the template and whom it is for, safe on every system."""
    words = f"{template} {about}".replace("/", " ").replace("\\", " ")
    return attachments.safe_name(f"{' '.join(words.split())}.{ending}")
