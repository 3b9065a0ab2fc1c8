"""From a figure to the customers behind it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crm_desktop.services.contacts.cookbook import Question
from crm_desktop.services.lifecycle.lifecycle import StageRow
from crm_desktop.ui.page import Shell


def show(shell: Shell, name: str, *parts: dict[str, Any], sort: str = "last_contact") -> None:
    """List in Customers whom these conditions find; ``name`` is offered to keep them under."""
    shell.go("contacts", Question("", name, "", parts, sort=sort))


def in_stage(stage: StageRow) -> dict[str, Any]:
    """The condition of one stage, by its code where it has one."""
    return {"field": "stage", "op": "is", "value": stage.code or str(stage.id)}


def moved(left: StageRow, entered: StageRow, month: dt.date) -> dict[str, Any]:
    """The condition of those who went from one stage to another in a month."""
    value = {
        "from": left.code or str(left.id),
        "to": entered.code or str(entered.id),
        "month": f"{month:%Y-%m}",
    }
    return {"field": "moved", "op": "moved", "value": value}


STALLED: dict[str, Any] = {"field": "stalled", "op": "late_over", "value": 0}
