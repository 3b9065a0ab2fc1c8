"""The stages of deals, and what they are called."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import pgettext
from crm_desktop.db.models import DealStage


def stage_names(session: Session) -> list[tuple[str, str]]:
    """Code (or else the name) and shown name of every stage, in the shop's order."""
    stages = session.scalars(
        select(DealStage)
        .where(DealStage.deleted_at.is_(None))
        .order_by(DealStage.position, DealStage.id)
    )
    return [(one.code or one.name, deal_stage_name(one.code, one.name)) for one in stages]


def deal_stage_name(code: str, name: str) -> str:
    """The shop's own name of a deal stage, or its translated default."""
    defaults = {
        "enquiry": pgettext("deal stage", "Enquiry"),
        "need": pgettext("deal stage", "Need confirmed"),
        "survey": pgettext("deal stage", "Site survey"),
        "quote": pgettext("deal stage", "Quoted"),
        "negotiation": pgettext("deal stage", "Negotiation"),
        "won": pgettext("deal stage", "Won"),
        "lost": pgettext("deal stage", "Lost"),
    }
    return name or defaults.get(code, code)
