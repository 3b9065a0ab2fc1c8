"""What a record that both shops have gains: blank facts filled, none overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from crm_desktop.core import text
from crm_desktop.db.models import Base
from crm_desktop.services.shop_merge.shop_merge_join import Join, in_table
from crm_desktop.services.shop_merge.shop_merge_tables import parents

Gains = dict[int, dict[str, Any]]
"""Own id to the columns that change."""

_BIRTH = ("birth_year", "birth_month", "birth_day", "birth_lunar", "birth_leap")
_OPENING = ("opening_spent_minor", "opening_sale_count")
_WISHES = ("low_touch", "no_marketing")
_CONTACT = (
    "short_name", "title", "gender", "customer_no", "level", "customer_type", "industry", "source",
    "source_detail", "tax_no", "bank", "bank_account", "since", "payment_days", "need", "money",
    "authority", "timing", "stage_id", "owner_id", "shop_id", "territory_id", "parent_id",
    "referred_by_id", "via_dealer_id",
)  # fmt: skip
_PRODUCT = (
    "code", "barcode", "spec", "unit", "category_id", "tax_bp", "days_of_use", "warranty_months",
    "service_months", "service_hours", "low_stock_milli", "expert_id", "remark",
)  # fmt: skip
_PRICES = ("price_minor", "cost_minor", "floor_price_minor")
_BLANK = (None, "")


def plan_fills(join: Join) -> dict[str, Gains]:
    """What the records there already gain, by table."""
    beside = (*_BIRTH, *_OPENING, *_WISHES, "currency", "credit_limit_minor", "remark")
    gains = {
        "contact": _gains(join, "contact", _CONTACT, beside, _contact),
        "product": _gains(join, "product", _PRODUCT, (*_PRICES, "currency"), _product),
        "custom_field": _gains(join, "custom_field", (), ("type", "options"), _field),
        "sale": _paid(join),
    }
    _one_number_each(join, gains["contact"])
    return {table: found for table, found in gains.items() if found}


_More = Callable[[Join, int, dict[str, Any], dict[str, Any]], dict[str, Any]]


def _gains(
    join: Join, table: str, blanks: tuple[str, ...], beside: tuple[str, ...], more: _More
) -> Gains:
    """Blank columns the other file can fill, and what ``more`` says of the other columns."""
    columns = ("deleted_at", *blanks, *beside)
    leads = parents(Base.metadata.tables[table])
    gains: Gains = {}
    for other_id, mine, theirs in _pairs(join, table, columns):
        own_id = join.part(table).to[other_id]
        gained: dict[str, Any] = {}
        for name in blanks:
            value = theirs[name]
            if mine[name] in _BLANK and value not in _BLANK:
                value = join.own_id(leads[name], value) if name in leads else value
                if value is not None and value != own_id:
                    gained[name] = value
        gained |= more(join, other_id, mine, theirs)
        if gained:
            # Two of theirs may be one of ours (products): the first fills.
            gains.setdefault(own_id, gained)
    return gains


def _pairs(
    join: Join, table: str, columns: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Living rows that both files have, ours and theirs."""
    part = join.part(table)
    pairs = {one: own for one, own in part.to.items() if part.is_there(own)}
    ours = in_table(join.own, table, columns, pairs.values())
    theirs = in_table(join.other, table, columns, pairs)
    for one, own in pairs.items():
        if own in ours and one in theirs:
            mine = dict(zip(columns, ours[own], strict=True))
            other = dict(zip(columns, theirs[one], strict=True))
            if mine["deleted_at"] is None and other["deleted_at"] is None:
                yield one, mine, other


def _contact(
    join: Join, other_id: int, mine: dict[str, Any], theirs: dict[str, Any]
) -> dict[str, Any]:
    gained: dict[str, Any] = {}
    if mine["birth_month"] is None and mine["birth_year"] is None and theirs["birth_month"]:
        gained |= {name: theirs[name] for name in _BIRTH if theirs[name] != mine[name]}
    gained |= {name: 1 for name in _WISHES if theirs[name] and not mine[name]}
    if mine["currency"] == theirs["currency"]:
        if mine["credit_limit_minor"] is None and theirs["credit_limit_minor"] is not None:
            gained["credit_limit_minor"] = theirs["credit_limit_minor"]
        for name in _OPENING:
            gained |= _opening(name, mine[name], theirs[name], first=other_id in join.matched)
    remark = theirs["remark"]
    if remark and remark not in mine["remark"]:
        gained["remark"] = "\n".join(filter(None, (mine["remark"], remark)))
    return gained


def _opening(name: str, mine: int, theirs: int, *, first: bool) -> dict[str, int]:
    """Figures from before either file add up, once; equal ones are one statement."""
    if not theirs or mine == theirs or (mine and not first):
        return {}
    return {name: mine + theirs}


def _product(
    join: Join, other_id: int, mine: dict[str, Any], theirs: dict[str, Any]
) -> dict[str, Any]:
    del join, other_id
    if mine["currency"] != theirs["currency"]:
        return {}
    return {
        name: theirs[name] for name in _PRICES if mine[name] is None and theirs[name] is not None
    }


def _field(
    join: Join, other_id: int, mine: dict[str, Any], theirs: dict[str, Any]
) -> dict[str, Any]:
    """The choices of both."""
    del join, other_id
    if not mine["options"] or not theirs["options"]:
        return {}
    ours = json.loads(mine["options"])
    there = {text.fold(one) for one in ours}
    more = [one for one in json.loads(theirs["options"]) if text.fold(one) not in there]
    return {"options": json.dumps(ours + more, ensure_ascii=False)} if more else {}


def _paid(join: Join) -> Gains:
    """Sales of ours that a payment coming in pays."""
    part = join.part("sale")
    more = {sale: amount for sale, amount in join.paid.items() if part.is_there(sale)}
    rows = in_table(join.own, "sale", ("paid_minor",), more)
    return {sale: {"paid_minor": paid + more[sale]} for sale, (paid,) in rows.items()}


def _one_number_each(join: Join, gains: Gains) -> None:
    """No customer is filled with a number that another of ours has."""
    ours = {row[0] for row in join.own.ask("SELECT customer_no FROM contact")}
    for own_id in list(gains):
        if gains[own_id].get("customer_no") in ours:
            del gains[own_id]["customer_no"]
        if not gains[own_id]:
            del gains[own_id]
