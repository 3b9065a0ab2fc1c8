"""The wizard's words for kinds, fields, checks and outcomes."""

from __future__ import annotations

from crm_desktop.core import formats
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.exchange import headings
from crm_desktop.exchange.headings import CUSTOMERS, FOLLOW_UPS, PRODUCTS, SALES
from crm_desktop.exchange.mapping import EXTRA, Column
from crm_desktop.services.imports.imports_data import OWN, Fate, MatchKey, OnDuplicate, Severity
from crm_desktop.ui.exchange.understanding import IGNORE, ColumnCheck

KINDS: dict[str, str] = {
    CUSTOMERS: N_("Customers"),
    SALES: N_("Sales"),
    PRODUCTS: N_("Products"),
    FOLLOW_UPS: N_("Follow-ups"),
}
_TITLES: dict[str, str] = {
    CUSTOMERS: N_("Import customers"),
    SALES: N_("Import sales"),
    PRODUCTS: N_("Import products"),
    FOLLOW_UPS: N_("Import follow-ups"),
}
ON_DUPLICATE: dict[OnDuplicate, str] = {
    OnDuplicate.FILL: N_("Fill in what is blank"),
    OnDuplicate.OVERWRITE: N_("The file counts"),
    OnDuplicate.SKIP: N_("Skip the row"),
    OnDuplicate.CREATE: N_("Add another customer"),
    OnDuplicate.ASK: N_("Ask me for each"),
}
DECISIONS: dict[OnDuplicate, str] = {
    OnDuplicate.FILL: N_("Fill in"),
    OnDuplicate.CREATE: N_("Keep both"),
    OnDuplicate.SKIP: N_("Skip"),
}
MATCH_KEYS: dict[MatchKey, str] = {
    MatchKey.NUMBER: N_("Customer, card or tax number"),
    MatchKey.PHONE: N_("Phone"),
    MatchKey.NAME_PHONE: N_("Name and phone"),
    MatchKey.NAME_ADDRESS: N_("Name and address"),
}
_ICONS: dict[str, str] = {
    IGNORE: "x",
    EXTRA: "note",
    "name": "user",
    "customer": "users",
    "mobile": "phone",
    "phone": "phone",
    "wechat": "chat-circle-dots",
    "address": "map-pin",
    "birthday": "gift",
    "level": "crown-simple",
    "remark": "note",
    "product": "package",
    "date": "calendar-blank",
    "since": "calendar-blank",
    "amount": "wallet",
    "received": "wallet",
    "spent": "wallet",
    "price": "wallet",
    "referrer": "user-plus",
    "tags": "tag",
}
_FATES: dict[Severity, str] = {
    Severity.ROW: N_("Row left out"),
    Severity.LEFT_OUT: N_("Kept as a note"),
    Severity.NOTE: N_("Imported"),
}
_ROW_FATES: dict[Fate, str] = {
    Fate.NEW: N_("New"),
    Fate.UPDATE: N_("Added to known customers"),
    Fate.SAME: N_("Known, nothing new"),
    Fate.JOINED: N_("Same customer in several rows"),
    Fate.SKIP: N_("Skipped because known"),
    Fate.ASK: N_("Known: yours to decide"),
    Fate.FAILED: N_("Rows that cannot be read"),
}
ROW_FATE_DOTS: dict[Fate, str] = {
    Fate.NEW: "accent",
    Fate.UPDATE: "blue",
    Fate.SAME: "line3",
    Fate.JOINED: "violet",
    Fate.SKIP: "line3",
    Fate.ASK: "amber",
    Fate.FAILED: "red",
}


def title(kind: str) -> str:
    """What is being imported."""
    return _(_TITLES[kind]) if kind in _TITLES else _("Import")


def field_label(name: str) -> str:
    """A target field; the two that are no field say what happens to the column."""
    if name == IGNORE:
        return _("Don't import")
    if name == EXTRA:
        return _("Keep in the remark")
    if name.startswith(OWN):
        return name.removeprefix(OWN)
    return _(headings.label(name))


def field_icon(name: str) -> str:
    """The icon of a target field."""
    return _ICONS.get(name, "circle")


def check_words(column: Column, check: ColumnCheck, asked: bool) -> tuple[str, str, str]:
    """Icon, colour token and words for what a column's cells turned out to be."""
    if asked:
        return "question", "amberText", _("Import this?")
    if column.field == IGNORE:
        return "minus-circle", "text3", _("Left out")
    if check.kept:
        words = ngettext("{n} kept as a note", "{n} kept as notes", check.kept)
        return "warning", "amberText", words.format(n=formats.integer(check.kept))
    if column.field == EXTRA:
        return "note", "text3", _("Kept in the remark")
    if check.remarked:
        words = ngettext("{n} read with care", "{n} read with care", check.remarked)
        return "info", "blueText", words.format(n=formats.integer(check.remarked))
    words = ngettext("{n} valid", "{n} valid", check.filled)
    return "check-circle", "accentText", words.format(n=formats.integer(check.filled))


def fate(severity: Severity) -> str:
    """What a problem means for its row."""
    return _(_FATES[severity])


def fate_tone(severity: Severity) -> str:
    """The tone of that as a chip."""
    return {Severity.ROW: "red", Severity.LEFT_OUT: "amber", Severity.NOTE: "gray"}[severity]


def row_fate(one: Fate) -> str:
    """What becomes of a row."""
    return _(_ROW_FATES[one])
