"""The sentences of reminders, in the language in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats, local_time
from crm_desktop.core.i18n import _, ngettext

if TYPE_CHECKING:
    from crm_desktop.services.follow_ups.reminders import Reminder, Telling

_NAMED = 3  # how many of several are named in one notification


def heading(telling: Telling) -> str:
    """The first line of a notification: the follow-up itself, or how many there are."""
    number = len(telling.reminders)
    if number == 1:
        return telling.reminders[0].title
    if telling.away == number:
        return ngettext("{n} while you were away", "{n} while you were away", number).format(
            n=formats.integer(number)
        )
    return ngettext("{n} reminder", "{n} reminders", number).format(n=formats.integer(number))


def lines(telling: Telling) -> str:
    """What stands below it: when and with whom, or the first of several."""
    found = telling.reminders
    if len(found) == 1:
        away = _("while you were away") if telling.away else ""
        return _joined(when(found[0]), found[0].contact_name, away)
    named = [_joined(when(one), one.title, one.contact_name) for one in found[:_NAMED]]
    if len(found) > _NAMED:
        named.append(more(len(found) - _NAMED))
    return "\n".join(named)


def more(number: int) -> str:
    """``and 4 more``."""
    return ngettext("and {n} more", "and {n} more", number).format(n=number)


def when(one: Reminder) -> str:
    """``10:00``, ``All day``, ``Yesterday 10:00``: when it was due."""
    today = clock.today()
    if one.due_on is None:
        return moment(one.at)
    if one.due_on == today:
        return one.due_time or _("All day")
    return f"{formats.date_relative(one.due_on, today)} {one.due_time}".strip()


def is_late(one: Reminder) -> bool:
    """Due on a day that is over."""
    return one.due_on is not None and one.due_on < clock.today()


def moment(instant: dt.datetime) -> str:
    """``10:00`` today, else ``Tomorrow 09:00``."""
    local = local_time.wall(instant)
    today = clock.today()
    if local.date() == today:
        return local.strftime("%H:%M")
    return f"{formats.date_relative(local.date(), today)} {local:%H:%M}"


def spoken(one: Reminder) -> str:
    """One reminder as a sentence for a screen reader."""
    late = _("overdue") if is_late(one) else ""
    return ", ".join(part for part in (one.title, one.contact_name, when(one), late) if part)


def told(found: Sequence[Reminder]) -> str:
    """How many wait, for the bell."""
    number = len(found)
    return (
        ngettext("{n} reminder", "{n} reminders", number).format(n=formats.integer(number))
        if number
        else ""
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
