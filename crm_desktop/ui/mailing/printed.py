"""Post as it was made for the preview or the printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.reports import mailing
from crm_desktop.reports.mail_order import MailOrder
from crm_desktop.reports.mailing import MailMade
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.reports.paper_preview import Made

FIRST_LOOK = 60
"""Customers whose post is shown at once; of ten thousand letters they are there at once."""


@dataclass(frozen=True, slots=True)
class Printed(Made):
    """What was made, with what there is to tell of it."""

    mail: MailMade

    @property
    def to_send(self) -> int:
        """Pages to be printed: not the last, which say who is left out."""
        return self.mail.pages - self.mail.last_pages


def rendered(
    session: Any, order: MailOrder, progress: Progress = no_progress, *, most: int = 0
) -> Printed:
    """The post of the first ``most`` customers, 0 for all.

    Raises ``UserError`` when there is nobody to write to.
    """
    mail = mailing.make(session, order, progress, most=most)
    if not mail.pages:
        raise UserError(_("There is nobody to write to."), "")
    return Printed(order, mail.pdf, pdf_pages.facts(mail.pdf), mail)
