"""The calendar on paper: a month as a grid, other days one below the other with phone and place."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING

from crm_desktop.core import clock, formats, i18n
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import letterhead
from crm_desktop.reports.document import (
    Block,
    Column,
    DayGrid,
    GridDay,
    Note,
    Report,
    Row,
    Section,
    Styled,
    Table,
    Tone,
)
from crm_desktop.services.calendar import calendar_sheet
from crm_desktop.services.calendar import calendar_words as words
from crm_desktop.services.calendar.calendar import DayHead
from crm_desktop.services.calendar.calendar_sheet import CalendarOrder, SheetDay, SheetThing
from crm_desktop.services.settings import settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def build(session: Session, order: CalendarOrder) -> Report:
    """The document of some days, in the language in force. Raises ``UserError`` for too many."""
    days = calendar_sheet.days(session, order, clock.today())
    month = order.month
    period = formats.month_year(month) if month else formats.days_long(order.first, order.last)
    printed = _("printed {day} {time}").format(
        day=formats.date_long(clock.today()), time=formats.time_of_day(clock.now())
    )
    return Report(
        key="calendar",
        title=_("Calendar"),
        period=period,
        shop=letterhead.shop(session),
        footer=printed,
        language=i18n.language(),
        currency=settings.get(session, settings.CURRENCY),
        pages=((_grid(days, month),) if month else _list(days),),
    )


def render_bytes(session: Session, order: CalendarOrder, progress: Progress = no_progress) -> bytes:
    """The same as PDF in memory, for printing."""
    from crm_desktop.reports import pdf

    file = BytesIO()
    pdf.write(build(session, order), file, progress)
    return file.getvalue()


def _grid(days: tuple[SheetDay, ...], month: dt.date) -> DayGrid:
    cells = [
        GridDay(
            day.head.day,
            _called(day.head),
            tuple(_styled(thing, _line(thing)) for thing in day.things),
            (day.head.day.year, day.head.day.month) != (month.year, month.month),
        )
        for day in days
    ]
    return DayGrid(
        tuple(formats.weekday_short(day.head.day) for day in days[:7]),
        tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)),
    )


def _list(days: tuple[SheetDay, ...]) -> tuple[Block, ...]:
    full = [day for day in days if day.things]
    blocks: list[Block] = [_day(day, header=day is full[0]) for day in full]
    return tuple(blocks) or (Note(_("Nothing is dated between these days.")),)


def _day(day: SheetDay, *, header: bool) -> Section:
    """The columns of all days are alike, so one heading is enough."""
    columns = (
        Column(_("Time"), share=0.9, tone=Tone.QUIET),
        Column(_("Kind"), share=0.8, tone=Tone.QUIET),
        Column(_("Customer"), share=1.5, strong=True),
        Column(pgettext("calendar", "What"), share=3.2, lines=4),
        Column(_("Phone"), share=1.2),
    )
    title = f"{formats.date_long(day.head.day)} {formats.weekday(day.head.day)}"
    rows = tuple(_row(thing) for thing in day.things)
    return Section(title, _called(day.head), (Table(columns, rows, header=header),))


def _row(thing: SheetThing) -> Row:
    one = thing.one
    return Row(
        (
            words.when(one),
            words.kind_name(one.kind),
            one.name,
            _styled(thing, words.detail(one) if one.name else words.said(one)),
            thing.phone,
        ),
        detail=thing.address,
    )


def _line(thing: SheetThing) -> str:
    return f"{thing.one.time} {words.said(thing.one)}".strip()


def _styled(thing: SheetThing, text: str) -> Styled:
    """What is late stands out, what is done steps back and says so, without colour too."""
    if thing.one.state == "done":
        return Styled(_("{what} (done)").format(what=text), tone=Tone.QUIET)
    if thing.one.state == "late":
        return Styled(text, tone=Tone.BAD, strong=True)
    return Styled(text)


def _called(head: DayHead) -> str:
    return words.called(head, lunar=i18n.language() == "zh_CN")
