"""Writing the deals shown into a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import clock, formats, paths
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.services.deals.deal_list import DealQuery
from crm_desktop.ui.page import Shell


def save_deals(host: QWidget, shell: Shell, query: DealQuery) -> None:
    """Ask for a place and write there in the background."""
    from crm_desktop.exchange import deal_sheet

    name = f"{_('Deals')} {clock.today().isoformat()}.xlsx"
    kinds = f"Excel (*.xlsx);;{_('Text table')} (*.csv)"
    chosen, _kind = QFileDialog.getSaveFileName(
        host.window(), _("Export"), str(paths.documents() / name), kinds
    )
    if not chosen:
        return
    path = Path(chosen)
    if path.suffix.lower() not in deal_sheet.SUFFIXES:
        path = path.with_name(f"{path.name}.xlsx")

    def say(count: int) -> None:
        said = ngettext("{n} row saved in {name}", "{n} rows saved in {name}", count)
        shell.toast(said.format(n=formats.integer(count), name=path.name), "export")

    shell.workspace.ask(
        deal_sheet.write, query, path, owner=host, done=say, progress=True,
        title=lambda: _("Writing {name}").format(name=path.name),
    )  # fmt: skip
