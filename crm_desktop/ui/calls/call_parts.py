"""Small parts of the call mode: a button per outcome, the tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from crm_desktop.core.i18n import _
from crm_desktop.services.call_outcomes import OUTCOMES, Outcome
from crm_desktop.ui.widgets.buttons import Button


def outcome_button(number: int, outcome: Outcome, on: Callable[[], object]) -> Button:
    """``1  Ordered``; checked when the customer's call ended so."""
    button = Button(lambda: f"{number}  {_(outcome.label)}", keys=str(number), on=on)
    button.setCheckable(True)
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def tally(results: Mapping[int, str]) -> str:
    """How the calls so far ended: ``Ordered 2 · No answer 5``."""
    counted = Counter(results.values())
    return " · ".join(f"{_(one.label)} {counted[one.key]}" for one in OUTCOMES if counted[one.key])
