"""How entries of the timeline look: icon, tone and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from crm_desktop.core import clock, formats
from crm_desktop.services.follow_ups import urging
from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
from crm_desktop.services.timeline.timeline import TimelineRow
from crm_desktop.ui.contacts.columns import due_words
from crm_desktop.ui.contacts.timeline_list import TimelineItem

# kind -> (icon, tone)
LOOKS = {
    "call": ("phone-outgoing", "accent"),
    "visit": ("map-pin", "blue"),
    "wechat": ("chat-circle-dots", "violet"),
    "email": ("envelope-simple", "blue"),
    "meeting": ("users", "blue"),
    "counter": ("storefront", "accent"),
    "note": ("note", "gray"),
    "service": ("wrench", "blue"),
    "referral": ("user-plus", "gray"),
    "document": ("file-text", "gray"),
    "follow_up": ("check-circle", "accent"),
    "import": ("upload-simple", "gray"),
    "merge": ("users", "gray"),
    "handover": ("arrow-right", "gray"),
    "sale": ("receipt", "amber"),
    "payment": ("wallet", "accent"),
    "stage": ("arrow-right", "violet"),
    "deal": ("columns", "violet"),
    "ticket": ("wrench", "blue"),
    "collect": ("wallet", "amber"),
    "task": ("calendar-blank", "gray"),
}
_OTHER = ("note", "gray")


def when(day: dt.date, at: dt.datetime | None) -> str:
    """``Today 09:40``, ``12 Jun``."""
    today = clock.today()
    shown = formats.date_relative(day, today)
    return f"{shown} {formats.time_of_day(at)}" if at is not None and day == today else shown


def timeline_items(rows: Sequence[TimelineRow]) -> list[TimelineItem]:
    """Rows of a timeline as shown."""
    return [
        TimelineItem(
            f"{row.table}:{row.id}",
            *LOOKS.get(row.kind, _OTHER),
            row.title,
            when(row.happened_on, row.happened_at),
            row.body,
        )
        for row in rows
    ]


def follow_up_items(rows: Sequence[FollowUpRow]) -> list[TimelineItem]:
    """Follow-ups of a customer as shown; overdue ones are red."""
    items = []
    for row in rows:
        icon, tone = LOOKS.get(row.kind, _OTHER)
        if row.state != "open":
            icon, tone = "check-circle", "gray"
        elif row.days_late > 0:
            icon, tone = "warning-circle", "red"
        day = due_words(row.due_on, row.due_time) if row.state == "open" else ""
        day = " · ".join(part for part in (day, urging.badge(row)) if part)
        if row.state != "open" and row.done_at is not None:
            day = when(row.done_at.astimezone().date(), row.done_at)
        items.append(
            TimelineItem(
                f"follow_up:{row.id}:{row.state}",
                icon,
                tone,
                row.title,
                day,
                row.result or row.reason or row.note,
            )
        )
    return items
