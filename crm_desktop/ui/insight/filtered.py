"""From a figure to the customers behind it."""

from __future__ import annotations

from typing import Any

from crm_desktop.services.cookbook import Question
from crm_desktop.services.lifecycle import StageRow
from crm_desktop.ui.page import Shell


def show(shell: Shell, name: str, *parts: dict[str, Any], sort: str = "last_contact") -> None:
    """List in Customers whom these conditions find; ``name`` is offered to keep them under."""
    shell.go("contacts", Question("", name, "", parts, sort=sort))


def in_stage(stage: StageRow) -> dict[str, Any]:
    """The condition of one stage, by its code where it has one."""
    return {"field": "stage", "op": "is", "value": stage.code or str(stage.id)}


STALLED: dict[str, Any] = {"field": "stalled", "op": "late_over", "value": 0}
