"""Facts about the open file for the navigation, the status line and the command line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crm_desktop.core import clock
from crm_desktop.db.models import Contact, FollowUp, Product, Sale, Ticket
from crm_desktop.services.settings import settings


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Names and numbers of records; ``last_backup_at`` is ``None`` before the first backup."""

    uuid: str
    shop_name: str
    language: str
    currency: str
    last_backup_at: dt.datetime | None
    contacts: int
    sales: int
    products: int
    open_follow_ups: int
    open_tickets: int


def facts(session: Session) -> FileFacts:
    """What the file is and holds."""

    def number(
        model: type[Contact | Sale | Product | FollowUp | Ticket], *where: ColumnElement[bool]
    ) -> int:
        query = select(func.count()).select_from(model).where(model.deleted_at.is_(None), *where)
        return session.scalar(query) or 0

    return FileFacts(
        uuid=settings.get(session, settings.FILE_UUID),
        shop_name=settings.get(session, settings.SHOP_NAME),
        language=settings.get(session, settings.LANGUAGE),
        currency=settings.get(session, settings.CURRENCY),
        last_backup_at=last_backup_at(session),
        contacts=number(Contact),
        sales=number(Sale, Sale.kind != "opening"),
        products=number(Product),
        open_follow_ups=number(FollowUp, FollowUp.state == "open"),
        open_tickets=number(Ticket, Ticket.status.in_(("open", "waiting"))),
    )


def last_backup_at(session: Session) -> dt.datetime | None:
    """When the file was last backed up, as far as it knows."""
    written = settings.get(session, settings.LAST_BACKUP_AT)
    return dt.datetime.fromisoformat(written) if written else None


def note_backup(session: Session) -> None:
    """Remember that the file has just been backed up; run it with ``Store.set_up``, so that it
    is no step to undo."""
    settings.put(session, settings.LAST_BACKUP_AT, clock.now().isoformat())
