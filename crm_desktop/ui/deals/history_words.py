"""What a line of a deal's history says."""

from __future__ import annotations

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.services.deals.deal_history import DealMove


def move_words(move: DealMove) -> str:
    """Day, what happened, who did it, the reason, the steps ticked, and who agreed."""
    day = formats.date_relative(move.at.astimezone().date(), clock.today())
    parts = [f"{day} {formats.time_of_day(move.at)}", _what(move)]
    if move.person:
        parts.append(move.person)
    if move.reason:
        parts.append(_("“{reason}”").format(reason=move.reason))
    if move.steps_done:
        parts.append(
            _("done: {steps}").format(steps=pgettext("list separator", ", ").join(move.steps_done))
        )
    if move.approver:
        parts.append(_("agreed by {name}").format(name=move.approver))
    return " · ".join(parts)


def _what(move: DealMove) -> str:
    plain = {
        "given_up": _("Given up for now"),
        "pushed": _("Pushed with a plan"),
        "extended": _("Given more time"),
        "reopened": _("Opened again in {stage}").format(stage=move.to_stage),
    }.get(move.trigger)
    if plain is not None:
        return plain
    if move.outcome:
        return move.to_stage
    if not move.from_stage:
        return _("Begun in {stage}").format(stage=move.to_stage)
    said = _("{before} → {stage}").format(before=move.from_stage, stage=move.to_stage)
    if move.trigger == "stage_removed":
        return said + " (" + _("the stage was taken away") + ")"
    return said
