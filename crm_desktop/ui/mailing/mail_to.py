"""Whom a page of the window wants to write to."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.services.mailing.mailing import Audience


@dataclass(frozen=True, slots=True)
class MailTo:
    """A target for ``go("reports", ...)``: write to these; ``name`` says who they are, ``back`` is
    the page Esc leads to."""

    audience: Audience
    name: str
    back: str
