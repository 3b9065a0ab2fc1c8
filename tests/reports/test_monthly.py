"""The monthly report as a document: what stands on it for which figures."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from crm_desktop.core import i18n
from crm_desktop.reports.catalogue import find
from crm_desktop.reports.document import (
    Kpis,
    Numbered,
    RankedBars,
    Report,
    Section,
    StackedMonths,
    Styled,
    Summary,
    Table,
    Tone,
    blocks_in,
)
from crm_desktop.services.figures.sales_figures import TopCustomer, TypeSales
from crm_desktop.services.summaries.lapsed import Lapsed
from crm_desktop.services.summaries.monthly import MonthlyFigures
from tests.reports import samples
from tests.services import month_figures as make


def built(figures: MonthlyFigures | None = None, language: str = "en") -> Report:
    return samples.monthly_report(figures or samples.month(), language)


def found(report: Report, kind: type) -> list:  # type: ignore[type-arg]
    return [block for block in blocks_in(report) if isinstance(block, kind)]


def titles(report: Report) -> list[str]:
    return [section.title for section in found(report, Section)]


def types(*parts: tuple[str, int]) -> dict[str, int]:
    sales = tuple(TypeSales(name, amount) for name, amount in parts)
    (bars,) = found(built(make.figures(types=sales)), RankedBars)
    assert sum(bars.amounts) == sum(amount for _name, amount in parts)
    return dict(zip(bars.labels, bars.amounts, strict=True))


def test_few_types_stand_by_themselves() -> None:
    assert types(("A", 5), ("B", 3), ("", 1)) == {"A": 5, "B": 3, "No type": 1}


def test_many_types_end_in_one_rest() -> None:
    parts = [(f"T{n}", 10 - n) for n in range(8)]
    assert list(types(*parts).items()) == [*parts[:5], ("Other", 5 + 4 + 3)]


def test_a_type_called_other_is_the_rest() -> None:
    parts = [("A", 9), ("Other", 8), ("B", 7), ("C", 6), ("D", 5), ("E", 4), ("F", 3)]
    assert list(types(*parts).items()) == [
        ("A", 9), ("B", 7), ("C", 6), ("D", 5), ("E", 4), ("Other", 11),
    ]  # fmt: skip
    assert types(("Other", 8), ("A", 2)) == {"A": 2, "Other": 8}


def test_walk_ins_are_named_in_the_legend_only_when_there_are_any() -> None:
    (months,) = found(built(make.figures()), StackedMonths)
    assert months.upper_name == "New"
    with_walk_ins = make.figures(months=make.months(6_000_00, walk_in=100_00))
    (months,) = found(built(with_walk_ins), StackedMonths)
    assert months.upper_name == "New, walk-in"
    assert months.lower[-1] + months.upper[-1] == 6_000_00


def test_figures_are_compared_where_the_records_reach() -> None:
    (kpis,) = found(built(make.figures(year_ago=None)), Kpis)
    assert [kpi.year_ago for kpi in kpis.items] == [None] * 5
    assert kpis.items[0].month_ago == 5_000_00


def test_a_new_customer_has_no_change_and_a_fall_stands_out() -> None:
    customers = (
        TopCustomer(1, "New", 900, 0, 900, True),
        TopCustomer(2, "Fallen", 800, 1_000, 5_000, False),
        TopCustomer(3, "Back", 700, 0, 5_000, False),
    )
    table: Table = found(built(make.figures(top=customers)), Table)[0]
    assert [row.values[-1] for row in table.rows] == [
        Styled(None, text="New"),
        Styled(-2_000, tone=Tone.BAD),
        None,
    ]


def test_the_first_page_points_to_the_annex() -> None:
    report = built()
    text = samples.page_texts(samples.as_pdf(report))[0]
    assert "14, the 5 biggest shown" in text
    assert "9 more in the annex" in text
    few = samples.month(lapsed=Lapsed(1, (make.lapsed_customer(1, "A"),)))
    assert "annex" not in samples.page_texts(samples.as_pdf(built(few)))[0]


def test_more_than_are_listed_is_said() -> None:
    many = samples.month(lapsed=Lapsed(9_000, samples.month().lapsed.customers))
    assert "9,000, the first 14 listed" in samples.page_texts(samples.as_pdf(built(many)))[1]


def test_sections_without_anything_to_say_are_left_out() -> None:
    calm = make.figures(now=make.snapshot(6_000_00, new=0), top=(), types=())
    assert titles(built(calm)) == ["Sales by month", "How these figures are worked out"]
    assert not found(built(calm), Numbered)


def test_an_empty_month_tells_what_is_owed_and_what_to_do() -> None:
    empty = samples.month(now=make.snapshot(0, orders=0, new=0), top=(), types=())
    report = built(empty)
    (summary,) = found(report, Summary)
    assert summary.sentences[1].startswith("Record the month's sales or import them")
    assert "Receivables" in titles(report)
    nothing = make.figures(now=make.snapshot(0, orders=0, new=0), top=(), types=())
    assert len(built(nothing).pages) == 1


def test_what_a_reader_has_to_know_is_said() -> None:
    figures = samples.month(
        owed=make.owed(make.open_sale(1, "A", 100_00, 3), returns=55_00),
        other_currency_sales=2,
        complete=False,
    )
    text = " ".join(samples.page_texts(samples.as_pdf(built(figures)))[1].split())
    assert "Returns of ¥55 are not paid out yet" in text
    assert "2 sales in other currencies are in none of these figures." in text
    assert "compared with the same days of earlier months" in text


def test_dates_of_other_years_carry_their_year() -> None:
    old = dataclasses.replace(make.lapsed_customer(1, "A"), last_on=dt.date(2025, 12, 8))
    text = samples.page_texts(samples.as_pdf(built(samples.month(lapsed=Lapsed(1, (old,))))))[0]
    assert "8 Dec 2025" in text


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_some_long_names_and_large_amounts_stay_on_one_page(language: str) -> None:
    names = ["A Rather Long Customer Name"] * 4 + ["Short"] * 6
    top = tuple(TopCustomer(n, name, 999_999_00, 1, 10**9, False) for n, name in enumerate(names))
    figures = samples.month(top=top)
    assert len(samples.page_texts(samples.as_pdf(built(figures, language)))) == 2


def test_what_does_not_fit_goes_over_whole() -> None:
    top = tuple(
        TopCustomer(n, "A Rather Long Customer Name", 9_999_999_00, 1, 10**11, False)
        for n in range(10)
    )
    texts = samples.page_texts(samples.as_pdf(built(samples.month(top=top))))
    assert len(texts) == 3
    assert "Three things for June" not in texts[0]
    assert "Three things for June" in texts[1]
    assert "39 customers run out" in texts[1]


def test_other_currencies_keep_their_sign() -> None:
    with i18n.using("en"):
        dollars = built(samples.month(currency="USD"))
    text = samples.page_texts(samples.as_pdf(dollars))[0]
    assert "$6,000" in text
    assert "¥" not in text


def test_sections_are_chosen_and_ordered() -> None:
    report = samples.monthly_report(language="en", sections=("owed", "figures"))
    (text,) = samples.page_texts(samples.as_pdf(report))
    assert text.index("Receivables") < text.index("New customers")
    assert "Top customers" not in text


@pytest.mark.parametrize("section", [kind.key for kind in find("monthly").sections])
def test_every_section_alone_makes_a_page(section: str) -> None:
    (page,) = samples.monthly_report(sections=(section,)).pages
    assert page
