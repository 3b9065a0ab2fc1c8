"""When a customer counts as overdue, lost, or as having bought again: the edges."""

from __future__ import annotations

import datetime as dt

import pytest

from crm_desktop.services.figures.purchase_days import PurchaseDays

END = dt.date(2026, 5, 31)


def days(*back: int) -> PurchaseDays:
    """One customer who bought so many days before ``END``, most distant first."""
    return PurchaseDays(END, {1: tuple((END - dt.timedelta(n)).isoformat() for n in back)})


@pytest.mark.parametrize(
    ("back", "usual", "past"),
    [
        ((100, 70, 40), 30, 10),
        ((90, 60, 31), 30, 1),  # gaps 30 and 29: the half is rounded up
        ((200, 190, 180, 20), 10, 10),  # the median, not the mean
    ],
)
def test_overdue_against_the_own_median(back: tuple[int, ...], usual: int, past: int) -> None:
    (rhythm,) = days(*back).overdue()
    assert (rhythm.usual_days, rhythm.days_past) == (usual, past)
    assert rhythm.purchases == len(back)
    assert rhythm.last_on == END - dt.timedelta(back[-1])


@pytest.mark.parametrize(
    "back",
    [
        (100, 40),  # two purchases are no rhythm
        (90, 60, 30),  # due today is not overdue
        (20, 10, 0),
        (426, 396, 366),  # silent for more than a year and three gaps: lost
    ],
)
def test_not_overdue(back: tuple[int, ...]) -> None:
    assert list(days(*back).overdue()) == []


def test_lost_waits_for_three_gaps_when_they_are_longer_than_a_year() -> None:
    (rhythm,) = days(900, 700, 500).overdue()
    assert rhythm.silent_days == 500
    assert [list(days(1001, 801, 601).overdue())] == [[]]


def test_bought_again_means_two_days_within_the_year() -> None:
    assert days(10).repurchase_bp(END) == 0
    assert days(364, 10).repurchase_bp(END) == 10_000
    assert days(365, 10).repurchase_bp(END) == 0
    assert days(400).repurchase_bp(END) is None
    assert days(10, 5).repurchase_bp(END - dt.timedelta(7)) == 0


def test_a_leap_day_has_a_year_before_it() -> None:
    leap = dt.date(2024, 2, 29)
    bought = PurchaseDays(leap, {1: ("2023-02-28", "2023-03-01"), 2: ("2023-03-01", "2024-02-29")})
    assert bought.repurchase_bp(leap) == 5_000
