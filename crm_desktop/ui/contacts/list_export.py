"""Writing what the customer list shows, or its selected rows, into a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import clock, formats, money, paths
from crm_desktop.core.i18n import _, pgettext
from crm_desktop.core.jobs import Progress, no_progress
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery, ContactRow
from crm_desktop.services.exports.export_table import Column, ExportTable
from crm_desktop.services.exports.export_walk import Value
from crm_desktop.ui.page import Shell

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_CHUNK = 1_000


def ask_path(host: QWidget, name: str) -> Path | None:
    """Ask where to write; ``None`` when the user thinks better of it."""
    suggestion = paths.default_data_folder() / f"{name} {clock.today().isoformat()}.xlsx"
    kinds = f"Excel (*.xlsx);;{_('Text table')} (*.csv)"
    chosen, _kind = QFileDialog.getSaveFileName(
        host.window(), _("Export customers"), str(suggestion), kinds
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() in (".xlsx", ".csv") else path.with_name(path.name + ".xlsx")


def export(
    shell: Shell,
    host: QWidget,
    query: ContactQuery,
    ids: Sequence[int] | None,
    *,
    name: str,
    done: Callable[[Path, int], object],
) -> None:
    """Ask for a place and write ``ids``, or all that ``query`` finds, in the background."""
    path = ask_path(host, name)
    if path is None:
        return
    shell.workspace.ask(
        write,
        query,
        ids,
        path,
        owner=host,
        done=lambda count: done(path, count),
        progress=True,
        title=lambda: _("Exporting customers"),
    )


def write(
    session: Session,
    query: ContactQuery,
    ids: Sequence[int] | None,
    path: Path,
    progress: Progress = no_progress,
) -> int:
    """Write the rows as the list orders them; returns how many. Raises ``FileProblem``."""
    from crm_desktop.exchange import write_csv, write_xlsx

    path.parent.mkdir(parents=True, exist_ok=True)
    chosen = contact_list.all_ids(session, query) if ids is None else ids
    table = ExportTable(_("Customers"), _columns(), len(chosen), _rows(session, chosen))
    if path.suffix.lower() == ".csv":
        return write_csv.write(table, path, progress)
    about = [_("Written on {day}").format(day=formats.date_long(clock.today()))]
    return write_xlsx.write([table], path, about, progress)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Customer")),
        Column(_("Phone")),
        Column(_("Level")),
        Column(_("Stage")),
        Column(_("Last contact"), "date"),
        Column(_("Total spend"), "money"),
        Column(_("Balance"), "money"),
        Column(_("Orders"), "number"),
        Column(_("Last purchase"), "date"),
        Column(_("Next follow-up"), "date"),
        Column(_("Tags")),
    )


def _rows(session: Session, ids: Sequence[int]) -> Iterator[tuple[Value, ...]]:
    for start in range(0, len(ids), _CHUNK):
        for row in contact_list.rows(session, ids[start : start + _CHUNK]):
            yield _cells(row)


def _cells(row: ContactRow) -> tuple[Value, ...]:
    return (
        row.name,
        row.phone,
        row.level,
        row.stage,
        row.last_contact_on,
        money.to_major(row.spent_minor, row.currency),
        money.to_major(row.owed_minor, row.currency),
        row.sale_count,
        row.last_sale_on,
        row.next_due_on,
        pgettext("list separator", ", ").join(row.tags),
    )
