"""What a sale comes to while it is typed."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from crm_desktop.services.sales import sale_draft as sales
from crm_desktop.services.sales.sale_draft import LineDraft, PaymentDraft, SaleDraft


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        (LineDraft(quantity_milli=4000, unit_price_minor=26_000), 104_000),
        (LineDraft(quantity_milli=12_000, unit_price_minor=1_800, discount_bp=1000), 19_440),
        (LineDraft(quantity_milli=333, unit_price_minor=100), 33),
        (LineDraft(quantity_milli=1500, unit_price_minor=333), 500),  # 499.5 goes up
        (LineDraft(quantity_milli=1000, unit_price_minor=1, discount_bp=5000), 1),
        (LineDraft(quantity_milli=1000, unit_price_minor=9_999, discount_minor=99), 9_900),
        (LineDraft(quantity_milli=5000, unit_price_minor=9_999, gift=True), 0),
        (LineDraft(quantity_milli=1000, unit_price_minor=0), 0),
    ],
)
def test_a_line_is_rounded_half_up_once(line: LineDraft, amount: int) -> None:
    assert sales.line_total(line) == amount


def test_a_thousand_random_drafts_add_up_exactly() -> None:
    chance = random.Random(11)
    for _round in range(1000):
        lines = tuple(
            LineDraft(
                quantity_milli=chance.randrange(1, 100_000),
                unit_price_minor=chance.randrange(0, 1_000_000),
                discount_bp=chance.choice([0, 500, 1234, 9999]),
                tax_bp=chance.choice([0, 300, 1300]),
            )
            for _line in range(chance.randrange(1, 6))
        )
        included = chance.random() < 0.5
        given = chance.randrange(0, 10_000_000)
        figures = sales.totals(
            SaleDraft(lines, payments=(PaymentDraft(given),), tax_included=included)
        )
        for line, amount in zip(lines, figures.lines, strict=True):
            exact = Fraction(
                line.quantity_milli * line.unit_price_minor * (10_000 - line.discount_bp),
                10_000_000,
            )
            assert amount == int(exact + Fraction(1, 2))
        on_top = 0 if included else figures.tax_minor
        assert figures.total_minor == sum(figures.lines) + on_top
        assert figures.paid_minor + figures.change_minor == given
        assert figures.paid_minor + figures.open_minor == figures.total_minor
        assert figures.open_minor >= 0 and figures.change_minor >= 0


def test_tax_inside_and_on_top() -> None:
    line = LineDraft(unit_price_minor=11_300, tax_bp=1300)
    inside = sales.totals(SaleDraft((line,)))
    assert (inside.tax_minor, inside.total_minor) == (1_300, 11_300)
    on_top = sales.totals(SaleDraft((line,), tax_included=False))
    assert (on_top.tax_minor, on_top.total_minor) == (1_469, 12_769)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([("Cash", 10_000), ("Alipay", 6_000)], [("Cash", 4_000), ("Alipay", 6_000)]),
        ([("Alipay", 6_000), ("现金", 10_000)], [("Alipay", 6_000), ("现金", 4_000)]),
        ([("WeChat", 12_000), ("Alipay", 3_000)], [("WeChat", 7_000), ("Alipay", 3_000)]),
        ([("WeChat", 12_000), ("Cash", 1_000)], [("WeChat", 10_000)]),
        ([("WeChat", 4_000)], [("WeChat", 4_000)]),
    ],
)
def test_change_goes_back_out_of_the_cash(
    given: list[tuple[str, int]], kept: list[tuple[str, int]]
) -> None:
    paid = tuple(PaymentDraft(amount, method) for method, amount in given)
    draft = SaleDraft((LineDraft(unit_price_minor=10_000),), payments=paid)
    found = sales.kept(draft, sales.totals(draft))
    assert [(one.method, one.amount_minor) for one in found] == kept
