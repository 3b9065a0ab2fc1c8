"""Writing records to a file other programs read, in the worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crm_desktop.core.i18n import N_
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.services.sales.sale_list import SaleQuery

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
    "folder": (N_("Folder of open formats"), (ALL,)),
    "vcf": (N_("Address book (vCard 3.0)"), ("customers",)),
    "vcf4": (N_("Address book (vCard 4.0)"), ("customers",)),
    "ics": (N_("Calendar (iCalendar)"), ("followups",)),
}
"""Form -> msgid and what can be written so; all but ``folder`` are suffixes, see ``suffix_of``."""

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
    form: str,
    encoding: str = "utf-8-sig",
    *,
    stem: str = "",
    only: SaleQuery | None = None,
    progress: Progress = no_progress,
) -> tuple[Path, int]:
    """Write ``what`` to ``path`` in one of ``FORMATS``; path and number of records.

    For ``folder`` a new folder named for ``stem`` is made in ``path``. ``only`` are the sales
    wanted, where not all are.

    Raises ``FileProblem`` when it cannot be written; what stood there before stays.
    """
    from crm_desktop.services.exports import export_cards

    if form == "folder":
        from crm_desktop.exchange import export_everything

        return export_everything.write(session, path, stem, progress)
    if form in ("vcf", "vcf4"):
        from crm_desktop.exchange import write_vcard

        version = "4.0" if form == "vcf4" else "3.0"
        total, cards = export_cards.cards(session)
        return path, write_vcard.write(cards, total, path, progress, version=version)
    if form == "ics":
        from crm_desktop.exchange import write_ical

        total, entries = export_cards.entries(session)
        return path, write_ical.write(entries, total, path, progress)
    said = encoding if form == "csv" else ""
    return path, _write_tables(session, what, path, only, encoding=said, progress=progress)


def _write_tables(
    session: Any,
    what: str,
    path: Path,
    only: SaleQuery | None,
    *,
    encoding: str,
    progress: Progress,
) -> int:
    """A workbook, or with an ``encoding`` a text table."""
    from crm_desktop.exchange import write_csv, write_xlsx
    from crm_desktop.services.exports import export_rows

    kinds = export_rows.KINDS if what == ALL else (what,)
    tables = (
        [export_rows.table(session, kind) for kind in kinds]
        if only is None
        else [export_rows.sales(session, only)]
    )
    if encoding:
        return write_csv.write(tables[0], path, progress, encoding=encoding)
    return write_xlsx.write(tables, path, export_rows.about(session, tables), progress)


def suffix_of(form: str) -> str:
    """The suffix of a file of this form."""
    return {"vcf4": "vcf"}.get(form, form)
