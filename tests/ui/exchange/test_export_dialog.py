"""Exporting from the window: what, in which form, where to."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.core.errors import UserError
from crm_desktop.services.contacts import contact_list
from crm_desktop.services.contacts.contact_list import ContactQuery
from crm_desktop.services.sales import sale_list, sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from crm_desktop.services.sales.sale_list import SaleQuery
from crm_desktop.ui.exchange import export_job
from crm_desktop.ui.exchange.export_dialog import ExportDialog
from crm_desktop.ui.exchange.page import ImportPage


def _choose(dialog: ExportDialog, what: str, form: str) -> None:
    dialog.what.set_value(what)
    dialog.what.activated.emit(dialog.what.currentIndex())
    dialog.form.set_value(form)
    dialog.form.activated.emit(dialog.form.currentIndex())


def _names(dialog: ExportDialog) -> list[str]:
    return [str(dialog.form.itemData(n)) for n in range(dialog.form.count())]


def test_only_forms_that_suit_are_offered(page: ImportPage) -> None:
    dialog = ExportDialog(page, page.shell, "customers")
    dialog.open()
    assert _names(dialog) == ["xlsx", "csv", "vcf", "vcf4"]
    assert not dialog.encoding_field.isVisible()
    _choose(dialog, "customers", "csv")
    assert dialog.encoding_field.isVisible()
    _choose(dialog, "followups", "ics")
    assert _names(dialog) == ["xlsx", "csv", "ics"]
    _choose(dialog, "all", "xlsx")
    assert _names(dialog) == ["xlsx", "folder"]
    dialog.done()


@pytest.mark.parametrize("form", ["xlsx", "csv", "vcf"])
def test_the_file_holds_every_customer(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "out"), "")
    )
    dialog = ExportDialog(page, page.shell, "customers")
    dialog.open()
    _choose(dialog, "customers", form)
    qtbot.mouseClick(dialog.action, Qt.MouseButton.LeftButton)
    out = tmp_path / f"out.{form}"
    toast = page.window()._toast  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: toast.text() == f"3 rows saved in {out.name}", timeout=20_000)
    if form == "xlsx":
        sheet = openpyxl.load_workbook(out).worksheets[0]
        assert "Harvest Kitchen" in [cell.value for row in sheet.iter_rows() for cell in row]
    else:
        assert "Harvest Kitchen" in out.read_text("utf-8-sig")


def test_thinking_better_of_it_keeps_the_dialog(
    page: ImportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    dialog = ExportDialog(page, page.shell, "all")
    dialog.open()
    dialog.submit()
    assert dialog.isVisible()
    dialog.done()


def test_a_place_that_cannot_be_written_is_a_sentence(page: ImportPage, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError):
        page.shell.workspace.read(
            export_job.write, "customers", tmp_path / "file" / "out.xlsx", "xlsx"
        )


def test_what_goes_out_is_said_before_and_is_what_the_list_shows(
    page: ImportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = page.shell.workspace
    who = workspace.read(contact_list.all_ids, ContactQuery())[0]
    for price in (100, 200):
        draft = SaleDraft((LineDraft(description="Tea", unit_price_minor=price),), who)
        workspace.execute("Sell", sales.record, draft)
    every = ExportDialog(page, page.shell, "sales")
    assert every.facts.text().startswith("Sales: 2 rows, all of them; columns: Sale date, Order")
    every.done()
    number = workspace.read(sale_list.page, SaleQuery(), 0, 1)[0].number
    dialog = ExportDialog(page, page.shell, "sales", SaleQuery(text=number))
    dialog.open()
    assert dialog.facts.text().startswith("Sales: 1 rows, those of the list")
    assert not dialog.what.isEnabled()
    out = tmp_path / "some.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    _choose(dialog, "sales", "csv")
    dialog.submit()
    qtbot.waitUntil(out.exists)
    assert len(out.read_text("utf-8-sig").splitlines()) == 2
