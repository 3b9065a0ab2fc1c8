"""Two shops made one: sums add up, nothing comes twice, undo takes all of it back.

Covers shop_merge, shop_merge_contacts, shop_merge_fill, shop_merge_join, shop_merge_memory,
shop_merge_products, shop_merge_rows, shop_merge_sales, shop_merge_tables, shop_merge_words and
shop_merge_write.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crm_desktop.core.errors import Cancelled, FileProblem, NotOurFile, UserError
from crm_desktop.db.models import Setting
from crm_desktop.db.store import Store
from crm_desktop.services import check, new_file
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from crm_desktop.services.demo import demo
from crm_desktop.services.fields import custom_fields
from crm_desktop.services.payments import payments
from crm_desktop.services.records import attachments
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from crm_desktop.services.shop_merge import shop_merge, shop_merge_words
from crm_desktop.services.shop_merge.shop_merge import MergeReport
from crm_desktop.services.timeline import timeline
from crm_desktop.services.today import sticky_notes
from tests.services import random_shop

RELEASED = Path(__file__).resolve().parents[2] / "db" / "released"


def shop(path: Path, seed: int, people: int = 25) -> Path:
    with Store.create(path) as store:
        invented = random_shop.invent(seed, people)
        for one in invented.people:
            one.name = f"{one.name} of {seed}"
        for receipt in invented.receipts:
            receipt.number = receipt.number and f"{seed}-{receipt.number}"
        store.write("Fill", random_shop.store_rows, invented)
    return path


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the log, ids of sequences and search aside."""
    skipped = ("action", "change", "sqlite_", "search_", "import_batch")
    with store.read() as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return {
            name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {name}"))]
            for name in names
            if not name.startswith(skipped)
        }


def sums(store: Store) -> dict[str, Counter[str]]:
    """Totals, payments and balances by customer."""
    found: dict[str, Counter[str]] = {}
    statement = (
        "SELECT coalesce(c.name, '-'), a.currency, sum(a.total_minor), sum(a.paid_minor), count(*)"
        " FROM sale a LEFT JOIN contact c ON c.id = a.contact_id"
        " WHERE a.deleted_at IS NULL AND a.status = 'confirmed' GROUP BY 1, 2"
    )
    with store.read() as session:
        for name, currency, total, paid, count in session.execute(text(statement)):
            found.setdefault(f"{name} {currency}", Counter()).update(
                {"total": total, "paid": paid, "count": count}
            )
    return found


def added(*parts: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    whole: dict[str, Counter[str]] = {}
    for part in parts:
        for name, figures in part.items():
            whole.setdefault(name, Counter()).update(figures)
    return whole


def take_in(store: Store, path: Path, branch: str = "") -> MergeReport:
    return store.write(shop_merge.ACTION, shop_merge.apply, path, branch).value


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_shops_add_up_once_and_come_apart(tmp_path: Path, seed: int) -> None:
    other = shop(tmp_path / "other.crm", seed + 10)
    digest = hashlib.sha256(other.read_bytes()).hexdigest()
    with Store.open(other, read_only=True) as reader:
        theirs = sums(reader)
    beside = sorted(path.name for path in tmp_path.iterdir())
    with Store.open(shop(tmp_path / "ours.crm", seed)) as store:
        before, ours = dump(store), sums(store)
        with store.read() as session:
            foreseen = shop_merge.foresee(session, other)
        report = take_in(store, other)
        assert sums(store) == added(ours, theirs)
        assert {name: came.new for name, came in report.tables.items()} == {
            name: came.new for name, came in foreseen.tables.items()
        }
        assert (foreseen.sold, foreseen.received) == (report.sold, report.received)
        with store.read() as session:
            assert check.check(session) == []
        again = store.write(shop_merge.ACTION, shop_merge.apply, other)
        assert again.action_id == 0 and not again.value.anything
        store.undo()
        assert dump(store) == before
    assert hashlib.sha256(other.read_bytes()).hexdigest() == digest
    assert sorted(path.name for path in tmp_path.glob("other*")) == beside


def test_whom_both_know_is_filled_and_not_doubled(tmp_path: Path) -> None:
    def theirs(session: Any) -> None:
        first = contacts.create(
            session, ContactDraft("张伟", phones=("13812345671",), level="VIP", tags=("老客户",))
        )
        contacts.create(session, ContactDraft("王芳", phones=("13812345672",)))
        contacts.create(session, ContactDraft("李娜"))
        timeline.add_note(session, first, "call", "要报价")
        field = custom_fields.define(session, "鞋码", "number")
        del field
        (key,) = (one.key for one in custom_fields.fields(session))
        contacts.edit(session, first, custom={key: "42"})
        attachments.add(session, "contact", first, "a.txt", b"hello")
        sticky_notes.add(session, "要盖章", contact_id=first)
        session.add(Setting(key=f"{sticky_notes.PIN}x'--", value="-1"))

    other = tmp_path / "other.crm"
    with Store.create(other) as store:
        store.write("Fill", theirs)
    with Store.create(tmp_path / "ours.crm") as store:
        mine = store.write(
            "Add", contacts.create, ContactDraft("张伟", phones=("138 1234 5671",))
        ).value
        store.write("Add", contacts.create, ContactDraft("李娜"))  # a name alone is nobody
        report = take_in(store, other, branch="城西店")
        assert report.of("contact") == shop_merge.Came(new=2, same=1)
        assert report.filled == 1
        with store.read() as session:
            card = contacts.card(session, mine)
            assert (card.draft.level, card.draft.tags) == ("VIP", ("老客户",))
            values = [(one.label, one.typed) for one in custom_fields.of_contact(session, mine)]
            assert values == [("鞋码", "42")]
            (kept,) = attachments.of_record(session, "contact", mine)
            assert attachments.content(session, kept.id) == b"hello"
            pinned = sticky_notes.of_contact(session, mine)
            assert [(one.text, one.contact_name) for one in pinned] == [("要盖章", "张伟")]
            shops = session.execute(
                text("SELECT c.name, s.name FROM contact c JOIN shop s ON s.id = c.shop_id")
            )
            assert sorted(map(tuple, shops)) == [("李娜", "城西店"), ("王芳", "城西店")]
        figures = {one.key: one.value for one in shop_merge_words.figures(report)}
        assert figures["contact"] == "2 new, 1 there already"


def test_a_whole_sample_shop_comes_in(tmp_path: Path) -> None:
    other = tmp_path / "demo.crm"
    with Store.create(other) as store:
        store.set_up(demo.fill, 60, language="en")
        theirs = sums(store)
    with Store.create(tmp_path / "ours.crm") as store:
        report = take_in(store, other)
        assert sums(store) == theirs
        assert report.of("follow_up").new and report.of("deal").new
        with store.read() as session:
            assert check.check(session) == []


@pytest.mark.parametrize("stored", sorted(RELEASED.glob("*.crm.gz")), ids=lambda path: path.name)
def test_a_file_of_an_older_version_is_read_from_a_copy(
    stored: Path, tmp_path: Path, store: Store
) -> None:
    other = tmp_path / "old.crm"
    other.write_bytes(gzip.decompress(stored.read_bytes()))
    digest = hashlib.sha256(other.read_bytes()).hexdigest()
    assert take_in(store, other).of("contact").new == 1
    assert hashlib.sha256(other.read_bytes()).hexdigest() == digest


def test_what_is_no_shop_is_said_and_nothing_comes(tmp_path: Path, store: Store) -> None:
    before = dump(store)
    (tmp_path / "words.crm").write_text("no database" * 20)
    with sqlite3.connect(tmp_path / "alien.crm") as alien:
        alien.execute("CREATE TABLE contact (id)")
    alien.close()
    for name in ("words.crm", "alien.crm"):
        with pytest.raises(NotOurFile):
            take_in(store, tmp_path / name)
    with pytest.raises(UserError):
        take_in(store, store.path)
    broken = shop(tmp_path / "broken.crm", 5)
    with sqlite3.connect(broken) as file:
        file.execute("UPDATE contact SET payment_days = 'x'")
    file.close()
    with pytest.raises(FileProblem):
        take_in(store, broken)
    assert dump(store) == before


def test_stopped_in_the_middle_nothing_is_kept(tmp_path: Path, store: Store) -> None:
    other = shop(tmp_path / "other.crm", 9, people=200)
    before = dump(store)

    def stop(done: int, total: int, text: str = "") -> None:
        if total and done * 2 > total:
            raise Cancelled

    with pytest.raises(Cancelled):
        store.write(shop_merge.ACTION, shop_merge.apply, other, "", stop)
    assert dump(store) == before


def test_a_sale_both_tills_know_brings_its_payment_once(tmp_path: Path) -> None:
    def till(name: str, *paid: int) -> Path:
        path = tmp_path / name
        with Store.create(path) as store:
            store.set_up(new_file.seed, "en")
            who = store.write("New", contacts.create, ContactDraft("Li", phones=("13900139002",)))
            line = LineDraft(description="Tap", unit_price_minor=90_00)
            draft = SaleDraft((line,), who.value, dt.date(2026, 5, 1))
            sale = store.write("Sell", sales.record, draft).value
            for amount in paid:
                store.write("Pay", payments.pay, who.value, amount, sale_ids=[sale],
                            paid_on=dt.date(2026, 5, 2))  # fmt: skip
        return path

    for ours, theirs, left, open_minor in (
        ((90_00,), (90_00,), 0, 0),  # the same payment
        ((30_00,), (30_00, 60_00), 0, 0),  # one more there
        ((90_00,), (40_00,), 1, 0),  # paid already
    ):
        other = till(f"other{ours}{theirs}.crm", *theirs)
        with Store.open(till(f"ours{ours}{theirs}.crm", *ours)) as store:
            report = take_in(store, other)
            assert (report.tables["sale"].new, report.payments_left) == (0, left)
            with store.read() as session:
                assert sales.detail(session, 1).open_minor == open_minor
                assert payments.credit(session, 1, "CNY") == 0
                assert check.check(session) == []
