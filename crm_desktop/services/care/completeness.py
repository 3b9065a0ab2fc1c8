"""How complete a customer's record is, and which missing fact would help most."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.core.i18n import _
from crm_desktop.services.contacts.contact_panel import ContactPanel


@dataclass(frozen=True, slots=True)
class Completeness:
    """``percent`` is 0 to 100 by weight; ``missing`` are keys of facts, the most useful first."""

    percent: int
    missing: tuple[str, ...]


# What each fact is worth: how one reaches them before how one knows them.
_PERSON = {
    "phones": 30, "name": 15, "address": 10, "birthday": 10, "wechat": 10, "source": 8,
    "customer_type": 5, "owner_id": 5, "level": 4, "tags": 3,
}  # fmt: skip
_COMPANY = {
    "phones": 25, "people": 15, "name": 15, "address": 15, "emails": 8, "source": 8,
    "customer_type": 5, "owner_id": 5, "level": 4,
}  # fmt: skip


def of(panel: ContactPanel) -> Completeness:
    """The completeness of what a panel shows; persons and companies by their own list."""
    weights = _COMPANY if panel.kind == "company" else _PERSON
    missing = [key for key in weights if not _has(panel, key)]
    lacking = sum(weights[key] for key in missing)
    return Completeness(
        100 - round(100 * lacking / sum(weights.values())),
        tuple(sorted(missing, key=lambda key: -weights[key])),
    )


def _has(panel: ContactPanel, key: str) -> bool:
    name = {"owner_id": "owner"}.get(key, key)
    return bool(getattr(panel, name))


def fact_name(key: str) -> str:
    """What a missing fact is called, in the language in force."""
    return {
        "phones": _("Phone"), "name": _("Name"), "address": _("Address"),
        "birthday": _("Birthday"), "wechat": _("WeChat"), "emails": _("E-mail"),
        "source": _("Source"), "customer_type": _("Type"), "owner_id": _("Owner"),
        "level": _("Level"), "tags": _("Tags"), "people": _("People"),
    }[key]  # fmt: skip
