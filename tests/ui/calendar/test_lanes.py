"""What overlaps stands side by side."""

from __future__ import annotations

from crm_desktop.ui.calendar.lanes import lanes


def test_only_what_overlaps_shares_the_width() -> None:
    assert lanes([]) == []
    assert lanes([(540, 600), (600, 630)]) == [(0, 1), (0, 1)]
    assert lanes([(540, 600), (570, 630), (600, 660), (700, 720)]) == [
        (0, 2), (1, 2), (0, 2), (0, 1),
    ]  # fmt: skip
    assert lanes([(0, 1440), (0, 30), (0, 30), (30, 60)]) == [(0, 3), (1, 3), (2, 3), (1, 3)]
