"""The sample shop tells the story of the pictures, on their day and on any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from crm_desktop.core.jobs import no_progress
from crm_desktop.db.inspection import check_integrity
from crm_desktop.db.store import Store
from crm_desktop.services import expenses, search
from crm_desktop.services.assets import assets, warranties
from crm_desktop.services.commission import commission, targets
from crm_desktop.services.contacts import views
from crm_desktop.services.demo import demo, demo_content, demo_products
from crm_desktop.services.demo.demo_calendar import STORY_DAY, StoryCalendar
from crm_desktop.services.demo.demo_numbers import number_sales
from crm_desktop.services.figures import purchase_days, replenishment, sales_figures
from crm_desktop.services.figures.sales_figures import Period, month_of
from crm_desktop.services.payments import receivables
from crm_desktop.services.products import product_list
from crm_desktop.services.products.product_list import ProductQuery
from crm_desktop.services.quotes import order_list, quote_list
from crm_desktop.services.quotes.order_list import OrderQuery
from crm_desktop.services.quotes.quote_list import QuoteQuery
from crm_desktop.services.records import birthdays
from crm_desktop.services.today import shop_watch

OTHER_DAY = dt.date(2027, 11, 23)


def make(path: Path, *, customers: int = demo.CUSTOMERS, seed: int = demo.SEED,
         day: dt.date = STORY_DAY, language: str = "zh_CN") -> Path:  # fmt: skip
    with Store.create(path) as store:
        store.set_up(demo.fill, customers, seed, day, language=language)
    return path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop as on the day of the pictures."""
    return make(tmp_path_factory.mktemp("demo") / "story.crm")


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop of another seed, in English, as on another day."""
    path = tmp_path_factory.mktemp("demo") / "later.crm"
    return make(path, seed=1, day=OTHER_DAY, language="en")


@pytest.fixture
def session(story: Path) -> Iterator[Session]:
    with Store.open(story, read_only=True) as store, store.read() as opened:
        yield opened


@pytest.fixture
def other(later: Path) -> Iterator[Session]:
    with Store.open(later, read_only=True) as store, store.read() as opened:
        yield opened


def rows(session: Session, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in session.execute(text(sql))]


def one(session: Session, sql: str) -> object:
    return session.execute(text(sql)).scalar_one()


def test_every_yuan_adds_up(story: Path, later: Path) -> None:
    for path in (story, later):
        assert check_integrity(path) == []
        with Store.open(path, read_only=True) as store, store.read() as session:
            lines = "SELECT SUM(amount_minor) FROM sale_line WHERE sale_id = s.id"
            paid = "SELECT SUM(amount_minor) FROM payment_allocation WHERE sale_id = s.id"
            priced = "SELECT COUNT(*) FROM sale_line WHERE amount_minor * 1000 <>"
            assert (
                one(session, f"SELECT COUNT(*) FROM sale s WHERE subtotal_minor IS NOT ({lines})")
                == 0
            )
            assert (
                one(
                    session,
                    f"SELECT COUNT(*) FROM sale s WHERE paid_minor <> COALESCE(({paid}), 0)",
                )
                == 0
            )
            assert one(session, f"{priced} quantity_milli * unit_price_minor") == 0
            assert one(session, "SELECT MAX(discount_minor) < 6000 FROM sale") == 1
            assert one(session, "SELECT COUNT(*) - COUNT(DISTINCT number) FROM sale") == 0


def test_customers_and_their_stages_are_those_of_the_pictures(session: Session) -> None:
    stages = dict(rows(session, "SELECT s.code, COUNT(*) FROM contact c JOIN lifecycle_stage s"
                                " ON s.id = c.stage_id GROUP BY s.code"))  # fmt: skip
    assert sum(stages.values()) == 1_284  # type: ignore[misc]
    assert stages["prospect"] == 318
    assert stages["loyal"] == 133
    assert stages["first_purchase"] == pytest.approx(402, abs=3)
    assert one(session, "SELECT SUM(spent_minor) FROM contact_stats") == 486_231_000


def test_the_month_so_far_and_the_report_month(session: Session) -> None:
    june = Period(dt.date(2026, 6, 1), STORY_DAY)
    may = month_of(dt.date(2026, 5, 1))
    now = sales_figures.sales_in(session, june, "CNY")
    then = sales_figures.sales_in(session, sales_figures.same_days(june, 1), "CNY")
    assert (now.amount_minor, now.new_customers) == (7_924_000, 23)
    assert (then.amount_minor, then.new_customers) == (7_075_000, 18)
    report = sales_figures.sales_in(session, may, "CNY")
    assert (report.amount_minor, report.orders, report.new_customers) == (11_864_000, 164, 23)
    types = {
        t.name: t.amount_minor // 100 for t in sales_figures.by_customer_type(session, may, "CNY")
    }
    assert types.pop("其他") + types.pop("") == 6_800
    assert types == {"餐饮": 34_210, "家庭": 31_480, "办公": 19_600, "学校": 14_250, "医疗": 12_300}
    months = sales_figures.monthly_totals(session, may.last, "CNY")
    assert [m // 100_000 for m in months] == [82, 88, 79, 91, 97, 104, 99, 86, 72, 101, 109, 118]


def test_the_ten_best_customers_of_may(session: Session) -> None:
    may, april = (month_of(dt.date(2026, month, 1)) for month in (5, 4))
    top = sales_figures.top_customers(session, may, april, "CNY")
    assert [(t.name, t.amount_minor // 100) for t in top] == [
        ("悦禾餐饮", 18_420), ("云栖民宿", 12_600), ("启明办公", 9_800), ("林家豪", 8_640),
        ("星河幼儿园", 7_900), ("博雅口腔", 6_350), ("绿洲健身", 5_120), ("陈雅文", 4_860),
        ("康宁诊所", 4_200), ("周美玲", 3_980),
    ]  # fmt: skip
    assert [t.is_new for t in top].index(True) == 2


def test_receivables_now_and_at_the_end_of_may(session: Session) -> None:
    now = receivables.receivables(session, STORY_DAY, "CNY")
    assert [(s.number, s.days_late, s.open_minor) for s in now.open_sales] == [
        ("XS-0512", 6, 486_000), ("XS-0588", 1, 720_000), ("XS-0603", -12, 659_000)
    ]  # fmt: skip
    then = receivables.receivables(session, dt.date(2026, 5, 31), "CNY")
    assert then.total_minor == 2_657_000
    assert then.ages[:3] == (2_051_000, 286_000, 320_000)


def test_who_is_late_due_and_has_a_birthday(session: Session) -> None:
    for day in (STORY_DAY, dt.date(2026, 5, 31)):
        days = purchase_days.purchase_days(session, day, "CNY")
        assert len(list(days.overdue())) == 14
    assert purchase_days.purchase_days(session, dt.date(2026, 5, 31), "CNY").repurchase_bp(
        dt.date(2026, 5, 31)
    ) == pytest.approx(4_100, abs=60)
    due = replenishment.due(session, STORY_DAY, 30)
    assert len(due) == 39
    assert [(d.name, d.days_left) for d in due[:4]] == [
        ("李建国", 4), ("云栖民宿", 11), ("周美玲", 14), ("孙晓燕", 22)
    ]  # fmt: skip
    assert [b.name for b in birthdays.coming(session, STORY_DAY)] == ["陈雅文", "郭伟东", "孙晓燕"]
    ending = warranties.ending(session, STORY_DAY)
    assert [(w.name, w.days_left) for w in ending] == [
        ("星河幼儿园", 12),
        ("博雅口腔", 25),
        ("林家豪", 29),
    ]


def test_the_views_count_what_the_pictures_count(session: Session) -> None:
    counts = {view.code: view.count for view in views.views(session, STORY_DAY)}
    assert counts == {
        "high_value": 86, "no_contact": 142, "birthday_month": 17, "replenishment": 39, "unpaid": 3
    }  # fmt: skip


def test_nothing_happens_after_today(session: Session, other: Session) -> None:
    for opened, day in ((session, STORY_DAY), (other, OTHER_DAY)):
        for table, column in (
            ("sale", "sold_on"),
            ("payment", "paid_on"),
            ("timeline_entry", "happened_on"),
            ("deal", "closed_on"),
        ):
            assert one(opened, f"SELECT COUNT(*) FROM {table} WHERE {column} > '{day}'") == 0


def test_on_another_day_the_story_holds(other: Session) -> None:
    november = Period(OTHER_DAY.replace(day=1), OTHER_DAY)
    october = sales_figures.same_days(november, 1)
    now = sales_figures.sales_in(other, november, "CNY")
    assert now.amount_minor == pytest.approx(7_924_000, rel=0.03)
    assert sales_figures.sales_in(other, october, "CNY").amount_minor == pytest.approx(
        7_075_000, rel=0.03
    )
    counts = {view.code: view.count for view in views.views(other, OTHER_DAY)}
    assert (counts["no_contact"], counts["unpaid"]) == (142, 3)
    assert counts["replenishment"] == pytest.approx(39, abs=2)
    open_now = receivables.receivables(other, OTHER_DAY, "CNY").open_sales
    assert [(sale.name, sale.days_late) for sale in open_now] == [
        ("Riverside Bistro", 6), ("Brightside Office", 1), ("Harvest Kitchen", -12)
    ]  # fmt: skip
    assert {b.name for b in birthdays.coming(other, OTHER_DAY, days=4)} == {
        "Grace Chen", "Walter Guo", "Sunny Sun"
    }  # fmt: skip
    (hit,) = search.contacts_only(search.search(other, "yue shen"))
    assert (hit.name, hit.field) == ("Harvest Kitchen", "person")


def test_the_same_seed_gives_the_same_shop(tmp_path: Path) -> None:
    def content(path: Path) -> list[list[tuple[object, ...]]]:
        with Store.open(path, read_only=True) as store, store.read() as session:
            return [
                rows(session, "SELECT name, stage_id, since, opening_spent_minor FROM contact"),
                rows(session, "SELECT number, sold_on, contact_id, total_minor FROM sale"),
                rows(session, "SELECT product_id, quantity_milli FROM sale_line"),
            ]

    first, again, another = (
        content(make(tmp_path / f"{name}.crm", customers=120, seed=seed))
        for name, seed in (("a", 5), ("b", 5), ("c", 6))
    )
    assert first == again
    assert first != another


def test_a_file_of_any_size_has_as_many_customers(tmp_path: Path) -> None:
    for size in (40, 300):
        path = make(tmp_path / f"{size}.crm", customers=size)
        with Store.open(path, read_only=True) as store, store.read() as session:
            counted = one(session, "SELECT COUNT(*) FROM contact WHERE party = 'customer'")
            assert counted == size


def test_large_files_repeat_blocks_with_other_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "PATTERNS", 1)
    path = make(tmp_path / "large.crm", customers=4_000)
    assert check_integrity(path) == []
    with Store.open(path, read_only=True) as store, store.read() as session:
        assert one(session, "SELECT COUNT(*) FROM contact WHERE party = 'customer'") == 4_000
        assert one(session, "SELECT COUNT(*) - COUNT(DISTINCT number) FROM sale") == 0
        strays = "SELECT COUNT(*) FROM sale_line WHERE sale_id NOT IN (SELECT id FROM sale)"
        assert one(session, strays) == 0
        assert one(session, "SELECT COUNT(*) FROM sale WHERE paid_minor > total_minor") == 0
        # The third block repeats the second: the same habits, other names.
        second, third = (
            rows(session, f"SELECT name FROM contact ORDER BY id LIMIT 1284 OFFSET {start}")
            for start in (1_287, 2_571)
        )
        assert len(set(second) & set(third)) < 400
        spent = "SELECT SUM(spent_minor) FROM contact_stats WHERE contact_id BETWEEN"
        assert one(session, f"{spent} 1288 AND 2571") == one(session, f"{spent} 2572 AND 3855")


def test_progress_can_stop_the_filling(tmp_path: Path) -> None:
    def stop(done: int, total: int, text: str = "") -> None:
        raise InterruptedError

    with Store.create(tmp_path / "x.crm") as store:
        with pytest.raises(InterruptedError):
            store.set_up(demo.fill, 40, 1, STORY_DAY, progress=stop)
        with store.read() as session:
            assert one(session, "SELECT COUNT(*) FROM contact") == 0
        store.set_up(demo.fill, 40, 1, STORY_DAY, progress=no_progress)


def test_both_languages_have_the_same_words_to_tell() -> None:
    def keys(table: dict[str, object], prefix: str = "") -> set[str]:
        found = set()
        for key, value in table.items():
            found.add(prefix + key)
            if isinstance(value, dict):
                found |= keys(value, f"{prefix}{key}.")
        return found

    chinese, english = (demo_content.load(language) for language in demo_content.LANGUAGES)
    assert keys(chinese.tables) == keys(english.tables)
    assert demo_content.load("fr").language == "en"


@pytest.mark.parametrize("amount", [20, 33, 119, 120, 1_234, 9_999, 25_000])
def test_a_basket_comes_to_its_amount_or_a_little_more(amount: int) -> None:
    import random

    for seed in range(40):
        lines = demo_products.basket(
            amount, "home", machine=seed % 2 == 0, lasting=demo_products.LASTING,
            rng=random.Random(seed),
        )  # fmt: skip
        assert 0 <= demo_products.price_of(lines) - amount < 48
        assert all(quantity > 0 for _code, quantity in lines)
        assert len({code for code, _quantity in lines}) == len(lines)


@pytest.mark.parametrize("today", [dt.date(2026, 6, 18), dt.date(2028, 2, 29), dt.date(2027, 1, 1)])
def test_past_days_keep_their_month_and_never_reach_tomorrow(today: dt.date) -> None:
    calendar = StoryCalendar(today)
    day = dt.date(2024, 1, 1)
    previous = dt.date.min
    while day <= STORY_DAY:
        told = calendar.past(day)
        assert told <= today
        assert told.replace(day=1) >= previous.replace(day=1)
        months = (STORY_DAY.year - day.year) * 12 + STORY_DAY.month - day.month
        assert (today.year - told.year) * 12 + today.month - told.month == months
        previous, day = told, day + dt.timedelta(days=1)
    assert calendar.past(STORY_DAY) == today == calendar.near(STORY_DAY)


def test_numbers_run_on_without_gaps_between_the_fixed_ones() -> None:
    sales = [(False, 0), (True, 0), (False, 0), (False, 3), (True, 0), (False, 0)]
    numbers, following = number_sales(sales, 7, accounts=True)
    assert numbers == ["LS-00007", "XS-0001", "XS-0002", "XS-0003", "XS-0004", "LS-00008"]
    assert following == 9
    assert number_sales([(True, 0)], 1, accounts=False) == (["LS-00001"], 2)


def test_the_shelf_is_counted_and_some_of_it_is_low(session: Session) -> None:
    low = product_list.page(session, ProductQuery("low"), 0, 9)
    assert {row.code for row in low} == {"HXT10", "CSJ800"}
    assert (
        sum(row.stock_milli is not None for row in product_list.rows(session, [*range(1, 20)]))
        == 15
    )


def test_targets_quotes_orders_and_services_stand_on_their_pages(session: Session) -> None:
    aimed = targets.targets(session, STORY_DAY)
    assert len(aimed) == 4 and all(one.target_minor for one in aimed)
    open_quotes = QuoteQuery("open", today=STORY_DAY)
    assert [row.number for row in quote_list.page(session, open_quotes, 0, 9)] == [
        "BJ-0001", "BJ-0002", "BJ-0003",
    ]  # fmt: skip
    ordered = order_list.page(session, OrderQuery("open", today=STORY_DAY), 0, 9)
    assert [row.days_late for row in ordered] == [1, 0, 0]
    due = assets.due(session, STORY_DAY, 30)
    assert 0 < len(due) < 60 and min(row.days_left or 0 for row in due) >= -5
    kinds = {row.kind for row in shop_watch.waiting(session, STORY_DAY)}
    assert kinds == {"order", "service", "quote", "stock"}


def test_commission_a_shared_sale_and_expenses_stand_on_their_pages(session: Session) -> None:
    made = commission.statements(session, STORY_DAY)
    earning = {one.name: {row.plan for row in one.rows} for one in made if one.commission_minor > 0}
    assert earning == {
        "许佳宁": {"销售提成", "回款奖"}, "周敏": {"销售提成", "回款奖"}, "王建平": {"技师提成"},
    }  # fmt: skip
    assert one(session, "SELECT count(DISTINCT sale_id) FROM commission_share") == 1
    spent = expenses.rows(session, month_of(STORY_DAY))
    assert [row.receipts for row in spent] == [1, 1, 1, 1, 1, 0]
    assert len(expenses.costs(spent)) == 4
