"""The brief and the card of a customer say what the records say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.db.models import Asset, Product, Ticket
from crm_desktop.db.store import Store
from crm_desktop.reports import job
from crm_desktop.reports.catalogue import ReportOptions
from crm_desktop.services.contacts import contacts, customer_brief, preferences, visit_questions
from crm_desktop.services.contacts.contacts import ContactDraft, PersonDraft
from crm_desktop.services.deals import deals
from crm_desktop.services.deals.deals import DealDraft
from crm_desktop.services.figures import buying_habits
from crm_desktop.services.follow_ups import follow_ups
from crm_desktop.services.follow_ups.follow_ups import FollowUpDraft
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft
from crm_desktop.services.settings import settings
from crm_desktop.services.timeline import timeline
from tests.reports import samples

WHO = "Cloudrest <b>&"


def _fill(session: Session, today: dt.date) -> int:
    """A company that bought salt every 30 days and has one of everything else."""
    who = contacts.create(
        session,
        ContactDraft(
            WHO, "company", phones=("13800000001",), birthday=(1980, today.month, today.day),
            people=(PersonDraft("Ms Shen", "Owner", ("13900000002",), decides=True),),
        ),
    )  # fmt: skip
    session.add(Product(id=1, code="S", name="Salt", unit="bag"))
    session.add(Product(id=2, code="F", name="Filter", unit="piece", days_of_use=90))
    session.flush()
    for back in (80, 50, 20):
        line = LineDraft(1, "Salt", 2000, 5_000)
        paid = (PaymentDraft(10_000, "Cash"),)
        day = today - dt.timedelta(back)
        sales.record(session, SaleDraft((line,), who, day, payments=paid))
    late = SaleDraft(
        (LineDraft(2, "Filter", 1000, 40_000),), who, today - dt.timedelta(100),
        due_on=today - dt.timedelta(70),
    )  # fmt: skip
    sales.record(session, late)
    deals.create(session, DealDraft("Second kitchen", contact_id=who, amount_minor=6_800_000))
    follow_ups.create(session, FollowUpDraft("Site survey", today, contact_id=who))
    timeline.add_note(session, who, "call", "Wants three dispensers")
    preferences.add(session, who, "Tea", "Green")
    session.add(Asset(contact_id=who, name="Softener", next_service_on=today))
    received = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
    session.add(Ticket(contact_id=who, subject="Tap drips", received_at=received, currency="CNY"))
    session.flush()
    return who


@pytest.fixture
def who(store: Store, today: dt.date) -> int:
    return store.write("fill", _fill, today).value


def test_goods_tell_how_often_and_when_next(store: Store, who: int, today: dt.date) -> None:
    with store.read() as session:
        filters, salt = buying_habits.habits(session, who, today, "CNY", 5)
    assert (filters.name, filters.usual_days, filters.days) == ("Filter", 90, 1)
    assert filters.next_on == today - dt.timedelta(10)
    assert (salt.days, salt.quantity_milli, salt.amount_minor) == (3, 6000, 30_000)
    assert (salt.usual_days, salt.next_on) == (30, today + dt.timedelta(10))


def test_the_questions_begin_with_what_presses(store: Store, who: int, today: dt.date) -> None:
    with store.read() as session:
        asked = customer_brief.brief(session, who, today).questions
    assert len(asked) == visit_questions.MOST
    assert "Tap drips" in asked[0] and "¥400.00" in asked[1] and "Second kitchen" in asked[2]
    assert "Filter" in asked[3] and "Salt" in asked[4] and "Softener" in asked[5]


@pytest.mark.parametrize("key", ["customer-brief", "customer-card"])
def test_the_paper_says_it_all(store: Store, who: int, tmp_path: Path, key: str) -> None:
    order = ReportOptions(dt.date(2026, 5, 1), "en", contact_id=who)
    with store.read() as session:
        pages = samples.page_texts(job.render_bytes(session, key, order))
        job.render(session, key, order, tmp_path / "a.xlsx")
    text = " ".join(" ".join(pages).split())
    for words in (
        WHO, "4 purchases for ¥700 so far", "owes ¥400.00", "Ms Shen", "Owner, decides",
        "Second kitchen", "Site survey", "Wants three dispensers", "Softener", "Tap drips",
    ):  # fmt: skip
        assert words in text, words
    assert key == "customer-card" or len(pages) == 1
    goods = load_workbook(tmp_path / "a.xlsx")["What they buy"]
    assert [row[2] for row in goods.iter_rows(min_row=2, values_only=True)] == [400, 300]


def test_numbers_are_masked_as_the_file_is_set(store: Store, who: int) -> None:
    store.write("mask", settings.put, settings.MASK, True)
    order = ReportOptions(dt.date(2026, 5, 1), "en", contact_id=who)
    with store.read() as session:
        text = "".join(samples.page_texts(job.render_bytes(session, "customer-card", order)))
    assert "0001" in text and "13800000001" not in text and "139" not in text


def test_without_a_customer_it_says_what_to_do(store: Store) -> None:
    order = ReportOptions(dt.date(2026, 5, 1), "en")
    with store.read() as session, pytest.raises(UserError, match="No customer is chosen"):
        job.render_bytes(session, "customer-brief", order)
