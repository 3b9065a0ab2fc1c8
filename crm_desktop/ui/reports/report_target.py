"""Where to go on the page of reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportOf:
    """A target for ``go("reports", ...)``: the report ``key`` about one customer."""

    key: str
    contact_id: int
    name: str
