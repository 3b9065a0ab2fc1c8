"""All records in open formats in one folder: for another program, or for keeping."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from crm_desktop.core import clock, text
from crm_desktop.core.errors import FileProblem
from crm_desktop.core.i18n import _
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.exchange import write_csv, write_ical, write_vcard, write_xlsx
from crm_desktop.exchange.write_target import writing_to
from crm_desktop.services.exports import export_cards, export_rows
from crm_desktop.services.records import attachments

_NAMES = {
    "customers": "customers", "sales": "sales", "followups": "follow-ups",
    "entries": "contact-log", "products": "products",
}  # fmt: skip


def write(
    session: Any, folder: Path, stem: str, progress: Progress = no_progress
) -> tuple[Path, int]:
    """Write a folder ``STEM YYYY-MM-DD`` into ``folder``; its path and the number of records.

    It holds a workbook, a CSV for each table, contact cards, a calendar, the files kept on
    records, and a text that says what is what. One of the same day is replaced once the new one is
    whole. Raises ``FileProblem`` when it cannot be written, ``Cancelled``; what stood there stays.
    """
    target = folder / f"{stem} {clock.today().isoformat()}"
    unfinished = folder / f".{target.name}.part"
    _remove(unfinished)
    try:
        count = _fill(session, unfinished, progress)
        _remove(target)
        unfinished.replace(target)
    except OSError as error:
        raise FileProblem(
            _("{folder} cannot be written: {reason}.").format(folder=folder, reason=error.strerror),
            _("Your data file is as it was."),
            _("Choose another folder."),
        ) from error
    finally:
        _remove(unfinished)
    return target, count


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _fill(session: Any, folder: Path, progress: Progress) -> int:
    tables = [export_rows.table(session, kind) for kind in export_rows.KINDS]
    about = export_rows.about(session, tables)
    count = write_xlsx.write(tables, folder / "everything.xlsx", about, progress)
    for kind in export_rows.KINDS:
        # A table is read once: the workbook has read these.
        fresh = export_rows.table(session, kind)
        write_csv.write(fresh, folder / f"{_NAMES[kind]}.csv", progress)
    total, cards = export_cards.cards(session)
    write_vcard.write(cards, total, folder / "customers.vcf", progress)
    total, entries = export_cards.entries(session)
    write_ical.write(entries, total, folder / "follow-ups.ics", progress)
    files = _write_files(session, folder / "files")
    with writing_to(folder / "README.txt") as file:
        file.write(_readme(about, files).encode("utf-8-sig"))
    return count


def _write_files(session: Any, folder: Path) -> int:
    """The files kept on customers, each in the folder of its customer."""
    taken: Counter[str] = Counter()
    for owner, name, content in attachments.of_all_contacts(session):
        place = f"{attachments.safe_name(owner)}/{attachments.safe_name(name)}"
        taken[text.fold(place)] += 1
        path = folder / place
        if (again := taken[text.fold(place)]) > 1:
            path = path.with_name(f"{path.stem} ({again}){path.suffix}")
        with writing_to(path) as file:
            file.write(content)
    return sum(taken.values())


def _readme(about: list[str], files: int) -> str:
    lines = [
        *about,
        "",
        _("everything.xlsx: all tables in one workbook, for Excel and WPS."),
        _("*.csv: the same tables as text: UTF-8 with a byte order mark, comma, CRLF."),
        _("customers.vcf: contact cards for phones and address books (vCard 3.0)."),
        _("follow-ups.ics: follow-ups for calendars (iCalendar)."),
        _("files: the files kept on customers, by customer: {n}.").format(n=files),
        "",
        _("Imported into an empty file of CRM Desktop, everything.xlsx brings the records back."),
    ]
    return "\r\n".join(lines) + "\r\n"
