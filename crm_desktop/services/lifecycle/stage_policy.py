"""What a stage allows: the lowest price, the days to pay, and the season it is worked on."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core import formats, text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.db.models import Contact, LifecycleStage
from crm_desktop.services.lifecycle import lifecycle

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Policy:
    """What goes for one customer. ``lowest_price_bp`` is the part of the list price that must be
    paid at least, ``payment_days`` the term; ``None`` where the stage says nothing."""

    stage: str
    lowest_price_bp: int | None
    payment_days: int | None
    in_season: bool


NO_POLICY = Policy("", None, None, in_season=False)


def of_contact(session: Session, contact_id: int, today: dt.date) -> Policy:
    """The policy of the stage a customer stands in on a day."""
    stage = session.scalar(
        select(LifecycleStage)
        .join(Contact, Contact.stage_id == LifecycleStage.id)
        .where(Contact.id == contact_id, LifecycleStage.deleted_at.is_(None))
    )
    if stage is None:
        return NO_POLICY
    return Policy(
        lifecycle.stage_name(stage.code, stage.name),
        stage.lowest_price_bp,
        stage.payment_days,
        in_season=today.month in months_of(stage.focus_season),
    )


def facts(stage: lifecycle.StageRow) -> list[str]:
    """What a stage allows, in words: ``30 days allowed``, ``lowest price 90%``, ``May``."""
    said = []
    if stage.allowed_days is not None:
        words = ngettext("{n} day allowed", "{n} days allowed", stage.allowed_days)
        said.append(words.format(n=stage.allowed_days))
    if stage.lowest_price_bp is not None:
        percent = formats.percent(stage.lowest_price_bp, 1 if stage.lowest_price_bp % 100 else 0)
        said.append(_("lowest price {percent}").format(percent=percent))
    if stage.payment_days is not None:
        words = ngettext("{n} day to pay", "{n} days to pay", stage.payment_days)
        said.append(words.format(n=stage.payment_days))
    if stage.focus_season:
        said.append(season_words(stage.focus_season))
    if stage.closed:
        said.append(_("closed"))
    return said


def focus_stages(session: Session, today: dt.date) -> list[lifecycle.StageRow]:
    """The stages whose season it is: whom to look after first this month."""
    return [one for one in lifecycle.stages(session) if today.month in months_of(one.focus_season)]


_RANGE = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")


def months_of(season: str) -> frozenset[int]:
    """The months (1 to 12) of a season as kept: ``3-5,11``; ``11-1`` goes over the new year."""
    found: set[int] = set()
    for first, last in _RANGE.findall(season):
        start, end = int(first), int(last or first)
        length = (end - start) % 12
        found.update((start - 1 + step) % 12 + 1 for step in range(length + 1))
    return frozenset(found)


def parse_season(typed: str) -> str:
    """A season as typed (``3-5, 11``, ``3月到5月``) as it is kept. Raises ``UserError``."""
    plain = text.halfwidth(typed).strip()
    for mark in ("–", "—", "~", "至", "到"):
        plain = plain.replace(mark, "-")
    parts = [part for part in re.split(r"[,、;\s]+", plain.replace("月", "")) if part]
    for part in parts:
        match = _RANGE.fullmatch(part)
        if match is None or not all(1 <= int(one) <= 12 for one in match.groups() if one):
            raise UserError(
                _("“{text}” names no months.").format(text=typed),
                _("Nothing was changed."),
                _("Write months like 3-5 or 3-5, 11."),
            )
    return ",".join(parts)


def parse_percent(typed: str) -> int | None:
    """A percentage as typed (``85``, ``92.5 %``, ``8.5折``) in basis points; ``None`` for none.

    Raises ``UserError``.
    """
    plain = text.halfwidth(typed).strip().replace(" ", "")
    if not plain:
        return None
    tenths = plain.endswith("折")  # 8.5折 is 85 % of the price
    match = re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", plain.rstrip("%折"))
    value = round(Decimal(match[0]) * (1_000 if tenths else 100)) if match else 0
    if not 1 <= value <= WHOLE_BP:
        raise UserError(
            _("“{text}” is no percentage.").format(text=typed),
            _("Nothing was changed."),
            _("Write a percentage above 0 and up to 100."),
        )
    return value


def season_words(season: str) -> str:
    """A season by the names of its months: ``Mar – May, Nov``; empty for none."""
    spans = []
    for first, last in _RANGE.findall(season):
        names = [formats.month_name(dt.date(2000, int(one), 1)) for one in (first, last) if one]
        spans.append(" – ".join(names))
    return pgettext("list separator", ", ").join(spans)
