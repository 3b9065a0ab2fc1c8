"""Optional fields of the profile, ready to be switched on: who they are, and what kind of party.

A field switched on is a field like those the shop adds (``custom_fields``), with a key made of the
code of its declaration. All are off until somebody wants them; the sensitive ones say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.i18n import N_, _, pgettext
from crm_desktop.db.models import CustomField
from crm_desktop.services.fields import custom_fields


@dataclass(frozen=True, slots=True)
class ReadyField:
    """``group`` is one of ``GROUPS`` or a party; ``label`` and ``options`` are msgids."""

    code: str
    group: str
    label: str
    type: str = "text"
    options: tuple[str, ...] = ()
    sensitive: bool = False


GROUPS = ("geography", "social", "personality", "consumption")
"""Kotler's four headings of consumer segmentation (Marketing Management, 1967)."""

PARTIES = ("customer", "dealer", "supplier", "media", "government", "partner")
"""What a contact can be to the shop; all but the first have fields of their own."""

_F = ReadyField
FIELDS: tuple[ReadyField, ...] = (
    _F("area_kind", "geography", N_("Kind of area"), "choice",
       (N_("City centre"), N_("Suburb"), N_("Town"), N_("Village"))),
    _F("home_place", "geography", N_("Home town")),
    _F("distance_km", "geography", N_("Distance (km)"), "number"),
    _F("profession", "social", N_("Profession")),
    _F("education", "social", N_("Education"), "choice",
       (N_("School"), N_("College"), N_("Bachelor"), N_("Master or higher"))),
    _F("family_size", "social", N_("People in the household"), "number"),
    _F("marital", "social", N_("Marital status"), "choice",
       (N_("Single"), N_("Married"), N_("Divorced"), N_("Widowed")), sensitive=True),
    _F("income", "social", N_("Income"), "choice",
       (N_("Low"), N_("Middle"), N_("High")), sensitive=True),
    _F("religion", "social", N_("Religion"), sensitive=True),
    _F("ethnicity", "social", N_("Ethnic group"), sensitive=True),
    _F("id_number", "social", N_("ID number"), sensitive=True),
    _F("temper", "personality", N_("Way of deciding"), "choice",
       (N_("Quick"), N_("Careful"), N_("Asks others"), N_("Wants proof"))),
    _F("life_style", "personality", N_("Life style")),
    _F("hobbies", "personality", N_("Hobbies")),
    _F("taboos", "personality", N_("What to avoid")),
    _F("health", "personality", N_("Health"), sensitive=True),
    _F("motive", "consumption", N_("Buys for"), "choices",
       (N_("Price"), N_("Quality"), N_("Brand"), N_("Good service"), N_("Convenience"))),
    _F("loyalty", "consumption", N_("Loyal to"), "choice",
       (N_("Us"), N_("Several"), N_("Another shop"))),
    _F("housing", "consumption", N_("Housing"), "choice",
       (N_("Flat"), N_("House"), N_("Shop premises"), N_("Rented"))),
    _F("budget", "consumption", N_("Usual budget"), "money"),
    _F("sizes", "consumption", N_("Sizes")),
    _F("dealer_area", "dealer", N_("Sales area")),
    _F("dealer_discount", "dealer", N_("Discount (%)"), "number"),
    _F("dealer_until", "dealer", N_("Contract until"), "date"),
    _F("dealer_exclusive", "dealer", N_("Sells only ours"), "yes_no"),
    _F("supplies", "supplier", N_("Supplies")),
    _F("delivery_days", "supplier", N_("Delivery (days)"), "number"),
    _F("supplier_terms", "supplier", N_("Payment terms")),
    _F("outlet", "media", N_("Outlet")),
    _F("beat", "media", N_("Writes about")),
    _F("authority", "government", N_("Authority")),
    _F("matter", "government", N_("Responsible for")),
    _F("licence_until", "government", N_("Licence until"), "date"),
    _F("partner_for", "partner", N_("Works with us on")),
    _F("partner_until", "partner", N_("Agreement until"), "date"),
)  # fmt: skip


def group_name(group: str) -> str:
    """What a group of fields is called, in the language in force."""
    return {
        "geography": pgettext("profile", "Where they are"),
        "social": pgettext("profile", "Who they are"),
        "personality": pgettext("profile", "What they are like"),
        "consumption": pgettext("profile", "How they buy"),
    }.get(group) or party_name(group)


def party_name(party: str) -> str:
    """What a kind of party is called, in the language in force."""
    return {
        "customer": pgettext("party", "Customer"),
        "dealer": pgettext("party", "Dealer"),
        "supplier": pgettext("party", "Supplier"),
        "media": pgettext("party", "Media"),
        "government": pgettext("party", "Government"),
        "partner": pgettext("party", "Partner"),
        "contact_person": pgettext("party", "Contact person"),
    }.get(party, party)


def switched_on(session: Session) -> frozenset[str]:
    """The codes of those in use."""
    keys = {key_of(field.code): field.code for field in FIELDS}
    query = select(CustomField.key).where(
        CustomField.entity == "contact",
        CustomField.key.in_(keys),
        CustomField.deleted_at.is_(None),
    )
    return frozenset(keys[key] for key in session.scalars(query))


def key_of(code: str) -> str:
    """The key of a ready field; the shop's own keys are never like it."""
    return f"ready_{code}"


def switch_on(session: Session, codes: Sequence[str]) -> int:
    """Offer these fields, named in the language in force; what they held before comes back.

    Returns how many were off.
    """
    present = switched_on(session)
    wanted = [field for field in FIELDS if field.code in codes and field.code not in present]
    for field in wanted:
        before = session.scalar(
            select(CustomField).where(
                CustomField.entity == "contact", CustomField.key == key_of(field.code)
            )
        )
        if before is not None:
            before.deleted_at = None
            continue
        label = _free_label(session, _(field.label))
        options = [_(option) for option in field.options]
        made = custom_fields.define(session, label, field.type, options, sensitive=field.sensitive)
        row = session.get_one(CustomField, made)
        row.key, row.group_name = key_of(field.code), field.group
    session.flush()
    return len(wanted)


def switch_off(session: Session, codes: Sequence[str]) -> int:
    """Stop offering these fields; what they hold stays and comes back with them."""
    keys = set(map(key_of, codes))
    found = [one for one in custom_fields.fields(session) if one.key in keys]
    for one in found:
        custom_fields.remove(session, one.id)
    return len(found)


def _free_label(session: Session, label: str) -> str:
    """A label no field of the shop has already."""
    taken = {one.label for one in custom_fields.fields(session)}
    return label if label not in taken else f"{label} 2"
