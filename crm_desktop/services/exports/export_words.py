"""Words that stand for fixed values in exported cells, and what they mean when they come back.

A file may be written in one language and read in another, so both are understood.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from crm_desktop.core import i18n, text
from crm_desktop.core.i18n import pgettext
from crm_desktop.services.timeline.timeline_sources import KINDS as ENTRY_KINDS
from crm_desktop.services.timeline.timeline_sources import kind_name

_OTHER_ENTRIES = ("service", "referral", "follow_up", "handover")


def legal_forms() -> dict[str, str]:
    """A person or a company."""
    return {"person": pgettext("cell", "person"), "company": pgettext("cell", "company")}


def order_types() -> dict[str, str]:
    """What a sale is."""
    return {
        "sale": pgettext("cell", "sale"),
        "return": pgettext("cell", "return"),
        "opening": pgettext("cell", "old debt"),
    }


def walk_ins() -> dict[str, str]:
    """Who buys without a name."""
    return {"walk_in": pgettext("cell", "walk-in")}


def states() -> dict[str, str]:
    """How far a follow-up is."""
    return {
        "open": pgettext("cell", "open"),
        "done": pgettext("cell", "done"),
        "cancelled": pgettext("cell", "cancelled"),
    }


def ways() -> dict[str, str]:
    """How a follow-up is done."""
    return {
        "call": pgettext("cell", "call"),
        "visit": pgettext("cell", "visit"),
        "wechat": pgettext("cell", "WeChat"),
        "email": pgettext("cell", "e-mail"),
        "meeting": pgettext("cell", "meeting"),
        "collect": pgettext("cell", "collect money"),
        "service": pgettext("cell", "service"),
        "task": pgettext("cell", "task"),
    }


def entries() -> dict[str, str]:
    """What kind of entry in the timeline it is."""
    return {kind: kind_name(kind) for kind in (*ENTRY_KINDS, *_OTHER_ENTRIES)}


def directions() -> dict[str, str]:
    """Who began."""
    return {"in": pgettext("cell", "in"), "out": pgettext("cell", "out")}


def meant(words: Callable[[], Mapping[str, str]], cell: str) -> str:
    """The value a cell stands for, empty for a word that is none of ours."""
    return _meanings(words).get(text.fold(cell), "")


@cache
def _meanings(words: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            found.update({text.fold(word): value for value, word in words().items()})
    return found
