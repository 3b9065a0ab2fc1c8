"""What a new file is born with: settings, stages, choices and the default views."""

from __future__ import annotations

import json
import uuid

from sqlalchemy.orm import Session

from crm_desktop.core import i18n
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Choice, DealStage, LifecycleStage, NumberSeries, SavedView
from crm_desktop.services.rules import rules
from crm_desktop.services.settings import settings

_STAGES = (
    ("prospect", "gray", 30),
    ("interested", "amber", 30),
    ("first_purchase", "blue", None),
    ("repeat", "accent", None),
    ("loyal", "violet", None),
    ("lost", "red", None),
)
_DEAL_STAGES = (
    ("enquiry", 1_000, 7),
    ("need", 3_000, 10),
    ("survey", 4_500, 10),
    ("quote", 6_000, 14),
    ("negotiation", 8_000, 14),
    ("won", 10_000, None),
    ("lost", 0, None),
)
_CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "level": ((N_("Gold"), "amber"), (N_("Silver"), "blue"), (N_("Basic"), "gray")),
    "customer_type": ((N_("Household"), ""), (N_("Business"), ""), (N_("Reseller"), "")),
    "source": (
        (N_("Referral"), ""),
        (N_("Walk-in"), ""),
        (N_("Online"), ""),
        (N_("Phone enquiry"), ""),
        (N_("Trade show"), ""),
        (N_("Advertisement"), ""),
    ),
    "payment_method": (
        (N_("WeChat Pay"), ""),
        (N_("Alipay"), ""),
        (N_("Cash"), ""),
        (N_("Card"), ""),
        (N_("Bank transfer"), ""),
    ),
}
_VIEWS: tuple[tuple[str, str, bool, dict[str, object], str], ...] = (
    (
        "high_value",
        "violet",
        True,
        {"all": [{"field": "spent", "op": "at_least", "value": 2_000_000}]},
        "spent",
    ),
    ("no_contact", "red", True, {"all": [
        {"field": "last_contact", "op": "days_ago_over", "value": 30},
        {"field": "stage", "op": "is_not", "value": "lost"},
    ]}, "last_contact"),
    (
        "birthday_month",
        "gray",
        False,
        {"all": [{"field": "birthday", "op": "this_month"}]},
        "name",
    ),
    (
        "replenishment",
        "amber",
        True,
        {"all": [{"field": "replenishment", "op": "due"}]},
        "last_sale",
    ),
    ("unpaid", "blue", True, {"all": [{"field": "owed", "op": "at_least", "value": 1}]}, "owed"),
)  # fmt: skip


def seed(session: Session, language: str, *, shop_name: str = "", currency: str = "CNY") -> None:
    """Fill an empty file. ``language`` decides the words of the pick-lists."""
    settings.put(session, settings.FILE_UUID, str(uuid.uuid4()))
    settings.put(session, settings.LANGUAGE, language)
    settings.put(session, settings.CURRENCY, currency)
    settings.put(session, settings.SHOP_NAME, shop_name)
    session.add(NumberSeries(key="sale", pattern=settings.SALE_NUMBER.default, period=""))
    _seed_stages(session)
    with i18n.using(language):
        _seed_choices(session)
    for position, (code, colour, pinned, conditions, sort) in enumerate(_VIEWS):
        session.add(
            SavedView(
                code=code,
                colour=colour,
                pinned=pinned,
                conditions=json.dumps(conditions),
                sort=f"-{sort}" if sort != "name" else sort,
                position=position,
            )
        )
    session.flush()
    rules.seed(session)


def _seed_stages(session: Session) -> None:
    for position, (code, colour, days) in enumerate(_STAGES):
        session.add(
            LifecycleStage(
                code=code,
                colour=colour,
                allowed_days=days,
                position=position,
                closed=code == "lost",
            )
        )
    for position, (code, probability, days) in enumerate(_DEAL_STAGES):
        session.add(
            DealStage(
                code=code,
                name="",
                outcome=code if code in ("won", "lost") else "",
                probability_bp=probability,
                allowed_days=days,
                position=position,
            )
        )


def _seed_choices(session: Session) -> None:
    for list_key, values in _CHOICES.items():
        for position, (value, colour) in enumerate(values):
            session.add(Choice(list_key=list_key, value=_(value), colour=colour, position=position))
