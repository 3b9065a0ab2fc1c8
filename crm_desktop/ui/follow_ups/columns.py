"""The columns of the list of follow-ups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import clock, formats, recurrence
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.services.follow_ups import urging
from crm_desktop.services.follow_ups.follow_ups import FollowUpRow
from crm_desktop.ui import icons, theme
from crm_desktop.ui.contacts.follow_up_words import follow_up_kind
from crm_desktop.ui.today.follow_up_list import KIND_ICONS
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.table_model import Column


def due_words(row: FollowUpRow) -> str:
    """The day and time, or how late it is."""
    if row.due_on is None:
        return _("no day")
    if row.state == "open" and row.days_late > 0:
        late = ngettext("{n} day late", "{n} days late", row.days_late).format(n=row.days_late)
        return f"{formats.date_relative(row.due_on, clock.today())} · {late}"
    return f"{formats.date_relative(row.due_on, clock.today())} {row.due_time}".strip()


def _due_ink(row: FollowUpRow) -> str:
    if row.state != "open" or row.due_on is None:
        return "text3"
    return "redText" if row.days_late > 0 else "amberText" if row.days_late == 0 else "text"


def rest_words(row: FollowUpRow) -> str:
    """Why, how it went, how often, how far the checklist is."""
    parts = [urging.last_words(row), row.result or row.reason or row.note]
    if row.recurrence:
        parts.append(recurrence.words(row.recurrence))
    if row.steps:
        parts.append(_("{done} of {n} ticked").format(done=row.steps_done, n=row.steps))
    return " · ".join(part for part in parts if part)


def _paint_title(painter: QPainter, box: QRectF, row: FollowUpRow) -> None:
    used = theme.m(18)
    if urging.badge(row):
        # In the place of the icon, so that a narrow window keeps the title.
        count = formats.integer(row.urges)
        used = paint.chip(painter, box.x(), box.center().y(), count, "red", icon="megaphone")
    else:
        icon = "check-circle" if row.state == "done" else KIND_ICONS.get(row.kind, "note")
        ink = "accentText" if row.state == "done" else "text3"
        icons.draw(painter, box.x(), box.center().y(), icon, 16, token=ink)
    left = box.adjusted(used + theme.m(8), 0, 0, 0)
    if row.priority:
        used = paint.chip(painter, left.x(), left.center().y(), _("Important"), "amber")
        left = left.adjusted(used + theme.m(8), 0, 0, 0)
    paint.txt(painter, left, row.title, "strong" if row.state == "open" else "body",
              "text" if row.state == "open" else "text3")  # fmt: skip


def _owner(row: FollowUpRow) -> str:
    return row.owner_name


def describe(row: FollowUpRow) -> str:
    """One follow-up as a spoken sentence."""
    parts = (
        urging.badge(row),
        row.title,
        row.contact_name,
        due_words(row),
        follow_up_kind(row.kind),
        rest_words(row),
    )
    return ", ".join(part for part in parts if part)


COLUMNS: Sequence[Column] = (
    Column(
        "title",
        N_("What is to be done"),
        lambda row: row.title,
        width=260,
        least=220,
        stretch=3,
        sort="title",
        paint=_paint_title,
    ),
    Column(
        "customer", N_("Customer"), lambda row: row.contact_name, width=150, least=96, stretch=1,
        sort="customer",
    ),
    Column("due", N_("When"), due_words, width=170, least=150, sort="due", fg=_due_ink),
    Column(
        "kind", N_("How"), lambda row: follow_up_kind(row.kind), width=92, least=70, rank=3,
        sort="kind",
        fg=lambda _row: "text2",
    ),
    Column(
        "owner", N_("Done by"), _owner, width=96, least=70, rank=2, sort="owner",
        fg=lambda _row: "text2",
    ),
    Column(
        "rest", N_("Note"), rest_words, width=180, least=110, stretch=2, rank=4,
        fg=lambda _row: "text3",
    ),
)  # fmt: skip
