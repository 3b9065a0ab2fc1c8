"""What the cards, rows and sums of deals say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.deals.deal_list import DealRow, NextStep
from crm_desktop.services.deals.deal_stages import StageRow
from crm_desktop.ui.contacts.follow_up_words import follow_up_kind

_TITLE = 60  # characters
_COLOURS = ("line3", "blue", "violet", "amber")
_FIVE = ("line3", "h3", "blue", "violet", "amber")  # as many as a new file has


def stage_colours(stages: Sequence[StageRow]) -> dict[int, str]:
    """A colour token for each stage: the running ones grey to amber, won in the accent."""
    running = [stage.id for stage in stages if not stage.outcome]
    of = _COLOURS if len(running) <= len(_COLOURS) else _FIVE
    found = {stage: of[at * len(of) // len(running)] for at, stage in enumerate(running)}
    ends = {"won": "accent", "lost": "red"}
    return found | {stage.id: ends[stage.outcome] for stage in stages if stage.outcome}


def short_title(row: DealRow) -> str:
    """The title of a deal as the heading of a dialog bears it."""
    return row.title if len(row.title) <= _TITLE else row.title[: _TITLE - 1] + "…"


def days_short(days: int) -> str:
    """``3 d``."""
    return _("{n} d").format(n=formats.integer(days))


def stalled_days(row: DealRow) -> str:
    """For how long a deal has stalled."""
    words = ngettext("Stalled {n} day", "Stalled {n} days", row.days_in_stage)
    return words.format(n=formats.integer(row.days_in_stage))


def stalled_words(row: DealRow) -> str:
    """Why a deal counts as stalled; empty when it does not."""
    if not row.stalled or row.limit is None:
        return ""
    stalled = stalled_days(row)
    if row.limit.average is not None:
        return stalled + " · " + _("average is {n}").format(n=row.limit.average)
    return stalled + " · " + _("{n} allowed").format(n=row.limit.days)


def next_words(row: DealRow) -> tuple[str, str, str]:
    """The next step of a deal, or how it ended: text, colour token, icon."""
    if row.state != "open":
        return ended_words(row)
    if row.next is None:
        return _("No next step"), "redText", "warning-circle"
    today = clock.today()
    what = step_words(row.next)
    if row.next.due_on is None:
        return _("{what}, no day yet").format(what=what), "text2", "calendar-blank"
    late = (today - row.next.due_on).days
    if late > 0:
        words = ngettext("{what} {n} day late", "{what} {n} days late", late)
        return words.format(what=what, n=formats.integer(late)), "redText", "warning-circle"
    when = formats.date_relative(row.next.due_on, today)
    when = f"{when[:1].lower()}{when[1:]} {row.next.due_time}".strip()
    due = _("{what} {when}").format(what=what, when=when)
    return (due, "amberText", "clock") if late == 0 else (due, "text2", "calendar-blank")


def ended_words(row: DealRow) -> tuple[str, str, str]:
    """How and when a deal ended: text, colour token, icon."""
    day = formats.day_month(row.closed_on) if row.closed_on else ""
    if row.state == "won":
        return _("Won {day}").format(day=day).strip(), "accentText", "check-circle-fill"
    lost = row.state == "lost"
    said = (_("Lost {day}") if lost else _("Resting since {day}")).format(day=day).strip()
    if row.lost_reason:
        said = _("{what}: {reason}").format(what=said, reason=row.lost_reason)
    return said, "redText" if lost else "text2", "x-circle" if lost else "clock"


def step_words(step: NextStep) -> str:
    """The kind of a step where that says enough, else its own words."""
    return step.title if step.kind == "task" else follow_up_kind(step.kind)


def describe(row: DealRow) -> str:
    """A deal as one spoken sentence."""
    parts = (
        row.title,
        row.contact_name,
        formats.money_whole(row.amount_minor, row.currency),
        row.stage,
        next_words(row)[0],
        stalled_words(row),
    )
    return ", ".join(part for part in parts if part)


def day_words(day: dt.date | None) -> str:
    """A day as seen from today, or nothing."""
    return formats.date_relative(day, clock.today()) if day is not None else ""
