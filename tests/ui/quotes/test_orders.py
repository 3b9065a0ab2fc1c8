"""Orders in the window: promised, delivered in parts, ticked, received; each undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.services.quotes import orders
from crm_desktop.services.sales import sales
from crm_desktop.services.sales.sale_draft import LineDraft, SaleDraft
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.quotes.deliver_dialog import DeliverDialog, WaybillDialog
from crm_desktop.ui.quotes.order_form import OrderForm
from crm_desktop.ui.quotes.order_view import OrderView
from crm_desktop.ui.quotes.parts import ShowPart
from crm_desktop.ui.sales import papers
from crm_desktop.ui.sales.page import SalesPage
from crm_desktop.ui.widgets import menu
from crm_desktop.ui.widgets.buttons import IconButton
from crm_desktop.ui.widgets.form import CheckBox
from crm_desktop.ui.widgets.text import Label
from tests.conftest import NOW

TODAY = NOW.date()
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def page(open_window: Callable[[], MainWindow]) -> SalesPage:
    window = open_window()
    lines = (
        LineDraft(description="Tap", quantity_milli=10_000, unit_price_minor=100_00, unit="pc"),
        LineDraft(description="Pipe", quantity_milli=2_500, unit_price_minor=20_00, unit="m"),
    )
    draft = SaleDraft(lines, 2, TODAY - dt.timedelta(days=5))
    window.workspace.execute("seed", sales.record, draft)
    window.go("sales")
    shown = window.stack.page()
    assert isinstance(shown, SalesPage)
    return shown


def dialog(page: SalesPage, kind: type[Any]) -> Any:
    return [one for one in page.window().findChildren(kind) if one.isVisible()][-1]


def shown_as(part: OrderView, name: str) -> list[IconButton]:
    """The buttons of this name beside deliveries."""
    buttons = part.panel.findChildren(IconButton)
    return [one for one in buttons if one.isVisible() and one.accessibleName() == name]


def to_arrive(part: OrderView) -> list[IconButton]:
    """The buttons of deliveries on the way."""
    return shown_as(part, "Mark as received")


def test_a_sale_becomes_an_order_and_goes_in_parts(
    page: SalesPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.list.table.select_number(0)
    page.list._promise(page.list.table.row(0).id)
    form = dialog(page, OrderForm)
    form.promised.setText((TODAY - dt.timedelta(days=3)).isoformat())
    form.steps.add_empty()
    qtbot.keyClicks(form.steps.rows[0].name, "Measure")
    form.steps.rows[0].due.setText("nonsense")
    qtbot.mouseClick(form.action, Left)
    assert form.isVisible()
    form.steps.rows[0].due.setText(TODAY.isoformat())
    qtbot.mouseClick(form.action, Left)

    page.shell.go("sales", ShowPart("orders"))
    part = page.parts.current()
    assert isinstance(part, OrderView)
    assert part.footer.text().startswith("1 order · 1 of them late")
    row = part.table.row(0)
    assert (row.days_late, row.step) == (3, "Measure")
    part.table.setFocus()
    part.table.select_number(0)
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    panel = part.panel
    assert "3 days late" in panel.promise.text()
    assert panel.chip.accessibleName() == "Late"

    qtbot.mouseClick(panel.deliver, Left)
    sending = dialog(page, DeliverDialog)
    tap, pipe = sending.quantities.values()
    tap.setText("99")
    qtbot.mouseClick(sending.action, Left)
    assert sending.isVisible()  # more than was ordered
    tap.setText("4")
    pipe.setText("0")
    qtbot.keyClicks(sending.waybill.carrier, "SF")
    qtbot.mouseClick(sending.action, Left)
    assert panel.order is not None
    assert sorted(panel.order.left.values()) == [2_500, 6_000]
    told = [one.text() for one in panel.findChildren(Label)]
    assert "Tap ×4" in told and "Today · SF · on the way" in told
    qtbot.waitUntil(lambda: bool(shown_as(part, "Change the delivery")))
    qtbot.mouseClick(shown_as(part, "Change the delivery")[0], Left)
    waybill = dialog(page, WaybillDialog)
    qtbot.keyClicks(waybill.waybill.tracking, "SF123")
    qtbot.keyClicks(waybill.waybill.address, "Gate 2")
    qtbot.keyClick(waybill.waybill.address, Qt.Key.Key_Return)
    assert (panel.order.deliveries[0].tracking_no, panel.order.deliveries[0].address) == (
        "SF123", "Gate 2",
    )  # fmt: skip
    offered: list[Any] = []
    monkeypatch.setattr(menu, "popup_below", lambda _host, items: offered.extend(items))
    qtbot.waitUntil(lambda: bool(shown_as(part, "Delivery note…")))
    qtbot.mouseClick(shown_as(part, "Delivery note…")[0], Left)
    printed: list[bytes] = []
    monkeypatch.setattr(papers, "print_pdf", lambda *given: printed.append(given[3]))
    offered[0].on()
    qtbot.waitUntil(lambda: bool(printed))
    assert len(offered) == 3 and printed[0].startswith(b"%PDF")  # print, a line, save
    part.do("deliver", row.id)
    dialog(page, DeliverDialog).submit()
    assert panel.order.delivered and not panel.deliver.isVisible()
    assert part.model.rowCount() == 0  # no more to deliver
    part.show_view("transit")
    assert part.model.rowCount() == 1
    for waiting in (2, 1):
        qtbot.waitUntil(lambda count=waiting: len(to_arrive(part)) == count)  # type: ignore[misc]
        qtbot.mouseClick(to_arrive(part)[0], Left)
    assert all(one.received_on == TODAY for one in panel.order.deliveries)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in panel.findChildren(CheckBox)))
    box = next(one for one in panel.findChildren(CheckBox) if one.isVisible())
    qtbot.keyClick(box, Qt.Key.Key_Space)
    seen = page.shell.workspace.read(orders.detail, row.id)
    assert seen.milestones[0].done_on == TODAY
    page.shell.workspace.undo()
    assert page.shell.workspace.read(orders.detail, row.id).milestones[0].done_on is None

    contract = tmp_path / "contract.pdf"
    contract.write_bytes(b"%PDF")
    panel.files.take([contract])
    assert [one.name for one in panel.order.files] == ["contract.pdf"]
    part.parts.chosen.emit("sales")
    assert page.list.isVisible()
    page.shell.workspace.close()
    panel._speak()  # another language is chosen while no file is open: nothing is read
