"""The weekly report, groups of buyers, satisfaction and events, recomputed from the raw rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy.orm import Session

from crm_desktop.db.models import (
    Answer,
    Campaign,
    CampaignMember,
    CommissionShare,
    Contact,
    Deal,
    DealStage,
    DealStageChange,
    Sale,
    Staff,
    Ticket,
    TimelineEntry,
)
from crm_desktop.db.store import Store
from crm_desktop.reports import job
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.services import new_file
from crm_desktop.services.commission import league
from crm_desktop.services.figures import attendance, falling, health, rfm, satisfaction
from crm_desktop.services.figures.sales_figures import Period
from crm_desktop.services.summaries import movement, week, week_days, week_words, week_work
from tests.reports import samples
from tests.services.random_shop import RandomShop, invent, store_rows

TODAY = dt.date(2026, 6, 18)
MONDAY = dt.date(2026, 6, 8)
SUNDAY = dt.date(2026, 6, 14)
AT = dt.datetime(2026, 6, 10, 9, tzinfo=dt.UTC)


def _work(session: Session) -> None:
    """A colleague's week: two calls, a visit, a won deal; a complaint and an event."""
    session.add(Staff(id=900, name="Lin <i>"))
    won = next(one for one in session.query(DealStage) if one.outcome == "won")
    open_stage = next(one for one in session.query(DealStage) if not one.outcome)
    who = session.query(Contact.id).filter(Contact.deleted_at.is_(None)).limit(2).all()
    first, second = (row[0] for row in who)
    for kind in ("call", "wechat", "visit"):
        session.add(TimelineEntry(contact_id=first, kind=kind, happened_on=MONDAY, staff_id=900))
    session.add(
        Deal(id=900, title="Softener", contact_id=first, amount_minor=500, currency="CNY",
             stage_id=won.id, state="won", closed_on=MONDAY)
    )  # fmt: skip
    session.flush()
    session.add(
        DealStageChange(deal_id=900, from_stage_id=open_stage.id, to_stage_id=won.id,
                        changed_at=AT, trigger="hand", staff_id=900)
    )  # fmt: skip
    for mark, note in ((5, ""), (4, ""), (1, "Never <b>again</b>")):
        session.add(
            Ticket(contact_id=first, subject="Leak", received_at=AT, solved_at=AT, currency="CNY",
                   answered_at=AT + dt.timedelta(hours=3), status="solved", owner_id=900,
                   satisfaction=mark, satisfaction_note=note)
        )  # fmt: skip
    session.add(Answer(question="Would you come again?", score=4, contact_id=first))
    session.add(Campaign(id=900, name="Open day", kind="event", starts_on=MONDAY, currency="CNY"))
    session.flush()
    session.add(CampaignMember(campaign_id=900, contact_id=first, checked_in_at=AT))
    session.add(CampaignMember(campaign_id=900, contact_id=second, responded_at=AT))
    event = Sale(number="EV", contact_id=first, sold_on=SUNDAY, total_minor=1_234, currency="CNY",
                 subtotal_minor=1_234)  # fmt: skip
    session.add(event)
    session.flush()
    session.add(CommissionShare(sale_id=event.id, staff_id=900, share_bp=5_000))


@pytest.fixture(scope="module")
def shop() -> RandomShop:
    return invent()


@pytest.fixture(scope="module")
def shop_file(shop: RandomShop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("pages") / "shop.crm") as store:
        store.set_up(new_file.seed, "en", shop_name="Clearspring Water")
        store.set_up(store_rows, shop)
        store.set_up(_work)
        yield store


@pytest.fixture
def reading(shop_file: Store, frozen_clock: Callable[[dt.datetime], None]) -> Iterator[Session]:
    with shop_file.read() as session:
        yield session


def _sold(shop: RandomShop, first: dt.date, last: dt.date) -> int:
    return sum(r.total for r in shop.receipts if r.counts and first <= r.sold_on <= last)


def test_a_week_stands_beside_the_week_before_and_that_of_a_year_ago(
    reading: Session, shop: RandomShop
) -> None:
    made = week.week(reading, dt.date(2026, 6, 10), TODAY)
    assert (made.period.first, made.period.last, made.complete) == (MONDAY, SUNDAY, True)
    assert made.now.sales.amount_minor == _sold(shop, MONDAY, SUNDAY) + 1_234
    assert sum(amount for _day, amount in made.by_day) == made.now.sales.amount_minor
    for figures, back in ((made.week_ago, 7), (made.year_ago, 364)):
        first, last = (day - dt.timedelta(back) for day in (MONDAY, SUNDAY))
        assert figures is not None and figures.sales.amount_minor == _sold(shop, first, last)
    assert (made.now.won, made.now.won_minor, made.moved) == (1, 500, 1)
    assert made.new == movement.movement(reading, MONDAY, SUNDAY).new
    assert [(one.title, one.outcome) for one in made.deals] == [("Softener", "won")]


def test_a_week_that_runs_ends_today(reading: Session) -> None:
    made = week.week(reading, TODAY + dt.timedelta(30), TODAY)
    assert (made.period.last, made.complete) == (TODAY, False)
    assert week_days.week_of(dt.date.min).first == dt.date.min
    assert week_days.week_of(dt.date.max).last == dt.date.max


def test_who_did_what(reading: Session) -> None:
    rows = week_work.work(reading, Period(MONDAY, SUNDAY), "CNY")
    mine = next(one for one in rows if one.name == "Lin <i>")
    assert (mine.contacts, mine.visits, mine.moved) == (2, 1, 1)
    whole = week.week(reading, MONDAY, TODAY).now.sales.amount_minor
    assert sum(one.sales_minor for one in rows) == whole


def test_who_sold_counts_by_parts_here_and_among_the_staff(reading: Session) -> None:
    """A sale shared half and half: the weekly report and the league divide it alike."""
    work = week_work.work(reading, Period(SUNDAY, SUNDAY), "CNY")
    mine = next(one for one in work if one.name == "Lin <i>")
    assert (mine.orders, mine.sales_minor) == (1, 617)
    whole = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 30))
    made = league.league(reading, whole.first)
    assert made.shared
    by_week = {one.name: one for one in week_work.work(reading, whole, "CNY") if one.orders}
    for row in made.rows:
        one = by_week.get(row.name)
        assert (row.orders, row.sales_minor) == ((one.orders, one.sales_minor) if one else (0, 0))
    for key in ("weekly", "staff"):
        order = ReportOptions(MONDAY, "en", day=MONDAY)
        text = "".join(samples.page_texts(job.render_bytes(reading, key, order)))
        assert "several have a part" in " ".join(text.split())


def test_who_falls_bought_half_or_less(reading: Session, shop: RandomShop) -> None:
    found = falling.falling(reading, TODAY, "CNY", 1_000)
    middle, first = TODAY - dt.timedelta(90), TODAY - dt.timedelta(180)
    for one in found:
        mine = [r for r in shop.receipts if r.counts and r.contact_id == one.contact_id]
        before = sum(r.total for r in mine if first < r.sold_on <= middle)
        assert one.before_minor == before and one.now_minor * 2 <= before
    assert found == tuple(sorted(found, key=lambda o: (o.now_minor - o.before_minor, o.contact_id)))


def test_the_boss_reads_sentences_that_are_true(reading: Session) -> None:
    made = week.week(reading, MONDAY, TODAY)
    said = week_words.summary(made)
    assert f"{made.now.sales.orders} order" in said[0]
    to_do = week_words.to_do(made)
    assert 1 <= len(to_do.sentences) <= 3 and to_do.title
    order = ReportOptions(MONDAY, "en", day=MONDAY)
    text = " ".join("".join(samples.page_texts(job.render_bytes(reading, "weekly", order))).split())
    assert "8–14 Jun 2026" in text and to_do.sentences[0] in text and "Lin <i>" in text


def test_groups_of_buyers_follow_their_scores(reading: Session, shop: RandomShop) -> None:
    made = rfm.rfm(reading, TODAY)
    assert made.cells().total() == len(made.buyers)
    assert sum(len(made.of(group)) for group in rfm.GROUPS) == len(made.buyers)
    for one in made.buyers[:40]:
        found = health.health(reading, one.contact_id, TODAY)
        assert (one.recency, one.frequency) == (found.recency, found.frequency)
    assert [one.spend for one in made.buyers] == sorted(
        (o.spend for o in made.buyers), reverse=True
    )
    by = {(5, 5): "best", (4, 3): "regular", (5, 1): "new", (2, 4): "risk", (3, 2): "cooling",
          (1, 1): "asleep"}  # fmt: skip
    for (late, often), group in by.items():
        buyer = rfm.Buyer(1, "", TODAY, 1, 1, late, often, 1)
        assert buyer.group == group


def test_low_marks_stand_with_what_was_said(reading: Session, tmp_path: Path) -> None:
    made = satisfaction.satisfaction(reading, dt.date(2026, 6, 1), dt.date(2026, 6, 30))
    assert (made.average, made.before, made.answer_hours, made.solved) == (333, None, 3, 3)
    assert [(one.mark, one.said) for one in made.low] == [(1, "Never <b>again</b>")]
    assert made.by_person == (("Lin <i>", 3, 333),)
    order = ReportOptions(dt.date(2026, 6, 1), "en")
    job.render(reading, "satisfaction", order, tmp_path / "marks.xlsx")
    people = openpyxl.load_workbook(tmp_path / "marks.xlsx")["By who looked after it"]
    assert [cell.value for cell in people[2]] == ["Lin <i>", 3, 3.33]
    text = "".join(samples.page_texts(job.render_bytes(reading, "satisfaction", order)))
    assert "1 was a 5, the best: 33%." in " ".join(text.split())
    assert "Never <b>again</b>" in text and "3.3" in text


def test_an_event_tells_who_came_and_what_they_bought(reading: Session) -> None:
    (event,) = attendance.events(reading, MONDAY, SUNDAY)
    assert (len(event.guests), event.came, event.answered) == (2, 1, 1)
    assert event.spent_minor >= 1_234 and event.guests[0].came
    order = ReportOptions(dt.date(2026, 6, 1), "en")
    text = "".join(samples.page_texts(job.render_bytes(reading, "events", order)))
    assert "Open day" in text and "1 of 2" in text


def test_stages_add_up_to_everybody(reading: Session) -> None:
    order = ReportOptions(dt.date(2026, 6, 1), "en")
    text = " ".join(
        "".join(samples.page_texts(job.render_bytes(reading, "lifecycle", order))).split()
    )
    assert "customers have a stage" in text and "Where they stand" in text
