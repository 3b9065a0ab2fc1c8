"""What the stages of deals are called."""

from __future__ import annotations

from crm_desktop.core.i18n import pgettext


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
