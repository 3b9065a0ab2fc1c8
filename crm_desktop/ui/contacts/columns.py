"""The columns of the customer list: how each is said, painted and sorted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import clock, formats
from crm_desktop.core.i18n import N_, _, ngettext, pgettext
from crm_desktop.services.contacts.contact_list import ContactRow
from crm_desktop.services.contacts.contact_rows import CUSTOM
from crm_desktop.services.fields.custom_fields import FieldRow
from crm_desktop.services.fields.custom_values import NO, YES
from crm_desktop.ui import icons, theme
from crm_desktop.ui.contacts import birthdays
from crm_desktop.ui.contacts.contact_facts import FactChoices
from crm_desktop.ui.contacts.phone_words import shown_phone
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.cell_editing import CellEdit
from crm_desktop.ui.widgets.record_delegate import Face
from crm_desktop.ui.widgets.table_model import Column

# Colour role of a stage or level -> the solid token of its dot.
DOTS = {
    "gray": "line3",
    "accent": "accent",
    "amber": "amber",
    "blue": "blue",
    "violet": "violet",
    "red": "red",
}
Edit = Callable[[ContactRow], CellEdit | None]

FACE = Face(
    name=lambda row: row.name,
    company=lambda row: row.kind == "company",
    second=lambda row: shown_phone(row.phone),
)
# The level that stands above all others wears the crown.
_CROWN = "amber"


def columns(
    tag_colours: Callable[[], Mapping[str, str]], facts: Callable[[], FactChoices]
) -> list[Column]:
    """All columns; ``tag_colours`` maps a tag to its colour role when it has one, ``facts`` are
    what cells can be chosen from."""

    def tags(painter: QPainter, rect: QRectF, row: ContactRow) -> None:
        paint_tags(painter, rect, row.tags, tag_colours())

    return [
        Column(
            "name", N_("Customer"), lambda row: row.name,
            width=206, least=180, stretch=3, sort="name", role="strong", edit=_typed("name"),
        ),
        Column(
            "level", N_("Level"), lambda row: row.level,
            width=84, least=84, stretch=1, sort="level", paint=_paint_level, rank=1,
            edit=_chosen(lambda row: row.level, lambda: facts().levels),
        ),
        Column(
            "stage", N_("Stage"), lambda row: row.stage,
            width=84, least=80, stretch=1, sort="stage", paint=_paint_stage, rank=4,
            edit=_chosen(lambda row: str(row.stage_id or ""), lambda: facts().stages),
        ),
        Column(
            "last_contact", N_("Last contact"), last_contact,
            width=98, least=96, stretch=1, sort="last_contact", descending=True,
            fg=lambda _row: "text2", rank=3,
        ),
        Column(
            "spent", N_("Total spend"), spent,
            width=98, least=92, stretch=1, align="right", sort="spent", descending=True, rank=1,
        ),
        Column(
            "next_due", N_("Next follow-up"), next_due,
            width=112, least=104, stretch=1, sort="next_due", paint=_paint_due, rank=1,
        ),
        Column(
            "tags", N_("Tags"), _tag_words,
            width=158, least=90, stretch=3, sort="tags", paint=tags, rank=5,
            edit=lambda row: CellEdit(_tag_words(row)),
        ),
        *_more_columns(facts),
    ]  # fmt: skip


def _more_columns(facts: Callable[[], FactChoices]) -> list[Column]:
    """Columns shown by those who choose them."""
    return [
        _plain("phone", N_("Phone"), lambda row: shown_phone(row.phone), 124,
               edit=lambda row: None if row.masked else CellEdit(row.phone)),
        _plain("owner", N_("Owner"), lambda row: row.owner, 96,
               edit=_chosen(lambda row: str(row.owner_id or ""), lambda: facts().owners)),
        _plain("territory", N_("Territory"), lambda row: row.territory, 110,
               edit=_chosen(lambda row: str(row.territory_id or ""),
                            lambda: facts().territories)),
        _plain("grade", N_("Lead grade"), lambda row: row.grade, 96, edit=None),
        _plain("source", N_("Source"), lambda row: row.source, 104,
               edit=_chosen(lambda row: row.source, lambda: facts().sources)),
        _plain("customer_type", N_("Type"), lambda row: row.customer_type, 104,
               edit=_chosen(lambda row: row.customer_type, lambda: facts().types)),
        _plain("industry", N_("Industry"), lambda row: row.industry, 104, edit=_typed("industry")),
        _figure("owed", N_("Balance"), lambda row: _money(row.owed_minor, row.currency)),
        _figure("sale_count", N_("Orders"),
                lambda row: formats.integer(row.sale_count) if row.sale_count else ""),
        _date("last_sale", N_("Last purchase"), lambda row: row.last_sale_on),
        _date("first_sale", N_("First purchase"), lambda row: row.first_sale_on),
        _date("since", N_("Customer since"), lambda row: row.since,
              edit=lambda row: CellEdit(row.since.isoformat() if row.since else "")),
        _date("created", N_("Entered"), _entered_on),
        _plain("birthday", N_("Birthday"),
               lambda row: birthdays.shown(_born(row)), 110,
               edit=lambda row: CellEdit(birthdays.typed(_born(row)))),
        _plain("customer_no", N_("Customer number"), lambda row: row.customer_no, 110,
               edit=_typed("customer_no")),
        _plain("wechat", N_("WeChat"), lambda row: row.wechat, 124, edit=_typed("wechat")),
        _plain("email", N_("E-mail"), lambda row: row.email, 180, edit=_typed("email")),
        _plain("address", N_("Address"), lambda row: row.address, 220,
               edit=lambda row: None if row.masked else CellEdit(row.address)),
        _plain("remark", N_("Remark"), lambda row: row.remark.replace("\n", " "), 200,
               edit=_typed("remark")),
    ]  # fmt: skip


def custom_columns(fields: Sequence[FieldRow]) -> list[Column]:
    """A column for each field the shop added, shown by those who choose it."""
    return [_custom_column(field) for field in fields]


def _custom_column(field: FieldRow) -> Column:
    def shown(row: ContactRow) -> str:
        return row.custom.get(field.key, "").replace("\n", " ")

    return Column(
        f"{CUSTOM}{field.key}",
        field.label,
        shown,
        width=110,
        least=84,
        stretch=1,
        align="right" if field.type in ("number", "money") else "left",
        sort=f"{CUSTOM}{field.key}",
        hidden=True,
        edit=partial(_custom_edit, field),
    )


def _custom_edit(field: FieldRow, row: ContactRow) -> CellEdit | None:
    if field.sensitive and row.masked:
        return None
    present = row.custom.get(field.key, "")
    if field.type == "choice":
        return CellEdit(present, [("", _("None")), *((one, one) for one in field.options)])
    if field.type == "yes_no":
        words = {_("Yes"): YES, _("No"): NO}
        choices = [("", _("None")), (YES, _("Yes")), (NO, _("No"))]
        return CellEdit(words.get(present, ""), choices)
    return CellEdit(present)


def _plain(
    key: str, title: str, text: Callable[[ContactRow], str], width: int, *, edit: Edit | None
) -> Column:
    return Column(
        key,
        title,
        text,
        width=width,
        least=min(width, 96),
        stretch=1,
        sort=key,
        hidden=True,
        edit=edit,
    )


def _figure(key: str, title: str, text: Callable[[ContactRow], str]) -> Column:
    return Column(
        key, title, text, width=96, least=84, stretch=1, align="right", sort=key,
        descending=True, hidden=True,
    )  # fmt: skip


def _date(
    key: str,
    title: str,
    day: Callable[[ContactRow], dt.date | None],
    *,
    edit: Edit | None = None,
) -> Column:
    def text(row: ContactRow) -> str:
        found = day(row)
        return formats.date_relative(found, clock.today()) if found else ""

    return Column(
        key, title, text, width=104, least=100, stretch=1, sort=key, descending=True,
        fg=lambda _row: "text2", hidden=True, edit=edit,
    )  # fmt: skip


def _typed(name: str) -> Edit:
    return lambda row: CellEdit(getattr(row, name))


def _chosen(
    value: Callable[[ContactRow], str], offered: Callable[[], Sequence[tuple[str, str]]]
) -> Edit:
    """A choice among those of the shop; typed where it has none."""

    def edit(row: ContactRow) -> CellEdit:
        present, choices = value(row), [("", _("None")), *offered()]
        if present not in dict(choices):
            choices.append((present, present))
        return CellEdit(present, choices)

    return edit


def _entered_on(row: ContactRow) -> dt.date | None:
    return row.created_at.astimezone().date() if row.created_at else None


def _tag_words(row: ContactRow) -> str:
    return pgettext("list separator", ", ").join(row.tags)


def _money(minor: int, currency: str) -> str:
    return formats.money_whole(minor, currency) if minor else ""


def last_contact(row: ContactRow) -> str:
    """``Today 09:40``, ``12 Jun``; empty when never."""
    if row.last_contact_on is None:
        return ""
    day = formats.date_relative(row.last_contact_on, clock.today())
    if row.last_contact_on == clock.today() and row.last_contact_at is not None:
        return f"{day} {formats.time_of_day(row.last_contact_at)}"
    return day


def spent(row: ContactRow) -> str:
    """Whole units of the currency; empty when nothing was bought."""
    return _money(row.spent_minor, row.currency)


def days_late(due: dt.date | None) -> int:
    """Days since ``due``, 0 when not late."""
    return max(0, (clock.today() - due).days) if due else 0


def due_words(due: dt.date | None, time: str) -> str:
    """``3 days late``, ``Today 14:30``, ``20 Jun``; empty when there is none."""
    if due is None:
        return ""
    late = days_late(due)
    if late:
        return ngettext("{n} day late", "{n} days late", late).format(n=late)
    day = formats.date_relative(due, clock.today())
    return f"{day} {time}" if time and due == clock.today() else day


def next_due(row: ContactRow) -> str:
    """The next follow-up in words."""
    return due_words(row.next_due_on, row.next_due_time)


def describe(row: ContactRow) -> str:
    """A screen reader's sentence for a row."""
    parts = [row.name, row.phone, row.level, row.stage]
    if row.next_due_on is not None:
        parts.append(_("next follow-up {when}").format(when=next_due(row)))
    return pgettext("list separator", ", ").join(part for part in parts if part)


def tone_of(colour: str) -> str:
    """A chip's tone for a colour role; gray for one the theme does not know."""
    return colour if colour in paint.TONES else "gray"


def level_icon(colour: str) -> str:
    """The crown of the highest level, else none."""
    return "crown-simple" if colour == _CROWN else ""


def _paint_level(painter: QPainter, rect: QRectF, row: ContactRow) -> None:
    tone = tone_of(row.level_colour)
    if row.level and tone != "gray":
        icon = level_icon(row.level_colour)
        paint.chip(
            painter, rect.x(), rect.center().y(), row.level, tone, icon=icon, room=rect.width()
        )
    else:
        paint.txt(painter, rect, row.level or paint.EMPTY, "body", "text3")


def _born(row: ContactRow) -> birthdays.Born:
    return birthdays.Born(row.birthday, row.birth_lunar, row.birth_leap)


def _paint_stage(painter: QPainter, rect: QRectF, row: ContactRow) -> None:
    if not row.stage:
        paint.txt(painter, rect, paint.EMPTY, "body", "text3")
        return
    token = DOTS.get(row.stage_colour, "line3")
    used = paint.dot(painter, rect.x(), rect.center().y(), token) + theme.m(7)
    paint.txt(painter, rect.adjusted(used, 0, 0, 0), row.stage)


def _paint_due(painter: QPainter, rect: QRectF, row: ContactRow) -> None:
    text = next_due(row)
    if not text:
        paint.txt(painter, rect, paint.EMPTY, "body", "text3")
    elif days_late(row.next_due_on):
        middle = rect.center().y()
        used = icons.draw(painter, rect.x(), middle, "warning-circle", 14, token="redText")
        room = rect.adjusted(used + theme.m(5), 0, theme.m(6), 0)
        paint.txt(painter, room, text, "strong", "redText")
    else:
        today = row.next_due_on == clock.today()
        paint.txt(painter, rect, text, "body", "amberText" if today else "text2")


def paint_tags(
    painter: QPainter, rect: QRectF, tags: tuple[str, ...], colours: Mapping[str, str]
) -> None:
    """As many tags as fit, then ``+n``."""
    x, gap = rect.x(), theme.m(5)
    for number, tag in enumerate(tags):
        left = len(tags) - number
        room = rect.right() + theme.m(4) - x
        more = f"+{left - 1}" if left > 1 else ""
        reserve = paint.width(more, "caption") + gap if more else 0
        wide = paint.chip_width(tag)
        if wide + reserve > room and number:
            rest = QRectF(x, rect.y(), room, rect.height())
            paint.txt(painter, rest, f"+{left}", "caption", "text3")
            return
        tone = tone_of(colours.get(tag, ""))
        fits = max(theme.m(30), room - reserve)
        x += paint.chip(painter, x, rect.center().y(), tag, tone, room=fits) + gap
    if not tags:
        paint.txt(painter, rect, paint.EMPTY, "body", "text3")
