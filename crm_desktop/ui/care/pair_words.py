"""Duplicate pairs in words: why, and how sure."""

from __future__ import annotations

from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.services.care.duplicates import Confidence, DuplicatePair, Reason

_REASONS = {
    Reason.PHONE: N_("same phone"),
    Reason.EMAIL: N_("same e-mail"),
    Reason.HANDLE: N_("same WeChat"),
    Reason.TAX_NO: N_("same tax number"),
    Reason.CUSTOMER_NO: N_("same customer number"),
    Reason.NAME: N_("same name"),
    Reason.NAME_VARIANT: N_("same name but for the legal form"),
    Reason.SOUND: N_("sounds alike"),
    Reason.ADDRESS: N_("same address"),
    Reason.BIRTHDAY: N_("same birthday"),
}
_CONFIDENCE = {
    Confidence.SURE: (N_("sure"), "accent"),
    Confidence.LIKELY: (N_("likely"), "amber"),
    Confidence.POSSIBLE: (N_("possible"), "gray"),
}


def reasons(pair: DuplicatePair) -> list[str]:
    """Why the two may be one, strongest first."""
    return [_(_REASONS[reason]) for reason in pair.reasons]


def confidence(pair: DuplicatePair) -> tuple[str, str]:
    """How sure it is, and the tone of that."""
    words, tone = _CONFIDENCE[pair.confidence]
    return _(words), tone


def describe(pair: DuplicatePair) -> str:
    """The pair for a screen reader."""
    comma = pgettext("list separator", ", ")
    names = _("{name} and {other}").format(name=pair.first.name, other=pair.second.name)
    return comma.join((names, confidence(pair)[0], *reasons(pair)))
