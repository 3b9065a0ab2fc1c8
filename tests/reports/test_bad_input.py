"""Every report of the catalogue against hostile names, nothing to tell, and days out of reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from sqlalchemy import insert
from sqlalchemy.orm import Session

from crm_desktop.core.errors import FileProblem, UserError
from crm_desktop.db.models import (
    Campaign,
    CampaignMember,
    Deal,
    FollowUp,
    Payment,
    Product,
    Sale,
    SaleLine,
    Staff,
    Ticket,
)
from crm_desktop.db.store import Store
from crm_desktop.reports import job
from crm_desktop.reports.catalogue import REPORTS, ReportOptions
from crm_desktop.services import new_file
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from tests.reports import samples

DAY = dt.date(2026, 6, 10)
AT = dt.datetime(2026, 6, 10, 9, tzinfo=dt.UTC)
NAME = "=1+1 <b>B</b> & <img src=http://x.y/z> <font color=red>红</font>"
SHOWN = "<b>B</b> & <img src=http://x.y/z> <font color=red>红</font>"
RARE = "🎉𠮷"
MANY = 600
KEYS = [kind.key for kind in REPORTS]
CUSTOMERS = {kind.key for kind in REPORTS if kind.customer}


def _fill(session: Session) -> int:
    """One customer with all that a report can tell of, everything named like markup."""
    name = f"{NAME} {RARE}"
    who = contacts.create(
        session,
        ContactDraft(name, "company", phones=("13800000001",), birthday=(1980, 6, 10),
                     remark=f"{name} " * 40),
    )  # fmt: skip
    session.add(Product(id=1, code="P", name=name))
    session.add(Staff(id=9, name=name))
    session.add(Campaign(id=9, name=name, kind="event", starts_on=DAY, currency="CNY"))
    session.flush()
    session.add(CampaignMember(campaign_id=9, contact_id=who, checked_in_at=AT, response=name))
    session.add(FollowUp(title=name, due_on=DAY, contact_id=who, owner_id=9))
    session.add(Deal(title=name, contact_id=who, amount_minor=1, currency="CNY"))
    session.add(Ticket(contact_id=who, subject=name, received_at=AT, solved_at=AT, owner_id=9,
                       currency="CNY", satisfaction=1, satisfaction_note=name))  # fmt: skip
    session.add(Payment(contact_id=who, paid_on=DAY, amount_minor=1, currency="CNY", note=name))
    rows = range(1, MANY + 1)
    session.execute(
        insert(Sale),
        [{"id": n, "number": f"S{n}", "contact_id": who, "sold_on": DAY - dt.timedelta(n % 9),
          "due_on": DAY, "total_minor": 1_000, "subtotal_minor": 1_000, "currency": "CNY",
          "staff_id": 9} for n in rows],
    )  # fmt: skip
    session.execute(
        insert(SaleLine),
        [{"sale_id": n, "position": 0, "product_id": 1, "quantity_milli": 1_000,
          "unit_price_minor": 1_000, "amount_minor": 1_000} for n in rows],
    )  # fmt: skip
    return who


@pytest.fixture(scope="module")
def shop_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, int]]:
    with Store.create(tmp_path_factory.mktemp("bad") / "shop.crm") as store:
        store.set_up(new_file.seed, "en", shop_name=f"Shop {RARE}")
        yield store, store.write("fill", _fill).value


@pytest.fixture
def reading(
    shop_file: tuple[Store, int], frozen_clock: Callable[[dt.datetime], None]
) -> Iterator[Session]:
    with shop_file[0].read() as session:
        yield session


def _options(key: str, who: int, day: dt.date = DAY) -> ReportOptions:
    return ReportOptions(day, "en", day=day, contact_id=who if key in CUSTOMERS else None)


@pytest.mark.parametrize("key", KEYS)
def test_names_are_printed_as_typed(
    reading: Session, shop_file: tuple[Store, int], tmp_path: Path, key: str
) -> None:
    options = _options(key, shop_file[1])
    made = job.render_bytes(reading, key, options)
    pages = samples.page_texts(made)
    assert key != "customer-brief" or len(pages) == 1
    text = " ".join("".join(pages).split())
    # Long names wrap in narrow columns, so the words are looked for without their spaces.
    solid = text.replace(" ", "")
    assert SHOWN.replace(" ", "") in solid or key == "lifecycle"
    assert "□" in text
    assert b"/URI" not in made and b"/JavaScript" not in made
    job.render(reading, key, options, tmp_path / "a.xlsx")
    cells = [
        cell
        for sheet in load_workbook(tmp_path / "a.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize("key", KEYS)
def test_a_time_before_the_shop_says_so(
    reading: Session, shop_file: tuple[Store, int], key: str
) -> None:
    made = job.render_bytes(reading, key, _options(key, shop_file[1], dt.date(1999, 2, 3)))
    assert len(samples.page_texts(made)[0]) > 60


@pytest.mark.parametrize("kind", [one for one in REPORTS if one.period != "now"])
def test_days_out_of_reach_are_a_sentence(
    reading: Session, shop_file: tuple[Store, int], kind: object
) -> None:
    key = kind.key  # type: ignore[attr-defined]
    for day in (dt.date.min, dt.date.max):
        with pytest.raises(UserError, match="There is no report for the year"):
            job.render_bytes(reading, key, _options(key, shop_file[1], day))
    if kind.period == "month" and not kind.months_ahead:  # type: ignore[attr-defined]
        with pytest.raises(UserError, match="July 2026 has not begun yet"):
            job.render_bytes(reading, key, _options(key, shop_file[1], dt.date(2026, 7, 1)))
    elif not kind.months_ahead:  # type: ignore[attr-defined]
        with pytest.raises(UserError, match="20 Jul 2026 has not come yet"):
            job.render_bytes(reading, key, _options(key, shop_file[1], dt.date(2026, 7, 20)))


def test_several_reports_are_one_pdf_with_chapters(
    reading: Session, shop_file: tuple[Store, int], tmp_path: Path
) -> None:
    keys, out = ["weekly", "staff", "customer-brief"], tmp_path / "all.pdf"
    options = ReportOptions(DAY, "en", day=DAY, contact_id=shop_file[1])
    job.render_together(reading, keys, options, out)
    document = pypdfium2.PdfDocument(out)
    try:
        texts = samples.page_texts(out.read_bytes())
        chapters = [one.get_title() for one in document.get_toc() if one.level == 0]
        below = sum(one.level == 1 for one in document.get_toc())
    finally:
        document.close()
    names = [title.split(" · ")[0] for title in chapters]
    assert names == ["Weekly report", "Staff performance", "Customer brief"]
    assert below > 5
    assert f"{len(texts)} / {len(texts)}" in texts[-1] and f"1 / {len(texts)}" in texts[0]
    with pytest.raises(UserError, match="one PDF only"):
        job.render_together(reading, keys, options, tmp_path / "all.xlsx")
    (tmp_path / "file").write_text("")
    with pytest.raises(FileProblem):
        job.render_together(reading, keys, options, tmp_path / "file" / "all.pdf")
