"""The calendar on paper: nothing of a month is lost, lists tell phone and place."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.core import i18n
from crm_desktop.db.store import Store
from crm_desktop.reports import calendar, pdf_grid
from crm_desktop.reports.document import DayGrid, GridDay, Styled
from crm_desktop.services.calendar import calendar_sheet
from crm_desktop.services.calendar.calendar import KINDS
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.settings import settings
from tests.reports import samples


@pytest.fixture
def anna(store: Store, today: dt.date) -> int:
    draft = ContactDraft("Anna <b>Lee</b>", phones=("13800000001",), addresses=("5 Bay Street",))
    who: int = store.write("New", contacts.create, draft).value
    for n in range(12):
        title = f"Visit {n:02} {{x}} =1+1"
        day = today + dt.timedelta(days=1)
        plan = FollowUpDraft(title, day, f"{8 + n:02}:00", who, "visit")
        store.write("Plan", follow_ups.create, plan)
    late = FollowUpDraft("Late call", today - dt.timedelta(days=1), contact_id=who, kind="call")
    store.write("Plan", follow_ups.create, late)
    return who


def printed(store: Store, view: str, today: dt.date) -> str:
    order = calendar_sheet.order_of(view, today, KINDS)
    with store.read() as session:
        pages = samples.page_texts(calendar.render_bytes(session, order))
    return " ".join(pages).replace("\n", " ")


def test_a_busy_day_of_a_month_stands_on_one_page(store: Store, anna: int, today: dt.date) -> None:
    del anna
    text = printed(store, "month", today)
    assert "June 2026" in text and "Dragon Boat" in text and "1 / 1" in text
    assert all(f"{8 + n:02}:00 Anna <b>Lee</b>" in text for n in range(12))


def test_a_list_tells_phone_and_place_and_leaves_empty_days_out(
    store: Store, anna: int, today: dt.date
) -> None:
    del anna
    text = printed(store, "week", today)
    assert "19 Jun 2026 Friday" in text and "20 Jun 2026" not in text
    assert text.count("13800000001") == 13 and text.count("5 Bay Street") == 12
    store.write("Mask", settings.put, settings.MASK, True)
    text = printed(store, "day", today + dt.timedelta(days=1))
    assert "13800000001" not in text and "5 Bay Street" not in text
    assert "Nothing is dated" in printed(store, "day", dt.date(1900, 1, 1))


def test_in_chinese_the_lunar_day_stands_beside(store: Store, today: dt.date) -> None:
    with i18n.using("zh_CN"):
        assert "初四" in printed(store, "month", today)


def test_weeks_fill_the_page_and_a_day_beyond_it_says_how_many_more() -> None:
    def week(*counts: int) -> tuple[GridDay, ...]:
        return tuple(
            GridDay(dt.date(2026, 6, 1), "", tuple(Styled(f"Thing {n}") for n in range(count)))
            for count in counts
        )

    heads = ("Mon",) * 7
    calm = DayGrid(heads, (week(*[0] * 7), week(20, *[0] * 6), week(*[1] * 7)))
    heights = [strip.height for strip in pdf_grid.grid_strips(calm, 500, 600)]
    assert sum(heights) == pytest.approx(599) and heights[1] == heights[3] < heights[2]
    wild = DayGrid(heads, (week(500, *[0] * 6), week(500, *[0] * 6)))
    assert all(strip.height <= 600 for strip in pdf_grid.grid_strips(wild, 500, 600))
    made = samples.report(wild)
    assert any("+4" in text for text in samples.page_texts(samples.as_pdf(made)))
