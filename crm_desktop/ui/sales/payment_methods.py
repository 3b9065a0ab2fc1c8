"""The ways to pay a file knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crm_desktop.services.settings import choices


def payment_methods(session: Any) -> Sequence[str]:
    """Words of the file's list, in its order."""
    return [choice.value for choice in choices.choices(session, "payment_method")]
