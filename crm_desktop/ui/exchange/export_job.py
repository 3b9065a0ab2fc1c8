"""Writing records to a file other programs read, in the worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crm_desktop.core.i18n import N_
from crm_desktop.core.jobs import Progress, no_progress

ALL = "all"
WHATS: dict[str, str] = {
    "customers": N_("Customers"),
    "sales": N_("Sales"),
    "followups": N_("Follow-ups"),
    "entries": N_("Contact log"),
    "products": N_("Products"),
    ALL: N_("Everything"),
}
"""What can be exported; msgids."""

FORMATS: dict[str, tuple[str, tuple[str, ...]]] = {
    "xlsx": (N_("Excel workbook"), ("customers", "sales", "followups", "entries", "products", ALL)),
    "csv": (N_("Text table (CSV)"), ("customers", "sales", "followups", "entries", "products")),
    "vcf": (N_("Address book (vCard)"), ("customers",)),
    "ics": (N_("Calendar (iCalendar)"), ("followups",)),
}
"""Suffix -> msgid and what can be written so."""

ENCODINGS: dict[str, str] = {
    "utf-8-sig": N_("Unicode, for Excel and WPS"),
    "gb18030": N_("GB 18030, for older Chinese programs"),
    "big5": N_("Big5, for older programs in traditional Chinese"),
}
"""Of text tables; msgids."""


def write(
    session: Any,
    what: str,
    path: Path,
    encoding: str = "utf-8-sig",
    *,
    progress: Progress = no_progress,
) -> tuple[Path, int]:
    """Write ``what`` to ``path``, whose suffix decides the format; path and number of records.

    Raises ``FileProblem`` when it cannot be written; what stood there before stays.
    """
    from crm_desktop.services import export_cards, export_rows

    suffix = path.suffix.lower().lstrip(".")
    if suffix == "vcf":
        from crm_desktop.exchange import write_vcard

        total, cards = export_cards.cards(session)
        return path, write_vcard.write(cards, total, path, progress)
    if suffix == "ics":
        from crm_desktop.exchange import write_ical

        total, entries = export_cards.entries(session)
        return path, write_ical.write(entries, total, path, progress)
    if suffix == "csv":
        from crm_desktop.exchange import write_csv

        table = export_rows.table(session, what)
        return path, write_csv.write(table, path, progress, encoding=encoding)
    from crm_desktop.exchange import write_xlsx

    kinds = export_rows.KINDS if what == ALL else (what,)
    tables = [export_rows.table(session, kind) for kind in kinds]
    about = export_rows.about(session, tables)
    return path, write_xlsx.write(tables, path, about, progress)
