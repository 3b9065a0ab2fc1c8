"""What the import of a calendar did, in sentences."""

from __future__ import annotations

from crm_desktop.core import formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.calendar.ical_import import IcalReport


def told(report: IcalReport) -> list[str]:
    """One sentence for each thing that happened; what is nothing is left out."""
    counted = (
        (report.new, ngettext("{count} new follow-up.", "{count} new follow-ups.", report.new)),
        (
            report.updated,
            ngettext(
                "{count} follow-up brought up to date.",
                "{count} follow-ups brought up to date.",
                report.updated,
            ),
        ),
        (
            report.done,
            ngettext("{count} follow-up done.", "{count} follow-ups done.", report.done),
        ),
        (
            report.cancelled,
            ngettext(
                "{count} follow-up cancelled.", "{count} follow-ups cancelled.", report.cancelled
            ),
        ),
        (
            report.left_out,
            ngettext(
                "{count} left out: cancelled there or deleted here.",
                "{count} left out: cancelled there or deleted here.",
                report.left_out,
            ),
        ),
    )
    lines = [words.format(count=formats.integer(number)) for number, words in counted if number]
    if not report.anything:
        lines.insert(0, _("Everything in there is known already. Nothing was changed."))
    return lines
