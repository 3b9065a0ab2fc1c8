from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import paint
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.kpi import Kpi, KpiStrip
from crm_desktop.ui.widgets.row_list import RowList
from crm_desktop.ui.widgets.text import Label


def strip(qtbot: QtBot) -> KpiStrip:
    made = KpiStrip()
    qtbot.addWidget(made)
    made.show_kpis([Kpi(str(n), f"Figure {n}", f"¥{n},000", trend=(1, 3, 2)) for n in range(5)])
    made.show()
    return made


def test_figures_wrap_into_lines_when_narrow(qtbot: QtBot) -> None:
    kpis = strip(qtbot)
    kpis.resize(1200, 96)
    wide = kpis.heightForWidth(1200)
    kpis.resize(600, 96)
    assert kpis.heightForWidth(600) == 2 * wide


def test_a_figure_opens_by_mouse_and_keyboard(qtbot: QtBot) -> None:
    kpis = strip(qtbot)
    kpis.resize(1200, 96)
    with qtbot.waitSignal(kpis.opened) as opened:
        qtbot.mouseClick(kpis, Qt.MouseButton.LeftButton, pos=QPoint(700, 40))
    assert opened.args == ["2"]
    qtbot.keyClick(kpis, Qt.Key.Key_Right)
    with qtbot.waitSignal(kpis.opened) as again:
        qtbot.keyClick(kpis, Qt.Key.Key_Return)
    assert again.args == ["1"]
    assert "Figure 4 ¥4,000" in kpis.accessibleName()


def test_a_trend_says_its_months_under_the_mouse_and_aloud(qtbot: QtBot) -> None:
    kpis = KpiStrip()
    qtbot.addWidget(kpis)
    told = ("April 2026: ¥1", "May 2026: <b>", "June 2026: ¥2")
    kpis.show_kpis([Kpi("a", "Sales", "¥2", trend=(1, 3, 2), told=told), Kpi("b", "New", "1")])
    kpis.resize(700, 96)
    kpis.show()
    line = kpis.trend_box(0)
    assert line is not None and kpis.trend_box(1) is None
    for x, said in ((line.left(), told[0]), (line.right(), told[2]),
                    (line.center().x(), "<qt>May 2026: &lt;b&gt;</qt>")):  # fmt: skip
        qtbot.mouseMove(kpis, QPoint(round(x), round(line.center().y())))
        qtbot.waitUntil(lambda said=said: QToolTip.text() == said)  # type: ignore[misc]
    qtbot.keyClick(kpis, Qt.Key.Key_Right)
    qtbot.keyClick(kpis, Qt.Key.Key_Left)
    assert kpis.accessibleDescription() == "Sales ¥2; " + "; ".join(told)


def test_a_row_list_moves_opens_and_describes(qtbot: QtBot) -> None:
    rows = RowList(40, lambda *_: None, lambda row: f"row {row}")
    qtbot.addWidget(rows)
    rows.set_rows(["a", "b", "c"])
    rows.resize(300, rows.height())
    rows.show()
    assert rows.height() == 120
    assert rows.accessibleName() == "row a"
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert rows.accessibleName() == "row b"
    with qtbot.waitSignal(rows.opened) as opened:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert opened.args == ["b"]
    with qtbot.waitSignal(rows.opened) as clicked:
        qtbot.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(50, 100))
    assert clicked.args == ["c"]
    rows.set_rows(["a"])
    assert rows.current == 0


def test_an_empty_state_offers_at_most_one_way_on(qtbot: QtBot) -> None:
    pressed: list[int] = []
    state = EmptyState("users", "No customers yet", "Add one.", "New", lambda: pressed.append(1))
    qtbot.addWidget(state)
    state.show()
    state.button.click()
    assert pressed == [1]
    state.say("funnel-simple", "No match")
    assert not state.button.isVisible()


def test_a_label_that_elides_never_widens_its_window(qtbot: QtBot) -> None:
    label = Label("A title much longer than the window is wide", "title", elide=True)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() == 0
    label.resize(80, 30)
    label.grab()
    assert label.toolTip() == label.text()


def test_what_an_avatar_shows_of_a_name() -> None:
    assert paint.initials("悦禾餐饮", 28, company=True) == "悦"
    assert paint.initials("悦禾餐饮", 48, company=True) == "悦禾"
    assert paint.initials("陈雅文", 48, company=False) == "雅文"
    assert paint.initials("Grace Chen", 28, company=False) == "GC"
    assert paint.initials("Grace Chen", 20, company=False) == "G"
    assert paint.initials("  ", 28, company=False) == "?"


def test_elided_text_follows_the_text_size() -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter

    image = QImage(100, 40, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    small = paint.txt(painter, QRectF(0, 0, 90, 40), "Customers and more customers")
    theme.look.use(scale=2.0)
    large = paint.txt(painter, QRectF(0, 0, 90, 40), "Customers")
    painter.end()
    assert small <= 91
    assert large <= 91
