"""The sentences say what the figures say, in both languages, and nothing more."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from crm_desktop.core import i18n
from crm_desktop.services.figures.sales_figures import MonthSales, Period, SalesFigures
from crm_desktop.services.figures.supplies import SupplyOutlook
from crm_desktop.services.summaries import monthly_words
from crm_desktop.services.summaries.lapsed import Lapsed, Move, Suggestion
from crm_desktop.services.summaries.monthly import MonthlyFigures, Snapshot
from tests.services import month_figures as make


def said(figures: MonthlyFigures, language: str = "en") -> str:
    with i18n.using(language):
        return (" " if language == "en" else "").join(monthly_words.summary(figures))


def todo(figures: MonthlyFigures, language: str = "en") -> monthly_words.NextThings:
    with i18n.using(language):
        return monthly_words.next_things(figures)


def test_a_good_month_in_english() -> None:
    assert said(make.figures()) == (
        "May sales were ¥6,000, up 20% on April and the best month in a year. "
        "Returning customers brought 70%; 2 customers were new. "
        "No regular is overdue and no payment is late."
    )


def test_a_good_month_in_chinese() -> None:
    figures = make.figures(
        lapsed=Lapsed(14, ()),
        owed=make.owed(make.open_sale(1, "春和茶楼", 3_200_00, 46)),
    )
    assert said(figures, "zh_CN") == (
        "5 月销售额 ¥6,000，比 4 月多 20%，是近一年最好的一个月。"
        "老客户贡献了 70%；新来 2 位客户。"
        "要留意：14 位老客户已超过平时的购买间隔没有再来，1 笔欠款逾期。"
    )


@pytest.mark.parametrize(
    ("this", "before", "words"),
    [
        (4_500_00, 5_000_00, "May sales were ¥4,500, down 10% on April and the weakest"),
        (5_000_00, 5_000_00, "May sales were ¥5,000, level with April."),
        (5_010_00, 5_000_00, "May sales were ¥5,010, level with April and the best"),
        (6_000_00, 0, "May sales were ¥6,000 and the best"),
    ],
)
def test_the_comparison_is_true(this: int, before: int, words: str) -> None:
    figures = make.figures(
        now=make.snapshot(this),
        months=make.months(this),
        month_ago=make.earlier(before, 1),
    )
    assert said(figures).startswith(words)


def test_no_rank_is_claimed_while_months_are_missing() -> None:
    months = make.months(6_000_00)
    gap = dataclasses.replace(months[3], returning_minor=0)
    figures = make.figures(months=(*months[:3], gap, *months[4:]))
    assert "best" not in said(figures)


def test_a_tie_is_not_the_best() -> None:
    months = make.months(6_000_00)
    tie = MonthSales(months[2].month, 6_000_00, 0, 0)
    assert "best" not in said(make.figures(months=(*months[:2], tie, *months[3:])))


def test_a_first_month_is_compared_with_nothing() -> None:
    figures = make.figures(month_ago=None, year_ago=None, months=make.months(6_000_00, others=0))
    assert said(figures).startswith("May sales were ¥6,000. Returning")


def test_a_running_month_says_so() -> None:
    period = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 18))
    figures = make.figures(
        now=Snapshot(period, SalesFigures(6_000_00, 10, 2), 4_100),
        month_ago=Snapshot(make.MAY, SalesFigures(5_000_00, 9, 1), 3_900),
        complete=False,
    )
    assert said(figures).startswith(
        "June sales up to 18 Jun were ¥6,000, up 20% on the same days of May. "
    )
    assert said(figures, "zh_CN").startswith("6 月截至 6月18日销售额 ¥6,000，比 5 月同期多 20%。")


def test_walk_ins_have_their_share() -> None:
    figures = make.figures(months=make.months(6_000_00, walk_in=600_00))
    assert "Returning customers brought 70%, walk-ins 10%; 2 customers were new." in said(figures)
    assert "老客户贡献了 70%，散客 10%；新来 2 位客户。" in said(figures, "zh_CN")


def test_shares_are_not_told_of_a_month_of_returns() -> None:
    loss = MonthSales(make.MAY.first, -100_00, 0, 0)
    figures = make.figures(
        now=make.snapshot(-100_00, orders=0, new=0), months=(*make.months(1)[:-1], loss)
    )
    assert "In May, no customer was new." in said(figures)


def test_an_empty_month() -> None:
    figures = make.figures(now=make.snapshot(0, orders=0, new=0))
    assert said(figures).startswith("No sales are recorded in May. No regular is overdue")


def test_one_is_singular() -> None:
    figures = make.figures(
        now=make.snapshot(6_000_00, new=1),
        lapsed=Lapsed(1, (make.lapsed_customer(3, "顾晓明"),)),
        owed=make.owed(make.open_sale(1, "春和茶楼", 100_00, 5)),
    )
    assert said(figures).endswith(
        "1 customer was new. Watch: 1 regular is past the usual buying interval, "
        "and 1 payment is late."
    )


def test_three_things_at_most_most_urgent_first() -> None:
    figures = make.figures(
        lapsed=Lapsed(14, tuple(make.lapsed_customer(n, f"客户{n}") for n in range(9, 0, -1))),
        owed=make.owed(
            make.open_sale(1, "春和茶楼", 3_200_00, 46),
            make.open_sale(2, "城北驾校", 2_860_00, 11),
            make.open_sale(3, "湘味楼", 4_860_00, -12),
        ),
        supplies=SupplyOutlook(39, 21_400_00, "RO 膜", 26_000, "支"),
    )
    assert todo(figures) == monthly_words.NextThings(
        "Three things for June",
        (
            "Contact the 14 lapsed regulars, starting with the 5 above (¥35,000 lifetime spend).",
            "Collect ¥3,200 from 春和茶楼 and ¥2,860 from 城北驾校.",
            "39 customers run out of supplies in June (about ¥21,400). "
            "Stock 26 支 RO 膜 before sending reminders.",
        ),
    )
    assert todo(figures, "zh_CN").sentences == (
        "联系 14 位好久没来的老客户，先从上面 5 位开始，他们累计消费 ¥35,000。",
        "催收春和茶楼 ¥3,200 和城北驾校 ¥2,860。",
        "39 位客户 6 月该换新或补货，预计 ¥21,400；发提醒前先备 26 支 RO 膜。",
    )


def test_one_customer_with_two_late_sales_is_asked_once() -> None:
    first = make.open_sale(1, "春和茶楼", 1_000_00, 46)
    second = dataclasses.replace(make.open_sale(2, "春和茶楼", 500_00, 5), contact_id=1)
    figures = make.figures(owed=make.owed(first, second))
    assert todo(figures).sentences[0] == "Collect ¥1,500 from 春和茶楼."


def test_the_rest_of_the_late_are_counted() -> None:
    late = [make.open_sale(n, f"C{n}", 1_000_00 * n, 5) for n in range(1, 6)]
    sentence = todo(make.figures(owed=make.owed(*late))).sentences[0]
    assert sentence == "Collect ¥5,000 from C5 and ¥4,000 from C4; 3 more customers are late."


def test_nothing_to_do_has_no_heading() -> None:
    figures = make.figures(now=make.snapshot(6_000_00, new=0))
    assert todo(figures) == monthly_words.NextThings("", ())


def test_payments_due_next_month() -> None:
    figures = make.figures(
        now=make.snapshot(6_000_00, new=0),
        owed=make.owed(make.open_sale(1, "A", 100_00, -1), make.open_sale(2, "B", 50_00, -40)),
    )
    assert todo(figures).sentences == ("1 payment of ¥100 falls due in June.",)


@pytest.mark.parametrize(
    ("given", "english", "chinese"),
    [
        (
            Suggestion(Move.SETTLE, amount_minor=3_200_00, days=46),
            "settle ¥3,200 first, 46 days late",
            "先对账，还欠 ¥3,200（逾期 46 天）",
        ),
        (
            Suggestion(Move.REPLACE, "RO 膜", dt.date(2025, 4, 20), 365),
            "RO 膜 is due: bought 20 Apr 2025, lasts 365 days",
            "该换“RO 膜”（2025年4月20日买的，能用 365 天）",
        ),
        (
            Suggestion(Move.CALL, "软水盐"),
            "call and ask how they are doing; last bought: 软水盐",
            "打电话问近况，上次买的是“软水盐”",
        ),
        (Suggestion(Move.CALL), "call and ask how they are doing", "打电话问问近况"),
        (
            Suggestion(Move.MESSAGE, "软水盐"),
            "send a message; last bought: 软水盐",
            "发消息问用得怎样，上次买的是“软水盐”",
        ),
        (Suggestion(Move.MESSAGE), "send a message and say hello", "发消息问候一声"),
    ],
)
def test_suggestions_give_their_reason(given: Suggestion, english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh_CN", chinese)):
        with i18n.using(language):
            assert monthly_words.suggestion(given, "CNY", make.MAY.last) == words


def test_names_with_braces_are_only_names() -> None:
    figures = make.figures(owed=make.owed(make.open_sale(1, "{amount} {0}", 100_00, 5)))
    assert todo(figures).sentences[0] == "Collect ¥100 from {amount} {0}."
