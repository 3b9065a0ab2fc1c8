from __future__ import annotations

from PySide6.QtGui import QFontMetricsF, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.core.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.language import use_language
from crm_desktop.ui.theme import fonts
from crm_desktop.ui.widgets.layout import fixed_width, row
from crm_desktop.ui.widgets.text import Label


def test_a_dark_theme_reaches_palette_and_tokens(qapp: QApplication) -> None:
    theme.look.use("dark")
    assert theme.is_dark()
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.color("canvas")
    theme.look.use("light")
    assert not theme.is_dark()


def test_one_scale_multiplies_lengths_fonts_and_layouts(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    box.setLayout(row(gap=8, margins=10))
    fixed_width(box, 100)
    small = theme.metrics("body").height()
    theme.look.use(scale=2.0)
    assert theme.m(44) == 88
    assert theme.metrics("body").height() > 1.8 * small
    assert box.width() == 200
    layout = box.layout()
    assert layout is not None
    assert layout.contentsMargins().left() == 20


def test_texts_are_spoken_again_in_the_new_language(qtbot: QtBot) -> None:
    label = Label(lambda: _("Today"))
    qtbot.addWidget(label)
    assert label.text() == "Today"
    use_language("zh_CN")
    theme.look.restyle()
    assert label.text() == "今天"


def test_a_destroyed_widget_is_not_spoken_to(qtbot: QtBot) -> None:
    heard = []
    owner = QWidget()
    theme.live(owner, lambda: heard.append(1))
    owner.deleteLater()
    qtbot.wait(1)
    theme.look.restyle()
    assert heard == [1]


def test_no_screen_shows_boxes_for_chinese(qapp: QApplication) -> None:
    for weight_role in ("body", "strong"):
        raw = QRawFont.fromFont(theme.font(weight_role))
        shown = (
            [raw]
            if raw.supportsCharacter(ord("户"))
            else [
                QRawFont.fromFont(fonts.make([name], weight_role, 1.0))
                for name in theme.look.families
            ]
        )
        assert any(font.supportsCharacter(ord("户")) for font in shown)


def test_chinese_names_are_bold_in_a_real_second_weight() -> None:
    wide = QFontMetricsF(theme.font("strong")).horizontalAdvance("Customers 客户")
    assert wide != QFontMetricsF(theme.font("body")).horizontalAdvance("Customers 客户")


def test_english_quotes_are_not_set_in_chinese_squares() -> None:
    apostrophe = theme.metrics("body").horizontalAdvance("’")
    assert apostrophe < 0.6 * theme.metrics("body").horizontalAdvance("户")


def test_unknown_modes_and_wild_scales_change_nothing_harmful() -> None:
    theme.look.use("sepia", 9.0)
    assert theme.look.mode == "light"
    assert theme.scale() == 2.0
