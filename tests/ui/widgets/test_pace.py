"""Rate and time left, told once it is known."""

from __future__ import annotations

import pytest

from crm_desktop.ui.widgets import progress_panel
from crm_desktop.ui.widgets.progress_panel import Pace


def test_the_pace_is_told_after_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress_panel.time, "monotonic", lambda: now[0])
    pace = Pace()
    assert pace.words(0, 1000, "Matching") == ""
    now[0] += 1
    assert pace.words(100, 1000, "Matching") == ""
    now[0] += 3
    assert pace.words(400, 1000, "Matching") == "100 a second · 6 seconds left"
    assert pace.words(0, 50, "Writing") == ""
    now[0] += 4
    assert pace.words(49, 50, "Writing") == "12 a second · 1 second left"
