"""Lines of a batch as plain JSON values and back, for drafts and held orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from crm_desktop.services.sales.sale_draft import PaymentDraft
from crm_desktop.ui.sales.order import Buyer, Extra, Line


def to_plain(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Values JSON knows; a day as ISO text."""
    made = []
    for line in lines:
        plain = asdict(line)
        due = line.extra.due_on
        plain["extra"]["due_on"] = due.isoformat() if due else None
        made.append(plain)
    return made


def from_plain(values: Any) -> list[Line]:
    """The lines again; none when the values are not what ``to_plain`` makes."""
    try:
        return [_line(one) for one in values]
    except (TypeError, ValueError, KeyError):
        return []


def _line(plain: dict[str, Any]) -> Line:
    extra = dict(plain["extra"])
    splits = tuple(PaymentDraft(int(one["amount_minor"]), one["method"]) for one in extra["splits"])
    due = extra["due_on"]
    buyer = plain["buyer"]
    made = {
        **plain,
        "buyer": Buyer(**buyer) if buyer is not None else None,
        "extra": Extra(**extra | {"splits": splits, "due_on": dt.date.fromisoformat(due)
                                  if due else None}),
    }  # fmt: skip
    line = Line(**made)
    if line.complete and line.due_minor is None:
        raise ValueError(plain)
    return line
