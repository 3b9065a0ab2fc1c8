"""The plans of commission, a line each."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext, pgettext
from crm_desktop.reports.commission import rate_words
from crm_desktop.services.commission.commission_bases import BASES
from crm_desktop.services.commission.commission_plans import Plan
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.row_list import INSET, RowList

_HEIGHT = 48


class PlanList(RowList):
    """A click or Enter opens one."""

    def __init__(self) -> None:
        super().__init__(_HEIGHT, _paint, describe)


def _paint(painter: QPainter, box: QRectF, one: Plan, _hot: bool) -> None:
    left, room = theme.m(INSET), box.width() - 2 * theme.m(INSET)
    head = QRectF(left, box.y() + theme.m(4), room, theme.m(21))
    used = paint.txt(painter, head, one.draft.name, "strong")
    rest = head.adjusted(used + theme.m(12), 0, 0, 0)
    paint.txt(painter, rest, rates(one), "body", "text2")
    foot = QRectF(left, head.bottom(), room, theme.m(18))
    paint.txt(painter, foot, facts(one), "caption", "text3")


def rates(one: Plan) -> str:
    """``1.5–4%``."""
    found = [band.rate_bp for band in one.draft.bands] + [rule.rate_bp for rule in one.draft.rules]
    low, high = rate_words(min(found)), rate_words(max(found))
    return low if low == high else f"{low}–{high}"


def facts(one: Plan) -> str:
    """``Sales · everybody · until 31 December 2026``."""
    draft = one.draft
    count = len(draft.staff_ids)
    people = ngettext("{n} person", "{n} people", count).format(n=count)
    parts = [_(BASES[draft.basis]), people if count else pgettext("commission", "everybody")]
    if draft.valid_from:
        parts.append(_("from {day}").format(day=formats.date_long(draft.valid_from)))
    if draft.valid_until:
        parts.append(_("until {day}").format(day=formats.date_long(draft.valid_until)))
    return " · ".join(parts)


def describe(one: Plan) -> str:
    """A screen reader's sentence for a plan."""
    return pgettext("list separator", ", ").join((one.draft.name, rates(one), facts(one)))
