"""The receipt, delivery note or sheet of a sale: printed, or saved as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core import paths
from crm_desktop.core.i18n import _
from crm_desktop.reports import receipt
from crm_desktop.services.records import attachments
from crm_desktop.services.sales.sales import SaleDetail
from crm_desktop.ui.page import Shell
from crm_desktop.ui.reports import pdf_pages
from crm_desktop.ui.reports.printing import print_pdf
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.menu import MenuItem


def ask_paper(host: QWidget, shell: Shell, sale: SaleDetail) -> None:
    """Offer below ``host`` what can be printed and saved of a sale."""
    menu.popup_below(host, offered(host, shell, sale))


def offered(
    host: QWidget, shell: Shell, sale: SaleDetail, delivery_id: int | None = None
) -> list[MenuItem | None]:
    """One line for each paper to print, then to save; of one delivery only its note."""
    styles = receipt.STYLES if delivery_id is None else {"delivery": receipt.STYLES["delivery"]}
    print_it = partial(_print, host, shell, sale, delivery_id)
    save_it = partial(_ask_where, host, shell, sale, delivery_id)
    items: list[MenuItem | None] = [
        MenuItem(partial(_print_words, label), partial(print_it, style), "printer")
        for style, label in styles.items()
    ]
    items.append(None)
    for style, label in styles.items():
        items.append(MenuItem(partial(_save_words, label), partial(save_it, style), "file-pdf"))
    return items


def _print_words(label: str) -> str:
    return _("Print: {paper}").format(paper=_(label))


def _save_words(label: str) -> str:
    return _("Save as PDF: {paper}").format(paper=_(label))


def _print(
    host: QWidget, shell: Shell, sale: SaleDetail, delivery_id: int | None, style: str
) -> None:
    def show(pdf: bytes) -> None:
        print_pdf(host, shell, sale.number, pdf, pdf_pages.facts(pdf))

    make = partial(receipt.make, delivery_id=delivery_id)
    shell.workspace.ask(make, sale.id, style, owner=host, done=show)


def print_receipts(host: QWidget, shell: Shell, sale_ids: Sequence[int]) -> None:
    """Receipts of sales that were just recorded, on the roll of this computer, in one go."""

    def show(pdf: bytes) -> None:
        print_pdf(host, shell, _("Receipts after saving"), pdf, pdf_pages.facts(pdf))

    roll = "58" if shell.preferences.receipt_roll == "58" else "80"
    shell.workspace.ask(receipt.make_many, sale_ids, roll, owner=host, done=show)


def _ask_where(
    host: QWidget, shell: Shell, sale: SaleDetail, delivery_id: int | None, style: str
) -> None:
    name = attachments.safe_name(f"{sale.number} {_(receipt.STYLES[style])}.pdf")
    chosen, _filter = QFileDialog.getSaveFileName(
        host, _("Save as PDF"), str(paths.documents() / name), _("PDF (*.pdf)")
    )
    if chosen:
        save(host, shell, sale.id, style, Path(chosen), delivery_id=delivery_id)


def save(
    host: QWidget,
    shell: Shell,
    sale_id: int,
    style: str,
    path: Path,
    *,
    delivery_id: int | None = None,
) -> None:
    """Write the paper as ``path`` in the background, and say so."""
    target = path if path.suffix else path.with_suffix(".pdf")

    def written(where: Path) -> None:
        said = _("{name} saved in {folder}").format(name=where.name, folder=where.parent.name)
        shell.toast(said, "file-pdf")

    write = partial(receipt.write, delivery_id=delivery_id)
    shell.workspace.ask(write, sale_id, style, target, owner=host, done=written)
