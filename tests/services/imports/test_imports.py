"""Imports into a real file: counts, matching, money, the second time, and taking it back.

Covers imports, imports_contacts, imports_data, imports_match, imports_merge, imports_notes,
imports_products, imports_sales, imports_write and imports_write_sales.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from crm_desktop.core.errors import Cancelled
from crm_desktop.core.jobs import ThrottledProgress, watched_by
from crm_desktop.db.models import (
    CompanyPerson,
    Contact,
    ContactAddress,
    ContactPhone,
    FollowUp,
    LifecycleStage,
    Membership,
    Payment,
    PaymentAllocation,
    PointsEntry,
    Product,
    Sale,
    SaleLine,
    Staff,
    TimelineEntry,
)
from crm_desktop.db.store import Outcome, Store
from crm_desktop.exchange import job
from crm_desktop.services.contacts.contact_list import CONTACT_PERSON
from crm_desktop.services.imports.imports_data import ImportOptions, ImportReport, OnDuplicate
from crm_desktop.services.imports.imports_match import Directory, Keys, compatible, variant_key
from crm_desktop.services.products import product_categories, products
from tests.exchange import workbooks

Run = Callable[..., Outcome[ImportReport]]


@pytest.fixture
def run(store: Store, tmp_path: Path) -> Run:
    """Import rows given as a sheet (or ready paths) under a rule for customers known already."""

    def run(
        *sheets: workbooks.Rows | Path, on_duplicate: OnDuplicate = OnDuplicate.FILL
    ) -> Outcome[ImportReport]:
        paths = []
        for number, rows in enumerate(sheets):
            if isinstance(rows, Path):
                paths.append(rows)
            else:
                paths.append(workbooks.csv(tmp_path / f"{number}.csv", rows))
        found = job.prepare(paths, ImportOptions(on_duplicate))
        return store.write("Import", job.apply, found)

    return run


def snapshot(store: Store) -> dict[str, list[Any]]:
    """Every row of every logged table but the log itself."""
    with store.read() as session:
        names = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        )
        kept = [
            name
            for name in names
            if name
            in {
                "contact",
                "contact_phone",
                "contact_email",
                "contact_address",
                "sale",
                "contact_handle",
                "sale_line",
                "payment",
                "payment_allocation",
                "product",
                "staff",
                "tag",
                "contact_tag",
                "membership",
                "import_row",
                "import_batch",
                "company_person",
                "timeline_entry",
                "follow_up",
                "contact_stats",
            }
        ]
        return {
            name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {name}"))]
            for name in kept
        }


def all_of(store: Store, query: Any) -> list[Any]:
    with store.read() as session:
        return [tuple(row) for row in session.execute(query)]


CUSTOMERS = [
    ["客户编号", "客户名称", "联系人", "手机", "地址", "等级", "欠款", "累计消费", "备注"],
    ["K1", "张三", "", "13812345671", "文三路1号小区", "金卡", "100", "1,000.50", "要开票"],
    ["K2", "顺达商贸有限公司", "王五", "13812345672", "文三路2号大厦", "", "", "", ""],
    ["K3", "李四", "", "", "文三路3号小区", "", "", "20", ""],
]
SALES = [
    ["日期", "单号", "客户", "电话", "品名", "数量", "单价", "金额", "收款方式"],
    ["2024-05-01", "A1", "张三", "13812345671", "米", "2", "80", "160", "微信"],
    ["2024-05-01", "A1", "张三", "13812345671", "油", "1", "20.5", "20.50", "微信"],
    ["2024-05-02", "A2", "顺达商贸有限公司", "", "米", "10", "80", "800", "月结"],
    ["2024-05-03", "", "", "", "盐", "1", "3", "3", "现金"],
]


def test_customers_go_in_with_everything_the_sheet_says(store: Store, run: Run) -> None:
    report = run(CUSTOMERS).value
    assert (report.rows_read, report.contacts_new, report.rows_failed) == (3, 3, 0)
    assert report.debts == {"CNY": 10_000}
    assert report.spent == {"CNY": 102_050}
    columns = (
        Contact.name,
        Contact.kind,
        Contact.customer_no,
        Contact.level,
        Contact.remark,
        Contact.pinyin,
        Contact.opening_spent_minor,
    )
    rows = all_of(store, select(*columns).where(Contact.party != CONTACT_PERSON))
    assert rows == [
        ("张三", "person", "K1", "金卡", "要开票", "zhangsan", 100_050),
        ("顺达商贸有限公司", "company", "K2", "", "", "shundashangmaoyouxiangongsi", 0),
        ("李四", "person", "K3", "", "", "lisi", 2_000),
    ]
    phones = all_of(store, select(ContactPhone.number, ContactPhone.key).order_by(ContactPhone.id))
    assert phones[0] == ("13812345671", "+8613812345671")
    assert all_of(store, select(ContactAddress.text))[0] == ("文三路1号小区",)


def test_the_person_at_a_company_is_linked_and_kept_out_of_the_list(store: Store, run: Run) -> None:
    run(CUSTOMERS)
    query = select(Contact.name, Contact.party).join(
        CompanyPerson, CompanyPerson.person_id == Contact.id
    )
    assert all_of(store, query) == [("王五", CONTACT_PERSON)]


def test_sales_go_in_grouped_paid_and_owed(store: Store, run: Run) -> None:
    report = run(CUSTOMERS, SALES).value
    assert (report.sales_new, report.sale_lines_new, report.products_new) == (3, 4, 3)
    assert report.totals == {"CNY": 98_350}
    assert report.payments_new == 2
    query = select(Sale.number, Sale.total_minor, Sale.paid_minor, Contact.name).outerjoin(
        Contact, Contact.id == Sale.contact_id
    )
    rows = all_of(store, query.where(Sale.kind == "sale").order_by(Sale.id))
    assert rows == [
        ("A1", 18_050, 18_050, "张三"),
        ("A2", 80_000, 0, "顺达商贸有限公司"),
        ("", 300, 300, None),
    ]
    allocated = select(func.sum(PaymentAllocation.amount_minor))
    assert all_of(store, allocated) == [(18_350,)]
    assert all_of(store, select(func.sum(Payment.amount_minor))) == [(18_350,)]
    due = all_of(store, select(Sale.due_on).where(Sale.number == "A2"))
    assert due == [(dt.date(2024, 6, 1),)]


def test_lines_hold_what_the_sheet_says(store: Store, run: Run) -> None:
    run(SALES)
    columns = (
        SaleLine.description,
        SaleLine.quantity_milli,
        SaleLine.unit_price_minor,
        SaleLine.discount_minor,
        SaleLine.amount_minor,
        Product.price_minor,
    )
    query = select(*columns).join(Product, Product.id == SaleLine.product_id)
    rows = all_of(store, query.order_by(SaleLine.id))
    assert rows[1] == ("油", 1000, 2050, 0, 2050, 2050)
    assert rows[2] == ("米", 10_000, 8000, 0, 80_000, 8000)


def test_the_same_files_again_change_nothing(store: Store, run: Run) -> None:
    run(CUSTOMERS, SALES)
    before = snapshot(store)
    again = run(CUSTOMERS, SALES)
    assert again.action_id == 0
    assert snapshot(store) == before
    assert (again.value.contacts_new, again.value.sale_lines_new) == (0, 0)
    assert again.value.contacts_unchanged == 3
    assert again.value.sale_lines_known == 4


def test_a_longer_version_adds_only_what_is_new(store: Store, run: Run) -> None:
    run(SALES[:3])
    more = [*SALES[:3], ["2024-05-01", "A1", "张三", "", "盐", "1", "3", "3", "微信"], *SALES[3:]]
    report = run(more).value
    assert (report.sale_lines_known, report.sale_lines_new, report.sales_new) == (2, 3, 2)
    rows = all_of(store, select(Sale.total_minor, Sale.paid_minor).where(Sale.number == "A1"))
    assert rows == [(18_350, 18_350)]


def test_undo_restores_updated_rows_too(store: Store, run: Run) -> None:
    run(CUSTOMERS)
    before = snapshot(store)
    more = [
        ["客户编号", "客户名称", "手机", "等级", "备注"],
        ["K3", "李四", "13812345673", "银卡", "老客户"],
        ["K9", "赵六", "13812345679", "", ""],
    ]
    report = run(more, SALES).value
    assert (report.contacts_new, report.contacts_updated) == (1, 1)
    assert snapshot(store) != before
    store.undo()
    assert snapshot(store) == before


def test_filling_keeps_what_is_there_and_overwriting_does_not_blank(store: Store, run: Run) -> None:
    run(CUSTOMERS)
    more = [
        ["客户编号", "客户名称", "等级", "来源", "备注"],
        ["K1", "张三", "银卡", "转介绍", "送货上门"],
        ["K2", "顺达商贸有限公司", "", "", ""],
    ]
    wanted = select(Contact.level, Contact.source, Contact.remark).where(
        Contact.customer_no == "K1"
    )
    run(more)
    assert all_of(store, wanted) == [("金卡", "转介绍", "要开票\n送货上门")]
    run(more, on_duplicate=OnDuplicate.OVERWRITE)
    assert all_of(store, wanted) == [("银卡", "转介绍", "要开票\n送货上门")]


def test_skipping_and_creating(store: Store, run: Run) -> None:
    run(CUSTOMERS)
    more = [["客户编号", "客户名称", "来源"], ["K1", "张三", "转介绍"]]
    skipped = run(more, on_duplicate=OnDuplicate.SKIP)
    assert (skipped.action_id, skipped.value.contacts_skipped) == (0, 1)
    created = run(more, on_duplicate=OnDuplicate.CREATE).value
    assert created.contacts_new == 1
    assert all_of(store, select(func.count()).where(Contact.name == "张三")) == [(2,)]


def test_doubles_inside_a_file_become_one_and_their_debts_add_up(store: Store, run: Run) -> None:
    rows = [
        ["姓名", "手机", "欠款", "地址"],
        ["张三", "13812345671", "100", ""],
        ["张 三", "138 1234 5671", "50", "文三路1号小区"],
        ["张三", "13912345671", "", ""],
    ]
    report = run(rows).value
    assert (report.contacts_new, report.debts) == (2, {"CNY": 15_000})
    assert [problem.code for problem in report.problems] == ["debts_added"]
    assert run(rows).action_id == 0


def test_a_whole_name_takes_the_place_of_a_surname_with_a_title(store: Store, run: Run) -> None:
    run([["姓名", "手机"], ["唐总", "13812345671"], ["唐福文", "13812345671"]])
    assert all_of(store, select(Contact.name, Contact.title)) == [("唐福文", "总")]


def test_absurd_numbers_are_said_and_left_out(store: Store, run: Run) -> None:
    huge = "9" * 30
    rows = [
        ["日期", "客户", "品名", "数量", "单价", "金额"],
        ["2024-5-1", "张三", "米", "1", "80", huge],
        ["2024-5-1", "李四", "米", huge, "80", "80"],
        ["2024-5-1", "王五", "米", "999999999", "99999999999", ""],
        ["2024-5-1", "赵六", "米", "1", "80", "80"],
    ]
    report = run(rows).value
    assert report.totals == {"CNY": 16_000}
    assert {p.row for p in report.problems if p.code == "too_large"} == {2, 3}
    assert report.rows_failed == 2


def test_a_changed_debt_is_not_counted_twice_but_said(store: Store, run: Run) -> None:
    run([["姓名", "手机", "欠款"], ["张三", "13812345671", "100"]])
    later = [["姓名", "手机", "欠款"], ["张三", "13812345671", "180"]]
    report = run(later).value
    assert [problem.code for problem in report.problems] == ["figure_differs"]
    owed = select(func.sum(Sale.total_minor)).where(Sale.kind == "opening")
    assert all_of(store, owed) == [(10_000,)]
    run(later, on_duplicate=OnDuplicate.OVERWRITE)
    assert all_of(store, owed) == [(18_000,)]


def test_a_name_alone_never_merges_customers(store: Store, run: Run) -> None:
    run([["姓名", "手机"], ["张三", "13812345671"]])
    assert run([["姓名", "等级"], ["张三", "金卡"]]).value.contacts_new == 1


def test_a_household_landline_is_not_one_customer(store: Store, run: Run) -> None:
    rows = [
        ["姓名", "电话"],
        ["金轩桂", "0571-53535607"],
        ["金玉洋", "0571-53535607"],
        ["金轩桂", "057153535607"],
    ]
    report = run(rows).value
    assert report.contacts_new == 2
    assert [problem.code for problem in report.problems] == ["shared_phone"]


def test_a_sale_of_an_ambiguous_name_is_booked_on_nobody_and_said(store: Store, run: Run) -> None:
    run([["姓名", "手机"], ["张三", "13812345671"], ["张三", "13912345671"]])
    sale = [["日期", "单号", "客户", "品名", "金额"], ["2024-5-1", "B1", "张三", "米", "80"]]
    report = run(sale).value
    assert [problem.code for problem in report.problems] == ["several_customers"]
    assert all_of(store, select(Sale.contact_id, Sale.remark)) == [(None, "张三")]
    assert run(sale).action_id == 0


def test_a_company_in_another_word_order_is_recognised_and_said(store: Store, run: Run) -> None:
    run([["客户名称", "手机"], ["杭州好味电器商行", "13812345671"]])
    sale = [
        ["日期", "单号", "客户", "品名", "金额"],
        ["2024-5-1", "B1", "好味电器（杭州）商行", "米", "80"],
        ["2024-5-1", "B2", "宁波好味电器商行", "米", "80"],
    ]
    report = run(sale).value
    assert [problem.code for problem in report.problems] == ["name_variant"]
    assert report.contacts_new == 1


def test_received_and_owed_columns_count_before_the_method(store: Store, run: Run) -> None:
    rows = [
        ["日期", "单号", "客户", "品名", "金额", "已收", "欠款", "收款方式"],
        ["2024-5-1", "C1", "甲店", "米", "100", "60", "", "微信"],
        ["2024-5-1", "C2", "乙店", "米", "100", "", "30", "现金"],
        ["2024-5-1", "C3", "丙店", "米", "100", "", "", "挂账"],
    ]
    run(rows)
    rows = all_of(store, select(Sale.number, Sale.paid_minor).order_by(Sale.number))
    assert rows == [("C1", 6_000), ("C2", 7_000), ("C3", 0)]


def test_returns_gifts_and_cancelled_orders(store: Store, run: Run) -> None:
    rows = [
        ["日期", "单号", "客户", "品名", "数量", "单价", "金额", "业务类型", "订单状态"],
        ["2024-5-1", "D1", "张三", "米", "-1", "80", "-80", "", ""],
        ["2024-5-1", "D2", "张三", "米", "1", "80", "80", "退货", ""],
        ["2024-5-1", "D3", "张三", "盐", "1", "3", "赠送", "", ""],
        ["2024-5-1", "D4", "张三", "米", "1", "80", "80", "", "已取消"],
    ]
    run(rows)
    columns = (Sale.number, Sale.kind, Sale.status, Sale.total_minor, Sale.paid_minor)
    assert all_of(store, select(*columns).order_by(Sale.number)) == [
        ("D1", "return", "confirmed", -8000, -8000),
        ("D2", "return", "confirmed", -8000, -8000),
        ("D3", "sale", "confirmed", 0, 0),
        ("D4", "sale", "cancelled", 8000, 0),
    ]
    gift = select(SaleLine.gift, SaleLine.discount_minor).where(SaleLine.description == "盐")
    assert all_of(store, gift) == [(True, 300)]


def test_staff_cards_points_notes_and_follow_ups(store: Store, run: Run) -> None:
    rows = [
        ["姓名", "会员卡号", "积分", "余额", "业务员", "跟进记录", "最近联系", "下次跟进"],
        ["张三", "8001", "120", "50.5", "周敏", "要样品", "2024-5-1", "2026-7-1"],
    ]
    run(rows)
    assert all_of(store, select(Membership.card_no)) == [("8001",)]
    assert all_of(store, select(PointsEntry.points)) == [(120,)]
    owner = select(Staff.name).join(Contact, Contact.owner_id == Staff.id)
    assert all_of(store, owner) == [("周敏",)]
    assert all_of(store, select(TimelineEntry.body, TimelineEntry.happened_on)) == [
        ("要样品", dt.date(2024, 5, 1))
    ]
    assert all_of(store, select(FollowUp.due_on)) == [(dt.date(2026, 7, 1),)]


def test_stages_follow_purchases(store: Store, run: Run) -> None:
    sales = [
        ["日期", "客户", "品名", "金额"],
        ["2024-5-1", "张三", "米", "80"],
        ["2024-6-1", "张三", "米", "80"],
        ["2024-5-1", "李四", "米", "80"],
    ]
    run([["姓名", "手机"], ["王五", "13812345671"]], sales)
    query = select(Contact.name, LifecycleStage.code).join(
        LifecycleStage, LifecycleStage.id == Contact.stage_id
    )
    assert dict(all_of(store, query)) == {
        "王五": "prospect",
        "张三": "repeat",
        "李四": "first_purchase",
    }


def test_product_lists_and_logs_of_visits(store: Store, run: Run) -> None:
    goods = [
        ["商品名称", "规格", "单价", "库存", "商品编码", "分类"],
        ["米", "10kg", "80", "5.5", "P1", "粮油 / 米"],
        ["面", "10kg", "60", "", "P2", "粮油"],
    ]
    log = [["日期", "客户", "跟进记录"], ["2024-5-1", "张三", "电话，要报价"]]
    report = run(goods, log).value
    assert (report.products_new, report.contacts_new) == (2, 1)
    with store.read() as session:
        listed = products.page(session, "", 0, 9)
        tree = [one.path for one in product_categories.tree(session)]
    assert [(one.name, one.category, one.stock_milli) for one in listed] == [
        ("米", "米", 5_500), ("面", "粮油", None),
    ]  # fmt: skip
    assert tree == ["粮油", "粮油 / 米"]
    assert all_of(store, select(TimelineEntry.body)) == [("电话，要报价",)]
    assert run(goods).action_id == 0
    assert run(log).action_id == 0


def test_the_preview_tells_what_will_happen(store: Store, run: Run, tmp_path: Path) -> None:
    run(CUSTOMERS[:2])
    paths = [workbooks.csv(tmp_path / "c.csv", CUSTOMERS), workbooks.csv(tmp_path / "s.csv", SALES)]
    found = job.prepare(paths)
    before = snapshot(store)
    with store.read() as session:
        foreseen = job.preview(session, found)
    assert snapshot(store) == before
    done = store.write("Import", job.apply, found).value
    assert foreseen.dry_run
    assert replace(foreseen, dry_run=False, batch_ids=done.batch_ids, fates=()) == done


def test_cancelling_leaves_the_file_as_it_was(store: Store, tmp_path: Path) -> None:
    found = job.prepare([workbooks.csv(tmp_path / "c.csv", CUSTOMERS)])
    before = snapshot(store)
    for stop_at in ("Matching", "Writing", "Counting"):

        def stop(done: int, total: int, words: str = "", at: str = stop_at) -> None:
            if words.startswith(at):
                raise Cancelled

        with pytest.raises(Cancelled):
            store.write("Import", job.apply, found, stop)
        assert snapshot(store) == before


def test_rows_that_failed_are_counted_and_left_out(store: Store, run: Run) -> None:
    rows = [
        ["日期", "客户", "品名", "金额"],
        ["待定", "张三", "米", "80"],
        ["2024-5-1", "李四", "米", "80"],
    ]
    report = run(rows).value
    assert (report.rows_read, report.rows_failed, report.sale_lines_new) == (2, 1, 1)
    assert all_of(store, select(Contact.name)) == [("李四",)]


def test_the_shipped_sample_workbook_goes_in_whole(store: Store, run: Run) -> None:
    sample = Path(__file__).parents[3] / "resources" / "samples" / "qingyuan_old_workbook.xlsx"
    report = run(sample).value
    assert (report.rows_read, report.rows_failed) == (318, 0)
    assert (report.contacts_new, report.sale_lines_new) == (62, 255)
    assert "total_differs" not in {problem.code for problem in report.problems}
    assert run(sample).action_id == 0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("张三", "張三", True),
        ("唐总", "唐福文", True),
        ("张三", "李四", False),
        ("张三", "张四", False),
        ("上海金龙贸易商行", "金龙贸易（上海）商行", True),
        ("杭州天天农资", "宁波顺兴水产商行", False),
        ("张三", "张三（老板）", True),
        ("", "张三", True),
    ],
)
def test_names_that_can_be_one_customers(first: str, second: str, same: bool) -> None:
    assert compatible(first, second) is same


def test_keys_of_names_in_another_order_and_numbers_already_taken() -> None:
    assert variant_key("好味电器（杭州）商行") == variant_key("杭州市好味电器商行")
    assert variant_key("杭州好味电器商行") != variant_key("宁波好味电器商行")
    directory = Directory()
    directory.add(1, Keys("张三", "7", phones=("+8613812345671",)))
    taken = directory.find(Keys("李四", "7", phones=("+8613912345671",)))
    assert (taken.contact_id, taken.problem) == (0, "number_taken")
    assert directory.find(Keys("张三丰", "7")).contact_id == 1


def test_a_stopped_import_stops_while_it_writes_and_keeps_nothing(
    store: Store, tmp_path: Path
) -> None:
    found = job.prepare([workbooks.csv(tmp_path / "c.csv", CUSTOMERS)])
    before = snapshot(store)
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3  # once the matching is done and the first tables are being written

    progress = ThrottledProgress(lambda *_said: None, stopped)
    with pytest.raises(Cancelled), watched_by(progress):
        store.write("Import", job.apply, found, progress)
    assert snapshot(store) == before


def test_what_was_paid_of_an_order_may_stand_once_in_its_first_line(store: Store, run: Run) -> None:
    rows = [
        ["日期", "单号", "客户", "品名", "金额", "已收", "收款方式"],
        ["2024-5-1", "A1", "张三", "米", "80", "50", "微信"],
        ["2024-5-1", "A1", "张三", "油", "20", "", "微信"],
        ["2024-5-2", "A2", "李四", "盐", "3", "", "微信"],
    ]
    run(rows)
    found = select(Sale.number, Sale.total_minor, Sale.paid_minor).order_by(Sale.number)
    assert all_of(store, found) == [("A1", 10_000, 5_000), ("A2", 300, 300)]


def test_credit_is_credit_in_either_script(store: Store, run: Run) -> None:
    run([["日期", "客戶", "品名", "金額", "付款方式"], ["2024-5-1", "張三", "米", "80", "賒賬"]])
    assert all_of(store, select(Sale.paid_minor)) == [(0,)]


def test_an_order_goes_on_where_only_its_first_line_tells_the_phone(store: Store, run: Run) -> None:
    run(
        [
            ["日期", "客户", "电话", "品名", "金额"],
            ["2024-5-1", "张三", "13900001111", "米", "80"],
            ["2024-5-1", "张三", "", "油", "20"],
            ["2024-5-2", "张三", "", "盐", "3"],
        ]
    )
    found = select(Sale.sold_on, Sale.total_minor).order_by(Sale.sold_on)
    assert [total for _day, total in all_of(store, found)] == [10_000, 300]
