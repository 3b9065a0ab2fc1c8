"""A report file appears whole or not at all, and says what the raw rows say."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from crm_desktop.core import i18n
from crm_desktop.core.errors import Cancelled, DiskFull, FileProblem, NotFound, UserError
from crm_desktop.db.store import Store
from crm_desktop.reports import job, pdf
from crm_desktop.reports.catalogue import REPORTS, ReportOptions
from crm_desktop.services import new_file
from tests.reports import samples
from tests.services.random_shop import RandomShop, invent, store_rows

MAY = dt.date(2026, 5, 1)


@pytest.fixture(scope="module")
def shop() -> RandomShop:
    return invent()


@pytest.fixture(scope="module")
def shop_file(shop: RandomShop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("shop") / "shop.crm") as store:
        store.set_up(new_file.seed, "en", shop_name="Clearspring Water")
        store.set_up(store_rows, shop)
        yield store


@pytest.fixture
def reading(shop_file: Store, frozen_clock: Callable[[dt.datetime], None]) -> Iterator[Session]:
    with shop_file.read() as session:
        yield session


def sold(shop: RandomShop, first: dt.date, last: dt.date) -> int:
    return sum(r.total for r in shop.receipts if r.counts and first <= r.sold_on <= last)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_pdf_says_what_the_rows_say(
    reading: Session, shop: RandomShop, tmp_path: Path, language: str
) -> None:
    out = tmp_path / "new folder" / "月报.pdf"
    assert job.render(reading, "monthly", ReportOptions(MAY, language), out) == out
    first, *_others = samples.page_texts(out.read_bytes())
    amount = sold(shop, MAY, dt.date(2026, 5, 31))
    whole = f"¥{(amount + 50) // 100:,}"
    orders = sum(
        r.counts and r.kind == "sale" and MAY <= r.sold_on <= dt.date(2026, 5, 31)
        for r in shop.receipts
    )
    assert first.count(whole) == 2, "in the sentence and as the first figure"
    assert re.search(rf"^{orders}\b", first, re.MULTILINE) or f" {orders} " in first
    assert ("客户月报" if language == "zh_CN" else "Monthly customer report") in first
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize("suffix", ["pdf", "xlsx", "csv", "PDF"])
def test_the_suffix_decides_the_format(reading: Session, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"may.{suffix}"
    job.render(reading, "monthly", ReportOptions(MAY, "en"), out)
    starts = {"pdf": b"%PDF-", "xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbfMonthly"}
    assert out.read_bytes().startswith(starts[suffix.lower()])


def test_an_ordinary_file_with_ordinary_rights(reading: Session, tmp_path: Path) -> None:
    out = tmp_path / "may.csv"
    job.render(reading, "monthly", ReportOptions(MAY, "en"), out)
    (tmp_path / "plain").write_bytes(b"")
    assert out.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_preview_is_the_same_pdf(reading: Session, tmp_path: Path) -> None:
    options = ReportOptions(MAY, "zh_CN")
    job.render(reading, "monthly", options, tmp_path / "may.pdf")
    shown = samples.page_texts(job.render_bytes(reading, "monthly", options))
    assert shown == samples.page_texts((tmp_path / "may.pdf").read_bytes())


def test_an_empty_month_says_so_and_what_to_do(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "may.pdf"
    with store.read() as session:
        job.render(session, "monthly", ReportOptions(MAY, "en"), out)
    text = " ".join(samples.page_texts(out.read_bytes())[0].split())
    assert "No sales are recorded in May." in text
    assert "Record the month's sales or import them" in text


def test_the_language_of_the_report_is_its_own(reading: Session, tmp_path: Path) -> None:
    i18n.set_language("en")
    job.render(reading, "monthly", ReportOptions(MAY, "zh_CN"), tmp_path / "may.csv")
    assert "客户月报" in (tmp_path / "may.csv").read_text("utf-8-sig")
    assert i18n.language() == "en"


def test_an_unknown_suffix_is_refused_before_any_work(reading: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"cannot be written as .may\.docx"):
        job.render(reading, "monthly", ReportOptions(MAY, "en"), tmp_path / "may.docx")


def test_an_unknown_report_is_refused(reading: Session, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no report .yearly.*monthly"):
        job.render(reading, "yearly", ReportOptions(MAY, "en"), tmp_path / "a.pdf")


def test_cancelling_leaves_the_old_file_and_nothing_else(reading: Session, tmp_path: Path) -> None:
    out = tmp_path / "may.pdf"
    out.write_bytes(b"old")
    calls = 0

    def stop_late(done: int, total: int, text: str = "") -> None:
        nonlocal calls
        calls += 1
        if calls > 10:
            raise Cancelled

    with pytest.raises(Cancelled):
        job.render(reading, "monthly", ReportOptions(MAY, "en"), out, stop_late)
    assert calls == 11, "stopped while writing"
    assert out.read_bytes() == b"old"
    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob(".*.part")) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_old_file(
    reading: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    out = tmp_path / "may.pdf"
    out.write_bytes(b"old")

    def full(*_arguments: object, **_options: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(pdf, "write", full)
    with pytest.raises(DiskFull, match=r"may\.pdf was not written"):
        job.render(reading, "monthly", ReportOptions(MAY, "en"), out)
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".pdf", ".part")] == [
        "may.pdf"
    ]


def test_a_really_full_device(reading: Session, tmp_path: Path) -> None:
    """Writing to /dev/full fails with ENOSPC: the sentence comes from the real error."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(OSError, match="No space left") as raised, Path("/dev/full").open("wb") as f:
        pdf.write(samples.monthly_report(), f)
        f.flush()
    problem = job._problem(raised.value, tmp_path / "may.pdf")
    assert isinstance(problem, DiskFull)


def test_a_folder_in_the_way_is_told(reading: Session, tmp_path: Path) -> None:
    (tmp_path / "may.pdf").mkdir()
    with pytest.raises(FileProblem, match=r"may\.pdf is a folder"):
        job.render(reading, "monthly", ReportOptions(MAY, "en"), tmp_path / "may.pdf")
    assert list((tmp_path / "may.pdf").iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(reading: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileProblem, match=r"may\.pdf cannot be written there"):
        job.render(reading, "monthly", ReportOptions(MAY, "en"), tmp_path / "file" / "may.pdf")


def test_each_report_is_declared_once_with_words_in_both_languages() -> None:
    assert len({kind.key for kind in REPORTS}) == len(REPORTS)
    for kind in REPORTS:
        for text in (kind.name, kind.about, kind.group, *(s.name for s in kind.sections)):
            with i18n.using("zh_CN"):
                assert i18n._(text) != text
